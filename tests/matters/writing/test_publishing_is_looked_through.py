"""Before anything is public its text is looked through; what is found is mended, or stays with a reason; it can be corrected."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Publication, PublicationVersion
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.matters.writing.amending import amend, public_now, retract
from shanzhi.matters.writing.publishing import KEPT, Confirmation, Unlooked
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from shanzhi.reading import search, walls
from tests.matters.method_texts import end, method
from tests.matters.town import METHODS, Town, code

STRANGER = Actor(person=None)
DIRTY = {"shown_title": "一栋门口没有灯", "shown": "请打 138 0000 1234 找王小萌，二单元５０１"}
FOUND = {("phone", "138 0000 1234"), ("name", "王小萌"), ("door", "二单元５０１")}
PIECES = tuple(text for _kind, text in FOUND)


@pytest.fixture
def hung(town: Town) -> int:
    """A matter that waits to be put on the wall, in a community where 王小萌 and 高兴 live."""
    for name in ("task", "deliberation", "appeal-wall"):  # each after those it hands matters on to
        town.adopt((METHODS / f"{name}.yaml").read_text(encoding="utf-8"), **_INPUTS.get(name, {}))
    for name in ("王小萌", "高兴"):
        people.add_person(SYSTEM, name=name, household=town.households[0])
    return town.open("appeal-wall", values={"subject": "没灯", "detail": "没灯"}).matter.id


_INPUTS = {"appeal-wall": {"topic_from": 2}, "deliberation": {"supporters": 3}}


def post(town: Town, number: int, confirmed: Confirmation | None = None, **values: str):
    return town.try_act(number, "post", "community_staff", values=values, confirmed=confirmed)


def on_the_wall(number: int) -> str:
    return str(walls.card(STRANGER, number))


def test_what_reaches_somebody_is_not_published_unseen(town, hung):
    answer = post(town, hung, **DIRTY)
    assert isinstance(answer, Unlooked)
    assert answer.code == "look_through"
    assert {(one.kind, one.text) for one in answer.found} == FOUND
    assert answer.preview[0].fields == {
        "subject": DIRTY["shown_title"],
        "shown": DIRTY["shown"],
        "category": "other",
    }
    assert not Publication.objects.exists()
    assert Matter.objects.get(pk=hung).stage == "offered"


def test_what_stays_is_named_piece_by_piece_with_the_reason(town, hung):
    some = post(town, hung, Confirmation(PIECES[:2], "本人同意公开"), **DIRTY)
    assert code(some) == "look_through"
    assert code(post(town, hung, Confirmation(PIECES, " "), **DIRTY)) == "why_kept"
    done = post(town, hung, Confirmation((*PIECES[:2], "13800001234", *PIECES), "本人同意公开"), **DIRTY)
    assert isinstance(done, Done)
    assert "138 0000 1234" in on_the_wall(hung)
    (entry,) = Entry.objects.filter(matter=hung, act=KEPT)
    assert (entry.values["reason"], entry.person_id) == ("本人同意公开", town.people["community_staff"].pk)
    assert {(one["kind"], one["text"]) for one in entry.values["pieces"]} == FOUND
    assert not verify_matters().faults


def test_mended_it_is_published_at_once(town, hung):
    assert code(post(town, hung, **DIRTY)) == "look_through"
    assert isinstance(post(town, hung, shown_title=DIRTY["shown_title"], shown="门口夜里没有灯"), Done)


def test_the_heading_is_looked_through_too(town, hung):
    answer = post(town, hung, shown_title="王小萌家门口没有灯", shown="夜里没有灯")
    assert {one.text for one in answer.found} == {"王小萌"}


def test_a_dry_run_says_the_same(town, hung):
    staff = town.actor("community_staff")
    why = actions.why_not(actor=staff, matter=hung, act="post", values=DIRTY)
    assert code(why) == "look_through"


def test_a_word_that_may_be_a_name_is_asked_about_once_in_a_community(town, hung):
    text = {"shown_title": "门口没有灯", "shown": "装上了灯，大家都很高兴"}
    answer = post(town, hung, **text)
    assert [(one.kind, one.text) for one in answer.found] == [("maybe_name", "高兴")]
    assert isinstance(post(town, hung, Confirmation(("高兴",), "不是人名"), **text), Done)
    other = town.open("appeal-wall", values={"subject": "没灯", "detail": "没灯"}).matter.id
    assert isinstance(post(town, other, **text), Done)


def test_a_name_of_another_community_is_none_here(town, hung):
    elsewhere = add_place(name="另一社区", level="community", parent=town.street)
    people.add_person(SYSTEM, name="赵外地", home=elsewhere)
    assert isinstance(post(town, hung, shown_title="门口没有灯", shown="赵外地路过"), Done)


def test_the_clock_publishes_masked_what_nobody_looked_at(town):
    town.adopt(CLOCKED)
    people.add_person(SYSTEM, name="王小萌", household=town.households[0])
    number = town.open("clocked", values={"subject": "找王小萌，电话 13800001234，2单元501，高兴"}).matter.id
    swept = tick(now=timezone.now() + timedelta(days=3))
    assert not swept.faults
    (row,) = Publication.objects.filter(matter=number)
    for text in (row.title_zh, row.fields["subject"]):
        for hidden in ("小萌", "00001234", "501"):
            assert hidden not in text
        assert "高兴" in text


CLOCKED = method(
    "clocked",
    "按时公布",
    "resident",
    """
