"""Whether the rolls are as they were fixed (`shanzhi verify`): every line, every list, and the matters held by it.

A line bears a digest under the application's key, a list the digest of its lines, and the matter, whose history is
chained, that of its list. A person who was erased since is found to have stood there, and named nowhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi.matters.models import Matter, Roll, RollLine, RollUse
from shanzhi.matters.writing.rolls import digest_in_clear, digest_of, leaves
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person

LINE = Sentence(
    "名册 {roll} 第 {line} 行（{key}）与定下时不符：面积、房屋或可投票的人被改动过",
    "roll {roll}, line {line} ({key}) is not as it was fixed: area, homes or who may vote were changed",
)
LIST = Sentence(
    "名册 {roll} 与定下时不符：有行被加入、删去或调换",
    "roll {roll} is not as it was fixed: lines were added, removed or exchanged",
)
TOTAL = Sentence(
    "名册 {roll} 的人数或面积与各行不符", "the count or area of roll {roll} does not fit its lines"
)
OTHER = Sentence(
    "事项按摘要 {kept} 的名册进行，所存的名册却是另一份",
    "the matter is held by the roll with digest {kept}, and another roll is kept for it",
)
SHOWN = 12


def roll_faults() -> Iterator[tuple[int, Sentence]]:
    """What is wrong with the rolls: the first matter held by it (0: none), and what."""
    erased: list[int] | None = None
    seal = leaves()
    for roll in Roll.objects.order_by("pk").iterator():
        matter = RollUse.objects.filter(roll=roll).order_by("pk").values_list("matter", flat=True).first()
        if not RollLine.objects.filter(roll=roll).exclude(leaf=b"").exists():
            if not _holds_in_clear(roll):
                yield matter or 0, LIST.fill(roll=roll.pk)
            continue
        found: list[bytes] = []
        areas: dict[str, int] = {}
        lines = RollLine.objects.filter(roll=roll).order_by("pk")
        for number, line in enumerate(lines.iterator(5_000), 1):
            leaf = bytes(line.leaf)
            found.append(leaf)
            areas[line.key] = line.area
            told = (line.key, line.area, line.flats)
            if leaf == seal(*told, line.person_id):
                continue
            if line.person_id is None:
                erased = _erased() if erased is None else erased
                if any(leaf == seal(*told, person) for person in erased):
                    continue
            yield matter or 0, LINE.fill(roll=roll.pk, line=number, key=line.key)
        if digest_of(found) != roll.digest:
            yield matter or 0, LIST.fill(roll=roll.pk)
        if (len(areas), sum(areas.values())) != (roll.count, roll.area):
            yield matter or 0, TOTAL.fill(roll=roll.pk)
    yield from _exchanged()


def _holds_in_clear(roll: Roll) -> bool:
    """Whether a roll that was fixed before its lines bore digests is as it was; its list alone has one, of all lines.

    One person erased since is tried in the places where nobody stands.
    """
    lines = RollLine.objects.filter(roll=roll).order_by("pk")
    found = list(lines.values_list("key", "area", "flats", "person_id"))
    if roll.digest == digest_in_clear(found) or (not found and roll.digest == digest_of(())):
        return True
    nobody = [at for at, line in enumerate(found) if line[3] is None]
    return any(
        roll.digest == digest_in_clear([*found[:at], (*found[at][:3], person), *found[at + 1 :]])
        for person in (_erased() if nobody else ())
        for at in nobody
    )


def _erased() -> list[int]:
    return list(Person.objects.exclude(erased_at=None).order_by("pk").values_list("pk", flat=True))


def _exchanged() -> Iterator[tuple[int, Sentence]]:
    """Matters whose own record names another list than the one that is kept for them."""
    uses = RollUse.objects.order_by("pk").values_list("matter", "visit", "roll__digest")
    kept = {(matter, visit): digest for matter, visit, digest in uses.iterator(5_000)}
    running = Matter.objects.filter(rolls__isnull=False).distinct().order_by("pk")
    for matter, visit, state in running.values_list("pk", "visit", "state").iterator(1_000):
        named = state.get("tally", {}).get("@list")
        if named is not None and kept.get((matter, visit)) != named:
            yield matter, OTHER.fill(kept=named[:SHOWN])
