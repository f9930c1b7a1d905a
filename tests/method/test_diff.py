"""Two versions are told apart in the method's own terms."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.method.check import load
from shanzhi.method.diff import COMPARED, PARTS, compare, kept_back, lost_stages
from tests.method.tiny import TINY, tiny

FINISH = "finish: {label: 办好了, to: closed}"
MORE = "\n  done:\n    label: 办好了\n    desk: grid_worker\n    due: {lasts: inputs.within}\n    acts:\n      finish: {label: 办好了, to: closed}"


def english(*changes: tuple[str, str]) -> list[str]:
    return [change.words.en for change in compare(load(TINY), load(tiny(*changes)))]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("version: 1", "version: 2"), "Version: 1 → 2."),
        (("at: grid", "at: microgrid"), "Level where it lands: grid → microgrid."),
        (("by: [resident]", "by: [resident, volunteer]"), "Who may open it: a resident → a resident, volunteer."),
        (("max: 80", "max: 60"), "Upper bound of field “What is it”: 80 → 60."),
        (("optional: true, label: 几件", "label: 几件"), "May be left empty of field “How many”: yes → no."),
        (("  count: {type: integer, min: 1, optional: true, label: 几件}\n", ""), "Removed: field “How many”."),
        (("data:\n", "data:\n  size: {type: integer, label: 几件}\n"), "Added: field “How many”."),
        (("default: 2 workdays", "default: 3 workdays"), "Default of input “Time limit”: 2 working days → 3 working days."),
        (("desk: grid_worker", "desk: community_staff"), "Desk of stage “To be done”: grid worker → community staff."),
        (("{lasts: inputs.within}", "{in: 5 days}"), "Time limit of stage “To be done”: 2 working days → 5 days."),
        ((FINISH, "finish: {label: 办好了, by: [opener], to: closed}"), "Who may do it of act “It is done” of stage “To be done”: the desk it lies on → the person who opened it."),
        ((FINISH, "finish: {label: 办好了, set: {subject: 换了, count: data.count + 1}, to: closed}"), "Facts recorded unasked of act “It is done” of stage “To be done”: none → subject: 换了, count: data.count + 1."),
        ((FINISH, FINISH + "\n      other: {label: 待办, to: asked}"), "Added to stage “To be done”: act “To be done”."),
        ((FINISH, "finish: {label: 办好了, asks: [count], to: closed}"), "Added to act “It is done” of stage “To be done”: field “How many”."),
        (("share: matter.closed", "number: matter.closed"), "How it is counted of measure “Closed”: share → number."),
    ],
)  # fmt: skip
def test_each_change_is_said_once_in_its_own_terms(change: tuple[str, str], says: str) -> None:
    assert says in english(change)


@pytest.mark.parametrize("name", library.names())
def test_a_version_does_not_differ_from_itself_laid_out_otherwise(name: str) -> None:
    text = library.text(name)
    assert text is not None
    assert (
        compare(load(text), load("# a comment\n\n" + text.replace("\nstages:", "\n\n# more\nstages:"))) == []
    )


def test_a_stage_that_goes_is_lost_and_one_that_ends_too() -> None:
    longer = tiny((FINISH, "finish: {label: 办好了, to: done}" + MORE))
    changes = compare(load(longer), load(TINY))
    assert lost_stages(load(longer), load(TINY)) == ("done",)
    assert [(c.kind, c.path) for c in changes if c.lost] == [("removed", "stages.done")]
    assert lost_stages(load(TINY), load(longer)) == ()


def test_what_was_removed_has_its_old_line_and_what_was_added_its_new_one() -> None:
    longer = tiny((FINISH, "finish: {label: 办好了, to: done}" + MORE))
    line = longer[: longer.index("  done:")].count("\n") + 2
    (removed,) = [c for c in compare(load(longer), load(TINY)) if c.kind == "removed"]
    (added,) = [c for c in compare(load(TINY), load(longer)) if c.kind == "added"]
    assert removed.line == added.line == line


def test_everything_compared_has_its_words() -> None:
    assert {name for names in COMPARED.values() for name in names} <= set(PARTS)


def test_a_text_with_a_full_stop_gets_no_second_one() -> None:
    before = load(tiny((FINISH, "finish: {label: 办好了, help: 先看。, to: closed}")))
    after = load(tiny((FINISH, "finish: {label: 办好了, help: 先去看。, to: closed}")))
    (change,) = compare(before, after)
    assert change.words.zh.endswith("先看。 → 先去看。")


def test_what_keeps_running_matters_from_going_over_is_told() -> None:
    wider = load(TINY.replace("stages:", "visible: public\nstages:", 1))
    why = kept_back(load(TINY), wider)
    assert [reason.zh for reason in why if "会多给所有人看" in reason.zh] == [reason.zh for reason in why]
    assert why
    assert kept_back(wider, load(TINY)) == []
    assert kept_back(wider, wider) == []
