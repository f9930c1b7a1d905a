"""What goes wrong with a secret ballot, in words: which holder, which ballot, which check."""

from __future__ import annotations

from typing import Literal

from shanzhi.method.words import Sentence

Kind = Literal[
    "group", "card", "share", "key", "roll", "context", "ballot", "chain", "paper", "opening", "claim", "publish",
    "bulletin", "receipt",
]  # fmt: skip


class SecrecyFault(Exception):
    """A check that failed. `sentence` tells people; `holder` (from 1) and `ballot` (from 1) say whose, where known."""

    def __init__(
        self, kind: Kind, sentence: Sentence, *, holder: int | None = None, ballot: int | None = None
    ) -> None:
        super().__init__(sentence.en)
        self.kind: Kind = kind
        self.sentence = sentence
        self.holder = holder
        self.ballot = ballot

    def __reduce__(self) -> tuple[object, ...]:
        """As it travels from the process that found it."""
        return _again, (self.kind, self.sentence.zh, self.sentence.en, self.holder, self.ballot)


def _again(kind: Kind, zh: str, en: str, holder: int | None, ballot: int | None) -> SecrecyFault:
    return SecrecyFault(kind, Sentence(zh, en), holder=holder, ballot=ballot)


def fault(
    kind: Kind, zh: str, en: str, *, holder: int | None = None, ballot: int | None = None
) -> SecrecyFault:
    """A fault from its two wordings."""
    return SecrecyFault(kind, Sentence(zh, en), holder=holder, ballot=ballot)
