"""Sentences in both languages, for the layers that know no framework.

A `Sentence` is what a person is told: Chinese first, English complete. Templates use `str.format`
fields; values are put in as they are, so callers pass text a person can read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

import msgspec

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MIDNIGHT = "24:00"
# Where a text takes the value of a field (`{subject}`), or a balance (`{ledger.points[people.family]}`).
PLACEHOLDER = re.compile(
    r"\{((?:line\.|people\.)?[a-z][a-z0-9_]*|ledger\.[a-z][a-z0-9_]*\[[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?\])\}"
)


class Sentence(msgspec.Struct, frozen=True):
    """One sentence for a person: `zh` (zh-Hans, the source) and `en`."""

    zh: str
    en: str

    def fill(self, **values: Any) -> Sentence:
        """The same sentence with its `{fields}` filled in.

        A value may be a `Sentence` or a pair itself; then each language gets its own half.
        """
        zh = {k: v.zh if isinstance(v, Sentence) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Sentence) else v for k, v in values.items()}
        return Sentence(self.zh.format(**zh), self.en.format(**en))

    def text(self, language: str) -> str:
        """The half for a language tag: `en…` gets English, all else Chinese."""
        return self.en if language.lower().startswith("en") else self.zh


def either(words: Iterable[str]) -> Sentence:
    """Words to choose from, as each language lists them."""
    listed = list(words)
    return Sentence("、".join(listed), ", ".join(listed))


def hint(name: str, known: Iterable[str]) -> Sentence:
    """“Did you mean …?” when something close is known, else nothing."""
    close = _closest(name[:60], tuple(known))
    if not close:
        return Sentence("", "")
    return Sentence(f"是不是“{close[0]}”？", f"Did you mean “{close[0]}”?")


@lru_cache(maxsize=1024)
def _closest(name: str, known: tuple[str, ...]) -> list[str]:
    return get_close_matches(name, known, n=1, cutoff=0.6)


def deadline(at: datetime, now: datetime) -> Sentence:
    """The end of a time as people say it: midnight is 24:00 of the day that ends then. Both times as clocks show them."""
    if (at.hour, at.minute, at.second) != (0, 0, 0):
        return moment(at, now)
    last = moment(at - timedelta(minutes=1), now)
    return Sentence(last.zh.replace("23:59", MIDNIGHT), last.en.replace("23:59", MIDNIGHT))


def moment(at: datetime, now: datetime) -> Sentence:
    """A time as people say it; its year only where it is not this year's. Both times as the place's clocks show them."""
    clock = f"{at:%H:%M}"
    zh, en = f"{at.month}月{at.day}日 {clock}", f"{at.day} {MONTHS[at.month - 1]} {clock}"
    if at.year == now.year:
        return Sentence(zh, en)
    return Sentence(f"{at.year}年{zh}", f"{at.day} {MONTHS[at.month - 1]} {at.year} {clock}")
