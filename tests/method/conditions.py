"""Names a condition may speak of in tests, and what it comes to."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shanzhi.method.cel import CelFault, CelProblem, CelType, Program, compile_cel

NAMES = {
    "yes": CelType.INTEGER,
    "voted": CelType.INTEGER,
    "stars": CelType.INTEGER,
    "inputs.satisfied_from": CelType.INTEGER,
    "data.title": CelType.TEXT,
    "data.kind": CelType.TEXT,
    "data.urgent": CelType.BOOLEAN,
    "data.until": CelType.TIME,
    "data.files": CelType.TEXTS,
    "data.offices": CelType.INTEGERS,
    "data.visits": CelType.TIMES,
    "data.ticks": CelType.BOOLEANS,
    "data.stays": CelType.DURATIONS,
    "data.rows": CelType.LIST,
    "data.more": CelType.MAP,
    "matter.level": CelType.TEXT,
    "wait": CelType.DURATION,
    "now": CelType.TIME,
}
NOON = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)  # 12:00 in China


def program(source: str, result: CelType = CelType.BOOLEAN) -> Program:
    return compile_cel(source, NAMES, result)


def value(source: str, result: CelType = CelType.BOOLEAN, /, **values: Any) -> object:
    """The answer; a double underscore in a keyword stands for the dot of a name."""
    return program(source, result).evaluate({key.replace("__", "."): given for key, given in values.items()})


def problem(source: str, result: CelType = CelType.BOOLEAN) -> CelProblem:
    with pytest.raises(CelProblem) as refused:
        program(source, result)
    assert refused.value.sentence.zh
    assert refused.value.sentence.en
    return refused.value


def fault(source: str, result: CelType = CelType.BOOLEAN, /, **values: Any) -> str:
    with pytest.raises(CelFault) as refused:
        value(source, result, **values)
    assert refused.value.sentence.en
    return refused.value.sentence.zh
