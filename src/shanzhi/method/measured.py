"""What tells whether a method works (成效)."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.cel import Program
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence


class Measure(Struct, frozen=True):
    """One measure (成效): `kind` is share, number, sum, mean or median of `what`, among matters where `of` holds; `amount` says
    that what it gives is money, in fen."""

    name: str
    label: Sentence
    kind: str
    what: Program
    of: Program | None
    at: Rule
    help: Sentence | None = None
    amount: bool = False
