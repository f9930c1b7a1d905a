"""A fragment as a compiled method knows it: what it is called there, what it is for, where it comes from."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.words import Sentence


class Part(Struct, frozen=True):
    """A fragment (片段) that a method uses."""

    name: Sentence
    summary: Sentence | None
    source: Sentence
