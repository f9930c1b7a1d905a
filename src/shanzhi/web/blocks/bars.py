"""Counts as bars: how many of how many."""

from __future__ import annotations

from msgspec import Struct


class Bar(Struct):
    """One bar: how many of how many."""

    label: str
    value: int
    most: int
    more: str = ""


class Answers(Struct):
    """What was answered to one question: bars, or a figure."""

    question: str
    bars: list[Bar] = []
    figure: str = ""
