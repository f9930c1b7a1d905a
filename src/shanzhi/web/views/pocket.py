"""What a phone takes along for work without a signal (随身): one's inbox, its matters with their forms, forms to open.

Never more than `MOST` matters, never a file, never an unmasked answer; of the reader's own desks alone. The phone
says which pages it has (`have`), and only what changed is made again; a few at a time, so that nobody else waits for it.
`docs/decisions/0007-offline.md`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.writing.ground import Marks, ground
from shanzhi.reading.lists import inbox, of_lines
from shanzhi.reading.openable import Openable, openable
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import blank
from shanzhi.web.headers import POLICY
from shanzhi.web.lists import rows
from shanzhi.web.opening_addresses import address
from shanzhi.web.owner import owner_of
from shanzhi.web.sign_in_required import MUST, actor, open_to_all
from shanzhi.web.views import acts, matters, opening

if TYPE_CHECKING:
    from shanzhi.matters.lists.queries import ListedMatter


MOST = 20
"""Matters taken along: those expected soonest."""
AT_ONCE = 10
"""New pages of one answer, but for the rest of a matter's; the phone asks on."""
LONGEST = 1.0
"""Seconds after which no further matter is begun in one answer."""
NEAR = timedelta(days=2)
"""What is due within this, or has been late no longer, is made again each hour, since its page says how much time is
left; the rest each day."""
PART = "<!--part-->"
NO_TOKEN = ""
"""With this Django's own tag leaves the token out."""
MAIN, TITLE, HEAD = "<!--main-->", "<!--title-->", "<!--head-->"
_encode = msgspec.json.Encoder().encode


class Page(Struct):
    """One page: what goes into the frame. All pages of one matter have one `key`, by which the phone knows them."""

    url: str
    key: str
    title: str
    head: str
    main: str


class Pocket(Struct):
    """The frame, the pages that are new, the keys of those the phone has and keeps; all else it forgets, once there is
    no `more`.

    `hours` is how long it may show them, `policy` what they may load, `matters` how many it has then.
    """

    owner: str
    hours: int
    frame: str
    policy: str
    pages: list[Page]
    kept: list[str]
    matters: int
    more: bool = False


@gzip_page
@open_to_all
@require_GET
def pocket(request: HttpRequest) -> HttpResponse:
    """The pocket of whoever is signed in; 204 if there is nothing to take along."""
    if not request.user.is_authenticated or request.session.get(MUST) or actor(request).person is None:
        return HttpResponse(status=204)
    if not settings.SHANZHI_OFFLINE_HOURS:
        raise Http404
    who = actor(request)
    have = set(request.GET.get("have", "").split(",")) if len(request.GET.get("have", "")) < 8000 else set()
    lines = inbox(who, size=MOST + 1).lines
    now, marks = timezone.localtime(), ground().marks
    wanted: dict[str, ListedMatter | Openable] = {_key_of(line, now, marks): line for line in lines[:MOST]}
    wanted |= {_key_of(one, now, marks, who): one for one in openable(who)}
    new = [key for key in wanted if key not in have]
    made, begun = [_inbox(request, lines), _queue(request)], monotonic()
    usual, done = len(made), 0
    for key in new:
        if done and (len(made) - usual >= AT_ONCE or monotonic() - begun >= LONGEST):
            break
        made += _pages_of(request, key, wanted[key], who)
        done += 1
    later = new[done:]
    shell = render_to_string(
        "web/pocket_frame.html",
        {"messages": [], "csrf_token": NO_TOKEN, "main": MAIN, "pocket_title": TITLE, "pocket_head": HEAD},
        request,
    )
    answer = Pocket(
        owner=owner_of(request),
        hours=settings.SHANZHI_OFFLINE_HOURS,
        frame=shell + "",  # a plain text: not marked as safe for templates
        policy=POLICY,
        pages=made,
        kept=[key for key in wanted if key in have],
        matters=sum(not isinstance(thing, Openable) for key, thing in wanted.items() if key not in later),
        more=bool(later),
    )
    return HttpResponse(_encode(answer), content_type="application/json")


def _pages_of(request: HttpRequest, key: str, thing: ListedMatter | Openable, who: Actor) -> Iterator[Page]:
    if isinstance(thing, Openable):
        return _opening(request, key, thing, who)
    return _matter(request, key, thing)


def _key_of(thing: ListedMatter | Openable, now: datetime, marks: Marks, who: Actor | None = None) -> str:
    """Changes whenever a page of the thing would: history, language, whoever holds posts, and the time left."""
    language = get_language() or ""
    if not isinstance(thing, Openable):
        return f"m{thing.id}.{thing.seq}.{marks.posts}.{language}.{_stamp(thing.expected_at, now)}"
    parts = (thing.adoption.pk, thing.place.pk, marks.places, marks.posts, now.date(), who)
    digest = hashlib.sha256(repr(parts).encode()).hexdigest()[:12]
    return f"o{thing.adoption.slug}.{thing.way}.{digest}.{language}"


def _stamp(expected: datetime, now: datetime) -> str:
    return now.strftime("%d%H" if abs(expected - now) < NEAR else "%d")


def _matter(request: HttpRequest, key: str, line: ListedMatter) -> Iterator[Page]:
    """The page of a matter, and one for each act of it that asks for something."""
    try:
        it = matters.seen(request, line.id)
    except Http404:
        return
    context = matters.page_of(it)
    beside = acts.beside_of(it)
    yield _page(request, key, reverse("matter", args=[line.id]), "web/matter.html", context)
    on_the_face = [act for act in context["face_acts"] if acts.own_page(it, act.name) is None]
    for act in (*context["acts"], *on_the_face, *context["other_acts"]):
        if act.form or act.confirm or act.help:
            sheet = blank(acts.form_of(it, act), acts.asker(it))
            page = acts.form_page(it, act, sheet, uuid4().hex, beside=beside)
            yield _page(request, key, reverse("act", args=[line.id, act.name]), "web/act.html", page)


def _opening(request: HttpRequest, key: str, one: Openable, who: Actor) -> Iterator[Page]:
    slug = one.adoption.slug
    sheet = blank(one.method.form, Asker(who, one.place.pk, method=slug))
    context = opening.form_page(one, sheet, uuid4().hex)
    yield _page(request, key, address(one), "web/open.html", context)


def _inbox(request: HttpRequest, lines: list[ListedMatter]) -> Page:
    context: dict[str, Any] = {
        "title": _("待办"),
        "rows": rows(of_lines(lines[:MOST]), reader=actor(request)),
    }
    context["left_out"] = MOST if len(lines) > MOST else 0
    return _page(request, "", reverse("inbox"), "web/inbox.html", context)


def _queue(request: HttpRequest) -> Page:
    return _page(request, "", reverse("queue"), "web/queue.html", {"title": _("待发")})


def _page(request: HttpRequest, key: str, url: str, template: str, context: dict[str, Any]) -> Page:
    """A page without its frame. It carries no token of this session: what it sends goes through the queue."""
    english = (get_language() or "").startswith("en")
    more = {
        "layout": "web/pocket_page.html",
        "pocket": True,
        "request": request,
        "csrf_token": NO_TOKEN,
        "page_language": "en" if english else "zh-Hans",
    }
    title, head, main = render_to_string(template, {**context, **more}).split(PART)
    return Page(url, key, title.strip(), head.strip(), main)
