"""Of several ways in, the page asks by which one opens; a red line stands above the form; the API names the way in."""

from __future__ import annotations

import pytest

WAYS = """
method: two-ways
title: 两个入口
version: 1
source: 本库自编
visible: place
data:
  subject: {type: text, max: 80, label: 什么事}
  number: {type: integer, label: 外来单号}
open:
  report: {label: 说一件事, help: 说清楚在哪里, alert: 有危险请先打 110, by: [resident, community_staff], asks: [subject], at: grid, to: first}
  register: {label: 登记来单, by: [community_staff], asks: [subject, number], at: community, to: second}
stages:
  first: {label: 甲环节, desk: grid_worker, due: 2 workdays, acts: {finish: {label: 办好了, to: closed}}}
  second: {label: 乙环节, desk: community_staff, due: 2 workdays, acts: {finish: {label: 办好了, to: closed}}}
  closed: {label: 已销账, end: done, effects: [{notify: {whom: [opener], text: "“{subject}”办好了。"}}]}
examples:
  - {title: 办好, steps: [{open: report, with: {subject: 路灯不亮}, by: resident}, {act: finish}], expect: {end: done}}
"""


@pytest.fixture
def adopted(town):
    town.adopt(WAYS)
    return town


def test_who_has_one_way_in_meets_its_form_with_the_red_line_above(adopted, signed_in):
    page = signed_in("resident").get("/open/two-ways/report").content.decode()
    assert page.index("有危险请先打 110") < page.index('id="form"')
    assert "说清楚在哪里" in page
    assert "外来单号" not in page


def test_who_has_several_is_asked_by_which(adopted, signed_in):
    browser = signed_in("community_staff")
    page = browser.get("/open/two-ways").content.decode()
    assert 'href="/open/two-ways/report"' in page
    assert 'href="/open/two-ways/register"' in page
    assert 'id="form"' not in page
    sent = browser.post(
        "/open/two-ways/register",
        {"subject": "外面来的单", "number": "7", "@at": str(adopted.grid.pk), "command": "c-register"},
    )
    assert sent.status_code == 302
    assert "乙环节" in browser.get(sent["Location"]).content.decode()


def test_a_way_in_that_is_not_theirs_is_not_there(adopted, signed_in):
    assert signed_in("resident").get("/open/two-ways/register").status_code == 404


def test_the_list_of_what_one_can_open_names_each_way_in(adopted, signed_in):
    page = signed_in("community_staff").get("/methods").content.decode()
    assert "说一件事" in page
    assert "登记来单" in page


def test_a_way_in_among_several_says_its_own_line_or_none(adopted, signed_in):
    page = signed_in("community_staff").get("/open/two-ways").content.decode()
    assert page.count('class="row-more"') == 1
    assert "说清楚在哪里" in page
