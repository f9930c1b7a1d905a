"""A joint answer: those named each answer once, side by side; who is asked is fixed when it opens, who does not answer is told apart."""

from __future__ import annotations

from itertools import permutations

import pytest
from msgspec.structs import replace

from shanzhi.engine.examples import run_examples
from shanzhi.method.check import check
from tests.engine.play import DAY, HOUR, Play
from tests.matters.signing import SIGNING

STAGES = """
first:
  label: 联审
  desk: community_staff
  due: 5 days
  each: {of: [OF], options: {yes_: 通过, no_: 不通过}, passes: [yes_], needs: NEEDS MORE}
  outcomes: {agreed: closed, refused: refused LATE}
refused: {label: 没过, end: refused, says: 没过。}
late: {label: 没答齐, end: expired, says: 没答齐。}
closed: {label: 过了, end: done, says: 过了。}
"""
PEOPLE = """
people:
  judges: {type: people, optional: true, label: 评议小组}
  one: {type: person, optional: true, label: 一个人}
  home: {type: household, optional: true, label: 一户}
  body: {type: organisation, optional: true, label: 一个单位}
"""
DATA = """
subject: {type: text, optional: true, max: 80, label: 什么事}
bureaus: {type: offices, optional: true, max: 5, label: 几个部门}
"""
OPENING = "{start: {label: 发起, by: [anyone], asks: [subject, bureaus, judges, one, home, body], at: community, to: first}}"


def played(of: str, needs: str = "all", more: str = "", *, late: bool = True, stages: str = STAGES) -> Play:
    text = stages.replace("OF", of).replace("NEEDS", needs).replace("MORE", f", {more}" if more else "")
    return Play(text.replace("LATE", ", late: late" if late else ""), data=DATA, more=PEOPLE, opening=OPENING)


def number(play: Play, name: str) -> int:
    person = play.actor(name).person
    assert person is not None
    return person


def three(needs: str = "all", more: str = "", *, late: bool = True) -> Play:
    play = played("people.judges", needs, more, late=late)
    play.open(judges=[number(play, name) for name in ("resident2", "resident3", "resident4")])
    return play


def test_the_example_lives() -> None:
    assert [p.show("", "en") for p in check(SIGNING) if p.code not in ("SZ511", "SZ512", "SZ503")] == []
    outcome = run_examples(SIGNING)
    assert [(e.title, [p.why.en for p in e.problems]) for e in outcome.examples if e.problems] == []
    assert len(outcome.examples) == 3


def test_all_must_agree_and_the_order_does_not_matter() -> None:
    for order in permutations(("resident2", "resident3", "resident4")):
        play = three()
        for who in order:
            assert play.stage == "first"
            play.do("countersign", who, choice="yes_")
        assert play.stage == "closed"


def test_any_one_suffices() -> None:
    play = three("any")
    play.do("countersign", "resident3", choice="yes_")
    assert play.stage == "closed"


def test_a_number_of_them_suffices_and_it_ends_once_nothing_can_change_it() -> None:
    play = three("count.asked / 2 + 1")
    play.do("countersign", "resident2", choice="no_", reason="材料不全")
    assert play.stage == "first"
    play.do("countersign", "resident3", choice="no_", reason="材料不全")
    assert (play.stage, play.matter.end) == ("refused", "refused")


def test_who_refuses_says_why() -> None:
    play = three()
    refusal = play.refused("countersign", "resident2", choice="no_")
    assert list(refusal.fields) == ["reason"]
    play.do("countersign", "resident2", choice="no_", reason="时间不够")
    assert play.stage == "refused"


def test_a_review_may_ask_for_no_reason_at_all() -> None:
    play = three("all", "reasons: never")
    assert play.refused("countersign", "resident2", choice="no_", reason="他欠费").code == "form"
    play.do("countersign", "resident2", choice="no_")
    assert play.stage == "refused"


def test_nobody_answers_twice_and_nobody_else_answers() -> None:
    play = three()
    play.do("countersign", "resident2", choice="yes_")
    assert play.refused("countersign", "resident2", choice="yes_").code == "already"
    assert play.refused("countersign", "resident5", choice="yes_").code == "not_asked"
    assert "countersign" not in play.open_acts("resident2") | play.open_acts("resident5")
    assert "countersign" in play.open_acts("resident3")
    assert play.matter.tally["answered"] == 1


def test_silence_is_told_apart_from_a_no() -> None:
    play = three("any")
    play.do("countersign", "resident2", choice="no_", reason="不合适")
    play.run(6 * DAY)
    assert (play.stage, play.matter.end) == ("late", "expired")


