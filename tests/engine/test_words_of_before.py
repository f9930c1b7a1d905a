"""What stands in the store under the names of former releases goes on by today's names."""

from __future__ import annotations

from shanzhi.engine.former import choice, in_todays_words, todays
from shanzhi.method.model import Field, Option
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence


def test_an_open_ballot_keeps_every_vote() -> None:
    held = {
        "roll": "owner",
        "@roll": "owner",
        "electors": 4,
        "electors_area": 400,
        "voted": 3,
        "yes": 2,
        "yes_area": 200,
        "no": 1,
        "no_area": 90,
    }
    assert todays(held) == {
        "@roll": "owner", "roll": 4, "roll_area": 400, "voted": 3, "agree": 2, "agree_area": 200, "oppose": 1, "oppose_area": 90,
    }  # fmt: skip
    assert [choice(one) for one in ("yes", "no", "abstain", "plan")] == ["agree", "oppose", "abstain", "plan"]


def test_papers_that_one_teller_counted_are_kept() -> None:
    held = {"electors": 9, "voted": 2, "@counted": {"by": 7, "heads": {"yes": 1, "no": 2}, "spoilt": 0}}
    assert todays(held)["@counted"] == {"by": 7, "heads": {"agree": 1, "oppose": 2}, "spoilt": 0}


def test_meetings_supporters_and_children_go_on() -> None:
    assert todays({"attended": 2, "expected": 9, "others": 1}) == {"present": 2, "roll": 9, "others": 1}
    assert todays({"supporters": 2, "threshold": 3, "electors": 9}) == {
        "supporters": 2,
        "needs": 3,
        "roll": 9,
    }
    assert todays({"children": 2, "closed_children": 1, "failed_children": 0}) == {
        "children": 2,
        "done": 1,
        "undone": 0,
    }


def test_what_is_called_so_already_stays() -> None:
    for held in ({"roll": 4, "voted": 1, "agree": 1}, {"answers": 2, "roll": 3, "good": 2}, {}):
        assert todays(held) == held


def test_a_survey_goes_on_counting() -> None:
    at = Rule("", 1)
    grades = (Option("good", Sentence("好", "good")), Option("bad", Sentence("差", "bad")))
    questions = [
        Field("grade", "choice", Sentence("评价", "grade"), at, options=grades),
        Field("kept", "boolean", Sentence("办到", "kept"), at),
    ]
    held = {"answers": 3, "n_grade_good": 2, "n_grade_bad": 1, "n_kept_true": 3}
    assert in_todays_words(questions, held) == {"answers": 3, "good": 2, "bad": 1, "kept": 3}
