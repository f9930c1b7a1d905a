"""Ballots: who votes, once each; quorum and thresholds; secrecy; paper and proxies; the window to the second."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from shanzhi.engine.blocks.ballot import LOGIC
from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import DAY, MONDAY, Play

SECOND = timedelta(seconds=1)


def ballot(more: str = "", *, electors: str = "household", passes: str = "yes * 2 > voted", **given) -> Play:
    stages = f"""
    first:
      label: 表决
      desk: community_staff
      ballot: {{electors: {electors}, open_for: 3 days, pass: "{passes}"{more}}}
      outcomes: {{passed: passed, failed: failed, no_quorum: none}}
    passed: {{label: 通过, end: done}}
    failed: {{label: 未通过, end: failed}}
    none: {{label: 人数不够, end: expired}}
    """
    given.setdefault("world", World(residents=6))
    play = Play(stages, opening="{by: [anyone], at: community, to: first}", **given)
    play.open("community_staff", place=6)
    return play


def with_another(number: int = 9_000, **more) -> tuple[World, Actor]:
    """A world of six households, and one more person of the first of them."""
    world = World(residents=6)
    another = Actor(number, household=101, home=more.get("home", world.people["resident"].home))
    world.by_number[number] = another
    return world, another


def test_each_household_counts_once_whoever_of_it_votes():
    world, spouse = with_another()
    play = ballot(world=world)
    assert play.matter.tally["roll"] == 6
    play.do("vote", "resident", choice="agree")
    assert play.refused("vote", "resident", choice="oppose").code == "already"
    assert play.refused("vote", spouse, choice="oppose").code == "already"
    assert (play.matter.tally["agree"], play.matter.tally["oppose"], play.matter.tally["voted"]) == (1, 0, 1)
    assert play.entries[-1].slot == "vote:household:101"


def test_by_person_the_two_of_one_household_both_vote():
    world, spouse = with_another()
    play = ballot(electors="person", world=world)
    play.do("vote", "resident", choice="agree")
    play.do("vote", spouse, choice="oppose")
    assert play.matter.tally["voted"] == 2


def test_who_is_not_on_the_roll_does_not_vote():
    play = ballot()
    lodger = Actor(9_000, home=play.actor("resident").home)
    assert play.refused("vote", lodger, choice="agree").code == "not_elector"
    assert "vote" not in play.open_acts("community_staff")
    assert "vote" in play.open_acts("resident")


def test_an_owner_who_lives_elsewhere_votes():
    world, away = with_another(home=(1, 9, 99))
    world.owners[101] = (9_000,)
    play = ballot(electors="owner", world=world)
    play.do("vote", away, choice="agree")
    assert play.matter.tally["agree_area"] == 10_000


def test_the_window_ends_to_the_second_even_if_the_clock_was_not_looked_at():
    play = ballot()
    end = play.matter.window
    assert end == MONDAY + 3 * DAY
    play.do("vote", "resident", after=end - SECOND - play.now, choice="agree")
    late = play.refused("vote", "resident2", after=SECOND, choice="oppose")
    assert (late.code, "3月5日 09:00" in late.why.zh) == ("window_over", True)
    assert play.refused("vote", "resident2", after=SECOND, choice="oppose").code == "window_over"
    assert "vote" not in play.open_acts("resident2")
    play.run(DAY)
    assert (play.stage, play.matter.closed) == ("passed", end)
    outcome = play.entries[-1]
    assert (outcome.act, outcome.at, outcome.note) == ("passed", end, "outcome")


@pytest.mark.parametrize(
    ("yes", "no", "stage"),
    [(0, 0, "none"), (3, 0, "none"), (4, 0, "passed"), (2, 2, "failed"), (3, 2, "passed")],
)
def test_quorum_and_majority(yes, no, stage):
    play = ballot(', quorum: "voted * 3 >= electors * 2"')
    people = ["resident", *(f"resident{n}" for n in range(2, 7))]
    for n in range(yes + no):
        play.do("vote", people[n], choice="agree" if n < yes else "oppose")
    play.run(4 * DAY)
    assert play.stage == stage


def test_double_thresholds_by_heads_and_by_area():
    areas = {"resident": 50_000, "resident2": 1_000, "resident3": 1_000, "resident4": 1_000}
    world = World(residents=4, areas=areas)
    passes = "yes * 2 > voted && yes_area * 2 > voted_area"
    play = ballot(electors="owner", passes=passes, world=world)
    assert play.matter.tally["roll_area"] == 53_000
    for name, choice in (
        ("resident", "oppose"),
        ("resident2", "agree"),
        ("resident3", "agree"),
        ("resident4", "agree"),
    ):
        play.do("vote", name, choice=choice)
    tally = play.matter.tally
    assert (tally["agree"], tally["oppose"], tally["agree_area"], tally["oppose_area"]) == (
        3,
        1,
        3_000,
        50_000,
    )
    play.run(4 * DAY)
    assert play.stage == "failed"


def test_options_of_ones_own():
    play = ballot(", options: {lift: 装电梯, paint: 粉刷}", passes="lift > paint")
    assert "装电梯、粉刷" in play.refused("vote", "resident", choice="agree").fields["choice"].zh
    play.do("vote", "resident", choice="lift")
    play.run(4 * DAY)
    assert play.stage == "passed"


def test_a_ballot_without_electors_or_votes_passes_nothing():
    play = ballot(passes="yes >= no", world=World(residents=0))
    assert play.matter.tally["roll"] == 0
    play.run(4 * DAY)
    assert play.stage == "none"


def test_all_have_voted_ends_it_early():
    play = ballot(", early: true", world=World(residents=2))
    play.do("vote", "resident", choice="agree")
    play.do("vote", "resident2", choice="agree")
    assert play.stage == "passed"
    assert play.acts == ["open", "vote", "vote", "passed"]


def test_a_paper_vote_counts_once_beside_the_vote_on_line():
    play = ballot(", paper: [community_staff]")
    play.do("paper", "community_staff", elector=2001, choice="agree", number="1")
    assert play.entries[-1].values == {"elector": 2001, "choice": "agree", "number": "1"}
    assert play.refused("vote", "resident", choice="oppose").code == "already"
    play.do("vote", "resident2", choice="oppose")
    assert (
        play.refused("paper", "community_staff", elector=2002, choice="agree", number="2").code == "already"
    )
    assert (
        play.refused("paper", "community_staff", elector=7777, choice="agree", number="3").code
        == "not_elector"
    )
    assert play.refused("paper", "resident3", elector=2003, choice="agree", number="4").code == "not_yours"
    assert play.matter.tally["voted"] == 2


def test_a_proxy_votes_for_those_who_asked_and_for_no_others():
    play = ballot(", proxies: '2'")
    play.do("entrust", "resident2", proxy=2001)
    assert play.refused("vote", "resident2", choice="oppose").code == "entrusted"
    assert play.refused("entrust", "resident2", proxy=2003).code == "entrusted"
    assert play.refused("vote_for", "resident3", elector=2002, choice="agree").code == "no_proxy"
    assert play.refused("vote_for", "resident", elector=2004, choice="agree").code == "no_proxy"
    play.do("vote_for", "resident", elector=2002, choice="agree")
    assert play.refused("vote_for", "resident", elector=2002, choice="agree").code == "already"
    play.do("vote", "resident", choice="oppose")
    assert (play.matter.tally["agree"], play.matter.tally["oppose"]) == (1, 1)


def test_a_proxy_is_taken_back_until_it_was_used():
    play = ballot(", proxies: '2'")
    assert play.refused("revoke", "resident2").code == "not_entrusted"
    play.do("entrust", "resident2", proxy=2001)
    play.do("revoke", "resident2")
    assert play.refused("vote_for", "resident", elector=2002, choice="agree").code == "no_proxy"
    play.do("entrust", "resident2", proxy=2003)
    play.do("vote_for", "resident3", elector=2002, choice="agree")
    assert play.refused("revoke", "resident2").code == "already"


def test_proxies_are_limited_and_never_ones_own_household():
    world, _spouse = with_another()
    play = ballot(", proxies: '2'", world=world)
    assert play.refused("entrust", "resident", proxy=2001).code == "own_proxy"
    assert play.refused("entrust", "resident", proxy=9_000).code == "own_proxy"
    assert play.refused("entrust", "resident", proxy=5555).code == "not_elector"
    play.do("entrust", "resident2", proxy=2001)
    play.do("entrust", "resident3", proxy=2001)
    full = play.refused("entrust", "resident4", proxy=2001)
    assert (full.code, "2" in full.why.en) == ("too_many_proxies", True)


def test_who_has_voted_entrusts_nobody_and_zero_proxies_means_none():
    play = ballot(", proxies: '1'")
    play.do("vote", "resident", choice="agree")
    assert play.refused("entrust", "resident", proxy=2002).code == "already"
    play = ballot(", proxies: '0'")
    assert play.refused("entrust", "resident", proxy=2002).code == "too_many_proxies"


def test_what_is_told_of_a_ballot_names_nobody():
    play = ballot(", proxies: '2'")
    play.do("entrust", "resident2", proxy=2001)
    play.do("vote", "resident3", choice="agree")
    shown = LOGIC.public(play.matter.tally)
    assert set(shown) == {
        *("secret", "roll", "roll_area", "voted", "voted_area"),
        *("agree", "agree_area", "oppose", "oppose_area", "abstain", "abstain_area"),
    }
    assert "2001" not in msgspec.json.encode(shown).decode()


def test_nobody_is_told_of_each_vote():
    play = ballot()
    play.do("vote", "resident", choice="agree")
    assert play.kinds() == []


def test_the_roll_is_of_the_place_it_landed_at_not_of_one_door():
    asked = []

    class Watching(World):
        def roll(self, electors, place):
            asked.append(place)
            return super().roll(electors, place)

    ballot(world=Watching())
    assert asked == [3]


def test_the_opener_may_withdraw_it_and_votes_come_to_nothing():
    play = ballot()
    play.do("vote", "resident", choice="agree")
    play.do("withdraw", "community_staff", reason="不需要了")
    assert (play.matter.end, play.matter.window, play.matter.wakes) == ("withdrawn", None, None)
    assert play.refused("vote", "resident2", choice="agree").code == "closed"


def test_a_count_that_gives_no_result_blocks_the_matter_and_takes_no_more_votes():
    play = ballot(passes="yes / (voted - 1) > 0")
    play.do("vote", "resident", choice="agree")
    play.run(3 * DAY)
    entry = play.entries[-1]
    assert (entry.act, entry.note, play.matter.late, play.stage) == ("blocked", "fault", True, "first")
    assert play.kinds() == ["overdue"]
    assert play.refused("vote", "resident2", choice="agree").code == "window_over"
    assert play.matter.desk is not None
    assert play.matter.wakes == MONDAY + 4 * DAY
    assert play.run(20 * DAY) == 4
    assert play.acts[2:] == ["blocked"] * 5


def test_only_who_holds_a_proxy_that_is_not_cast_is_offered_to_vote_for_another():
    play = ballot(", proxies: '2'")
    assert "vote_for" not in play.open_acts("resident")
    play.do("entrust", "resident2", proxy=2001)
    assert "vote_for" in play.open_acts("resident")
    assert "vote_for" not in play.open_acts("resident3")
    play.do("vote_for", "resident", elector=2002, choice="agree")
    assert "vote_for" not in play.open_acts("resident")
