"""Uploading a method: its file is checked, all problems at once, then shown as it would be, then taken into the library.

Nothing is in force by it: a place adopts it afterwards, and running matters stay with the version they have.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from shanzhi import library
from shanzhi.matters.methods import adopting
from shanzhi.matters.methods.compiled import compiled_of
from shanzhi.matters.models import Adoption
from shanzhi.matters.models import Method as Taken
from shanzhi.method.check import Checked, examine
from shanzhi.method.diff import compare
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError, Problem
from shanzhi.method.read import MAX_BYTES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.reading.lists import running
from shanzhi.web.drawing import drawing
from shanzhi.web.sign_in_required import actor

NO_FILE = Sentence("请选一个工作法文件（.yaml）。", "Choose the file of a method (.yaml).")
EMPTY = Sentence("“{name}”是空的，请选写好的工作法文件。", "{name} is empty; choose a file that is written.")
NOT_YAML = Sentence(
    "“{name}”不是工作法文件：工作法是一个文本文件，以 .yaml 结尾。",
    "{name} is no file of a method: that is a text file whose name ends in .yaml.",
)
TOO_LARGE = Sentence(
    "“{name}”超过 {most} KB。一个工作法只有几十 KB，请核对是不是选错了文件。",
    "{name} is larger than {most} KB. A method has some tens of them; check whether it is the right file.",
)
SAME = Sentence("库里已有内容完全相同的一版。", "The library has this very version already.")
SHOWN = 120
"""How much of a line is shown beside what is wrong with it."""


class FileProblem(Struct, frozen=True):
    """One problem, with the line of the file where it is."""

    problem: Problem
    text: str


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; see all that is to be mended, or what it does; take it in."""
    who = actor(request)
    if not allowed(who, "method.take"):
        raise Http404
    if request.method == "GET":
        return _page(request)
    try:
        name, text = _sent(request)
        text = library.with_fragments(text)
    except BadInput as bad:
        return _page(request, refused=bad.sentence)
    checked = examine(text, today=timezone.localdate(), library=adopting.of_others, english=library.english)
    if checked.method is None or checked.errors:
        return _page(request, checked=checked, name=name, text=text)
    if request.POST.get("step") != "take":
        return _page(request, checked=checked, name=name, text=text, refused=_clash(checked.method))
    try:
        taken = adopting.take_method(actor=who, text=text, name=name)
    except BadInput as bad:
        return _page(request, checked=checked, name=name, text=text, refused=bad.sentence)
    except MethodError as bad:
        return _page(request, checked=Checked(None, bad.problems, checked.root), name=name, text=text)
    messages.success(
        request,
        _("已收进库：%(title)s。要用它，请为一个地方采用。")
        % {"title": f"{taken.title_zh} v{taken.version}"},
    )
    return redirect("method", taken.slug)


def _sent(request: HttpRequest) -> tuple[str, str]:
    """The name and the text of what was sent, or of what was checked before. Raises `BadInput`."""
    if request.POST.get("step") == "take":
        return request.POST.get("name", "")[:100], request.POST.get("text", "")
    file = request.FILES.get("file")
    if file is None:
        raise BadInput(NO_FILE)
    name = (file.name or "")[-100:]
    if not file.size:
        raise BadInput(EMPTY.fill(name=name))
    if file.size > MAX_BYTES:
        raise BadInput(TOO_LARGE.fill(name=name, most=MAX_BYTES // 1024))
    content = file.read()
    if b"\0" in content:
        raise BadInput(NOT_YAML.fill(name=name))
    try:
        return name, content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(NOT_YAML.fill(name=name)) from None


def _clash(method: Method) -> Sentence | None:
    """Why it cannot be taken in as it is: it is there already, or its version is another's."""
    if adopting.same_content(method) is not None:
        return SAME
    if Taken.objects.filter(slug=method.id, version=method.version).exists():
        return adopting.SAME_VERSION.fill(method=method.id, version=method.version)
    return None


def _page(
    request: HttpRequest,
    *,
    checked: Checked | None = None,
    name: str = "",
    text: str = "",
    refused: Sentence | None = None,
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("上传工作法"),
        "name": name,
        "refused": refused,
        "most": MAX_BYTES // 1024,
    }
    sound = checked is not None and checked.method is not None and not checked.errors
    if checked is not None:
        lines = text.splitlines()
        told = [FileProblem(one, _line(lines, one.line)) for one in checked.problems]
        context["errors"] = [one for one in told if one.problem.weight == "error"]
        context["advice"] = [one for one in told if one.problem.weight != "error"]
    if sound and checked is not None and checked.method is not None:
        context.update(_shown(checked.method), text=text)
    status = 422 if refused is not None or (checked is not None and not sound) else 200
    return render(request, "web/method_upload.html", context, status=status)


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1].strip()[:SHOWN] if 0 < number <= len(lines) else ""


def _shown(method: Method) -> dict[str, Any]:
    """What the method is and does, what it changes of the version that is here, and who uses it with how many matters."""
    before = Taken.objects.filter(slug=method.id).exclude(hash=method.hash).order_by("-version").first()
    used = (
        Adoption.objects.filter(slug=method.id, until=None)
        .select_related("place", "method")
        .order_by("place__depth", "pk")[:20]
    )
    counts = dict(running(method.id).values_list("adoption").annotate(n=Count("pk")).order_by())
    return {
        "method": method,
        "tall": drawing(method),
        "wide": drawing(method, wide=True),
        "before": before,
        "differences": compare(compiled_of(before), method) if before is not None else [],
        "used": [(adoption, counts.get(adoption.pk, 0)) for adoption in used],
        "running": sum(counts.values()),
    }
