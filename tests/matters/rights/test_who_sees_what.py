"""Who sees which matter: one rule for a single look and for every list, tried over all who might ask."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists import board as boards
from shanzhi.matters.lists import queries
from shanzhi.matters.lists.on_map import heaps, matters_of
from shanzhi.matters.models import Matter, Notice
from shanzhi.matters.rights.access import may_see, party, seen_by
from shanzhi.matters.rights.unmasking import masked, reveal
from shanzhi.matters.writing.actions import why_not
from shanzhi.people import actions as people
from shanzhi.people.models import Look
from shanzhi.people.permission import ANONYMOUS, Administrator, Denied, allowed
from shanzhi.people.problems import BadInput
from shanzhi.reading.invitations import open_to
from shanzhi.reading.search import numbers
from tests.matters.method_texts import CLAIM, OPEN_BALLOT, visible
from tests.matters.town import METHODS, SINCE, code

EVERYBODY = (
    "resident", "resident2", "stranger", "grid_worker", "grid_worker@other", "community_staff", "street_staff",
    "district_staff", "department_staff", "volunteer", "administrator", "anonymous", "system",
)  # fmt: skip


@pytest.fixture
def everybody(town):
    town.people["volunteer"] = town.appoint("volunteer", town.community, "义工甲")
    far = people.add_person(SYSTEM, name="外人", home=town.other_grid.parent.parent)
    town.people["stranger"] = far
    actors = {who: town.actor(who) for who in EVERYBODY if who in town.people}
    actors |= {
        "administrator": Administrator(person=None, kind="system_admin"),
        "anonymous": ANONYMOUS,
        "system": SYSTEM,
    }
    return actors


PARTIES = {"resident", "grid_worker", "community_staff", "street_staff", "district_staff", "system"}
MATRIX = {
    "desk": PARTIES,
    "place": PARTIES | {"resident2"},
    "public": set(EVERYBODY) - {"administrator"},
}


@pytest.mark.parametrize("how", MATRIX)
def test_the_matrix(town, everybody, how):
    town.adopt(visible(how))
    done = town.open(f"seen-{how}", values={"subject": "看一看"})
    one_by_one = {who for who, actor in everybody.items() if may_see(actor, done.matter.id)}
    in_lists = {who for who, actor in everybody.items() if seen_by(actor).filter(pk=done.matter.id).exists()}
    assert one_by_one == in_lists == MATRIX[how]
    whole = {who for who, actor in everybody.items() if allowed(actor, "matter.see_whole", done.matter.id)}
    assert whole == PARTIES


def test_an_office_that_helps_sees_both_its_own_and_the_matter_it_helps(town, everybody):
    done = town.act(town.open(), "accept")
    assert not may_see(everybody["department_staff"], done.matter.id)
    town.act(done, "ask_help", helpers=[town.office.pk], request="请检修路灯线路")
    child = Matter.objects.get(parent=done.matter.id)
    assert may_see(everybody["department_staff"], child.pk)
    assert may_see(everybody["department_staff"], done.matter.id)


def test_who_acted_goes_on_seeing_it_after_it_moved_away(town):
    done = town.open()
    town.act(done, "transfer", to_place=town.other_grid.pk)
    assert may_see(town.actor("grid_worker"), done.matter.id)
    assert may_see(town.actor("grid_worker@other"), done.matter.id)


def test_lists_show_no_more_than_that(town, everybody):
    town.adopt(visible("place"))
    done = town.open("seen-place", values={"subject": "楼道灯不亮"})
    sees = {
        "grid_worker",
        "community_staff",
        "street_staff",
        "district_staff",
        "resident",
        "resident2",
        "system",
    }
    for who, actor in everybody.items():
        expected = [done.matter.id] if who in sees else []
        assert [m.pk for m in queries.board(actor, town.district)] == expected, who
        assert numbers(actor, "灯不亮") == expected, who
        assert numbers(actor, f"#{done.matter.id}") == expected, who


def test_the_inbox_holds_what_lies_on_ones_desks(town, everybody):
    first, second = town.open(), town.open()
    town.act(second, "escalate")
    boxes = {who: [line.id for line in queries.inbox(actor)] for who, actor in everybody.items()}
    assert {who: box for who, box in boxes.items() if box} == {
        "grid_worker": [first.matter.id],
        "community_staff": [second.matter.id],
    }


def test_the_inbox_turns_pages_by_key(town):
    numbers = [town.open().matter.id for _ in range(7)]
    actor = town.actor("grid_worker")
    seen, after = [], None
    while page := queries.inbox(actor, after=after, limit=3):
        seen += [line.id for line in page]
        after = page[-1].key
    assert seen == numbers


def test_what_lies_on_a_vacant_desk_shows_to_those_above(town):
    done = town.open()
    post = town.people["grid_worker"].posts.get()
    people.end_post(SYSTEM, post=post, reason="调离")
    assert queries.vacant_desks(town.actor("community_staff")) == [("grid_worker", town.grid.pk)]
    assert [line.id for line in queries.standing_in(town.actor("street_staff"))] == [done.matter.id]
    assert queries.standing_in(town.actor("grid_worker@other")) == []
    town.act(done, "accept", "community_staff")


def test_sensitive_answers_are_masked_and_shown_whole_only_to_the_desk_for_a_purpose(town):
    done = town.open(values={"subject": "灯坏", "phone": "13912345678"})
    from django.utils import timezone

    from shanzhi.matters.writing import store

    loaded = store.read(done.matter.id, timezone.now())
    assert masked(loaded.method, loaded.record.matter.data)["phone"] == "139****5678"
    worker = town.actor("grid_worker")
    with pytest.raises(BadInput):
        reveal(actor=worker, matter=done.matter.id, fields=["phone"])
    assert reveal(actor=worker, matter=done.matter.id, fields=["phone"], purpose="约上门") == {
        "phone": "13912345678"
    }
    with pytest.raises(Denied):
        reveal(actor=town.actor("community_staff"), matter=done.matter.id, fields=["phone"], purpose="看看")
    looks = Look.objects.order_by("seq").values_list("result", "person", "subject")
    assert list(looks) == [
        ("ok", worker.person, town.residents[0].pk),
        ("denied", town.people["community_staff"].pk, town.residents[0].pk),
    ]
    assert reveal(actor=town.actor("resident"), matter=done.matter.id, fields=["phone"]) == {
        "phone": "13912345678"
    }
    assert Look.objects.count() == 2


def test_whom_a_block_asks_sees_the_matter_and_finds_it_in_a_list(town):
    town.adopt(CLAIM)
    town.adopt(OPEN_BALLOT)
    taken = town.open("lend-a-hand", values={"subject": "帮忙搬家具"})
    voted = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    far = people.add_person(SYSTEM, name="外人", home=town.street)
    town.people["stranger"] = far
    lists = {
        who: [m.pk for m in open_to(town.actor(who))] for who in ("resident2", "stranger", "grid_worker")
    }
    assert lists == {"resident2": [taken.matter.id, voted.matter.id], "stranger": [], "grid_worker": []}
    town.act(taken, "take", "resident2")
    assert [m.pk for m in open_to(town.actor("resident3"))] == [voted.matter.id]


def test_who_does_not_see_a_matter_learns_nothing_of_it_by_trying(town):
    done = town.open()
    answers = {code(town.try_act(n, "accept", "grid_worker@other")) for n in (done.matter.id, 999_999)}
    assert answers == {"no_such_matter"}
    assert (
        why_not(actor=town.actor("resident2"), matter=done.matter.id, act="accept").code == "no_such_matter"
    )


def test_an_owner_who_lives_elsewhere_sees_the_vote_on_the_own_house_and_casts_it(town):
    town.adopt(OPEN_BALLOT.replace("electors: household", "electors: owner"))
    earlier = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    town.people["owner"] = people.add_person(SYSTEM, name="业主甲", home=town.street)
    people.set_household(SYSTEM, household=town.households[0], owner=town.people["owner"])
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    assert code(town.try_act(earlier, "vote", "owner", values={"choice": "agree"})) != "done"
    assert [m.pk for m in open_to(town.actor("owner"))] == [done.matter.id]
    town.act(done, "vote", "owner", choice="agree")


def lists_of(actor, place):
    """Everything that lists or finds matters for an actor, by name."""
    every = boards.BoardColumn("all", "")
    return {
        "one": set(Matter.objects.filter(party(actor)).values_list("pk", flat=True)),
        "seen": set(seen_by(actor).values_list("pk", flat=True)),
        "inbox": {line.id for line in queries.inbox(actor)},
        "board": set(boards.stack(actor, boards.BoardFilter(place=place), every).numbers),
        "mine": set(boards.stack(actor, boards.BoardFilter(place=place, mine=True), every).numbers),
        "words": set(numbers(actor, "收钱")),
        "told": set(Notice.objects.filter(person=actor.person).values_list("matter", flat=True)),
        "map": set(matters_of(actor, heaps(actor, place)).values_list("pk", flat=True)),
    }


def test_who_a_report_is_about_reads_none_of_it_in_whatever_post(town):
    town.people["colleague"] = town.appoint("grid_worker", town.grid, "网格员丁")
    accused = town.people["grid_worker"]
    people.assign_post(SYSTEM, person=accused, role="secretary", place=town.community, since=SINCE)
    done = town.open(values={"subject": "有人收钱", "detail": "他收了我的钱", "about": accused.pk})
    number = done.matter.id
    assert (done.matter.desk.role, done.matter.desk.place) == ("grid_worker", town.grid.pk)
    about, colleague = town.actor("grid_worker"), town.actor("colleague")
    for place in (town.grid, town.community):
        assert {name for name, found in lists_of(about, place).items() if found} == set()
    assert not may_see(about, number)
    assert code(town.try_act(done, "message", values={"text": "我没有"})) == "no_such_matter"
    assert queries.on_one_desk(about, "grid_worker", town.grid.pk) == []
    seen = lists_of(colleague, town.grid)
    assert {name for name, found in seen.items() if found == {number}} == set(seen)
    town.act(done, "accept", "colleague")
    town.act(done, "ask_help", "colleague", helpers=[town.office.pk], request="收钱的事请核实")
    assert len(Matter.objects.filter(parent=number)) == 1
    assert lists_of(about, town.grid)["seen"] == set(), "nor what another office is asked about it"
    assert not may_see(town.actor("grid_worker"), number), "who handles it does not change whom it is about"


def test_a_correction_changes_from_whom_it_is_kept(town):
    wrong, right = town.people["grid_worker"], town.people["community_staff"]
    done = town.open(values={"subject": "有人收钱", "about": wrong.pk})
    assert not may_see(town.actor("grid_worker"), done.matter.id)
    town.act(done, "correct", "resident", field="about", value=str(right.pk), reason="认错了人")
    assert may_see(town.actor("grid_worker"), done.matter.id)
    assert not may_see(town.actor("community_staff"), done.matter.id)
    assert may_see(town.actor("street_staff"), done.matter.id)


def test_a_matter_for_those_above_is_read_by_nobody_below_its_desk(town, everybody):
    town.adopt((METHODS / "system-complaint.yaml").read_text())
    done = town.open("system-complaint", values={"kind": "forced", "what": "网格员要我打卡，还收钱"})
    assert {who for who, actor in everybody.items() if may_see(actor, done.matter.id)} == {
        "resident", "district_staff", "system",
    }  # fmt: skip
    for who, place in (
        ("grid_worker", town.grid),
        ("community_staff", town.community),
        ("street_staff", town.street),
    ):
        assert not any(lists_of(town.actor(who), place).values()), who
    seen = lists_of(town.actor("district_staff"), town.district)
    assert {name for name, found in seen.items() if found} >= {
        "one",
        "seen",
        "inbox",
        "board",
        "words",
        "told",
    }
