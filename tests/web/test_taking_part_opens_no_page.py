"""Whoever only took part sees what they gave on a matter's own page: its minutes and its ballot paper are for who looks on."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.reading.matter import look
from tests.web.gathering import gather

TITLE = "东门停车的事"


def only_followed(town, number):
    """A worker who follows the matter and whose post has ended since: they see that they follow, and do not look on."""
    town.act(number, "watch", "grid_worker")
    people.end_post(SYSTEM, post=town.people["grid_worker"].posts.get(), reason="换岗")
    seen = look(town.actor("grid_worker"), number)
    assert seen is not None
    assert not seen.looks_on


@pytest.mark.parametrize("format_", ["", "?file=docx"])
def test_who_sees_no_more_of_it_reads_no_minutes(town, signed_in, format_):
    number = gather(town, "call", subject=TITLE)
    town.act(number, "attend", "resident2")
    town.act(number, "minutes", "community_staff", topic="通报情况", text="有人要价太高")
    only_followed(town, number)
    minutes = f"/matters/{number}/minutes{format_}"
    assert signed_in("resident3").get(minutes).status_code == 200
    assert signed_in("grid_worker").get(minutes).status_code == 404
    assert TITLE not in signed_in("grid_worker").get(f"/matters/{number}").content.decode()


@pytest.mark.parametrize("page", ["vote", "proxy"])
def test_who_sees_no_more_of_it_reads_no_ballot_paper(town, signed_in, page):
    number = gather(town, "poll", secret=False, subject=TITLE)
    only_followed(town, number)
    paper = f"/matters/{number}/{page}"
    assert TITLE in signed_in("resident3").get(paper).content.decode()
    answer = signed_in("grid_worker").get(paper, follow=True)
    assert answer.redirect_chain == [(f"/matters/{number}", 302)]
    assert TITLE not in answer.content.decode()
    sent = signed_in("grid_worker").post(paper, {"choice": "yes"}, follow=True).content.decode()
    assert "没有记上" in sent
    assert "现在是" not in sent
