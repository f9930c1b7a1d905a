"""Whether a correction would steer a matter: whoever has it on the desk does not choose, by correcting a fact, what is asked of them.

What a fact decides is read from the method as it is bound. A correction steers when by it
- they would be a party to it themselves;
- an act of theirs in this stage is open that a requirement withheld, or lets them act who were barred from it;
- a question that such an act must ask is asked no more;
- an act that sends the matter elsewhere would let it land lower;
- an act or outcome, here or further on in the file, takes another way, from which the way it took is not come to again.

What lies behind, and what only asks more of them, is theirs to set right. Whose the matter is corrects it freely, and so
does a post above; so does an act of the stage that asks the fact, which its method gives to this desk on purpose.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from shanzhi.engine.barring import barred
from shanzhi.engine.conditions import maybe
from shanzhi.engine.guarding import is_theirs
from shanzhi.engine.where import RANK
from shanzhi.engine.who import desk_role, role_in
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Stage
    from shanzhi.method.rules import Route

OWN_PART = Sentence("您自己成了当事人", "you would be a party to it")


def steers(d: Draft) -> Sentence | None:
    """What the correction just made in `d.data` opens, drops or turns for whoever has the matter on the desk, by its name.

    None where it is theirs to make.
    """
    before, after = d.matter.data, d.data
    if desk_role(d) is None or is_theirs(d, before):
        return None
    names = before.keys() | after.keys()
    changed = frozenset(d.method.fields[n].path for n in names if before.get(n) != after.get(n))
    if not changed:
        return None
    if is_theirs(d, after):
        return OWN_PART
    was = d.fork()
    was.data = before
    stage = d.method.stages[d.stage]
    return _for_themselves(was, d, stage, changed) or _ways(was, d, stage, changed)


def _for_themselves(was: Draft, d: Draft, stage: Stage, changed: frozenset[str]) -> Sentence | None:
    """What they may do in this stage, or need not answer, that was otherwise before."""
    for act in stage.acts.values():
        if act.origin == "builtin" or role_in(d, act.who) is None:
            continue
        if d.person in barred(was, act.barred) and d.person not in barred(d, act.barred):
            return act.label
        if _open(d, act, changed) and not _open(was, act, changed):
            return act.label
        for field in act.form:
            asked = field.asked
            if asked is None or field.optional or not asked.names & changed:
                continue
            if maybe(was, asked) is True and maybe(d, asked) is not True:
                return field.label
        if act.move is not None and act.move != "up" and _lands(d) < _lands(was):
            return act.label
    return None


def _open(d: Draft, act: Act, changed: frozenset[str]) -> bool:
    """Whether nothing that rests on the corrected facts withholds an act."""
    return all(maybe(d, one.that) is True for one in act.requires if one.that.names & changed)


def _lands(d: Draft) -> int:
    """How high the opening has it land, wherever it is sent."""
    way = d.method.way_in(d.opening)
    level = next((case.level for case in way.landings if maybe(d, case.when) is True), way.level)
    return -RANK[level]


def _ways(was: Draft, d: Draft, stage: Stage, changed: frozenset[str]) -> Sentence | None:
    """The first stage that is passed by: it was on the way before, and is not come to any more."""
    stages = d.method.stages
    for name in (stage.name, *_ahead(d, stage.name, lambda _: True)):
        for routes, _open_to in _leads(stages[name]):
            if not any(route.when is not None and route.when.names & changed for route in routes):
                continue
            old, new = _taken(was, routes), _taken(d, routes)
            if old is None or new is None or old == new:
                continue
            if old not in _ahead(d, new, lambda act: act is None or _open(d, act, changed)):
                return stages[old].label
    return None


def _leads(stage: Stage) -> Iterator[tuple[tuple[Route, ...], Act | None]]:
    """The ways on from a stage, each with the act that takes it; None for an outcome."""
    for act in stage.acts.values():
        yield act.routes, act
    for routes in stage.outcomes.values():
        yield routes, None


def _taken(d: Draft, routes: tuple[Route, ...]) -> str | None:
    return next((one.stage for one in routes if one.when is None or maybe(d, one.when) is True), None)


def _ahead(d: Draft, begin: str, passable: Callable[[Act | None], bool]) -> list[str]:
    """The stages that may still come after one, going on in the order of the file."""
    order = {name: rank for rank, name in enumerate(d.method.stages)}
    found, looked = [], [begin]
    while looked:
        name = looked.pop()
        for routes, act in _leads(d.method.stages[name]):
            for route in routes if passable(act) else ():
                if order[route.stage] > order[name] and route.stage not in found:
                    found.append(route.stage)
                    looked.append(route.stage)
    return found
