"""Correcting what is public: each text stands in its form as it reads now; nobody copies it out."""

from __future__ import annotations

import html
import re

import pytest

from shanzhi.matters.writing.amending import public_now
from tests.web.gathering import gather

pytestmark = pytest.mark.django_db
PLAN = "先在 3 号楼试一个月。\n再定是否推广。"


@pytest.fixture
def number(town) -> int:
    return gather(town, "show", secret=False, plan=PLAN)


def forms(page: str) -> dict[str, str]:
    """What stands in the form of each text, by that text."""
    found = re.findall(r'name="text" value="([^"]*)".*?name="value"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {html.unescape(text): html.unescape(value) for text, value in found}


def test_each_text_is_filled_in_as_it_stands(town, number, signed_in) -> None:
    page = signed_in("community_staff").get(f"/matters/{number}/public").content.decode()
    assert forms(page) == {"小区停车": "小区停车", PLAN: PLAN}


def test_a_text_is_put_right_in_its_place_whatever_line_ends_a_browser_sends(town, number, signed_in) -> None:
    lines = PLAN.replace("\n", "\r\n")
    sent = {"text": lines, "value": lines.replace("3 号", "5 号"), "reason": "楼号写错"}
    answer = signed_in("community_staff").post(f"/matters/{number}/public", sent)
    assert answer.status_code == 302
    assert "先在 5 号楼" in public_now(number).get().fields["plan"]
    assert public_now(number).get().fields["subject"] == "小区停车"


@pytest.mark.parametrize(
    ("sent", "said", "opened"),
    [
        ({"text": PLAN, "value": PLAN, "reason": "再看看"}, "和原文一样", PLAN),
        ({"text": PLAN, "value": "改成这样", "reason": ""}, "请写明理由", PLAN),
        ({"text": "没有这一句", "value": "别的", "reason": "写错了"}, "公开的内容里没有", None),
        ({"text": "", "value": "别的", "reason": "写错了"}, "公开的内容里没有", None),
        ({"retract": "1", "reason": ""}, "请写明理由", None),
    ],
)
def test_what_is_refused_stands_open_with_the_reason_and_all_that_was_typed(
    town, number, signed_in, sent, said, opened
) -> None:
    answer = signed_in("community_staff").post(f"/matters/{number}/public", sent)
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert page.count('role="alert"') == 1
    assert said in page
    assert sent.get("value", "") in page
    assert (f'value="{opened}"' in page.split('role="alert"')[1]) if opened else True
