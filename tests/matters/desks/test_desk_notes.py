"""Notes between desks: who reads and writes them, what is refused, and that they are in nothing else."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.desks.desk_notes import NOTES, add_note, notes_of
from shanzhi.matters.models import DeskNote, Entry, Notice
from shanzhi.people import actions as people
from shanzhi.people.erasure import erase_person
from shanzhi.people.models import Post
from shanzhi.people.permission import allowed
from shanzhi.people.portable import take_copy
from shanzhi.people.problems import BadInput, Denied
from shanzhi.reading.search import find
from tests.matters.town import build_town

WORDS = "内部先核实产权"


@pytest.fixture
def town(db):
    return build_town()


def test_the_desk_and_the_posts_above_write_and_read_and_nobody_else(town):
    number = town.open().matter.id
    for who in ("grid_worker", "community_staff", "street_staff", "district_staff"):
        add_note(actor=town.actor(who), matter=number, text=f"{who}：{WORDS}")
    assert [n.role for n in notes_of(town.actor("grid_worker"), number)] == [
        "grid_worker",
        "community_staff",
        "street_staff",
        "district_staff",
    ]
    for who in ("resident", "resident2", "resident3", "grid_worker@other", "department_staff"):
        with pytest.raises(Denied):
            notes_of(town.actor(who), number)
        with pytest.raises(Denied):
            add_note(actor=town.actor(who), matter=number, text="我也说")
    assert DeskNote.objects.count() == 4


def test_whose_matter_it_is_reads_none_whatever_post_they_hold(town):
    opened = town.open(who="community_staff", values={"subject": "办公室漏水"}).matter.id
    assert not allowed(town.actor("community_staff"), NOTES, opened)
    assert allowed(town.actor("grid_worker"), NOTES, opened)
    about = town.people["grid_worker"].pk
    named = town.open(values={"subject": "态度不好", "about": about}).matter.id
    assert not allowed(town.actor("grid_worker"), NOTES, named)
    assert allowed(town.actor("street_staff"), NOTES, named)


def test_on_the_openers_own_desk_the_line_of_duty_reads_on(town):
    number = town.open().matter.id
    town.act(number, "accept", urgency="normal")
    town.act(number, "ask_info", question="哪一层？")
    assert not allowed(town.actor("resident"), NOTES, number)
    assert allowed(town.actor("grid_worker"), NOTES, number)


def test_a_department_reads_while_it_has_the_desk(town):
    number = town.open().matter.id
    office = town.actor("department_staff")
    town.act(number, "accept", urgency="normal")
    assert not allowed(office, NOTES, number)
    town.act(number, "refer", office=town.office.pk, refer_reason="路灯归城管")
    assert allowed(office, NOTES, number)
    assert add_note(actor=office, matter=number, text=WORDS).role == "department_staff"


def test_a_note_is_in_no_history_notice_search_or_copy(town):
    number = town.open().matter.id
    before = Entry.objects.filter(matter=number).count()
    add_note(actor=town.actor("street_staff"), matter=number, text=WORDS)
    assert Entry.objects.filter(matter=number).count() == before
    told = Notice.objects.filter(kind="desk_note")
    assert [n.person_id for n in told] == [town.people["grid_worker"].pk]
    assert WORDS not in told.get().zh
    assert not Notice.objects.filter(zh__contains=WORDS).exists()
    for who in ("grid_worker", "street_staff", "resident", "resident2"):
        assert not find(town.actor(who), WORDS).hits
    assert WORDS not in repr(take_copy(SYSTEM, person=town.people["resident"]))


@pytest.mark.parametrize("text", ["", "  \n", "长" * 1001])
def test_bad_notes_are_refused_with_a_sentence(town, text):
    number = town.open().matter.id
    with pytest.raises(BadInput) as refused:
        add_note(actor=town.actor("grid_worker"), matter=number, text=text)
    assert refused.value.sentence.zh
    assert not DeskNote.objects.exists()


def test_sent_again_it_is_left_once_and_an_ended_matter_takes_none(town):
    number = town.open().matter.id
    for _ in range(2):
        add_note(actor=town.actor("grid_worker"), matter=number, text=WORDS, command_id="n1")
    assert DeskNote.objects.count() == 1
    town.act(number, "withdraw", "resident")
    with pytest.raises(BadInput):
        add_note(actor=town.actor("street_staff"), matter=number, text="还要说")
    assert len(notes_of(town.actor("street_staff"), number)) == 1


def test_with_the_data_of_the_person_the_notes_on_their_matters_go(town):
    number = town.open().matter.id
    add_note(actor=town.actor("grid_worker"), matter=number, text=WORDS)
    town.act(number, "withdraw", "resident")
    erase_person(SYSTEM, person=town.people["resident"], reason="本人申请")
    assert DeskNote.objects.get().text == ""


def test_a_post_given_up_takes_the_notes_out_of_sight(town):
    number = town.open().matter.id
    person = town.people["street_staff"]
    assert allowed(town.actor("street_staff"), NOTES, number)
    people.end_post(SYSTEM, post=Post.objects.get(person=person), reason="调离")
    assert not allowed(town.actor("street_staff"), NOTES, number)
