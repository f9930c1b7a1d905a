"""Runs of like entries (同类连续的记录): what many did, or a desk entered for many, one after the other, told as one line.

Three hundred votes on paper are no course of six hundred lines. The page folds them and opens them on demand; the paper
folds only what says nothing; the API folds nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from itertools import groupby, takewhile

from msgspec import Struct

from shanzhi.matters.lists.naming import Names
from shanzhi.matters.lists.wording import act_label
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.reading.course import CourseEntry

LONG = 5
"""From how many on entries that say something are one line."""
NAMED = 3
"""How many of those who did them are named."""
ALIKE = frozenset(
    {
        "watch",
        "unwatch",
        *(
            act
            for kind in BLOCKS.values()
            if kind.of_many
            for act in (*kind.takes_part, *kind.taken_back.values(), *kind.for_others)
        ),
    }
)
"""What many do at once, or a desk enters for many."""
OFTEN = Sentence("{act} {n} 次", "{act} × {n}")


class Folding(Enum):
    """What becomes one line: nothing, what says nothing, or long runs too."""

    NONE = 0
    QUIET = 1
    RUNS = 2


class Folded(Struct):
    """What a run comes to: its acts with how often each was done, by how many people, and who did the latest."""

    acts: Sentence
    people: int
    names: str
    role: str | None


Run = Sequence[CourseEntry]


def runs(entries: Iterable[CourseEntry], says: Callable[[CourseEntry], bool], how: Folding) -> list[Run]:
    """Entries in their order, those that become one line together. `says` is whether one says something to its reader."""
    if how is Folding.NONE:
        return [(one,) for one in entries]
    found: list[Run] = []
    for key, together in groupby(entries, _stretch):
        run = list(together)
        if key is None:
            found += [(one,) for one in run]
        elif how is Folding.RUNS and len(run) >= LONG:
            found.append(run)
        else:
            found += _quiet(run, says)
    return found


def unsettled(entries: Sequence[CourseEntry]) -> int:
    """How many of the last entries may belong to a run that goes on among earlier ones."""
    last = _stretch(entries[-1]) if entries else None
    return 0 if last is None else len(list(takewhile(lambda one: _stretch(one) == last, reversed(entries))))


def _stretch(entry: CourseEntry) -> int | None:
    """The visit in which an entry of many was made; None for what stands by itself: it moved the matter, or is no such act."""
    row = entry.row
    moved = row.stage is None or row.to != row.stage
    return None if moved or row.act not in ALIKE else row.visit


def _quiet(run: Run, says: Callable[[CourseEntry], bool]) -> list[Run]:
    """The same act in the same role, with nothing to say."""
    found: list[list[CourseEntry]] = []
    for one in run:
        last = found[-1][-1] if found else None
        like = last is not None and (one.row.act, one.role) == (last.row.act, last.role)
        if like and last is not None and not says(one) and not says(last):
            found[-1].append(one)
        else:
            found.append([one])
    return list(found)


def doers(run: Run) -> list[int]:
    """Who did what is in a run, as far as its reader may know: the latest first, each once."""
    return list(dict.fromkeys(one.row.person_id for one in run if one.named and one.row.person_id))


def folded(method: Method, run: Run, names: Names) -> Folded:
    """A run in words; the earliest act first."""
    counts: dict[Sentence, int] = {}
    for one in reversed(run):
        label = act_label(method, one.row.stage, one.row.act)
        counts[label] = counts.get(label, 0) + 1
    told = [OFTEN.fill(act=label, n=n) for label, n in counts.items()]
    acts = Sentence("、".join(one.zh for one in told), ", ".join(one.en for one in told))
    people, roles = doers(run), {one.role for one in run}
    latest = "、".join(filter(None, (names.person(one) for one in people[:NAMED])))
    return Folded(acts, len(people), latest, roles.pop() if len(roles) == 1 else None)
