"""Whatever anybody sends, the answer is a decision or a refusal in words; nothing given is changed."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shanzhi.engine.decide import available, decide, open_matter
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Desk, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.model import Method
from tests.engine.everything import everything, library
from tests.engine.play import MONDAY, Play, explained
from tests.engine.test_any_course import THOROUGH

pytestmark = pytest.mark.installed
FEW = settings(
    max_examples=5_000 if THOROUGH else 250, deadline=None, suppress_health_check=list(HealthCheck)
)
METHODS: list[Method] = [everything(), library("appeal"), library("errand"), library("assist")]
WORLD = World(residents=3)
SURROGATES = st.text(st.characters(codec=None, exclude_characters="{"), max_size=40)
PLAIN = st.one_of(
    st.none(), st.booleans(), st.integers(), st.integers(2**53, 2**70), st.floats(), SURROGATES,
    st.sampled_from(["2026-03-09", "2199-12-31T00:00", "yes", "one", "1", "13800138000", "true"]), st.datetimes(),
)  # fmt: skip
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SURROGATES, inner, max_size=4),
    max_leaves=12,
)
TIMES = st.datetimes(datetime(1992, 1, 2), datetime(2100, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001
ACTORS = st.one_of(
    st.sampled_from(sorted(WORLD.people)).map(WORLD.people.__getitem__),
    st.builds(
        Actor,
        st.integers(1, 99),
        st.frozensets(
            st.tuples(st.sampled_from(["grid_worker", "no_such_role"]), st.integers(0, 9)), max_size=3
        ),
        st.just(frozenset()),
        st.none() | st.integers(0, 200),
        st.lists(st.integers(0, 9), max_size=4).map(tuple),
    ),
)


@st.composite
def matters(draw: st.DrawFn) -> tuple[Method, Matter]:
    """A matter in any stage, as the engine itself entered it."""
    method = draw(st.sampled_from(METHODS))
    stage = draw(st.sampled_from(sorted(method.stages)))
    desk = Desk(draw(st.sampled_from(["grid_worker", "opener", "holder", "community_staff"])), 4, None, 2001)
    data = {
        "subject": "灯",
        "begins": "2026-05-01T09:00",
        "day": "2026-05-01",
        "helpers": [1, 2],
        "request": "请帮忙",
    }
    block = method.stages[stage].block
    tally = TALLIES.get(stage) or TALLIES.get(block.kind if block is not None else "", {})
    matter = Matter(
        1, method.hash, 5, 2, stage, 4, 4, 2001, MONDAY, desk, MONDAY, data=data, visits={stage: 1},
        window=MONDAY, tally=tally, closed=MONDAY if method.stages[stage].end else None,
    )  # fmt: skip
    return method, matter


def tallies() -> dict[str, dict]:
    """What each block counts on being entered, by its stage in the method with every block, and by its kind."""
    found = {}
    for name in ("claim", "check", "split", "endorse", "vote", "secret", "show", "meet", "survey"):
        play = Play(everything())
        play.open("community_staff", subject="灯")
        form = everything().stages["hub"].acts[name].form
        given = {"helpers": [1, 2], "begins": "2026-05-01T09:00"}
        play.do(name, "community_staff", **{f.name: given[f.name] for f in form})
        found[name] = found[everything().stages[name].block.kind] = play.matter.tally
    return found


TALLIES = tallies()


@FEW
@given(matters(), ACTORS, st.data(), TIMES)
def test_any_command_is_answered(state, actor, data, at):
    method, matter = state
    acts = sorted(method.stages[matter.stage].acts)
    act = data.draw(st.sampled_from([*acts, "due", "joined", "nothing"]) | SURROGATES)
    chosen = method.stages[matter.stage].acts.get(act)
    names = [f.name for f in chosen.form] if chosen else ["child", "end", "visit"]
    values = data.draw(
        st.fixed_dictionaries({}, optional=dict.fromkeys(names, VALUES))
        | st.dictionaries(SURROGATES, VALUES)
        | VALUES
    )
    seq = data.draw(st.none() | st.integers(-3, 9))
    actor = data.draw(st.sampled_from([actor, SYSTEM]))
    command = Command("c", act, at, actor, seq, values)
    before = (msgspec.json.encode(matter), repr(values))
    answer = decide(method, matter, command, WORLD)
    answered(answer)
    assert (msgspec.json.encode(matter), repr(values)) == before
    available(method, matter, actor, WORLD, at)


@FEW
@given(st.sampled_from(METHODS), ACTORS, st.data(), st.integers(-2, 120), TIMES)
def test_any_opening_is_answered(method, actor, data, place, at):
    names = [f.name for f in method.form]
    values = data.draw(
        st.fixed_dictionaries({}, optional=dict.fromkeys(names, VALUES))
        | st.dictionaries(SURROGATES, VALUES)
        | VALUES
    )
    answered(open_matter(method, Command("c", "open", at, actor, None, values), place, WORLD))


def answered(answer: Decision | Refusal) -> None:
    """It is fit to be written down, or explains itself."""
    msgspec.json.encode(answer)
    if isinstance(answer, Refusal):
        explained(answer)
        return
    assert answer.matter.seq == answer.entries[-1].seq


@pytest.mark.parametrize("amount", [2**53 - 1, 2**63, -(2**63), 10**30])
def test_numbers_too_big_for_a_condition_are_refused(amount):
    play = Play(
        """
        first:
          label: 待办
          desk: grid_worker
          due: {in: 1 day}
          acts:
            pay: {label: 付款, form: {sum: {type: money, label: 多少}}, requires: [{that: sum * sum > 0, otherwise: 没钱}], to: closed}
        """
    )
    play.open()
    assert play.refused("pay", "grid_worker", sum=amount).code == "form"
    assert play.refused("pay", "grid_worker", sum=10**12).code == "fault"
