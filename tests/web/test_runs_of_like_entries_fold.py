"""A course folds what a desk entered for many into one line, which opens on demand; the API tells every entry."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Entry, Matter
from shanzhi.reading import timeline
from shanzhi.reading.matter import look
from tests.matters.boxes import settle
from tests.matters.method_texts import BALLOT, CLAIM, end, method

JOINT = """
first:
  label: 分派
  desk: community_staff
  due: {in: 1 day, then: hand}
  acts:
    hand: {label: 请人搭把手, to: jointly}
jointly:
  label: 协办中
  desk: community_staff
  due: {in: 5 days}
  split: {method: lend-a-hand, with: {subject: subject}}
  outcomes: {joined: closed}
"""
pytestmark = pytest.mark.django_db
PAPERS = 7


@pytest.fixture
def number(town) -> int:
    """A ballot on paper: two clerks entered seven papers, registered as they came back."""
    settle(town, PAPERS)
    town.people["second"] = town.appoint("community_staff", town.community, "社工乙")
    town.adopt(BALLOT.replace("secret: true", "paper: [community_staff]"))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    for n, elector in enumerate(town.residents[:PAPERS]):
        clerk = "second" if n % 2 else "community_staff"
        values = {"elector": elector.pk, "choice": "agree", "number": f"A{n:03}"}
        town.act(number, "paper", clerk, **values)
    return number


def course(page: str) -> list[str]:
    """The lines of the course, as they read."""
    listed = re.search(r'<ol class="timeline">(.*?)</ol>', page, re.DOTALL).group(1)
    return [re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", line)) for line in listed.split("<li")[1:]]


def test_papers_entered_one_after_the_other_are_one_line_with_count_span_and_clerks(
    town, number, signed_in
) -> None:
    page = signed_in("community_staff").get(f"/matters/{number}").content.decode()
    lines = [line for line in course(page) if "纸质票" in line]
    assert len(lines) == 1
    for told in (
        f"录入纸质票 {PAPERS} 次",
        f"登记发放的表决票 {PAPERS} 次",
        "社工乙",
        f"逐条看这 {2 * PAPERS} 条",
    ):
        assert told in lines[0], told
    assert "A003" not in page


def test_the_line_opens_into_its_entries_and_nothing_else(town, number, signed_in) -> None:
    town.act(number, "message", "community_staff", text="明天继续")
    staff = signed_in("community_staff")
    page = staff.get(f"/matters/{number}").content.decode()
    link = re.search(r'href="/matters/\d+(\?since=[^"]*)#course"', page).group(1).replace("&amp;", "&")
    lines = course(staff.get(f"/matters/{number}{link}").content.decode())
    assert len(lines) == 2 * PAPERS
    assert "A003" in " ".join(lines)
    assert "明天继续" not in " ".join(lines)


def test_few_entries_stay_as_they_are_and_what_came_between_parts_a_run(town, number, signed_in) -> None:
    town.act(number, "message", "community_staff", text="还有一张")
    town.act(number, "void_paper", "community_staff", number="A001", reason="签名不符")
    elector = town.residents[1].pk
    town.act(number, "paper", "community_staff", elector=elector, choice="oppose", number="A001")
    lines = course(signed_in("community_staff").get(f"/matters/{number}").content.decode())
    assert [("逐条看" in line) for line in lines][:3] == [False, False, False]
    assert sum("逐条看" in line for line in lines) == 1


def test_a_long_run_is_read_to_its_beginning(town, number, monkeypatch) -> None:
    """Whatever is read at a time, each line counts all it stands for, and every entry stands in one line."""
    monkeypatch.setattr(timeline, "NEXT", 3)
    town.act(number, "message", "community_staff", text="还有吗")
    it = look(town.actor("community_staff"), number)
    found, older = [], 0
    while not found or older:
        page = timeline.course(it, before=older, most=2)
        found, older = [*found, *page.lines], page.older
    assert [line.times for line in found] == [1, 2 * PAPERS, 1]


def test_the_api_tells_every_entry(town, number, signed_in) -> None:
    told = signed_in("community_staff").get(f"/api/matters/{number}/entries?limit=200").json()["entries"]
    assert len(told) == Entry.objects.filter(matter=number).count()


def test_who_only_looks_on_is_told_no_clerk(town, number, signed_in) -> None:
    lines = course(signed_in("resident").get(f"/matters/{number}").content.decode())
    assert any(f"录入纸质票 {PAPERS} 次" in line for line in lines)
    assert "社工乙" not in " ".join(lines)


def test_what_nobody_did_is_told_by_how_it_came_about(town, signed_in) -> None:
    """What the clock did, and the part that it opened: which matter it belongs to, and no “system” that acts."""
    town.adopt(CLAIM)
    town.adopt(method("joint", "协办一件", "resident", JOINT + end("closed", "已销账", "done")))
    number = town.open("joint").matter.id
    tick(now=timezone.now() + timedelta(days=2))
    part = Matter.objects.get(parent=number)
    assert part.opener is None
    staff = signed_in("community_staff")
    assert f"由主办事项 #{number} 发起" in course(staff.get(f"/matters/{part.pk}").content.decode())[-1]
    whole = " ".join(course(staff.get(f"/matters/{number}").content.decode()))
    assert "到期自动" in whole
    assert "系统" not in whole
