"""Taking part makes nobody a party: one's own contribution and what is public, nothing else; and it can be taken back."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists import queries
from shanzhi.matters.models import Entry, Notice, Watch
from shanzhi.matters.rights.access import may_see, parties_among, seen_by
from shanzhi.matters.writing.participation import own_parts, participants
from shanzhi.people import actions as people
from shanzhi.people.permission import allowed
from tests.matters.method_texts import OPEN_BALLOT, end, method
from tests.matters.town import code

SHOWING = method(
    "showing",
    "公示名单",
    "community_staff",
    """
showing:
  label: 公示
  desk: community_staff
  publicity: {for: 5 workdays, what: [subject], objections: [resident, grid_worker], answer_within: 3 workdays}
  outcomes: {clear: shown, upheld: mending}
mending: {label: 改, desk: community_staff, due: 2 days, acts: {mend: {label: 改好, to: showing}}}
"""
    + end("shown", "公示完", "done"),
    form="  detail: {type: text, optional: true, private: true, label: 详情}\n",
)
SUPPORTED = method(
    "supported",
    "联名",
    "resident",
    """
gathering:
  label: 征集
  desk: community_staff
  endorse: {by: [resident], threshold: "5", open_for: 5 days}
  outcomes: {reached: through, expired: over}
"""
    + end("through", "够了", "done")
    + end("over", "不够", "expired"),
    form="  detail: {type: text, optional: true, private: true, label: 详情}\n",
)


@pytest.fixture
def parts(town):
    """For each way of taking part: the matter, what resident2 does, and what takes it back."""
    town.adopt(SHOWING)
    town.adopt(SUPPORTED)
    town.adopt(OPEN_BALLOT)
    values = {"subject": "名单", "detail": "内情"}
    shown = town.open("showing", "community_staff", values=values)
    gathered = town.open("supported", "resident", values=values)
    voted = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    return {
        "watch": (shown, {}, "unwatch"),
        "object": (shown, {"reason": "有误"}, "take_back"),
        "endorse": (gathered, {}, "unendorse"),
        "vote": (voted, {"choice": "agree"}, None),
    }


@pytest.mark.parametrize("act", ["watch", "object", "endorse", "vote"])
def test_it_makes_nobody_a_party(town, parts, act):
    done, values, back = parts[act]
    number, neighbour = done.matter.id, town.actor("resident2")
    town.act(number, act, "resident2", **values)
    assert may_see(neighbour, number)
    assert not allowed(neighbour, "matter.see_whole", number)
    assert parties_among(neighbour, [number]) == set()
    assert own_parts(number, neighbour.person) == {Entry.objects.filter(act=act, matter=number).get().seq}
    if back is not None:
        town.act(number, back, "resident2")
        assert own_parts(number, neighbour.person) == set()
        assert participants(number, [act]) == set()


def test_a_worker_who_objects_as_one_of_many_is_no_party_by_it(town, parts):
    done, values, _ = parts["object"]
    elsewhere = town.appoint("grid_worker", town.grid, "网格员丙")
    town.people["worker"] = elsewhere
    town.act(done, "object", "worker", **values)
    post = elsewhere.posts.get()
    people.end_post(SYSTEM, post=post, reason="调离")
    assert not allowed(town.actor("worker"), "matter.see_whole", done.matter.id)


def test_who_stops_following_is_told_no_more(town, parts):
    done, _, _ = parts["watch"]
    town.act(done, "watch", "resident2")
    town.act(done, "unwatch", "resident2")
    assert not Watch.objects.filter(matter=done.matter.id).exists()
    before = Notice.objects.filter(person=town.people["resident2"].pk).count()
    town.act(done, "object", "resident3", reason="有误")
    town.act(done, "answer", "community_staff", objection=1, upheld=False, answer="核对过")
    assert Notice.objects.filter(person=town.people["resident2"].pk).count() == before


def test_a_household_that_took_its_support_back_is_told_no_more(town):
    town.adopt(
        SUPPORTED.replace("to: [opener], text: 够了", "to: [opener, supporters], text: 够了").replace(
            '"5"', '"2"'
        )
    )
    done = town.open("supported", "resident", values={"subject": "灯"})
    town.act(done, "endorse", "resident2")
    town.act(done, "unendorse", "resident2")
    town.act(done, "endorse", "resident3")
    town.act(done, "endorse", "resident")
    told = set(Notice.objects.filter(matter=done.matter.id, kind="notify").values_list("person", flat=True))
    assert town.people["resident3"].pk in told
    assert town.people["resident2"].pk not in told


def test_a_post_keeps_what_it_handled_and_loses_it_with_the_post(town):
    done = town.act(town.open(), "accept")
    child = town.act(done, "ask_help", helpers=[town.office.pk], request="请检修路灯线路")
    number = done.matter.id
    helper = town.actor("department_staff")
    assert allowed(helper, "matter.see_whole", number)
    town.act(town.open(), "transfer", to_place=town.other_grid.pk)
    moved = Entry.objects.filter(act="transfer").get().matter_id
    assert allowed(town.actor("grid_worker"), "matter.see_whole", moved)
    people.end_post(SYSTEM, post=town.people["grid_worker"].posts.get(), reason="调离")
    assert not may_see(town.actor("grid_worker"), moved)
    assert not seen_by(town.actor("grid_worker")).filter(pk=moved).exists()
    assert child.matter.id == number


def test_who_opened_it_for_another_sees_it_as_the_other_does(town):
    done = town.open("appeal", "grid_worker", values={"subject": "灯坏", "for_person": town.residents[1].pk})
    for who in ("resident2", "grid_worker"):
        assert allowed(town.actor(who), "matter.see_whole", done.matter.id)
    assert code(town.try_act(done, "watch", "resident3")) == "no_such_matter"


def test_lists_read_as_before(town, parts):
    done, values, _ = parts["endorse"]
    town.act(done, "endorse", "resident2", **values)
    assert done.matter.id in [m.pk for m in queries.board(town.actor("resident2"), town.district)]
