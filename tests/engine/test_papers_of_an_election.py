"""Papers of an election: they balance, two tellers enter them apart, and a voter counts once over paper and screen.

发票、唱票、计票、监票、废票.
"""

from __future__ import annotations

from tests.engine.electing import NAMES, choosing, election, names_of, vote
from tests.engine.play import DAY

ONE, OTHER, THIRD = "community_staff", "supervision_member", "secretary"
COUNT = {
    "given": 10, "returned": 9, "blank": 1, "spoilt": 1,
    "votes": [{"candidate": 1, "votes": 7}, {"candidate": 2, "votes": 6}, {"candidate": 3, "votes": 1}],
}  # fmt: skip


def signed(**more):
    return election(cast="[online, paper]", **more)


def secret(papers=10, **more):
    play = election(cast="[paper]", signed="false", **{"pass": "count.votes * 2 > count.voted", **more})
    for n in range(1, papers + 1):
        play.do("give_paper", ONE, elector=2000 + n)
    return play


def read(play, by, number="1", elector=2001, marks=(1, 2), **more):
    play.do("paper", by, elector=elector, number=number, marks=choosing(*marks), **more)


# -- signed papers -----------------------------------------------------------------------------------
def test_a_paper_counts_when_a_second_teller_reads_the_same():
    play = signed()
    play.do("hand_out", ONE, elector=2001, number="1", way="signed")
    read(play, ONE)
    tally = play.matter.tally
    assert (tally["given"], tally["voted"], tally["valid"], tally["@votes"][0]) == (1, 1, 0, 0)
    assert play.refused("paper", ONE, elector=2001, number="1", marks=choosing(1, 2)).code == "second_reader"
    differ = play.refused("paper", OTHER, elector=2001, number="1", marks=choosing(1, 3))
    assert (differ.code, "票号 1" in differ.why.zh) == ("readings_differ", True)
    read(play, OTHER, marks=(2, 1))
    tally = play.matter.tally
    assert (tally["voted"], tally["valid"], tally["@votes"]) == (1, 1, [1, 1, 0, 0])
    assert play.refused("paper", THIRD, elector=2001, number="1", marks=choosing(1, 2)).code == "read_twice"


def test_spoilt_and_blank_papers_took_part_and_choose_nobody():
    play = signed()
    for by in (ONE, OTHER):
        play.do("paper", by, elector=2001, number="1", spoilt=True)
        play.do("paper", by, elector=2002, number="2")
    tally = play.matter.tally
    assert (tally["voted"], tally["valid"], tally["spoilt"], tally["blank"]) == (2, 0, 1, 1)
    assert (
        play.refused("paper", ONE, elector=2003, number="3", marks=choosing(1, 2, 3)).code == "too_many_marks"
    )


def test_a_mark_in_the_room_blocks_the_vote_on_screen_and_the_other_way_round():
    """A complaint about a peer: who was ticked off at the ballot box could still vote online."""
    play = signed()
    read(play, ONE)
    assert play.refused("vote", marks=choosing(3)).code == "already"
    play.do("vote", "resident2", marks=choosing(3))
    assert play.refused("paper", ONE, elector=2002, number="2", marks=choosing(1)).code == "already"
    drawn = secret(1)
    assert drawn.refused("give_paper", OTHER, elector=2001).code == "already"


def test_a_wrong_reading_is_taken_back_by_another_and_read_twice_anew():
    play = signed()
    read(play, ONE)
    read(play, OTHER)
    assert play.refused("void_paper", ONE, number="1", reason="录错了人").code == "own_entry"
    play.do("void_paper", OTHER, number="1", reason="录错了人")
    tally = play.matter.tally
    assert (tally["voted"], tally["valid"], tally["@votes"]) == (0, 0, [0, 0, 0, 0])
    read(play, OTHER, marks=(3,))
    assert play.matter.tally["valid"] == 0
    read(play, ONE, marks=(3,))
    assert (play.matter.tally["voted"], play.matter.tally["@votes"]) == (1, [0, 0, 1, 0])


def test_a_paper_read_once_is_waited_for_and_nothing_counts_without_it():
    play = signed(**{"pass": ""})
    vote(play, {(1, 2): 9}, first=2)
    read(play, ONE)
    play.run(4 * DAY)
    assert play.stage == "first"
    assert play.refused("vote", "resident16", marks=choosing(1)).code == "vote_is_over"
    assert play.refused("hand_out", ONE, elector=2012, number="9", way="signed").code == "vote_is_over"
    assert play.refused("finish_count", ONE).code == "unread"
    read(play, OTHER)
    play.do("finish_count", ONE)
    assert (play.stage, names_of(play, "elected")) == ("closed", ["甲某", "乙某"])


def test_a_reading_that_never_comes_elects_nobody():
    play = signed()
    vote(play, {(1, 2): 9}, first=2)
    read(play, ONE)
    play.run(30 * DAY)
    assert (play.stage, names_of(play, "elected")) == ("lost", [])


def test_owners_proxies_sign_by_written_authority_as_often_as_may_be():
    play = election(
        cast="[paper]",
        roll="owners",
        outside_proxies="1",
        quorum="'count.voted * 3 >= count.roll * 2 && count.voted_area * 3 >= count.roll_area * 2'",
    )
    play.do("paper", ONE, elector=2001, number="1", marks=choosing(1), proxy="王某", letter="委 1 号")
    assert (
        play.refused(
            "paper", ONE, elector=2002, number="2", marks=choosing(1), proxy="王 某", letter="委 2 号"
        ).code
        == "too_many_letters"
    )
    assert play.refused("paper", OTHER, elector=2001, number="1", marks=choosing(1)).code == "readings_differ"


