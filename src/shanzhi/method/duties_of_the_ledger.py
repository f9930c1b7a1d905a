"""Duties of the ledger: the clock never stands before an empty budget, and what comes in comes from somewhere."""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi.method.duty import Duty
from shanzhi.method.effects import EFFECTS
from shanzhi.method.ledger import ACCOUNT
from shanzhi.method.model import EffectRule


class LedgerDuties(Duty):
    """What a method owes to those who have an account."""

    def ledger(self) -> None:
        """Every unit has a source, and whatever the clock may bring about says what else."""
        for name, unit in self.units.items():
            if unit.kept_by is None and not any(one.may_owe for one in unit.accounts.values()):
                self.add("SZ458", f"ledger.{name}", unit=name)
        for effect in self._by_the_clock():
            if self._may_fail(effect) and not effect.values.get("short"):
                self.add("SZ457", effect.at.path)

    def _by_the_clock(self) -> Iterator[EffectRule]:
        for stage in self.stages.values():
            yield from stage.effects
            for outcome in stage.follows.values():
                yield from outcome.effects
            for act in stage.acts.values():
                if act.who.system:
                    yield from act.effects

    def _may_fail(self, effect: EffectRule) -> bool:
        """Whether a balance or a limit may forbid it; what is reserved can always be paid or let go."""
        kind = EFFECTS[effect.kind]
        if not kind.ledger or "short" not in kind.shape.keys:
            return False
        unit, giver = self.units.get(effect.values["unit"]), effect.values.get("from")
        if unit is None or unit.kept_by is not None or not isinstance(giver, str):
            return True
        account = unit.accounts.get(giver.removeprefix(ACCOUNT))
        given = effect.values.get("into")
        limited = not (isinstance(given, str) and given.startswith(ACCOUNT)) and any(
            not one.soft for one in unit.limits
        )
        return account is None or not account.may_owe or limited
