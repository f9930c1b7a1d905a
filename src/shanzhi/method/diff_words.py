"""The words in which two versions of a method are told apart."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from shanzhi.method.basis import Basis, told
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.build_sights import ABOVE, EVERYBODY
from shanzhi.method.cel import Program
from shanzhi.method.duration import Duration
from shanzhi.method.fragment_part import Part
from shanzhi.method.model import Block, EffectRule, Field, Landing, Option, Sight, Who
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.rules import Barred, DeskRule, Due, Extend, Measured, Requirement, Route, Setting
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence

PARTS: dict[str, Sentence] = {
    "method": Sentence("代号", "id"),
    "version": Sentence("版本", "version"),
    "title": Sentence("名称", "title"),
    "summary": Sentence("说明", "summary"),
    "source": Sentence("出处", "source"),
    "basis": Sentence("依据", "basis"),
    "heading": Sentence("一件事项的称呼", "what one matter is called"),
    "visible": Sentence("谁看得到什么", "who may read what"),
    "above": Sentence("经办以下的岗位看不到", "hidden from the posts below the desk"),
    "exceptions": Sentence("例外", "exceptions"),
    "input": Sentence("参数", "input"),
    "field": Sentence("字段", "field"),
    "register": Sentence("名册", "register"),
    "per": Sentence("一条记谁", "what it has one entry for"),
    "keeper": Sentence("由谁保管", "who keeps it"),
    "lasts": Sentence("多久有效", "how long an entry stands"),
    "used_by": Sentence("还有谁可用", "who else uses it"),
    "among": Sentence("从哪个名册里选", "the register it is chosen from"),
    "stage": Sentence("环节", "stage"),
    "act": Sentence("动作", "act"),
    "measure": Sentence("指标", "measure"),
    "outcomes": Sentence("结果的去向", "destination of an outcome"),
    "open.who": Sentence("谁可发起", "who may open it"),
    "open.level": Sentence("落到的层级", "level where it lands"),
    "open.landings": Sentence("落到别的层级的事项", "matters that land at another level"),
    "open.routes": Sentence("进入的环节", "first stage"),
    "open.help": Sentence("发起时的说明", "the help for opening one"),
    "open.alert": Sentence("发起时的红线提示", "the red line above the form"),
    "open.upon": Sentence("由什么引起", "what opens it by itself"),
    "open.sets": Sentence("发起时不问就记下的事实", "facts recorded when it is opened"),
    "opening": Sentence("入口", "way in"),
    "sets": Sentence("不问就记下的事实", "facts recorded unasked"),
    "adds": Sentence("记进哪个列表", "the list it adds to"),
    "set_by": Sentence("由哪级设", "who sets it"),
    "barred": Sentence("回避", "who may not"),
    "off": Sentence("非工作时间", "outside working hours"),
    "open.on_behalf": Sentence("代谁发起", "for whom it is opened"),
    "open.label": Sentence("请人发起时的话", "what asks people to open one"),
    "open.requires": Sentence("发起的前提", "what opening requires"),
    "label": Sentence("名称", "label"),
    "help": Sentence("说明", "help"),
    "type": Sentence("类型", "type"),
    "default": Sentence("默认值", "default"),
    "min": Sentence("下限", "lower bound"),
    "max": Sentence("上限", "upper bound"),
    "options": Sentence("可选值", "choices"),
    "optional": Sentence("可不填", "may be left empty"),
    "sensitive": Sentence("敏感", "sensitive"),
    "private": Sentence("只给当事各方看", "for the parties alone"),
    "known": Sentence("系统已有的来源", "where the system holds it"),
    "asked": Sentence("何时需要填写", "when it is asked"),
    "masked": Sentence("何时遮盖", "when it is masked"),
    "form": Sentence("每一项的内容", "what each item holds"),
    "says": Sentence("进入时告知", "what is told on entering"),
    "part": Sentence("片段", "fragment"),
    "end": Sentence("终点", "end"),
    "desk": Sentence("经办", "desk"),
    "due": Sentence("时限", "time limit"),
    "block": Sentence("块", "block"),
    "clock": Sentence("跨环节时限", "clock"),
    "time": Sentence("多长", "how long"),
    "starts": Sentence("从何时起", "from when"),
    "pauses": Sentence("何处暂停", "where it stands still"),
    "ends": Sentence("到何处为止", "where it is met"),
    "builtins": Sentence("内置动作", "built-in acts"),
    "effects": Sentence("效果", "effects"),
    "who": Sentence("谁可做", "who may do it"),
    "requires": Sentence("前提", "what it requires"),
    "routes": Sentence("去向", "destination"),
    "move": Sentence("移动", "move"),
    "extend": Sentence("延长时钟", "more time for a clock"),
    "clear": Sentence("清空的字段", "fields to forget"),
    "confirm": Sentence("确认语", "what is asked before"),
    "kind": Sentence("算法", "how it is counted"),
    "what": Sentence("口径", "what is counted"),
    "of": Sentence("范围", "among which"),
    "levels": Sentence("哪几级的地方", "levels of the place"),
}

_NOTHING = Sentence("无", "none")
_YES, _NO = Sentence("是", "yes"), Sentence("否", "no")
_ADDED = Sentence("增加{part}“{after}”。", "Added: {part} “{after}”.")
_REMOVED = Sentence("删去{part}“{before}”。", "Removed: {part} “{before}”.")
_ADDED_TO = Sentence("{owner}增加{part}“{after}”。", "Added to {owner}: {part} “{after}”.")
_REMOVED_FROM = Sentence("{owner}删去{part}“{before}”。", "Removed from {owner}: {part} “{before}”.")
_CHANGED = Sentence("{part}：{before} → {after}。", "{part}: {before} → {after}.")
_CHANGED_OF = Sentence("{owner}的{part}：{before} → {after}。", "{part} of {owner}: {before} → {after}.")


def change_sentence(kind: str, part: Sentence, owner: Sentence, before: Any, after: Any) -> Sentence:
    """One difference in words."""
    owned = bool(owner.zh)
    template = {
        "added": _ADDED_TO if owned else _ADDED,
        "removed": _REMOVED_FROM if owned else _REMOVED,
        "changed": _CHANGED_OF if owned else _CHANGED,
    }[kind]
    told = template.fill(part=part, owner=owner, before=before, after=after)
    zh, en = (
        told.zh.replace("。。", "。"),
        re.sub(r"(?<!\.)\.\.$", ".", told.en),
    )  # a text may have its own full stop
    return Sentence(zh, en[0].upper() + en[1:])


def words_of(value: Any) -> Sentence:
    """A value of the compiled method in words; two values with the same words are the same to a reader."""
    if isinstance(value, Sentence):
        return value
    if value is None or value in ("", ()):
        return _NOTHING
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, Duration):
        return Sentence(value.label("zh"), value.label("en"))
    if isinstance(value, Program):
        return _plain(value.source)
    if isinstance(value, dict):
        return joined([_pair(_plain(k), words_of(v)) for k, v in value.items()])
    if isinstance(value, frozenset | set):
        return joined([words_of(item) for item in sorted(value)])
    if isinstance(value, list | tuple):
        return joined([words_of(item) for item in value])
    if type(value) in _KINDS:
        return _KINDS[type(value)](value)
    if isinstance(value, str) and value in LEVEL_NAMES:
        return LEVEL_NAMES[value]
    if isinstance(value, str) and value in ENDS:
        return ENDS[value]
    return _plain(value)


def joined(parts: list[Sentence], zh: str = "、", en: str = ", ") -> Sentence:
    """Several words as a list; none as “none”."""
    if not parts:
        return _NOTHING
    return Sentence(zh.join(p.zh for p in parts), en.join(p.en for p in parts))


def _plain(value: Any) -> Sentence:
    return Sentence(str(value), str(value))


def _pair(name: Sentence, value: Sentence) -> Sentence:
    return Sentence(f"{name.zh}：{value.zh}", f"{name.en}: {value.en}")


def _who(who: Who) -> Sentence:
    return joined(who.words())


def _desk(desk: DeskRule) -> Sentence:
    parts = [joined(desk.words())]
    if desk.level is not None:
        parts.append(LEVEL_NAMES[desk.level])
    parts += [
        _pair(_plain(key), _plain(value)) for key, value in (("up", desk.up), ("last", desk.last)) if value
    ]
    if desk.off is not None:
        parts.append(_pair(PARTS["off"], joined(desk.off.words())))
    if desk.barred is not None:
        parts.append(_pair(PARTS["barred"], _barred(desk.barred)))
    return joined(parts, "；", "; ")


def _barred(barred: Barred) -> Sentence:
    return joined([_plain(name) for name in barred.names])


def _due(due: Due) -> Sentence:
    parts = [
        words_of(case.limit) if case.when is None else _pair(words_of(case.when), words_of(case.limit))
        for case in due.cases
    ]
    others = (
        ("then", due.then),
        ("clock", due.clock),
        ("remind", due.remind),
        ("until", due.until),
        ("not_after", due.not_after),
    )
    parts += [_pair(_plain(key), words_of(value)) for key, value in others if value is not None]
    return joined(parts, "；", "; ")


def _route(route: Route) -> Sentence:
    return _plain(route.stage) if route.when is None else _plain(f"{route.stage} ({route.when.source})")


def _landing(case: Landing) -> Sentence:
    lands = _pair(_plain(case.when.source), LEVEL_NAMES[case.level])
    return lands if case.why is None else _pair(lands, case.why)


def _sight(sight: Sight) -> Sentence:
    """Who reads what, when: `place: subject, kind (asked; data.open)`."""
    whom = [name for name in (*EVERYBODY, ABOVE) if getattr(sight, name)]
    shows = "all" if sight.shows is None else ", ".join(sorted(sight.shows))
    when = ["、".join(sorted(sight.stages))] if sight.stages is not None else []
    when += [sight.when.source] if sight.when is not None else []
    limits = f" ({'; '.join(when)})" if when else ""
    who = joined(
        [*map(_plain, whom), *(role_name(role) for role in sorted(sight.roles)), *sight.people.values()]
    )
    return _pair(who, _plain(shows + limits))


def _setting(setting: Setting) -> Sentence:
    return _pair(_plain(setting.field), words_of(setting.program or setting.value))


def _requirement(requirement: Requirement) -> Sentence:
    source = requirement.that.source
    return Sentence(f"{source}（{requirement.otherwise.zh}）", f"{source} ({requirement.otherwise.en})")


def _effect(effect: EffectRule) -> Sentence:
    return _pair(_plain(effect.kind), words_of(effect.values))


def _block(block: Block) -> Sentence:
    settings = words_of({key: value for key, value in block.settings.items() if value is not None})
    name = BLOCKS[block.kind].name
    return Sentence(f"{name.zh}（{settings.zh}）", f"{name.en} ({settings.en})")


def _field(field: Field) -> Sentence:
    kept = (
        "type",
        "optional",
        "sensitive",
        "private",
        "known",
        "of",
        "levels",
        "min",
        "max",
        "options",
        "default",
        "asked",
        "masked",
        "form",
    )
    return _pair(field.label, words_of({name: getattr(field, name) for name in kept if getattr(field, name)}))


_KINDS: dict[Any, Callable[[Any], Sentence]] = {
    Who: _who,
    DeskRule: _desk,
    Barred: _barred,
    Due: _due,
    Route: _route,
    Landing: _landing,
    Part: lambda part: part.name,
    Sight: _sight,
    Basis: told,
    Requirement: _requirement,
    Setting: _setting,
    EffectRule: _effect,
    Block: _block,
    Field: _field,
    Option: lambda option: _pair(_plain(option.value), option.label),
    Extend: lambda extend: _pair(_plain(extend.clock), words_of(extend.more)),
    Measured: _plain,
}
