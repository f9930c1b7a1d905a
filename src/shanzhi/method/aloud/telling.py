"""What all parts of a reading are told with: who, what is asked, where it leads, what comes of it."""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import OPENER, listed, quoted, s, spaced, value_words
from shanzhi.method.aloud.values import Unspoken
from shanzhi.method.build_forms import MAX_TEXT_ANSWER
from shanzhi.method.cel import CelType, Program
from shanzhi.method.duration import Duration, parse_duration
from shanzhi.method.field_types import FIELD_TYPES, FieldType, Thing
from shanzhi.method.keys import Key
from shanzhi.method.ledger import ACCOUNT
from shanzhi.method.model import Field, Option, Who
from shanzhi.method.money import amount
from shanzhi.method.readers import OWNER, READER_WORDS
from shanzhi.method.roles import level_names, role_name
from shanzhi.method.rules import Barred, Measured, Requirement, Route, Setting
from shanzhi.method.words import Sentence

MOST_CHOICES = 8
MOST_IN_A_LINE = 3


class Line(Struct, frozen=True):
    """One sentence, and what is told below it."""

    text: Sentence
    below: tuple[Line, ...] = ()


def who(one: Who) -> Sentence:
    """Who may do a thing."""
    return listed(one.words(), "、", ", ") if one.names else role_name("desk")


def barred(one: Barred, speaker: Speaker) -> Sentence:
    """Who may not."""
    parts = []
    if one.opener:
        parts.append(s("发起人本人", "the opener"))
    if one.holder:
        parts.append(s("接单人本人", "who took it"))
    parts += [
        s("办过{w}的人", "whoever acted in {w}").fill(w=speaker.names.stage(name)) for name in one.stages
    ]
    parts += [speaker.names.person(name) for name in one.fields]
    return listed(parts)


def _sensitive(one: Field, speaker: Speaker) -> Sentence:
    said = s("敏感，看一次记一次", "sensitive, each look is logged")
    if one.masked is None:
        return said
    return s("敏感，在{c}时遮住，看一次记一次", "sensitive, masked if {c}, each look is logged").fill(
        c=speaker.condition(one.masked)
    )


def asked(form: tuple[Field, ...], speaker: Speaker) -> Sentence:
    """What is asked: each by its label, with what one should know before one fills it in."""
    return listed([question(one, speaker) for one in form], "；", "; ")


def asking(form: tuple[Field, ...], speaker: Speaker) -> Line:
    """What is asked, as a line; many questions stand below it one by one."""
    if len(form) <= MOST_IN_A_LINE:
        return Line(ended(s("要填：{q}。", "It asks: {q}.").fill(q=asked(form, speaker))))
    return Line(s("要填：", "It asks:"), tuple(Line(question(one, speaker)) for one in form))


def question(one: Field, speaker: Speaker) -> Sentence:
    """One question, with its choices and what is special about it."""
    notes = [s("选填", "optional")] if one.optional else []
    if one.computed is not None:
        notes = [s("自动算出：{v}", "worked out: {v}").fill(v=computed(one.computed, speaker, one.options))]
    notes += [s("中间结果，不列出", "a working result, shown nowhere")] if one.working else []
    if one.asked is not None:
        notes.append(s("只在{c}时问", "asked only if {c}").fill(c=speaker.condition(one.asked)))
    if one.known == OPENER:
        notes.append(s("不填就是发起人本人", "the opener unless somebody is named"))
    elif one.known is not None:
        notes.append(s("系统里有的自动带出", "filled in if the system holds it"))
    if one.default is not None:
        default = amount(one.default) if one.kind.amount else value_words(one.default, one.options)
        notes.append(s("不改就是{v}", "left as it is: {v}").fill(v=spaced(default)))
    if one.options:
        tops = [option for option in one.options if not option.above]
        some = listed([option.label for option in tops[:MOST_CHOICES]], "／", " / ")
        more = (
            s("选：{some}等 {n} 个大类", "{some} and others: {n} in all")
            if len(tops) > MOST_CHOICES
            else s("选：{some}", "{some}")
        )
        notes.append(more.fill(some=some, n=len(tops)))
    bounds = bounds_of(one)
    notes += [bounds] if bounds is not None else []
    notes += [_sensitive(one, speaker)] if one.sensitive else []
    notes += [s("只给当事各方和经办看", "for the parties and the desk alone")] if one.private else []
    notes += [one.help] if one.help is not None else []
    if one.among is not None:
        notes.append(s("从{r}里选", "chosen from {r}").fill(r=speaker.names.register(one.among)))
    if one.of:
        notes.append(s("选{m}的事项", "a matter of {m}").fill(m=listed([s(m, m) for m in one.of])))
    if one.levels:
        notes.append(s("只能是{l}", "a {l}").fill(l=level_names(one.levels)))
    if one.form:
        with speaker.names.within(one.form):
            notes.append(s("每一项填：{q}", "of each: {q}").fill(q=asked(one.form, speaker)))
    if not notes:
        return quoted(one.label)
    return s("{label}（{notes}）", "{label} ({notes})").fill(
        label=quoted(one.label), notes=listed(notes, "，", ", ")
    )


