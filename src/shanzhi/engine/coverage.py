"""What a method's examples must take and meet: every way on, and every refusal it words itself."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from shanzhi.engine.types import Decision, Refusal
from shanzhi.method.blocks import OUTCOME_NAMES
from shanzhi.method.model import Method, Stage
from shanzhi.method.paths import can_happen, shorts
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.rules import Requirement, Route
from shanzhi.method.words import Sentence


class Aim(Struct, frozen=True):
    """One thing to be covered: its rule's path, and what it is in words."""

    path: str
    what: Sentence


class Coverage:
    """What the examples of one method have covered so far."""

    def __init__(self, method: Method) -> None:
        self.ways = list(_ways(method))
        self.refusals = list(_refusals(method))
        self.taken: set[str] = set()
        self.met: set[str] = set()

    def took(self, decision: Decision) -> None:
        """A decision was carried out."""
        self.taken.update(decision.ways)
        for entry in decision.entries:
            self.taken.add(f"stages.{entry.stage}.acts.{entry.act}")
            if entry.note == "due":
                self.taken.add(f"stages.{entry.stage}.due.then")

    def refused(self, refusal: Refusal) -> None:
        """A command was refused, as the example says it must be."""
        if refusal.rule is not None:
            self.met.add(refusal.rule)

    @property
    def ways_count(self) -> tuple[int, int]:
        """How many ways were taken, and how many there are."""
        return len(self.ways) - len(self.ways_open), len(self.ways)

    @property
    def refusals_count(self) -> tuple[int, int]:
        """How many refusals were met, and how many there are."""
        return len(self.refusals) - len(self.refusals_open), len(self.refusals)

    @property
    def ways_open(self) -> list[Aim]:
        return [aim for aim in self.ways if aim.path not in self.taken]

    @property
    def refusals_open(self) -> list[Aim]:
        return [aim for aim in self.refusals if aim.path not in self.met]


def _ways(method: Method) -> Iterator[Aim]:
    for opening in method.openings.values():
        called = opening.label or method.title
        for case in opening.landings:
            yield Aim(case.at.path, _LANDING.fill(level=LEVEL_NAMES[case.level], when=case.when.source))
        for route in opening.routes:
            what = _OPENED.fill(opening=called, target=method.stages[route.stage].label)
            if route.when is not None:
                what = _CASE.fill(way=what, when=route.when.source)
            yield Aim(route.at.path, what)
    for stage in method.stages.values():
        for act in stage.acts.values():
            if act.origin != "method" or not can_happen(stage, act):
                continue
            if not act.routes:
                yield Aim(f"stages.{stage.name}.acts.{act.name}", _ACT.fill(stage=stage.label, act=act.label))
            yield from (_way(method, stage, act.label, route) for route in act.routes)
            if stage.due is not None and stage.due.then == act.name:
                yield Aim(f"stages.{stage.name}.due.then", _DUE.fill(stage=stage.label, act=act.label))
        for outcome, routes in stage.outcomes.items():
            yield from (_way(method, stage, OUTCOME_NAMES[outcome], route) for route in routes)
        for by, effect, short in shorts(stage):
            if effect in stage.effects:  # mostly an act before it asks for the balance already
                continue
            name = by.label if by is not None else _SHORT
            what = _WAY.fill(stage=stage.label, act=name, target=method.stages[short].label)
            yield Aim(f"{effect.at.path}.short", what)


def _way(method: Method, stage: Stage, name: Sentence, route: Route) -> Aim:
    target = method.stages[route.stage].label
    what = _WAY.fill(stage=stage.label, act=name, target=target)
    if route.when is not None:
        what = _CASE.fill(way=what, when=route.when.source)
    return Aim(route.at.path, what)


def _refusals(method: Method) -> Iterator[Aim]:
    for opening in method.openings.values():
        for requirement in opening.requires:
            yield _refusal(opening.label or method.title, requirement)
    for stage in method.stages.values():
        for act in stage.acts.values():
            yield from (_refusal(act.label, requirement) for requirement in act.requires)


def _refusal(act: Sentence, requirement: Requirement) -> Aim:
    said = requirement.otherwise
    why = Sentence(said.zh.rstrip("。"), said.en.rstrip("."))
    return Aim(requirement.at.path, _REFUSAL.fill(act=act, why=why))


_SHORT = Sentence("余额或上限不够", "not enough, or over the limit")
_WAY = Sentence("“{stage}”的“{act}”，到“{target}”", "“{act}” of “{stage}”, to “{target}”")
_CASE = Sentence("{way}（{when}）", "{way} ({when})")
_LANDING = Sentence("落到“{level}”（{when}）", "landing at the {level} ({when})")
_OPENED = Sentence("由“{opening}”到“{target}”", "opened by “{opening}”, to “{target}”")
_ACT = Sentence("“{stage}”的“{act}”", "“{act}” of “{stage}”")
_DUE = Sentence("“{stage}”到期由系统“{act}”", "“{act}” of “{stage}”, taken when time is over")
_REFUSAL = Sentence("“{act}”的前提：{why}", "what “{act}” requires: {why}")
