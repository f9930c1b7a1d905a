"""Every list that is cut says how to go on, and page by page it is the whole list."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Post


def pages(api, address: str, limit: int) -> list[int]:
    found: list[int] = []
    after = ""
    while True:
        page = api.as_("community_staff").get(f"{address}&limit={limit}{after}")
        assert page.status == 200, page.data
        assert len(page["posts"]) <= limit
        found += [post["id"] for post in page["posts"]]
        if page["next"] is None:
            return found
        after = f"&after={page['next']}"


def test_each_list_with_a_limit_takes_a_key_to_go_on(api) -> None:
    paths = api.nobody().get("/openapi.json").data["paths"]
    limited = {
        path: {one["name"] for one in methods["get"].get("parameters", ())}
        for path, methods in paths.items()
        if "get" in methods
    }
    cut = {path: names for path, names in limited.items() if "limit" in names}
    assert len(cut) > 8
    assert not [path for path, names in cut.items() if not names & {"after", "before"}]


@pytest.mark.parametrize("limit", [1, 3, 500])
def test_all_posts_of_a_place_are_read_page_by_page(api, limit: int) -> None:
    town = api.town
    for n in range(7):
        person = actions.add_person(SYSTEM, name=f"义工{n}", serves=town.grid)
        actions.assign_post(SYSTEM, person=person, role="volunteer", place=town.grid)
    held = Post.objects.in_force().filter(place__path__begins=town.district.path)
    got = pages(api, f"/posts?place={town.district.pk}", limit)
    assert sorted(got) == sorted(held.values_list("pk", flat=True))
    assert got == pages(api, f"/posts?place={town.district.pk}", 200)


def test_a_post_that_ended_between_two_pages_loses_none_behind_it(api) -> None:
    town = api.town
    staff = api.as_("community_staff")
    first = staff.get(f"/posts?place={town.district.pk}&limit=2")
    rest = pages(api, f"/posts?place={town.district.pk}", 200)[2:]
    actions.end_post(SYSTEM, post=Post.objects.get(pk=first["next"]), reason="换岗")
    after = staff.get(f"/posts?place={town.district.pk}&limit=200&after={first['next']}")
    assert [post["id"] for post in after["posts"]] == rest


def test_terms_that_end_soon_go_on_too(api) -> None:
    town, soon = api.town, timezone.now() + timedelta(days=5)
    ids = []
    for n in range(5):
        person = actions.add_person(SYSTEM, name=f"义工{n}", serves=town.grid)
        post = actions.assign_post(SYSTEM, person=person, role="volunteer", place=town.grid, until=soon)
        ids.append(post.pk)
    assert pages(api, f"/posts?place={town.district.pk}&ending_within=30", 2) == ids
