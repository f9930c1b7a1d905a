"""Imports at a place: a file is handed in, those that run or wait are listed, and the earlier ones with what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.matters.files.keeping import most_bytes
from shanzhi.matters.imports import jobs
from shanzhi.matters.imports.findings import found_in, nothing_to_take
from shanzhi.matters.imports.kinds import KINDS, Kind
from shanzhi.matters.imports.mapping import shipped
from shanzhi.matters.imports.options import OPTIONS
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.matters.models import Import, ImportJob
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVEL_NAMES, LEVELS
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Paper
from shanzhi.reading.lists import newest_first, of_batch
from shanzhi.web.exports import ListColumn, exported, list_paper, matters_paper, most_rows
from shanzhi.web.lists import SIZE, rows
from shanzhi.web.sign_in_required import actor

MOST = 50
ELSEWHERE = ("method", "level", "anyway")
ANY_LEVEL = Sentence("文件里写明", "as the file says")


@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest, number: int) -> HttpResponse:
    """Hand in a file for a place and all below; what runs, and what was imported there."""
    who = actor(request)
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    kinds = [kind for kind in KINDS if allowed(who, KINDS[kind].right, here)]
    if not kinds:
        raise Http404
    wrong: Sentence | None = None
    if request.method == "POST":
        try:
            job = _hand_in(request, here)
        except BadInput as problem:
            wrong = problem.sentence
        else:
            return redirect("import-job", job.pk)
    below = jobs.jobs_below([here])
    batches = Import.objects.filter(below).select_related("place").order_by("-pk")
    if Kind.APPEALS not in kinds:
        batches = batches.none()
    file = exported(request, lambda: _paper(here, batches[: most_rows(request)]), "imports")
    if file is not None:
        return file
    handed_in = ImportJob.objects.filter(below).select_related("place").order_by("-pk")
    running = handed_in.exclude(state__in=[jobs.State.DONE, jobs.State.DROPPED]).filter(
        kind__in=[*kinds, Kind.UNDO]
    )
    how = chosen(request.POST)
    context = {
        "title": _("导入"),
        "here": here,
        "kinds": [(kind, KINDS[kind].holds) for kind in kinds],
        "kind": request.POST.get("kind", kinds[0]),
        "running": [(one, nothing_to_take(one, found_in(one))) for one in running[:MOST]],
        "finished": handed_in.filter(state=jobs.State.DONE, kind__in=_without_batch(kinds))[:MOST],
        "batches": batches[:MOST],
        "wrong": wrong,
        "most": most_bytes() // 1024 // 1024,
        **choices(here),
        "how": how,
        "options": more_options(kinds, how),
        "asks_method": Kind.APPEALS in kinds,
        "asks_level": Kind.SHAPES in kinds,
    }
    return render(request, "web/imports.html", context, status=422 if wrong else 200)


def _without_batch(kinds: Sequence[str]) -> list[str]:
    """The kinds whose finished files are listed by themselves: their batch is none, or is not listed to this reader."""
    return [kind for kind in kinds if not KINDS[kind].listed or Kind.APPEALS not in kinds]


def choices(here: Place) -> dict[str, Any]:
    """What can be chosen beside the file."""
    adopted = [(adoption.slug, method) for adoption, method in adopted_methods(here) if _takes(method)]
    methods = [(slug, method.title) for slug, method in adopted if method.outdated is None]
    outdated = [method for _slug, method in adopted if method.outdated is not None]
    levels = [
        (level, LEVEL_NAMES[level]) for level in LEVELS if level in LEVEL_NAMES and level != "household"
    ]
    return {
        "methods": methods,
        "outdated": outdated,
        "levels": [("", ANY_LEVEL), *levels],
        "mappings": shipped(),
    }


def _takes(method: Method) -> bool:
    """Whether rows of a table can be replayed through a method: it asks for what a row tells."""
    return bool({"subject", "detail"} & {field.name for field in method.opening.form})


def _hand_in(request: HttpRequest, here: Place) -> ImportJob:
    file = request.FILES.get("file")
    if file is None:
        raise BadInput(jobs.NO_FILE)
    if (file.size or 0) > most_bytes():
        raise BadInput(jobs.TOO_LARGE.fill(file=file.name, most=most_bytes() // 1024 // 1024))
    return jobs.hand_in(
        actor=actor(request),
        kind=request.POST.get("kind", ""),
        place=here,
        file=file.name or "",
        content=file.read(),
        how=chosen(request.POST) | _own_mapping(request),
    )


def _own_mapping(request: HttpRequest) -> dict[str, str]:
    """The mapping handed in as a file beside the other."""
    file = request.FILES.get("own_mapping_file")
    if file is None:
        return {}
    content = file.read(OPTIONS["own_mapping"].most * 4)
    return {"own_mapping": content.decode("utf-8-sig", "replace")}


def more_options(kinds: Iterable[str], how: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What else can be chosen for these kinds of files, as the page asks it; what it asks in its own place is left out."""
    found = []
    for one in OPTIONS.values():
        if one.form == "columns" or one.name in ELSEWHERE or not set(one.kinds).intersection(kinds):
            continue
        values = [(name, name) for name in shipped()] if one.name == "mapping" else one.values
        usual = "" if one.name != "mapping" else _("自动认")
        found.append({"option": one, "values": values, "usual": usual, "value": how.get(one.name)})
    return found


