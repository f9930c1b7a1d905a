"""A method is taken in only when what it hands on fits the other methods, as they were taken in here."""

from __future__ import annotations

import pytest

from shanzhi.matters.methods.adopting import add_method
from shanzhi.method.problems import MethodError
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
