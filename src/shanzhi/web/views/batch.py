"""Several matters at once: choose an act, fill in its form once, see what was done and what was refused and why."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Actor
from shanzhi.matters.writing import batch as batches
from shanzhi.matters.writing.batch import BatchResult, Chosen, Offer
from shanzhi.matters.writing.repeats import carried_out_before
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Act
from shanzhi.method.words import Sentence
from shanzhi.web.command import command_in, content_of
from shanzhi.web.desk.cards import BoardCard, cards
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.questions import Choice, Question
from shanzhi.web.forms.sheet import Sheet, begun, filled
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import actor, keeps_typed

TOLD = "told"
"""The answer that says of which outcome its sender was told."""


@keeps_typed
@require_http_methods(["GET", "POST"])
def batch(request: HttpRequest) -> HttpResponse:
    """Choose the act; its form; and do it."""
    data = request.POST if request.method == "POST" else request.GET
    chosen = batches.choose(actor(request), numbers_in(data))
    if not chosen:
        return render(request, "web/batch.html", {"title": _("批量办理"), "chosen": []})
    offers = batches.offers(chosen)
    offer = next((one for one in offers if one.key == data.get("act")), None)
    if request.method == "POST":
        return _do(request, chosen, offer, data.get("act", ""))
    if offer is None:
        return render(request, "web/batch.html", {**_about(chosen, actor(request)), "offers": offers})
    sheet = begun(request, offer.act.form, _asker(request, chosen))
    return _form(request, chosen, offer, sheet, uuid4().hex)


def numbers_in(data: QueryDict) -> list[int]:
    """The matters chosen, as the form names them."""
    return [int(text) for text in data.getlist("m") if is_number(text)]


def _do(request: HttpRequest, chosen: list[Chosen], offer: Offer | None, asked: str) -> HttpResponse:
    command = command_in(request, 32) or uuid4().hex
    act = offer.act if offer is not None else _act_anywhere(chosen, asked)
    if act is None:
        return redirect(f"{reverse('batch')}?{urlencode({'m': [one.number for one in chosen]}, doseq=True)}")
    sheet = filled(request, act.form, _asker(request, chosen))
    if offer is not None and (sheet.step or sheet.uploads):
        return _form(request, chosen, offer, sheet, command, status=422 if sheet.uploads else 200)
    asked_of: dict[str, Any] = {
        "actor": actor(request),
        "act": act.name,
        "chosen": [one.number for one in chosen],
        "values": sheet.values,
        "seqs": _seqs(request, chosen),
        "into": _into(act, sheet),
    }
    told = _told(act, sheet)
    if (
        offer is not None
        and request.POST.get(TOLD) != told
        and not _carried_out_before(request, command, chosen)
    ):
        foreseen = batches.foresee(**asked_of)
        if _surprises(foreseen, offer):
            return _form(request, chosen, offer, sheet, command, foreseen=foreseen, told=told)
    outcomes = batches.act_on_all(batch=command, content=content_of(request), **asked_of)
    wrong = [one.refusal for one in outcomes if one.refusal is not None and one.refusal.code == "form"]
    tried = [one for one in outcomes if one.kept is None]
    if offer is not None and wrong and len(wrong) == len(tried):
        return _form(request, chosen, offer, sheet, command, wrong=dict(wrong[0].fields), status=422)
    return _done(request, act, outcomes)


def _surprises(outcomes: list[BatchResult], offer: Offer) -> bool:
    """Whether something would be refused of which the page has not said so, for another reason than a wrong form."""
    refused = [one for one in outcomes if one.refusal is not None and one.number in offer.numbers]
    return any(one.refusal is not None and one.refusal.code != "form" for one in refused)


def _told(act: Act, sheet: Sheet) -> str:
    """What a person was told of: the act with these answers. Other answers are another thing to foresee."""
    return hashlib.sha256(repr((act.name, sorted(sheet.values.items()))).encode()).hexdigest()[:16]


def _carried_out_before(request: HttpRequest, command: str, chosen: list[Chosen]) -> bool:
    return any(carried_out_before(actor(request), f"{command}.{one.number}") for one in chosen)


def _act_anywhere(chosen: list[Chosen], asked: str) -> Act | None:
    """The act of that name in any stage of the chosen matters' methods: all may have gone on meanwhile."""
    slug, _colon, name = asked.partition(":")
    for one in chosen:
        if one.loaded.method.id == slug:
            for stage in one.loaded.method.stages.values():
                if name in stage.acts:
                    return stage.acts[name]
    return None


