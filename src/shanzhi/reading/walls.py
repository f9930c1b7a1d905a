"""The wall of a place (诉求墙): what was made public there, open and closed, and how many say 我也是.

Only what was published is on it, to each reader what is published to them: mostly to everybody, signed out too; the
matter behind a card may be nobody else's to see. On the wall stand the matters of every method that publishes them on the way to gathering support.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Max, Q, QuerySet
from msgspec import Struct

from shanzhi.engine.former import todays
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.types import Actor
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Adoption, Entry, Matter
from shanzhi.matters.search.nearby import likeness, pairs
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.method.blocks import BLOCKS, SUPPORT, kind_of
from shanzhi.method.model import Block, Method
from shanzhi.method.paths import ways
from shanzhi.method.roles import BELOW_BUILDING
from shanzhi.method.words import Sentence
from shanzhi.places.buildings import buildings_of
from shanzhi.places.models import Place
from shanzhi.reading.electors import counted_as
from shanzhi.reading.files import files_among
from shanzhi.reading.published import Public, public_of, with_public

MOST = 100
ALIKE = 0.4
"""How alike two headings must be to be taken for the same."""
LOOKED_AT = 300
OFF_THE_WALL = ("withdrawn",)
"""Ends after which a matter is on no wall: its author took it back."""


class WallCard(Struct, frozen=True):
    """One matter on the wall. `shown` are the published facts by name; `pin` and `adoption` find its method.

    `place` is where it is about, and never a door: that of a household would tell who put it up.
    `photos` are the pictures among what was published.
    `threshold` is None once no more support is gathered. `supported` says that the asker, or their household where
    the method counts households, supports it; `may_support` that the act `endorse` is open to them. `corrected` is
    when what is shown was corrected last.
    """

    matter: int
    method: str
    title: Sentence
    shown: dict[str, Any]
    since: datetime
    stage: str
    closed: datetime | None
    end: str
    supporters: int
    threshold: int | None
    supported: bool
    may_support: bool
    leads_to: int | None
    place: int
    pin: bytes
    adoption: int
    corrected: datetime | None = None
    photos: tuple[str, ...] = ()

    @property
    def reply(self) -> str:
        """The published answer, where there is one."""
        return str(self.shown.get("reply", ""))


def wall(
    actor: Actor,
    place: Place,
    *,
    state: str = "open",
    method: str | None = None,
    after: int | None = None,
    limit: int = 30,
) -> list[WallCard]:
    """The cards of a place and all below, the latest first; `state` is open, closed or all.

    `method` takes one method alone; `after` is the number of the last card of the page before.
    """
    rows = _on_wall(actor, place, method, state)
    if after is not None:
        rows = rows.filter(pk__lt=after)
    return cards(actor, list(rows.order_by("-pk")[: max(1, min(limit, MOST))]))


def whole_wall(actor: Actor, place: Place, state: str, most: int) -> list[WallCard]:
    """The latest `most` cards of a wall, however many pages they fill."""
    rows = _on_wall(actor, place, None, state).order_by("-pk")
    numbers = list(rows.values_list("pk", flat=True)[:most])
    found: list[WallCard] = []
    for start in range(0, len(numbers), MOST):
        some = numbers[start : start + MOST]
        found += cards(actor, list(rows.filter(pk__in=some)))
    return found


def wall_counts(actor: Actor, place: Place, method: str | None = None) -> dict[str, int]:
    """How many cards somebody may read are `open` and `closed`, and how many of them all became `topics` of another matter."""
    led = Matter.objects.filter(parent__isnull=False, void=False).values("parent")
    return {
        "open": _on_wall(actor, place, method, "open").count(),
        "closed": _on_wall(actor, place, method, "closed").count(),
        "topics": _on_wall(actor, place, method, "all").filter(pk__in=led).count(),
    }


def card(actor: Actor, matter: int) -> WallCard | None:
    """The card of one matter, or None if it is on no wall."""
    slugs = wall_methods()
    rows = Matter.objects.filter(pk=matter, method__in=slugs, void=False)
    found = cards(actor, list(_published(actor, rows)))
    return found[0] if found else None


def similar(actor: Actor, place: Place, text: str, limit: int = 5) -> list[WallCard]:
    """The open cards of a place whose heading is like a text, the likest first: to say 我也是 to instead of a second one."""
    wanted = pairs(text)
    if not wanted:
        return []
    latest = _on_wall(actor, place, None, "open").order_by("-pk")[:LOOKED_AT]
    shown = public_of([row.pk for row in latest], actor)
    likely = [
        (share, row)
        for row in latest
        if row.pk in shown and (share := likeness(wanted, pairs(shown[row.pk].title.zh))) >= ALIKE
    ]
    likely.sort(key=lambda pair: (-pair[0], -pair[1].pk))
    return cards(actor, [row for _, row in likely[:limit]])


def wall_methods() -> list[str]:
    """The methods in use whose matters stand on a wall; only files that could do so are compiled to see."""
    supported = [kind.kind for kind in BLOCKS.values() if kind.supported_by]
    named = reduce(or_, (Q(method__text__contains=kind) for kind in supported))
    likely = Adoption.objects.filter(named).filter(method__text__contains="publish")
    newest = likely.values("slug").annotate(last=Max("pk")).values_list("last", flat=True)
    rows = Adoption.objects.filter(pk__in=list(newest)).values_list("slug", "pin", "pk")
    return sorted(slug for slug, pin, adoption in rows if _puts_up(compiled(bytes(pin), adoption)))


def widest_wall() -> Place | None:
    """The highest place that uses a method with a wall: what somebody who is not signed in is shown first."""
    using = Adoption.objects.filter(slug__in=wall_methods(), until=None)
    return (
        Place.objects.filter(pk__in=using.values("place"), closed_at=None)
        .order_by("depth", "pk")
        .defer("geometry")
        .first()
    )


def _puts_up(method: Method) -> bool:
    """Whether a method publishes its matters on the way to gathering support."""
    return any(
        way.act is not None
        and any(effect.kind == "publish" for effect in way.act.effects)
        and _gathers(method, way.target) is not None
        for way in ways(method.stages)
    )


def _gathers(method: Method, stage: str) -> Block | None:
    """The block of a stage in which support is gathered."""
    block = method.stages[stage].block if stage in method.stages else None
    return block if block is not None and kind_of(block).supported_by else None


def _on_wall(actor: Actor, place: Place, method: str | None, state: str) -> QuerySet[Matter]:
    if place.level in BELOW_BUILDING:
        return Matter.objects.none()
    slugs = wall_methods()
    rows = Matter.objects.filter(method__in=[s for s in slugs if method in (None, s)], void=False)
    rows = rows.filter(origin__path__begins=place.path)
    if state == "open":
        return _public(actor, rows.filter(closed_at=None))
    return _published(actor, rows.filter(closed_at__isnull=False) if state == "closed" else rows)


def _published(actor: Actor, rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return _public(actor, rows.exclude(end__in=OFF_THE_WALL))


def _public(actor: Actor, rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return with_public(rows, actor).defer("sealed", "head", "data")


def _supporters(numbers: list[int]) -> dict[int, set[str]]:
    """Whose support each matter has: what was given and not taken back, by the slots of the history."""
    found: dict[int, set[str]] = defaultdict(set)
    turns = Entry.objects.filter(matter__in=numbers, act__in=(*SUPPORT, *SUPPORT.values())).order_by(
        "matter", "seq"
    )
    for matter, act, slot, values in turns.values_list("matter", "act", "slot", "values"):
        supporter = slot or values.get("slot")
        if supporter:
            (found[matter].add if act in SUPPORT else found[matter].discard)(supporter)
    return found


def cards(actor: Actor, rows: list[Matter]) -> list[WallCard]:
    """The cards of some matters, in their order; one of which nothing is public any more is left out."""
    if not rows:
        return []
    numbers = [row.pk for row in rows]
    shown, support = public_of(numbers, actor), _supporters(numbers)
    led = dict(
        Matter.objects.filter(parent__in=numbers, void=False).order_by("pk").values_list("parent", "pk")
    )
    above = buildings_of({row.origin_id for row in rows})
    world = ground() if actor.person is not None else None
    keys = counted_as(actor.person, {row.pk: row.visit for row in rows}) if actor.person is not None else {}
    return [
        _card(
            actor,
            row,
            shown[row.pk],
            support[row.pk],
            led.get(row.pk),
            above.get(row.origin_id),
            world,
            keys.get(row.pk, set()),
        )
        for row in rows
        if row.pk in shown
    ]


def _card(
    actor: Actor,
    row: Matter,
    shown: Public,
    support: set[str],
    leads_to: int | None,
    above: int | None,
    world: Ground | None,
    keys: set[str],
) -> WallCard:
    method = compiled(bytes(row.pin), row.adoption_id)
    block = _gathers(method, row.stage) if row.closed_at is None else None
    tally = todays(row.state.get("tally", {}))
    mine = {f"endorse:person:{actor.person}", f"endorse:household:{actor.household}"}
    mine |= {f"endorse:{key}" for key in keys}
    supported = not mine.isdisjoint(support)
    on_roll = bool(keys) if ROLL in tally else world is not None and _lives_there(actor, row, world)
    may = block is not None and on_roll and not supported
    return WallCard(
        matter=row.pk, method=row.method, title=shown.title, shown=shown.facts, since=shown.since, stage=row.stage,
        closed=row.closed_at, end=row.end, supporters=len(support),
        threshold=tally.get("needs") if block is not None else None,
        supported=supported, may_support=may, leads_to=leads_to, place=above or row.origin_id, pin=bytes(row.pin),
        adoption=row.adoption_id, corrected=shown.corrected, photos=tuple(files_among(method, shown.facts)),
    )  # fmt: skip


def _lives_there(actor: Actor, row: Matter, world: Ground) -> bool:
    """Whether the actor is a resident of the community, which was asked before support kept to a roll."""
    way = world.path(row.origin_id)
    return any(world.level(p) == "community" for p in actor.home if p in way)
