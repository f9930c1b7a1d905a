"""Paper votes by name: one number is one elector's, a wrong entry is taken back by a second person, all with evidence."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.engine.world import World
from tests.engine.play import DAY, Play

STAGES = """
    first:
      label: 表决
      desk: community_staff
      ballot: {electors: ELECTORS, open_for: 3 days, pass: "yes * 2 > voted", paper: [community_staff], proxies: '2'}
      outcomes: {passed: passed, failed: failed, no_quorum: failed}
    passed: {label: 通过, end: done}
    failed: {label: 未通过, end: failed}
"""
SECOND = Actor(7_000, posts=frozenset({("community_staff", 3)}))


def ballot(electors: str = "household", world: World | None = None) -> Play:
    opening = "{by: [anyone], at: community, to: first}"
    play = Play(STAGES.replace("ELECTORS", electors), opening=opening, world=world or World(residents=6))
    play.open("community_staff", place=6)
    return play


def enter(play: Play, elector: int, number: str, choice: str = "agree") -> None:
    play.do("paper", "community_staff", elector=elector, choice=choice, number=number)


def test_one_numbered_paper_is_one_electors():
    play = ballot()
    enter(play, 2001, "A001")
    for number in ("A001", "a001", "Ａ００１", " A 001 "):
        again = play.refused("paper", "community_staff", elector=2002, choice="oppose", number=number)
        assert (again.code, "A" in again.why.zh.upper() or "Ａ" in again.why.zh) == ("paper_of_another", True)
    enter(play, 2002, "A002", "oppose")
    assert (play.matter.tally["voted"], play.matter.tally["agree"], play.matter.tally["oppose"]) == (2, 1, 1)


def test_a_paper_that_was_handed_out_to_another_is_not_entered():
    play = ballot()
    play.do("hand_out", "community_staff", elector=2001, number="7", way="signed")
    assert (
        play.refused("hand_out", "community_staff", elector=2002, number="7", way="post").code
        == "paper_taken"
    )
    assert (
        play.refused("paper", "community_staff", elector=2002, choice="oppose", number="7").code
        == "paper_of_another"
    )
    enter(play, 2001, "7")
    assert play.acts == ["open", "hand_out", "paper"]


def test_a_paper_registered_with_its_vote_has_its_line_too():
    play = ballot()
    enter(play, 2001, "7")
    handed, vote = play.entries[-2:]
    assert (handed.act, handed.slot, handed.values["way"]) == ("hand_out", "paper:7", "returned")
    assert (vote.act, vote.values) == ("paper", {"elector": 2001, "choice": "agree", "number": "7"})


def test_a_wrong_entry_is_taken_back_by_a_second_person_and_the_elector_votes_anew():
    play = ballot()
    enter(play, 2001, "A001")
    own = play.refused("void_paper", "community_staff", number="A001", reason="录错了户")
    assert own.code == "own_entry"
    play.do("void_paper", SECOND, number="A001", reason="录错了户")
    tally = play.matter.tally
    assert (tally["voted"], tally["agree"], tally["agree_area"], tally["voted_area"]) == (0, 0, 0, 0)
    assert play.refused("void_paper", SECOND, number="A001", reason="录错了户").code == "no_such_paper"
    play.do("vote", "resident", choice="oppose")
    assert play.refused("vote", "resident", choice="agree").code == "already"
    enter(play, 2002, "A001")
    assert (play.matter.tally["voted"], play.matter.tally["oppose"], play.matter.tally["agree"]) == (2, 1, 1)
    play.run(4 * DAY)
    assert play.entries[-1].values["tally"]["voted"] == 2


def test_taken_back_twice_and_entered_thrice_counts_once():
    play = ballot()
    for choice in ("agree", "oppose", "abstain"):
        enter(play, 2001, "A001", choice)
        if choice != "abstain":
            play.do("void_paper", SECOND, number="A001", reason="看错了")
    tally = play.matter.tally
    assert [tally[name] for name in ("voted", "agree", "oppose", "abstain")] == [1, 0, 0, 1]
    assert (
        play.refused("paper", "community_staff", elector=2001, choice="agree", number="A002").code
        == "already"
    )


def test_only_a_paper_is_taken_back_never_a_vote_on_line():
    play = ballot()
    play.do("hand_out", "community_staff", elector=2001, number="7", way="family")
    play.do("vote", "resident", choice="agree")
    assert (
        play.refused("paper", "community_staff", elector=2001, choice="oppose", number="7").code == "already"
    )
    play.do("void_paper", SECOND, number="7", reason="网上投了")
    assert (play.matter.tally["voted"], play.matter.tally["agree"]) == (1, 1)
    assert play.refused("void_paper", SECOND, number="7", reason="再撤").code == "no_such_paper"


def test_a_registered_paper_stays_its_electors_when_the_vote_is_taken_back():
    play = ballot()
    play.do("hand_out", "community_staff", elector=2001, number="7", way="signed")
    enter(play, 2001, "7", "oppose")
    play.do("void_paper", SECOND, number="7", reason="看错了")
    assert (
        play.refused("paper", "community_staff", elector=2002, choice="agree", number="7").code
        == "paper_of_another"
    )
    enter(play, 2001, "7")
    assert (play.matter.tally["voted"], play.matter.tally["agree"]) == (1, 1)


def test_the_areas_of_an_owner_come_back_with_the_paper():
    world = World(residents=4)
    world.owners |= {101: (2001,), 102: (2001, 2002), 103: (2003,), 104: ()}
    play = ballot("owner", world)
    assert (play.matter.tally["roll"], play.matter.tally["roll_area"]) == (4, 40_000)
    enter(play, 2001, "A1")
    assert (play.matter.tally["voted"], play.matter.tally["voted_area"]) == (2, 20_000)
    assert play.refused("vote", "resident2", choice="oppose").code == "already"
    play.do("void_paper", SECOND, number="A1", reason="签名不是本人")
    assert (play.matter.tally["voted"], play.matter.tally["voted_area"], play.matter.tally["agree_area"]) == (
        0,
        0,
        0,
    )
    play.do("vote", "resident2", choice="oppose")
    enter(play, 2001, "A1")
    tally = play.matter.tally
    assert [tally[name] for name in ("voted", "agree_area", "oppose_area")] == [2, 10_000, 10_000]
    assert play.refused("vote", "resident4", choice="oppose").code == "not_elector"


def test_in_a_secret_ballot_no_choice_is_entered_beside_a_name():
    play = Play(
        STAGES.replace("ELECTORS", "household").replace("proxies: '2'", "secret: true"),
        opening="{by: [anyone], at: community, to: first}", world=World(residents=5),
    )  # fmt: skip
    play.open("community_staff", place=6)
    for act, values in (
        ("hand_out", {"elector": 2001, "number": "7", "way": "signed"}),
        ("void_paper", {"number": "7", "reason": "看错了"}),
    ):
        assert play.refused(act, "community_staff", **values).code == "by_name_only"


def test_a_choice_is_taken_as_it_is_called():
    play = ballot()
    for elector, choice in ((2001, "同意"), (2002, "Oppose"), (2003, " 弃权 ")):
        enter(play, elector, f"A{elector}", choice)
    tally = play.matter.tally
    assert [tally[name] for name in ("agree", "oppose", "abstain")] == [1, 1, 1]
    assert play.refused("paper", "community_staff", elector=2004, choice="赞成", number="9").code == "form"
