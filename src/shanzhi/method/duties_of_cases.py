"""Trying a condition case by case: what it comes to for everything that a place may set and people may choose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product
from typing import Any

from shanzhi.method.cel import Program
from shanzhi.method.cel_values import CelFault, CelType
from shanzhi.method.duty import Duty
from shanzhi.method.model import Field, Input

MOST_CASES = 256


class CaseDuty(Duty):
    """Duties that try out conditions."""

    def cases(self, names: Iterable[str], known: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Every case of these names beside what is known, up to a bound; what may be anything is left open."""
        asked = [name for name in sorted(set(names)) if name not in known and not name.startswith("count.")]
        for chosen in islice(product(*[self._may_be(name) for name in asked]), MOST_CASES):
            yield {**known, **dict(zip(asked, chosen, strict=True))}

    def answer(self, program: Program, case: dict[str, Any]) -> object:
        """What a condition comes to in a case; None where it has no answer."""
        try:
            return program.answer(tuple(case.get(name) for name in program.order))
        except CelFault:
            return None

    def _may_be(self, name: str) -> list[Any]:
        """The values a name may have: an input's or fact's options, yes and no, or what an input is unless it is set."""
        scope, _, plain = name.partition(".")
        given: Input | Field | None
        given = self.inputs.get(plain) if scope == "inputs" else self.fields.get(plain)
        if given is None:
            return [None]
        if given.options and not given.kind.several:
            return [one.value for one in given.options]
        if given.kind.cel is CelType.BOOLEAN:
            return [True, False]
        return [self.values.get(plain) if scope == "inputs" else None]
