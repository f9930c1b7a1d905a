"""Registers told: what a method keeps, who sees what of it, what is written into it, and what conditions ask of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.aloud.names import listed, quoted, s, value_words
from shanzhi.method.cel_registers import look_of
from shanzhi.method.names import OPENER
from shanzhi.method.readers import PLACE, PUBLIC, readers_words
from shanzhi.method.registers import EVENTS, MATTER_PLACE, PER, Register, Shown
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.aloud.values import Values

OF_ENTRY = {"since": s("入册时间", "since when it stands"), "until": s("有效期至", "until when it stands")}
WHOSE = {OPENER: s("发起人", "the opener"), MATTER_PLACE: s("出事的地方", "the place where it happened")}


def called(method: Any, name: str) -> Sentence:
    """A register by its label."""
    found = method.registers.get(name)
    return quoted(found.label if found is not None else s(name, name))


def look(values: Values, rest: str) -> Sentence:
    """What an entry says: `helpers[people.who].skill`."""
    name, key, part = look_of(rest)
    register = values.method.registers[name]
    field = register.fields.get(part)
    label = OF_ENTRY.get(part) or (field.label if field is not None else s(part, part))
    said = s("{r}里{k}的{f}", "{f} of {k} on {r}")
    return said.fill(r=quoted(register.label), k=values.key_words(key), f=quoted(label))


def stands(values: Values, rest: str, *, no: bool) -> Sentence:
    """Whether somebody stands on a register; or a field of theirs that is yes or no."""
    name, key, part = look_of(rest)
    if part:
        said = s("{f}为“否”", "{f} is no") if no else s("{f}为“是”", "{f} is yes")
        return said.fill(f=look(values, rest))
    said = s("{k}不在{r}里", "{k} does not stand on {r}") if no else s("{k}在{r}里", "{k} stands on {r}")
    return said.fill(k=values.key_words(key), r=called(values.method, name))


def written(values: Mapping[str, Any], speaker: Speaker) -> tuple[Sentence, list[Sentence]]:
    """The effect that writes an entry: what happens to whose, and what becomes of its fields."""
    register = speaker.method.registers.get(values.get("name", ""))
    if register is None:
        return s("记入名册", "a register is written"), []
    word = values.get("whose", "")
    whose = WHOSE.get(word) or speaker.names.fact(word)
    said = s("{r}：{w}{e}", "{r}: {w} — {e}").fill(
        r=quoted(register.label), w=whose, e=EVENTS[values["event"]]
    )
    rest = [
        s("{f}记为{v}", "{f}: {v}").fill(f=quoted(register.fields[name].label), v=_put(one, speaker))
        for name, one in values["set"].items()
    ]
    if "why" in values:
        rest.append(s("理由：{w}", "because: {w}").fill(w=speaker.names.text(values["why"])))
    return said, rest


def _put(one: Any, speaker: Speaker) -> Sentence:
    if one.source is not None:
        return speaker.names.fact(one.source)
    return speaker.amount(one.program) if one.program is not None else value_words(one.value)


def kept(register: Register, speaker: Speaker) -> list[Sentence]:
    """What there is to say of one register."""
    per = PER[register.per].label
    if not register.own:
        said = s("由{m}保管，这里看它、写它", "kept by {m}, read and written here")
        return [said.fill(m=speaker.names.other(register.keeper))]
    found = [s("一{p}一条，同一{p}只有一条", "one entry for each {p}, never two").fill(p=per)]
    if register.lasts is not None:
        found.append(
            s("有效 {t}，到期不续就不再在册", "an entry stands for {t} unless it is renewed").fill(
                t=speaker.names.span(register.lasts)
            )
        )
    else:
        found.append(s("一直在册，退出为止", "an entry stands until it is left"))
    if register.form:
        found.append(s("记：{f}", "it holds: {f}").fill(f=speaker.asked(register.form)))
    found.append(s("本人看得到自己的一条", "everyone sees their own entry"))
    found += [_shown(one, register) for one in register.visible]
    if not register.visible:
        found.append(s("此外没有别人看得到", "nobody else sees it"))
    if register.used_by:
        some = listed([speaker.names.other(one) for one in sorted(register.used_by)])
        found.append(s("{m}也可以看它、写它", "{m} may read and write it too").fill(m=some))
    return found


def _shown(one: Shown, register: Register) -> Sentence:
    words = readers_words(
        (*([PUBLIC] if one.public else []), *([PLACE] if one.place else []), *sorted(one.roles))
    )
    if one.shows is None:
        what = s("没有写明敏感或只给当事各方看的内容", "all that is not guarded")
    else:
        what = listed([quoted(f.label) for f in register.form if f.name in one.shows])
    sealed = one.shows is not None and bool(one.shows & register.sealed)
    said = s("{w}看得到：{f}", "{w} see: {f}").fill(w=listed(words), f=what)
    if not sealed:
        return said
    return s(
        "{t}（敏感的遮着，写明用途才看全，看一次记一次）",
        "{t} (what is sensitive masked, and whole for a purpose, each look logged)",
    ).fill(t=said)
