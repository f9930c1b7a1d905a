"""A secret ballot in the engine: no choice comes near it; the box closes, waits for its holders, and ends in an outcome."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shanzhi.engine.decide import decide
from shanzhi.engine.types import Command, Refusal
from shanzhi.engine.world import World
from shanzhi.method.results import in_words
from tests.engine.play import DAY, MONDAY, Play

PEOPLE = ["resident", *(f"resident{n}" for n in range(2, 81))]


def ballot(
    more: str = "",
    *,
    begun: bool = True,
    secret: str = "true",
    electors: str = "household",
    passes: str = "yes * 2 > voted",
    **given,
) -> Play:
    stages = f"""
    first:
      label: 表决
      desk: community_staff
      ballot: {{electors: {electors}, open_for: 3 days, secret: "{secret}", pass: "{passes}"{more}}}
      outcomes: {{passed: passed, failed: failed, no_quorum: none, not_opened: shut}}
    passed: {{label: 通过, end: done}}
    failed: {{label: 未通过, end: failed}}
    none: {{label: 人数不够, end: expired}}
    shut: {{label: 未能开票, end: failed}}
    """
    given.setdefault("world", World(residents=80))
    play = Play(stages, opening="{by: [anyone], at: community, to: first}", **given)
    if begun:
        play.open("community_staff", place=6)
    return play


def refused_to_begin(*given: object, **more: object) -> Refusal:
    answer = ballot(*given, begun=False, **more).try_open("community_staff", place=6)
    assert isinstance(answer, Refusal)
    return answer


def cast(play: Play, yes: int, no: int = 0, begin: int = 0) -> None:
    for n, name in enumerate(PEOPLE[begin : begin + yes + no]):
        play.do("vote", name, choice="agree" if n < yes else "oppose")


def everything(play: Play) -> str:
    return msgspec.json.encode([play.entries, play.matter, play.effects]).decode()


def test_a_secret_vote_is_a_fingerprint_and_nothing_else():
    play = ballot(
        ", paper: [community_staff], proxies: '2', options: {aye: 赞成, nay: 反对}", passes="aye > nay"
    )
    dealt = next(e.values for e in play.effects if e.kind == "deal_key")
    assert (dealt["needs"], dealt["conditions"]) == (2, ["aye_heads > nay_heads"])
    play.effects.clear()
    play.do("vote", "resident", choice="aye")
    assert list(play.entries[-1].values) == ["fingerprint"]
    play.do("entrust", "resident2", proxy=2003)
    play.do("vote_for", "resident3", elector=2002, choice="nay")
    told = everything(play)
    assert '"choice"' not in told
    assert '"aye"' not in told
    assert '"nay"' not in told
    assert play.matter.tally["voted"] == 2


def test_a_choice_that_was_not_sealed_is_not_taken():
    play = ballot()
    bare = Command("", "vote", play.now, play.actor("resident"), values={"choice": "agree"})
    answer = decide(play.method, play.matter, bare, play.world)
    assert isinstance(answer, Refusal)
    assert answer.code == "unsealed"


def test_the_window_ends_the_box_waits_on_the_holders_desk_and_is_opened():
    play = ballot()
    cast(play, 20, 12)
    assert play.run(3 * DAY) == 1
    assert (play.stage, play.matter.desk.role, play.matter.late) == ("first", "key_holder", False)
    assert play.matter.due.date().isoformat() == "2026-03-10"
    assert play.refused("vote", PEOPLE[40], choice="agree").code == "box_sealed"
    assert play.refused("open_box", "community_staff", cards="x").code == "not_yours"
    play.do("open_box", "key_holder", cards="x")
    assert play.stage == "passed"
    assert play.entries[-1].values["tally"] | {"agree": 20, "oppose": 12} == play.entries[-1].values["tally"]


def test_with_fewer_than_thirty_only_whether_it_passed_is_told():
    play = ballot(", result: {came: 结果}")
    cast(play, 4, 8)
    play.run(3 * DAY)
    play.do("open_box", "key_holder", cards="x")
    assert play.stage == "failed"
    assert not {"agree", "oppose"} & set(play.entries[-1].values["tally"])
    assert (
        in_words(play.matter.data["came"])
        == "应投票 80 户，已投票 12 户；人数较少，按规定只公布是否通过。未通过。"
    )


def test_a_box_nobody_opens_is_late_then_given_up_in_words():
    play = ballot(", result: {came: 结果}")
    cast(play, 6)
    play.run(30 * DAY)
    assert play.stage == "shut"
    assert [a for a in play.acts if a != "vote"] == ["open", "window_over", "overdue", "not_opened"]
    assert "nobody" not in in_words(play.matter.data["came"])
    assert "未能打开" in in_words(play.matter.data["came"])


@pytest.mark.parametrize(("votes", "quorum"), [(4, "true"), (0, "true"), (6, "voted * 2 > electors")])
def test_too_few_votes_are_never_opened(votes, quorum):
    play = ballot(f", quorum: '{quorum}'")
    cast(play, votes)
    play.run(3 * DAY)
    assert play.stage == "none"
    assert "close_box" in [e.kind for e in play.effects]


def test_nobody_hides_among_four():
    answer = refused_to_begin(world=World(residents=4))
    assert answer.code == "too_few_for_secret"
    assert "记名表决" in answer.why.zh


def test_the_limits_are_the_methods_and_stay_those_with_which_it_began():
    assert refused_to_begin(", open_from: '9'", world=World(residents=8)).code == "too_few_for_secret"
    for unsound in (", open_from: '1'", ", open_from: '9', counts_from: '8'", ", heaviest: '101'"):
        answer = refused_to_begin(unsound)
        assert answer.code == "fault"
        assert "界限有误" in answer.why.zh
    few = ballot(", open_from: '3', counts_from: '4'", world=World(residents=6))
    assert few.effect("deal_key")["limits"] == {
        "least": 3,
        "exact": 4,
        "shares": 60,
        "heaviest": 5,
        "papers": 30,
    }
    cast(few, 3, 1)
    few.run(3 * DAY)
    assert few.stage == "first"
    few.do("open_box", "key_holder", cards="x")
    assert (few.stage, few.entries[-1].values["tally"]["agree"]) == ("passed", 3)


def test_without_cards_it_is_refused_with_the_way_out():
    nobody = World(residents=80, vacant=frozenset(("key_holder",)))
    assert refused_to_begin(world=nobody).code == "no_cards"


def test_owners_always_sign_whatever_the_file_says_or_said():
    for more in ("", ", secret_owners: 'true'"):
        play = ballot(more, electors="owner")
        assert play.matter.tally["secret"] is False


def test_early_ends_it_only_when_all_have_voted_or_drawn_a_paper():
    play = ballot(", early: true, paper: [community_staff]", world=World(residents=6))
    cast(play, 5)
    assert play.run(timedelta(0)) == 0
    play.do("give_paper", "community_staff", elector=2006)
    assert play.run(timedelta(0)) == 1
    assert play.matter.tally["@phase"] == "counting"


def papers(play: Play, first: int, count: int) -> None:
    for n in range(first, first + count):
        play.do("give_paper", "community_staff", elector=2000 + n)


def test_two_tellers_enter_the_same_totals_each_alone():
    play = ballot(", paper: [community_staff, grid_worker]")
    cast(play, 30)
    papers(play, 31, 33)
    assert play.refused("vote", PEOPLE[31], choice="agree").code == "already"
    assert play.refused("give_paper", "community_staff", elector=2001).code == "already"
    assert (
        play.refused("paper", "community_staff", elector=2070, choice="agree", number="1").code
        == "paper_is_secret"
    )
    assert play.refused("count_papers", "community_staff", spoilt=0).code == "still_voting"
    play.run(3 * DAY)
    assert (
        play.refused("count_papers", "community_staff", papers_agree=40, spoilt=0).code == "too_many_papers"
    )
    play.do("count_papers", "community_staff", papers_agree=10, papers_oppose=21, spoilt=1)
    assert (
        play.refused("count_papers", "grid_worker", papers_agree=11, papers_oppose=20, spoilt=1).code
        == "counts_differ"
    )
    assert play.matter.tally["@phase"] == "counting"
    play.do("count_papers", "grid_worker", papers_agree=10, papers_oppose=21, spoilt=1)
    paper = next(e.values["paper"] for e in play.effects if e.kind == "close_box")
    assert (paper["heads"]["oppose"], paper["spoilt"], len(paper["tellers"])) == (21, 1, 2)
    assert (play.matter.tally["voted"], play.matter.desk.role) == (61, "key_holder")
    play.do("open_box", "key_holder", cards="x")
    assert play.entries[-1].values["tally"]["agree"] == 40


def test_few_papers_are_sealed_one_by_one_by_the_tellers():
    play = ballot(", paper: [community_staff, grid_worker]")
    cast(play, 30)
    papers(play, 31, 3)
    play.run(3 * DAY)
    assert play.refused("count_papers", "community_staff", papers_agree=3, spoilt=0).code == "papers_tell"
    play.do("seal_paper", "community_staff", choice="agree")
    play.do("seal_paper", "community_staff", choice="oppose")
    assert play.matter.tally["voted"] == 32
    assert list(play.entries[-1].values) == ["fingerprint"]
    play.do("count_papers", "community_staff", spoilt=1)
    play.do("count_papers", "grid_worker", spoilt=1)
    assert play.matter.tally["@phase"] == "sealed"


def test_an_elector_is_struck_out_with_a_reason_but_never_one_whose_paper_is_in_the_box():
    play = ballot(", paper: [community_staff]")
    cast(play, 6)
    papers(play, 10, 1)
    play.do("strike", "community_staff", elector=2001, reason="已搬走")
    assert (play.matter.tally["voted"], play.matter.tally["roll"]) == (5, 79)
    assert play.refused("strike", "community_staff", elector=2001, reason="已搬走").code == "already"
    assert play.refused("strike", "community_staff", elector=2010, reason="已搬走").code == "paper_in_box"
    play.do("strike", "community_staff", elector=2050, reason="已搬走")
    assert play.refused("vote", PEOPLE[49], choice="agree").code == "not_elector"


def test_striking_after_closing_may_leave_too_few_to_open():
    play = ballot()
    cast(play, 5)
    play.run(3 * DAY)
    assert play.matter.tally["@phase"] == "sealed"
    play.do("strike", "key_holder", elector=2001, reason="不是本院住户")
    assert play.stage == "none"


def test_a_box_that_does_not_hold_is_declared_void_with_a_reason():
    play = ballot()
    cast(play, 6)
    assert play.refused("void_box", "key_holder", reason="回执对不上").code == "not_sealed"
    play.run(3 * DAY)
    play.do("void_box", "key_holder", reason="回执对不上")
    assert play.stage == "shut"


def test_the_holders_have_their_time_from_the_closing():
    play = ballot(", count_within: 1 day, give_up_after: 2 days")
    cast(play, 6)
    play.run(3 * DAY)
    assert (play.matter.due, play.matter.window) == (MONDAY + 4 * DAY, MONDAY + 5 * DAY)


def test_an_opening_that_was_not_made_is_not_taken():
    play = ballot()
    cast(play, 6)
    play.run(3 * DAY)
    bare = Command("", "open_box", play.now, play.actor("key_holder"), values={"passed": "agree"})
    answer = decide(play.method, play.matter, bare, play.world)
    assert isinstance(answer, Refusal)
    assert answer.code == "not_counted"


def test_when_all_papers_are_sealed_none_is_left_and_an_open_ballot_has_no_such_step():
    play = ballot(", paper: [community_staff]")
    cast(play, 6)
    papers(play, 10, 1)
    play.run(3 * DAY)
    play.do("seal_paper", "community_staff", choice="agree")
    assert play.refused("seal_paper", "community_staff", choice="agree").code == "no_papers"
    play = ballot(", paper: [community_staff]", secret="1 > 2")
    assert play.refused("give_paper", "community_staff", elector=2001).code == "not_secret"
