"""What lower places ask for: inputs that a level above sets. Its effect first, then the answer; one's own, how they stand."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from shanzhi.insight.moved import Moved, moved
from shanzhi.matters.methods import input_requests
from shanzhi.matters.methods.adopting import ADOPTS, adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import InputRequest
from shanzhi.method.check import InputError
from shanzhi.method.model import Method
from shanzhi.people.models import Person
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Paper
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows, typed
from shanzhi.web.form_resumed import entered
from shanzhi.web.forms.method_inputs import input_text
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say

MOST = 50


class RequestRow(Struct, frozen=True):
    """A request as it is shown: in the method's words what it is and would be, who asked, how it stands."""

    one: InputRequest
    title: str
    changes: list[tuple[str, str, str]]
    who: str
    state: str
    moved: list[Moved]
    answers: bool


@keeps_typed
@require_http_methods(["GET", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """Those that wait, then the latest answered."""
    who = actor(request)
    if not any(role in ADOPTS for role, _place in who.posts):
        raise Http404
    wrong = ""
    if request.method == "POST":
        try:
            return _answer(request)
        except BadInput as problem:
            wrong = say(problem.sentence)
        except InputError as problem:
            wrong = "".join(say(one) for one in problem.inputs.values())
    found = input_requests.theirs(who)
    file = exported(request, lambda: _paper(request, list(found[: most_rows(request)])), "input-requests")
    if file is not None:
        return file
    rows = [_asked(request, one) for one in found[:MOST]]
    sent = entered(request)
    context = {
        "title": _("参数的申请"),
        "sent": {"about": sent.get("request", ""), "answer": sent.get("answer", "")},
        "waiting": [row for row in rows if row.one.decided_at is None],
        "past": [row for row in rows if row.one.decided_at is not None],
        "wrong": wrong,
    }
    return render(request, "web/input_requests.html", context, status=422 if wrong else 200)


def _answer(request: HttpRequest) -> HttpResponse:
    number, grant = request.POST.get("request", ""), request.POST.get("step") == "grant"
    one = input_requests.theirs(actor(request)).filter(pk=int(number) if number.isdecimal() else 0).first()
    if one is None:
        raise Http404
    input_requests.answer_inputs(
        actor=actor(request), asked=one, grant=grant, answer=request.POST.get("answer", "")
    )
    messages.success(request, _("已同意，从现在起生效。") if grant else _("没有同意，已告知申请人。"))
    return redirect("input-requests")


def _asked(request: HttpRequest, one: InputRequest) -> RequestRow:
    base = adoption_at(one.slug, one.place)
    before = method_of(base) if base is not None else None
    after: Method | None = None
    if one.decided_at is None and before is not None:
        try:
            after = input_requests.after_request(one)
        except (BadInput, InputError):
            after = None
    asks = Person.objects.filter(pk=one.by).values_list("name", flat=True).first() or ""
    state = "" if one.decided_at is None else _("已同意") if one.granted else _("没有同意")
    return RequestRow(
        one,
        say(before.title) if before is not None else one.slug,
        _changes(one, before, after),
        asks,
        state,
        moved(before, after, one.place) if before is not None and after is not None else [],
        one.decided_at is None and allowed(actor(request), "method.answer", one),
    )


def _changes(one: InputRequest, before: Method | None, after: Method | None) -> list[tuple[str, str, str]]:
    """Each input asked for: its label, its value now, and the one asked for."""
    found = []
    for name, value in one.inputs.items():
        given = before.inputs.get(name) if before is not None else None
        if before is None or given is None:
            found.append((name, "", str(value)))
            continue
        now = input_text(given, before.values[name])
        then = input_text(given, after.values[name] if after is not None else value)
        found.append((say(given.label), now or _("（未设）"), then or _("（未设）")))
    return found


def _paper(request: HttpRequest, found: list[InputRequest]) -> Paper:
    columns: list[ListColumn[RequestRow]] = [
        ListColumn(_("地方"), lambda row: place_name(row.one.place)),
        ListColumn(_("工作法"), lambda row: row.title),
        ListColumn(_("申请改"), lambda row: "；".join(f"{a}：{c}" for a, _b, c in row.changes), width=2),
        ListColumn(_("原因"), lambda row: typed(row.one.reason), width=2),
        ListColumn(_("提出时间"), lambda row: row.one.asked_at, "time", 1.3),
        ListColumn(_("答复"), lambda row: f"{row.state} {typed(row.one.answer)}".strip(), width=1.5),
    ]
    return list_paper(_("参数的申请"), [_asked(request, one) for one in found], columns)
