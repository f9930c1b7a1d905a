"""The ballot paper of a secret ballot, casting it, and the receipt.

Choices travel as codes of one length; the page that asks once more and the thanks are as long whatever was chosen.
Nothing typed is shown again, and nothing waits in a queue.
"""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from shanzhi.engine.blocks.counting import VOTING
from shanzhi.engine.blocks.secret_ballot import phase_of
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bulletin import last_visit
from shanzhi.matters.ballots.keys import BadBallot, ballot_of
from shanzhi.matters.ballots.receipts import receipts_for
from shanzhi.matters.writing import actions
from shanzhi.method.model import Block
from shanzhi.reading.acts import acts_of
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks import ballot as faces
from shanzhi.web.blocks.ballot_electors import held_by
from shanzhi.web.blocks.ballot_promises import promise_of
from shanzhi.web.blocks.gathering import position
from shanzhi.web.blocks.plan import published
from shanzhi.web.command import command_in
from shanzhi.web.numbers import is_number
from shanzhi.web.secret import kept_nowhere, unkept
from shanzhi.web.views.matters import seen, too_late
from shanzhi.web.words import say


def not_held(request: HttpRequest, it: Seen) -> HttpResponse:
    """A vote that is not in one's hands (any more): back to one's own paper; whoever sent it is told."""
    if request.method == "POST":
        messages.warning(request, _("这一票已不由您代投（对方已收回委托，或已经投过），刚才的没有投出。"))
    return redirect("vote", it.number)


@sensitive_variables("code", "chosen")
def ballot_paper(request: HttpRequest, it: Seen, block: Block) -> HttpResponse:
    """The paper, the page that asks once more, and casting: three steps of one address."""
    sent = request.POST if request.method == "POST" else request.GET
    wanted = sent.get("for", "")
    held = next((one for one in held_by(it) if str(one.person) == wanted), None)
    if wanted and held is None:
        return not_held(request, it)
    state = it.loaded.record.matter
    try:
        ballot = ballot_of(state.id, state.visit)
    except BadBallot as problem:
        return _paper(request, it, block, wrong=say(problem.refusal.why), status=409)
    if ballot is None:
        return too_late(request, it)
    options = codes_of(block)
    code = request.POST.get("code", "")
    chosen = next((name for name, value, _label in options if name == code), None)
    act = "vote_for" if held else "vote"
    if chosen is not None and request.POST.get("sure") == "1":
        value = next(value for name, value, _label in options if name == chosen)
        given = {"choice": value, **({"elector": held.person} if held else {})}
        seq = request.POST.get("seq", "")
        answer = actions.act(
            actor=it.who,
            matter=it.number,
            act=act,
            values=given,
            command_id=command_in(request),
            seq=position(it, act, int(seq) if is_number(seq, 9) else None),
        )
        if not isinstance(answer, Refusal):
            messages.success(request, _("已投票，谢谢。回执如下。"))
            return unkept(redirect("receipt", it.number))
        return _paper(
            request,
            it,
            block,
            held=held,
            wrong=say(answer.why),
            status=409 if answer.code == "stale" else 422,
        )
    return _paper(request, it, block, held=held, chosen=chosen)


def codes_of(block: Block) -> list[tuple[str, str, str]]:
    """The options of a ballot: a code (all of one length), the value, the label."""
    found = faces.options_of(block)
    width = len(str(len(found)))
    return [(f"{n:0{width}d}", one.value, say(one.label)) for n, one in enumerate(found, 1)]


@sensitive_variables("chosen")
def _paper(
    request: HttpRequest, it: Seen, block: Block, *, held: object = None, chosen: str | None = None, wrong: str = "",
    status: int = 200,
) -> HttpResponse:  # fmt: skip
    state = it.loaded.record.matter
    try:
        ballot = ballot_of(state.id, state.visit)
    except BadBallot:
        ballot = None
    context = {
        "title": _("投票"),
        "number": it.number,
        "name": it.loaded.record.title,
        "state": state,
        "question": faces.question_of(it, block),
        "plan": published(it, besides=block.settings.get("motion")),
        "rules": faces.rules_of(it, block),
        "promise": promise_of(ballot, state.tally["roll"]) if ballot is not None else None,
        "options": codes_of(block),
        "held": held,
        "chosen": chosen,
        "wrong": wrong,
        "asked": request.method == "POST" and not wrong,
        "may": held is not None or any(act.name == "vote" for act in acts_of(it)),
        "command": uuid4().hex[:24],
        **faces.standing(it),
    }
    return unkept(render(request, "web/blocks/ballot_secret_vote.html", context, status=status))


@kept_nowhere
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """One's receipts of the latest ballot of a matter; with the salt when it is asked for."""
    it = seen(request, number)
    visit = last_visit(number)
    if visit is None or it.who.person is None:
        raise Http404
    kept, state = receipts_for(number, visit, it.who.person), it.loaded.record.matter
    if not kept:
        return redirect("matter", number)
    context = {
        "title": _("回执"),
        "number": number,
        "name": it.loaded.record.title,
        "receipts": kept,
        "salts": request.method == "POST",
        "ends": state.window if state.tally.get("secret") and phase_of(state.tally) == VOTING else None,
    }
    return render(request, "web/receipt.html", context)
