"""What of somebody's nobody else changes by correcting a fact: that they agree to publishing, and that they are not named.

个人信息保护法 14 and 25 (consent is one's own); 信访工作条例 30 (whoever accuses is not made known).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from shanzhi.engine.named import is_one_of, named
from shanzhi.engine.sight import unnamed
from shanzhi.method.consents import consents

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Field


def agrees_for_another(d: Draft, field: Field, value: Any) -> bool:
    """Whether a correction says yes to publishing for somebody else: for the parties, or without one for the opener."""
    if not field.kind.yes_no or value is not True or d.data.get(field.name) is True:
        return False
    return field.name in consents(d.method.visible, d.method.stages) and not is_theirs(d, d.data)


def unmasks_another(d: Draft) -> bool:
    """Whether, as `d.data` was corrected, somebody is known whom nobody was to know, and who does not correct it themselves."""
    was = set(unnamed(d.method, d.matter))
    still = {tag for name in d.method.sealed_people for tag in named(d.method, d.data, name)}
    known = (was & still) - set(unnamed(d.method, replace(d.matter, data=d.data)))
    return any(not is_one_of(d.actor, [tag]) for tag in known)


def is_theirs(d: Draft, data: Mapping[str, Any]) -> bool:
    """Whether by these facts the matter is the actor's: they are a party to it or, where it names none, opened it."""
    parties = [tag for name in d.method.sides for tag in named(d.method, data, name)]
    return is_one_of(d.actor, parties) if parties else d.person == d.opener
