"""The faces on which a matter may be looked at, each as the text that somebody is given; None where it does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from django.contrib.auth.models import AnonymousUser
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from shanzhi.api.callers import Caller
from shanzhi.api.desk_notes import list_notes
from shanzhi.api.faults import Fault
from shanzhi.api.lists import MatterFilter, list_matters
from shanzhi.api.matters import get_matter
from shanzhi.api.open311.requests import _read, _views
from shanzhi.api.operation import Call
from shanzhi.api.publications import PublicationFilter, list_publications
from shanzhi.api.timeline import EntryFilter, list_entries
from shanzhi.matters.lists import queries
from shanzhi.matters.models import Notice
from shanzhi.matters.rights.access import seen_by
from shanzhi.people.permission import Denied
from shanzhi.reading.files import file_for
from shanzhi.reading.listed import photos_of
from shanzhi.reading.lists import newest_first
from shanzhi.reading.sheet import sheet_of
from shanzhi.reading.walls import whole_wall
from shanzhi.web.desk.cards import cards
from shanzhi.web.exports import matters_paper
from shanzhi.web.lists import rows
from shanzhi.web.papers import found_paper
from shanzhi.web.posters import posters
from shanzhi.web.views import matters as pages
from tests.reading.sight_town import Marked, Scene

MAKE = RequestFactory()
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
ENCODE = msgspec.json.Encoder().encode


def request_of(scene: Scene, who: str, path: str) -> Any:
    """A request as it stands once it passed the door."""
    request = MAKE.get(path)
    account = scene.accounts[who]
    request.user = account if account is not None else AnonymousUser()
    request._actor = scene.actors[who]  # type: ignore[attr-defined]
    request.session = {}  # type: ignore[assignment]
    request._messages = []  # type: ignore[attr-defined]
    request.csp_nonce = ""  # type: ignore[attr-defined]
    return request


def call_of(scene: Scene, who: str, query: Any = None) -> Call:
    account = scene.accounts[who]
    caller = Caller(scene.actors[who], who, account=account.pk if account is not None else None)
    return Call(request_of(scene, who, "/api/"), caller, "zh", None, query)


def page(scene: Scene, who: str, matter: Marked) -> str | None:
    try:
        with translation.override("zh-hans"):
            it = pages.seen(request_of(scene, who, "/"), matter.number)
            context = pages.page_of(it)
            return render_to_string("web/matter.html", context)
    except Http404:
        return None


def api(scene: Scene, who: str, matter: Marked) -> str | None:
    return _told(lambda: get_matter(call_of(scene, who), matter.number))


def entries(scene: Scene, who: str, matter: Marked) -> str | None:
    return _told(lambda: list_entries(call_of(scene, who, EntryFilter()), matter.number))


def sheet(scene: Scene, who: str, matter: Marked) -> str | None:
    try:
        with translation.override("zh-hans"):
            return repr(sheet_of(pages.seen(request_of(scene, who, "/"), matter.number)))
    except Http404:
        return None


def notes(scene: Scene, who: str, matter: Marked) -> str | None:
    return _told(lambda: list_notes(call_of(scene, who), matter.number))


def file(scene: Scene, who: str, matter: Marked, fact: str) -> bool:
    try:
        return str(file_for(scene.actors[who], matter.files[fact]).pk) == matter.files[fact]
    except Denied:
        return False


def _told(ask: Callable[[], Any]) -> str | None:
    try:
        return ENCODE(ask()).decode()
    except Fault as fault:
        if fault.status != 404:
            raise
        return None


def listed(scene: Scene, who: str) -> str:
    """The list of a place with its rows, and the file of it."""
    found = queries.board(scene.actors[who], scene.town.district)
    shown = rows(newest_first(found, "", size=500).matters, reader=scene.actors[who])
    paper = matters_paper("", found, most=500, reader=scene.actors[who])
    return repr(shown) + repr(paper)


def inbox(scene: Scene, who: str) -> str:
    return repr([(f"#{line.id}", line.title) for line in queries.inbox(scene.actors[who], limit=200)])


def listed_by_api(scene: Scene, who: str) -> str:
    return ENCODE(list_matters(call_of(scene, who, MatterFilter(limit=200)))).decode()


def found_by_api(scene: Scene, who: str, text: str) -> str:
    return ENCODE(list_matters(call_of(scene, who, MatterFilter(text=text, limit=200)))).decode()


def found_by_page(scene: Scene, who: str, text: str) -> str:
    return repr(found_paper(scene.actors[who], text))


def told(scene: Scene, who: str) -> str:
    person = scene.actors[who].person
    return (
        repr(list(Notice.objects.filter(person=person).values_list("matter", "zh", "en"))) if person else ""
    )


def open311(scene: Scene, who: str) -> str:
    """Every request as Open311 lists it."""
    shown = _views(_read(seen_by(scene.actors[who]).order_by("-pk")), call_of(scene, who))
    return ENCODE(shown).decode().replace('"service_request_id":"', '"service_request_id":"#')


def board(scene: Scene, who: str) -> str:
    """Every matter, asked for as the board asks for its cards."""
    return UUID.sub("", repr(cards([matter.number for matter in scene.matters], scene.actors[who])))


def wall(scene: Scene, who: str) -> str:
    """The walls of the district with their posters, open and closed."""
    shown = whole_wall(scene.actors[who], scene.town.district, "all", 500)
    return UUID.sub("", repr(posters(scene.actors[who], shown)))


def photos(scene: Scene, who: str) -> dict[int, list[str]]:
    """The photos that lists show of every matter."""
    return photos_of(scene.actors[who], [matter.number for matter in scene.matters])


def public(scene: Scene, who: str) -> str:
    query = PublicationFilter(place=scene.town.district.pk, limit=200)
    return ENCODE(list_publications(call_of(scene, who, query))).decode()
