"""What somebody is invited to take part in: votes, meetings, opinions that are open to them and still want an answer.

One rule for the first page, the desk, the API and whatever counts: nobody is asked for what stands as done by them, or by
another of their household or flat where one answers for all. Whoever took it back is asked again, as they may do it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from msgspec import Struct

from shanzhi.engine.blocks.base import ASKED, HAD_THEIR_SAY
from shanzhi.engine.blocks.totals import FIRST
from shanzhi.engine.types import Actor, Desk
from shanzhi.engine.where import serves_desk
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.rights.access import on_desk, oneself_asked, posts_asked, whose
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.matters.writing.record import CLERKS, by_themselves
from shanzhi.method.blocks import BLOCKS, SUPPORT_SLOTS, kind_of
from shanzhi.method.words import Sentence
from shanzhi.reading.electors import counted_as
from shanzhi.reading.lists import Key, lean

MOST = 200
"""Most matters that are looked at for each way of being asked."""
ONCE = tuple(kind.slot for kind in BLOCKS.values() if kind.slot is not None)
"""What somebody is asked to do once, as the slots begin."""


class Invitation(Struct):
    """One matter, the kind of the block by which it asks, and in which words."""

    matter: Matter
    asks: str
    words: Sentence | None = None


def invitations(reader: Actor, *, after: Key | None = None, size: int) -> list[Invitation]:
    """What the reader is invited to, the soonest to end first: what they opened themselves, and what lies on their own
    desk anyway, stands in other lists."""
    found = open_to(reader).exclude(on_desk(reader)).exclude(whose(reader))
    if after is not None:
        at, number = after
        found = found.filter(Q(expected_at__gt=at) | Q(expected_at=at, pk__gt=number))
    return [_asking(matter) for matter in lean(found)[:size]]


def _asking(matter: Matter) -> Invitation:
    stage = compiled(bytes(matter.pin), matter.adoption_id).stages.get(matter.stage)
    if stage is None or stage.block is None:
        return Invitation(matter, "")
    kind = kind_of(stage.block)
    calls = kind.calls is not None and not by_themselves(stage)
    return Invitation(matter, kind.kind, kind.calls if calls else kind.invites)


def open_to(reader: Actor, world: Ground | None = None) -> QuerySet[Matter]:
    """The open matters that ask the reader to act, though they lie on another's desk: to take, to vote on, to support.

    The soonest to end first, and the first of each way of being asked alone: every way is read by its own index. What
    stands as done, by the reader or another of their household or flat, asks no more.
    """
    if reader.person is None:
        return Matter.objects.none()
    open_ = (
        Matter.objects.filter(closed_at=None, void=False).exclude(open_to="").order_by("expected_at", "pk")
    )
    world = world or ground()
    found: dict[int, int] = {}
    for way in oneself_asked(reader, world):
        found |= dict(open_.filter(way).values_list("pk", "visit")[:MOST])
    for way in posts_asked(reader, world):
        rows = open_.filter(way).values_list("pk", "visit", "open_to")[:MOST]
        found |= {pk: visit for pk, visit, asked in rows if _takes_part(reader, asked)}
    left = found.keys() - _done_by(reader, reader.person, found, world)
    return Matter.objects.filter(pk__in=left).order_by("expected_at", "pk")


def _takes_part(reader: Actor, asked: str) -> bool:
    """Whether a post of the reader's is asked to take part, and not only to enter what others give."""
    first = asked.partition(f" {CLERKS} ")[0].split()
    return any(role in first for role, _place in reader.posts)


def _done_by(reader: Actor, person: int, visits: Mapping[int, int], world: Ground) -> set[int]:
    """Of matters (each with its present visit), those in which what is asked stands as done by a person, by who shares
    their vote, or by whom they entrusted with it."""
    own = f"person:{person}"
    keys = counted_as(person, visits)
    given = _standing(visits, {own, f"{person}"}.union(*keys.values()))
    done = set()
    rows = Matter.objects.filter(pk__in=list(visits)).values_list("pk", "parent", "state")
    for matter, parent, state in rows:
        tally = state.get("tally", {})
        if ASKED in tally:
            if not _asked_still(reader, tally, world):
                done.add(matter)
            continue
        mine = keys.get(matter, {own})
        stands = given.get(matter, set()) - {_unit(slot) for slot in tally.get("back", ())}
        if "carried" in tally and parent is not None:
            stands |= _carried(parent, mine - {_unit(slot) for slot in tally.get("back", ())})
        stands |= set(tally.get("proxies") or ())
        stands |= mine if tally.get(FIRST, {}).get("by") == person else set()
        attended = str(person) in stands and person not in tally.get("absent", ())
        if mine <= stands or attended or _objects(person, tally):
            done.add(matter)
    return done


def _asked_still(reader: Actor, tally: Mapping[str, Any], world: Ground) -> bool:
    """Whether one of those whom a block asks each by themselves, and who have yet to act, is the reader or one they act for;
    a vacant post waits for the next above."""
    if reader.person in tally.get(HAD_THEIR_SAY, ()):
        return False
    own = {f"person:{reader.person}", f"household:{reader.household}"}
    own |= {f"organisation:{office}" for _role, office in reader.offices}
    for key in tally[ASKED]:
        kind, _, rest = key.partition(":")
        if key in own:
            return True
        if kind == "post":
            role, _, place = rest.partition(":")
            if serves_desk(reader, Desk(role, int(place)), (role,), world) is not None:
                return True
    return False


def _standing(visits: Mapping[int, int], units: Iterable[str]) -> dict[int, set[str]]:
    """Who of these has something that stands as done in each matter's present visit."""
    wanted = {f"{act}:{unit}" for act in ONCE for unit in units}
    given: dict[int, set[str]] = {}
    entries = Entry.objects.filter(matter__in=list(visits), slot__isnull=False).filter(_about(wanted))
    for matter, visit, slot in entries.values_list("matter", "visit", "slot"):
        if visits[matter] == visit and slot is not None:
            given.setdefault(matter, set()).add(slot)
    return {
        matter: {
            _unit(slot) for slot in slots if f"back:{slot}" not in slots and not slot.startswith("back:")
        }
        for matter, slots in given.items()
    }


def _unit(slot: str) -> str:
    """Whose a slot is."""
    return slot.split("~")[0].partition(":")[2]


def _about(slots: set[str]) -> Q:
    """The slots, those that followed when one was taken back, and the taking back itself."""
    found = Q(slot__in=[*slots, *(f"back:{slot}" for slot in slots)])
    for slot in slots:
        found |= Q(slot__startswith=f"{slot}~") | Q(slot__startswith=f"back:{slot}~")
    return found


def _carried(parent: int, units: Iterable[str]) -> set[str]:
    """Who of these counts already for having supported the matter that this one came from."""
    world = ground()
    return {unit for unit in units if any(world.supports(parent, f"{slot}:{unit}") for slot in SUPPORT_SLOTS)}


def _objects(person: int, tally: Mapping[str, Any]) -> bool:
    """Whether an objection of a person stands."""
    if "objections" not in tally:
        return False
    withdrawn = {str(number) for number in tally.get("withdrawn", ())}
    return any(who == person and number not in withdrawn for number, who in tally.get("by", {}).items())
