"""What a person is told when something about people cannot be done."""

from __future__ import annotations

from shanzhi.method.words import Sentence
from shanzhi.tables.problems import BadInput

__all__ = ["BadInput", "Denied"]


class Denied(Exception):
    """The one who asks has no right to it; `sentence` says what was asked and who may.

    `seen`: the one who asks sees the thing and may be told so. Where not, an address that names a thing by its number
    answers as if there were none, or the refusal would tell that there is one.
    """

    def __init__(self, sentence: Sentence, *, seen: bool = False) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.seen = seen
