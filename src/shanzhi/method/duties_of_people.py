"""Duties to those whom a matter names: who may act on it can find it."""

from __future__ import annotations

from shanzhi.method.duty import Duty
from shanzhi.method.model import Stage


class PeopleDuties(Duty):
    """What becomes of people who are named."""

    def found_by_who_may_act(self) -> None:
        """Being named opens nothing: who may do something is a side, has the desk, or is shown something where they may."""
        for stage in self.stages.values():
            for act in stage.acts.values():
                if act.origin != "method":
                    continue
                for name in act.who.people:
                    if not self._finds(name, stage):
                        at = self.root.find(f"{act.at.path}.by")
                        self.problems.add(
                            "SZ532", at, name=name, act=act.label, stage=stage.name, weight="advice"
                        )

    def _finds(self, name: str, stage: Stage) -> bool:
        """Whether somebody named so sees that there is such a matter, in one of its stages."""
        field = self.fields[name]
        if field.side or (field.known or "").startswith("opener."):
            return True
        if stage.desk is not None and name in stage.desk.named:
            return True
        shown = [one for one in self.visible if one.stages is None or stage.name in one.stages]
        return any(one.public or one.place or name in one.people for one in shown)
