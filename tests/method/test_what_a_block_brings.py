"""What each kind of block brings to its stage, as an author meets it: a date, outcomes, rules that stay while it is open."""

from __future__ import annotations

import pytest

from shanzhi.method.acts import TAKEN_BACK_BY, TAKING_PART
from shanzhi.method.block_rules import changed_rules
from shanzhi.method.check import check, load
from tests.method.tiny import block

BALLOT = "ballot: {electors: household, open_for: 1 day, pass: count.voted > 0"
ENDORSE = "endorse: {by: [resident], threshold: 3, open_for: 1 day"
SESSION = "session: {at: when, roll: residents, lasts: 2 hours"
SURVEY = "survey: {by: [resident], open_for: 1 day, questions: {good: {type: boolean, label: 几件}}"
SHOWN = "publicity: {for: 5 workdays, what: [subject], objections: [resident], answer_within: 3 workdays"
FIELDS = "  when: {type: time, label: 什么事}\n  list: {type: list, optional: true, form: {what: {type: text, label: 什么事}}, label: 几件}\n  day: {type: date, optional: true, label: 几件}\n"
DUE = "    due: {lasts: inputs.within}\n"


def codes(body: str, outcomes: str, *, before: str = "") -> set[str]:
    """What the checker says of the tiny method with this block, missing English aside."""
    return {p.code for p in check(block(body, outcomes, fields=FIELDS, before=before))} - {
        "SZ370",
        "SZ511",
        "SZ512",
    }


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        (f"{BALLOT}}}", "{passed: closed, failed: closed}"),
        (f"{ENDORSE}}}", "{reached: closed, expired: closed}"),
        (f"{SESSION}}}", "{held: closed}"),
        (f"{SURVEY}}}", "{passed: closed}"),
        (f"{SHOWN}}}", "{clear: closed, upheld: closed}"),
        ("claim: {by: [volunteer], open_for: 1 day}", "{taken: closed, unclaimed: closed}"),
    ],
)
def test_a_block_that_closes_is_lifted_to_a_stage_with_a_time(body: str, outcomes: str) -> None:
    assert codes(body, outcomes) == set()


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        ("claim: {by: [volunteer]}", "{taken: closed, unclaimed: closed}"),
        ("endorse: {by: [resident], threshold: 3}", "{reached: closed, expired: closed}"),
        ("checklist: {items: {one: 几件}}", "{complete: closed}"),
        ("split: {method: assist}", "{joined: closed}"),
    ],
)
def test_a_stage_with_a_block_needs_a_time_as_any_other(body: str, outcomes: str) -> None:
    assert codes(body, outcomes) == {"SZ503"}
    assert codes(body, outcomes, before=DUE) == set()


@pytest.mark.parametrize(
    ("body", "must", "may"),
    [
        (f"{BALLOT}, quorum: count.voted > 3}}", "{passed: closed, failed: closed", "no_quorum: closed"),
        (f"{SESSION}, quorum: count.attended * 2 > count.expected}}", "{held: closed", "no_quorum: closed"),
        (f"{SURVEY}, enough: 3}}", "{passed: closed", "too_few: closed"),
        (f"{SURVEY}, pass: count.n_good_true > 3}}", "{passed: closed", "failed: closed"),
        ("claim: {by: [volunteer], open_for: 1 day}", "{taken: closed", "unclaimed: closed"),
    ],
)
def test_a_setting_that_calls_for_an_outcome_makes_it_lead_somewhere(body: str, must: str, may: str) -> None:
    assert codes(body, f"{must}}}") == {"SZ313"}
    assert codes(body, f"{must}, {may}}}") == set()


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [
        ("checklist: {from: subject}", "{complete: closed}"),
        ("split: {method: assist, each: subject}", "{joined: closed}"),
        ("session: {at: day, roll: residents, lasts: 2 hours}", "{held: closed}"),
        (f"{SESSION}, from: subject}}", "{held: closed}"),
        (f"{SESSION}, within: subject}}", "{held: closed}"),
        (f"{BALLOT}, on: count}}", "{passed: closed, failed: closed}"),
        (f"{BALLOT}, within: subject}}", "{passed: closed, failed: closed}"),
        (f"{ENDORSE}, within: subject}}", "{reached: closed, expired: closed}"),
        (f"{SURVEY}, within: subject}}", "{passed: closed}"),
    ],
)
def test_a_setting_that_names_a_field_takes_one_of_its_own_type(body: str, outcomes: str) -> None:
    assert "SZ306" in codes(body, outcomes, before=DUE)


