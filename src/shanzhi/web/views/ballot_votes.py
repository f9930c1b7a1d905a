"""Voting: the rules first, one big choice, a page to confirm it; a proxy by name and door; paper votes by keyboard."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Entry
from shanzhi.matters.writing import actions
from shanzhi.method.model import Block
from shanzhi.people.models import Person
from shanzhi.reading.acts import acts_of
from shanzhi.reading.electors import circle, electors_of
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.blocks import ballot as faces
from shanzhi.web.blocks.ballot_electors import held_by, voted
from shanzhi.web.blocks.plan import published
from shanzhi.web.blocks.roster import bare, doors
from shanzhi.web.command import command_in
from shanzhi.web.form_resumed import entered
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import keeps_typed
from shanzhi.web.views.ballot_secret_votes import ballot_paper, not_held
from shanzhi.web.views.entrusting import entrusting
from shanzhi.web.views.matters import seen, too_late
from shanzhi.web.words import moment, say


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """The ballot paper. Sent with a choice it asks once more and writes nothing; the page that asks sends the act.

    The choice never stands in an address, where a browser or a log would keep it.
    """
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not (it.looks_on or held_by(it)):
        return too_late(request, it)
    if faces.is_secret(block, it.loaded.record.matter.tally):
        return ballot_paper(request, it, block)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("for", "")
    held = next((one for one in held_by(it) if str(one.person) == wanted), None)
    if wanted and held is None:
        return not_held(request, it)
    options = faces.options_of(block)
    chosen = next((option for option in options if option.value == request.POST.get("choice")), None)
    context = {
        **_paper(it, block),
        "title": _("投票"),
        "options": options,
        "chosen": chosen,
        "held": held,
        "act": "vote_for" if held else "vote",
        "may": held is not None or any(act.name == "vote" for act in acts_of(it)),
        "asked": request.method == "POST",
    }
    return render(request, "web/blocks/ballot_vote.html", context)


@keeps_typed
@require_http_methods(["GET", "POST"])
def proxy(request: HttpRequest, number: int) -> HttpResponse:
    """Let a neighbour vote: named by full name and door (`reading.ballot_proxies.entrust`)."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not it.looks_on:
        return too_late(request, it)
    return entrusting(request, it, lambda: _paper(it, block))


@keeps_typed
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, number: int) -> HttpResponse:
    """Paper votes, household by household, without a mouse: door or name, number, choice, Enter."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not any(act.name == "paper" for act in acts_of(it)):
        return too_late(request, it)
    sent = entered(request)
    typed = {
        name: readable(sent.get(name, ""))[:60].strip()
        for name in ("find", "number", "choice", "proxy", "letter")
    }
    person = sent.get("elector", "")
    found: list[dict[str, Any]] = []
    wrong, status = "", 200
    if request.method == "POST":
        found = candidates(it, typed["find"])
        free = [one for one in found if one["voted"] is None]
        if not person and len(free) == 1 and len(found) == 1:
            person = str(free[0]["person"])
        wrong = _enter(request, it, typed, person) if person else _unclear(found)
        if not wrong:
            return redirect("paper-votes", number)
        status = 422
    context = {
        **_paper(it, block),
        "title": _("录入纸质票"),
        "options": list(enumerate(faces.options_of(block), 1)),
        "typed": typed,
        "found": found,
        "person": person,
        "wrong": wrong,
        "papers": Entry.objects.filter(
            matter=number, visit=it.loaded.record.matter.visit, act="paper"
        ).count(),
        "latest": _latest(it),
        "by_letter": block.settings.get("outside_proxies") is not None,
        "may_register": any(act.name == "hand_out" for act in acts_of(it)),
    }
    return render(request, "web/blocks/ballot_paper.html", context, status=status)


def _enter(request: HttpRequest, it: Seen, typed: dict[str, str], person: str) -> str:
    """Enter one vote; empty when done, else why not, and for a double who entered the first."""
    block = faces.present(it)
    assert block is not None
    options = faces.options_of(block)
    choice = typed["choice"]
    if is_number(choice) and 0 < int(choice) <= len(options):
        choice = options[int(choice) - 1].value
    number = int(person) if is_number(person) else 0
    signed_for = {name: typed[name] for name in ("proxy", "letter") if typed[name]}
    answer = actions.act(
        actor=it.who,
        matter=it.number,
        act="paper",
        values={"elector": number, "choice": choice, "number": typed["number"], **signed_for},
        command_id=command_in(request),
    )
    if isinstance(answer, Refusal):
        earlier = voted(it, electors_of(it, number)) if answer.code == "already" else None
        return _double(earlier) if earlier is not None else say(answer.why)
    name = Person.objects.filter(pk=number).values_list("name", flat=True).first() or ""
    told = _("已录：%(name)s，票号 %(number)s。") if typed["number"] else _("已录：%(name)s。")
    messages.success(request, told % {"name": name, "number": typed["number"]})
    return ""


def _double(vote: Any) -> str:
    """That somebody voted already, and who entered it when."""
    who = Person.objects.filter(pk=vote.person).values_list("name", flat=True).first() or ""
    at = moment(vote.at)
    if vote.act == "paper":
        number = _("（票号 %(n)s）") % {"n": vote.number} if vote.number else ""
        return _("这一票%(at)s已由%(who)s录入%(number)s，不能再录。") % {
            "at": at,
            "who": who,
            "number": number,
        }
    return _("这一票%(at)s已在网上投过，纸质票作废。") % {"at": at}


def _unclear(found: list[dict[str, Any]]) -> str:
    if not found:
        return _("名册里没有找到。请写门牌（如“一栋 301”）或姓名。")
    if len(found) == 1:
        return _double(found[0]["voted"])
    return _("有几位对得上，请选一位。")


def candidates(it: Seen, find: str) -> list[dict[str, Any]]:
    """The electors a text names, each elector once, with whether they voted."""
    found: dict[str, dict[str, Any]] = {}
    if not find:
        return []
    for door in doors(it.who, circle(it), find=find)[:12]:
        for person, name in door.people:
            electors = electors_of(it, person)
            key = " ".join(elector.key for elector in electors)
            if not electors or key in found:
                continue
            found[key] = {
                "person": person,
                "name": name,
                "door": f"{door.building} {door.door}",
                "voted": voted(it, electors),
            }
    named = [one for one in found.values() if bare(one["name"]) == bare(find)]
    return named or list(found.values())


def _latest(it: Seen) -> list[dict[str, Any]]:
    """The last papers entered: who voted, when, by whom it was entered; never what."""
    matter = it.loaded.record.matter
    rows = list(Entry.objects.filter(matter=matter.id, visit=matter.visit, act="paper").order_by("-seq")[:8])
    people = {row.person_id for row in rows} | {row.values.get("elector") for row in rows}
    names = dict(Person.objects.filter(pk__in=[p for p in people if p]).values_list("pk", "name"))
    return [
        {
            "name": names.get(row.values.get("elector"), ""),
            "number": row.values.get("number", ""),
            "at": row.at,
            "by": names.get(row.person_id or 0, ""),
        }
        for row in rows
    ]


def _paper(it: Seen, block: Block) -> dict[str, Any]:
    record = it.loaded.record
    return {
        "number": it.number,
        "name": record.title,
        "state": record.matter,
        "question": faces.question_of(it, block),
        "plan": published(it, besides=block.settings.get("motion")),
        "rules": faces.rules_of(it, block),
        "turnout": faces.turnout(record.matter.tally),
        "secret": faces.is_secret(block, record.matter.tally),
        "command": uuid4().hex[:24],
        **faces.standing(it),
    }
