"""Words of every face: sentences in the reader's language, times and spans as people say them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from shanzhi.method.words import MIDNIGHT, Sentence


def say(thing: Sentence | str | None) -> str:
    """A sentence in the language of its reader; plain text as it is."""
    if isinstance(thing, Sentence):
        return thing.text(get_language() or "zh-hans")
    return "" if thing is None else str(thing)


def moment(at: datetime | None) -> str:
    """A time as it is read: today's without the date, this year's without the year."""
    if at is None:
        return ""
    local, now = timezone.localtime(at), timezone.localtime()
    clock = local.strftime("%H:%M")
    if local.date() == now.date():
        return _("今天 %(clock)s") % {"clock": clock}
    if local.date() == now.date() + timedelta(days=1):
        return _("明天 %(clock)s") % {"clock": clock}
    if local.date() == now.date() - timedelta(days=1):
        return _("昨天 %(clock)s") % {"clock": clock}
    return f"{day(local.date())} {clock}"


def day(on: date | datetime | None) -> str:
    """A day as it is read: this year's without the year."""
    if on is None:
        return ""
    local = timezone.localtime(on).date() if isinstance(on, datetime) else on
    # Translators: formats of Django's `date` filter, for a day of this year and of another
    form = _("n月j日") if local.year == timezone.localtime().year else _("Y年n月j日")
    return date_format(local, form, use_l10n=False)


def deadline(at: datetime | None) -> str:
    """The end of a time as it is read: midnight is 24:00 of the day that ends then."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    if (local.hour, local.minute, local.second) != (0, 0, 0):
        return moment(at)
    return moment(at - timedelta(minutes=1)).replace("23:59", MIDNIGHT)


def last_day(end: datetime | None) -> date | None:
    """The last day of a time that is over at `end`."""
    return timezone.localtime(end - timedelta(microseconds=1)).date() if end is not None else None


def span(length: timedelta) -> str:
    """A length of time in its largest unit, rounded down: `3 天`, `5 小时`, `12 分钟`."""
    minutes = max(int(abs(length).total_seconds() // 60), 0)
    if minutes >= 2 * 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(n)d 天", "%(n)d 天", days) % {"n": days}
    if minutes >= 60:
        hours = minutes // 60
        return ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours}
    return ngettext("%(n)d 分钟", "%(n)d 分钟", minutes) % {"n": minutes}


def until(at: datetime | None, now: datetime | None = None) -> str:
    """How far off a date is: `还有 3 天`, `已超过 2 小时`."""
    if at is None:
        return ""
    left = at - (now or timezone.now())
    if left >= timedelta(0):
        return _("还有 %(span)s") % {"span": span(left)}
    return _("已超过 %(span)s") % {"span": span(left)}