def computed(program: Program, speaker: Speaker, options: tuple[Option, ...] = ()) -> Sentence:
    """What a fact is worked out from; one of its `options` by its label."""
    if program.result is CelType.BOOLEAN:
        return speaker.condition(program)
    return speaker.amount(program, options)


def bounds_of(one: Any) -> Sentence | None:
    """The least and the most of a question or of an input."""
    unit = _unit(one.kind)
    low, high = (None if bound is None else _bound(bound, one) for bound in (one.min, one.max))
    if one.kind.written and one.max == MAX_TEXT_ANSWER:
        high = None  # what every text may have
    if low is not None and high is not None:
        return s("{a} 到 {b}{u}", "{a} to {b}{u}").fill(a=low, b=high, u=unit)
    if high is not None:
        return s("最多 {b}{u}", "at most {b}{u}").fill(b=high, u=unit)
    return s("至少 {a}{u}", "at least {a}{u}").fill(a=low, u=unit) if low is not None else None


def _unit(kind: FieldType) -> Sentence:
    """What a bound counts."""
    if kind.written:
        return s(" 字", " characters")
    if kind.points_to is Thing.FILE:
        return s(" 个文件", " files")
    return s(" 项", " items") if kind.listed else s("", "")


def _bound(value: Any, one: Any) -> Sentence:
    if one.kind.amount:
        return amount(value)
    return value_words(parse_duration(str(value)) if one.kind.lasting else value)


def required(rules: tuple[Requirement, ...], speaker: Speaker) -> list[Line]:
    """What must hold, and what one is told otherwise; where a condition has no words, what one is told says what it is."""
    found = []
    for one in rules:
        otherwise = speaker.names.text(one.otherwise)
        try:
            said = s("前提：{c}。否则告诉对方：{o}", "Only if {c}. Otherwise one is told: {o}")
            found.append(Line(said.fill(c=speaker.truth(one.that.expression()), o=otherwise)))
        except Unspoken:
            said = s(
                "不合要求的做不了，会告诉对方：{o}",
                "What does not meet this is refused, and one is told: {o}",
            )
            found.append(Line(said.fill(o=otherwise)))
    return found


def leads(routes: tuple[Route, ...], speaker: Speaker) -> Sentence:
    """Where it leads, case by case."""
    parts = []
    for index, one in enumerate(routes):
        there = speaker.names.stage(one.stage)
        if one.label is not None and one.label != speaker.method.stages[one.stage].label:
            there = s("{there}（{label}）", "{there} ({label})").fill(there=there, label=one.label)
        if one.when is not None:
            said = s("{c}的，到{w}", "if {c}, to {w}")
            parts.append(said.fill(c=speaker.condition(one.when), w=there))
        else:
            parts.append((s("其余到{w}", "else to {w}") if index else s("到{w}", "to {w}")).fill(w=there))
    return listed(parts, "；", "; ")


def sets(settings: tuple[Setting, ...], speaker: Speaker) -> list[Line]:
    """The facts recorded without asking; one that stays what it is needs no word."""
    found = []
    for one in settings:
        field, fact = speaker.names.found(one.field), speaker.names.fact(one.field)
        options = field.options if field is not None else ()
        if one.program is not None:
            value = computed(one.program, speaker, options)
        else:
            value = value_words(one.value, options)
        if value != fact:
            found.append(Line(ended(s("{f}自动记为{v}。", "{f} is recorded: {v}.").fill(f=fact, v=value))))
    return found


def ended(text: Sentence) -> Sentence:
    """A sentence with one full stop at its end."""
    zh, en = text.zh, text.en
    while zh.endswith(("。。", "？。", "！。", "。”。", "。」。", "？」。", "！」。")):
        zh = zh[:-1]
    while en.endswith(("..", "?.", "!.", ".”.", ".›.", "?›.", "!›.")):
        en = en[:-1]
    return Sentence(zh, en[:1].upper() + en[1:])


def setting(key: Key | None, name: str, value: Any, speaker: Speaker) -> Sentence:
    """The value of a setting of a block or an effect, by what it is."""
    if isinstance(value, Program):
        return computed(value, speaker)
    if isinstance(value, Sentence):
        return speaker.names.text(value)
    if isinstance(value, Who):
        return who(value)
    if isinstance(value, Barred):
        return barred(value, speaker)
    if isinstance(value, Duration | Measured):
        return speaker.names.span(value)
    if isinstance(value, str):
        return _word(key, name, value, speaker)
    if isinstance(value, dict):
        pairs = [
            (speaker.names.fact(k) if k in speaker.method.fields else s(str(k), str(k)), v)
            for k, v in value.items()
        ]
        return listed(
            [s("{k}：{v}", "{k}: {v}").fill(k=k, v=setting(None, name, v, speaker)) for k, v in pairs]
        )
    if isinstance(value, list | tuple | set | frozenset):
        return _several(key, name, value, speaker)
    return value_words(value)


