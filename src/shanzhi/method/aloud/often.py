"""What is often asked of a whole method: who gets more time, when time stands still, which papers come out."""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import listed, quoted, s
from shanzhi.method.aloud.stages import desk_words, may_do
from shanzhi.method.aloud.telling import Line, ended
from shanzhi.method.effects import EFFECTS
from shanzhi.method.model import Act, EffectRule, Method, Stage
from shanzhi.method.words import Sentence

DAYS = s(
    "时限里写“天”“小时”“分钟”的，夜里、周末和节假日也算；写“工作日”“工作小时”的，只算上班时间。",
    "Limits in days, hours or minutes run by night, at weekends and on holidays too; those in working days or hours in working time alone.",
)
NO_MORE = s("延期：没有。", "More time: nobody gets any.")
NEVER_STILL = s("停算：没有，时限一直走。", "Standing still: no limit ever does.")
NO_PAPERS = s("文书：不生成。", "Papers: none are made.")


def often_asked(method: Method, speaker: Speaker) -> list[Line]:
    """Who may ask for more time and who decides, when a limit stands still, how days count, which papers come out."""
    more = [Line(ended(one)) for one in dict.fromkeys(_more_time(method, speaker))]
    still = [
        s("在{w}时，{c}停着不算", "while it is in {w}, {c} stands still").fill(
            w=listed([speaker.names.stage(stage) for stage in method.stages if stage in one.pauses]),
            c=quoted(one.label),
        )
        for one in method.clocks.values()
        if one.pauses
    ]
    papers = list(dict.fromkeys(_papers(method, speaker)))
    said, made = s("停算：{p}。", "Standing still: {p}."), s("文书：{p}。", "Papers: {p}.")
    return [
        *(more or [Line(NO_MORE)]),
        Line(ended(said.fill(p=listed(still, "；", "; ")))) if still else Line(NEVER_STILL),
        Line(DAYS),
        Line(ended(made.fill(p=listed(papers, "；", "; ")))) if papers else Line(NO_PAPERS),
    ]


def _more_time(method: Method, speaker: Speaker) -> Iterator[Sentence]:
    """Each act that gives a limit more time: who does it, and who asks for it by bringing the matter there."""
    for stage in method.stages.values():
        for act in stage.acts.values():
            if act.extend is None:
                continue
            said = s(
                "延期：{c}可以延长；{k}{w}由{d}用“{a}”决定",
                "More time: {c} may get more; {k}in {w}, {d} decides by “{a}”",
            )
            asks = list(dict.fromkeys(_askers(method, stage, speaker)))
            asked = s("由{q}提出，", "asked for by {q}; ").fill(q=listed(asks)) if asks else s("", "")
            yield s("{t}。", "{t}.").fill(
                t=said.fill(
                    c=speaker.names.clock(act.extend.clock),
                    k=asked,
                    w=s("在{w}", "{w}").fill(w=quoted(stage.label)),
                    d=_decider(act, stage, speaker),
                    a=act.label,
                )
            )


def _askers(method: Method, there: Stage, speaker: Speaker) -> Iterator[Sentence]:
    for stage in method.stages.values():
        for act in stage.acts.values():
            if stage.name != there.name and any(one.stage == there.name for one in act.routes):
                said = s("{d}在{w}（“{a}”）", "{d} in {w} (“{a}”)")
                yield said.fill(d=may_do(act, stage, speaker), w=quoted(stage.label), a=act.label)


def _decider(act: Act, stage: Stage, speaker: Speaker) -> Sentence:
    if act.who.names == ("desk",) and stage.desk is not None:
        return desk_words(stage.desk, speaker)
    return may_do(act, stage, speaker)


def _papers(method: Method, speaker: Speaker) -> Iterator[Sentence]:
    said = s("{t}（在{w}）", "{t} (in {w})")
    for stage in method.stages.values():
        rules: list[EffectRule] = [*stage.effects]
        rules += [one for act in stage.acts.values() for one in act.effects]
        rules += [one for after in stage.follows.values() for one in after.effects]
        for one in rules:
            if EFFECTS[one.kind].paper:
                yield said.fill(t=speaker.names.text(one.values["title"]), w=quoted(stage.label))
