"""What opens a matter by itself, told."""

from __future__ import annotations

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import quoted, s
from shanzhi.method.registers import LIFE
from shanzhi.method.roles import ROLES, role_name
from shanzhi.method.upon import POST, REGISTER, STAGE, Upon
from shanzhi.method.words import Sentence


def happens(one: Upon, speaker: Speaker) -> Sentence:
    """The event, what it opens, and the condition."""
    said = s(
        "{w}，就自动发起一件，一次只发起一件。", "When {w}, one is opened by itself, once for each."
    ).fill(w=_what(one, speaker))
    if one.when is None:
        return said
    only = s("只在{c}时。", "Only if {c}.").fill(c=speaker.condition(one.when))
    return Sentence(f"{said.zh}{only.zh}", f"{said.en} {only.en}")


def _what(one: Upon, speaker: Speaker) -> Sentence:
    if one.kind == REGISTER:
        said = s("{r}里有一条{e}", "an entry of {r} is {e}")
        return said.fill(r=speaker.names.register(one.name), e=LIFE[one.event])
    if one.kind == STAGE:
        stage = (
            speaker.names.stage(one.name)
            if one.keeper == speaker.method.id
            else quoted(s(one.name, one.name))
        )
        said = s("{m}的一件事项到了{w}", "a matter of {m} reaches {w}")
        return said.fill(m=speaker.names.other(one.keeper), w=stage)
    if one.kind == POST:
        whose = role_name(one.name) if one.name in ROLES else s(one.name, one.name)
    else:
        whose = speaker.names.register(one.name)
    if one.before is None:
        return s("{w}的任期满了", "a term of {w} ends").fill(w=whose)
    said = s("离{w}的任期届满还有 {t}", "a term of {w} ends in {t}")
    return said.fill(w=whose, t=speaker.names.span(one.before))
