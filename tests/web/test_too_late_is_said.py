"""Whoever sends something from a page whose step is over is told that it was not recorded; nothing vanishes without a word."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Entry
from tests.web.gathering import gather


def over(number: int) -> None:
    """The time for voting ends, and the clock looks."""
    tick(now=timezone.now() + timedelta(days=8))


@pytest.mark.parametrize(
    ("who", "page", "sent"),
    [
        ("resident", "vote", {"choice": "agree"}),
        ("resident", "proxy", {"name": "居民乙", "door": "一栋 201"}),
        ("community_staff", "paper", {"find": "一单元 101", "number": "A001", "choice": "1"}),
    ],
)
def test_what_comes_after_a_vote_is_told_that_it_is_not_counted(town, signed_in, who, page, sent) -> None:
    number = gather(town, "poll", secret=False)
    client = signed_in(who)
    assert client.get(f"/matters/{number}/{page}").status_code == 200
    over(number)
    before = Entry.objects.filter(matter=number).count()
    answer = client.post(f"/matters/{number}/{page}", sent, follow=True)
    text = answer.content.decode()
    assert "您刚才提交的没有记上" in text
    assert "现在是“准备”" in text
    assert Entry.objects.filter(matter=number).count() == before


def test_what_comes_after_a_secret_vote_too(town, signed_in) -> None:
    number = gather(town, "poll")
    client = signed_in("resident")
    over(number)
    assert "没有记上" in client.post(f"/matters/{number}/vote", {"code": "1"}, follow=True).content.decode()
    staff = signed_in("community_staff")
    late = staff.post(f"/matters/{number}/papers", {"step": "give_paper", "find": "一单元 101"}, follow=True)
    assert "没有记上" in late.content.decode()


def test_whoever_only_looks_is_led_back_without_a_warning(town, signed_in) -> None:
    number = gather(town, "poll", secret=False)
    over(number)
    page = signed_in("resident").get(f"/matters/{number}/vote", follow=True).content.decode()
    assert "没有记上" not in page


def test_a_vote_for_another_that_was_taken_back_is_said_not_to_be_cast(town, signed_in) -> None:
    number = gather(town, "poll", secret=False)
    neighbour, mine = town.residents[1], town.residents[0]
    town.act(number, "entrust", "resident2", proxy=mine.pk)
    client = signed_in("resident")
    asked = client.get(f"/matters/{number}/vote?for={neighbour.pk}")
    assert asked.status_code == 200
    town.act(number, "revoke", "resident2")
    answer = client.post(
        f"/matters/{number}/vote", {"for": str(neighbour.pk), "choice": "agree"}, follow=True
    )
    assert "刚才的没有投出" in answer.content.decode()
    assert not Entry.objects.filter(matter=number, act__in=("vote", "vote_for")).exists()
