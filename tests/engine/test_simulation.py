"""A method under a load: nothing is lost, chance is seeded, and queues behave as the theory of queues says."""

from __future__ import annotations

from math import exp, log, sqrt
from pathlib import Path

import pytest
from msgspec.structs import replace

from shanzhi.engine.simulate import Load, run_once, simulate
from shanzhi.engine.simulation.example import example_load
from shanzhi.engine.simulation.load import Habit, Work, usual_load, works_of
from shanzhi.engine.simulation.scenario import BadLoad, read_load
from shanzhi.library import files, text
from shanzhi.method.check import load as load_method
from shanzhi.method.model import Method
from tests.engine.play import method_of

METHODS = Path(__file__).parents[1] / "methods"
ONE_DESK = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 30 days, clock: handle}
  acts:
    finish: {label: 办结, stop: [handle], to: closed}
"""
SMALL = Load(days=14, places=2, households=8)
ALL_BLOCKS = {
    "endorse": """
      first:
        label: 联名
        desk: grid_worker
        endorse: {by: [resident], threshold: "3", open_for: 7 days}
        outcomes: {reached: closed, expired: lapsed}
      lapsed: {label: 未成, end: failed}
    """,
    "ballot": """
      first:
        label: 表决
        desk: grid_worker
        ballot: {electors: household, open_for: 7 days, secret: true, pass: yes > no}
        outcomes: {passed: closed, failed: lapsed}
      lapsed: {label: 未过, end: failed}
    """,
    "publicity": """
      first:
        label: 公示
        desk: grid_worker
        publicity: {for: 5 days, what: [subject], objections: [resident], answer_within: 3 days}
        outcomes: {clear: closed, upheld: lapsed}
      lapsed: {label: 异议成立, end: failed}
    """,
    "checklist": """
      first:
        label: 清单
        desk: grid_worker
        due: {in: 10 days}
        checklist: {items: {look: 看, mend: 修}}
        outcomes: {complete: closed}
    """,
    "survey": """
      first:
        label: 评议
        desk: grid_worker
        survey:
          by: [resident]
          open_for: 5 days
          questions: {score: {type: integer, min: 1, max: 5, label: 几分}}
        outcomes: {passed: closed}
    """,
}


@pytest.fixture(scope="module")
def appeal() -> Method:
    return load_method((METHODS / "appeal.yaml").read_bytes())


@pytest.fixture(scope="module")
def one_desk() -> Method:
    return method_of(ONE_DESK)


def test_the_same_seed_gives_the_same_result(appeal: Method) -> None:
    first = simulate(appeal, SMALL, runs=2, seed=7)
    assert simulate(appeal, SMALL, runs=2, seed=7) == first
    assert simulate(appeal, SMALL, runs=2, seed=8) != first


@pytest.mark.parametrize("name", list(files()))
def test_no_matter_of_any_method_of_the_library_is_lost(name: str) -> None:
    counts = run_once(load_method(text(name) or ""), SMALL)
    assert counts.opened > 0
    assert counts.turned_away == 0
    assert counts.opened == counts.closed + counts.open
    assert counts.closed == sum(counts.ends.values()) == len(counts.hours)
    assert counts.broken == 0


ONE_NO = """
first:
  label: 待办
  desk: grid_worker
  due: 30 days
  acts:
    finish: {label: 办结, asks: [sure, kind], requires: [{that: '!data.doubted', otherwise: 不行。}], to: closed}
