"""What a matter shows now to those who neither handle it nor are its parties (`visible`): by the method and its state alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.engine.barring import DID
from shanzhi.engine.conditions import reader
from shanzhi.engine.draft import Draft
from shanzhi.engine.named import named, persons
from shanzhi.engine.types import SYSTEM, Command, Matter
from shanzhi.engine.world import World
from shanzhi.method.cel import CelFault, Program
from shanzhi.method.model import Field, Method, Sight
from shanzhi.method.people import parts

if TYPE_CHECKING:
    from shanzhi.engine.context import Context

MOST_CHECKED = 12
NOWHERE = World(residents=0)
"""A sight speaks of facts, inputs and visits alone, so nothing is ever asked of the world."""


def sights_now(method: Method, matter: Matter) -> tuple[Sight, ...]:
    """The sights whose stage and condition hold. A condition that gives no result shows nothing."""
    return tuple(
        [
            sight
            for sight in method.visible
            if (sight.stages is None or matter.stage in sight.stages)
            and (sight.when is None or _holds(method, matter, sight.when))
        ]
    )


def audience(method: Method, matter: Matter) -> tuple[str, str]:
    """Who besides parties and desk may see that there is such a matter: `public`, `place`, `desk` (the posts over where
    it happened) or `above` (those over where it stands alone), and the roles besides, between blanks, with the persons
    whose work is checked now (` steward volunteer @2003 `)."""
    shown = sights_now(method, matter)
    widest = "above" if method.above or any(sight.above for sight in shown) else "desk"
    roles: set[str] = {f"@{person}" for person in checked_now(method, matter)[:MOST_CHECKED]}
    for sight in shown:
        roles |= sight.roles
        if sight.public:
            widest = "public"
        elif sight.place and widest == "desk":
            widest = "place"
    return widest, f" {' '.join(sorted(roles))} " if roles else ""


def checked_now(method: Method, matter: Matter) -> list[int]:
    """The persons whose own work the present desk looks at, and who may not do that themselves (`not`): they go on seeing
    that it is there, and what they gave to it."""
    stage = method.stages.get(matter.stage)
    rule = stage.desk.barred if stage is not None and stage.desk is not None else None
    if matter.closed is not None or rule is None:
        return []
    begins = tuple([f"{DID}{name}." for name in rule.stages])
    found = {
        desk.person
        for key, desk in matter.handlers.items()
        if key.startswith(begins) or (key == "@holder" and rule.holder)
    }
    return sorted([person for person in found if person is not None])


def concerned(method: Method) -> tuple[str, ...]:
    """The fields by which a matter names whom it is kept from."""
    begun = [stage for one in method.openings.values() for stage in one.stages]
    desks = [method.stages[name].desk for name in dict.fromkeys(begun) if name in method.stages]
    barred = [desk.barred.fields for desk in desks if desk is not None and desk.barred is not None]
    return tuple(dict.fromkeys(name for fields in barred for name in fields))


def kept_from(method: Method, matter: Matter) -> frozenset[int]:
    """Whom a matter is kept from whatever post they hold: the persons it is about.

    That are those whom its first desk bars by name (`not: [people.about]`) and who are no side of it: who may not handle what is said of them does not
    read it either, where they hold that post or stand over it.
    """
    about = [parts(tag) for name in concerned(method) for tag in named(method, matter.data, name)]
    own = {parts(tag) for tag in sides(method, matter)}
    return frozenset(
        [n for kind, n in about if kind == "person" and n != matter.opener and (kind, n) not in own]
    )


def sides(method: Method, matter: Matter) -> list[str]:
    """The parties to a matter that it names, each as one text (`person:5`); its opener is one without being named."""
    return [tag for name in method.sides for tag in named(method, matter.data, name)]


def masked(method: Method, matter: Matter, field: Field) -> bool:
    """Whether nobody is shown a fact as it is, unless they ask and say what for. A condition that gives no result masks."""
    return field.sensitive and (field.masked is None or _holds(method, matter, field.masked, otherwise=True))


def unnamed(method: Method, matter: Matter) -> list[str]:
    """Those whom the matter names and nobody may know now, each as one text."""
    found = [field for name in method.sealed_people if masked(method, matter, field := method.fields[name])]
    return [tag for field in found for tag in named(method, matter.data, field.name)]


def hides_opener(method: Method, matter: Matter) -> bool:
    """Whether nobody may know who opened a matter: it is one of those, or belongs to their household or organisation."""
    if matter.opener is None:
        return False
    for name in method.sealed_people:
        field = method.fields[name]
        tags = named(method, matter.data, name)
        theirs = (field.known or "").startswith("opener.") and any(not t.startswith("person:") for t in tags)
        if (theirs or f"person:{matter.opener}" in tags) and masked(method, matter, field):
            return True
    return False


def unnamed_persons(ctx: Context, method: Method, matter: Matter) -> frozenset[int]:
    """The persons of a matter whom nobody may know now."""
    if not method.sealed_people:
        return frozenset()
    opener = [matter.opener] if matter.opener is not None and hides_opener(method, matter) else []
    return frozenset([*opener, *persons(ctx, unnamed(method, matter))])


def shown_by_name(method: Method, matter: Matter) -> list[str]:
    """Those to whom a sight shows something now because the matter names them."""
    words = dict.fromkeys(name for sight in sights_now(method, matter) for name in sight.people)
    return [tag for name in words for tag in named(method, matter.data, name)]


def _holds(method: Method, matter: Matter, when: Program, *, otherwise: bool = False) -> bool:
    at = matter.entered or matter.opened
    d = Draft(method, matter, Command("", "", at, SYSTEM), NOWHERE, at)
    try:
        return when.answer(reader(when.order)(d)) is True
    except CelFault:
        return otherwise
