"""One matter on paper: taken along as a PDF or a text document."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from shanzhi.reading.sheet import FORMS, sheet_of
from shanzhi.web.exports import ASKED, exported
from shanzhi.web.views.matters import seen


@require_GET
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The case sheet as a file, masked as the page is; asked for in no form that it has, back to the page."""
    it = seen(request, number)
    if request.GET.get(ASKED) not in FORMS:
        return redirect("matter", number)
    return exported(request, lambda: sheet_of(it), "sheet", matter=number) or redirect("matter", number)
