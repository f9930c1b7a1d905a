"""督办: a post above asks the desk for an answer by a date, and may take the matter over; and work that came back.

Above a desk stand the posts in the line of duty over its place, and those who lead at that very place. What they ask
stands on the matter until its desk does something about it or answers; a matter that is closed, or comes to the
person who opened it, is asked no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shanzhi.engine.asking import faulty
from shanzhi.engine.barring import barred, own_work
from shanzhi.engine.limits import PASSED, moment
from shanzhi.engine.refusals import refuse
from shanzhi.engine.types import Clock, Desk, Effect, Urged
from shanzhi.method.roles import LEADERS, OVERSEES, role_name

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Stage

NO_ANSWER: Final = frozenset({"watch", "unwatch", "correct", "remind"})
"""Acts of a desk that answer nothing."""


def role_above(d: Draft) -> str | None:
    """The role of a post of the actor's above the present desk, or None; one that may have the desk goes first.

    Nobody is above a person on whose own desk a matter lies because they opened it.
    """
    roles = [role for role, _place in _posts_above(d)]
    stage = d.method.stages[d.stage]
    serving = stage.desk.posts if stage.desk is not None else frozenset()
    return next((role for role in roles if role in serving), roles[0] if roles else None)


def _posts_above(d: Draft) -> list[tuple[str, int]]:
    """The actor's posts above the present desk, the nearest first."""
    desk = d.desk
    if desk is None or desk.role == "opener" or (desk.role, desk.place) in d.actor.posts:
        return []
    path = d.ctx.path(desk.place)
    over = path if desk.office is not None else path[:-1]
    found = [
        (role, place)
        for role, place in d.actor.posts
        if role in OVERSEES
        and (place in over or (place == desk.place and role in LEADERS and desk.role not in LEADERS))
    ]
    return sorted(found, key=lambda post: (-path.index(post[1]), post[0]))


def urge(d: Draft, act: Act) -> None:
    """Ask the present desk, or take the matter over: then it lies with the post above, at that post's place."""
    until = moment(d, d.values["until"])
    if until <= d.at:
        form = tuple([field for field in act.form if field.name == "until"])
        raise faulty(form, {"until": PASSED}, act.at)
    takes = d.values.get("take_over") is True
    desk = _taken(d, act) if takes else None
    d.note("remind", d.values)
    d.urged = Urged(until, d.seq)
    if desk is None:
        d.effect("urged", text=d.values["text"], until=until.isoformat())
        return
    # Those it is taken from are told before it lies with somebody else.
    before = d.desk
    d.effect("urged", text=d.values["text"], until=until.isoformat(), desk=before)
    d.place, d.desk = desk.place, desk
    d.effects += (Effect("arrived"), Effect("told", {"act": "remind"}))


def _taken(d: Draft, act: Act) -> Desk:
    """The desk that takes the matter over: a post above that the present stage's desk may be. Refuses otherwise."""
    stage = d.method.stages[d.stage]
    rule = stage.desk
    posts = rule.posts if rule is not None else frozenset()
    chosen = next((post for post in _posts_above(d) if post[0] in posts), None)
    if rule is None or chosen is None:
        role = role_name(d.role or "")
        raise refuse("not_to_take_over", act.at, stage=stage.label, role=role)
    if rule.barred is not None and d.person in barred(d, rule.barred):
        own = own_work(d, rule.barred, act, role_name(chosen[0]))
        if own is not None:
            raise own
    if not d.data.keys().isdisjoint(rule.named):
        # It is theirs no more who are named; else the next stage would give it back.
        d.data = {name: value for name, value in d.data.items() if name not in rule.named}
    return Desk(chosen[0], chosen[1])


def answered(d: Draft, act: Act, role: str | None) -> bool:
    """Whether an act answers what a post above asked: the desk led the matter on, or said something.

    `role` is that in which the actor serves the present desk, None for who does not.
    """
    return d.urged is not None and role is not None and act.name not in NO_ANSWER


def comes_back(d: Draft, stage: Stage, before: str, clocks: dict[str, Clock]) -> bool:
    """Whether a matter that enters a stage comes back to the desk that had finished with it (退回重办).

    It comes from a later stage of the file, and the desk acted here before; its clock, if it has one, had stopped. What
    only waited elsewhere for a while (more information, help) does not come back but goes on.
    """
    desk, last = d.desk, d.handlers.get(stage.name)
    if desk is None or last is None:
        return False
    order = list(d.method.stages)
    if before not in order or order.index(stage.name) >= order.index(before):
        return False
    if (desk.role, desk.place, desk.office) != (last.role, last.place, last.office):
        return False
    name = stage.due.clock if stage.due is not None else None
    clock = clocks.get(name) if name is not None else None
    return clock is None or clock.stopped is not None
