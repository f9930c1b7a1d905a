"""What a form sends besides the answers are names that the checker lets no answer have."""

from __future__ import annotations

import re

import pytest

from shanzhi.method.build_forms import TAKEN_FIELDS
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db

TEXT = method(
    "named",
    "代号",
    "resident",
    """
asked:
  label: 待办
  desk: grid_worker
  due: 3 days
  acts:
    show: {label: 公开, form: {words: {type: text, max: 80, label: 怎么说}}, effects: [{publish: {what: [subject]}}], to: closed}
"""
    + end("closed", "办好了", "done"),
    at="grid",
)


def sent(page: str) -> set[str]:
    """The names of everything that the page's own form sends; what is called with a dot or @ is no name of an answer."""
    (form,) = re.findall(r'<form id="form".*?</form>', page, flags=re.DOTALL)
    names = re.findall(r'<(?:input|button|select|textarea)[^>]*? name="([^"]+)"', form)
    return {name for name in names if not re.search(r"[.@]", name)}


def test_forms_send_no_name_that_an_answer_could_have(town, signed_in) -> None:
    town.adopt(TEXT)
    assert sent(signed_in("resident").get("/open/named").content.decode()) - {"subject"} <= TAKEN_FIELDS
    number = town.open("named", "resident", values={"subject": "试试"}).matter.id
    act = sent(signed_in("grid_worker").get(f"/matters/{number}/acts/show").content.decode())
    assert "words" in act
    assert act - {"words"} <= TAKEN_FIELDS
