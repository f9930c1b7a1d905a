"""A post changed hands (交接): what lay with one person for that post goes to the successor, as an act of history.

A desk is a role at a place, so most matters follow the post by themselves. What is bound to a person is handed on:
a desk that went back to whoever had it last, and a matter somebody took for the post. Without a successor a post's
desk is looked for anew, upwards from its place; a matter that was taken goes to whoever answers there.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.barring import barred
from shanzhi.engine.draft import Draft
from shanzhi.engine.types import Decision, Desk
from shanzhi.engine.where import desk_for
from shanzhi.method.field_types import Thing
from shanzhi.method.roles import PSEUDO


class HandOver(Struct, frozen=True):
    """One post that changed hands: `to` is the successor, `stands_in` who answers while there is none.

    With the role `holder` it is nobody's post: the person is gone, and what they had taken themselves goes to `stands_in`.
    """

    role: str
    place: int
    person: int
    to: int | None = None
    stands_in: int | None = None

    @property
    def next(self) -> int | None:
        """Whose it is now."""
        return self.to if self.to is not None else self.stands_in


def hand_over(d: Draft, change: HandOver) -> Decision | None:
    """The matter in the successor's hands; None where nothing of it was with the one who had the post."""
    before, handlers, data = d.desk, d.handlers, d.data
    d.handlers = {name: _handler(name, desk, change) for name, desk in d.handlers.items()}
    d.desk = _desk(d, change)
    if change.role == "holder" and change.next is not None:
        d.data = {**data, **dict.fromkeys(_named(d, change.person), change.next)}
    if (d.desk, d.handlers, d.data) == (before, handlers, data):
        return None
    d.role = "system"
    d.note("hand_over", {"role": change.role, "from": change.person, "to": change.next})
    if d.desk != before:
        d.effect("arrived")
        d.effect("told", act="hand_over")
    return d.finish()


def rename(d: Draft) -> Decision:
    """The matter, read by today's names of roles, on a desk that is there: its own, or who serves the stage now."""
    desk, rule = d.desk, d.method.stages[d.stage].desk
    held = desk is not None and d.ctx.holders(desk.role, desk.place, desk.office)
    if desk is not None and rule is not None and desk.role not in PSEUDO and not held:
        d.desk = desk_for(d, rule, barred(d, rule.barred))
    d.role = "system"
    d.note("hand_over", {})
    return d.finish()


def _named(d: Draft, person: int) -> list[str]:
    """The facts by which this person is named for a desk."""
    rules = [stage.desk for stage in d.method.stages.values() if stage.desk is not None]
    names = [name for rule in rules for name in rule.named]
    single = [name for name in names if d.method.fields[name].kind.points_to is Thing.PERSON]
    return [name for name in single if d.data.get(name) == person]


def _is_theirs(desk: Desk, change: HandOver) -> bool:
    return (desk.role, desk.place, desk.person) == (change.role, change.place, change.person)


def _handler(name: str, desk: Desk, change: HandOver) -> Desk:
    """Who is asked again when the matter comes back: the successor, or the post itself."""
    if name == "@holder" and change.role == "holder" and desk.person == change.person:
        return replace(desk, person=change.next)
    if name.startswith("@"):
        return desk
    return replace(desk, person=change.to) if _is_theirs(desk, change) else desk


def _desk(d: Draft, change: HandOver) -> Desk | None:
    desk = d.desk
    if desk is None:
        return None
    if desk.role == "holder" and desk.person == change.person and change.next is not None:
        held = d.handlers.get("@holder")
        if held is not None and held.person == change.person:
            d.handlers = {**d.handlers, "@holder": replace(held, person=change.next)}
        return replace(desk, person=change.next)
    if (
        change.role == "holder"
        or (desk.role, desk.place) != (change.role, change.place)
        or desk.office is not None
    ):
        return desk
    if change.to is not None:
        return replace(desk, person=change.to) if desk.person is not None else desk
    rule = d.method.stages[d.stage].desk
    if d.ctx.holders(desk.role, desk.place) or rule is None:
        return replace(desk, person=None)
    return replace(desk_for(d, rule, barred(d, rule.barred)), person=None)
