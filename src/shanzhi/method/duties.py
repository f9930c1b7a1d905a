"""What every method owes the people it serves: no matter stands still, unseen, or without desk and date.

Checked on the compiled stages, so that it holds for whatever way the file was written. A stage that has
faults of its own is given the benefit of the doubt: its missing ways are not counted against others.
"""

from __future__ import annotations

from shanzhi.method.blocks import BLOCKS, kind_of
from shanzhi.method.duties_of_consent import ConsentDuties
from shanzhi.method.duties_of_elections import ElectionDuties
from shanzhi.method.duties_of_facts import FactDuties
from shanzhi.method.duties_of_meetings import MeetingDuties
from shanzhi.method.duties_of_people import PeopleDuties
from shanzhi.method.duties_of_the_clock import ClockDuties
from shanzhi.method.duties_of_the_ledger import LedgerDuties
from shanzhi.method.duties_of_votes import VoteDuties
from shanzhi.method.duties_of_ways import WayDuties
from shanzhi.method.model import Stage
from shanzhi.method.paths import can_happen

NOT_AT_AN_END = ("desk", "due", "acts", "builtins", "outcomes", *BLOCKS)
"""What a stage that ends a matter may not have: nothing is done there any more."""


class Duties(
    WayDuties,
    FactDuties,
    PeopleDuties,
    ConsentDuties,
    ClockDuties,
    VoteDuties,
    MeetingDuties,
    ElectionDuties,
    LedgerDuties,
):
    """All of them, of one method."""

    def check(self) -> None:
        self.ways_through()
        self.ends()
        for stage in self.stages.values():
            if stage.end is None:
                self.time_and_desk(stage)
                self.acts(stage)
        self.levels()
        self.endless()
        self.clocks_begun()
        self.holders()
        self.found_by_who_may_act()
        self.personal_data()
        self.consents()
        self.said_of_the_clock()
        self.voted_on()
        self.owed_by_blocks()
        self.judged_by_others()
        self.owners_take_part()
        self.owners_agree()
        self.elected_lawfully()
        self.expected_by_the_roll()
        self.decided_by_enough()
        self.checked_by_others()
        self.ledger()

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
            if stage.says is None and self._opened_by_a_person():
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

    def owed_by_blocks(self) -> None:
        """What each block owes by its kind."""
        for stage in self.stages.values():
            block = stage.block
            owes = kind_of(block).owes if block is not None else None
            if block is not None and owes is not None:
                for fault in owes(block.settings, stage.name):
                    self.add(fault.code, f"{block.at.path}.{fault.key}", **fault.values)

    def _dated(self, stage: Stage, path: str) -> bool:
        """Whether the stage's block sets a date of its own (or failed to build, which is noted already)."""
        if stage.block is None:
            return any(kind in self._written(path) for kind in BLOCKS)
        return kind_of(stage.block).dated

    def _opened_by_a_person(self) -> bool:
        return not self.openings or any(one.who.names != ("system",) for one in self.openings)
