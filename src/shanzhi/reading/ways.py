"""Where a matter goes on: the stages an act or an outcome leads to, read from the method and told in words.

What depends on the community's inputs alone is settled, and before an act what the matter's facts decide already. Where
answers or counts decide, every way is named.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from shanzhi.engine.conditions import holds
from shanzhi.engine.draft import Draft
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import Command
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.duration import Duration
from shanzhi.method.model import Act, Method, Stage
from shanzhi.method.rules import Route
from shanzhi.reading.matter import Seen
from shanzhi.reading.words import say


def open_ways(method: Method, routes: Iterable[Route]) -> list[Route]:
    """The routes that may be taken, in the order of the file."""
    found: list[Route] = []
    for route in routes:
        if route.when is None:
            return [*found, route]
        inputs = {name: method.values.get(name.removeprefix("inputs.")) for name in route.when.names}
        if any(
            not name.startswith("inputs.") or isinstance(value, Duration) for name, value in inputs.items()
        ):
            found.append(route)
        elif route.when.evaluate(inputs):
            return [*found, route]
    return found


def ways_of(it: Seen, act: Act) -> list[Route]:
    """The routes that an act may take as its matter stands: a condition that no answer of the act touches is settled."""
    method, matter = it.loaded.method, it.loaded.record.matter
    world = it.loaded.ground
    draft = Draft(method, matter, Command("", act.name, world.now, it.who), world, world.now)
    given = {field.path for field in act.form} | {method.fields[one.field].path for one in act.sets}
    worked_out = {field.path for field in method.fields.values() if field.computed is not None}
    found: list[Route] = []
    for route in open_ways(method, act.routes):
        if route.when is not None and (not given or route.when.names.isdisjoint(given | worked_out)):
            try:
                if not holds(draft, route.when, route.at):
                    continue
            except Refuse:  # it cannot be told yet
                found.append(route)
                continue
            return [*found, route]
        found.append(route)
    return found


def goes_on(method: Method, routes: Iterable[Route]) -> str:
    """Where routes lead, in words: into a stage, or to an end; empty where they lead nowhere."""
    stages = _stages(method, open_ways(method, routes))
    if not stages:
        return ""
    ends = all(stage.end is not None for stage in stages)
    return (_("就此结束：%(stages)s") if ends else _("转入%(stages)s")) % {"stages": _named(stages)}


def by_outcome(method: Method, stage: Stage, outcomes: Iterable[str]) -> str:
    """Where each outcome leads, by what it is called: «通过就到“公示”，未通过就到“结束”». Those that lead to the same are told
    together."""
    found: dict[str, list[str]] = {}
    for outcome in outcomes:
        stages = _named(_stages(method, open_ways(method, stage.outcomes[outcome])))
        found.setdefault(stages, []).append(say(OUTCOME_NAMES[outcome]))
    told = [
        _("%(outcomes)s就到%(stages)s") % {"outcomes": _("或").join(names), "stages": stages}
        for stages, names in found.items()
    ]
    return _("，").join(told)


def _stages(method: Method, routes: Iterable[Route]) -> list[Stage]:
    return [method.stages[name] for name in dict.fromkeys(route.stage for route in routes)]


def _named(stages: Iterable[Stage]) -> str:
    names = dict.fromkeys(say(stage.label) for stage in stages)
    return _("或").join(_("“%(stage)s”") % {"stage": name} for name in names)
