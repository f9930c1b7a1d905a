"""The agenda of a meeting (议程): set up and arranged, published, then taken item by item.

Once published, or once the first item is taken, an item can be added but none moved or dropped: what people were
told would be dealt with is dealt with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from shanzhi.engine.blocks.base import Step
from shanzhi.engine.refusals import refuse
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.method.model import Act, Block

MAX_AGENDA = 50
AGENDA = Sentence("议程", "the agenda")


def lines(d: Draft, source: str | None) -> list[str]:
    """The topics that a list field of the matter holds: the first text of each line."""
    field = d.method.fields.get(source) if source is not None else None
    if field is None:
        return []
    texts = [inner.name for inner in field.form if inner.kind.written]
    found = [
        next((line[name] for name in texts if line.get(name)), "") for line in d.data.get(field.name) or ()
    ]
    return [topic for topic in found if topic][:MAX_AGENDA]


def _may_add(d: Draft, act: Act) -> None:
    if len(d.tally["agenda"]) >= MAX_AGENDA:
        raise refuse("full", act.at, most=MAX_AGENDA)


def _may_arrange(d: Draft, act: Act) -> None:
    if d.tally.get("published") or d.tally.get("item"):
        raise refuse("agenda_fixed", act.at)
    if not d.tally["agenda"]:
        raise refuse("nothing_to_do", act.at, field=AGENDA)


def _may_go_on(d: Draft, act: Act) -> None:
    if d.tally["speaking"] is not None:
        raise refuse("speaking", act.at)
    if not d.tally["agenda"]:
        raise refuse("nothing_to_do", act.at, field=AGENDA)


def _agenda(d: Draft, block: Block, act: Act) -> Step:
    d.count(agenda=[*d.tally["agenda"], d.values["topic"]])
    return Step(d.values)


def _item(d: Draft, act: Act, number: int) -> int:
    agenda: list[str] = d.tally["agenda"]
    if not 1 <= number <= len(agenda):
        items = "、".join(f"{n} {topic}" for n, topic in enumerate(agenda, 1))
        raise refuse("no_such_item", act.at, item=number, items=items)
    return number


def _move_item(d: Draft, block: Block, act: Act) -> Step:
    agenda = [*d.tally["agenda"]]
    topic = agenda.pop(_item(d, act, d.values["item"]) - 1)
    agenda.insert(d.values["to"] - 1, topic)
    d.count(agenda=agenda)
    return Step({**d.values, "topic": topic})


def _drop_item(d: Draft, block: Block, act: Act) -> Step:
    agenda = [*d.tally["agenda"]]
    topic = agenda.pop(_item(d, act, d.values["item"]) - 1)
    d.count(agenda=agenda)
    return Step({**d.values, "topic": topic})


def _publish(d: Draft, block: Block, act: Act) -> Step:
    agenda: list[str] = d.tally["agenda"]
    d.count(published=d.at.isoformat(), settled=len(agenda))
    d.effect("told", act=act.name)
    return Step({"agenda": agenda})


def _next_item(d: Draft, block: Block, act: Act) -> Step:
    agenda: list[str] = d.tally["agenda"]
    number = d.values.get("item")
    if number is None:
        number = d.tally.get("item", 0) + 1
        if number > len(agenda):
            raise refuse("agenda_over", act.at)
    d.count(item=_item(d, act, number))
    return Step({"item": number, "topic": agenda[number - 1]})


READY: dict[str, Callable[[Draft, Act], None]] = {
    "agenda": _may_add,
    "move_item": _may_arrange,
    "drop_item": _may_arrange,
    "publish_agenda": _may_arrange,
    "next_item": _may_go_on,
}
ACTS: dict[str, Callable[[Draft, Block, Act], Step]] = {
    "agenda": _agenda,
    "move_item": _move_item,
    "drop_item": _drop_item,
    "publish_agenda": _publish,
    "next_item": _next_item,
}
