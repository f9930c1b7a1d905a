"""What an operator sets in the environment, read once: a wrong value is refused in words, never taken for the usual one."""

from __future__ import annotations

import os
from collections.abc import Sequence

from shanzhi.method.words import Sentence


class BadSetting(ValueError):
    """A variable holds what it cannot mean; `sentence` says what it may hold."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(f"{sentence.zh} ({sentence.en})")
        self.sentence = sentence


def number(name: str, usual: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """The whole number in a variable; `usual` where it is not set. Raises `BadSetting`."""
    said = os.environ.get(name, "").strip()
    if not said:
        return usual
    if said.isascii() and said.isdecimal() and least <= int(said) <= most:
        return int(said)
    raise BadSetting(
        Sentence(
            f"环境变量 {name} 应为 {least} 到 {most} 的整数，现在是“{said}”。请改正，或去掉它（默认 {usual}），再运行。",
            f"{name} must be a whole number from {least} to {most} and is “{said}”. Correct it, or leave it out (the "
            f"default is {usual}), and run it again.",
        )
    )


def one_of(name: str, usual: str, among: Sequence[str]) -> str:
    """The word in a variable; `usual` where it is not set. Raises `BadSetting`."""
    said = os.environ.get(name, "").strip()
    if not said or said in among:
        return said or usual
    *more, last = among
    raise BadSetting(
        Sentence(
            f"环境变量 {name} 只能是 {'、'.join(more)} 或 {last}，现在是“{said}”。请改正，或去掉它（默认 {usual}），再运行。",
            f"{name} must be {', '.join(more)} or {last} and is “{said}”. Correct it, or leave it out (the default is {usual}), "
            "and run it again.",
        )
    )


def is_on(name: str) -> bool:
    """Whether a variable is `1`; off where it is not set or `0`. Raises `BadSetting`."""
    return one_of(name, "0", ("0", "1")) == "1"
