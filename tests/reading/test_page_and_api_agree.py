"""The same question asked of page and API, by every kind of reader: one answer."""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import zip_longest
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from shanzhi.api import matters as api
from shanzhi.matters.models import Matter
from shanzhi.matters.rights import access
from shanzhi.reading import matter as reading
from shanzhi.web.lists import MatterRow
from tests.reading.page_and_api import differences
from tests.reading.sight_town import Marked, Scene, build

pytestmark = pytest.mark.django_db

METHODS = ["errand", "task", "appeal-wall", "deliberation"]
READERS = [
    "about", "filer", "named", "building", "community", "stranger", "vote", "watch", "object", "community_staff@here",
    "community_staff@elsewhere", "grid_worker@here", "street_staff@here", "district_staff@here", "volunteer@here",
    "neighbour_lead@here", "admin-system", "admin-security", "admin-audit",
]  # fmt: skip
"""Who asks: whose it is, who filed it, who lives behind the same door, neighbours near and far, who took part, desk, line and others, each administrator."""
EVERY = 6
"""Of the matters in all stages every so many-th is looked at by everybody."""


@pytest.fixture
def scene(monkeypatch: pytest.MonkeyPatch) -> Scene:
    """The town; what somebody is to a matter is asked once, for both faces."""
    made = build(METHODS)
    made.matters.insert(0, _held(made))
    standing, reasons = reading.standing, access.reasons
    once, ways = cache(lambda who, number: standing(who, number)), cache(lambda who: reasons(who))
    monkeypatch.setattr(reading, "standing", lambda who, number, _world=None: once(who, number))
    monkeypatch.setattr(access, "reasons", lambda who, _world=None: ways(who))
    return made


def _held(scene: Scene) -> Marked:
    """An errand that a neighbour asked for and a volunteer took: it lies with its holder."""
    town = scene.town
    town.people |= {"asking": scene.people["building"], "holding": scene.people["volunteer@here"]}
    done = town.open("errand", "asking", values={"what": "medicine", "subject": "取一盒降压药"})
    town.act(done, "take", "holding")
    return Marked(town.act(done, "agree", "grid_worker").matter.id, "errand", "running", {}, {})


OTHERWISE: dict[str, tuple[str, Any]] = {
    "acts": ("acts_of", lambda it: []),
    "fact names": ("answers", lambda call, it: []),
}
"""Parts of the API that answer otherwise: what is reported then, what is replaced, by what."""


def test_a_face_that_answers_otherwise_is_reported(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = next(one for one in scene.matters if one.method == "appeal-wall")
    assert differences(scene, "filer", matter) == []
    for part, (name, answer) in OTHERWISE.items():
        with monkeypatch.context() as patched:
            patched.setattr(api, name, answer)
            assert part in {told for told, *_ in differences(scene, "filer", matter)}


def test_of_a_matter_page_and_api_tell_the_same(scene: Scene) -> None:
    found: dict[Any, Any] = {}
    for matter in scene.matters[::EVERY]:
        for who in READERS:
            for part, page, told in differences(scene, who, matter):
                found[matter.method, matter.stage, who, part] = (page, told)
    assert found == {}


LISTS: dict[str, tuple[str, str, str]] = {
    "inbox": ("/inbox", "rows", "box=inbox"),
    "vacant desks": ("/inbox", "standing_in", "box=standing_in"),
    "mine": ("/mine", "cards", "box=mine"),
    "a place": ("/places/{place}/matters", "rows", "place={place}&open=true"),
    "a place, ended": ("/places/{place}/matters?closed=1", "rows", "place={place}&open=false"),
    "a search": ("/search?q={text}", "lines", "text={text}&limit=20"),
}
"""Lists that both faces have: the page and where its rows are, and what the API is asked."""


def rows_of(context: Any, name: str) -> list[MatterRow]:
    """The rows of a list on a page."""
    listed = context.get(name) or []
    if name == "cards":
        return [card.row for card in listed]
    return [line[0] for line in listed] if name == "lines" else list(listed)


def test_lists_hold_the_same_in_the_same_order(scene: Scene) -> None:
    found: dict[Any, Any] = {}
    filled: set[str] = set()
    words = {"place": scene.town.district.pk, "text": "广场"}
    Matter.objects.filter(pk=scene.matters[1].number).update(returned=True)
    Matter.objects.filter(pk=scene.matters[3].number).update(expected_at=timezone.now() - timedelta(days=1))
    for who in READERS:
        account = scene.accounts[who]
        assert account is not None
        browser = Client()
        browser.force_login(account)
        for name, (path, rows, query) in LISTS.items():
            answer = browser.get(path.format(**words), follow=True)
            page = (
                rows_of(answer.context, rows)
                if answer.redirect_chain == [] and answer.status_code == 200
                else []
            )
            lines = browser.get(f"/api/matters?{query.format(**words)}").json()["matters"]
            told = [_as_row(line) for line in lines]
            filled |= {name} if told else set()
            if (mine := [_as_told(row) for row in page]) != told[: len(mine)] or bool(mine) != bool(told):
                found[name, who] = next(((a, b) for a, b in zip_longest(mine, told) if a != b), None)
    assert found == {}
    assert filled == LISTS.keys() - {"vacant desks"}


def _as_told(row: MatterRow) -> tuple[Any, ...]:
    due = row.due if row.closed is None else None
    return row.number, row.title, row.stage.zh, due, row.tone == "bad", row.urged, row.returned


def _as_row(line: dict[str, Any]) -> tuple[Any, ...]:
    due, urged = (
        parse_datetime(line[name]) if line[name] else None for name in ("expected_at", "urged_until")
    )
    late = line["late"] and line["closed_at"] is None
    return line["number"], line["title"], line["stage_label"], due, late, urged, line["returned"]


def test_counts_of_news_are_the_same(scene: Scene) -> None:
    for who in ("about", "filer", "community_staff@here", "grid_worker@here", "volunteer@here"):
        account = scene.accounts[who]
        assert account is not None
        browser = Client()
        browser.force_login(account)
        page = browser.get("/notices").context
        news = [one["notice"].pk for one in page["rows"] if one["new"]]
        told = browser.get("/api/notices?unread=true&limit=30").json()
        assert [one["id"] for one in told["notices"]][: len(news)] == news
        assert told["unread"] == len(told["notices"])
        assert [one.count for one in page["frame"].links if one.url == "/notices"] == [told["unread"]]
