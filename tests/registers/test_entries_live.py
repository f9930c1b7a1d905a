"""A matter enters, renews, changes and leaves an entry; each time a line of its life says so, and nothing is ever changed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.history.anchor import compare, read_anchor, write_anchor
from shanzhi.matters.history.verify import OF_REGISTERS, verify_matters
from shanzhi.people import actions as people
from shanzhi.people.privacy import erase_person
from shanzhi.registers.actions import By, Moved, Whose, secrets_of, write_entry
from shanzhi.registers.models import RegisterEntry, RegisterLine
from tests.registers.kept import entry, joined


def faults():
    return [broken.what.en for broken in verify_matters().faults]


def test_an_entry_is_linked_to_the_matter_that_wrote_it(town):
    done = joined(town)
    kept = entry(town)
    assert (kept.state, kept.data, kept.matter_id) == ("standing", {"skill": "repair"}, done.matter.id)
    assert kept.until - kept.since > timedelta(days=364)
    (line,) = RegisterLine.objects.filter(entry=kept)
    assert (line.event, line.matter_id, line.matter_seq) == ("entered", done.matter.id, 2)
    assert line.person_id == town.people["community_staff"].pk
    assert faults() == []


def test_what_is_sensitive_is_sealed_and_not_asked_again(town):
    joined(town)
    kept = entry(town)
    assert secrets_of(kept) == {"phone": "13800000001"}
    assert "13800000001" not in str(RegisterEntry.objects.values().get(pk=kept.pk))
    assert all(b"13800000001" not in bytes(line.sealed or b"") for line in RegisterLine.objects.all())


def test_who_stands_is_not_entered_twice(town):
    joined(town)
    answer = town.try_open("helpers", "resident", way="join", values={"skill": "reading"})
    assert isinstance(answer, Refusal)
    assert answer.code == "requires"
    assert RegisterLine.objects.count() == 1


def test_two_matters_that_enter_one_person_end_as_one_entry(town):
    first, second = (
        town.open("helpers", "resident", way="join", values={"skill": "repair"}) for _ in range(2)
    )
    town.act(first, "enter", "community_staff")
    answer = town.try_act(second, "enter", "community_staff")
    assert isinstance(answer, Refusal)
    assert answer.code == "registered_already"
    assert RegisterEntry.objects.count() == 1


def test_who_left_meanwhile_is_neither_renewed_nor_taken_out_again(town):
    joined(town)
    first, second = (
        town.open("helpers", "resident", way="renew", values={"skill": "repair"}) for _ in range(2)
    )
    town.act(first, "leave", "community_staff")
    for act in ("renew", "leave"):
        answer = town.try_act(second, act, "community_staff")
        assert isinstance(answer, Refusal)
        assert answer.code == "not_registered"
    assert entry(town).state == "left"


def test_renewing_goes_on_from_the_old_end_and_leaving_ends_it(town):
    joined(town)
    until = entry(town).until
    again = town.open("helpers", "resident", way="renew", values={"skill": "repair"})
    town.act(again, "renew", "community_staff")
    assert entry(town).until - until > timedelta(days=364)
    last = town.open("helpers", "resident", way="renew", values={"skill": "repair"})
    town.act(last, "leave", "community_staff")
    assert entry(town).state == "left"
    assert [line.event for line in RegisterLine.objects.order_by("seq")] == ["entered", "renewed", "left"]
    joined(town)  # who left may come back: the same entry, its life goes on
    assert entry(town).state == "standing"
    assert RegisterEntry.objects.count() == 1
    assert faults() == []


def test_a_refusal_is_kept_with_its_reason(town):
    asked = town.open("helpers", "resident", way="join", values={"skill": "repair"})
    town.act(asked, "refuse", "community_staff", why="先参加培训")
    kept = entry(town)
    assert kept.state == "refused"
    assert RegisterLine.objects.get(entry=kept).why == "先参加培训"


def test_the_store_itself_refuses_a_second_entry(town):
    joined(town)
    kept = entry(town)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterEntry.objects.create(
            method=kept.method, register=kept.register, kind=kept.kind, number=kept.number,
            place=kept.place, state="standing", seq=1, head=b"x",
        )  # fmt: skip


def test_the_database_lets_nobody_edit_a_life_away(town):
    joined(town)
    for change in (
        lambda: RegisterLine.objects.update(why="改"),
        lambda: RegisterLine.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_verify_finds_an_entry_that_was_edited(town):
    joined(town)
    RegisterEntry.objects.update(data={"skill": "reading"})
    assert any("not as its last line left it" in one for one in faults())


def test_verify_finds_an_entry_without_its_last_line(town):
    joined(town)
    RegisterEntry.objects.update(seq=2)
    assert any("it stands at line 2" in one for one in faults())


def test_an_anchor_finds_an_entry_that_was_cut_off_as_a_whole(town, tmp_path):
    joined(town)
    made = write_anchor(tmp_path / "anchor", verify_matters(heads=True).heads)
    assert made.matters > 1
    rows = read_anchor(tmp_path / "anchor")
    assert list(compare(rows)) == []
    gone = [(number + 1 if number >= OF_REGISTERS else number, seq, head) for number, seq, head in rows]
    assert [one.what.en for one in compare(gone)] == [
        f"the life of register entry {entry(town).pk + 1} reached line 1 when the anchor was made; that line is gone"
    ]


def test_erasing_a_person_destroys_what_was_sealed_and_the_chain_holds(town):
    joined(town)
    erase_person(SYSTEM, person=town.people["resident"], reason="本人申请")
    kept = entry(town)
    assert (kept.state, kept.sealed) == ("left", None)
    assert not RegisterLine.objects.filter(sealed__isnull=False).exists()
    assert faults() == []


def test_a_household_that_is_merged_hands_its_entry_on(town):
    one, other = town.households[:2]
    now = timezone.now()
    write_entry(
        Whose("care", "families", "household", one.pk), event="entered", at=now, by=By(),
        place=town.building.pk, fields={"risk": "alone", "note": "s"}, sensitive=frozenset({"note"}),
    )  # fmt: skip
    one.area = 0
    one.save()
    people.merge_households(SYSTEM, household=one, into=other)
    states = dict(RegisterEntry.objects.filter(kind="household").values_list("number", "state"))
    assert states == {one.pk: "left", other.pk: "standing"}
    there = RegisterEntry.objects.get(kind="household", number=other.pk)
    assert (there.data, secrets_of(there)) == ({"risk": "alone"}, {"note": "s"})
    assert faults() == []


@pytest.mark.parametrize("event", ["renewed", "changed", "left"])
def test_what_does_not_stand_cannot_be_changed(town, event):
    with pytest.raises(Moved):
        write_entry(
            Whose("helpers", "helpers", "person", 1),
            event=event,
            at=timezone.now(),
            by=By(),
            place=town.building.pk,
        )
    assert not RegisterEntry.objects.exists()
