"""What a person is told when something about people cannot be done."""

from __future__ import annotations

from shanzhi.method.words import Sentence


class BadInput(Exception):
    """What was given cannot be taken; `sentence` says why and what to do. Nothing was written.

    `fields` names what is wrong with each field of a form, where the form has several.
    """

    def __init__(self, sentence: Sentence, fields: dict[str, Sentence] | None = None) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
        self.fields = fields or {}


class Denied(Exception):
    """The one who asks has no right to it; `sentence` says what was asked and who may."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence
