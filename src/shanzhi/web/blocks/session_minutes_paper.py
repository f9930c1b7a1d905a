"""Minutes in words: line by line on a page, and as a document to take along."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shanzhi.press.paper import Facts, Heading, Paper, Part, Text
from shanzhi.web.blocks.session_minutes import Minutes, MinutesLine
from shanzhi.web.blocks.thresholds import Threshold


def paper_of(title: str, minutes: Minutes) -> Paper:
    """The minutes as a document."""
    head = [
        (_("时间"), _clock(minutes.begins)), (_("主持"), _("、").join(minutes.chairs)),
        *([(pgettext("clerks of a meeting", "记录"), _("、").join(minutes.clerks))] if minutes.clerks else []),
        (_("到场"), attendance_of(minutes)),
    ]  # fmt: skip
    if minutes.people:
        head.append((_("到场人员"), _("、").join(minutes.people)))
    head += [(threshold.asks, _met(threshold)) for threshold in minutes.quorum]
    parts: list[Part] = [Facts(head)]
    for section in minutes.sections:
        if section.topic:
            parts.append(Heading(f"{section.number}. {section.topic}"))
        lines = [line_of(line) for line in section.lines]
        if lines:
            parts.append(Text("\n".join(lines)))
    if minutes.outcome:
        parts += [Heading(_("结果")), Text(f"{minutes.outcome}　{_clock(minutes.ended)}")]
    for result in minutes.later:
        counts = [(bar.label, f"{bar.value} / {bar.most}") for bar in result.bars]
        met = [(threshold.asks, _met(threshold)) for threshold in result.thresholds]
        parts += [Heading(f"{result.stage}：{result.outcome}"), Facts([*counts, *met])]
    if minutes.added:
        lines = [f"{_clock(one.at)} {one.name}：{one.text or _('附件')}" for one in minutes.added]
        parts += [Heading(_("会后补充")), Text("\n".join(lines))]
    return Paper(_("会议记录：%(title)s") % {"title": title}, parts, minutes.stage)


def attendance_of(minutes: Minutes) -> str:
    """`12 人（应到 20）`."""
    if minutes.expected:
        return _("%(n)d 人（应到 %(m)d）") % {"n": minutes.attended, "m": minutes.expected}
    return _("%(n)d 人") % {"n": minutes.attended}


def line_of(line: MinutesLine) -> str:
    """One line as text."""
    by = _("（%(by)s代录）") % {"by": line.by} if line.by else ""
    if not line.turn:
        said = _("%(name)s：%(text)s") % {"name": line.name, "text": line.text} if line.by else line.text
        return (f"{line.topic}：" if line.topic else "") + said + by
    about = _("：%(topic)s") % {"topic": line.topic} if line.topic else ""
    length = (
        _("（%(m)d 分 %(s)02d 秒）") % {"m": line.seconds // 60, "s": line.seconds % 60}
        if line.seconds
        else ""
    )
    told = {"name": line.name, "about": about, "length": length}
    return _("%(name)s发言%(about)s%(length)s") % told + by


def _met(threshold: Threshold) -> str:
    words = {True: _("达到"), False: _("没有达到"), None: ""}[threshold.met]
    return f"{words}　{threshold.have}".strip("　")


def _clock(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at is not None else ""
