"""An entry is narrow: whose it is sees all, neighbours what is shown to them, posts what they need, administrators nothing."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import Actor
from shanzhi.matters.rights.registers import kept_as
from shanzhi.people.models import Look
from shanzhi.people.permission import ANONYMOUS, Administrator, Denied, allowed
from shanzhi.people.problems import BadInput
from shanzhi.reading.registers import entries, entry_seen, own_entries, page_of, registers_seen, reveal
from tests.registers.kept import entry, joined

PHONE = "13800000001"


def told(listed):
    return {fact.name: fact.text for fact in listed.facts}


@pytest.fixture
def kept(town):
    joined(town)
    return kept_as("helpers", "helpers", town.building)


def test_whose_entry_it_is_sees_all_of_it_without_a_log(town, kept):
    ((_register, mine),) = own_entries(town.actor("resident"))
    assert told(mine) == {"skill": "修理", "phone": "138****0001"}
    _seen, phone = reveal(town.actor("resident"), mine.number, "phone")
    assert phone == PHONE
    assert not Look.objects.exists()


def test_a_neighbour_sees_what_is_shown_to_neighbours_and_no_full_name(town, kept):
    (row,), _more = page_of(kept, town.actor("resident2"))
    assert told(row) == {"skill": "修理"}
    assert "居民1" not in row.name
    with pytest.raises(Denied):
        reveal(town.actor("resident2"), row.number, "phone", purpose="上门走访")
    assert Look.objects.get().result == "denied"


def test_a_post_sees_what_is_sensitive_masked_and_whole_for_a_purpose_that_is_logged(town, kept):
    staff = town.actor("community_staff")
    (row,), _more = page_of(kept, staff)
    assert (row.name, told(row)) == ("居民1", {"skill": "修理", "phone": "138****0001"})
    with pytest.raises(BadInput):
        reveal(staff, row.number, "phone")
    _seen, phone = reveal(staff, row.number, "phone", purpose="上门走访")
    assert phone == PHONE
    look = Look.objects.get()
    assert (look.subject, look.detail["fields"], look.detail["purpose"]) == (
        town.people["resident"].pk, ["phone"], "上门走访",
    )  # fmt: skip


@pytest.mark.parametrize("who", ["grid_worker", "department_staff", "street_staff"])
def test_who_is_not_named_sees_no_entry(town, kept, who):
    assert not entries(kept, town.actor(who)).exists()
    with pytest.raises(Denied):
        entry_seen(town.actor(who), entry(town).pk)


def test_strangers_and_administrators_see_no_entry(town, kept):
    for actor in (ANONYMOUS, Administrator(person=town.people["community_staff"].pk, kind="system_admin")):
        assert not entries(kept, actor).exists()
        assert not allowed(actor, "register.see", entry(town))


def test_a_post_elsewhere_sees_no_entry(town, kept):
    elsewhere = Actor(999_999, frozenset({("community_staff", town.other_grid.pk)}))
    assert not entries(kept, elsewhere).exists()
    assert not allowed(elsewhere, "register.see", entry(town))


def test_former_entries_are_apart(town, kept):
    last = town.open("helpers", "resident", way="renew", values={"skill": "repair"})
    town.act(last, "leave", "community_staff")
    staff = town.actor("community_staff")
    assert page_of(kept, staff)[0] == []
    (row,), _more = page_of(kept, staff, former=True)
    assert row.state == "left"


def test_a_list_is_searched_by_name_and_paged_by_one_key(town, kept):
    joined(town, "resident2", "reading")
    joined(town, "resident3", "reading")
    staff = town.actor("community_staff")
    first, after = page_of(kept, staff, limit=2)
    rest, end = page_of(kept, staff, limit=2, after=after)
    assert [row.name for row in (*first, *rest)] == ["居民3", "居民2", "居民1"]
    assert end is None
    (found,), _more = page_of(kept, staff, q="居民2")
    assert found.name == "居民2"
    assert page_of(kept, staff, q="修理")[0] == []


def test_the_life_tells_posts_why_and_by_which_matter(town, kept):
    seen = entry_seen(town.actor("community_staff"), entry(town).pk)
    (line,) = seen.life
    assert (line.event.zh, line.matter) == ("入册", entry(town).matter_id)
    neighbour = entry_seen(town.actor("resident2"), entry(town).pk)
    assert neighbour.life[0].by is None
    assert neighbour.life[0].matter is None


def test_the_registers_are_listed_for_whoever_may_read_them(town, kept):
    assert [(one.register.name, count) for one, count in registers_seen(town.actor("community_staff"))] == [
        ("helpers", 1)
    ]
    assert registers_seen(town.actor("department_staff")) == []
