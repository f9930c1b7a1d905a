"""What a person is told when something about people cannot be done."""

from __future__ import annotations

from shanzhi.method.words import Sentence
from shanzhi.tables.problems import BadInput

__all__ = ["BadInput", "Denied"]


class Denied(Exception):
    """The one who asks has no right to it; `sentence` says what was asked and who may."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
