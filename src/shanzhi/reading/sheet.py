"""The case sheet (事项单): one matter on paper with its whole course, as its reader sees it on the page and no further.

Every fact, name, file and line comes through the reading layer, so that what a page masks or leaves out stays so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.thumbnails import small_picture
from shanzhi.matters.lists.naming import Attached
from shanzhi.matters.lists.wording import stage_label
from shanzhi.method.basis import told_at
from shanzhi.method.model import Field
from shanzhi.people.permission import Denied
from shanzhi.places.queries import full_name
from shanzhi.press.paper import (
    Column,
    Facts,
    Heading,
    Paper,
    Part,
    Picture,
    Pictures,
    Table,
    Text,
    written,
)
from shanzhi.reading.around import papers_of
from shanzhi.reading.clocks import running_beside
from shanzhi.reading.facts import Fact, facts
from shanzhi.reading.files import file_for
from shanzhi.reading.matter import Seen
from shanzhi.reading.places import places_seen
from shanzhi.reading.runs import NAMED, Folding
from shanzhi.reading.stand import standing_of
from shanzhi.reading.timeline import TimelineEntry, course
from shanzhi.reading.urging import urging
from shanzhi.reading.words import say, span

MOST_LINES = 2_000
MOST_PICTURES = 30
"""Pictures shown on one sheet; those after them are named."""
FORMS = ("pdf", "docx")


def sheet_of(it: Seen) -> Paper:
    """The sheet in the language of who takes it."""
    lines = course(it, most=MOST_LINES, folding=Folding.QUIET)
    told = _facts(it)
    parts: list[Part] = [Facts(_head(it), ruled=True)]
    if told:
        parts += [Heading(_("内容")), Facts([(say(one.label), _value(one)) for one in told], ruled=True)]
    parts += _shown(it, [told, *(line.facts for line in reversed(lines.lines))])
    parts.append(_table(it, lines.lines[::-1]))
    if lines.older:
        parts.append(Text(_("更早的记录太多，没有印出；请在系统里看。")))
    if it.whole:
        for paper in papers_of(it):
            parts += [Heading(paper.title), Text(paper.text)]
    name = f"#{it.number} {it.heading}"
    return Paper(name, parts, say(it.loaded.method.title), head=_("事项单 %(name)s") % {"name": _short(name)})


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def _head(it: Seen) -> list[tuple[str, str]]:
    """Number, place, who and when: what a file is found by."""
    state, method = it.loaded.record.matter, it.loaded.method
    pairs = [(_("编号"), f"#{it.number}")]
    if not it.looks_on:
        return [*pairs, (_("说明"), _("这件事项不公开；这里只有您自己给出的内容。"))]
    names = it.names(people=[it.opener])
    origin = places_seen(it, [state.origin])[state.origin]
    pairs.append((_("在哪里"), full_name(origin)))
    if it.opener is not None or it.opener_unnamed:
        pairs.append((_("谁发起"), names.person(state.opener)))
    pairs += [
        (_("什么时候"), written(state.opened)),
        (_("环节"), say(stage_label(method, state.stage, state.end))),
    ]
    now = it.loaded.ground.now
    if state.closed is None:
        who = standing_of(method, state, it.loaded.ground, None, whole=it.whole, now=now).who
        pairs.append((_("经办"), who))
        if (due := state.due or state.window) is not None:
            pairs.append((_("时限"), written(due) + (_("（已超期）") if state.late or due < now else "")))
        for clock in running_beside(method, state, now):
            mark = _("（停着不计）") if clock.paused else _("（已超期）") if clock.late else ""
            pairs.append((clock.label, written(clock.due) + mark))
    else:
        pairs.append((_("结束"), written(state.closed)))
    pairs.append((_("历时"), span((state.closed or now) - state.opened)))
    if (urged := urging(it)) is not None:
        asked = _("%(role)s，请在 %(at)s 前答复：%(text)s")
        pairs.append(
            (_("督办"), asked % {"role": say(urged.role), "at": written(urged.until), "text": urged.text})
        )
    if method.basis:
        pairs.append((_("依据和参照"), "\n".join(map(say, told_at(method.basis, origin.code)))))
    return pairs


def _facts(it: Seen) -> list[Fact]:
    """What the opening told, what blocks came to, and for who looks on whatever else they may read."""
    told, method, title = it.facts(), it.loaded.method, it.loaded.record.title
    asked = {field.name: field for field in method.form}
    blocks = [stage.block for stage in method.stages.values() if stage.block is not None]
    results = {name for block in blocks for name in block.settings.get("result") or ()}
    asked |= {n: f for n, f in method.fields.items() if not it.whole or n in results}
    form: list[Field] = [field for field in asked.values() if told.get(field.name) not in (None, title)]
    form = it.as_now(form)
    return facts(form, told, it.names([(field, told[field.name]) for field in form]))


def _value(fact: Fact) -> str:
    if fact.files:
        return "\n".join(file.name for file in fact.files)
    if fact.lines:
        rows = (_("；").join(_value(one) for one in line) for line in fact.lines)
        return "\n".join(f"{n}. {row}" for n, row in enumerate(rows, 1))
    return fact.text


def _files(told: Iterable[Fact]) -> Iterable[Attached]:
    for fact in told:
        yield from fact.files
        for line in fact.lines:
            yield from _files(line)


def _shown(it: Seen, groups: Iterable[list[Fact]]) -> list[Part]:
    """Small pictures of those attached that the reader may open, in the order in which they came."""
    wanted = {file.id: file for told in groups for file in _files(told) if file.picture}
    items = []
    for file in list(wanted.values())[:MOST_PICTURES]:
        try:
            found = file_for(it.who, file.id)
        except Denied:
            continue
        jpeg = small_picture(found, path_of(found.hash))
        if jpeg is not None:
            items.append(Picture(file.name, jpeg))
    return [Heading(_("照片")), Pictures(items)] if items else []


def _table(it: Seen, lines: list[TimelineEntry]) -> Table:
    """The course, the earliest first; where a stage was left, how long it took."""
    columns = [
        Column(_("时间"), "time", 1.35),
        Column(_("谁"), width=1.3),
        Column(_("办了什么"), width=1.6),
        Column(_("说了什么"), width=3),
        Column(_("用时"), width=0.8),
    ]
    since: datetime = it.loaded.record.matter.opened
    rows: list[list[object]] = []
    for line in lines:
        took = ""
        if line.to and it.looks_on and line.stage:
            took, since = span(line.at - since), line.at
        rows.append([line.at, _who(line), _done(line), _said(line), took])
    return Table(columns, rows, _("经过"))  # type: ignore[arg-type]


def _who(line: TimelineEntry) -> str:
    who = " ".join(part for part in (line.role, line.name, line.by) if part)
    return who + (" " + _("共 %(n)d 人") % {"n": line.people} if line.people > NAMED else "")


def _done(line: TimelineEntry) -> str:
    act = say(line.act)
    where = _("（%(stage)s）") % {"stage": line.stage} if line.stage else ""
    return f"{act}{where}\n→ {line.to}" if line.to else f"{act}{where}"


def _said(line: TimelineEntry) -> str:
    mark = _("：")
    return "\n".join(
        f"{say(one.label)}{mark}{_value(one)}" for one in line.facts if one.text or one.files or one.lines
    )
