"""The overview of a street: every figure leads to exactly the matters it counts, and only those above may look."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook

from shanzhi.engine.types import SYSTEM
from shanzhi.insight import reading_cache
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.people import actions as people
from shanzhi.people.models import AuditRecord, Post
from tests.matters.town import Town, build_town

SignedIn = Callable[[str], Client]
FIGURE = re.compile(r'<a href="(/overview/matters[^"]*)" class="figure[^"]*"><span class="n">([\d,]+)</span>')
BAR = re.compile(r'<a href="(/overview/matters[^"]*)"><span>[^<]*</span><span class="n">(\d+)</span>')
CELL = re.compile(r'<a href="(/overview/matters[^"]*)">([\d,]+)</a>')
MEASURE = re.compile(
    r'<a href="(/overview/matters[^"]*)" class="figure[^"]*">(?:(?!</a>).)*?class="more">(?:(\d+) / )?(\d+) 件'
)
SHARE = re.compile(r'<a href="(/overview/matters[^"]*)">[\d.]+% \((\d+)/(\d+)\)</a>')
COUNT = re.compile(r'id="count">(\d+)<')


@pytest.fixture
def town(db: None) -> Town:
    """Appeals of every fate: overdue at several desks and for several reasons, asked to help, to be reviewed, paused, closed."""
    town = build_town()
    now = timezone.now()
    long_ago = now - timedelta(days=25)

    def opened(place: int, days: float, subject: str) -> int:
        done = town.open(place=place, values={"subject": subject}, at=now - timedelta(days=days))
        return done.matter.id

    late = opened(town.grid.pk, 25, "早就该办 13800001234")
    town.try_act(late, "accept", values={"urgency": "normal"}, at=long_ago + timedelta(minutes=5))
    other = opened(town.other_grid.pk, 20, "另一个网格的")
    town.try_act(
        other, "accept", "grid_worker@other", values={"urgency": "quick"}, at=now - timedelta(days=19.9)
    )
    asked = opened(town.grid.pk, 2, "请补充材料")
    town.act(asked, "accept", urgency="normal")
    town.act(asked, "ask_info", question="在哪里？")
    helped = opened(town.grid.pk, 1, "请部门来看")
    town.act(helped, "accept", urgency="normal")
    town.act(helped, "ask_help", helpers=[town.office.pk], request="请派人来看看")
    longer = opened(town.grid.pk, 1, "想延期的")
    town.act(longer, "accept", urgency="normal")
    town.act(longer, "ask_extension", extension_days=3, extension_reason="等材料到货")
    disputed = opened(town.grid.pk, 0.01, "派错了")
    town.act(disputed, "dispute", dispute_reason="不在本网格范围内")
    closed = opened(town.other_grid.pk, 3, "办好的")
    town.act(closed, "accept", "grid_worker@other", urgency="normal")
    town.act(closed, "resolve", "grid_worker@other", reply="已经办好了，请看")
    town.act(closed, "confirm", "community_staff")
    town.act(closed, "rate", "resident", contacted=True, solved=True, stars=5)
    tick(now=now)
    post = Post.objects.get(person=town.people["grid_worker@other"])
    people.end_post(SYSTEM, post=post, reason="调离")
    return town


def _count(client: Client, url: str) -> int:
    found = COUNT.search(client.get(html.unescape(url)).content.decode())
    assert found is not None, url
    return int(found[1])


@pytest.mark.parametrize("who", ["street_staff", "community_staff"])
def test_every_figure_leads_to_exactly_the_matters_it_counts(
    signed_in: SignedIn, town: Town, who: str
) -> None:
    client = signed_in(who)
    page = client.get("/overview").content.decode()
    counted = [
        (url, int(n.replace(",", ""))) for kind in (FIGURE, BAR, CELL) for url, n in kind.findall(page)
    ]
    counted += [(url, int(of)) for url, _hits, of in SHARE.findall(page)]
    counted = [(url, n) for url, n in counted if "what=measure" not in url or "below=" in url]
    counted += [(url, int(of)) for url, _hits, of in MEASURE.findall(page)]
    counted += [
        (f"{url}&amp;part=hits", int(hits))
        for url, hits, _of in [*SHARE.findall(page), *MEASURE.findall(page)]
        if hits
    ]
    assert len(counted) > 20
    differing = {url: (n, seen) for url, n in counted if (seen := _count(client, url)) != n}
    assert not differing


def test_what_is_late_is_told_by_desk_reason_length_stage_and_limit(signed_in: SignedIn, town: Town) -> None:
    page = signed_in("street_staff").get("/overview").content.decode()
    for words in ("在谁那里", "岗位空缺", "七天以上", "办理中", "办理时限 7 天", "办理时限 24 小时"):
        assert words in page
    assert "grid_worker甲" not in page


def test_reviews_are_found_by_what_the_method_says(signed_in: SignedIn, town: Town) -> None:
    """Nothing names the stages of a method: more time asked for, and a dispute, lie at the community above the grid."""
    client = signed_in("community_staff")
    for sort, subject in (("extension", "想延期的"), ("dispatch", "派错了")):
        url = f"/overview/matters?place={town.community.pk}&what=review&review={sort}"
        page = client.get(url).content.decode()
        assert subject in page
        assert _count(client, url) == 1
    page = signed_in("street_staff").get("/overview/matters?what=review").content.decode()
    assert "想延期的" not in page


def test_joint_handling_shows_each_part_and_its_state(signed_in: SignedIn, town: Town) -> None:
    page = signed_in("street_staff").get("/overview").content.decode()
    assert "请部门来看" in page
    assert "共 1 项，已完成 0 项" in page
    child = Matter.objects.get(parent__isnull=False)
    assert "城管局</span>" in page
    assert f'href="/matters/{child.pk}"' in signed_in("district_staff").get("/overview").content.decode()


def test_only_posts_above_a_place_see_its_figures(signed_in: SignedIn, town: Town) -> None:
    assert signed_in("resident").get("/overview").status_code == 404
    assert signed_in("resident").get(f"/overview?place={town.street.pk}").status_code == 403
    assert signed_in("department_staff").get(f"/overview?place={town.street.pk}").status_code == 403
    above = signed_in("community_staff")
    for path in ("/overview", "/overview/matters"):
        assert above.get(path, {"place": town.street.pk}).status_code == 403
        assert above.get(path, {"place": 999999}).status_code == 404
        assert above.get(path, {"place": "٣"}).status_code == 404
    assert Client().get("/overview").status_code == 302


def test_a_figure_there_is_none_of_is_not_found(signed_in: SignedIn, town: Town) -> None:
    known = "what=measure&method=appeal"
    for query in (
        "what=nothing", "what=measure", f"{known}&measure=no", "what=opened&below=x", f"{known}&measure=on_time&part=x",
        "what=closed&below=99999999", "what=opened&below=\u0663",
    ):  # fmt: skip
        assert signed_in("street_staff").get(f"/overview/matters?{query}").status_code == 404, query


def test_a_time_that_is_none_is_told_and_the_usual_one_shown(signed_in: SignedIn, town: Town) -> None:
    for query in ("from=2026-13-01&to=2026-01-01", "from=2026-03-02&to=2026-03-01", "from=&to=x", "days=9"):
        page = signed_in("street_staff").get(f"/overview?{query}").content.decode()
        assert ("日期没有看懂" in page) == ("from" in query)
        assert "近 30 天" in page


def test_the_list_behind_a_figure_can_be_taken_along_and_that_is_recorded(
    signed_in: SignedIn, town: Town
) -> None:
    client = signed_in("street_staff")
    url = f"/overview/matters?place={town.street.pk}&what=overdue"
    shown = _count(client, url)
    made = client.get(f"{url}&as=xlsx")
    assert made["Content-Disposition"].startswith("attachment")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(made.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == shown + 1
    assert rows[0][:3] == ["编号", "事项", "环节"]
    assert any(row[1] == "早就该办 138****1234" for row in rows[1:])
    record = AuditRecord.objects.get(kind="list.export")
    assert record.detail == {"list": "overview-matters", "form": "xlsx", "rows": shown}
    assert record.person == town.people["street_staff"].pk
    assert signed_in("community_staff").get(f"{url}&as=xlsx").status_code == 403
    assert AuditRecord.objects.filter(kind="list.export").count() == 1


def test_the_whole_page_can_be_taken_along(signed_in: SignedIn, town: Town) -> None:
    for form, begins in (("docx", b"PK"), ("pdf", b"%PDF-"), ("xlsx", b"PK")):
        assert signed_in("street_staff").get(f"/overview?as={form}").content.startswith(begins)


def test_every_list_of_matters_can_be_taken_along(signed_in: SignedIn, town: Town) -> None:
    for who, path in (
        ("grid_worker", "/inbox"),
        ("resident", "/mine"),
        ("street_staff", f"/places/{town.street.pk}/matters"),
    ):
        page = signed_in(who).get(path)
        assert "as=xlsx" in page.content.decode()
        rows = (
            CalamineWorkbook.from_filelike(io.BytesIO(signed_in(who).get(f"{path}?as=xlsx").content))
            .get_sheet_by_index(0)
            .to_python()
        )
        assert len(rows) - 1 == len(page.context.get("rows") or page.context["cards"])


def test_the_lists_of_the_desk_can_be_taken_along_masked(signed_in: SignedIn, town: Town) -> None:
    client = signed_in("community_staff")
    here = town.community.pk

    def sheet(path: str, number: int = 0) -> list[list[object]]:
        made = client.get(f"{path}{'&' if '?' in path else '?'}as=xlsx").content
        return CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_index(number).to_python()

    still_open = Matter.objects.filter(closed_at=None, origin__path__startswith=town.community.path).count()
    assert len(sheet("/board")) - 1 == still_open
    assert [row[1] for row in sheet("/search?q=派错了")[1:]] == ["派错了"]
    assert ["网格员", "第二网格"] in [[row[1], row[0]] for row in sheet(f"/places/{here}/posts")[1:]]
    people = sheet(f"/places/{here}/people")
    assert people[0] == ["姓名", "住处", "电话"]
    assert "138****0001" in [row[2] for row in people]
    assert "居民1" not in [row[0] for row in people]
    kinds = (
        AuditRecord.objects.filter(kind="list.export").order_by("seq").values_list("detail__list", flat=True)
    )
    assert list(kinds) == ["board", "search", "posts", "people"]


def test_a_list_too_long_for_its_form_says_what_to_do(
    signed_in: SignedIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msgspec.structs import replace

    from shanzhi.press import writing

    monkeypatch.setitem(writing.FORMS, "pdf", replace(writing.FORMS["pdf"], most=2))
    client = signed_in("resident")
    answer = client.get("/mine?as=pdf&open=1", follow=True)
    assert answer.redirect_chain == [("/mine?open=1", 302)]
    assert "请先筛选，或导出为 Excel" in answer.content.decode()
    assert not AuditRecord.objects.filter(kind="list.export").exists()


def test_figures_that_took_long_are_kept_and_say_as_of_when(
    signed_in: SignedIn, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading_cache, "QUICK", 0.0)
    client = signed_in("street_staff")
    first = client.get("/overview").content.decode()
    assert "截至" in first
    shown = FIGURE.findall(first)
    town.open(place=town.grid.pk, values={"subject": "刚刚来的"})
    again = client.get("/overview").content.decode()
    assert FIGURE.findall(again) == shown  # links name the moment as of which they count
    for url, count in [*shown, *CELL.findall(first)]:
        assert _count(client, url) == int(count.replace(",", "")), url
    monkeypatch.setattr(reading_cache, "LEAST", 0.0)
    monkeypatch.setattr(reading_cache, "TIMES", 0.0)
    fresh = FIGURE.findall(client.get("/overview").content.decode())
    assert int(fresh[0][1]) == int(shown[0][1]) + 1


def test_no_figure_tells_somebody_that_there_is_a_matter_about_them(signed_in: SignedIn, town: Town) -> None:
    person = town.people["community_staff"].pk
    town.open(place=town.grid.pk, values={"subject": "旁的事"})
    client, above = signed_in("community_staff"), signed_in("street_staff")
    before = client.get("/overview").content.decode()
    over = f"/api/reports/measures?method=appeal&place={town.community.pk}"
    measures = client.get(over).json()
    whole = int(FIGURE.findall(above.get("/overview").content.decode())[0][1])

    town.open(place=town.grid.pk, values={"subject": "说的正是经办人", "about": person})

    page = client.get("/overview").content.decode()
    assert [count for _url, count in FIGURE.findall(page)] == [
        count for _url, count in FIGURE.findall(before)
    ]
    assert "件不列出" not in page
    url, count = FIGURE.findall(page)[0]
    listed = client.get(html.unescape(url))
    assert _count(client, url) == int(count) == len(listed.context["lines"])
    assert "说的正是经办人" not in listed.content.decode()
    assert client.get(over).json() | {"at": None} == measures | {"at": None}
    seen = above.get("/overview").content.decode()
    assert int(FIGURE.findall(seen)[0][1]) == whole + 1
    assert "件不列出" not in seen


def test_no_heading_begins_with_a_small_letter_in_english(town, signed_in) -> None:
    staff = signed_in("street_staff")
    staff.cookies["django_language"] = "en"
    town.open()
    page = staff.get("/overview").content.decode()
    headings = re.findall(r"<th[^>]*>([^<]+)</th>|<span class=\"label\">([^<]+)</span>", page)
    told = [one or other for one, other in headings]
    assert "Ended" in told
    assert [one for one in told if one[:1].islower()] == []
