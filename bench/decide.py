"""Deciding: lives of an appeal per second, beside three workflow libraries on the same five steps and one guard.

Reported, accepted, answered, verified, rated, with the guard on closing `stars >= 3`. Ours is the `appeal` that
the tests play, a course that stays as it is, through `decide` as in production: who may act, every form, the working calendar, clocks, notices and
history entries are all in it. The others keep a state and run the guard, and nothing else; a machine or a
specification that can be shared is built beforehand. `transitions` stands there twice: with one model that is set
back for each life, which is its fastest, and with a model of its own for each life, as in its documentation for many
models. The rounds alternate, and each row is its best round, since whatever else runs on the machine only makes a
round slower.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path

from SpiffWorkflow.operators import Attrib, GreaterThan
from SpiffWorkflow.specs import ExclusiveChoice, Simple, WorkflowSpec
from SpiffWorkflow.workflow import Workflow
from statemachine import State, StateMachine
from transitions import Machine

from bench.table import Table, conditions
from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import Command, Decision, Matter
from shanzhi.engine.world import World
from shanzhi.method.check import load

METHOD = Path(__file__).parents[1] / "tests" / "methods" / "appeal.yaml"
STARS, ENOUGH = 5, 3
Life = Callable[[], None]


def ours() -> Life:
    """A life of the method `appeal`: five decisions, each from the state the one before left."""
    method, world = load(METHOD.read_text(encoding="utf-8")), World()
    resident, worker, staff = (world.people[n] for n in ("resident", "grid_worker", "community_staff"))
    begin, hour = datetime(2026, 3, 2, 1, tzinfo=UTC), timedelta(hours=1)
    times = [begin + n * hour for n in range(5)]
    rating = {"contacted": True, "solved": True, "stars": STARS}

    def step(matter: Matter, command: Command) -> Matter:
        decision = decide(method, matter, command, world)
        assert isinstance(decision, Decision)
        return decision.matter

    def life() -> None:
        opening = Command("1", "open", times[0], resident, values={"subject": "楼道灯不亮"})
        opened = open_matter(method, opening, 4, world, matter=1)
        assert isinstance(opened, Decision)
        matter = step(opened.matter, Command("2", "accept", times[1], worker, 1))
        matter = step(matter, Command("3", "resolve", times[2], worker, 2, {"reply": "已换灯泡，试过亮。"}))
        matter = step(matter, Command("4", "confirm", times[3], staff, 3))
        matter = step(matter, Command("5", "rate", times[4], resident, 4, rating))
        assert matter.end == "done"

    return life


class Appeal:
    """The object whose state `transitions` keeps."""

    state: str

    def satisfied(self, stars: int) -> bool:
        return stars >= ENOUGH


STATES = ["new", "reported", "handling", "verifying", "rating", "closed"]
WAYS = [
    {"trigger": "report", "source": "new", "dest": "reported"},
    {"trigger": "accept", "source": "reported", "dest": "handling"},
    {"trigger": "resolve", "source": "handling", "dest": "verifying"},
    {"trigger": "confirm", "source": "verifying", "dest": "rating"},
    {"trigger": "rate", "source": "rating", "dest": "closed", "conditions": "satisfied"},
    {"trigger": "rate", "source": "rating", "dest": "handling"},
]


def transitions_added() -> Life:
    """`transitions` with one machine and a new model for each life, as its documentation has it for many models."""
    machine = Machine(model=None, states=STATES, transitions=WAYS, initial="new", auto_transitions=False)

    def life() -> None:
        appeal = Appeal()
        machine.add_model(appeal)
        appeal.report()  # type: ignore[attr-defined]
        appeal.accept()  # type: ignore[attr-defined]
        appeal.resolve()  # type: ignore[attr-defined]
        appeal.confirm()  # type: ignore[attr-defined]
        appeal.rate(STARS)  # type: ignore[attr-defined]
        assert appeal.state == "closed"
        machine.remove_model(appeal)

    return life


def transitions_reused() -> Life:
    """`transitions` at its fastest: one model for all lives, set back to its first state each time."""
    appeal = Appeal()
    machine = Machine(model=appeal, states=STATES, transitions=WAYS, initial="new", auto_transitions=False)

    def life() -> None:
        machine.set_state("new")
        appeal.report()  # type: ignore[attr-defined]
        appeal.accept()  # type: ignore[attr-defined]
        appeal.resolve()  # type: ignore[attr-defined]
        appeal.confirm()  # type: ignore[attr-defined]
        appeal.rate(STARS)  # type: ignore[attr-defined]
        assert appeal.state == "closed"

    return life


class AppealMachine(StateMachine):
    """The same for `python-statemachine`."""

    new = State(initial=True)
    reported = State()
    handling = State()
    verifying = State()
    rating = State()
    closed = State(final=True)
    report = new.to(reported)
    accept = reported.to(handling)
    resolve = handling.to(verifying)
    confirm = verifying.to(rating)
    rate = rating.to(closed, cond="satisfied") | rating.to(handling)

    def satisfied(self, stars: int) -> bool:
        return stars >= ENOUGH


def statemachine() -> Life:
    """`python-statemachine`: a machine for each life, since the machine is what has a state there."""

    def life() -> None:
        machine = AppealMachine()
        machine.report()
        machine.accept()
        machine.resolve()
        machine.confirm()
        machine.rate(stars=STARS)
        assert machine.closed.is_active

    return life


def spiff() -> Life:
    """`SpiffWorkflow`: one specification; a workflow for each life, its tasks run by name as people do them."""
    spec = WorkflowSpec(name="appeal", addstart=True)
    steps = [Simple(spec, name, manual=True) for name in ("report", "accept", "resolve", "confirm", "rate")]
    guard = ExclusiveChoice(spec, "satisfied")
    closed, again = Simple(spec, "closed"), Simple(spec, "again")
    for before, after in zip([spec.start, *steps], [*steps, guard], strict=True):
        before.connect(after)
    guard.connect(again)
    guard.connect_if(GreaterThan(Attrib("stars"), ENOUGH - 1), closed)

    def life() -> None:
        workflow = Workflow(spec)
        workflow.run_all()
        for step in steps:
            task = workflow.get_next_task(spec_name=step.name)
            assert task is not None
            if step.name == "rate":
                task.set_data(stars=STARS)
            task.run()
        workflow.run_all()
        assert workflow.is_completed()
        assert workflow.last_task.task_spec is closed

    return life


def rate(life: Life, lives: int) -> float:
    """Lives per second in one round; what other rounds left behind is cleared away first, so each pays for its own."""
    gc.collect()
    begin = time.perf_counter()
    for _ in range(lives):
        life()
    return lives / (time.perf_counter() - begin)


def run(quick: bool) -> Table:
    rounds, seconds = (3, 0.05) if quick else (60, 0.05)
    lives = {
        "transitions": transitions_reused(),
        "transitions, new model": transitions_added(),
        "python-statemachine": statemachine(),
        "SpiffWorkflow": spiff(),
        "shanzhi": ours(),
    }
    sizes = {name: max(1, int(rate(life, 20) * seconds)) for name, life in lives.items()}
    best = dict.fromkeys(lives, 0.0)
    for _ in range(rounds):
        for name, life in lives.items():
            best[name] = max(best[name], rate(life, sizes[name]))
    versions = {name: version(name) for name in ("transitions", "python-statemachine", "SpiffWorkflow")}
    table = Table(
        "Deciding: an appeal's life of five steps and one guard, in memory",
        "lives/s",
        conditions=conditions(rounds=f"best of {rounds}, {seconds:g} s each", **versions),
    )
    for name, speed in best.items():
        table.add(name, speed)
    for name, least in ASKED.items():
        table.add(f"shanzhi : {name}", best["shanzhi"], against=name, least=least)
    return table


ASKED = {
    "transitions": 1.0,
    "transitions, new model": 1.0,
    "python-statemachine": 10.0,
    "SpiffWorkflow": 10.0,
}
