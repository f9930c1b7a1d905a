"""An election: who is elected follows from the votes and the declared rules, and is a fact that nobody types again."""

from __future__ import annotations

import pytest

from shanzhi.engine.blocks.choose_ranking import rank
from shanzhi.engine.types import Refusal
from tests.engine.electing import (
    DATA,
    NAMES,
    OPENING,
    STAGES,
    choosing,
    election,
    lines,
    names_of,
    settings,
    vote,
)
from tests.engine.play import DAY, Play


def test_the_places_go_to_those_with_the_most_votes_of_whom_more_than_half_chose_them():
    play = election(cast="[online]")
    vote(play, {(1, 2): 4, (1, 3): 3, (2, 3): 1, (1,): 1})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected")) == ("closed", ["甲某", "乙某"])
    assert play.matter.data["elected"][0] == {"who": 2011, "name": "甲某"}
    told = play.matter.data["result"]["words"]
    assert "应投票 16 户，参加 9 户" in told
    assert "甲某 8 票（当选），乙某 5 票（当选），丙某 4 票，丁某 0 票" in told


def test_turnout_and_majority_both_must_be_more_than_half():
    play = election(cast="[online]")
    vote(play, {(1, 2): 8})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected")) == ("short", [])
    play = election(cast="[online]")
    vote(play, {(1, 2): 4, (1, 3): 4, (): 1})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected")) == ("again", ["甲某"])


def test_who_is_missing_is_voted_for_among_fewer_by_the_margin():
    play = election(NAMES, cast="[online]", margin="1")
    vote(play, {(1, 2): 4, (1, 3): 3, (1, 4): 2})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected"), names_of(play, "left")) == (
        "again",
        ["甲某"],
        ["乙某", "丙某"],
    )
    assert (play.matter.tally["places"], play.matter.tally["candidates"]) == (1, 2)
    vote(play, {(2,): 5, (1,): 4})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected")) == ("closed", ["甲某", "丙某"])


def test_equals_for_too_few_places_vote_once_more_and_never_go_by_their_order():
    for names in (NAMES[:3], tuple(reversed(NAMES[:3]))):
        at = {name: n for n, name in enumerate(names, 1)}
        play = election(names, cast="[online]", **{"pass": ""})
        vote(play, {(at["甲某"], at["乙某"]): 4, (at["甲某"], at["丙某"]): 4, (at["甲某"],): 1})
        play.run(4 * DAY)
        assert play.stage == "again"
        assert names_of(play, "elected") == ["甲某"]
        assert sorted(names_of(play, "left")) == ["丙某", "乙某"]


def test_whom_nobody_chose_is_not_elected():
    play = election(NAMES[:2], cast="[online]", **{"pass": ""})
    vote(play, {(1,): 9})
    play.run(4 * DAY)
    assert (play.stage, names_of(play, "elected"), names_of(play, "left")) == ("again", ["甲某"], ["乙某"])


def test_those_next_in_votes_stand_in():
    play = election(NAMES, cast="[online]", reserves="1", **{"pass": ""})
    vote(play, {(1, 2): 5, (1, 3): 3, (4,): 1})
    play.run(4 * DAY)
    assert (names_of(play, "elected"), names_of(play, "reserve")) == (["甲某", "乙某"], ["丙某"])


def test_more_names_than_may_be_are_refused_with_how_many_to_take_out():
    play = election(cast="[online]")
    over = play.refused("vote", marks=choosing(1, 2, 3))
    assert (over.code, "最多选 2 人，现在选了 3 人；请去掉 1 人" in over.why.zh) == ("too_many_marks", True)
    assert play.refused("vote", marks=choosing(1, 1)).code == "marked_twice"
    assert play.refused("vote", marks=choosing(5)).code == "no_such_candidate"
    assert play.refused("vote", marks=[{}]).code == "one_or_the_other"
    assert play.refused("vote", marks=[{"name": "路人"}]).code == "no_write_ins"
    play.do("vote")
    assert (play.matter.tally["voted"], play.matter.tally["blank"]) == (1, 1)


def test_a_paper_may_hold_more_names_or_fewer_than_are_elected():
    play = election(cast="[online]", most="3")
    play.do("vote", marks=choosing(1, 2, 3))
    assert play.refused("vote", "resident2", marks=choosing(1, 2, 3, 4)).code == "too_many_marks"


