"""The register of ballot papers: handed out, delivered, come back; on screen and as a document to sign."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.press.paper import Paper
from shanzhi.reading import ballot_paper_register as register
from shanzhi.web.exports import ListColumn, exported, list_paper, typed
from shanzhi.web.numbers import is_number
from shanzhi.web.views.matters import seen
from shanzhi.web.words import say


@require_GET
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """For those who register papers there; to others it does not exist."""
    it = seen(request, number)
    known = register.visits(it)
    asked = request.GET.get("visit", "")
    visit = int(asked) if is_number(asked, 9) else next(iter(known), it.loaded.record.matter.visit)
    if not register.may_read(it, visit):
        raise Http404
    found = register.papers(it, visit)
    file = exported(request, lambda: _document(it.heading, found), "papers")
    if file is not None:
        return file
    context = {
        "title": _("表决票发放回收登记册"),
        "number": number,
        "name": it.heading,
        "papers": found,
        "back": sum(one.back_at is not None and one.void_at is None for one in found),
        "out": len({one.number for one in found if one.void_at is None}),
    }
    return render(request, "web/blocks/ballot_paper_register.html", context)


def _document(title: str, found: list[register.BallotPaper]) -> Paper:
    columns: list[ListColumn[register.BallotPaper]] = [
        ListColumn(_("票号"), lambda one: one.number),
        ListColumn(_("姓名"), lambda one: one.name),
        ListColumn(_("房号"), lambda one: _("、").join(one.doors), width=2),
        ListColumn(_("面积（平方米）"), lambda one: one.area / 100 if one.area else None, "number"),
        ListColumn(_("送达方式"), lambda one: say(one.way), width=1.5),
        ListColumn(_("送达日期"), lambda one: one.on),
        ListColumn(_("代收人或单号"), lambda one: typed(one.taker)),
        ListColumn(_("登记时间"), lambda one: one.out_at, "time", 1.5),
        ListColumn(_("登记人"), lambda one: one.out_by),
        ListColumn(_("收回时间"), lambda one: one.back_at, "time", 1.5),
        ListColumn(_("录入人"), lambda one: one.back_by),
        ListColumn(_("受托人"), lambda one: typed(one.proxy)),
        ListColumn(_("委托书"), lambda one: typed(one.letter)),
        ListColumn(_("撤销"), lambda one: typed(_void(one)), width=2),
    ]
    return list_paper(_("表决票发放回收登记册：%(title)s") % {"title": title}, found, columns)


def _void(one: register.BallotPaper) -> str:
    return _("%(who)s：%(why)s") % {"who": one.void_by, "why": one.why} if one.void_at is not None else ""