# -- secret papers -----------------------------------------------------------------------------------
def test_two_tellers_who_say_the_same_end_the_count():
    play = secret()
    assert play.refused("enter_count", ONE, **COUNT).code == "still_voting"
    assert not {"vote", "paper", "hand_out"} & set(play.method.stages["first"].acts)
    play.run(4 * DAY)
    play.do("enter_count", ONE, **COUNT)
    assert play.stage == "first"
    assert play.refused("enter_count", OTHER, **{**COUNT, "blank": 2, "spoilt": 0}).code == "counts_differ"
    play.do("enter_count", OTHER, **COUNT)
    assert (play.stage, names_of(play, "elected")) == ("closed", ["甲某", "乙某"])
    told = play.matter.data["result"]["words"]
    assert "发出 10 张，有效 7 张，空白 1 张，废票 1 张" in told


def test_papers_that_do_not_balance_are_refused():
    """A complaint about a peer: the ballot box was never reconciled with those who voted."""
    play = secret()
    play.run(4 * DAY)

    def said(**change) -> str:
        return play.refused("enter_count", ONE, **{**COUNT, **change}).code

    assert said(given=9) == "given_differs"
    assert said(returned=11) == "more_than_given"
    assert said(blank=6, spoilt=4) == "papers_unbalanced"
    assert said(votes=[{"candidate": 1, "votes": 8}]) == "more_than_valid"
    assert said(votes=[{"candidate": n, "votes": 7} for n in (1, 2, 3)]) == "too_many_votes"
    assert said(votes=[{"candidate": 1, "votes": 6}]) == "too_few_votes"
    assert said(votes=[{"candidate": 1, "votes": 4}] * 2) == "marked_twice"
    assert said(votes=[{"candidate": 9, "votes": 7}]) == "no_such_candidate"


def test_a_proxy_draws_papers_for_as_many_as_may_be_and_a_candidate_for_nobody():
    play = secret(0, proxies="1")
    play.do("give_paper", ONE, elector=2001, proxy=2002)
    assert play.refused("give_paper", ONE, elector=2003, proxy=2002).code == "too_many_proxies"
    assert play.refused("give_paper", ONE, elector=2003, proxy=2012).code == "candidate_holds"
    assert play.refused("give_paper", ONE, elector=2001).code == "already"
    play.do("give_paper", ONE, elector=2002)
    assert play.matter.tally["given"] == 2


def test_a_box_is_counted_without_a_register_and_hands_without_papers():
    box = election(cast="[box]")
    box.do("enter_count", ONE, **COUNT)
    box.do("enter_count", OTHER, **COUNT)
    assert box.stage == "closed"
    hands = election(cast="[hands]")
    count = {"returned": 9, "votes": [{"candidate": 1, "votes": 9}, {"candidate": 2, "votes": 6}]}
    assert hands.refused("enter_count", ONE, **{**count, "returned": 17}).code == "more_than_roll"
    hands.do("enter_count", ONE, **count)
    hands.do("enter_count", OTHER, **count)
    assert names_of(hands, "elected") == ["甲某", "乙某"]
    assert "发出" not in hands.matter.data["result"]["words"]


# -- names that are written --------------------------------------------------------------------------
def test_who_was_written_and_elected_is_known_before_it_is_over():
    play = secret(write_ins="true")
    assert play.refused("identify", "committee_chair", name="周某", person=2005).code == "nobody_to_name"
    play.run(4 * DAY)
    count = {
        **COUNT,
        "votes": [{"candidate": 1, "votes": 6}],
        "others": [{"name": "周 某", "votes": 6}, {"name": "吴某", "votes": 1}],
    }
    assert (
        play.refused("enter_count", ONE, **{**count, "others": [{"name": "甲某", "votes": 1}]}).code
        == "is_candidate"
    )
    play.do("enter_count", ONE, **count)
    play.do("enter_count", OTHER, **{**count, "others": list(reversed(count["others"]))})
    assert play.stage == "first"
    assert play.refused("enter_count", THIRD, **count).code == "count_is_done"
    assert play.refused("identify", "committee_chair", name="吴某", person=2005).code == "not_written"
    assert play.refused("identify", "committee_chair", name="周某", person=2011).code == "person_counted"
    play.do("identify", "committee_chair", name="周某", person=2005)
    assert play.stage == "closed"
    assert play.matter.data["elected"] == [{"who": 2011, "name": "甲某"}, {"who": 2005, "name": "周某"}]


def test_who_was_written_and_is_not_known_in_time_is_not_elected():
    play = secret(write_ins="true")
    play.run(4 * DAY)
    count = {**COUNT, "votes": [{"candidate": 1, "votes": 6}], "others": [{"name": "周某", "votes": 6}]}
    play.do("enter_count", ONE, **count)
    play.do("enter_count", OTHER, **count)
    play.run(30 * DAY)
    assert names_of(play, "elected") == ["甲某"]


def test_a_name_is_written_on_screen_too():
    play = election(cast="[online]", write_ins="true", **{"pass": ""})
    play.do("vote", marks=[{"candidate": 1}, {"name": " 周某 "}])
    assert play.refused("vote", "resident2", marks=[{"name": "乙 某"}]).code == "is_candidate"
    play.do("vote", "resident2", marks=[{"name": "周某"}])
    assert play.matter.tally["@written"] == {"周某": [2, 0]}


def test_with_no_candidate_everybody_is_written():
    play = election((), cast="[online]", write_ins="true", places="1")
    assert play.matter.tally["candidates"] == 0
    assert NAMES