"""
ONE_NO_DATA = """
subject: {type: text, optional: true, max: 80, label: 什么事}
money: {type: boolean, label: 动钱吗}
business: {type: boolean, label: 挣钱吗}
doubted: {type: boolean, is: 'data.sure || data.kind != "rare"', label: 有疑问}
sure: {type: boolean, label: 肯定吗}
kind: {type: choice, default: usual, options: {usual: 平常, odd: 少, rare: 很少}, label: 哪一种}
"""
ONE_NO_OPEN = "{by: [resident], at: grid, asks: [money, business], requires: [{that: '!data.money && !data.business', otherwise: 由业主定。}], to: first}"


def test_who_is_refused_for_an_answer_reads_why_and_answers_anew() -> None:
    """A question that must be answered no turns nobody away for good: at the way in, and at an act."""
    method = method_of(ONE_NO, data=ONE_NO_DATA, opening=ONE_NO_OPEN)
    counts = run_once(method, SMALL)
    assert counts.turned_away == 0
    assert counts.ends["done"] > counts.opened / 2


def test_what_a_scenario_answers_stays_as_it_says() -> None:
    method = method_of(ONE_NO, data=ONE_NO_DATA, opening=ONE_NO_OPEN)
    counts = run_once(method, replace(SMALL, answers={"money": {"true": 1.0}}))
    assert (counts.opened, counts.turned_away > 0) == (0, True)


@pytest.mark.parametrize("block", ALL_BLOCKS)
def test_every_block_comes_to_its_end(block: str) -> None:
    load = replace(SMALL, days=60, objections=0.5, turnout=0.9)
    counts = run_once(method_of(ALL_BLOCKS[block]), load)
    assert counts.ends.get("done", 0) > counts.opened / 3
    assert counts.opened == counts.closed + counts.open
    assert counts.broken == 0


def test_child_matters_come_back_to_the_one_who_asked(appeal: Method) -> None:
    asked = {"handling": {"resolve": Work(share=50), "ask_help": Work(share=50)}}
    counts = run_once(appeal, replace(SMALL, days=40, acts=asked))
    assert counts.ends["done"] > counts.opened / 2


def test_a_matter_nobody_serves_is_late_and_not_lost(one_desk: Method) -> None:
    counts = run_once(one_desk, replace(SMALL, days=60, staff={"grid_worker": 0}))
    assert counts.closed == 0
    assert counts.open == counts.opened
    assert counts.late > 0
    assert counts.clocks["handle"][0] == 0


def test_residents_who_never_answer_leave_it_to_the_clock(appeal: Method) -> None:
    silent = run_once(appeal, replace(SMALL, days=40, residents=Habit(0.0, 1.0)))
    assert silent.ends["done"] > 0
    assert silent.opened == silent.closed + silent.open


def test_more_staff_never_makes_an_overloaded_queue_worse(one_desk: Method) -> None:
    load = replace(SMALL, days=14, places=1, arrivals=60.0)
    waiting = []
    for staff in (1, 2, 4, 8):
        result = simulate(one_desk, replace(load, staff={"grid_worker": staff}), runs=3, seed=3)
        waiting.append(result.desks[0].waiting.median)
    assert waiting == sorted(waiting, reverse=True)
    assert waiting[0] > 10 * (waiting[-1] + 1)


def test_a_single_desk_agrees_with_the_theory_of_queues(one_desk: Method) -> None:
    """Poisson arrivals, one server, service with mean 60 minutes and a coefficient of variation of 1.

    Pollaczek–Khinchine then gives the mean number of an M/M/1 queue, rho / (1 - rho): 1 at half load. Four desks
    over about 690 working days see near 10,000 matters; the standard error of such a mean is about 3 %, so 10 % is
    allowed. Time counts while the desk works, for arrivals and service alike.
    """
    minutes_a_day, mean, rho = 7 * 60, 60.0, 0.5
    sigma = sqrt(log(2.0))
    work = Work(share=1.0, minutes=mean / exp(sigma**2 / 2), spread=exp(sigma))
    load = Load(
        days=1000,
        places=4,
        households=1,
        arrivals=rho * minutes_a_day / mean,
        acts={"first": {"finish": work}},
    )
    desk = run_once(one_desk, load, seed=11).desks["grid_worker", "grid"]
    assert desk.used == pytest.approx(rho, rel=0.05)
    assert desk.lying == pytest.approx(rho / (1 - rho), rel=0.10)
    assert desk.lying - desk.waiting == pytest.approx(rho, rel=0.05)


def test_nobody_works_at_night(one_desk: Method) -> None:
    """Matters that come at any waking hour wait for the working day."""
    load = replace(SMALL, days=28, hours="waking", acts={"first": {"finish": Work(minutes=5, spread=1.01)}})
    counts = run_once(one_desk, load)
    assert max(counts.hours) > 8
    assert min(counts.hours) < 1


def test_the_example_scenario_is_what_is_run_without_one(appeal: Method) -> None:
    for language in ("zh", "en"):
        read = read_load(example_load(appeal, language), appeal)
        assert works_of(appeal, read) == works_of(appeal, Load())
        assert replace(read, acts={}, staff={}) == Load()
        assert set(read.staff.values()) == {1}


def test_meetings_and_votes_come_seldom_where_nothing_is_said(appeal: Method) -> None:
    """Sixty households are not called together five times a day: that told nothing, and took minutes."""
    deliberation = load_method((METHODS / "deliberation.yaml").read_bytes())
    load = usual_load(deliberation)
    assert usual_load(appeal) == Load()
    assert load.arrivals * load.days * load.places < 150
    assert f"per_day: {load.arrivals}" in example_load(deliberation, "en")
    assert read_load("places: 2\n", deliberation) == replace(load, places=2)


def test_a_scenario_changes_what_it_names(appeal: Method) -> None:
    read = read_load(
        "answers: {urgency: {urgent: 1}}\narrivals: {hours: waking}\nstaff: {grid_worker: 3}\n", appeal
    )
    assert read == Load(hours="waking", staff={"grid_worker": 3}, answers={"urgency": {"urgent": 1.0}})


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        ("dayz: 3", 1, "Did you mean “days”"),
        ("days: 1\nplaces: 0", 2, "“places” must be a whole number from 1 to 500"),
        ("staff: {grid_worke: 1}", 1, "Did you mean “grid_worker”"),
        ("staff: 3", 1, "Write `name: value` lines"),
        ("acts:\n  handling:\n    resolv: {share: 1}", 3, "Did you mean “resolve”"),
        ("acts: {handling: {resolve: {minutes: 0}}}", 1, "“minutes” must be a number"),
        ("answers: {urgency: {hot: 1}}", 1, "“urgency” has no answer “hot”"),
        ("answers: {photos: {x: 1}}", 1, "cannot be weighed"),
        ("answers: {urgency: {urgent: 0}}", 1, "not all be zero"),
        ("residents: {stars: [1, 2]}", 1, "five numbers"),
        ("residents: {stars: [0, 0, 0, 0, 0]}", 1, "not all zero"),
        ("residents: {answer: 2}", 1, "“answer” must be a number from 0 to 1"),
        ("arrivals: {hours: never}", 1, "one of: working, waking"),
        ("starts: soon", 1, "is no day"),
        ("days: yes: no", 1, "YAML"),
        ("", 1, "empty"),
    ],
)
def test_every_fault_of_a_scenario_is_told_where_it_is(
    appeal: Method, text: str, line: int, part: str
) -> None:
    with pytest.raises(BadLoad) as bad:
        read_load(text, appeal)
    (fault,) = bad.value.faults
    assert fault.line == line
    assert part in fault.why.en
    assert fault.why.zh != fault.why.en


def test_all_faults_are_told_at_once(appeal: Method) -> None:
    with pytest.raises(BadLoad) as bad:
        read_load("days: x\nplaces: -1\nwhat: 1\n", appeal)
    assert [fault.line for fault in bad.value.faults] == [1, 2, 3]
