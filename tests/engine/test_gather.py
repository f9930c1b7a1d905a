"""Gathering: who may hand one in and until when, what stands, how it is ranked and chosen, who hears back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from shanzhi.engine.examples import run_examples
from shanzhi.engine.memory_store import Book
from shanzhi.engine.types import Command, Decision, Refusal
from shanzhi.engine.world import World
from tests.engine.gathering import OFFER, call, compiled
from tests.engine.play import DAY, MONDAY

OFFERS = compiled(OFFER)
PEOPLE = [f"resident{n}" for n in range(2, 9)]


class Town:
    """A call for offers and those who answer it, in memory."""

    def __init__(self, settings: str = "takes: 1") -> None:
        method = compiled(call(settings if "needs" in settings else f"needs: 1\n      {settings}"))
        self.world = World()
        self.book = Book(self.world, {"offer": OFFERS, "offers-wanted": method})
        self.now = MONDAY
        self.given = 0
        opened = self.book.open("offers-wanted", self.command("open", "grid_worker", subject="刷墙"), 4)
        assert isinstance(opened, Decision)
        self.main = opened.matter.id

    def command(self, act: str, by: str, **values: Any) -> Command:
        self.given += 1
        return Command(f"c{self.given}", act, self.now, self.world.people[by], values=values)

    def ask(self, act: str, by: str, at: int | None = None, **values: Any) -> Decision | Refusal:
        return self.book.act(at or self.main, self.command(act, by, **values))

    def do(self, act: str, by: str, at: int | None = None, **values: Any) -> None:
        answer = self.ask(act, by, at, **values)
        assert isinstance(answer, Decision), answer

    def submit(self, by: str, price: int = 100) -> int:
        self.do("submit", by, name=by, price=price)
        return max(self.book.kept)

    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)
        while self.book.fire(self.now) is not None:
            pass

    @property
    def matter(self) -> Any:
        return self.book.kept[self.main].matter

    def stage(self, number: int) -> str:
        return self.book.kept[number].matter.stage

    def chosen(self) -> list[int]:
        return [line["matter"] for line in self.matter.data["offers"] if line["chosen"]]


def test_its_examples_go_as_they_are_written() -> None:
    for text in (OFFER, call("needs: 2\n      takes: 1")):
        result = run_examples(text, library=lambda name: OFFERS if name == "offer" else None)
        assert [p.why.en for p in result.problems if p.weight == "error"] == []
        assert all(not one.problems for one in result.examples)


def test_the_facts_flow_back_and_the_history_of_the_call_holds_none_of_them() -> None:
    town = Town()
    number = town.submit("resident2", 300)
    history = [entry.values for entry in town.book.kept[town.main].entries]
    assert all("price" not in values and "name" not in values for values in history)
    assert "offers" not in town.matter.data
    town.wait(6)
    (line,) = town.matter.data["offers"]
    assert line == {
        "matter": number, "opener": 2002, "name": "resident2", "price": 300, "rank": 1, "chosen": True, "late": False,
    }  # fmt: skip
    assert town.matter.data["winners"] == [2002]


@pytest.mark.parametrize(
    ("guard", "kept"),
    [("sensitive: true, ", {"name"}), ("private: true, ", {"name", "price"}), ("", {"name", "price"})],
)
def test_what_an_offer_guards_comes_back_only_into_a_list_that_guards_it(guard: str, kept: set[str]) -> None:
    town = Town()
    town.book.methods["offer"] = compiled(
        OFFER.replace("price: {type: money", f"price: {{{guard}type: money")
    )
    town.submit("resident2")
    town.wait(6)
    (line,) = town.matter.data["offers"]
    assert {"name", "price"} & set(line) == kept


def test_one_each_and_again_after_withdrawing() -> None:
    town = Town()
    first = town.submit("resident2")
    assert town.ask("submit", "resident2", name="x", price=1).code == "handed_in"
    town.do("take_back", "resident2", first)
    town.submit("resident2")
    assert (town.matter.tally["gathered"], town.matter.tally["withdrawn"], town.matter.tally["standing"]) == (
        2,
        1,
        1,
    )


def test_what_comes_late_is_refused() -> None:
    town = Town("picks: true")
    town.submit("resident2")
    town.now += 6 * DAY
    assert town.ask("submit", "resident3", name="x", price=1).code == "window_over"
    town.wait(0)
    assert town.ask("submit", "resident3", name="x", price=1).code == "window_over"


def test_what_comes_late_is_taken_and_counted_apart_where_the_method_says_so() -> None:
    town = Town("picks: true\n      late: take")
    town.submit("resident2")
    town.wait(6)
    late = town.submit("resident3")
    assert (town.matter.tally["gathered"], town.matter.tally["late"]) == (2, 1)
    town.do("pick", "grid_worker", number=late)
    town.do("conclude", "grid_worker")
    assert {line["matter"]: line["late"] for line in town.matter.data["offers"]}[late] is True
    assert town.chosen() == [late]


def test_the_desk_chooses_only_after_the_window_and_only_among_those_that_stand() -> None:
    town = Town("picks: true\n      takes: 1")
    one, other, gone = town.submit("resident2"), town.submit("resident3"), town.submit("resident4")
    assert town.ask("pick", "grid_worker", number=one).code == "still_gathering"
    town.wait(6)
    town.do("take_back", "resident4", gone)
    assert town.ask("pick", "resident2", number=one).code == "not_yours"
    assert town.ask("pick", "grid_worker", number=gone).code == "not_among_them"
    assert town.ask("pick", "grid_worker", number=town.main).code == "not_among_them"
    town.do("pick", "grid_worker", number=one)
    assert town.ask("pick", "grid_worker", number=other).code == "full"
    town.do("unpick", "grid_worker", number=one)
    town.do("pick", "grid_worker", number=other)
    town.do("conclude", "grid_worker", reason="更合适")
    assert town.chosen() == [other]


def test_who_withdraws_after_being_picked_is_chosen_no_longer() -> None:
    town = Town("picks: true")
    one, other = town.submit("resident2"), town.submit("resident3")
    town.wait(6)
    town.do("pick", "grid_worker", number=one)
    town.do("take_back", "resident2", one)
    assert (town.matter.tally["chosen"], town.matter.tally["withdrawn"]) == (0, 1)
    town.do("conclude", "grid_worker")
    assert town.chosen() == []
    assert [line["matter"] for line in town.matter.data["offers"]] == [other]


@pytest.mark.parametrize(
    ("ties", "chosen", "waits"), [("desk", 0, True), ("all", 2, False), ("none", 0, False)]
)
def test_a_tie_for_the_last_place_is_told_and_ended_by_the_declared_rule(
    ties: str, chosen: int, waits: bool
) -> None:
    town = Town(f"takes: 1\n      ties: {ties}")
    one, _other = town.submit("resident2", 100), town.submit("resident3", 100)
    town.submit("resident4", 200)
    town.wait(6)
    assert (town.matter.stage == "gathering") is waits
    if waits:
        assert town.matter.tally["tied"] == 2
        town.do("pick", "grid_worker", number=one)
        town.do("conclude", "grid_worker", reason="抽签")
        assert town.chosen() == [one]
    else:
        assert len(town.chosen()) == chosen
        assert "并列 2 件" in town.matter.data["outcome"]["words"]
    assert [line["rank"] for line in town.matter.data["offers"]] == [1, 1, 3]


def test_a_condition_chooses() -> None:
    town = Town("qualifies: line.price < 200")
    one, _dear = town.submit("resident2", 100), town.submit("resident3", 300)
    town.wait(6)
    assert town.chosen() == [one]


def test_everybody_hears_back() -> None:
    town = Town()
    offers = [town.submit(who, n) for n, who in enumerate(PEOPLE, 1)]
    town.do("take_back", PEOPLE[-1], offers[-1])
    town.wait(6)
    town.do("tell", "grid_worker")
    assert [town.stage(one) for one in offers] == ["won", *["lost"] * 5, "withdrawn"]


def test_nobody_waits_for_a_call_that_has_ended() -> None:
    town = Town()
    offer = town.submit("resident2")
    town.wait(6)
    town.do("stop", "grid_worker")
    assert town.book.kept[offer].matter.end == "withdrawn"
    assert any(e.kind == "told" for e in town.book.kept[offer].effects[-1:])


def test_an_act_of_the_call_is_open_to_nobody_else() -> None:
    town = Town()
    offer = town.submit("resident2")
    for who in ("resident2", "grid_worker", "system"):
        answer = town.ask("accept", who, offer, why="x")
        assert isinstance(answer, Refusal)
    assert town.stage(offer) == "waiting"


class AnyGathering(RuleBasedStateMachine):
    """Whatever order people hand in, withdraw and the desk chooses: nothing is lost and nobody counted twice."""

    def __init__(self) -> None:
        super().__init__()
        self.town = Town("needs: 0\n      takes: 2\n      picks: true\n      late: take")
        self.handed: dict[int, str] = {}
        self.withdrawn: set[int] = set()
        self.settled = False

    @precondition(lambda self: not self.settled)
    @rule(who=st.sampled_from(PEOPLE), price=st.integers(0, 3))
    def hand_in(self, who: str, price: int) -> None:
        has_one = any(by == who and one not in self.withdrawn for one, by in self.handed.items())
        answer = self.town.ask("submit", who, name=who, price=price)
        assert isinstance(answer, Refusal) is has_one
        if not has_one:
            self.handed[max(self.town.book.kept)] = who

    @precondition(lambda self: self.handed)
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        one = data.draw(st.sampled_from(sorted(self.handed)))
        answer = self.town.ask("take_back", self.handed[one], one)
        if isinstance(answer, Decision) and not self.settled:
            self.withdrawn.add(one)

    @precondition(lambda self: self.handed)
    @rule(data=st.data(), act=st.sampled_from(["pick", "unpick"]))
    def choose(self, data: st.DataObject, act: str) -> None:
        self.town.ask(act, "grid_worker", number=data.draw(st.sampled_from(sorted(self.handed))))

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        self.town.wait(days)

    @precondition(lambda self: not self.settled)
    @rule()
    def conclude(self) -> None:
        self.settled = isinstance(self.town.ask("conclude", "grid_worker"), Decision)

    @invariant()
    def the_counts_are_those_of_the_matters(self) -> None:
        if self.settled:
            lines = self.town.matter.data.get("offers", [])
            assert {line["matter"] for line in lines} == self.handed.keys() - self.withdrawn
            assert len({line["opener"] for line in lines}) == len(lines)
            assert len(self.town.chosen()) <= 2
            return
        tally = self.town.matter.tally
        assert tally["gathered"] == len(self.handed)
        assert tally["withdrawn"] == len(self.withdrawn)
        assert tally["standing"] == len(self.handed) - len(self.withdrawn)


AnyGathering.TestCase.settings = hypothesis_settings(max_examples=25, stateful_step_count=20, deadline=None)
TestAnyGathering = AnyGathering.TestCase