@pytest.mark.parametrize(("silent", "end"), [("yes_", "closed"), ("no_", "refused")])
def test_silence_counts_as_the_method_says(silent: str, end: str) -> None:
    play = three("all", f"silent: {silent}", late=False)
    play.do("countersign", "resident2", choice="yes_")
    play.run(6 * DAY)
    assert play.stage == end


def test_nothing_is_taken_after_its_time() -> None:
    play = three()
    assert play.refused("countersign", "resident2", after=5 * DAY, choice="yes_").code == "window_over"


def test_whoever_holds_the_post_when_it_answers_answers_for_it() -> None:
    play = played("mediator")
    play.open()
    former = play.actor("mediator")
    post = ("mediator", 3)
    assert play.matter.tally["@asked"] == ["post:mediator:3"]
    play.world.people["mediator"] = replace(former, posts=frozenset())
    play.world.by_number[former.person] = play.world.people["mediator"]
    successor = replace(play.actor("resident5"), posts=frozenset({post}))
    play.world.people["resident5"] = play.world.by_number[successor.person] = successor
    assert play.refused("countersign", "mediator", choice="yes_").code == "not_asked"
    play.do("countersign", "resident5", choice="yes_")
    assert play.stage == "closed"
    assert play.entries[-2].role == "mediator"


def test_who_is_asked_is_fixed_at_entry() -> None:
    """A fact that names those asked cannot be corrected meanwhile."""
    play = played("people.one")
    play.open(one=number(play, "resident2"))
    other = number(play, "resident5")
    refusal = play.refused("correct", "resident", field="one", value=str(other), reason="换人")
    assert refusal.code == "shown_now"


def test_what_is_signed_cannot_be_changed_meanwhile_and_its_digest_stands_in_each_answer() -> None:
    play = played("people.one", more="shows: [subject]")
    play.open(subject="三楼漏水", one=number(play, "resident2"))
    assert (
        play.refused("correct", "resident", field="subject", value="四楼漏水", reason="笔误").code
        == "shown_now"
    )
    before = play.matter.tally["@text"]
    play.do("countersign", "resident2", choice="yes_")
    assert play.entries[-2].values["text"] == before
    other = played("people.one", more="shows: [subject]")
    other.open(subject="四楼漏水", one=number(other, "resident2"))
    assert other.matter.tally["@text"] != before


def test_a_household_an_organisation_and_offices_answer_once_each() -> None:
    play = played("people.home, people.body, data.bureaus")
    home = play.actor("resident2").household
    play.open(home=home, body=1, bureaus=[1, 2])
    assert play.matter.tally["@seats"] == [f"household:{home}", "organisation:1", "organisation:2"]
    spouse = replace(play.actor("resident3"), person=9_000, household=home)
    play.world.by_number[9_000] = spouse
    play.do("countersign", spouse, choice="yes_")
    assert play.refused("countersign", "resident2", choice="yes_").code == "already"
    play.do("countersign", "department_staff@office1", choice="yes_")
    play.do("countersign", "department_staff@office2", choice="yes_")
    assert play.stage == "closed"
    assert [e.role for e in play.entries if e.act == "countersign"] == [
        "named",
        "department_staff",
        "department_staff",
    ]


def test_nobody_answers_for_two_unless_the_method_says_so() -> None:
    for several in (False, True):
        play = played("people.one, mediator", more="several: true" if several else "")
        play.open(one=number(play, "mediator"))
        play.do("countersign", "mediator", choice="yes_")
        if several:
            play.do("countersign", "mediator", choice="yes_")
            assert play.stage == "closed"
        else:
            assert play.refused("countersign", "mediator", choice="yes_").code == "one_for_one"
            assert "countersign" not in play.open_acts("mediator")


def test_one_named_twice_is_asked_once() -> None:
    play = played("people.one, people.judges, opener")
    play.open(one=number(play, "resident2"), judges=[number(play, "resident2"), number(play, "resident3")])
    assert play.matter.tally["asked"] == 3


def test_those_whose_own_work_is_judged_are_not_asked() -> None:
    play = played("people.judges", more="not: [opener]")
    play.open(judges=[number(play, "resident"), number(play, "resident2")])
    assert play.matter.tally["@seats"] == [f"person:{number(play, 'resident2')}"]


