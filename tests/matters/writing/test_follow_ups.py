"""What follows from a decision for other matters is done in order, once, in its transaction; or nothing is done at all."""

from __future__ import annotations

from shanzhi.engine.types import Refusal
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice
from shanzhi.matters.writing import follow_ups
from tests.matters.method_texts import end, method
from tests.matters.town import Town, code


def opening(name: str, opens: str = "") -> str:
    """A method whose matters open one of each of these methods as they begin."""
    effects = "".join(
        f"\n    - open: {{method: {other}, with: {{subject: subject}}}}" for other in opens.split()
    )
    begun = f"""
begun:
  label: 待办
  desk: community_staff
  due: 3 days
  effects:{effects or " []"}
  acts:
    finish: {{label: 办完, to: finished}}
"""
    return method(name, f"工作法{name}", "resident", begun + end("finished", "已办完", "done"))


def chain(*names: str) -> list[str]:
    """Each opens the next."""
    return [opening(one, other) for one, other in zip(names, (*names[1:], ""), strict=True)]


def told(answer: object) -> str:
    assert isinstance(answer, Refusal)
    return answer.why.zh


def opened() -> list[str]:
    return list(Matter.objects.order_by("pk").values_list("method", flat=True))


def test_what_one_matter_asks_for_is_done_in_order_before_what_those_ask_for(town: Town):
    for text in (opening("d"), opening("c", "d"), opening("b", "d"), opening("a", "b c")):
        town.adopt(text)
    town.open("a")
    assert opened() == ["a", "b", "c", "d", "d"]
    below = Matter.objects.order_by("pk").values_list("method", "parent__method")
    assert list(below)[1:] == [("b", "a"), ("c", "a"), ("d", "b"), ("d", "c")]
    assert verify_matters().faults == []


def test_matters_that_open_one_another_in_a_circle_are_refused_and_the_way_is_told(town: Town):
    for text in (opening("a", "b"), opening("b", "c"), opening("c", "b")):
        town.adopt(text)
    answer = town.try_open("a", values={"subject": "试试"})
    assert code(answer) == "in_a_circle"
    assert "工作法b → 工作法c → 工作法b" in told(answer)
    assert not Matter.objects.exists()
    assert not Entry.objects.exists()
    assert not Notice.objects.exists()


def test_a_chain_is_as_long_as_it_may_be_and_no_longer(town: Town, monkeypatch):
    for text in chain("a", "b", "c", "d"):
        town.adopt(text)
    monkeypatch.setattr(follow_ups, "DEEPEST", 3)
    town.open("a")
    assert opened() == ["a", "b", "c", "d"]
    monkeypatch.setattr(follow_ups, "DEEPEST", 2)
    answer = town.try_open("a", values={"subject": "试试"})
    assert code(answer) == "without_end"
    assert "工作法c" in told(answer)
    assert len(opened()) == 4


def test_one_decision_opens_so_many_and_no_more(town: Town, monkeypatch):
    for text in (opening("b"), opening("a", "b b b")):
        town.adopt(text)
    monkeypatch.setattr(follow_ups, "MOST", 2)
    assert code(town.try_open("a", values={"subject": "试试"})) == "without_end"
    assert not Matter.objects.exists()


def test_a_refused_follow_up_undoes_all_that_went_before_it(town: Town):
    for text in (opening("b"), opening("a", "b not-adopted-here")):
        town.adopt(text)
    answer = town.try_open("a", values={"subject": "试试"}, command_id="once")
    assert code(answer) == "not_adopted"
    assert not Matter.objects.exists()
    assert not Notice.objects.exists()
    town.adopt(opening("not-adopted-here"))
    assert not isinstance(town.try_open("a", values={"subject": "试试"}, command_id="once"), Refusal)
    assert opened() == ["a", "b", "not-adopted-here"]
