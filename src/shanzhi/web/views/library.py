"""The library of methods: what each does, drawn and in words, and what can be set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.library import titles as library_titles
from shanzhi.matters.methods import input_requests
from shanzhi.matters.methods.adopting import ADOPTS, adoption_at
from shanzhi.method.aloud.whole import read_aloud
from shanzhi.method.basis import told_at
from shanzhi.method.model import Method
from shanzhi.people.permission import allowed
from shanzhi.places.models import Place
from shanzhi.reading.library import ListedMethod, by_family, handed_on, library_method, library_methods
from shanzhi.reading.openable import places_of
from shanzhi.web.drawing import drawing
from shanzhi.web.exports import ListColumn, exported, list_paper
from shanzhi.web.forms.method_inputs import bounds_text
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say


@require_GET
def library(request: HttpRequest) -> HttpResponse:
    """Every method there is to look at."""
    found = library_methods(get_language() or "zh-hans")
    columns: list[ListColumn[ListedMethod]] = [
        ListColumn(_("工作法"), lambda one: say(one.title)),
        ListColumn(_("从哪里来"), _origin),
        ListColumn(_("做什么"), lambda one: say(one.summary), width=3),
    ]
    file = exported(request, lambda: list_paper(_("工作法"), found, columns), "library")
    if file is not None:
        return file
    context = {
        "title": _("工作法"),
        "methods": found,
        "families": by_family(found),
        "takes": allowed(actor(request), "method.take"),
        "asked": input_requests.theirs(actor(request)).filter(decided_at=None).count(),
        "adopts": any(role in ADOPTS for role, _place in actor(request).posts),
    }
    return render(request, "web/library.html", context)


def _origin(one: ListedMethod) -> str:
    if one.newer:
        return _("有新版：第 %(v)s 版") % {"v": one.version}
    return _("已采用或导入") if one.taken else _("库内")


@require_GET
def method(request: HttpRequest, slug: str) -> HttpResponse:
    """One method, whole."""
    found = library_method(slug)
    if found is None:
        raise Http404
    places = places_of(actor(request))
    adoptions = {a.pk: a for a in (adoption_at(slug, place) for place in places) if a is not None}
    context = {
        "title": found.method.title,
        "method": found.method,
        "text": handed_on(found),
        "tall": drawing(found.method),
        "wide": drawing(found.method, wide=True),
        "inputs": [{"input": one, "bounds": bounds_text(one)} for one in found.method.inputs.values()],
        "laws": told_at(found.method.basis, places[0].code if places else None),
        "examples": _example_titles(found.method),
        "adoptions": adoptions.values(),
        "adopters": adopters(request, places),
    }
    return render(request, "web/method.html", context)


@require_GET
def method_read(request: HttpRequest, slug: str) -> HttpResponse:
    """One method in plain sentences."""
    found = library_method(slug)
    if found is None:
        raise Http404
    taken = {one.slug: one.title for one in library_methods(get_language() or "zh-hans")}
    titles = {**library_titles(), **taken}
    context = {"title": found.method.title, "slug": slug, "reading": read_aloud(found.method, titles)}
    return render(request, "web/method_read.html", context)


def adopters(request: HttpRequest, places: list[Place]) -> list[Place]:
    """The reader's places for which they may adopt methods."""
    return [place for place in places if allowed(actor(request), "method.adopt", place)]


def _example_titles(method: Method) -> list[str]:
    """What the method's examples show, one line each."""
    return [str(example.value["title"].value) for example in method.examples if "title" in example.value]
