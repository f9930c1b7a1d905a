"""Whatever is changed behind the program's back shows: an entry, a matter, a slot, a box, a chain cut off or gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.anchor import NoAnchor, compare, read_anchor, write_anchor
from shanzhi.matters.history.protection import protect, unprotect
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT


@pytest.fixture
def unguarded(db: None) -> Iterator[None]:
    """The triggers are away, as for someone who owns the database."""
    for statement in unprotect(connection.vendor, "matters_entry"):
        run(statement)
    yield
    for statement in protect(connection.vendor, "matters_entry"):
        run(statement)


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def lives(town):
    """Two matters with a history, one of them with sealed answers."""
    first = town.act(town.open(values={"subject": "灯坏", "phone": "13912345678"}), "accept")
    second = town.act(town.open(), "accept")
    town.act(second, "resolve", reply="已换好灯泡")
    tick(now=timezone.now() + timedelta(days=3))
    return first.matter.id, second.matter.id


def faults() -> list[tuple[int, int | None]]:
    return [(fault.matter, fault.seq) for fault in verify_matters().faults]


def test_what_nobody_touched_holds(lives):
    found = verify_matters()
    assert (found.matters, found.entries, found.faults) == (2, Entry.objects.count(), [])


@pytest.mark.parametrize(
    "change",
    [
        "act = 'refuse'",
        "person_id = NULL",
        "role = 'secretary'",
        "note = 'x'",
        '"values" = \'{"reply":"没有办"}\'',
        "slot = 'vote:1'",
        "command = 'other'",
        "stage = 'rating'",
        "hash = after",
    ],
)
def test_a_changed_entry(lives, unguarded, change):
    run(f"UPDATE matters_entry SET {change} WHERE matter_id = {lives[1]} AND seq = 2")
    assert (lives[1], 2) in faults()
    assert {matter for matter, _ in faults()} == {lives[1]}


def test_a_removed_and_an_inserted_entry(lives, unguarded):
    run(f"DELETE FROM matters_entry WHERE matter_id = {lives[1]} AND seq = 2")
    assert (lives[1], 2) in faults()


def test_a_chain_cut_off_while_the_matter_says_otherwise(lives, unguarded):
    last = Matter.objects.get(pk=lives[1]).seq
    run(f"DELETE FROM matters_entry WHERE matter_id = {lives[1]} AND seq = {last}")
    assert faults() == [(lives[1], last - 1)]


@pytest.mark.parametrize(
    "change",
    [
        "stage = 'closed'", "due_at = opened_at", "data = '{}'", "desk_role = 'secretary'", "closed_at = opened_at",
        "state = '{}'", "place_id = place_id + 1", "head = pin", "seq = seq + 1", "pin = head",
    ],
)  # fmt: skip
def test_a_changed_matter(lives, change):
    run(f"UPDATE matters_matter SET {change} WHERE id = {lives[0]}")
    assert [matter for matter, _ in faults()] == [lives[0]]


def test_history_without_its_matter_and_a_matter_without_history(lives, unguarded):
    run(f"DELETE FROM matters_entry WHERE matter_id = {lives[0]}")
    assert faults() == [(lives[0], None)]


def test_a_stuffed_ballot_box(town):
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    for who in ("resident", "resident2"):
        town.act(done, "vote", who, choice="agree")
    assert faults() == []
    for statement in unprotect(connection.vendor, "matters_sealedballot"):
        run(statement)
    run("UPDATE matters_sealedballot SET number = number + 10")
    assert faults() == [(done.matter.id, None)]
    run("DELETE FROM matters_sealedballot WHERE number = 11")
    assert faults() == [(done.matter.id, None)] * 2


def test_a_cut_that_hides_itself_shows_against_the_anchor(town, lives, unguarded, tmp_path):
    path = tmp_path / "anchor"
    anchor = write_anchor(path, verify_matters(heads=True).heads)
    assert anchor.matters == 2
    town.act(lives[1], "message", "resident", text="后来的事不算")
    assert list(compare(read_anchor(path))) == []
    run(f"DELETE FROM matters_notice WHERE matter_id = {lives[0]}")
    run(f"DELETE FROM matters_entry WHERE matter_id = {lives[0]}")
    Matter.objects.filter(pk=lives[0]).delete()
    assert faults() == []
    assert [fault.matter for fault in compare(read_anchor(path))] == [lives[0]]


def test_what_is_no_anchor_is_refused(tmp_path, lives):
    path = tmp_path / "anchor"
    path.write_text("something else")
    with pytest.raises(NoAnchor):
        read_anchor(path)
    write_anchor(path, verify_matters(heads=True).heads)
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(NoAnchor):
        read_anchor(path)


def test_the_work_can_be_split_into_ranges(lives, monkeypatch):
    from shanzhi.matters.history import verify

    monkeypatch.setattr(verify, "RANGE", 1)
    steps = []
    found = verify_matters(progress=lambda done, total: steps.append((done, total)))
    assert found.matters == 2
    assert steps[-1] == (lives[1], lives[1])


def test_any_characters_verify_on_both_back_ends(town):
    odd = "a\"b\\c/é—😀 ‘’ '"
    done = town.open(command_id=odd)
    town.try_act(done, "message", "resident", values={"text": f"{odd}\n\t第二行"}, command_id=odd + "2")
    assert Entry.objects.get(matter=done.matter.id, seq=2).command == odd + "2"
    assert faults() == []
