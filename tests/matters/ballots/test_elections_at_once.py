"""A paper read in the room and the same voter's vote on screen, two tellers at the same moment: one vote, counted once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from shanzhi.people.models import Post
from tests.matters.boxes import settle
from tests.matters.town import Town, code
from tests.matters.writing.test_many_at_once import all_at_once

YARD = (Path(__file__).parents[2] / "method" / "yard_election.yaml").read_text(encoding="utf-8")
MARKS = [{"candidate": 1}, {"candidate": 2}]


def electing(town: Town) -> int:
    """An election that is on, of three candidates for two places."""
    settle(town, 4)
    town.people["supervision_member"] = town.appoint("supervision_member", town.community, "监票员甲")
    town.adopt(YARD)
    values = {
        "subject": "一号院自管会", "yard": town.grid.pk, "places": 2,
        "candidates": [{"who": town.people[f"resident{n}"].pk, "name": name} for n, name in ((2, "乙某"), (3, "丙某"))]
        + [{"who": town.people["grid_worker"].pk, "name": "丁某"}],
        "tellers": [town.people["community_staff"].pk, town.people["supervision_member"].pk],
    }  # fmt: skip
    number = town.open("yard-election", "community_staff", values=values).matter.id
    tick(now=timezone.now() + timedelta(days=8))
    return number


@pytest.mark.django_db(transaction=True)
def test_a_paper_in_the_room_and_a_vote_on_screen_at_the_same_moment_are_one_vote(town_for_many):
    town = town_for_many
    number = electing(town)
    paper = {"elector": town.people["resident"].pk, "number": "A1", "marks": MARKS}
    answers = all_at_once(
        lambda: town.try_act(number, "paper", "community_staff", values=paper),
        lambda: town.try_act(number, "vote", "resident", values={"marks": [{"candidate": 3}]}),
        lambda: town.try_act(number, "vote", "resident", values={"marks": [{"candidate": 3}]}),
    )
    assert sorted(code(one) for one in answers) == ["already", "already", "done"]
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 1
    assert Entry.objects.filter(matter=number, slot__startswith="vote:").count() == 1
    assert verify_matters().faults == []


@pytest.mark.django_db(transaction=True)
def test_tellers_who_read_a_paper_at_the_same_moment_count_it_once(town_for_many):
    town = town_for_many
    number = electing(town)
    paper = {"elector": town.people["resident"].pk, "number": "A1", "marks": MARKS}
    readers = ("community_staff", "supervision_member") * 2
    answers = all_at_once(
        *[lambda who=who: town.try_act(number, "paper", who, values=paper) for who in readers]
    )
    read = [who for who, one in zip(readers, answers, strict=True) if code(one) == "done"]
    if len(read) == 1:  # the other came upon the first reading half way, was told of it, and reads once more
        (other,) = {*readers} - {*read}
        read += [other] if code(town.try_act(number, "paper", other, values=paper)) == "done" else []
    assert sorted(read) == ["community_staff", "supervision_member"]
    tally = Matter.objects.get(pk=number).state["tally"]
    assert (tally["voted"], tally["valid"], tally["@unread"], tally["@votes"]) == (1, 1, 0, [1, 1, 0])
    assert verify_matters().faults == []


@pytest.mark.django_db
def test_who_is_elected_gets_the_post_without_being_typed_again(town):
    number = electing(town)
    for who in ("resident", "resident2", "resident3"):
        town.act(number, "vote", who, marks=MARKS)
    tick(now=timezone.now() + timedelta(days=14))
    town.act(number, "finish_count", "supervision_member")
    held = Post.objects.filter(role="yard_member")
    assert not held.exists()
    tick(now=timezone.now() + timedelta(days=30))
    elected = {town.people["resident2"].pk, town.people["resident3"].pk}
    assert set(held.values_list("person", flat=True)) == elected
    assert Matter.objects.get(pk=number).end == "done"
    assert verify_matters().faults == []
