"""The audit, looked through by who acted, whom or what it was done to, kind and day; each reading is a record in it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.people.audit import read_audit
from shanzhi.people.audit_filter import OBJECTS, Wanted, wanted
from shanzhi.people.audit_words import KINDS, ON_THE_SERVER, account_in, kind_name, result_name
from shanzhi.people.models import Account, AuditRecord
from shanzhi.people.permission import allowed
from shanzhi.people.problems import BadInput
from shanzhi.press.paper import Paper
from shanzhi.tables.cells import readable
from shanzhi.web.exports import ListColumn, exported, list_paper, most_rows
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say

SIZE = 50
ASKED = ("kind", "by", "thing", "of", "first", "last")
"""The fields of the form, beside the tick `refused`; of a `thing`, `of` is the number."""


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """The records, the latest first: time, who, kind, result; never contents."""
    who = actor(request)
    if not allowed(who, "audit.see"):
        raise Http404
    typed = {name: readable(request.GET.get(name, ""))[:64] for name in ASKED}
    refused = request.GET.get("refused") == "1"
    wrong: dict[str, Sentence] = {}
    try:
        asked = _wanted(typed, refused=refused)
    except BadInput as problem:
        asked, wrong = Wanted(), problem.fields
    found = None if wrong else read_audit(who, asked, before=_before(request))
    if found is not None:
        file = exported(request, lambda: _paper(found[: most_rows(request)]), "audit")
        if file is not None:
            return file
    rows = list(found[: SIZE + 1]) if found is not None else []
    query = request.GET.copy()
    query.pop("before", None)
    context = {
        "title": _("审计记录"),
        "rows": _named(rows[:SIZE]),
        "next": rows[SIZE - 1].seq if len(rows) > SIZE else "",
        "typed": typed,
        "refused": refused,
        "filtered": any(typed.values()) or refused,
        "query": query.urlencode(),
        "wrong": wrong,
        "things": [(code, say(name)) for code, name in OBJECTS.items()],
        "kinds": sorted((say(name), code) for code, name in KINDS.items()),
    }
    return render(request, "web/audit.html", context, status=422 if wrong else 200)


def _wanted(typed: dict[str, str], *, refused: bool) -> Wanted:
    others = {name: typed[name] for name in ("kind", "by", "first", "last")}
    if typed["thing"] in OBJECTS:
        return wanted(refused=refused, thing=typed["thing"], number=typed["of"], **others)
    return wanted(refused=refused, of=typed["of"], **others)


def _before(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if is_number(before) else None


class AuditLine(Struct, frozen=True):
    """A line of the audit in words: the account that acted, what was done to whose account or whom, with what result."""

    line: AuditRecord
    who: str
    kind: str
    about: str
    result: str


def _named(lines: Iterable[AuditRecord]) -> list[AuditLine]:
    listed = list(lines)
    about = {line.seq: account_in(line.detail) for line in listed}
    numbers = {line.account for line in listed} | set(about.values())
    accounts = Account.objects.in_bulk({number for number in numbers if number})
    persons = Account.objects.in_bulk({line.person for line in listed if line.person}, field_name="person_id")
    found = []
    for line in listed:
        account = accounts.get(line.account or 0) or persons.get(line.person or 0)
        who = account.username if account is not None else ""
        if account is None and line.detail.get("server"):
            who = say(ON_THE_SERVER)
        whose = accounts.get(about[line.seq] or 0)
        told = whose.username if whose is not None else f"#{line.subject}" if line.subject else _thing(line)
        found.append(AuditLine(line, who, say(kind_name(line.kind)), told, say(result_name(line.result))))
    return found


def _thing(line: AuditRecord) -> str:
    """What a record is about that is about nobody."""
    found = ((name, line.detail.get(key)) for key, name in OBJECTS.items())
    return next((f"{say(name)} {number}" for name, number in found if isinstance(number, int)), "")


def _paper(found: QuerySet[AuditRecord]) -> Paper:
    columns: list[ListColumn[AuditLine]] = [
        ListColumn(_("时间"), lambda one: one.line.at, "time"),
        ListColumn(_("账号"), lambda one: one.who),
        ListColumn(_("地址"), lambda one: one.line.address),
        ListColumn(_("操作"), lambda one: one.kind),
        ListColumn(_("代码"), lambda one: one.line.kind),
        ListColumn(_("对象"), lambda one: one.about),
        ListColumn(_("结果"), lambda one: one.result, width=0.6),
    ]
    return list_paper(_("审计记录"), _named(found), columns)
