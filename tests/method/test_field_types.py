"""A type of field is one row: whole in both languages, with what every layer needs, or nothing of it loads."""

from __future__ import annotations

from datetime import UTC, datetime

import jsonschema
import pytest

from shanzhi.engine.field_checks import CHECKS
from shanzhi.engine.forms import check_form
from shanzhi.engine.simulation.answering import Answering
from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.load import Load
from shanzhi.method.answer_schema import field_schema, input_schema
from shanzhi.method.cel_values import as_cel, empty
from shanzhi.method.check import load as load_method
from shanzhi.method.duration import Duration
from shanzhi.method.field_types import ASKED_TYPES, FIELD_TYPES, INPUT_TYPES, Thing
from shanzhi.method.input_values import input_value
from shanzhi.method.model import Field, Input, Option
from shanzhi.method.rooms import Incomplete, for_every
from shanzhi.method.rules import Rule
from shanzhi.method.shapes_method import SHAPES
from shanzhi.method.words import Sentence
from tests.method.tiny import TINY

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
AT = Rule("form.x", 1)
LABEL = Sentence("某项", "it")
OPTIONS = (Option("a", Sentence("甲", "A")), Option("b", Sentence("乙", "B")))
SET = {
    "text": "甲",
    "integer": 3,
    "boolean": True,
    "money": 1250,
    "duration": "5 workdays",
    "choice": "a",
    "choices": ["a"],
    "texts": ["甲", "乙"],
    "roles": ["a"],
    "table": {"e1": "市容"},
}


class Town:
    """As much of a town as answers need."""

    grounds = (1, 2)
    offices = (7, 8)

    class calendar:  # noqa: N801
        zone = NOW.tzinfo

        @staticmethod
        def next_workday(day):
            return day

    class Resident:
        person, household = 11, 12

    settled = {1: [Resident], 2: [Resident]}


def field(name: str) -> Field:
    kind = FIELD_TYPES[name]
    form = (field("text"),) if kind.rows else ()
    return Field("x", name, LABEL, AT, options=OPTIONS if kind.options else (), form=form)


def made(name: str):
    """What a simulation answers to a question of a type."""
    return Answering(load_method(TINY), Town(), Load(), Chance(1, 1, "x")).answer(field(name), 1, NOW, (5,))


@pytest.mark.parametrize("name", FIELD_TYPES)
def test_a_row_is_whole(name: str):
    kind = FIELD_TYPES[name]

    assert kind.label.zh != kind.label.en
    assert kind.asked or kind.settable
    assert not (kind.rows and kind.several)
    assert kind.sensitive <= kind.guarded
    if kind.cel is not None and kind.asked and not (kind.day or kind.moment):
        as_cel("x", kind.cel, empty(kind.cel))  # what is not filled in is still of the type


def test_the_language_takes_the_types_of_the_table():
    assert SHAPES["field"].keys["type"].takes == "choice:" + "|".join(ASKED_TYPES)
    assert SHAPES["input"].keys["type"].takes == "choice:" + "|".join(INPUT_TYPES)


@pytest.mark.parametrize("name", ASKED_TYPES)
def test_what_is_made_up_passes_the_check_and_fits_the_schema(name: str):
    answer = made(name)

    values, faults = check_form((field(name),), {"x": answer})

    assert faults == {}
    assert values.keys() == {"x"}
    jsonschema.validate(values["x"], field_schema(field(name)))
    assert FIELD_TYPES[name].fits(values["x"])
    if (cel := FIELD_TYPES[name].cel) is not None:
        as_cel("x", cel, values["x"])


@pytest.mark.parametrize("name", INPUT_TYPES)
def test_an_input_is_read_by_its_row_and_fits_its_schema(name: str):
    given = Input("x", name, LABEL, SET[name], AT, options=OPTIONS if FIELD_TYPES[name].options else ())

    value, problem = input_value(given, SET[name])

    assert problem is None
    plain = str(value) if isinstance(value, Duration) else value
    jsonschema.validate(plain, input_schema(given))
    refused, problem = input_value(given, object())
    assert refused is None
    assert problem is not None
    assert problem.zh
    assert problem.en


def test_a_table_without_a_row_does_not_load():
    rows = dict(CHECKS)
    del rows["phone"]

    with pytest.raises(Incomplete, match="how an answer is checked: without a row: phone; unknown: –"):
        for_every(ASKED_TYPES, rows, "how an answer is checked")


def test_a_table_with_a_row_of_no_type_does_not_load():
    with pytest.raises(Incomplete, match="without a row: –; unknown: colour"):
        for_every(ASKED_TYPES, {**CHECKS, "colour": CHECKS["text"]}, "how an answer is checked")


def test_what_may_be_pointed_to_is_asked_by_some_type():
    assert {kind.points_to for kind in ASKED_TYPES.values()} == {None, *Thing}
