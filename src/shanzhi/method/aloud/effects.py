"""What comes of an act besides, told one effect after the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import listed, s
from shanzhi.method.aloud.registers import written
from shanzhi.method.aloud.telling import Line, ended, pair, setting
from shanzhi.method.effects import EFFECTS
from shanzhi.method.model import EffectRule
from shanzhi.method.words import Sentence


def effects(rules: tuple[EffectRule, ...], speaker: Speaker) -> list[Line]:
    """What comes of it besides. What is published alike, to whom an input says, is told once."""
    return [Line(effect(some[0], speaker, _decides(some, speaker))) for some in _alike(rules, speaker)]


def _alike(rules: tuple[EffectRule, ...], speaker: Speaker) -> list[list[EffectRule]]:
    """The effects in their order; those that follow each other and differ by their readers alone, one for each choice of
    an input, together."""
    found: list[list[EffectRule]] = []
    for rule in rules:
        if found and _key(rule) is not None and _key(rule) == _key(found[-1][0]):
            found[-1].append(rule)
        else:
            found.append([rule])
    return [
        part for some in found for part in ([some] if _decides(some, speaker) else [[one] for one in some])
    ]


def _key(rule: EffectRule) -> tuple[str, str] | None:
    """What a publication for one choice of an input has in common with those for its other choices."""
    chosen = _CHOSEN.fullmatch(rule.when.source.strip()) if rule.when is not None else None
    if chosen is None or not EFFECTS[rule.kind].shows:
        return None
    same = {key: value for key, value in rule.values.items() if key not in _READERS}
    return chosen["input"], repr((rule.kind, rule.of, rule.once, sorted(same.items())))


def _decides(some: list[EffectRule], speaker: Speaker) -> str:
    """The input that says to whom something is published, if there is one effect for each of its choices."""
    chosen = [_CHOSEN.fullmatch(one.when.source.strip()) for one in some if one.when is not None]
    if len(some) < 2 or None in chosen:
        return ""
    name = str(chosen[0]["input"])  # type: ignore[index]
    given = speaker.method.inputs.get(name)
    values = {one["value"] for one in chosen if one is not None}
    return name if given is not None and values == {option.value for option in given.options} else ""


_CHOSEN = re.compile(r"""inputs\.(?P<input>\w+) == (?P<quote>["'])(?P<value>\w+)(?P=quote)""")
_READERS = frozenset({"whom", "within"})


TOLD_BY = {
    "notify": s("告诉{whom}：{text}", "Told to {whom}: {text}"),
    "publish": s("公开{shows}", "Made public: {shows}"),
    "retract": s("撤下已公开的内容，理由：{why}", "what was published is taken down: {why}"),
    "link": s("关联到{matter}写明的事项（{as}）", "it is linked to the matter that {matter} names ({as})"),
    "open": s("另发起一件{method}", "a matter of {method} is opened"),
    "award": s("给{to}记积分，{points}分，事由{for}", "points for {to}: {points}, for {for}"),
    "transfer": s(
        "从{from}转{amount}到{into}（{unit}），事由{reason}",
        "{amount} of {unit} go from {from} into {into}, for {reason}",
    ),
    "reserve": s(
        "锁定{from}的{amount}（{unit}），双方确认了才付",
        "{amount} of {unit} of {from} are reserved, and paid only once both agree",
    ),
    "settle": s(
        "从锁定的里面付{amount}给{into}（{unit}），余下的解锁",
        "{amount} of what is reserved of {unit} go to {into}; the rest is free again",
    ),
    "release": s("锁定的{unit}解锁", "what is reserved of {unit} is free again"),
    "reverse": s(
        "把这件事项记的{unit}冲正，事由{reason}",
        "what this matter moved of {unit} is taken back by new entries, for {reason}",
    ),
    "document": s("生成文书{title}，内容：{text}", "the paper {title} is made: {text}"),
}
"""How the commonest effects are told; what else they say, and all others, go by the meaning of each key."""


SAID_BY: dict[str, Callable[[Mapping[str, Any], Speaker], tuple[Sentence, list[Sentence]]]] = {
    "register": written,
}
"""Effects that are told in a way of their own: what happens, and what else there is to say."""


def effect(one: EffectRule, speaker: Speaker, decides: str = "") -> Sentence:
    """One effect; `decides` is the input that says who reads it, where several are told as one."""
    with speaker.names.within(speaker.names.lines_of(one.of) if one.of is not None else ()):
        return _effect(one, speaker, decides)


def _effect(one: EffectRule, speaker: Speaker, decides: str) -> Sentence:
    kind = EFFECTS[one.kind]
    left_out = _READERS if decides else frozenset()
    values = {key: value for key, value in one.values.items() if value is not None and key not in left_out}
    words = (
        dict.fromkeys(values, s("", ""))
        if one.kind in SAID_BY
        else {key: setting(kind.shape.keys.get(key), key, value, speaker) for key, value in values.items()}
    )
    template, own = TOLD_BY.get(one.kind), SAID_BY.get(one.kind)
    more_of_it: list[Sentence] = []
    if own is not None:
        said, more_of_it = own(values, speaker)
        taken = set(words)
    elif template is not None:
        taken = {key for key in words if "{" + key + "}" in template.zh}
        fallback = {key: s("", "") for key in kind.shape.keys}
        said = template.fill(**{**fallback, **words})
    else:
        taken, said = set(), kind.doc
    rest = [
        pair(kind.shape.keys.get(key), key, values[key], word)
        for key, word in words.items()
        if key not in taken and (kind.opens is None or key not in OPENED_BY)
    ]
    rest += more_of_it
    if kind.opens is not None:
        rest += speaker.names.opened(values)
    if decides:
        rest.insert(0, s("给谁看按{i}", "for whom {i} says").fill(i=speaker.names.given(decides)))
    elif kind.shows and "whom" not in values:
        rest.insert(0, s("所有人看得到，不登录也行", "for everyone, signed in or not"))
    rest += _limits(one, speaker, decides)
    more = s("{said}（{rest}）。", "{said} ({rest}).") if rest else s("{said}。", "{said}.")
    return ended(more.fill(said=said, rest=listed(rest, "；", "; ")))


OPENED_BY = ("opening", "with")
"""How a matter of another method is opened: by which way in, and what is handed on to it."""


def _limits(one: EffectRule, speaker: Speaker, decides: str) -> list[Sentence]:
    found = []
    if one.when is not None and not decides:
        found.append(s("只在{c}时", "only if {c}").fill(c=speaker.condition(one.when)))
    if one.once:
        found.append(s("一件事项只做一次", "once in a matter's life"))
    if one.of is not None:
        found.append(s("{f}的每一项各一次", "once for each of {f}").fill(f=speaker.names.fact(one.of)))
    return found
