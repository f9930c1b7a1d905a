"""What must hold of a matter and its history after any course of events."""

from __future__ import annotations

from collections import Counter

from shanzhi.engine.blocks import ahead
from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.memory_store import Book, StoredMatter
from shanzhi.engine.world import World
from shanzhi.method.vocabulary import ENDS

VOTES = ("vote", "vote_for", "paper")


def has_desk_and_date(kept: StoredMatter) -> None:
    """No open matter is without a desk, and each has a date at which something happens or has happened."""
    matter = kept.matter
    stage = kept.method.stages[matter.stage]
    if matter.closed is None:
        assert matter.desk is not None
        assert matter.due is not None or matter.window is not None
        assert matter.wakes is not None or matter.late
        assert matter.window is None or stage.block is not None
        assert BLOCKED not in matter.tally or matter.window is not None
        assert stage.end is None
    else:
        assert (matter.desk, matter.wakes, matter.due) == (None, None, None)
        assert matter.end in ENDS
        assert all(clock.stopped is not None for clock in matter.clocks.values())


def history_leads_here(kept: StoredMatter) -> None:
    """Entries are numbered without a gap, each begins where the one before ended, and the last ends in the state."""
    matter, entries = kept.matter, kept.entries
    assert [e.seq for e in entries] == list(range(1, matter.seq + 1))
    here, since, visit = entries[0].stage, entries[0].at, 0
    for entry in entries:
        assert entry.stage == here
        assert entry.visit in (visit, visit + 1)
        assert entry.at >= since
        if entry.visit != visit:
            visit = entry.visit
        if entry.to != here or entry.note == "outcome":
            since = entry.at
        here = entry.to
    assert here == matter.stage
    assert matter.entered is not None
    assert matter.entered >= matter.opened
    assert sum(matter.visits.values()) == matter.visit


def counted_once(kept: StoredMatter, world: World) -> None:
    """Nobody counts twice, and what was counted is what the history tells."""
    slots = [(e.visit, e.slot) for e in kept.entries if e.slot is not None]
    assert len(slots) == len(set(slots))
    matter, block = kept.matter, kept.method.stages[kept.matter.stage].block
    if block is None or matter.closed is not None:
        return
    here = Counter(e.act for e in kept.entries if e.visit == matter.visit)
    tally = matter.tally
    if block.kind == "ballot":
        box = world.boxes.boxes.get((matter.id, matter.visit), {})
        if tally["secret"]:
            assert len(box) <= tally["voted"] + tally["struck"] <= tally["roll"] + tally["struck"]
            assert not {"agree", "oppose", "abstain"} & set(tally)
        else:
            back = sum(
                e.visit == matter.visit and (e.slot or "").startswith("back:vote:") for e in kept.entries
            )
            assert tally["voted"] == sum(here[act] for act in VOTES) - back <= tally["roll"]
            assert (sum(tally[o] for o in ("agree", "oppose", "abstain")), box) == (tally["voted"], {})
    elif block.kind == "endorse":
        carried = tally.get("carried", 0)
        assert tally["supporters"] == carried + here["endorse"] - here["unendorse"] < tally["needs"]
    elif block.kind == "survey":
        assert tally["answers"] == here["respond"] - here["unrespond"]
    elif block.kind == "session":
        there = here["attend"] + here["attend_for"] - here["absent"] - here["leave"]
        assert tally["present"] + tally["others"] == there or "heads" in tally
    elif block.kind == "publicity":
        assert tally["objections"] == here["object"]
        assert tally["answered"] == here["answer"] + here["take_back"] == len(tally["answers"])
    elif block.kind == "checklist":
        assert tally["done"] == here["tick"] - here["untick"]


def keeps_its_secrets(kept: StoredMatter) -> None:
    """In a secret ballot no line of history tells a choice; whether it was secret is in what it counted."""
    counts = {e.visit: e.values["tally"] for e in kept.entries if e.note == "outcome"}
    counts[kept.matter.visit] = kept.matter.tally
    for entry in kept.entries:
        if entry.act in (*VOTES, "seal_paper") and counts.get(entry.visit, {}).get("secret"):
            assert set(entry.values) == {"fingerprint"}


def children_come_back(book: Book) -> None:
    """Every child there should be was opened; what closed is counted; a parent with enough of them has gone on."""
    for number, kept in book.kept.items():
        split = [e for e in kept.effects if e.kind == "child"]
        children = [k for k in book.kept.values() if k.matter.parent == number and k.index is not None]
        assert len(children) == len(split)
        tally = kept.matter.tally
        if kept.matter.closed is None and "children" in tally:
            here = [c for c in children if c.matter.parent_visit == kept.matter.visit]
            assert len(here) == tally["children"]
            assert tally["done"] == sum(c.matter.closed is not None for c in here)


def points_are_given_once(book: Book) -> None:
    """Each award is one that an act or a stage of the history gives, and none twice."""
    for kept in book.kept.values():
        given = [e.values for e in kept.effects if e.kind == "award"]
        once = Counter((award["slot"], award["person"]) for award in given)
        assert all(count == 1 for count in once.values())
        assert all(award["points"] > 0 for award in given)
    assert len(book.awards) == sum(e.kind == "award" for k in book.kept.values() for e in k.effects)


def came_as_foretold(kept: StoredMatter, foretold: dict[tuple[int, int], set[str]]) -> None:
    """What a block came to is among what was said to be ahead of it, by `(matter, visit)`; and that is kept up to date."""
    matter = kept.matter
    for entry in kept.entries:
        if entry.note == "outcome" and (matter.id, entry.visit) in foretold:
            assert entry.act in foretold[matter.id, entry.visit]
    stage = kept.method.stages[matter.stage]
    if matter.closed is None and stage.block is not None:
        ways = ahead(stage, matter.tally)
        foretold.setdefault((matter.id, matter.visit), set()).update(ways.acts, ways.clock)
