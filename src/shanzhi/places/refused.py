"""What the layer of places says when it will not do something."""

from __future__ import annotations

from shanzhi.method.words import Sentence


class PlaceRefused(Exception):
    """A change or a file that cannot be taken. `why` is for the person, and says what to do next."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why.zh)
        self.why = why
