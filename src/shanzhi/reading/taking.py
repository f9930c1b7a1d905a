"""What leaves the house as a file: signed with who took it and when, and recorded in the audit, from whichever face."""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec.structs import replace

from shanzhi.engine.types import Actor
from shanzhi.people import audit
from shanzhi.people.models import Account
from shanzhi.press.paper import Paper, Table, plain
from shanzhi.press.writing import FORMS, write


def taken_along(
    paper: Paper, form: str, *, by: Actor, account: Account, name: str, matter: int | None = None
) -> HttpResponse:
    """The file to give out. `name` is the list's, for the audit and for what cannot read our names; `matter` is whose
    paper it is. Raises KeyError for a form that is not in `FORMS`."""
    media = FORMS[form].media
    detail = {"list": name, "form": form, "rows": rows_of(paper)}
    if matter is not None:
        detail["matter"] = matter
    audit.record("list.export", by=by, account=account.pk, detail=detail)
    response = HttpResponse(write(_signed(paper, account), form), content_type=media)
    file = plain(f"{paper.title} {timezone.localdate():%Y-%m-%d}.{form}")
    kept = "".join("-" if c in '/\\:*?"<>|\n\t' else c for c in file)
    response["Content-Disposition"] = (
        f"attachment; filename=\"{name}.{form}\"; filename*=UTF-8''{quote(kept[-LONGEST:])}"
    )
    return response


LONGEST = 80
"""The most characters of a file's name: in Chinese three bytes each, of the 255 that a disk takes."""


def rows_of(paper: Paper) -> int:
    """How many rows the tables of a paper hold."""
    return sum(len(part.rows) for part in paper.parts if isinstance(part, Table))


def _signed(paper: Paper, account: Account) -> Paper:
    """With who took it and when."""
    who = account.person.name if account.person is not None else account.username
    foot = _("%(who)s 于 %(at)s 导出") % {"who": who, "at": f"{timezone.localtime():%Y-%m-%d %H:%M}"}
    language = "en" if (get_language() or "").startswith("en") else "zh"
    return replace(paper, foot=foot, language=language)
