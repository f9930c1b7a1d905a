"""Where an answer decides what else is asked, the form is asked again, and whoever goes by keyboard stays where they were."""

from __future__ import annotations

DECIDES = """
method: decides
title: 一问带一问
version: 1
source: 本库自编
visible: place
data:
  money: {type: boolean, label: 要花钱吗}
  why: {type: text, max: 80, when: '!data.money', label: 为什么不花钱}
open:
  say: {by: [resident], asks: [money, why], at: grid, to: first}
stages:
  first: {label: 待办, desk: grid_worker, due: 2 workdays, acts: {finish: {label: 办好了, to: closed}}}
  closed: {label: 已销账, end: done, says: 办好了。}
examples:
  - {title: 办好, steps: [{open: say, with: {money: true}, by: resident}, {act: finish}], expect: {end: done}}
"""


def test_on_the_choice_that_was_made_by_keyboard(town, enter):
    town.adopt(DECIDES)
    page = enter("resident")
    page.goto("/open/decides")
    first, second = page.locator("input[name=money]").all()
    first.focus()
    page.keyboard.press("Space")
    page.locator("#q-why-field[data-applies=no]").wait_for(state="attached")
    page.locator("input[name=money][value=true]:focus").wait_for()
    page.keyboard.press("ArrowDown")
    page.locator("#q-why-field[data-applies=yes]").wait_for()
    page.locator("input[name=money][value=false]:focus").wait_for()
    assert second.is_checked()
