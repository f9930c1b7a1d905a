"""What the vocabulary is written with: a `Key`, a `Shape`, and the closed lists of words that keys take."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.words import Sentence

ENDS: dict[str, Sentence] = {
    "done": Sentence("已销账", "closed out"),
    "unsolved": Sentence("未解决，已说明", "not solved, explained"),
    "merged": Sentence("已合并办理", "merged into another"),
    "refused": Sentence("未接受", "not accepted"),
    "withdrawn": Sentence("已撤回", "withdrawn"),
    "failed": Sentence("未通过", "did not pass"),
    "expired": Sentence("已到期", "expired"),
}
BUILT_IN_ACTS: tuple[str, ...] = ("message", "attach", "correct", "watch", "withdraw", "remind")


class Key(Struct, frozen=True):
    """One key: what it takes, whether it must be there, and its meaning in both languages."""

    takes: str
    doc: Sentence
    required: bool = False


class Shape(Struct, frozen=True):
    """One kind of mapping: its keys, and the key that a plain value stands for."""

    keys: dict[str, Key]
    short: str | None = None


def key(takes: str, zh: str, en: str, *, required: bool = False) -> Key:
    """A key of the vocabulary, its meaning given in Chinese and English."""
    return Key(takes, Sentence(zh, en), required)


WHO = "desk、opener、holder、resident、owner、anyone、system、people.x、inputs.x 或角色名"
WHO_EN = "desk, opener, holder, resident, owner, anyone, system, people.x, inputs.x, or role names"
