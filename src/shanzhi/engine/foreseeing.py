"""What could never be carried out is refused when it is written, not after it was agreed to and made public."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from shanzhi.engine.effects import carry
from shanzhi.engine.refusals import Refuse

if TYPE_CHECKING:
    from collections.abc import Collection

    from shanzhi.engine.draft import Draft

NEVER: Final = frozenset({"post_elsewhere", "post_level"})
"""Refusals that hold whatever happens until then."""


def foresee(d: Draft, names: Collection[str]) -> None:
    """Refuse facts just answered (`names`) by which a post would be given or taken where the
    matter does not concern, or where there is no such post."""
    for rule in d.method.appoints:
        if rule.of is not None and rule.of not in names:
            continue
        try:
            carry(d.fork(), (rule,))
        except Refuse as refused:
            found = refused.refusal
            if found.code in NEVER:
                where = {} if rule.of is None else {rule.of: found.why}
                raise Refuse(replace(found, fields=where)) from refused
