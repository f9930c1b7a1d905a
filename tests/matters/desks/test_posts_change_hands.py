"""A post changes hands: through a method, by hand or because its term ran out. Nothing is left with who has gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice
from shanzhi.matters.writing import posts
from shanzhi.matters.writing.ground import ground
from shanzhi.matters.writing.handing_over import hand_over_lapsed
from shanzhi.people import actions as people
from shanzhi.people.models import Post
from shanzhi.people.responsibility import responsible_for
from shanzhi.places.models import Place
from tests.matters.method_texts import CLAIM, end, method
from tests.matters.town import METHODS, SINCE, Town, code

BACK_AND_FORTH = method(
    "back-and-forth",
    "来回办",
    "resident",
    """
handling:
  label: 办理
  desk: {role: [grid_worker, community_staff], last: handling}
  due: 5 days
  acts:
    ask: {label: 问一问, to: asking}
    finish: {label: 办完, to: finished}
asking:
  label: 待答
  desk: opener
  due: 5 days
  acts:
    tell: {label: 答, to: handling}
"""
    + end("finished", "已办完", "done"),
    at="grid",
)
HELP = CLAIM.replace("claim: {by: [resident]", "claim: {by: [building_lead]")


@pytest.fixture
def network(town: Town) -> Town:
    town.people["secretary"] = town.appoint("secretary", town.community, "书记甲")
    town.people["building_lead"] = town.appoint("building_lead", town.building, "楼栋长甲")
    town.adopt((METHODS / "grid-network.yaml").read_text(encoding="utf-8"), show_first=False)
    town.adopt(BACK_AND_FORTH)
    town.adopt(HELP)
    return town


def with_its_worker(town: Town) -> int:
    """A matter that went back to the grid worker who had it last."""
    number = town.open("back-and-forth").matter.id
    town.act(number, "ask")
    town.act(number, "tell", "resident")
    assert Matter.objects.get(pk=number).desk_person == town.people["grid_worker"]
    return number


def change(town: Town, **values: object) -> int:
    return town.open("grid-network", "community_staff", values={"reason": "工作变动", **values}).matter.id


def post_of(town: Town, who: str) -> Post:
    return Post.objects.get(person=town.people[who])


def test_a_successor_gets_what_lay_with_the_one_before(network):
    number, successor = with_its_worker(network), network.people["resident2"]
    asked = change(
        network, change="replace", role="grid_worker", where=network.grid.pk, who=successor.pk,
        former=network.people["grid_worker"].pk,
    )  # fmt: skip
    network.act(asked, "approve", "secretary")
    network.act(asked, "decide", "street_staff")
    row = Matter.objects.get(pk=number)
    assert (row.desk_role, row.desk_person) == ("grid_worker", successor)
    entry = Entry.objects.get(matter=number, act="hand_over")
    assert entry.values == {
        "role": "grid_worker",
        "from": network.people["grid_worker"].pk,
        "to": successor.pk,
    }
    assert Notice.objects.filter(person=successor, matter=number, kind="arrived").exists()
    assert post_of(network, "grid_worker").ended_at is not None
    assert (
        Post.objects.get(person=successor, role="grid_worker").basis == f"网格队伍调整（三员三长） #{asked}"
    )
    assert {n.kind for n in Notice.objects.filter(matter=asked, person=successor)} == {"post"}
    network.act(number, "finish", "resident2")
    assert verify_matters().faults == []


def test_without_a_successor_it_lies_with_the_level_above(network):
    number = with_its_worker(network)
    posts.end_post(SYSTEM, post=post_of(network, "grid_worker"), reason="离职")
    row = Matter.objects.get(pk=number)
    assert (row.desk_role, row.desk_place, row.desk_person) == ("community_staff", network.community, None)
    assert Notice.objects.filter(
        person=network.people["community_staff"], matter=number, kind="arrived"
    ).exists()
    network.act(number, "finish", "community_staff")


def test_what_somebody_took_for_the_post_goes_to_whoever_answers_there(network):
    number = network.open("lend-a-hand", values={"subject": "代取药"}).matter.id
    network.act(number, "take", "building_lead")
    posts.end_post(SYSTEM, post=post_of(network, "building_lead"), reason="搬走")
    row = Matter.objects.get(pk=number)
    assert (row.desk_role, row.desk_person) == ("holder", network.people["grid_worker"])
    assert code(network.try_act(number, "finish", "building_lead")) != "done"
    network.act(number, "finish", "grid_worker")


def test_a_term_that_ran_out_is_handed_over_once(network):
    number, now = with_its_worker(network), timezone.now()
    Post.objects.filter(person=network.people["grid_worker"]).update(until=now - timedelta(minutes=1))
    people.assign_post(
        SYSTEM, person=network.people["resident3"], role="grid_worker", place=network.grid, since=SINCE
    )
    assert (hand_over_lapsed(now), hand_over_lapsed(now)) == (1, 0)
    assert Matter.objects.get(pk=number).desk_person == network.people["resident3"]


def test_a_renewed_term_hands_nothing_over(network):
    number, now = with_its_worker(network), timezone.now()
    Post.objects.filter(person=network.people["grid_worker"]).update(until=now + timedelta(days=9))
    day = (now + timedelta(days=400)).date().isoformat()
    asked = change(
        network, change="renew", role="grid_worker", where=network.grid.pk, until=day,
        who=network.people["grid_worker"].pk,
    )  # fmt: skip
    network.act(asked, "approve", "secretary")
    network.act(asked, "decide", "street_staff")
    terms = list(Post.objects.filter(person=network.people["grid_worker"]).order_by("since"))
    assert terms[0].until == terms[1].since
    assert not Entry.objects.filter(matter=number, act="hand_over").exists()


def test_if_the_post_cannot_be_given_nothing_at_all_happens(network):
    asked = change(
        network, change="replace", role="grid_worker", where=network.grid.pk, who=network.people["resident3"].pk,
        former=network.people["grid_worker"].pk,
    )  # fmt: skip
    Place.objects.filter(pk=network.grid.pk).update(closed_at=timezone.now())
    network.act(asked, "approve", "secretary")
    answer = network.try_act(asked, "decide", "street_staff")
    assert code(answer) == "not_appointed"
    assert Matter.objects.get(pk=asked).stage == "deciding"
    assert post_of(network, "grid_worker").ended_at is None


def test_buildings_are_shared_out_and_every_household_has_somebody(network):
    member = network.people["resident2"]
    posts.end_post(SYSTEM, post=post_of(network, "building_lead"), reason="搬走")
    assert responsible_for(network.households[0]).first.person == network.people["grid_worker"]
    asked = change(
        network, change="share", buildings=[{"building": network.building.pk, "member": member.pk}],
        record="院委会会议记录第 3 号",
    )  # fmt: skip
    network.act(asked, "approve", "secretary")
    first = responsible_for(network.households[0]).first
    assert (first.person, first.role, first.place) == (member, "yard_member", network.building)


def test_a_community_cannot_give_itself_leading_posts(network):
    text = (METHODS / "grid-network.yaml").read_text(encoding="utf-8")
    own = text.replace("method: grid-network", "method: own-network").replace(
        "party_member: 包联党员, ", "party_member: 包联党员, community_staff: 社区工作者, "
    )
    network.adopt(own, place=network.community, show_first=False)
    asked = network.open(
        "own-network", "community_staff",
        values={"change": "appoint", "role": "community_staff", "where": network.community.pk,
                "who": network.people["resident2"].pk, "reason": "试试"},
    ).matter.id  # fmt: skip
    assert code(network.try_act(asked, "approve", "secretary")) == "post_too_high"
    assert not Post.objects.filter(person=network.people["resident2"]).exists()


def test_a_trial_that_was_taken_back_teaches_nobody_what_never_was(town):
    """Ending a post is tried and taken back to say what it would do; the next change elsewhere brings no belief in it."""
    post = Post.objects.get(person=town.people["grid_worker"])
    worker = town.people["grid_worker"].pk
    with transaction.atomic():
        posts.end_post(SYSTEM, post=post, reason="试算")
        assert ground().serving("grid_worker", town.grid.pk) == []
        transaction.set_rollback(True)
    staff = town.people["community_staff"]
    people.assign_post(SYSTEM, person=staff, role="team_lead", place=town.other_grid, since=SINCE)
    assert ground().serving("grid_worker", town.grid.pk) == [worker]
