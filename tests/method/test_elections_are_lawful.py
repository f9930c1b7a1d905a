"""What the law voids in an election is refused by the checker, with the article: who elects, how, and by how many."""

from __future__ import annotations

import pytest

from shanzhi.method.check import examine
from tests.method.test_problems import election

LAWFUL = "roll: residents, signed: false, cast: [paper], margin: 1, quorum: count.voted * 2 > count.roll, pass: count.votes * 2 > count.voted"
OWNERS = "roll: owners, cast: [paper], quorum: 'count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2', pass: 'count.votes * 2 > count.voted && count.votes_area * 2 > count.voted_area'"


def todays(text: str) -> str:
    """The file in today's words: a fault is then an error, and no advice."""
    return text.replace("▸", "").replace("    then: {stage: asked}", "    expect: {stage: asked}")


def codes(more: str, role: str) -> set[str]:
    return {one.code for one in examine(todays(election(more, role=role))).errors} & {
        "SZ536", "SZ537", "SZ547", "SZ548", "SZ549",
    }  # fmt: skip


def test_a_residents_committee_elected_as_the_law_has_it_passes():
    assert codes(LAWFUL, "committee_member") == set()
    households = LAWFUL.replace("residents", "households") + ", proxies: 3"
    assert codes(households, "committee_chair") == set()
    representatives = LAWFUL.replace("residents", "representatives").replace(
        "voted * 2 > count.roll", "voted * 3 > count.roll * 2"
    )
    assert codes(representatives, "committee_member") == set()
    run_off = LAWFUL.replace(
        "margin: 1, quorum: count.voted * 2 > count.roll", "already: data.seated"
    ).replace("votes * 2 >", "votes * 3 >=")
    assert codes(run_off, "committee_member") == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("signed: false", "signed: true"),
        ("cast: [paper]", "cast: [hands]"),
        ("cast: [paper]", "cast: [official]"),
        ("margin: 1, ", ""),
        ("margin: 1", "margin: 0"),
        ("roll: residents", "roll: representatives"),
        ("quorum: count.voted * 2 > count.roll, ", ""),
        ("count.voted * 2 > count.roll", "count.voted * 2 >= count.roll"),
        ("votes * 2 > count.voted", "votes * 3 > count.voted"),
        ("margin: 1", "margin: 1, proxies: 4"),
    ],
)
def test_a_residents_committee_is_never_elected_otherwise(old: str, new: str) -> None:
    assert "SZ549" in codes(LAWFUL.replace(old, new), "committee_member")


def test_tenants_never_elect_an_owners_committee():
    assert codes(OWNERS, "owners_member") == set()
    for roll in ("residents", "households", "representatives"):
        assert "SZ548" in codes(OWNERS.replace("roll: owners", f"roll: {roll}"), "owners_member")


def test_owners_elect_by_heads_and_by_area_with_two_thirds_taking_part():
    assert "SZ536" in codes(
        OWNERS.replace("voted * 3 >= count.roll * 2", "voted * 2 >= count.roll"), "owners_member"
    )
    assert "SZ537" in codes(
        OWNERS.replace(" && count.votes_area * 2 > count.voted_area", ""), "owners_member"
    )


def test_a_secret_election_is_refused_on_screen_and_owners_always_sign():
    assert "SZ547" in codes("roll: households, signed: false", "yard_member")
    assert "SZ547" not in codes("roll: households, signed: false, cast: [paper]", "yard_member")
    assert {
        one.code for one in examine(todays(election("roll: owners, signed: false, cast: [paper]"))).errors
    } >= {"SZ530"}


def test_those_elected_are_kept_in_the_form_in_which_they_stood():
    other = election("roll: households").replace(
        "seated: {type: list, optional: true, label: 几件, form: {who: {type: person, label: 什么事}}}",
        "seated: {type: list, optional: true, label: 几件, form: {day: {type: date, label: 什么事}}}",
    )
    assert "SZ547" in {one.code for one in examine(todays(other)).errors}
