"""The matters behind a figure: found by the very reading that counted them."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.insight.measures import Trace
from shanzhi.insight.pending import Pending
from shanzhi.insight.period import behind, closed_in, measures_of, opened_in
from shanzhi.places.models import Place
from shanzhi.reading.lists import kept_back, seen_by_number
from shanzhi.tables.cells import readable
from shanzhi.web.lists import rows
from shanzhi.web.numbers import is_number
from shanzhi.web.overview.counted import method_titles
from shanzhi.web.overview.filters import Filters, facets_of, kind_of
from shanzhi.web.overview.labels import Labels, kind_label
from shanzhi.web.overview.now import Listed, listed
from shanzhi.web.overview.times import Tab
from shanzhi.web.words import DOT, say

PARTS = ("of", "hits", "rest")


class Behind(Struct):
    """A list behind a figure: what it is, the matters by number, and how a page of them is made."""

    title: str
    numbers: list[int]
    standing: bool = False
    parts: list[Tab] = []
    withheld: int = 0
    """How many of those counted this reader may not see; they are not among the numbers."""

    @property
    def count(self) -> int:
        """As many as the figure says."""
        return len(self.numbers) + self.withheld


def behind_figure(request: HttpRequest, asked: Filters, reading: Pending) -> Behind:
    """What the address asks for, without what is kept from the reader. Raises 404 for a figure there is none of."""
    found = _behind(request, asked, reading)
    hidden = kept_back(asked.who, asked.place)
    numbers = [number for number in found.numbers if number not in hidden]
    return replace(found, numbers=numbers, withheld=len(found.numbers) - len(numbers))


def _behind(request: HttpRequest, asked: Filters, reading: Pending) -> Behind:
    what = kind_of(request)
    if what == "measure":
        return _measure(request, asked)
    if what in ("opened", "closed"):
        return _over_time(request, asked, what)
    facets = facets_of(request)
    found = reading.chosen(what, **facets)
    labels = Labels((heap.one for heap in reading.heaps(what)), reading)
    words = [kind_label(what), *(labels.of(name, value) for name, value in facets.items())]
    return Behind(DOT.join(filter(None, words)), found, standing=True)


def _over_time(request: HttpRequest, asked: Filters, what: str) -> Behind:
    found = (opened_in if what == "opened" else closed_in)(asked.place, asked.period, but=asked.but)
    words = [kind_label(what)]
    slug, below = readable(request.GET.get("method", ""))[:64], _below(request)
    if slug:
        found = found.filter(method=slug)
        words.append(say(method_titles(asked).get(slug, slug)))
    if below is not None:
        # What happened at the place itself is a group of its own.
        found = (
            found.filter(origin=below)
            if below == asked.place.pk
            else found.filter(origin__path__begins=_path(below))
        )
        words.append(_name(below))
    return Behind(DOT.join(filter(None, words)), list(found.order_by("-pk").values_list("pk", flat=True)))


def _measure(request: HttpRequest, asked: Filters) -> Behind:
    """The matters a measure is of; those that count, or those that do not, alone."""
    slug, name = (readable(request.GET.get(key, ""))[:64] for key in ("method", "measure"))
    below, part = _below(request), request.GET.get("part", "of")
    measure = measures_of(opened_in(asked.place, asked.period, slug, asked.but)).get(name)
    if measure is None or part not in PARTS:
        raise Http404
    found = behind(slug, name, asked.place, asked.period, below=below, but=asked.but)
    words = [
        say(measure.label),
        say(method_titles(asked).get(slug, slug)),
        *([_name(below)] if below is not None else []),
    ]
    numbers = _part(found, part)
    parts = []
    if measure.kind == "share":
        titles = {"of": _("全部应计"), "hits": _("符合"), "rest": _("不符合")}
        parts = [
            Tab(
                titles[one], asked.over_time("measure", method=slug, measure=name, below=below or "", part=one),
                one == part, len(_part(found, one)),
            )
            for one in PARTS
        ]  # fmt: skip
    return Behind(DOT.join(filter(None, words)), numbers, parts=parts)


def _part(found: Trace, part: str) -> list[int]:
    """Numbers, the latest first."""
    hits = set(found.hits)
    chosen = {"of": found.of, "hits": found.hits, "rest": [n for n in found.of if n not in hits]}[part]
    return chosen[::-1]


def _below(request: HttpRequest) -> int | None:
    text = request.GET.get("below", "")
    if not text:
        return None
    if not is_number(text):
        raise Http404
    return int(text)


def _path(number: int) -> str:
    path = Place.objects.filter(pk=number).values_list("path", flat=True).first()
    if path is None:
        raise Http404
    return path


def _name(number: int) -> str:
    return Place.objects.filter(pk=number).values_list("name", flat=True).first() or ""


def shown(found: Behind, reading: Pending, numbers: list[int]) -> list[Listed]:
    """Some of the matters, as the list shows them."""
    if found.standing:
        return listed(reading.some(numbers), reading)
    matters = seen_by_number(reading.actor, numbers)
    return [Listed(row, "", "", "", []) for row in rows(matters[n] for n in numbers if n in matters)]
