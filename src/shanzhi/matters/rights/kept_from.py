"""Whom matters are kept from, written again for those opened before it was kept (`KeptFrom`)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shanzhi.engine.sight import concerned
from shanzhi.matters.writing.record import context_of
from shanzhi.method.outdated import read_kept
from shanzhi.method.words import Sentence
from shanzhi.people.sealing import unseal_if_readable
from shanzhi.places.queries import parts

AT_ONCE = 500


def write_again(matter: Any, adoption: Any, kept: Any) -> int:
    """Write for every matter whom it is about, and for what helps it the same; how many rows. May be run again.

    The three are the models `Matter`, `Adoption` and `KeptFrom`, as they stand when this is run.
    """
    found: dict[int, set[int]] = {}
    for one in adoption.objects.select_related("method").iterator():
        title = Sentence(one.method.title_zh, one.method.title_en)
        method = read_kept(one.method.text, name=one.slug, title=title, inputs=one.inputs)
        names = tuple([name for name in concerned(method) if name not in method.sides])
        if names:
            rows = matter.objects.filter(adoption=one.pk).values_list("pk", "opener", "data", "sealed")
            for pk, opener, data, sealed in rows.iterator():
                if about := _persons({**data, **unseal_if_readable(sealed, context_of(pk))}, names, opener):
                    found[pk] = about
    newest = dict(found)
    while newest:
        below: dict[int, set[int]] = {}
        for part in parts(sorted(newest)):
            for pk, parent in matter.objects.filter(parent__in=part).values_list("pk", "parent"):
                below.setdefault(pk, set()).update(newest[parent])
        newest = {pk: about for pk, about in below.items() if about - found.get(pk, set())}
        for pk, about in newest.items():
            found[pk] = found.get(pk, set()) | about
    lines = [kept(matter_id=pk, person_id=one) for pk, about in found.items() for one in sorted(about)]
    kept.objects.bulk_create(lines, batch_size=AT_ONCE, ignore_conflicts=True)
    return len(lines)


def _persons(data: dict[str, Any], names: Iterable[str], opener: int | None) -> set[int]:
    named = (data.get(name) for name in names)
    return {person for person in named if isinstance(person, int) and person != opener}
