"""A command's id that comes again with other words is refused, and nothing of them is taken for done."""

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.desks.desk_notes import add_note
from shanzhi.matters.models import DeskNote, Entry, Matter
from shanzhi.matters.writing.amending import retract
from shanzhi.people.erasure import erase_person
from shanzhi.people.problems import BadInput
from tests.matters.town import code


def test_other_answers_or_another_place_are_refused_and_the_same_still_get_the_first_answer(town):
    first = town.open(command_id="o", values={"subject": "楼道灯不亮"})
    for other in (
        town.try_open(command_id="o", values={"subject": "井盖松动"}),
        town.try_open(command_id="o", values={"subject": "楼道灯不亮"}, place=town.other_grid.pk),
    ):
        assert code(other) == "command_taken"
        assert "没有记录" in other.why.zh
    assert town.open(command_id="o", values={"subject": "楼道灯不亮"}).matter.id == first.matter.id
    said = {"text": "几点来"}
    town.try_act(first, "message", "resident", values=said, command_id="m")
    assert (
        code(town.try_act(first, "message", "resident", values={"text": "算了"}, command_id="m"))
        == "command_taken"
    )
    again = town.try_act(first, "message", "resident", values=said, command_id="m", seq=1)
    assert (code(again), again.repeated) == ("done", True)
    assert (Matter.objects.count(), Entry.objects.filter(act="message").count()) == (1, 1)


def test_an_entry_from_before_there_were_digests_goes_on_as_it_did(town):
    done = town.open(command_id="old")
    Entry.objects.filter(matter=done.matter.id).update(sent=None)
    assert town.try_open(command_id="old", values={"subject": "井盖松动"}).repeated


def test_the_digest_tells_nothing_and_goes_with_the_person(town):
    one = town.open(command_id="a", values={"subject": "楼道灯不亮", "phone": "13912345678"})
    two = town.open(command_id="b", values={"subject": "楼道灯不亮", "phone": "13912345678"})
    first, second = (bytes(Entry.objects.get(matter=it.matter.id).sent) for it in (one, two))
    assert first != second
    assert len(first) == 16
    assert Entry.objects.filter(person=None, sent__isnull=False).count() == 0
    erase_person(SYSTEM, person=town.people["resident"], reason="本人申请")
    assert not Entry.objects.exclude(sent=None).exists()


def test_a_note_and_taking_down_are_held_to_it_too(town):
    number, worker = town.open().matter.id, town.actor("grid_worker")
    for _ in range(2):
        add_note(actor=worker, matter=number, text="先核实产权", command_id="n")
    with pytest.raises(BadInput, match="没有记录"):
        add_note(actor=worker, matter=number, text="产权已核实", command_id="n")
    assert DeskNote.objects.get().text == "先核实产权"
    assert code(retract(actor=worker, matter=number, reason="写错了门牌", command_id="n")) == "nothing_public"
