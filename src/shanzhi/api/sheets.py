"""One matter on paper, over the API: the case sheet, masked as everything else its reader sees."""

from __future__ import annotations

from typing import Literal

from django.http import HttpResponse
from django.utils import translation

from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.subjects import matters
from shanzhi.method.words import Sentence
from shanzhi.people.models import Account
from shanzhi.press.writing import FORMS
from shanzhi.reading.sheet import FORMS as ON_PAPER
from shanzhi.reading.sheet import sheet_of
from shanzhi.reading.taking import taken_along


class SheetAs(Message):
    """In which form: a PDF to file, or a text document to write on."""

    format: Literal["pdf", "docx"] = "pdf"


@operation(
    matters,
    "GET",
    "/matters/{int:number}/sheet",
    Sentence("事项单（PDF、Word）", "The case sheet (PDF, Word)"),
    about=Sentence(
        "事项和全部经过，与页面一样按您的权限脱敏；导出记入审计。",
        "The matter with its whole course, masked by your rights as the page is; what leaves is recorded in the audit.",
    ),
    query=SheetAs,
    media=[FORMS[form].media for form in ON_PAPER],
    refuses=[404],
)
def get_sheet(call: Call, number: int) -> HttpResponse:
    """Each time it is made anew."""
    it = seen(call, number)
    account = Account.objects.select_related("person").get(pk=call.caller.account or 0)
    with translation.override("en" if call.language == "en" else "zh-hans"):
        made = taken_along(
            sheet_of(it), call.query.format, by=call.actor, account=account, name="sheet", matter=number
        )
    made.headers["Cache-Control"] = "private, no-store"
    made.headers["Content-Language"] = call.language
    made.headers["X-Content-Type-Options"] = "nosniff"
    return made