waiting:
  label: 等待
  desk: community_staff
  due: {in: 1 day, then: tell}
  acts:
    tell:
      label: 公布
      effects:
        - publish: {what: [subject], title: "{subject}"}
      to: told
"""
    + end("told", "已公布", "done"),
)


def test_a_correction_is_what_everybody_reads_and_the_old_version_is_kept(town, hung):
    town.act(hung, "post", "community_staff", shown_title="门口没有灯", shown="夜里没有灯，老人出入不便")
    done = amend(
        actor=town.actor("community_staff"),
        matter=hung,
        text="夜里没有灯",
        value="夜里灯很暗",
        reason="写错了",
    )
    assert isinstance(done, Done)
    card = walls.card(STRANGER, hung)
    assert card.shown["shown"] == "夜里灯很暗，老人出入不便"
    assert card.corrected is not None
    assert Matter.objects.get(pk=hung).data["shown"] == "夜里灯很暗，老人出入不便"
    (old,) = PublicationVersion.objects.all()
    assert old.fields["shown"] == "夜里没有灯，老人出入不便"
    (entry,) = Entry.objects.filter(matter=hung, act="amend_public")
    assert entry.values["reason"] == "写错了"
    assert not verify_matters().faults


def test_a_correction_is_looked_through_and_may_only_be_made_by_the_desk(town, hung):
    town.act(hung, "post", "community_staff", shown_title="门口没有灯", shown="夜里没有灯")
    staff = town.actor("community_staff")
    what = {"matter": hung, "text": "没有灯", "value": "没有灯，问 13900001234", "reason": "补充"}
    assert code(amend(actor=staff, **what)) == "look_through"
    assert code(amend(actor=town.actor("resident"), **what)) == "not_to_correct"
    assert code(amend(actor=town.actor("resident2"), **what)) in ("no_such_matter", "not_to_correct")
    assert code(amend(actor=staff, matter=hung, text="没有这句", value="x", reason="补充")) == "not_there"
    assert code(amend(actor=staff, matter=hung, text="没有灯", value="x", reason="")) == "no_reason"
    kept = Confirmation(("13900001234",), "值班电话")
    assert isinstance(amend(actor=staff, confirmed=kept, **what), Done)
    assert "13900001234" in on_the_wall(hung)


def test_what_ended_can_be_corrected_and_struck_out_too(town, hung):
    kept = Confirmation(PIECES, "本人同意公开")
    assert isinstance(post(town, hung, kept, **DIRTY), Done)
    town.act(hung, "answer", "community_staff", reply="已经装灯了")
    town.act(hung, "confirm", "resident")
    assert Matter.objects.get(pk=hung).closed_at is not None
    amended = amend(actor=town.actor("community_staff"), matter=hung, text="138 0000 1234", reason="不再同意")
    assert isinstance(amended, Done)
    assert "138 0000 1234" not in on_the_wall(hung)
    assert "***" in on_the_wall(hung)


def test_what_is_taken_down_is_read_by_nobody_and_the_matter_goes_on(town, hung):
    town.act(hung, "post", "community_staff", shown_title="门口没有灯", shown="夜里没有灯")
    assert isinstance(retract(actor=town.actor("community_staff"), matter=hung, reason="误发"), Done)
    assert walls.card(STRANGER, hung) is None
    assert not public_now(hung).exists()
    assert Matter.objects.get(pk=hung).closed_at is None
    assert code(retract(actor=town.actor("community_staff"), matter=hung, reason="误发")) == "nothing_public"


def test_what_was_corrected_is_found_by_its_new_words_alone(town, hung):
    town.act(hung, "post", "community_staff", shown_title="门口没有灯", shown="蓝色灯罩破了")
    amend(
        actor=town.actor("community_staff"), matter=hung, text="蓝色灯罩", value="白色灯罩", reason="写错了"
    )
    neighbour = town.actor("resident2")
    assert search.numbers(neighbour, "白色灯罩") == [hung]
    assert search.numbers(neighbour, "蓝色灯罩") == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.sampled_from(
            ["王小萌", "13800001234", "二单元501", "夜里没有灯", "高兴", "川A12345", "\n", "，", "王 小 萌"]
        ),
        min_size=1,
        max_size=8,
    )
)
def test_what_the_preview_shows_is_what_is_published(town, hung, parts):
    values = {"shown_title": "门口没有灯", "shown": f"情况说明：{''.join(parts)}"}
    number = town.open("appeal-wall", values={"subject": "没灯", "detail": "没灯"}).matter.id
    staff = town.actor("community_staff")
    preview = actions.preview(actor=staff, matter=number, act="post", values=values)
    answer = post(town, number, **values)
    if isinstance(answer, Unlooked):
        assert list(answer.preview) == preview
        pieces = tuple(one.text for one in answer.found)
        answer = post(town, number, Confirmation(pieces, "确认公开"), **values)
    assert isinstance(answer, Done)
    (row,) = Publication.objects.filter(matter=number)
    assert [({"zh": row.title_zh, "en": row.title_en}, row.fields)] == [
        (one.title, one.fields) for one in preview
    ]
    assert walls.card(STRANGER, number).shown == preview[0].fields
