"""What an address of the overview asks for: a place, a time, and (for a list) which figure's matters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.insight import rights  # noqa: F401  (registers who may see reports)
from shanzhi.insight.pending import FACETS, KINDS
from shanzhi.insight.period import LENGTHS, USUAL, Period, days_until, period_of
from shanzhi.insight.unnamed import counted_for
from shanzhi.people.permission import places_of_duty, require
from shanzhi.places.models import Place
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor

OLDEST = date(2000, 1, 1)
FIRST, LAST, DAYS, AT = "from", "to", "days", "at"
OLDEST_READING = timedelta(hours=1)


class Filters(Struct):
    """Who asks, about which place, over which time. `wrong` says what was wrong with a typed time.

    `kept` says that the figures are as of `now`, which is a while ago: lists behind them are of the same moment.
    """

    who: Actor
    place: Place
    period: Period
    days: str
    now: datetime
    wrong: str = ""
    kept: bool = False

    @property
    def but(self) -> Q:
        """What leaves out the matters about who asks."""
        return counted_for(self.who)

    def as_of(self, at: datetime) -> Filters:
        """The same, as of an earlier moment."""
        period = (
            days_until(at, LENGTHS[self.days or USUAL])
            if self.days or self.wrong
            else period_of(self.period.first_day, self.period.last_day, at)
        )
        return Filters(self.who, self.place, period, self.days, at, self.wrong, True)

    @property
    def time(self) -> dict[str, str]:
        """The time, as addresses hold it."""
        if self.days:
            return {DAYS: self.days}
        return {FIRST: self.period.first_day.isoformat(), LAST: self.period.last_day.isoformat()}

    def page(self, *, place: int | None = None, **more: str) -> str:
        """The address of the overview, of another place or time."""
        kept = {name: value for name, value in more.items() if value}
        query = {"place": str(place or self.place.pk), **self.time, **kept}
        return f"{reverse('overview')}?{urlencode(query)}"

    def standing(self, what: str, **facets: str) -> str:
        """The address of the matters behind a count of what stands open now."""
        return self._list({"what": what, **facets})

    def over_time(self, what: str, **more: Any) -> str:
        """The address of the matters behind a figure over the time."""
        return self._list({"what": what, **more, **self.time})

    def _list(self, query: dict[str, Any]) -> str:
        plain = {name: str(value) for name, value in query.items() if value not in (None, "")}
        if self.kept:
            plain[AT] = self.now.isoformat()
        return f"{reverse('overview-matters')}?{urlencode({'place': str(self.place.pk), **plain})}"


def asked(request: HttpRequest) -> Filters:
    """What an address asks for, as of the moment it names, if that is not long ago. Raises as `_read`."""
    found = _read(request)
    try:
        at = datetime.fromisoformat(request.GET.get(AT, ""))
        return found.as_of(at) if found.now - OLDEST_READING < at <= found.now else found
    except (ValueError, TypeError):  # none, or one without its zone
        return found


def _read(request: HttpRequest) -> Filters:
    """Read and check an address. Raises `Denied` where the asker's post does not stand over the place; 404 for none."""
    who = actor(request)
    place = _place(request.GET.get("place", ""), who)
    require(who, "report.see", place)
    now = timezone.now()
    first, last = request.GET.get(FIRST, ""), request.GET.get(LAST, "")
    if first or last:
        try:
            since, until = date.fromisoformat(first), date.fromisoformat(last)
            if not OLDEST <= since <= until or until.year > now.year + 1:
                raise ValueError
        except ValueError:
            return Filters(
                who, place, days_until(now, LENGTHS[USUAL]), USUAL, now,
                _("日期没有看懂，请选起止日期，止日不早于起日。这里先显示近 30 天。"),
            )  # fmt: skip
        return Filters(who, place, period_of(since, until, now), "", now)
    days = request.GET.get(DAYS, USUAL)
    days = days if days in LENGTHS else USUAL
    return Filters(who, place, days_until(now, LENGTHS[days]), days, now)


def _place(number: str, who: Actor) -> Place:
    if number:
        plain = is_number(number)
        found = Place.objects.filter(pk=int(number)).defer("geometry").first() if plain else None
        if found is None:
            raise Http404
        return found
    found = own_place(who)
    if found is None:
        raise Http404
    return found


def own_place(who: Actor) -> Place | None:
    """The highest place a person's post of the line of duty stands at."""
    ids = places_of_duty(who)
    return Place.objects.filter(pk__in=ids).defer("geometry").order_by("depth", "pk").first()


def facets_of(request: HttpRequest) -> dict[str, str]:
    """The facets an address names."""
    return {name: request.GET[name][:80] for name in FACETS if request.GET.get(name)}


def kind_of(request: HttpRequest) -> str:
    """Which figure's matters are asked for. Raises 404 for one there is none of."""
    what = request.GET.get("what", "open")
    if what not in (*KINDS, "opened", "closed", "measure"):
        raise Http404
    return what
