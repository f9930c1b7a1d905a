"""A responsible person is found for every household, going up when a post is vacant, and saying so."""

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.queries import responsible_for, unanswered

CHAIN = [
    ("street_staff", "street"),
    ("secretary", "community"),
    ("grid_worker", "grid"),
    ("microgrid_worker", "microgrid"),
    ("building_lead", "building"),
]


@pytest.mark.parametrize("filled", range(1, len(CHAIN) + 1))
def test_the_nearest_held_post_answers_and_the_vacant_ones_are_named(ground, filled: int) -> None:
    for role, place in CHAIN[:filled]:
        ground.post(role, getattr(ground, place), name=f"{place}甲")
    found = responsible_for(ground.household)
    role, place = CHAIN[filled - 1]
    assert found.first is not None
    assert (found.first.role, found.first.place) == (role, getattr(ground, place))
    assert {p.name for p in found.vacant} == {getattr(ground, p).name for _, p in CHAIN[filled:]}
    assert f"{place}甲" in found.text().zh
    assert ("空缺" in found.text().zh) is bool(CHAIN[filled:])


def test_nobody_at_all_is_said_plainly(ground) -> None:
    found = responsible_for(ground.household)
    assert found.first is None
    assert "请尽快补上" in found.text().zh
    assert unanswered(ground.community) == [ground.household]


def test_one_post_above_answers_for_every_household(ground) -> None:
    ground.post("street_staff", ground.street)
    assert unanswered(ground.community) == []
    assert unanswered(ground.building) == []


def test_a_household_in_an_unstaffed_grid_is_told_apart(ground) -> None:
    ground.post("grid_worker", ground.other_grid)
    assert unanswered(ground.community) == [ground.household]
    ground.post("building_lead", ground.building)
    assert unanswered(ground.community) == []


def test_posts_are_in_the_order_of_duty(ground) -> None:
    chief = ground.post("grid_chief", ground.grid)
    worker = ground.post("grid_worker", ground.grid)
    steward = ground.post("steward", ground.building)
    assert responsible_for(ground.building).posts == [steward, worker, chief]


def test_a_role_at_an_unusual_level_does_not_answer_for_all(ground) -> None:
    """A neighbour lead at a grid is one of many there; the grid worker answers for it."""
    ground.post("neighbour_lead", ground.grid)
    assert responsible_for(ground.building).first is None


def test_two_queries_however_tall_the_tree(ground, django_assert_num_queries) -> None:
    ground.post("grid_worker", ground.grid)
    with django_assert_num_queries(2):
        found = responsible_for(ground.household)
    with django_assert_num_queries(2):  # to name the places so that no others are meant
        assert found.text().en


def test_an_ended_post_answers_no_more(ground) -> None:
    post = ground.post("building_lead", ground.building)
    ground.post("grid_worker", ground.grid)
    actions.end_post(SYSTEM, post=post, reason="搬走")
    first = responsible_for(ground.household).first
    assert first is not None
    assert first.role == "grid_worker"
