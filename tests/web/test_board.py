"""The board: open matters in columns, each as far as one's post reaches, filtered, and page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.lists import board as boards
from shanzhi.matters.models import Matter
from shanzhi.web.desk import cards as desk_cards


def column(page: str, key: str) -> str:
    return re.search(rf'<h2 id="c-{key}">.*?</section>', page, re.DOTALL).group(0)


@pytest.fixture(params=["small", "large"], ids=["place by place", "by date"])
def reading(request, monkeypatch):
    """Both ways in which a place is read."""
    if request.param == "large":
        monkeypatch.setattr(boards, "SMALL", 0)
    return request.param


def test_open_matters_stand_in_columns_by_due_date(town, signed_in, reading):
    late, today, week, later = (town.open(values={"subject": f"第{n}件"}).matter.id for n in "甲乙丙丁")
    now = timezone.localtime()
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    for number, at in (
        (late, now - timedelta(hours=1)),
        (today, midnight - timedelta(microseconds=1)),
        (week, midnight + timedelta(days=2)),
        (later, midnight + timedelta(days=30)),
    ):
        Matter.objects.filter(pk=number).update(expected_at=at)
    page = signed_in("community_staff").get("/board").content.decode()
    for key, text in (("overdue", "甲"), ("today", "乙"), ("week", "丙"), ("later", "丁")):
        inside = column(page, key)
        assert f"第{text}件" in inside, key
        assert inside.count("board-card") == 1
        assert '<span class="n">1</span>' in inside
    assert "已超过" in column(page, "overdue")
    assert "第一网格 网格员" in page


def test_each_sees_the_board_of_their_own_place(town, signed_in, reading):
    here = town.open(values={"subject": "这边的事"})
    town.open(values={"subject": "那边的事"}, place=town.other_grid.pk)
    staff = signed_in("community_staff").get("/board").content.decode()
    assert "这边的事" in staff
    assert "那边的事" in staff
    worker = signed_in("grid_worker@other").get(f"/board?place={town.community.pk}").content.decode()
    assert "这边的事" not in worker
    assert "那边的事" in worker
    office = signed_in("department_staff").get("/board").content.decode()
    assert "的事" not in re.sub(r"<title>.*", "", column(office, "today") + column(office, "later"))
    assert signed_in("resident").get("/board").status_code == 302
    town.act(here, "transfer", to_place=town.other_grid.pk)
    assert "这边的事" in signed_in("grid_worker@other").get("/board").content.decode()


def test_by_stage_and_by_place_and_filtered(town, signed_in, reading):
    first = town.open(values={"subject": "灯不亮", "category": "e2105"})
    town.open(values={"subject": "水管漏", "category": "供水"}, place=town.other_grid.pk)
    town.act(first, "accept")
    staff = signed_in("community_staff")
    page = staff.get("/board?by=stage").content.decode()
    assert "灯不亮" in column(page, "stage-handling")
    assert "水管漏" in column(page, "stage-reported")
    page = staff.get("/board?by=place").content.decode()
    assert "灯不亮" in column(page, f"place-{town.grid.pk}")
    assert "水管漏" in column(page, f"place-{town.other_grid.pk}")
    for query, there, gone in (
        ("category=照明", "灯不亮", "水管漏"),
        (f"place={town.other_grid.pk}", "水管漏", "灯不亮"),
        ("method=appeal&category=供水", "水管漏", "灯不亮"),
    ):
        page = staff.get(f"/board?{query}").content.decode()
        assert there in page, query
        assert gone not in page, query
    assert "灯不亮" not in staff.get("/board?method=assist").content.decode()
    mine = signed_in("grid_worker").get("/board?mine=1").content.decode()
    assert "灯不亮" in mine


def test_filters_stand_folded_and_say_how_many_are_in_force(town, signed_in):
    town.open(values={"subject": "一件"})
    staff = signed_in("community_staff")
    page = staff.get(f"/board?by=place&method=&place={town.community.pk}").content.decode()
    assert '<details class="fold" data-wide>' in page, "one's whole place is no filter"
    page = staff.get(f"/board?mine=1&place={town.grid.pk}").content.decode()
    assert '<details class="fold" data-wide open>' in page
    assert "已选 2 项" in page


def test_a_column_goes_on_by_its_key_and_counts_only_so_far(town, signed_in, monkeypatch, reading):
    monkeypatch.setattr(desk_cards, "SIZE", 2)
    monkeypatch.setattr(boards, "COUNTED", 3)
    numbers = [town.open(values={"subject": f"第{n}件"}).matter.id for n in range(5)]
    at = timezone.now() - timedelta(days=1)
    Matter.objects.update(expected_at=at)
    staff = signed_in("community_staff")
    page = column(staff.get("/board").content.decode(), "overdue")
    assert '<span class="n">3+</span>' in page
    seen = re.findall(r'name="m" value="(\d+)"', page)
    while more := re.search(r'href="(/board/column[^"]+)"', page):
        page = staff.get(more.group(1).replace("&amp;", "&"), headers={"hx-request": "true"}).content.decode()
        assert "<html" not in page
        seen += re.findall(r'name="m" value="(\d+)"', page)
    assert list(map(int, seen)) == numbers
    whole = staff.get("/board/column?column=overdue").content.decode()
    assert "<html" in whole
    assert "第0件" in whole


def test_strange_addresses_are_harmless(town, signed_in):
    staff = signed_in("community_staff")
    for query in (
        "by=x",
        "place=abc",
        "place=99999999999999999999",
        "method='",
        "category=%00",
        "mine=2",
        "by=stage",
    ):
        assert staff.get(f"/board?{query}").status_code == 200, query
    for query in ("column=overdue&after=~", "column=overdue&after=2026-01-01T00:00:00~x"):
        assert staff.get(f"/board/column?{query}").status_code == 200, query
    assert staff.get("/board/column?column=nothing").status_code == 302


def test_the_search_page_marks_what_it_found(town, signed_in):
    town.open(values={"subject": "<b>楼道</b>灯", "detail": "一楼的楼道灯，晚上全黑"})
    worker = signed_in("grid_worker")
    page = worker.get("/search", {"q": "楼道"}).content.decode()
    assert "&lt;b&gt;<mark>楼道</mark>&lt;/b&gt;灯" in page
    assert "<mark>全黑</mark>" in worker.get("/search", {"q": "全黑"}).content.decode()
    assert "没有找到" in worker.get("/search", {"q": "电梯"}).content.decode()
    assert "没有找到" in signed_in("resident3").get("/search", {"q": "楼道"}).content.decode()
    for text in ("\x00", "'\"()*", "x" * 500, "a AND b", "؀‮", "🎈"):
        assert worker.get("/search", {"q": text}).status_code == 200