def _form(
    request: HttpRequest,
    chosen: list[Chosen],
    offer: Offer,
    sheet: Sheet,
    command: str,
    *,
    wrong: dict[str, Sentence] | None = None,
    foreseen: list[BatchResult] | None = None,
    told: str = "",
    status: int = 200,
) -> HttpResponse:
    questions = sheet.questions(wrong=wrong)
    for question in questions:
        _offer_the_chosen(question, chosen)
    seqs = {one.number: _seq(request, one) for one in chosen}
    context = {
        **_about(chosen, actor(request)),
        "told": told,
        "would": sum(one.refusal is None and one.kept is None for one in foreseen or ()),
        "would_not": _lines([one for one in foreseen or () if one.refusal is not None], actor(request)),
        "offer": offer,
        "act": offer.act,
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "command": command,
        "seqs": seqs,
        "others": [one.number for one in chosen if one.number not in offer.numbers],
    }
    return render(request, "web/batch.html", context, status=status)


def _offer_the_chosen(question: Question, chosen: list[Chosen]) -> None:
    """Where another matter is asked for, the chosen ones stand first: the rest go into one of them."""
    if question.field.kind.points_to is Thing.MATTER:
        first = {
            str(one.number): Choice(str(one.number), f"#{one.number} {one.loaded.record.title}")
            for one in chosen
        }
        for choice in first.values():
            choice.chosen = choice.value == str(question.value)
        question.choices = [*first.values(), *(c for c in question.choices if c.value not in first)]


def _into(act: Act, sheet: Sheet) -> int | None:
    """The matter the others go into, if the act names one."""
    for field in act.form:
        value = str(sheet.values.get(field.name) or "")
        if field.kind.points_to is Thing.MATTER and is_number(value):
            return int(value)
    return None


def _done(request: HttpRequest, act: Act, outcomes: list[BatchResult]) -> HttpResponse:
    refused = [one for one in outcomes if one.refusal is not None]
    again = urlencode({"m": [one.number for one in refused]}, doseq=True)
    lines = _lines(outcomes, actor(request))
    context = {
        "title": act.label,
        "done": [line for line in lines if line[0].refusal is None and line[0].kept is None],
        "refused": [line for line in lines if line[0].refusal is not None],
        "kept": [line for line in lines if line[0].kept is not None],
        "again": again,
    }
    return render(request, "web/batch_done.html", context)


def _lines(outcomes: list[BatchResult], who: Actor) -> list[tuple[BatchResult, BoardCard | None]]:
    """What became, or would become, of each matter, with the matter."""
    by_number = {card.row.number: card for card in cards([one.number for one in outcomes], who)}
    return [(one, by_number.get(one.number)) for one in outcomes]


def _about(chosen: list[Chosen], who: Actor) -> dict[str, Any]:
    return {"title": _("批量办理"), "chosen": chosen, "cards": cards([one.number for one in chosen], who)}


def _asker(request: HttpRequest, chosen: list[Chosen]) -> Asker:
    first = chosen[0].loaded
    return Asker(actor(request), first.record.matter.place, first.record.matter.id, first.method.id)


def _seqs(request: HttpRequest, chosen: list[Chosen]) -> dict[int, int]:
    return {one.number: _seq(request, one) for one in chosen}


def _seq(request: HttpRequest, one: Chosen) -> int:
    """The history position the page showed; the present one where it showed none."""
    text = request.POST.get(f"seq.{one.number}", "")
    known = is_number(text, 9)
    return int(text) if known else one.loaded.record.matter.seq
