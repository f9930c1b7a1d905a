"""What may be chosen in a ballot: its options, and what is wrong or unfair among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shanzhi.method.blocks.base import Settings
from shanzhi.method.model import Option
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

DEFAULT_OPTIONS = (
    Option("agree", Sentence("同意", "agree")),
    Option("oppose", Sentence("反对", "oppose")),
    Option("abstain", Sentence("弃权", "abstain")),
)
COUNTED = ("roll", "voted", "proxies", "secret", "spoilt")
"""What the count of a ballot holds besides its options."""
_STANCE = re.compile(r"同意|赞成|支持|弃权|是|yes|agree|approve|abstain|in favour", re.IGNORECASE)
_AGAINST = re.compile(
    r"[都均皆]不|不同意|不赞成|不支持|反对|以上[都均]?不|^[否不]$|^no$|\b(?:none|neither|against|reject|oppose|disagree)\b",
    re.IGNORECASE,
)


def options_of(settings: Settings) -> tuple[Option, ...]:
    """The options of a ballot with these settings."""
    options: tuple[Option, ...] = settings.get("options") or DEFAULT_OPTIONS
    return options


def check_options(b: Builder, node: Node, settings: Settings) -> None:
    """Note options that the count cannot tell apart, and advise a way to be against all."""
    if "options" not in settings:
        return
    written = node.value["options"]
    names = tuple(written.value)
    for name in names:
        if (taken := _taken(name, names)) is not None:
            b.problems.add("SZ323", written.keys[name], name=name, taken=taken)
    plans = _plans(settings["options"] or ())
    if len(plans) > 1:
        told = Sentence("、".join(p.label.zh for p in plans), ", ".join(p.label.en for p in plans))
        b.problems.add("SZ340", written, weight="advice", plans=told)


def _taken(value: str, options: tuple[str, ...]) -> str | None:
    """The name in the count that an option would be mixed up with, if there is one."""
    plain = value.removesuffix("_area")
    if value in COUNTED:
        return value
    return plain if plain != value and plain in (*COUNTED, *options) else None


def _plans(options: tuple[Option, ...]) -> tuple[Option, ...]:
    """The plans among the options that nobody can be against altogether; none where one may be."""
    if any(_AGAINST.search(o.label.zh) or _AGAINST.search(o.label.en) for o in options):
        return ()
    return tuple(o for o in options if not (_STANCE.fullmatch(o.label.zh) or _STANCE.fullmatch(o.label.en)))
