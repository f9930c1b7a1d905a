"""Lives of an appeal a second by `decide`, beside three state machine libraries that only change state."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.table import Table, conditions
from shanzhi import shelf
from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.types import Actor, Command, Decision
from shanzhi.engine.world import World
from shanzhi.method.check import load

ROUNDS, QUICK_ROUNDS = 9, 3
SECONDS = 0.6
"""How long each library is run in one round; the four take turns, and the median of the rounds is shown."""
STARS, SATISFIED = 5, 3
OURS, TRANSITIONS, STATEMACHINE, SPIFF = (
    "shanzhi decide",
    "transitions",
    "python-statemachine",
    "SpiffWorkflow",
)
Life = Callable[[], None]


def run(quick: bool) -> Table:
    """Five steps with one guard: opened, accepted, resolved, confirmed, rated (closed if satisfied)."""
    lives = {
        OURS: ours(),
        TRANSITIONS: transitions_life(),
        STATEMACHINE: statemachine_life(),
        SPIFF: spiff_life(),
    }
    rates: dict[str, list[float]] = {name: [] for name in lives}
    for _ in range(QUICK_ROUNDS if quick else ROUNDS):
        for name, life in lives.items():
            rates[name].append(rate(life))
    table = Table("A life of an appeal in memory: five steps, one guard", "lives/s")
    for name in (TRANSITIONS, STATEMACHINE, SPIFF):
        table.add(name, statistics.median(rates[name]), note="state and guard alone")
    mine = statistics.median(rates[OURS])
    table.add(
        OURS, mine, against=TRANSITIONS, least=1, note="with roles, forms, time limits, history, effects"
    )
    table.add(f"{OURS} ", mine, against=STATEMACHINE, least=10)
    table.add(f"{OURS}  ", mine, against=SPIFF, least=10)
    table.conditions = conditions(rounds=str(len(rates[OURS])))
    return table


def rate(life: Life) -> float:
    """Lives a second over a short while."""
    for _ in range(20):
        life()
    count, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < SECONDS:
        for _ in range(50):
            life()
        count += 50
    return count / took


def ours() -> Life:
    """The appeal method of the library, through the same functions that pages and API call."""
    text = shelf.path("appeal")
    if text is None:
        raise FileNotFoundError("appeal")
    method = load(text.read_bytes(), name="appeal")
    world = World()
    resident, worker, staff = (world.people[name] for name in ("resident", "grid_worker", "community_staff"))
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    steps: tuple[tuple[str, Actor, dict[str, Any], datetime], ...] = (
        ("accept", worker, {"urgency": "normal"}, at + timedelta(hours=1)),
        ("resolve", worker, {"reply": "灯泡已更换，请查看"}, at + timedelta(hours=2)),
        ("confirm", staff, {}, at + timedelta(hours=3)),
        ("rate", resident, {"contacted": True, "solved": True, "stars": STARS}, at + timedelta(hours=4)),
    )

    def life() -> None:
        opened = Command("1", "open", at, resident, values={"subject": "楼道灯不亮"})
        answer = open_matter(method, opened, 4, world, matter=1)
        for act, who, values, when in steps:
            if not isinstance(answer, Decision):
                raise AssertionError(answer)
            command = Command("1", act, when, who, answer.matter.seq, values)
            answer = decide(method, answer.matter, command, world)
        if not isinstance(answer, Decision) or answer.matter.end != "done":
            raise AssertionError(answer)

    return life


def transitions_life() -> Life:
    """One machine, one model put back to its beginning for each life: the fastest use the library has."""
    from transitions import Machine

    class Appeal:
        stars = 0

        def satisfied(self) -> bool:
            return self.stars >= SATISFIED

    model: Any = Appeal()
    machine = Machine(model, ["new", "reported", "handling", "verifying", "rating", "closed"], initial="new")
    for trigger, source, target in (
        ("open", "new", "reported"),
        ("accept", "reported", "handling"),
        ("resolve", "handling", "verifying"),
        ("confirm", "verifying", "rating"),
    ):
        machine.add_transition(trigger, source, target)
    machine.add_transition("rate", "rating", "closed", conditions="satisfied")
    machine.add_transition("rate", "rating", "handling")

    def life() -> None:
        machine.set_state("new")
        model.open()
        model.accept()
        model.resolve()
        model.confirm()
        model.stars = STARS
        model.rate()
        if model.state != "closed":
            raise AssertionError(model.state)

    return life


def statemachine_life() -> Life:
    """One machine for each life, as the library has it."""
    from statemachine import State, StateMachine

    class Appeal(StateMachine):
        new = State(initial=True)
        reported = State()
        handling = State()
        verifying = State()
        rating = State()
        closed = State(final=True)
        open = new.to(reported)
        accept = reported.to(handling)
        resolve = handling.to(verifying)
        confirm = verifying.to(rating)
        rate = rating.to(closed, cond="satisfied") | rating.to(handling)

        def satisfied(self, stars: int = 0) -> bool:
            return stars >= SATISFIED

    def life() -> None:
        machine: Any = Appeal()
        machine.open()
        machine.accept()
        machine.resolve()
        machine.confirm()
        machine.rate(stars=STARS)
        if not machine.closed.is_active:
            raise AssertionError(machine)

    return life


def spiff_life() -> Life:
    """One workflow of a shared specification for each life: four steps, then an exclusive choice."""
    from SpiffWorkflow.operators import Attrib, GreaterThan
    from SpiffWorkflow.specs.ExclusiveChoice import ExclusiveChoice
    from SpiffWorkflow.specs.Simple import Simple
    from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec
    from SpiffWorkflow.util.task import TaskState
    from SpiffWorkflow.workflow import Workflow

    spec = WorkflowSpec(name="appeal", addstart=True)
    last: Any = spec.start
    for name in ("open", "accept", "resolve", "confirm"):
        task = Simple(spec, name, manual=True)
        last.connect(task)
        last = task
    rating = ExclusiveChoice(spec, "rate", manual=True)
    last.connect(rating)
    closed, again = Simple(spec, "closed"), Simple(spec, "again")
    rating.connect_if(GreaterThan(Attrib("stars"), SATISFIED - 1), closed)
    rating.connect(again)

    def life() -> None:
        workflow = Workflow(spec)
        workflow.run_all()
        for _ in range(5):
            (task,) = workflow.get_tasks(state=TaskState.READY)
            task.set_data(stars=STARS)
            task.run()
            workflow.run_all()
        if not workflow.is_completed() or not workflow.get_tasks(
            spec_name="closed", state=TaskState.COMPLETED
        ):
            raise AssertionError(workflow)

    return life
