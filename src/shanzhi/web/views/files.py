"""Files, for those who may have them: as what they are, and never as something a browser would run."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from shanzhi.matters.files import INLINE, path_of
from shanzhi.people.permission import Denied
from shanzhi.reading.files import file_for
from shanzhi.web.door import actor

POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
"""A file opened by itself: it may show itself and do nothing."""


@require_GET
def file(request: HttpRequest, number: UUID) -> FileResponse:
    """One file. Whoever may not have it learns nothing of it."""
    try:
        found = file_for(actor(request), str(number))
    except Denied:
        raise Http404 from None
    path = path_of(found.hash)
    if not path.exists():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=found.type)
    inline = found.type in INLINE
    response["Content-Disposition"] = content_disposition_header(not inline, found.name) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, max-age=3600"
    return response
