"""What is held about oneself: to take along, and to have erased (PIPL art. 45, 47)."""

from __future__ import annotations

import zipfile
from datetime import datetime
from tempfile import TemporaryFile
from typing import Any

import msgspec
from django.contrib.auth import logout
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from shanzhi.people.erasure import erase_person
from shanzhi.people.models import Person
from shanzhi.people.portable import Copy, take_copy
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import posts_of
from shanzhi.reading.lists import lean, opened_by
from shanzhi.web.lists import rows
from shanzhi.web.sign_in_required import account_of, actor
from shanzhi.web.words import say

REASONS = {
    "asked": gettext_lazy("不想再用了"),
    "consent": gettext_lazy("撤回同意"),
    "moved": gettext_lazy("搬走了，不再住这里"),
}
MOST_OPEN = 5


@require_http_methods(["GET", "POST"])
def take_along(request: HttpRequest) -> HttpResponse | FileResponse:
    """A copy of everything held about me, as one file: a page to read, the same as data, my uploads."""
    person = account_of(request).person
    if person is None:
        return redirect("account")
    if request.method == "GET":
        return render(request, "web/take_along.html", {"title": _("带走我的数据")})
    copy = take_copy(actor(request), person=person)
    day = timezone.localtime(copy.at).strftime("%Y%m%d")
    return FileResponse(packed(copy), as_attachment=True, filename=f"{_('我的数据')}-{day}.zip")


def packed(copy: Copy) -> Any:
    """The copy as a zip, open at its beginning."""
    out = TemporaryFile()  # noqa: SIM115 (closed by the response)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr(
            f"{_('我的数据')}.html", render_to_string("web/copy.html", {"copy": copy, "parts": _parts(copy)})
        )
        data = {"at": copy.at, **{section.name: section.rows for section in copy.sections}}
        pack.writestr("data.json", msgspec.json.format(msgspec.json.encode(data, enc_hook=str), indent=2))
        for section in copy.sections:
            for name, path in section.files:
                if path.exists():
                    pack.write(path, f"files/{name}")
    out.seek(0)
    return out


def _parts(copy: Copy) -> list[tuple[str, list[list[tuple[str, str]]]]]:
    """Sections as the page shows them: titles, then rows of label and text."""
    return [
        (
            say(section.title),
            [[(label, _text(value)) for label, value in row.items() if value != ""] for row in section.rows],
        )
        for section in copy.sections
    ]


def _text(value: Any) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dict):
        return "\n".join(f"{label}：{_text(one)}" for label, one in value.items())
    if isinstance(value, list):
        return _("、").join(_text(one) for one in value)
    return {True: _("是"), False: _("否")}[value] if isinstance(value, bool) else str(value)


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Have my data and account erased: first what goes, what stays and why; then, confirmed, it is done."""
    person = account_of(request).person
    if person is None:
        return redirect("account")
    wrong = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "")
        if reason not in REASONS:
            wrong = _("请选一个原因。")
        elif request.POST.get("sure") != "yes":
            wrong = _("请勾选“我知道不能恢复”。")
        else:
            try:
                erase_person(actor(request), person=person, reason=str(REASONS[reason]))
            except BadInput as problem:
                wrong = say(problem.sentence)
            else:
                logout(request)
                return render(request, "web/erased.html", {"title": _("已删除")})
    context = {
        "title": _("删除我的账户和数据"),
        "reasons": REASONS,
        "wrong": wrong,
        "picked": request.POST,
        **_left(request, person),
    }
    return render(request, "web/erase.html", context, status=422 if wrong else 200)


def _left(request: HttpRequest, person: Person) -> dict[str, Any]:
    """What stands in the way, or would be left without an opener who can be told."""
    open_ = opened_by(actor(request)).filter(closed_at=None)
    return {"posts": posts_of(person), "open": rows(lean(open_)[:MOST_OPEN])}