def test_no_election_begins_without_more_candidates_than_places_where_it_must_have_them():
    def begun(names, **given) -> str:
        play = election(NAMES[:4], **given)
        answer = play.try_open("committee_chair", place=6, candidates=lines(names))
        return answer.code if isinstance(answer, Refusal) else ""

    assert begun(NAMES[:2], margin="1") == "candidates_few"
    assert begun(NAMES[:1]) == "candidates_few"
    assert begun((NAMES[0], NAMES[1], NAMES[2]), margin="1") == ""


def test_nobody_stands_twice_and_no_election_is_for_no_place():
    play = election()
    twice = [*lines(NAMES[:2]), {"who": 2011, "name": "甲某（又）"}]
    assert play.try_open("committee_chair", place=6, candidates=twice).code == "candidate_twice"
    none = Play(
        STAGES.replace("{SETTINGS}", settings(places="0")).replace("{AGAIN}", settings()),
        data=DATA,
        opening=OPENING,
    )
    assert none.try_open("committee_chair", place=6, candidates=lines(NAMES[:2])).code == "no_places"


def test_an_election_without_a_way_on_is_not_declared_void():
    play = election(stages=STAGES.replace(", void: lost", ""))
    assert play.refused("annul", "committee_chair", reason="贿选").code == "no_void"


def test_an_elected_person_is_not_counted_by_himself():
    """A candidate neither hands out papers nor reads them, whatever post they hold."""
    play = election(cast="[paper, online]")
    who = play.world.people["secretary"].person
    play.open("committee_chair", place=6, candidates=[{"who": who, "name": "书记"}, *lines(NAMES[:2])])
    refused = play.refused("hand_out", "secretary", elector=2001, number="1", way="signed")
    assert (refused.code, "您是候选人" in refused.why.zh) == ("candidate_counts", True)
    assert play.refused("paper", "secretary", elector=2001, number="1").code == "candidate_counts"
    secret = election(cast="[paper]", signed="false")
    secret.open("committee_chair", place=6, candidates=[{"who": who, "name": "书记"}, *lines(NAMES[:2])])
    assert secret.refused("give_paper", "secretary", elector=2001).code == "candidate_counts"


def test_proxies_are_limited_and_a_candidate_holds_none():
    play = election(cast="[online]", proxies="1")
    assert play.refused("entrust", proxy=2011).code == "candidate_holds"
    play.do("entrust", proxy=2002)
    assert play.refused("entrust", "resident3", proxy=2002).code == "too_many_proxies"
    assert play.refused("vote", marks=choosing(1)).code == "entrusted"
    play.do("vote_for", "resident2", elector=2001, marks=choosing(1, 2))
    assert play.refused("vote_for", "resident2", elector=2001, marks=choosing(1)).code == "already"
    assert play.matter.tally["voted"] == 1


def test_a_household_counts_once():
    play = election(cast="[online]")
    play.do("vote", marks=choosing(1))
    assert play.refused("vote", marks=choosing(2)).code == "already"


def test_it_is_counted_once_all_have_voted():
    play = election(cast="[online]", early="true")
    vote(play, {(1, 2): 16})
    assert (play.stage, names_of(play, "elected")) == ("closed", ["甲某", "乙某"])


def test_an_election_that_is_declared_void_elects_nobody():
    play = election(cast="[online]")
    vote(play, {(1, 2): 9})
    assert play.refused("annul", "resident", reason="贿选").code == "not_yours"
    play.do("annul", "committee_chair", reason="收回的票多于发出的")
    assert (play.stage, names_of(play, "elected")) == ("lost", [])


@pytest.mark.parametrize(
    ("votes", "places", "margin", "elected", "tied", "left"),
    [
        ([5, 3, 1], 2, 0, (0, 1), (), ()),
        ([3, 5, 1], 1, 0, (1,), (), ()),
        ([5, 3, 3], 2, 0, (0,), (1, 2), (1, 2)),
        ([4, 4, 4], 2, 1, (), (0, 1, 2), (0, 1, 2)),
        ([4, 4], 2, 0, (0, 1), (), ()),
        ([5, 0, 0], 2, 0, (0,), (), (1, 2)),
        ([0, 0], 1, 0, (), (), (0, 1)),
        ([9], 2, 0, (0,), (), ()),
    ],
)
def test_the_ranking_says_who_is_in_and_who_must_be_voted_for_again(
    votes, places, margin, elected, tied, left
):
    found = rank(votes, [True] * len(votes), places=places, margin=margin)
    assert (found.elected, found.tied, found.left) == (elected, tied, left)
