"""Voting in an election: the paper on screen, and a page to confirm it; a proxy by name and door.

What was chosen never stands in an address, where a browser or a log would keep it; a paper with too many names is given back
as it was.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.blocks.choose_count import MOST, marks_in
from shanzhi.engine.blocks.choose_ranking import candidates_of
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import Refusal
from shanzhi.matters.writing import actions
from shanzhi.method.model import Block
from shanzhi.reading.acts import acts_of
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.blocks import choose as faces
from shanzhi.web.blocks.ballot import standing
from shanzhi.web.blocks.ballot_electors import ProxyVote, held_by
from shanzhi.web.blocks.present import draft_of
from shanzhi.web.command import command_in
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import keeps_typed
from shanzhi.web.views.entrusting import entrusting
from shanzhi.web.views.matters import seen, too_late
from shanzhi.web.words import say

SPARE = 3
"""So many lines for other names stand on a paper at most, beside those that are filled in."""


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def vote(request: HttpRequest, number: int) -> HttpResponse:
    """The paper. Sent with a choice it asks once more and writes nothing; sent from there it is cast."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not (it.looks_on or held_by(it)):
        return too_late(request, it)
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("for", "")
    held = next((one for one in held_by(it) if str(one.person) == wanted), None)
    if wanted and held is None:
        messages.warning(request, _("这一票已不由您代投（对方已收回委托，或已经投过），刚才的没有投出。"))
        return redirect("election", number)
    may = held is not None or any(act.name == "vote" for act in acts_of(it))
    chosen, written = _sent(request)
    wrong = _wrong(it, block, chosen, written) if request.method == "POST" and may else ""
    if request.method == "POST" and may and not wrong and request.POST.get("sure"):
        wrong = _cast(request, it, held, marks(chosen, written))
        if not wrong:
            return redirect("matter", number)
    asks_again = request.method == "POST" and may and not wrong
    there = faces.candidates(it, block)
    most = it.loaded.record.matter.tally[MOST]
    context = {
        **paper_of(it, block),
        "title": _("投票"),
        "there": [(one, one.number in chosen) for one in there],
        "picked": [one for one in there if one.number in chosen],
        "written": written,
        "spare": range(max(0, min(most, len(written) + SPARE) - len(written))) if block.settings.get("write_ins") else [],
        "one": most == 1 and not block.settings.get("write_ins"),
        "held": held,
        "may": may,
        "wrong": wrong,
        "sure": asks_again,
    }  # fmt: skip
    return render(request, "web/blocks/choose_vote.html", context, status=422 if wrong else 200)


def _sent(request: HttpRequest) -> tuple[list[int], list[str]]:
    """Who was ticked, and the names that were written."""
    ticked = [int(one) for one in request.POST.getlist("candidate") if is_number(one, 4)]
    names = [readable(one)[:40].strip() for one in request.POST.getlist("name")[:20]]
    return list(dict.fromkeys(ticked)), [name for name in names if name]


def marks(chosen: list[int], written: list[str]) -> list[dict[str, Any]]:
    """A paper as the act takes it."""
    return [*({"candidate": one} for one in chosen), *({"name": one} for one in written)]


def _wrong(it: Seen, block: Block, chosen: list[int], written: list[str]) -> str:
    """Why a paper cannot be cast as it is; empty if it can."""
    d = draft_of(it)
    d.values = {"marks": marks(chosen, written)}
    field = d.method.fields[block.settings["of"]]
    try:
        marks_in(d, block, _any_act(it), candidates_of(field, d.data.get(field.name)))
    except Refuse as refused:
        return say(refused.refusal.why)
    return ""


def _any_act(it: Seen) -> Any:
    return it.loaded.method.stages[it.loaded.record.matter.stage].acts["vote"]


def _cast(request: HttpRequest, it: Seen, held: ProxyVote | None, chosen: list[dict[str, Any]]) -> str:
    """Cast the vote; empty when done, else why not."""
    whose = {"elector": held.person} if held is not None else {}
    answer = actions.act(
        actor=it.who,
        matter=it.number,
        act="vote_for" if held is not None else "vote",
        values={"marks": chosen, **whose},
        command_id=command_in(request),
        vouched=[held.person] if held is not None else [],
    )
    if isinstance(answer, Refusal):
        return say(answer.why)
    messages.success(request, _("已投出。"))
    return ""


@keeps_typed
@require_http_methods(["GET", "POST"])
def proxy(request: HttpRequest, number: int) -> HttpResponse:
    """Let a neighbour vote, named by full name and door; never a candidate."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not it.looks_on:
        return too_late(request, it)
    limit = {"rules": {"proxies": setting_number(draft_of(it), block, "proxies", 0)}}
    return entrusting(request, it, lambda: {**paper_of(it, block), **limit})


def paper_of(it: Seen, block: Block) -> dict[str, Any]:
    """What every page of an election begins with."""
    record = it.loaded.record
    return {
        "number": it.number,
        "name": record.title,
        "state": record.matter,
        "question": record.title,
        "rules": faces.rules_of(it, block),
        "most": record.matter.tally[MOST],
        "places": record.matter.tally["places"],
        "turnout": faces.took_part(block, record.matter.tally),
        "secret": faces.is_secret(block),
        "command": uuid4().hex[:24],
        **standing(it),
    }
