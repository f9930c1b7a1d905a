"""The effects of a secret ballot, each in the transaction of its decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from shanzhi.matters.ballots.box import close_box, keep_opening, put_in, strike
from shanzhi.matters.ballots.keys import deal_key
from shanzhi.matters.models import RollLine

if TYPE_CHECKING:
    from shanzhi.matters.effects import Carrier


def carry_out_ballot(carrier: Carrier, values: dict[str, Any]) -> None:
    """Carry out one effect. Raises `BadBallot`, which undoes the act."""
    _KINDS[values["kind"]](carrier, carrier.decision.entries[0].visit, values)


def _deal(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    lines = RollLine.objects.filter(roll__uses__matter=carrier.matter, roll__uses__visit=values["visit"])
    roll = list(lines.order_by("key").values_list("key", "area").distinct())
    asked = values["question"] or carrier.title
    deal_key(carrier.matter, values["visit"], carrier.at, {**values, "question": asked}, roll)


def _box(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    put_in(carrier.matter, visit, values)


def _close(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    close_box(carrier.matter, visit, carrier.at, values["paper"])


def _strike(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    strike(carrier.matter, visit, carrier.at)


def _open(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    keep_opening(carrier.matter, visit, carrier.at, values.get("bulletin"))


def _drawn(carrier: Carrier, visit: int, values: dict[str, Any]) -> None:
    """Who drew a paper stands in the history; the closing reads it there."""


_KINDS: dict[str, Callable[[Any, int, dict[str, Any]], None]] = {
    "deal_key": _deal,
    "box": _box,
    "close_box": _close,
    "strike": _strike,
    "open_box": _open,
    "draw": _drawn,
}