@pytest.mark.parametrize(
    ("body", "outcomes"),
    [("checklist: {by: [desk]}", "{complete: closed}")],
)
def test_of_two_settings_one_must_be_there(body: str, outcomes: str) -> None:
    assert codes(body, outcomes, before=DUE) == {"SZ208"}


def test_a_threshold_may_speak_of_how_many_there_are() -> None:
    body = "endorse: {by: [resident], threshold: count.electors * 2 / 10, open_for: 1 day}"
    assert codes(body, "{reached: closed, expired: closed}") == set()


@pytest.mark.parametrize(
    ("body", "outcomes", "passing", "kept"),
    [
        (BALLOT, "{passed: closed, failed: closed}", ("1 day", "2 days"), ("household", "person")),
        (
            ENDORSE,
            "{reached: closed, expired: closed}",
            ("1 day", "2 days"),
            ("threshold: 3", "threshold: 4"),
        ),
        (SESSION, "{held: closed}", ("2 hours", "3 hours"), ("residents", "owners")),
        (
            SURVEY,
            "{passed: closed}",
            ("1 day", "2 days"),
            ("{type: boolean", "{type: boolean, optional: true"),
        ),
        (
            SHOWN,
            "{clear: closed, upheld: closed}",
            ("5 workdays", "6 workdays"),
            ("3 workdays", "4 workdays"),
        ),
        (
            "checklist: {items: {one: 几件}",
            "{complete: closed}",
            ("{one", "{one"),
            ("{one: 几件", "{one: 什么事"),
        ),
        ("split: {method: assist", "{joined: closed}", ("assist", "assist"), ("assist", "appeal")),
    ],
)
def test_an_open_block_keeps_its_rules_and_may_lose_what_has_passed(
    body: str, outcomes: str, passing: tuple[str, str], kept: tuple[str, str]
) -> None:
    before = block(f"{body}}}", outcomes, fields=FIELDS, before="" if body == SESSION else DUE)
    old, later, other = (
        load(text) for text in (before, before.replace(*passing, 1), before.replace(*kept, 1))
    )
    was = old.stages["asked"].block
    assert changed_rules(old, was, later, later.stages["asked"].block) == []
    assert changed_rules(old, was, other, other.stages["asked"].block)


@pytest.mark.parametrize(
    ("body", "outcomes", "change"),
    [
        ("claim: {by: [volunteer]}", "{taken: closed, unclaimed: closed}", ("volunteer", "merchant")),
    ],
)
def test_a_block_that_collects_nothing_may_change_while_it_is_open(
    body: str, outcomes: str, change: tuple[str, str]
) -> None:
    before = block(body, outcomes, before=DUE)
    old, new = load(before), load(before.replace(*change, 1))
    assert changed_rules(old, old.stages["asked"].block, new, new.stages["asked"].block) == []


def test_who_only_took_part_has_handled_nothing() -> None:
    assert {
        "take",
        "vote",
        "vote_for",
        "paper",
        "endorse",
        "object",
        "attend",
        "ask_floor",
        "respond",
    } <= TAKING_PART
    assert TAKING_PART.isdisjoint(
        ("tick", "answer", "recall", "hand_out", "open_box", "finish", "give_floor")
    )


@pytest.mark.parametrize(
    ("act", "back"),
    [("endorse", "unendorse"), ("object", "take_back"), ("attend", "leave"), ("ask_floor", "lower_hand"), ("respond", "unrespond"), ("entrust", "revoke"), ("watch", "unwatch")],
)  # fmt: skip
def test_what_one_did_by_mistake_one_takes_back(act: str, back: str) -> None:
    assert TAKEN_BACK_BY[act] == back
    assert {act, back} <= TAKING_PART
