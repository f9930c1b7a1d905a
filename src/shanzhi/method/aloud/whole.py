"""A whole method read aloud: what it is for, who opens it, each stage, how it ends, who sees what, what can be set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.ledger import ledger
from shanzhi.method.aloud.names import listed, quoted, s
from shanzhi.method.aloud.often import often_asked
from shanzhi.method.aloud.openings import ways_in
from shanzhi.method.aloud.registers import kept
from shanzhi.method.aloud.settings import presets_told, settings
from shanzhi.method.aloud.stages import how_long, stage_lines
from shanzhi.method.aloud.telling import Line, computed, ended
from shanzhi.method.basis import told_at
from shanzhi.method.keys import BUILT_IN_ACTS
from shanzhi.method.model import Measure, Method, Sight
from shanzhi.method.presets import Presets
from shanzhi.method.readers import PLACE, PUBLIC, readers_words
from shanzhi.method.words import Sentence


class Part(Struct, frozen=True):
    """A part of a reading: its heading, its sentences, and the parts within."""

    heading: Sentence
    lines: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = ()


class Reading(Struct, frozen=True):
    """A method read aloud; `unspoken` are the conditions that could only be told as they are written."""

    title: Sentence
    parts: tuple[Part, ...]
    unspoken: tuple[str, ...] = ()


BEGINS = s("从这里起是：{part}。", "Here begins: {part}.")
FROM = s("出处：{source}。", "It comes from: {source}.")


def read_aloud(
    method: Method, titles: Mapping[str, Sentence] | None = None, presets: Iterable[Presets] = ()
) -> Reading:
    """The whole method in plain sentences; `titles` are those of the other methods that it may speak of, `presets` what local
    law says of its inputs."""
    speaker = Speaker(method, titles)
    going = [one for one in _ordered(method) if method.stages[one].end is None]
    ends = [one for one in _ordered(method) if method.stages[one].end is not None]
    parts = (
        Part(s("做什么", "What it is for"), tuple(_purpose(method))),
        _beginning(method, speaker),
        Part(
            s("一步一步怎么办", "Step by step"),
            tuple(_always(method)),
            tuple(_stage(method, name, speaker) for name in going),
        ),
        Part(s("怎样结束", "How it ends"), (), tuple(_stage(method, name, speaker) for name in ends)),
        Part(s("合起来算的时限", "Limits that span steps"), tuple(_clocks(method, speaker))),
        Part(s("积分账", "The ledger"), tuple(ledger(method.ledger, speaker))),
        Part(s("常问的几件事", "What is often asked"), tuple(often_asked(method, speaker))),
        Part(s("谁看得到什么", "Who sees what"), tuple(_sights(method, speaker))),
        Part(s("名册", "Registers"), tuple(_registers(method, speaker))),
        Part(
            s("本地可以设什么", "What can be set here"),
            (),
            tuple(Part(by, lines) for by, lines in settings(method, speaker.names)),
        ),
        Part(s("本地规定先填好的", "What local law presets"), presets_told(presets, method)),
        Part(s("算出来的内容", "What is worked out"), tuple(_computed(method, speaker))),
        Part(s("成效怎么算", "How its effect is counted"), tuple(_measures(method, speaker))),
        Part(s("公开的例外", "Public exceptions"), tuple(_exceptions(method))),
    )
    spoken = tuple(part for part in parts if part.lines or part.parts)
    return Reading(method.title, spoken, tuple(dict.fromkeys(speaker.unspoken)))


def _ordered(method: Method) -> list[str]:
    first = method.opening.stage
    return [first, *(name for name in method.stages if name != first)]


def _stage(method: Method, name: str, speaker: Speaker) -> Part:
    stage = method.stages[name]
    lines = tuple(stage_lines(stage, speaker))
    if stage.part is not None:
        about = [
            Line(one) for one in (stage.part.summary, FROM.fill(source=stage.part.source)) if one is not None
        ]
        lines = (Line(BEGINS.fill(part=stage.part.name), tuple(about)), *lines)
    return Part(stage.label, lines)


def _always(method: Method) -> list[Line]:
    """What can be done in every step that does not say otherwise."""
    if not any(one.builtins == frozenset(BUILT_IN_ACTS) for one in method.stages.values()):
        return []
    return [Line(s(
        "每一步都可以留言、附文件、更正填错的、关注进展；发起人可以撤回，上级可以督办。下面另有说明的除外。",
        "In every step one may leave messages, attach files, correct what was filled in and watch; the opener may withdraw it, the posts above may urge it. Where it is otherwise, it is said.",
    ))]  # fmt: skip


def _purpose(method: Method) -> list[Line]:
    found = [Line(method.summary)] if method.summary is not None else []
    found += [Line(ended(Sentence(f"{one.zh}。", f"{one.en}."))) for one in told_at(method.basis)]
    said = s("出处：{s}（第 {v} 版）。", "Where it comes from: {s} (version {v}).")
    found.append(Line(ended(said.fill(s=method.source, v=method.version))))
    if method.heading is not None:
        found.append(
            Line(
                s("一件事项叫：{h}。", "One matter is called: {h}.").fill(
                    h=Speaker(method).names.text(method.heading)
                )
            )
        )
    return found


def _beginning(method: Method, speaker: Speaker) -> Part:
    """The ways in: one as it is, several each by its name."""
    heading, ways = s("怎样开始", "How it begins"), ways_in(method, speaker)
    if len(ways) == 1:
        return Part(heading, ways[0][1])
    return Part(heading, (), tuple(Part(name, lines) for name, lines in ways))


def _clocks(method: Method, speaker: Speaker) -> list[Line]:
    """The limits that span stages: how long, from where, where they stand still, what meets them."""
    found = []
    for name, one in method.clocks.items():
        starts = [OPENED if stage == "open" else speaker.names.stage(stage) for stage in sorted(one.starts)]
        parts = [how_long(one.time, speaker), s("从{w}起算", "from {w}").fill(w=listed(starts))]
        for stages, said in (
            (one.pauses, s("在{w}停着不算", "it stands still in {w}")),
            (one.ends, s("到了{w}就算办到", "it is met on reaching {w}")),
        ):
            there = [speaker.names.stage(stage) for stage in method.stages if stage in stages]
            parts += [said.fill(w=listed(there))] if there else []
        more = [
            quoted(a.label)
            for stage in method.stages.values()
            for a in stage.acts.values()
            if a.extend and a.extend.clock == name
        ]
        parts += (
            [s("{a}可以延长", "{a} gives it more").fill(a=listed(list(dict.fromkeys(more))))] if more else []
        )
        if one.time.remind is not None:
            parts.append(
                s("到期前 {t}提醒", "a reminder {t} before").fill(t=speaker.names.span(one.time.remind))
            )
        said = s("{c}：{p}。", "{c}: {p}.").fill(c=quoted(one.label), p=listed(parts, "；", "; "))
        found.append(Line(ended(said)))
    return found


OPENED = s("发起", "the opening")


def _registers(method: Method, speaker: Speaker) -> list[Line]:
    said = s("{r}：{p}。", "{r}: {p}.")
    return [
        Line(ended(said.fill(r=quoted(one.label), p=listed(kept(one, speaker), "；", "; "))))
        for one in method.registers.values()
    ]


def _sights(method: Method, speaker: Speaker) -> list[Line]:
    found = [Line(s(
        "发起人、写明的当事人、办过和正在办的人，以及他们的上级责任岗位，看得到整件事项。",
        "The opener, the parties it names, those who act in it, and the posts above them see the whole matter.",
    ))]  # fmt: skip
    if method.heard_by:
        others = listed([speaker.names.other(one) for one in sorted(method.heard_by)])
        said = s(
            "事项办到哪一步，会引起{m}：它们知道在哪里、哪一件，不知道内容。",
            "What step a matter reaches may open one of {m}: these know where and which, not what is in it.",
        )
        found.append(Line(ended(said.fill(m=others))))
    if method.above:
        found.append(Line(BELOW))
    found += [Line(_sight(one, speaker)) for one in method.visible]
    if all(one.above for one in method.visible):
        found.append(Line(s("此外没有别人。", "Nobody else does.")))
    for names, said in (
        (
            [f.name for f in method.fields.values() if f.private],
            s("只给当事各方和经办看：{f}。", "For the parties and the desk alone: {f}."),
        ),
        (
            [f.name for f in method.fields.values() if f.sensitive],
            s("敏感，遮住，看一次记一次：{f}。", "Sensitive, masked, each look logged: {f}."),
        ),
    ):
        found += [Line(ended(said.fill(f=speaker.names.facts(names))))] if names else []
    return found


def _sight(one: Sight, speaker: Speaker) -> Sentence:
    if one.above:
        return _narrowed(one, speaker)
    words = [PUBLIC] if one.public else []
    words += [PLACE] if one.place else []
    whom = readers_words((*words, *sorted(one.roles), *one.people), one.people)
    open_facts = s("没有写明敏感或只给当事各方看的全部内容", "all that is not guarded")
    shows = open_facts if one.shows is None else speaker.names.facts(sorted(one.shows))
    limits = _limits(one, speaker)
    said = (
        s("{w}看得到：{f}（{l}）。", "{w} see: {f} ({l}).")
        if limits
        else s("{w}看得到：{f}。", "{w} see: {f}.")
    )
    return ended(said.fill(w=listed(whom), f=shows, l=listed(limits, "，", ", ")))


def _limits(one: Sight, speaker: Speaker) -> list[Sentence]:
    """When a sight holds: in which stages, on which condition."""
    limits = []
    if one.stages is not None:
        stages = listed([speaker.names.stage(n) for n in sorted(one.stages)])
        limits.append(s("在{w}时", "while it is in {w}").fill(w=stages))
    if one.when is not None:
        limits.append(s("{c}时", "if {c}").fill(c=speaker.condition(one.when)))
    return limits


BELOW = s("出事地方的下级岗位看不到。", "The posts below the desk, where it happened, do not see it.")


def _narrowed(one: Sight, speaker: Speaker) -> Sentence:
    """When the posts below the desk do not read it."""
    limits = _limits(one, speaker)
    if not limits:
        return BELOW
    said = s(
        "{l}，出事地方的下级岗位看不到。", "The posts below the desk, where it happened, do not see it {l}."
    )
    return said.fill(l=listed(limits, "，", ", "))


def _computed(method: Method, speaker: Speaker) -> list[Line]:
    said = s("{f}自动算出：{v}。", "{f} is worked out: {v}.")
    within = s(
        "{f}（中间结果，不列出）自动算出：{v}。", "{f} (a working result, shown nowhere) is worked out: {v}."
    )
    return [
        Line(
            ended(
                (within if one.working else said).fill(
                    f=quoted(one.label), v=computed(one.computed, speaker, one.options)
                )
            )
        )
        for one in method.fields.values()
        if one.computed is not None
    ]


def _measures(method: Method, speaker: Speaker) -> list[Line]:
    return [Line(_measure(one, speaker)) for one in method.measures.values()]


COUNTED = {
    "share": s("{c}的事项所占的比例", "the share of matters for which {c}"),
    "number": s("{c}的事项有多少件", "how many matters for which {c}"),
    "sum": s("{c}的合计", "the sum of {c}"),
    "mean": s("{c}的平均数", "the mean of {c}"),
    "median": s("{c}的中位数", "the median of {c}"),
}


def _measure(one: Measure, speaker: Speaker) -> Sentence:
    how = COUNTED[one.kind].fill(c=computed(one.what, speaker))
    among = (
        s("全部事项", "all matters")
        if one.of is None
        else s("{c}的事项", "matters for which {c}").fill(c=speaker.condition(one.of))
    )
    said = s("{l}：在{a}中，{h}。", "{l}: among {a}, {h}.").fill(l=quoted(one.label), a=among, h=how)
    if one.help is not None:
        said = Sentence(f"{said.zh}{one.help.zh}", f"{said.en} {one.help.en}")
    return ended(said)


def _exceptions(method: Method) -> list[Line]:
    said = s(
        "{rule}：{reason}；{approver}批准，到 {until}。",
        "{rule}: {reason}; approved by {approver}, until {until}.",
    )
    return [Line(ended(said.fill(**one))) for one in method.exceptions]
