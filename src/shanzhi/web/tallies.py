"""What a stage's block has collected so far, in words: once for each kind of block, for every method."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Matter
from shanzhi.method.blocks import DEFAULT_OPTIONS
from shanzhi.method.model import Block, Method
from shanzhi.web.words import moment, say


class Count(Struct):
    """One line: a label and a figure, with a bar where it goes towards a known end."""

    label: str
    text: str
    value: int | None = None
    most: int | None = None


class Tally(Struct):
    """What the page shows of a block."""

    title: str
    counts: list[Count] = []
    lines: list[tuple[str, bool]] = []
    """Items with whether they are done."""


def tally_of(method: Method, matter: Matter) -> Tally | None:
    """The tally of the present stage's block, or None if it has no block."""
    block = method.stages[matter.stage].block
    if block is None or matter.closed is not None or not matter.tally:
        return None
    return _KINDS[block.kind](method, matter, block) if block.kind in _KINDS else None


def _of(label: str, value: int, most: int) -> Count:
    return Count(label, _("%(value)d / %(most)d") % {"value": value, "most": most}, value, most)


def _checklist(method: Method, matter: Matter, block: Block) -> Tally:
    tally = matter.tally
    done = set(tally.get("ticked", ()))
    lines = [(label, key in done) for key, label in items(method, matter, block)]
    return Tally(_("清单"), [_of(_("已完成"), len(done), tally.get("items", len(lines)))], lines)


def items(method: Method, matter: Matter, block: Block) -> list[tuple[str, str]]:
    """The items of a checklist, by the key that ticks them: those the method fixes, then the lines of a list."""
    found = []
    for key, spec in (block.settings.get("items") or {}).items():
        found.append((key, say(spec["label"]) if spec.get("label") is not None else key))
    source = block.settings.get("from")
    field = method.fields.get(source) if source else None
    for number, line in enumerate(matter.data.get(source) or () if source else (), 1):
        first = (
            next((line[f.name] for f in field.form if line.get(f.name)), "")
            if field is not None and isinstance(line, dict)
            else line
        )
        found.append((str(number), f"{number}. {first}"))
    return found


def _split(method: Method, matter: Matter, block: Block) -> Tally:
    return Tally(_("协办"), [_of(_("已答复"), matter.tally["closed_children"], matter.tally["children"])])


def _endorse(method: Method, matter: Matter, block: Block) -> Tally:
    return Tally(_("联名"), [_of(_("支持"), matter.tally["supporters"], matter.tally["threshold"])])


def _ballot(method: Method, matter: Matter, block: Block) -> Tally:
    tally = matter.tally
    counts = [_of(_("已投票"), tally["voted"], tally["electors"])]
    if tally.get("electors_area"):
        counts.append(
            Count(
                _("已投票面积"),
                _("%(voted).2f / %(all).2f 平方米")
                % {"voted": tally["voted_area"] / 100, "all": tally["electors_area"] / 100},
                tally["voted_area"],
                tally["electors_area"],
            )
        )
    if not tally.get("secret"):
        for option in block.settings.get("options") or DEFAULT_OPTIONS:
            counts.append(_of(say(option.label), tally.get(option.value, 0), tally["voted"]))
    return Tally(_("不记名表决") if tally.get("secret") else _("记名表决"), counts)


def _publicity(method: Method, matter: Matter, block: Block) -> Tally:
    tally = matter.tally
    counts = [Count(_("异议"), str(tally["objections"]))]
    if tally["objections"]:
        counts.append(_of(_("已答复"), tally["answered"], tally["objections"]))
    return Tally(_("公示"), counts)


def _session(method: Method, matter: Matter, block: Block) -> Tally:
    tally = matter.tally
    counts = [
        Count(_("时间"), moment(datetime.fromisoformat(tally["begins"]))),
        _of(_("到场"), tally["attended"], tally["expected"])
        if tally.get("expected")
        else Count(_("到场"), str(tally["attended"])),
    ]
    speaking = tally.get("speaking")
    if speaking:
        counts.append(
            Count(
                _("正在发言"),
                _("%(topic)s（到 %(until)s）")
                % {"topic": speaking["topic"], "until": moment(datetime.fromisoformat(speaking["until"]))},
            )
        )
    if tally.get("waiting"):
        counts.append(Count(_("等候发言"), str(len(tally["waiting"]))))
    return Tally(_("会议"), counts, [(topic, False) for topic in tally.get("agenda", ())])


def _survey(method: Method, matter: Matter, block: Block) -> Tally:
    return Tally(_("评议"), [Count(_("已收到"), str(matter.tally["answers"]))])


_KINDS: dict[str, Callable[[Method, Matter, Block], Tally]] = {
    "checklist": _checklist,
    "split": _split,
    "endorse": _endorse,
    "ballot": _ballot,
    "publicity": _publicity,
    "session": _session,
    "survey": _survey,
}
