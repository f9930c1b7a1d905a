"""What every method owes the people it serves: no matter stands still, unseen, or without desk and date.

Checked on the compiled stages, so that it holds for whatever way the file was written. A stage that has
faults of its own is given the benefit of the doubt: its missing ways are not counted against others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks import BLOCKS, kind_of
from shanzhi.method.effects import EFFECTS
from shanzhi.method.model import DeskRule, EffectRule, Field, Stage
from shanzhi.method.paths import (
    Way,
    backward,
    can_happen,
    cycles,
    forward,
    raised,
    reachable,
    standing,
    unheld,
    ways,
)
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.problems import Problems
    from shanzhi.method.read import Node

PERSONS = ("opener", "holder")
# What a stage that ends a matter may not have: nothing is done there any more.
NOT_AT_AN_END = ("desk", "due", "acts", "pauses", "builtins", "outcomes", *BLOCKS)


class Duties:
    """One check of one method; `doubtful` are the stages with faults of their own."""

    def __init__(self, builder: Builder) -> None:
        self.name = builder.id
        self.stages = builder.stages
        self.opening = builder.opening
        self.fields = builder.fields
        self.root = builder.root
        self.problems = builder.problems
        self.doubtful = doubtful(builder.root, builder.problems)
        self.ways = list(ways(builder.stages))

    def check(self) -> None:
        self.ways_through()
        self.ends()
        for stage in self.stages.values():
            if stage.end is None:
                self.time_and_desk(stage)
                self.acts(stage)
        self.levels()
        self.endless()
        self.holders()
        self.personal_data()
        self.voted_on()
        self.owed_by_blocks()
        self.checked_by_others()

    def add(self, code: str, path: str, **values: Any) -> None:
        self.problems.add(code, self.root.find(path), **values)

    def ways_through(self) -> None:
        """Every stage is reached, and from every stage an end is."""
        if self.opening is not None:
            reached = reachable({self.opening.stage}, forward(self.ways))
            if not reached & self.doubtful:
                for name in self.stages:
                    if name not in reached:
                        self.add("SZ501", f"stages.{name}", name=name)
        ends = {name for name, stage in self.stages.items() if stage.end is not None}
        unknown = {way.target for way in self.ways} - set(self.stages)
        leaving = reachable(ends | self.doubtful | unknown, backward(self.ways))
        for name in self.stages:
            if name not in leaving:
                self.add("SZ502", f"stages.{name}", name=name)

    def ends(self) -> None:
        """There are ends, one of them `done`; nothing is done at an end, and each tells the opener."""
        kinds = {stage.end for stage in self.stages.values()}
        if kinds == {None}:
            self.add("SZ506", "stages")
        elif "done" not in kinds and not self.doubtful:
            self.add("SZ513", "stages")
        for stage in self.stages.values():
            if stage.end is None:
                continue
            path = f"stages.{stage.name}"
            for key in self._written(path):
                if key in NOT_AT_AN_END:
                    self.add("SZ507", f"{path}.{key}", name=stage.name, what=key)
            if not any("opener" in _told(effect) for effect in stage.effects) and self._opened_by_a_person():
                self.add("SZ514", path, name=stage.name)

    def time_and_desk(self, stage: Stage) -> None:
        """A stage that waits for people has a desk and a date."""
        path = f"stages.{stage.name}"
        if stage.desk is None and "desk" not in self._written(path):
            self.add("SZ504", path, name=stage.name)
        if stage.due is None and "due" not in self._written(path) and not self._dated(stage, path):
            self.add("SZ503", path, name=stage.name)

    def acts(self, stage: Stage) -> None:
        """Every act written can happen, and one that moves a matter takes its desk along."""
        for act in stage.acts.values():
            if act.origin != "method":
                continue
            if not can_happen(stage, act):
                self.add("SZ516", f"{act.at.path}.by", act=act.name)
            written = self._written(act.at.path)
            if act.move is not None and "to" not in written:
                self.add("SZ515", f"{act.at.path}.move", act=act.name)

    def levels(self) -> None:
        """Every desk can be held wherever its matters may stand."""
        if self.opening is None:
            return
        standing_at = standing(self.opening, self.stages)
        for way in self.ways:
            target = self.stages.get(way.target)
            if way.act is None or way.act.move != "up" or target is None or way.source not in standing_at:
                continue
            roles = target.desk.roles if target.desk else ()
            if roles and not raised(standing_at[way.source], roles) and way.target not in self.doubtful:
                self.add("SZ521", f"{way.act.at.path}.move", act=way.act.name, stage=way.target)
        for name, levels in standing_at.items():
            desk = self.stages[name].desk if name in self.stages else None
            if desk is None or not desk.roles or desk.roles[0] in PERSONS or name in self.doubtful:
                continue
            level = unheld(desk, levels)
            if level is not None:
                names = [role_name(role) for role in desk.roles]
                said = Sentence("、".join(n.zh for n in names), ", ".join(n.en for n in names))
                self.add("SZ505", f"stages.{name}.desk", name=name, level=LEVEL_NAMES[level], roles=said)

    def endless(self) -> None:
        """Nothing goes round by itself: only a person's act or the passing of time may close a circle."""
        at_once = [way for way in self.ways if way.act is None and self._may_end_at_once(way.source)]
        links = forward(at_once)
        for names in cycles(links):
            first = min(names, key=list(self.stages).index)
            self.add("SZ509", f"stages.{first}", names=Sentence("、".join(names), ", ".join(names)))
        if self.opening is None:
            return
        for name in reachable({self.opening.stage}, links) & set(self.stages):
            stage = self.stages[name]
            for effect in stage.effects:
                opens = EFFECTS[effect.kind].opens
                if opens is not None and effect.values.get(opens.method) == self.name:
                    self.add("SZ517", effect.at.path, name=name)
            opens = kind_of(stage.block).opens if stage.block is not None else None
            if stage.block is not None and opens and stage.block.settings[opens.method] == self.name:
                self.add("SZ517", stage.block.at.path, name=name)

    def holders(self) -> None:
        """Whoever speaks of the holder needs a stage in which someone takes the matter."""
        stages = self.stages.values()
        if any(s.block is not None and kind_of(s.block).holder is not None for s in stages) or any(
            s.desk is not None and s.desk.person is not None for s in stages
        ):
            return
        for path in self._speaks_of_holder():
            self.add("SZ518", path)

    def personal_data(self) -> None:
        """Telephone and identity numbers are sensitive, and nothing sensitive is published."""
        for field in self._all_fields(tuple(self.fields.values())):
            if field.kind.sensitive and not field.sensitive:
                self.add("SZ519", field.at.path, name=field.name)
        for stage in self.stages.values():
            if stage.block is not None and stage.block.shows:
                self._shown(stage.block.shows, f"{stage.block.at.path}.{kind_of(stage.block).shows}")
            lines = stage.block.settings.get("from") if stage.block is not None else None
            if stage.block is not None and lines is not None and _guarded(self.fields[lines]):
                self.add("SZ524", f"{stage.block.at.path}.from", name=lines)
            effects = (*stage.effects, *(e for act in stage.acts.values() for e in act.effects))
            for effect in effects:
                self._shown(effect.shows, f"{effect.at.path}.{EFFECTS[effect.kind].shows}")

    def voted_on(self) -> None:
        """What is put to the vote was published on every way that leads there."""
        for stage in self.stages.values():
            put = kind_of(stage.block).put if stage.block is not None else None
            field = stage.block.settings.get(put) if stage.block is not None and put is not None else None
            if stage.block is None or field is None or self.opening is None:
                continue
            unseen = forward([way for way in self.ways if not self._publishes(way, field)])
            if stage.name in reachable({self.opening.stage}, unseen):
                self.add("SZ523", f"{stage.block.at.path}.{put}", name=field, stage=stage.name)

    def owed_by_blocks(self) -> None:
        """What each block owes by its kind."""
        for stage in self.stages.values():
            block = stage.block
            owes = kind_of(block).owes if block is not None else None
            if block is not None and owes is not None:
                for fault in owes(block.settings, stage.name):
                    self.add(fault.code, f"{block.at.path}.{fault.key}", **fault.values)

    def checked_by_others(self) -> None:
        """Nobody is barred from the only desk there is; and nobody checks their own work unadvised."""
        for name, stage in self.stages.items():
            desk = stage.desk
            if desk is not None and desk.barred is not None and _bars_all(desk):
                self.add("SZ525", f"stages.{name}.desk.not", name=name)
        for way in self.ways:
            if self._own_check(way):
                self.problems.add(
                    "SZ526",
                    self.root.find(f"stages.{way.target}.desk"),
                    weight="advice",
                    name=way.target,
                    stage=way.source,
                )

    def _own_check(self, way: Way) -> bool:
        """Whether a way leads to a stage that the same desk decides: it sends back, or lets go on."""
        target, source = self.stages.get(way.target), self.stages.get(way.source)
        if target is None or source is None or target.name == source.name or way.act is None:
            return False
        if (
            not (way.act.who.desk and way.act.origin == "method")
            or source.desk is None
            or target.desk is None
        ):
            return False
        if target.desk.barred is not None or not set(source.desk.roles) & set(target.desk.roles) - {"opener"}:
            return False
        acts = [act for act in target.acts.values() if act.origin == "method" and act.who.desk]
        if any(act.barred is not None for act in acts):
            return False
        leads = {route.stage for act in acts for route in act.routes}
        return source.name in leads and self._finishes(target) and not self._finishes(source)

    def _finishes(self, stage: Stage) -> bool:
        """Whether an act of a stage settles the matter as done."""
        leads = {route.stage for act in stage.acts.values() for route in act.routes}
        return any(name in self.stages and self.stages[name].end == "done" for name in leads)

    def _publishes(self, way: Way, field: str) -> bool:
        """Whether a field is public once a matter has gone this way."""
        source = self.stages[way.source]
        effects = (*source.effects, *(way.act.effects if way.act is not None else ()))
        shown = {name for effect in effects for name in effect.shows}
        if source.block is not None:
            shown.update(source.block.shows)
        return field in shown

    def _shown(self, names: tuple[str, ...], path: str) -> None:
        for name in names:
            field = self.fields[name]
            if any(f.sensitive or f.private or f.kind.sensitive for f in self._all_fields((field,))):
                self.add("SZ520", path, name=name)

    def _all_fields(self, fields: tuple[Field, ...]) -> Iterator[Field]:
        for field in fields:
            yield field
            yield from self._all_fields(field.form)

    def _speaks_of_holder(self) -> Iterator[str]:
        for stage in self.stages.values():
            path = f"stages.{stage.name}"
            if stage.desk is not None and "holder" in stage.desk.roles:
                yield f"{path}.desk"
            effects = list(stage.effects)
            for act in stage.acts.values():
                if act.origin == "method":
                    effects += act.effects
                    if act.who.names == ("holder",):
                        yield f"{act.at.path}.by"
            for effect in effects:
                kind = EFFECTS[effect.kind]
                if kind.rewards is not None and effect.values.get(kind.rewards) == "holder":
                    yield f"{effect.at.path}.{kind.rewards}"
                if _told(effect) == ("holder",):
                    yield f"{effect.at.path}.{kind.tells}"

    def _written(self, path: str) -> Mapping[str, Node]:
        """The keys the file itself writes under a path."""
        here = self.root
        for name in path.split("."):
            here = here.value[name]
        return here.keys

    def _dated(self, stage: Stage, path: str) -> bool:
        """Whether the stage's block sets a date of its own (or failed to build, which is noted already)."""
        if stage.block is None:
            return any(kind in self._written(path) for kind in BLOCKS)
        return kind_of(stage.block).gives_date(stage.block.settings)

    def _may_end_at_once(self, name: str) -> bool:
        """Whether a stage's block may be over at the moment it is entered."""
        block = self.stages[name].block if name in self.stages else None
        key = kind_of(block).at_once if block is not None else None
        return block is not None and key is not None and block.settings.get(key) is not None

    def _opened_by_a_person(self) -> bool:
        return self.opening is None or self.opening.who.names != ("system",)


