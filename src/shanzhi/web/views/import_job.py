"""One file handed in: how it is read and what would become of it, its confirmation, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shanzhi.matters.imports import jobs, shelter
from shanzhi.matters.imports.findings import Findings, Words, found_in, nothing_to_take, sentence_of
from shanzhi.matters.imports.headings import FIELDS, SKIP
from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.problems import BadInput
from shanzhi.web.form_resumed import take
from shanzhi.web.sign_in_required import account_of, actor, keeps_typed_at
from shanzhi.web.views.imports import choices, chosen, more_options
from shanzhi.web.words import say

STEPS = {
    "read": Sentence("读取", "reading"),
    "rows": Sentence("逐行核对", "going through the rows"),
    "alike": Sentence("查找重复", "looking for duplicates"),
    "shapes": Sentence("核对图形", "looking at the shapes"),
    "undo": Sentence("作废", "making void"),
}
UNUSED = Sentence("不用（随事项保存）", "not used (kept with the matter)")


@require_GET
def job(request: HttpRequest, number: int) -> HttpResponse:
    """How it stands. While the worker has it the page fetches itself anew, or is loaded by hand."""
    return _page(request, _job(request, number))


@keeps_typed_at("import-job", "number")
@require_POST
def act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Read it anew with other choices, confirm it, or give it up."""
    one, who = _job(request, number), actor(request)
    try:
        if name == "look":
            jobs.look_again(actor=who, job=one, how=chosen(request.POST))
        elif name == "confirm":
            jobs.confirm(actor=who, job=one)
        elif name == "drop":
            jobs.drop(actor=who, job=one)
            messages.success(request, _("已放弃，文件已删除。"))
            return redirect("imports", one.place_id)
        else:
            raise Http404
    except BadInput as problem:
        messages.error(request, say(problem.sentence))
    return redirect("import-job", number)


@require_GET
def rejected(request: HttpRequest, number: int) -> HttpResponse | FileResponse:
    """The rows that were not taken, with the reason beside each: mended, the file can be handed in itself."""
    one = _job(request, number)
    path = shelter.rejected_path(one)
    if not path.exists():
        raise Http404
    audit.record(
        "list.export", by=actor(request), account=account_of(request).pk,
        detail={"list": "import-rejected", "form": "csv", "rows": one.rejected, "job": one.pk},
    )  # fmt: skip
    name = f"{one.file.rsplit('.', 1)[0]}.rejected.csv"
    made = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
    made.headers["Cache-Control"] = "private, no-store"
    return made


def _job(request: HttpRequest, number: int) -> ImportJob:
    one = ImportJob.objects.select_related("place", "batch").filter(pk=number).first()
    if one is None or not jobs.sees(actor(request), one):
        raise Http404
    return one


def _page(request: HttpRequest, one: ImportJob) -> HttpResponse:
    found, typed = found_in(one), take(request)
    how = {**one.how, **chosen(typed)} if typed is not None else one.how
    context: dict[str, Any] = {
        "title": one.file,
        "job": one,
        "here": one.place,
        "why": Sentence(one.why_zh, one.why_en) if one.why_zh else None,
        "step": STEPS.get(one.step),
        "found": found,
        "nothing": nothing_to_take(one, found),
        "has_rejected": bool(one.rejected) and shelter.rejected_path(one).exists(),
        "how": how,
        "options": more_options([one.kind], how),
        **(_told(found) if found is not None else {}),
        **choices(one.place),
    }
    return render(request, "web/import_job.html", context)


def _told(found: Findings) -> dict[str, Any]:
    fields = [(SKIP, UNUSED), *((name, known.label) for name, known in FIELDS.items())]
    return {
        "columns": found.columns,
        "fields": fields,
        "used": [(one, FIELDS[one.field].label) for one in found.columns if one.field in FIELDS],
        "unused": [one.heading for one in found.columns if one.field not in FIELDS],
        "lines": [(sentence_of(one.what), one) for one in found.lines],
        "odd": [sentence_of(one) for one in found.odd],
        "notes": [(sentence_of(one.what), one.count, _joined(one.examples)) for one in found.notes],
        "refused": [(one.number, sentence_of(one.why)) for one in found.refused],
        "left": [(one.number, sentence_of(one.why)) for one in found.left],
    }


def _joined(examples: tuple[Words, ...]) -> str:
    return _("、").join(say(sentence_of(one)) for one in examples)
