"""What can be set here: by whom each thing is set, what it is, within which bounds, and the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shanzhi.method.aloud.names import Names, listed, quoted, s, spaced, value_words
from shanzhi.method.aloud.telling import Line, bounds_of, ended
from shanzhi.method.input_values import input_value
from shanzhi.method.model import Input, Method
from shanzhi.method.presets import Preset, Presets, told_presets
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence

BY_LEVEL = ("district", "street", "community")
SET_BY = s("由{l}设；下级照用，要改的报{l}", "Set by the {l}; those below take it over, or ask the {l}")
SET_BY_ANY = s("哪里采用，哪里自己设", "Set by whichever place adopts it")


def settings(method: Method, names: Names) -> list[tuple[Sentence, tuple[Line, ...]]]:
    """Who sets, with what is theirs to set."""
    found = []
    for level in (None, *reversed(BY_LEVEL)):
        theirs = [one for one in method.inputs.values() if one.set_by == level]
        if theirs:
            heading = SET_BY_ANY if level is None else SET_BY.fill(l=LEVEL_NAMES[level])
            found.append((heading, tuple(_input(one, method, names) for one in theirs)))
    return found


def preset_line(one: Preset, given: Input, method: Method) -> Sentence:
    """What local law presets of an input: where, what, and by which law."""
    value = Names(method).input_value(given, input_value(given, one.value)[0])
    said = s("{l}：{v}。{law}", "{l}: {v}. {law}")
    return said.fill(l=quoted(given.label), v=spaced(value), law=one.told)


def presets_told(every: Iterable[Presets], method: Method) -> tuple[Line, ...]:
    """What local law presets here and there."""
    return tuple(Line(preset_line(one, given, method)) for one, given in told_presets(every, method))


def _cell(column: Input, value: Any) -> Sentence:
    """What stands in a cell; a text is the place's own and has no other language."""
    if column.kind.written:
        return s(str(value), "in the place's own words")
    return value_words(value, column.options)


def _rows(one: Input, value: Any) -> tuple[Line, ...]:
    """Each row of a table: what it is called, and what stands in its columns."""
    if not one.kind.table:
        return ()
    found = []
    for option in one.options:
        row = value[option.value]
        said = s("{c}：{v}", "{c}: {v}")
        cells = [
            said.fill(c=quoted(column.label), v=_cell(column, row[column.name]))
            for column in one.form
            if column.name != "label" and row.get(column.name) is not None
        ]
        told = s("{r}——{c}。", "{r} – {c}.") if cells else s("{r}。", "{r}.")
        found.append(Line(ended(told.fill(r=quoted(option.label), c=listed(cells, "；", "; ")))))
    return tuple(found)


def _input(one: Input, method: Method, names: Names) -> Line:
    notes = []
    bounds = None if one.kind.table else bounds_of(one)
    if bounds is not None:
        notes.append(s("可设：{b}", "{b}").fill(b=bounds))
    if one.options and not one.kind.table:
        tops = [option.label for option in one.options if not option.above]
        shown = s("从{o}等里选", "chosen from {o} …") if len(tops) > 6 else s("从{o}里选", "chosen from {o}")
        notes.append(shown.fill(o=listed(tops[:6], "／", " / ")))
    if one.form:
        notes.append(
            s("每行还有：{q}", "of each row besides: {q}").fill(
                q=listed([_column(part) for part in one.form], "；", "; ")
            )
        )
    if one.help is not None:
        notes.append(one.help)
    held = method.values.get(one.name, one.default)
    value = names.input_value(one, held)
    said = (
        s("{label}：默认{v}（{n}）。", "{label}: {v} by default ({n}).")
        if notes
        else s("{label}：默认{v}。", "{label}: {v} by default.")
    )
    told = ended(said.fill(label=quoted(one.label), v=spaced(value), n=listed(notes, "；", "; ")))
    return Line(told, _rows(one, held))


def _column(one: Input) -> Sentence:
    """A column of a table: its label, and what it takes."""
    notes = [s("可空", "may be empty")] if one.optional else []
    bounds = bounds_of(one)
    notes += [bounds] if bounds is not None else []
    notes += [one.help] if one.help is not None else []
    notes += [listed([option.label for option in one.options], "／", " / ")] if one.options else []
    said = s("{l}（{n}）", "{l} ({n})") if notes else s("{l}", "{l}")
    return said.fill(l=quoted(one.label), n=listed(notes, "，", ", "))