def _told(effect: EffectRule) -> tuple[str, ...]:
    """Whom an effect tells of something."""
    tells = EFFECTS[effect.kind].tells
    told: tuple[str, ...] = effect.values.get(tells, ()) if tells is not None else ()
    return told


def _bars_all(desk: DeskRule) -> bool:
    """Whether a desk that is a person's by their part bars that part."""
    rule = desk.barred
    if rule is None:
        return False
    own = {"opener": rule.opener, "holder": rule.holder or desk.person in rule.fields}
    return own.get(desk.roles[0], False) if desk.roles else False


def doubtful(root: Node, problems: Problems) -> set[str]:
    """The stages in which an error was found already."""
    stages = root.value.get("stages")
    if stages is None:
        return set()
    after = [
        (at.line, at.column)
        for at in root.keys.values()
        if (at.line, at.column) > (stages.line, stages.column)
    ]
    end = min(after, default=(1 << 30, 0))
    starts = sorted(((at.line, at.column), name) for name, at in stages.keys.items())
    found = set()
    for problem in problems.found:
        place = (problem.line, problem.column)
        before = [name for start, name in starts if start <= place]
        if problem.weight == "error" and before and place < end:
            found.add(before[-1])
    return found


def _guarded(field: Field) -> bool:
    """Whether an answer is not for everyone who sees the matter."""
    return field.sensitive or field.private
