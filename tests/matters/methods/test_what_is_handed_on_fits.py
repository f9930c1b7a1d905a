"""A method is taken in only when what it hands on fits the other methods, as they were taken in here; where a place adopts
it, what it opens besides and is not adopted there is told."""

from __future__ import annotations

import pytest

from shanzhi.matters.methods.adopting import add_method
from shanzhi.matters.methods.compiled import with_inputs
from shanzhi.matters.methods.lacking import lacking
from shanzhi.method.problems import MethodError
from tests.matters.town import build_town
from tests.method.tiny import TINY, spoiled

pytestmark = pytest.mark.django_db

HANDS_ON = spoiled(
    TINY,
    (
        "finish: {label: 办好了, to: closed}",
        "finish: {label: 办好了, to: closed, effects: [{open: {method: small, with: {subject: data.count}}}]}",
    ),
)
SMALL = TINY.replace("method: tiny", "method: small")


def test_a_misfit_with_what_was_taken_in_is_told_with_its_line():
    add_method(text=SMALL)
    with pytest.raises(MethodError) as found:
        add_method(text=HANDS_ON)
    (problem,) = [one for one in found.value.problems if one.weight == "error"]
    assert (problem.code, problem.line) == (
        "SZ326",
        1 + HANDS_ON[: HANDS_ON.index("open: {method")].count("\n"),
    )
    add_method(text=HANDS_ON.replace("subject: data.count", "subject: data.subject"))


def test_a_method_that_is_not_here_yet_is_no_misfit():
    add_method(text=HANDS_ON)


def test_what_it_opens_and_the_place_does_not_use_is_told():
    town = build_town()
    method = with_inputs(add_method(text=HANDS_ON.replace("data.count", "data.subject")))
    told = lacking(method, town.community)
    assert told is not None
    assert told.zh.endswith("请一并采用：small"), "what is not here at all is called by its id"
    town.adopt(SMALL)
    assert lacking(method, town.community) is None
