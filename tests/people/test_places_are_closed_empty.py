"""A place is closed when nobody lives or works there any more; what is left is counted, with what to do."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.writing.deaths import record_death
from shanzhi.people import actions
from shanzhi.people.models import Post
from shanzhi.places.actions import add_place, close_place, move_place
from shanzhi.places.models import Change, Place
from shanzhi.places.refused import PlaceRefused


def refusal(place: Place, **how: bool) -> tuple[str, str]:
    changes = Change.objects.count()
    with pytest.raises(PlaceRefused) as refused:
        close_place(place=place, **how)
    assert Change.objects.count() == changes
    assert not Place.objects.filter(path__begins=place.path).exclude(closed_at=None).exists()
    return refused.value.why.zh, refused.value.why.en


def test_what_is_left_is_counted_with_what_to_do(ground) -> None:
    ground.worker("grid_worker", ground.grid)
    actions.add_person(SYSTEM, name="某丙", home=ground.building)
    zh, en = refusal(ground.grid)
    assert "未撤销的下级地方 2 处、住户 1 户、居住人员 2 人、在任岗位 1 个" in zh
    assert "移到别的上级" in zh
    assert "迁到" in zh
    assert "结束岗位" in zh
    assert "2 open places below it, 1 households, 2 people who live there, 1 posts" in en


def test_a_branch_is_not_closed_over_the_people_in_it(ground) -> None:
    zh, _en = refusal(ground.grid, with_below=True)
    assert "住户 1 户、居住人员 1 人" in zh
    assert "下级" not in zh


def test_an_emptied_branch_is_closed_whole(ground) -> None:
    post = ground.post("grid_worker", ground.grid)
    home = add_place(name="二栋", level="building", parent=ground.other_grid)
    actions.move_household(SYSTEM, household=ground.household, place=home)
    actions.end_post(SYSTEM, post=post, reason="网格并入")
    closed = close_place(place=ground.grid, with_below=True)
    assert not Place.objects.filter(path__begins=closed.path, closed_at=None).exists()
    assert Change.objects.latest("pk").after == {"with_below": 2}


def test_parts_moved_away_take_their_people_with_them(ground) -> None:
    move_place(place=ground.microgrid, to=ground.other_grid)
    assert close_place(place=ground.grid).closed_at is not None


def test_the_dead_the_gone_and_terms_run_out_keep_nothing_open(ground) -> None:
    now = timezone.now()
    past = {"since": now - timedelta(days=9), "until": now - timedelta(days=1)}
    ground.post("grid_worker", ground.other_grid, **past)
    record_death(
        SYSTEM, person=actions.add_person(SYSTEM, name="某丁", home=ground.other_grid), on=now.date()
    )
    gone = actions.add_household(SYSTEM, name="901", place=ground.other_grid)
    actions.close_household(SYSTEM, household=gone)
    assert close_place(place=ground.other_grid).closed_at is not None


def test_a_post_that_is_to_begin_keeps_its_place(ground) -> None:
    post = ground.post("grid_worker", ground.other_grid, since=timezone.now() + timedelta(days=3))
    assert "在任岗位 1 个" in refusal(ground.other_grid)[0]
    Post.objects.filter(pk=post.pk).delete()
    assert close_place(place=ground.other_grid).closed_at is not None
