"""Chance, seeded: each stream of draws has a name, so that a change of staff does not change who arrives when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp, log
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """One stream of draws."""

    def __init__(self, seed: int, run: int, name: str) -> None:
        self.random = Random(f"{seed}/{run}/{name}")  # noqa: S311 (it models the world; it keeps no secrets)

    def happens(self, share: float) -> bool:
        """Whether something of this probability happens."""
        return self.random.random() < share

    def gap(self, rate: float) -> float:
        """Time to the next of events that come at random at this rate (a Poisson process)."""
        return self.random.expovariate(rate)

    def span(self, median: float, spread: float) -> float:
        """A span of time, lognormal: two thirds lie between the median divided and multiplied by `spread`."""
        return exp(self.random.gauss(log(median), log(spread)))

    def pick(self, among: Sequence[T]) -> T:
        """One of several, each as likely."""
        return among[self.random.randrange(len(among))]

    def some(self, among: Sequence[T], count: int) -> list[T]:
        """So many of several, none twice."""
        return self.random.sample(among, min(count, len(among)))

    def weighed(self, weights: Mapping[T, float]) -> T:
        """One of several by weight; the weights are not all zero."""
        return self.random.choices(list(weights), list(weights.values()))[0]