def test_a_post_of_those_judged_goes_to_others_who_hold_it() -> None:
    """The only mediator opened it: nobody judges their own work, though the post is asked."""
    play = played("mediator", more="not: [opener]")
    play.open("mediator")
    assert play.refused("countersign", "mediator", choice="yes_").code == "own_work"


def test_where_nobody_is_left_to_ask_the_way_in_is_refused() -> None:
    play = played("people.judges", more="not: [opener]")
    answer = play.try_open("resident", judges=[number(play, "resident")])
    assert answer.code == "nobody_asked"
    too_few = played("people.judges", "3")
    answer = too_few.try_open("resident", judges=[number(too_few, "resident2")])
    assert answer.code == "too_few_asked"


def test_a_paper_is_entered_with_its_scan_for_one_who_has_not_answered() -> None:
    play = three(more="clerks: [community_staff]")
    assert play.refused("countersign_for", "community_staff", seat=1, choice="yes_").code == "form"
    paper = {"choice": "yes_", "files": ["scan.jpg"]}
    assert play.refused("countersign_for", "community_staff", seat=4, **paper).code == "no_such_seat"
    play.do("countersign_for", "community_staff", seat=1, **paper)
    assert play.refused("countersign_for", "community_staff", seat=1, **paper).code == "already"
    assert play.refused("countersign", "resident2", choice="yes_").code == "already"
    entry = play.entries[-1]
    assert (entry.values["person"], entry.role) == (number(play, "resident2"), "community_staff")


def test_a_clerk_who_is_asked_answers_as_everybody_does() -> None:
    play = played("community_staff, people.one", more="clerks: [community_staff]")
    play.open(one=number(play, "resident2"))
    own = play.refused("countersign_for", "community_staff", seat=1, choice="yes_", files=["a.jpg"])
    assert own.code == "own_paper"


def test_a_reminder_goes_to_those_who_have_not_answered_once_a_day() -> None:
    play = three()
    play.do("countersign", "resident2", choice="yes_")
    play.do("remind_asked", "community_staff")
    waiting = [f"person:{number(play, name)}" for name in ("resident3", "resident4")]
    assert play.effect("notify")["to"] == waiting
    assert play.refused("remind_asked", "community_staff", after=HOUR).code == "reminded"
    play.do("remind_asked", "community_staff", after=DAY)
    assert play.refused("remind_asked", "resident2").code == "not_yours"


def test_entering_again_asks_anew() -> None:
    again = STAGES.replace(
        "closed: {label: 过了, end: done, says: 过了。}",
        "closed: {label: 过了, desk: community_staff, due: 5 days, acts: {back: {label: 再来, to: first}, end: {label: 完, to: refused}}}",
    )
    play = played("people.one", stages=again)
    play.open(one=number(play, "resident2"))
    play.do("countersign", "resident2", choice="yes_")
    play.do("back", "community_staff")
    assert (play.matter.tally["answered"], play.matter.tally["@asked"]) == (0, play.matter.tally["@seats"])
    play.do("countersign", "resident2", choice="yes_")
    assert play.stage == "closed"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ("silent: maybe", "SZ204"),
        ("not: [people.nobody]", "SZ346"),
        ("clerks: [somebody]", "SZ303"),
    ],
)
def test_what_is_wrong_is_told_to_the_author(more: str, code: str) -> None:
    text = SIGNING.replace("needs: all", f"needs: all\n      {more}").replace(
        "      clerks: [community_staff]\n", "" if "clerks" in more else "      clerks: [community_staff]\n"
    )
    assert code in {p.code for p in check(text)}


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("passes: [sign]", "passes: [signed]", "SZ204"),
        ("of: [people.asking, people.other", "of: [people.asking, resident", "SZ303"),
        ("of: [people.asking, people.other", "of: [people.asking, data.terms", "SZ306"),
        ("options: {sign: 签字, refuse: 不签}", "options: {sign: 签字, asked: 不签}", "SZ323"),
        ("needs: all", "needs: [all]", "SZ203"),
        ("needs: all", "needs: data.terms", "SZ401"),
        (", late: again", "", "SZ313"),
        (
            "reason: {type: text, optional: true, label: 理由}",
            "colour: {type: text, optional: true, label: 颜色}",
            "SZ305",
        ),
        ("answer: {type: text, label: 答复}", "answer: {type: integer, label: 答复}", "SZ306"),
    ],
)
def test_settings_that_do_not_fit_are_told_to_the_author(before: str, after: str, code: str) -> None:
    assert before in SIGNING
    assert code in {p.code for p in check(SIGNING.replace(before, after))}
