"""Files, for those who may have them: as what they are, small in lists, and photos on a page with a way back.

What was made public may be had signed out too. Nothing here tells one who may not have a file whether there is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.matters.files.thumbnails import PICTURES
from shanzhi.matters.rights.unmasking import LookFirst
from shanzhi.people.permission import Denied
from shanzhi.reading.file_answers import small_picture, there, whole_file
from shanzhi.reading.files import file_for, opened
from shanzhi.reading.listed import photos_of
from shanzhi.reading.matter import look
from shanzhi.reading.walls import card
from shanzhi.web.photos import Photo
from shanzhi.web.sign_in_required import actor, open_to_all, sign_in_first
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.matters.models import File


@open_to_all
@require_GET
def file(request: HttpRequest, number: UUID) -> HttpResponse | FileResponse:
    """One file. Whoever may not have it learns nothing of it; one of a sensitive answer is opened after a look at that answer."""
    try:
        found, recorded = opened(actor(request), str(number))
    except LookFirst as problem:
        messages.warning(request, say(problem.sentence))
        return redirect("matter", problem.matter)
    except Denied as problem:
        return _refused(request, problem)
    return _shown(whole_file(request, found, recorded))


@open_to_all
@require_GET
def small(request: HttpRequest, number: UUID) -> HttpResponse | FileResponse:
    """A photo as lists show it."""
    found = _found(request, number)
    return found if isinstance(found, HttpResponse) else _shown(small_picture(request, found))


@open_to_all
@require_GET
def photo(request: HttpRequest, number: UUID) -> HttpResponse:
    """A photo on a page of its own, with the way back to its matter and to the ones beside it."""
    found = _found(request, number)
    if isinstance(found, HttpResponse):
        return found
    if found.type not in PICTURES:
        raise Http404
    who, matter = actor(request), found.matter_id
    shown = Photo(str(found.pk), found.name)
    back, before, after = "", "", ""
    if matter is not None:
        seen = look(who, matter)
        hanging = card(who, matter) if seen is None else None
        title = (
            seen.heading if seen is not None else say(hanging.title) if hanging is not None else found.name
        )
        back = reverse("matter" if seen is not None else "poster", args=[matter]) if seen or hanging else ""
        photos = (
            photos_of(who, [matter]).get(matter, [])
            if seen is not None
            else list(hanging.photos if hanging else ())
        )
        at = photos.index(shown.id) if shown.id in photos else 0
        shown = Photo(shown.id, title, at + 1, max(len(photos), 1))
        before = reverse("photo", args=[photos[at - 1]]) if at > 0 else ""
        after = reverse("photo", args=[photos[at + 1]]) if at + 1 < len(photos) else ""
    context = {"title": _("照片"), "photo": shown, "back": back, "before": before, "after": after}
    return render(request, "web/photo.html", context)


def _found(request: HttpRequest, number: UUID) -> File | HttpResponse:
    """The file, or the way to sign in for one who is not and to whom it is not open."""
    try:
        found = file_for(actor(request), str(number))
    except Denied as problem:
        return _refused(request, problem)
    if not there(found):
        raise Http404
    return found


def _refused(request: HttpRequest, problem: Denied) -> HttpResponse:
    """The way to sign in for one who is not signed in; who may have it, to one who sees its matter; else nothing."""
    if not request.user.is_authenticated:
        return sign_in_first(request)
    if problem.seen:
        raise problem
    raise Http404 from None


def _shown(answer: HttpResponse | FileResponse | None) -> HttpResponse | FileResponse:
    if answer is None:
        raise Http404
    return answer