def chosen(data: QueryDict) -> dict[str, Any]:
    """The choices of a form; a column stands in it as `column.N` beside its heading `heading.N`."""
    found: dict[str, Any] = {
        name: data.get(name, "") for name, one in OPTIONS.items() if one.form != "columns"
    }
    changes = {}
    for name in data:
        start, _dot, at = name.partition(".")
        if start == "column" and f"heading.{at}" in data:
            changes[data[f"heading.{at}"]] = data[name]
    if changes:
        found["changes"] = changes
    return found


def _paper(here: Place, batches: QuerySet[Import]) -> Paper:
    columns: list[ListColumn[Import]] = [
        ListColumn(_("编号"), lambda one: one.pk, "number", 0.6),
        ListColumn(_("文件"), lambda one: one.file, width=2),
        ListColumn(_("来源"), lambda one: one.source),
        ListColumn(_("地方"), lambda one: place_name(one.place)),
        ListColumn(_("件数"), lambda one: one.taken, "number", 0.7),
        ListColumn(_("没有导入"), lambda one: one.rejected, "number", 0.8),
        ListColumn(_("时间"), lambda one: one.started_at, "time", 1.3),
        ListColumn(_("状态"), lambda one: state_of(one)),
    ]
    return list_paper(_("导入过的"), batches, columns, subtitle=place_name(here))


def state_of(one: Import) -> str:
    """How an import stands, in a word; "" where it is done."""
    return _("已撤销") if one.undone_at else "" if one.finished_at else _("没有做完")


@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """One import: its numbers, its matters as far as the reader may see them, and taking it back."""
    who = actor(request)
    one = Import.objects.select_related("place").filter(pk=number).first()
    if one is None or not allowed(who, "matter.import", one.place):
        raise Http404
    if request.method == "POST":
        job = jobs.take_back(actor=who, number=number)
        messages.success(request, _("正在撤销，办完会列在这里。"))
        return redirect("import-job", job.pk)
    found = of_batch(who, number)
    title = _("第 %(n)d 次导入") % {"n": one.pk}
    file = exported(
        request, lambda: matters_paper(title, found, most=most_rows(request), reader=who), "import-batch"
    )
    if file is not None:
        return file
    page = newest_first(found, request.GET.get("after", ""), SIZE)
    context = {
        "title": title,
        "one": one,
        "state": state_of(one),
        "rows": rows(page.matters, reader=who),
        "next": page.next,
        "jobs": ImportJob.objects.filter(batch=one).order_by("pk"),
        "places": one.source == "shapes",
    }
    return render(request, "web/import_batch.html", context)
