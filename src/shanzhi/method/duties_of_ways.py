"""Duties of a method's ways: all are reached and lead on, to desks that somebody can hold, and nobody checks their own work."""

from __future__ import annotations

from shanzhi.method.blocks import kind_of
from shanzhi.method.duty import Duty
from shanzhi.method.effects import EFFECTS
from shanzhi.method.model import Stage
from shanzhi.method.paths import Way, backward, cycles, forward, raised, reachable, standing, unheld
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.rules import OPENED, DeskRule
from shanzhi.method.words import Sentence


class WayDuties(Duty):
    """Where a method's ways lead."""

    def ways_through(self) -> None:
        """Every stage is reached, and from every stage an end is."""
        if self.opening is not None:
            reached = reachable(self.begun, forward(self.ways))
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

    def levels(self) -> None:
        """Every desk can be held wherever its matters may stand."""
        if self.opening is None:
            return
        standing_at = standing(self.openings, self.stages)
        for way in self.ways:
            target = self.stages.get(way.target)
            if way.act is None or way.act.move != "up" or target is None or way.source not in standing_at:
                continue
            roles = target.desk.roles if target.desk else ()
            if roles and not raised(standing_at[way.source], roles) and way.target not in self.doubtful:
                self.add("SZ521", f"{way.act.at.path}.move", act=way.act.name, stage=way.target)
        for name, levels in standing_at.items():
            desk = self.stages[name].desk if name in self.stages else None
            if desk is None or not desk.posts or name in self.doubtful:
                continue
            level = unheld(desk, levels)
            if level is not None:
                names = [role_name(role) for role in desk.roles]
                said = Sentence("、".join(n.zh for n in names), ", ".join(n.en for n in names))
                self.add("SZ505", f"stages.{name}.desk", name=name, level=LEVEL_NAMES[level], roles=said)

    def endless(self) -> None:
        """Nothing goes round by itself: only a person's act or the passing of time may close a circle."""
        at_once = [way for way in self.ways if self._may_go_at_once(way)]
        links = forward(at_once)
        for names in cycles(links):
            first = min(names, key=list(self.stages).index)
            self.add("SZ509", f"stages.{first}", names=Sentence("、".join(names), ", ".join(names)))
        if self.opening is None:
            return
        for name in reachable(self.begun, links) & set(self.stages):
            stage = self.stages[name]
            for effect in stage.effects:
                opens = EFFECTS[effect.kind].opens
                if opens is not None and effect.values.get(opens.method) == self.name:
                    self.add("SZ517", effect.at.path, name=name)
            opens = kind_of(stage.block).opens if stage.block is not None else None
            if stage.block is not None and opens and stage.block.settings[opens.method] == self.name:
                self.add("SZ517", stage.block.at.path, name=name)

    def clocks_begun(self) -> None:
        """A stage that goes by a clock is reached only after that has begun."""
        links = forward(self.ways)
        for name, clock in self.clocks.items():
            if self.opening is None or OPENED in clock.starts:
                continue
            before = {source: targets - clock.starts for source, targets in links.items()}
            unbegun = reachable({self.opening.stage} - clock.starts, before) & set(self.stages)
            for stage in unbegun - self.doubtful:
                due = self.stages[stage].due
                if due is not None and due.clock == name:
                    self.add("SZ572", f"stages.{stage}.due", name=stage, clock=clock.label)

    def _may_go_at_once(self, way: Way) -> bool:
        """Whether the clock may lead on at the moment a stage is entered: its time is named, and may have passed."""
        stage = self.stages.get(way.source)
        due = stage.due if stage is not None else None
        if stage is None or due is None or ((due.until is None or due.cases) and due.not_after is None):
            return False
        if way.act is not None:
            return way.act.name == due.then
        return stage.block is not None and kind_of(stage.block).closes

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


def _bars_all(desk: DeskRule) -> bool:
    """Whether a desk that is a person's by their part bars that part."""
    rule = desk.barred
    if rule is None:
        return False
    own = {"opener": rule.opener, "holder": rule.holder, **{f"people.{name}": True for name in rule.fields}}
    return bool(desk.by) and all(own.get(word, False) for word in desk.by)