def _several(key: Key | None, name: str, value: Any, speaker: Speaker) -> Sentence:
    some = sorted(value, key=str) if isinstance(value, set | frozenset) else list(value)
    if all(isinstance(one, Field) for one in some):
        return asked(tuple(some), speaker)
    if all(isinstance(one, Option) for one in some):
        return listed([quoted(one.label) for one in some])
    if all(isinstance(one, str) for one in some) and key is not None and key.takes == "roles":
        return listed([_who(one, speaker) for one in some])
    return listed([setting(key, name, one, speaker) for one in some])


def _who(name: str, speaker: Speaker) -> Sentence:
    """Somebody who is told of something."""
    if name.startswith(("people.", "line.")):
        return speaker.names.person(name)
    return READER_WORDS.get(name) or (None if name == OWNER else WORDS.get(name)) or role_name(name)


def _word(key: Key | None, name: str, value: str, speaker: Speaker) -> Sentence:
    """A word: a fact by its label, a word of a closed list by its meaning, a role by its name; else as it stands."""
    value = value.lstrip("@")
    if value.startswith(ACCOUNT):
        return _account(value.removeprefix(ACCOUNT), speaker)
    if name == "unit" and value in speaker.method.ledger:
        return quoted(speaker.method.ledger[value].label)
    if name == "short":
        return speaker.names.stage(value)
    if value.startswith("line."):
        return speaker.names.fact(value)
    bare = value.removeprefix("data.").removeprefix("people.")
    if speaker.names.field(bare) is not None:
        return speaker.names.fact(bare)
    if value in WORDS:
        return WORDS[value]
    if name == "method":
        return speaker.names.other(value)
    if value in FIELD_TYPES or key is None:
        return s(value, value)
    return role_name(value)


def _account(name: str, speaker: Speaker) -> Sentence:
    """A named account by its label; of one that another method keeps, as it is written."""
    found = [one.accounts[name].label for one in speaker.method.ledger.values() if name in one.accounts]
    return quoted(found[0] if found else s(name, name))


WORDS: dict[str, Sentence] = {
    "watchers": s("关注的人", "those who watch it"),
    "parent": s("上级事项的经办", "the desk of the matter it came from"),
    "supporters": s("支持的人", "those who support it"),
    "participants": s("参加过的人", "those who took part"),
    "all": s("全部", "all"),
    "any": s("任一", "any"),
    "close": s("一并结束", "they are closed"),
    "leave": s("各自办下去", "they go on by themselves"),
    "words": s("结果的文字", "the outcome in words"),
    "percent": s("百分之几", "the per cent"),
    "present": s("到会的人", "those who came"),
    "elected": s("当选的人", "those elected"),
    "reserve": s("候补的人", "those standing in"),
    "left": s("留下再选的人", "those left for another vote"),
    "taker": s("接单的人", "who took it"),
    "online": s("线上", "online"),
    "paper": s("纸质票", "on paper"),
    "hands": s("举手", "by a show of hands"),
    "box": s("投票箱", "by a ballot box"),
    "official": s("官方系统", "by the official system"),
    "person": s("按人", "by person"),
    "household": s("按户", "by household"),
    "owner": s("业主（人数和面积）", "owners (heads and area)"),
    "residents": s("年满 18 周岁的居民", "residents from 18"),
    "households": s("每户一票", "households, one vote each"),
    "owners": s("业主（人数和面积）", "owners (heads and area)"),
    "duplicate": s("重复", "a duplicate"),
    "follows": s("后续", "it follows"),
    "relates": s("相关", "it relates"),
    "actor": s("做的人", "who acts"),
    "@opener": s("发起人", "the opener"),
}


def pair(key: Key | None, name: str, value: Any, word: Sentence) -> Sentence:
    """A setting by the meaning of its key and its value in words; what is simply so, by its meaning alone."""
    meaning = short(key, name)
    if word == meaning:
        return s("{k}：表上{v}写明的", "{k}: as the form says under {v}").fill(k=meaning, v=quoted(word))
    return meaning if value is True else s("{k}：{v}", "{k}: {v}").fill(k=meaning, v=word)


_MORE = re.compile(r"（.*|；.*|，可含.*|[:：] .*|：.*")


def short(key: Key | None, name: str) -> Sentence:
    """What a key means, without what authors need besides."""
    if key is None:
        return s(name, name)
    return Sentence(_MORE.sub("", key.doc.zh), re.sub(r" \(.*|;.*|: .*", "", key.doc.en))
