"""What the figures, facets and reasons are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shanzhi.engine.limits import NAMED
from shanzhi.insight.measures import Figure
from shanzhi.insight.pending import Pending
from shanzhi.insight.standing import Open
from shanzhi.method.duration import BadDuration, parse_duration
from shanzhi.method.money import amount as money
from shanzhi.method.roles import PSEUDO, role_name
from shanzhi.method.rules import called_at
from shanzhi.people.models import Organization
from shanzhi.places.models import Place
from shanzhi.web.words import say, span

NONE = "—"


def kind_label(kind: str) -> str:
    """The name of a figure of what stands open, or of a time."""
    return {
        "open": _("在办"),
        "overdue": _("超期"),
        "soon": _("一天内到期"),
        "paused": _("暂停计时"),
        "provisional": _("日期暂定"),
        "joint": _("协办中"),
        "review": _("待我审核"),
        "opened": _("新发起"),
        "closed": _("已结束"),
    }.get(kind, kind)


def kind_more(kind: str) -> str:
    """What a figure means, in a line."""
    return {
        "overdue": _("时限已过，还没有办"),
        "paused": _("等补充材料等，时限停着"),
        "provisional": _("跨到未公布工作日的年份"),
        "joint": _("请了别的单位一起办"),
        "review": _("延期、派单争议、核查"),
    }.get(kind, "")


def facet_label(facet: str) -> str:
    """What a division of the overdue is called."""
    return {
        "desk": _("在谁那里"),
        "method": _("哪个工作法"),
        "stage": _("在哪个环节"),
        "length": _("超了多久"),
        "limit": _("哪个时限到了"),
        "reason": _("记录里的原因"),
        "review": _("审核什么"),
    }[facet]


class Labels:
    """The names of a facet's values; places and offices read in one query each."""

    def __init__(self, found: Iterable[Open], reading: Pending) -> None:
        self.stages: dict[str, str] = {}
        self.methods: dict[str, str] = {}
        places: set[int] = set()
        offices: set[int] = set()
        for one in found:
            rule = one.rule
            key = f"{one.method}.{one.stage}"
            if key not in self.stages:
                self.methods[one.method] = say(one.compiled.title)
                self.stages[key] = say(rule.label) if rule is not None else one.stage
            kind, _sep, number = reading.desk(one).partition(":")
            if kind in ("place", "office"):
                (places if kind == "place" else offices).add(int(number))
            if one.desk_place is not None:
                places.add(one.desk_place)
        self.places = dict(Place.objects.filter(pk__in=places).values_list("pk", "name"))
        self.offices = dict(Organization.objects.filter(pk__in=offices).values_list("pk", "name"))

    def of(self, facet: str, value: str) -> str:
        """One value in words."""
        if facet == "desk":
            return self._desk(value)
        if facet == "stage":
            method = self.methods.get(value.partition(".")[0], "")
            stage = self.stages.get(value, value)
            return f"{stage} · {method}" if len(self.methods) > 1 else stage
        if facet == "method":
            return self.methods.get(value, value)
        if facet == "limit":
            return limit_label(value)
        return {**_lengths(), **_reasons(), **_sorts()}.get(value, value)

    def _desk(self, value: str) -> str:
        kind, _sep, number = value.partition(":")
        if kind == "place":
            return self.places.get(int(number), value)
        if kind == "office":
            return self.offices.get(int(number), value)
        if kind == "holder":
            return _("接单的或写明的人")
        return say(role_name(kind)) if kind in PSEUDO else _("大家参与")

    def who(self, one: Open) -> str:
        """On whose desk one lies: a post or an office, never a person."""
        if one.desk_office is not None:
            return self.offices.get(one.desk_office, "")
        if one.desk_role in PSEUDO:
            return say(
                called_at(one.rule.desk, one.desk_role) if one.rule is not None else role_name(one.desk_role)
            )
        if one.desk_place is None:
            return _("大家参与")
        return f"{self.places.get(one.desk_place, '')} {say(role_name(one.desk_role))}".strip()

    def why(self, one: Open, reading: Pending) -> list[str]:
        """The reasons on record, in words; none says nothing."""
        return [_reasons()[reason] for reason in reading.reasons(one) if reason != "none"]


def limit_label(value: str) -> str:
    """A time limit in words."""
    if value == "stage":
        return _("本环节时限")
    if value == "window":
        return _("参与时间")
    limit = value.partition("|")[2]
    if limit == NAMED:
        return _("派单指定的日期")
    try:
        return _("办理时限 %(limit)s") % {"limit": parse_duration(limit).label(get_language() or "zh-hans")}
    except BadDuration:
        return limit


def _lengths() -> dict[str, str]:
    return {"1": _("一天以内"), "3": _("一到三天"), "7": _("三到七天"), "more": _("七天以上")}


def _reasons() -> dict[str, str]:
    return {
        "vacant": _("岗位空缺"),
        "opener": _("等当事人"),
        "blocked": _("按工作法走不下去"),
        "joint": _("等协办单位"),
        "again": _("多次往返"),
        "extended": _("延过期"),
        "none": _("没有特别记录"),
    }


def _sorts() -> dict[str, str]:
    return {"extension": _("延期申请"), "dispatch": _("派单争议"), "check": _("核查")}


def figure_text(figure: Figure, *, lasts: bool = False, amount: bool = False) -> str:
    """A measure's figure as people read it; one that `lasts` is a length of time in minutes, an `amount` money in fen."""
    if figure.value is None:
        return NONE
    if amount:
        return say(money(round(figure.value)))
    if lasts:
        return _length(figure.value)
    if figure.kind == "share":
        return f"{figure.value * 100:.1f}%"
    whole = figure.kind == "number" or figure.value >= 100 or figure.value == int(figure.value)
    return f"{figure.value:,.0f}" if whole else f"{figure.value:,.1f}"


def _length(minutes: float) -> str:
    """A length of time in its two largest units: `1 天 11 小时`."""
    whole = round(minutes)
    days, rest = divmod(whole, 24 * 60)
    if not days:
        return span(timedelta(minutes=whole))
    hours = rest // 60
    said = ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    return f"{said} {span(timedelta(hours=hours))}" if hours and days < 10 else said


def change_text(kind: str, change: float | None, *, lasts: bool = False, amount: bool = False) -> str:
    """How a figure moved against the time before."""
    if amount and change:
        return _("比上期 %(change)s") % {"change": ("+" if change > 0 else "") + say(money(round(change)))}
    if change is None:
        return _("上期没有可比的")
    if lasts and abs(change) >= 1:
        longer = _("比上期长 %(span)s") if change > 0 else _("比上期短 %(span)s")
        return longer % {"span": span(timedelta(minutes=round(abs(change))))}
    if abs(change) < 0.0005 if kind == "share" else not change:
        return _("与上期持平")
    if kind == "share":
        return _("比上期 %(change)s 个百分点") % {"change": f"{change * 100:+.1f}"}
    return _("比上期 %(change)s") % {"change": f"{change:+,.0f}"}


def overdue_by(reading: Pending, one: Open) -> str:
    """For how long one has been overdue; nothing if it is not."""
    return span(reading.at - one.expected) if reading.overdue(one) and one.expected < reading.at else ""
