"""Opening a box (开票): what waits, who is missing, all cards typed into one page, or a file each made offline."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods
from msgspec import Struct

from shanzhi import secrecy
from shanzhi.engine.blocks.secret_ballot import SEALED, phase_of
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bringing import LARGEST, bring
from shanzhi.matters.ballots.bulletin import (
    ballots_gone,
    bulletin_of,
    closed_bulletin,
    last_closing,
    last_visit,
    sheet_of,
)
from shanzhi.matters.ballots.heads import head_of, sent_heads
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.ballots.opening import brought_by
from shanzhi.matters.models import BoxOpening, ElectorCode, Entry
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.rolls import electors_of, someone
from shanzhi.people.models import Person
from shanzhi.press.paper import Paper
from shanzhi.reading.matter import Seen
from shanzhi.secrecy.archive import NAME, archive
from shanzhi.web.blocks.ballot_promises import post_words
from shanzhi.web.command import command_in
from shanzhi.web.exports import ListColumn, exported, list_paper
from shanzhi.web.secret import kept_nowhere
from shanzhi.web.sign_in_required import open_to_all
from shanzhi.web.views.matters import seen
from shanzhi.web.words import say


@kept_nowhere
@sensitive_variables("cards")
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, number: int) -> HttpResponse:
    """The box: closed or opened, with its check values; for its holders the way to open it."""
    it = seen(request, number)
    ballot = _ballot(number)
    wrong, status = "", 200
    if request.method == "POST":
        if "file" in request.FILES:
            content = b"".join(file.read(LARGEST + 1) for file in request.FILES.getlist("file")[:1])
            answer: Any = bring(actor=it.who, matter=number, content=content[:LARGEST])
        else:
            cards = "\n".join(card for card in request.POST.getlist("card") if card.strip())
            answer = actions.act(
                actor=it.who,
                matter=number,
                act="open_box",
                values={"cards": cards},
                command_id=command_in(request),
            )
        if not isinstance(answer, Refusal):
            waiting = isinstance(answer, int)
            told = _("已收下，还等其他持钥人。") if waiting else _("票箱已打开，结果见下。")
            messages.success(request, told)
            return redirect("opening", number) if waiting else redirect("matter", number)
        wrong, status = say(answer.why), 422
    return render(request, "web/opening.html", {**_box(it, ballot), "wrong": wrong}, status=status)


def _box(it: Seen, ballot: Ballot) -> dict[str, Any]:
    """What the page shows of the box."""
    row, state = ballot.row, it.loaded.record.matter
    whole, closing = closed_bulletin(ballot), last_closing(row.matter_id, row.visit)
    count, head = head_of(ballot)
    brought = brought_by(row.matter_id, row.visit)
    names = dict(Person.objects.filter(pk__in=row.holders).values_list("pk", "name")) if it.whole else {}
    holders = [
        {
            "post": post_words(post),
            "name": names.get(person, ""),
            "card": secrecy.short_form(card),
            "brought": n in brought,
            "me": person == it.who.person,
        }
        for n, (post, person, card) in enumerate(
            zip(row.posts, row.holders, ballot.key.cards, strict=True), 1
        )
    ]
    waits = bool(state.tally.get("secret")) and state.visit == row.visit and phase_of(state.tally) == SEALED
    holds = it.who.person in row.holders
    separately = False
    if whole is not None and waits and holds:
        numbers = secrecy.numbers_of(whole.question, whole.roll, whole.ballots, whole.closing)
        publishing = secrecy.read_publishing(whole.question.publish, len(whole.question.options))
        forms = secrecy.forms_of(publishing, numbers, weighted=whole.question.weighted)
        separately = forms.heads == "E" and not whole.question.weighted
    return {
        "title": _("票箱"),
        "number": it.number,
        "name": it.loaded.record.title,
        "count": count,
        "z": secrecy.short_form(bytes(closing.z)) if closing is not None else "",
        "z_long": bytes(closing.z).hex() if closing is not None else "",
        "head": secrecy.short_form(head),
        "heads": sent_heads(row.matter_id, row.visit),
        "gone": ballots_gone(ballot),
        "holders": holders,
        "needed": ballot.key.k,
        "missing": [one for one in holders if not one["brought"]],
        "begun": bool(brought),
        "waits": waits,
        "holds": holds,
        "separately": separately,
        "opened": BoxOpening.objects.filter(matter=row.matter_id, visit=row.visit).exists(),
        "closed": closing is not None,
        "may_bulletin": _may_bulletin(it, ballot),
        "whole": it.whole,
        "cards": range(1, ballot.key.k + 1),
        "due": state.due if waits else None,
        "last": state.window if waits else None,
        "command": uuid4().hex[:24],
    }


@require_GET
def bulletin(request: HttpRequest, number: int) -> HttpResponse:
    """The bulletin as a file, for electors, holders and staff; `?sealed=1` adds the shares, for holders alone."""
    it = seen(request, number)
    ballot = _ballot(number)
    sealed = request.GET.get("sealed") == "1"
    if not _may_bulletin(it, ballot) or (sealed and it.who.person not in ballot.row.holders):
        raise Http404
    data = bulletin_of(number, ballot.row.visit, sealed=sealed)
    if data is None:
        raise Http404
    return _file(data, f"bulletin-{number}-{ballot.row.visit}{'-holder' if sealed else ''}.json")


@require_GET
def sheet(request: HttpRequest, number: int) -> HttpResponse:
    """The sheet of results, for whoever sees the matter."""
    seen(request, number)
    data = sheet_of(number, _ballot(number).row.visit)
    if data is None:
        raise Http404
    return _file(data, f"result-{number}.json")


@open_to_all
@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """The program that opens and recounts with Python alone."""
    response = HttpResponse(archive(), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{NAME}"'
    return response


@require_GET
def participants(request: HttpRequest, number: int) -> HttpResponse:
    """Who voted or drew a paper, by name and code, for staff: never what."""
    it = seen(request, number)
    ballot = _ballot(number)
    if not it.whole:
        raise Http404
    visit = ballot.row.visit
    codes = dict(ElectorCode.objects.filter(matter=number, visit=visit).values_list("key", "e"))
    rows = Entry.objects.filter(matter=number, visit=visit, slot__startswith="vote:").order_by("seq")
    lines = []
    for row in rows:
        key = (row.slot or "").removeprefix("vote:")
        person = someone(number, visit, key)
        name = person.name if person is not None else ""
        lines.append(Participant(name, _way(row.act), row.at, bytes(codes.get(key, b"")).hex()[:10]))
    title = it.loaded.record.title
    file = exported(request, lambda: _participants_paper(it.heading, lines), "participants")
    if file is not None:
        return file
    context = {"title": _("参加的人"), "number": number, "name": title, "lines": lines}
    return render(request, "web/participants.html", context)


class Participant(Struct, frozen=True):
    """Who took part, how (in words), when, and the beginning of the code under which the bulletin has them."""

    name: str
    way: str
    at: datetime
    e: str


def _way(act: str) -> str:
    return {"give_paper": _("领了纸质票"), "vote_for": _("由受托人投")}.get(act) or _("已投")


def _participants_paper(heading: str, lines: list[Participant]) -> Paper:
    columns: list[ListColumn[Participant]] = [
        ListColumn(_("姓名"), lambda one: one.name),
        ListColumn(_("方式"), lambda one: one.way),
        ListColumn(_("时间"), lambda one: one.at, "time"),
        ListColumn(_("代号"), lambda one: one.e),
    ]
    return list_paper(_("参加的人：%(title)s") % {"title": heading}, lines, columns)


def _may_bulletin(it: Seen, ballot: Ballot) -> bool:
    row, person = ballot.row, it.who.person
    if it.whole or person in row.holders:
        return True
    return person is not None and bool(electors_of(row.matter_id, row.visit, person))


def _ballot(number: int) -> Ballot:
    """The latest secret ballot of a matter, or 404."""
    visit = last_visit(number)
    try:
        found = ballot_of(number, visit) if visit is not None else None
    except BadBallot:
        found = None
    if found is None:
        raise Http404
    return found


def _file(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
