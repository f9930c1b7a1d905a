"""Doing one act on a matter: its form, what came in between, and why not."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from shanzhi.engine.types import Refusal
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.writing import actions
from shanzhi.method.model import Act, Field
from shanzhi.reading.accounts import code_field
from shanzhi.reading.acts import acts_of
from shanzhi.reading.asking import asked_in, known_in
from shanzhi.reading.matter import Seen
from shanzhi.reading.replies import Offered, replies_for
from shanzhi.reading.timeline import course
from shanzhi.web import outcome
from shanzhi.web.after import after
from shanzhi.web.blocks import FACES
from shanzhi.web.blocks.base import ActPage
from shanzhi.web.blocks.gathering import position
from shanzhi.web.case import Case, case_for
from shanzhi.web.command import command_in, sent_in
from shanzhi.web.errors import told
from shanzhi.web.forms.correcting import begin_with_present, corrections
from shanzhi.web.forms.inputs import is_long
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import Sheet, begun, filled
from shanzhi.web.forms.tailored import meant, tailored
from shanzhi.web.numbers import is_number
from shanzhi.web.publishing import LOOK, Preview, confirmed_in, look_of, makes_public
from shanzhi.web.sign_in_required import back_to, keeps_typed
from shanzhi.web.turn import next_one
from shanzhi.web.views.matters import seen
from shanzhi.web.words import say


@keeps_typed
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """The form of an act, and doing it."""
    try:
        it = seen(request, number)
    except Http404:
        if request.method != "POST":
            raise
        # Most often somebody else was first; said of every matter the reader may not see, so it tells nothing.
        text = _("这件事已不在您这里，可能别人先接了或先办了。请从首页重新进入，看看现在有什么要办。")
        return told(request, 404, _("没有办成"), text)
    if request.method == "POST":
        return _do(request, it, name)
    chosen = it.loaded.method.stages[it.loaded.record.matter.stage].acts.get(name)
    if chosen is None:
        return redirect("matter", number)
    own = own_page(it, name) if chosen.origin == "block" else None
    if own is not None:
        return redirect(own.view, number)
    refusal = None
    if chosen not in acts_of(it):
        refusal = actions.why_not(actor=it.who, matter=number, act=name)
        refusal = None if refusal is not None and refusal.code == "form" else refusal
    corrects = request.GET.get("field", "") if corrections(chosen) else ""
    form = form_of(it, chosen, corrects)
    sheet = begun(request, form, asker(it), _chosen(request, chosen, form))
    _insert(it, sheet, f"reply:{request.GET.get('reply', '')}:{request.GET.get('into', '')}")
    return _page(request, it, chosen, sheet, uuid4().hex, refusal=refusal, status=403 if refusal else 200)


def _do(request: HttpRequest, it: Seen, name: str) -> HttpResponse:
    chosen = _act_named(it, name)
    own = own_page(it, name)
    if own is not None and not own.again and it.loaded.record.matter.tally.get("secret"):
        return redirect(own.view, it.number)  # what would be shown again here is shown nowhere again
    form = form_of(it, chosen, request.POST.get("field", "")) if chosen is not None else ()
    sheet = filled(request, form, asker(it))
    _insert(it, sheet, sheet.step)
    command = command_in(request)
    if chosen is not None and sheet.uploads and outcome.wanted(request):
        return _told_later(request, it, chosen, sheet, None)
    if chosen is not None and (sheet.step or sheet.uploads):
        return _page(
            request,
            it,
            chosen,
            sheet,
            command or uuid4().hex,
            seq=_seq(request),
            status=422 if sheet.uploads else 200,
        )
    values = meant(it.loaded.method, chosen, sheet.values) if chosen is not None else sheet.values
    if chosen is not None and LOOK in request.POST:
        return _before_publishing(request, it, chosen, sheet, values, command)
    answer = actions.act(
        actor=it.who,
        matter=it.number,
        act=name,
        values=values,
        **sent_in(request),
        seq=position(it, name, _seq(request)),
        confirmed=confirmed_in(request),
        known=it.loaded,
    )
    later = outcome.wanted(request)
    if not isinstance(answer, Refusal):
        label = say(chosen.label) if chosen is not None else name
        stage = stage_label(it.loaded.method, answer.matter.stage, answer.matter.end)
        if later:
            return outcome.carried_out(answer, stage)
        if "next" not in request.POST:
            text = _("“%(act)s”已完成。现在：%(stage)s。") % {"act": label, "stage": say(stage)}
            messages.success(request, format_html("{}{}", text, next_one(it.who, it.number)))
        return redirect(back_to(request, "matter", it.number))
    if later:
        return _told_later(request, it, chosen, sheet, answer)
    tapped = "next" in request.POST and answer.code not in ("stale", "form", "command_taken")
    if chosen is None or tapped:
        messages.error(request, say(answer.why))
        return redirect(back_to(request, "matter", it.number))
    return _page(
        request,
        it,
        chosen,
        sheet,
        uuid4().hex if answer.code in ("stale", "command_taken") else command or uuid4().hex,
        refusal=answer,
        seen_seq=_seq(request),
        status=409 if answer.code in ("stale", "command_taken") else 422,
        look=look_of(request, answer, it.loaded.method),
    )


def _before_publishing(
    request: HttpRequest, it: Seen, act: Act, sheet: Sheet, values: dict[str, Any], command: str | None
) -> HttpResponse:
    """What everybody will read, before anything is done."""
    why = actions.why_not(actor=it.who, matter=it.number, act=act.name, values=values, seq=_seq(request))
    found = actions.preview(actor=it.who, matter=it.number, act=act.name, values=values)
    if isinstance(found, Refusal):
        return _page(request, it, act, sheet, command or uuid4().hex, refusal=found, status=422)
    look = look_of(request, why, it.loaded.method, found)
    return _page(request, it, act, sheet, command or uuid4().hex, look=look)


def form_of(it: Seen, act: Act, corrects: str = "") -> tuple[Field, ...]:
    """The questions of an act as this reader fills them in; a correction's once it is known which fact it `corrects`."""
    world = it.loaded.ground
    return tailored(it.loaded.method, it.loaded.record.matter, act, it.who, world, world.now, corrects)


def _told_later(
    request: HttpRequest, it: Seen, chosen: Act | None, sheet: Sheet, refusal: Refusal | None
) -> HttpResponse:
    """Why an act that was sent later was not done; and what others did after what its writer saw."""
    seen_seq, now = _seq(request), it.loaded.record.matter.seq
    page: dict[str, Any] = {"number": it.number, "wrong": [], "sends": False}
    if chosen is not None:
        page = form_page(it, chosen, sheet, "", refusal=refusal)
    own = refusal is not None and refusal.code == "command_taken"  # what was done since is the writer's own
    if own or seen_seq is None or seen_seq >= now:
        return outcome.not_done(page, refusal)
    news = course(it, since=seen_seq).lines
    return outcome.not_done(page, refusal, moved_to=now, news=news)


def _page(
    request: HttpRequest,
    it: Seen,
    act: Act,
    sheet: Sheet,
    command: str,
    *,
    refusal: Refusal | None = None,
    seq: int | None = None,
    seen_seq: int | None = None,
    status: int = 200,
    look: Preview | None = None,
) -> HttpResponse:
    context = form_page(it, act, sheet, command, refusal=refusal, seq=seq, seen_seq=seen_seq)
    shown = {"look": look, "publishes": makes_public(it.loaded.method, act)}
    return render(request, "web/act.html", {**context, **shown}, status=status)


def form_page(
    it: Seen,
    act: Act,
    sheet: Sheet,
    command: str,
    *,
    refusal: Refusal | None = None,
    seq: int | None = None,
    seen_seq: int | None = None,
    beside: Beside | None = None,
) -> dict[str, Any]:
    """All that the page of an act shows: its form as filled in so far, and why it was not done.

    `beside` is what stands beside the forms of all its acts, where it was read already.
    """
    record, method = it.loaded.record, it.loaded.method
    asked = asked_in(method, record.matter, it.who, it.loaded.ground, it.loaded.ground.now)
    if corrections(act):
        begin_with_present(sheet, record.matter.data)
    wrong = refusal.fields if refusal else None
    questions = sheet.questions(wrong=wrong, asked=asked, known=known_in(it, sheet.form))
    for question in questions:
        question.decides |= corrections(act) and question.name == "field"
    stale = refusal is not None and refusal.code == "stale"
    here = act.name in method.stages[record.matter.stage].acts
    return {
        "title": act.label,
        "name": it.heading,
        "number": it.number,
        "method": method,
        "act": act,
        "after": after(it, act) if here else "",
        "case": case_for(it, sheet.data) if beside is None else beside.case,
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "refusal": refusal if refusal is not None and not refusal.fields and not stale else None,
        "news": course(it, since=seen_seq).lines if stale and seen_seq else [],
        "stale": stale,
        "stage": stage_label(method, record.matter.stage, record.matter.end),
        "replies": (replies_for(it) if beside is None else beside.replies)
        if act.who.desk or act.origin == "builtin"
        else [],
        "reply_into": _answering(sheet.form),
        "instead": acts_of(it) if stale and not here else [],
        "command": command,
        "seq": record.matter.seq if seq is None else seq,
        "sends": here and (refusal is None or refusal.code not in _HOPELESS),
    }


class Beside(Struct):
    """What stands beside every untouched form of a matter: what it is about, and the texts for replies."""

    case: Case
    replies: list[Offered]


def beside_of(it: Seen) -> Beside:
    """Read once for all the forms of a matter."""
    return Beside(case_for(it, {}), replies_for(it))


def _insert(it: Seen, sheet: Sheet, step: str) -> None:
    """Put a text that the desk keeps into the field a step names, after what stands there already; nothing is sent."""
    kind, _colon, rest = step.partition(":")
    number, _colon, into = rest.partition(":")
    if kind != "reply" or into not in _answering(sheet.form):
        return
    text = next((one.text for one in replies_for(it) if str(one.id) == number), "")
    there = str(sheet.values.get(into) or "").rstrip()
    sheet.values[into] = "\n".join(part for part in (there, text) if part)


def _answering(form: tuple[Field, ...]) -> list[str]:
    """The questions that a text of several lines answers, and that are no secret."""
    return [f.name for f in form if is_long(f) and not f.sensitive]


def _chosen(request: HttpRequest, act: Act, form: tuple[Field, ...]) -> dict[str, str]:
    """Which item, objection or fact the address of an act speaks of; answers never come from an address, but for
    the code that a QR code holds."""
    pointed = ("field",) if corrections(act) else POINTED if act.origin == "block" else (code_field(act),)
    return {f.name: request.GET[f.name][:60] for f in form if f.name in pointed and f.name in request.GET}


POINTED = ("item", "objection", "topic", "seat")
_HOPELESS = frozenset({"not_yours", "closed", "no_such_act", "not_elector", "already", "window_over"})


def own_page(it: Seen, name: str) -> ActPage | None:
    """The page of its own on which an act of the present block is asked for: a vote is never cast from a bare form."""
    block = it.loaded.method.stages[it.loaded.record.matter.stage].block
    return FACES[block.kind].pages.get(name) if block is not None else None


def _act_named(it: Seen, name: str) -> Act | None:
    """The act in the present stage; if the matter has moved on, the one of that name, to show what was typed."""
    method, stage = it.loaded.method, it.loaded.record.matter.stage
    here = method.stages[stage].acts.get(name)
    return here or next((s.acts[name] for s in method.stages.values() if name in s.acts), None)


def asker(it: Seen) -> Asker:
    """Who is asked, and about which matter."""
    matter = it.loaded.record.matter
    return Asker(it.who, matter.place, matter.id, it.loaded.method.id)


def _seq(request: HttpRequest) -> int | None:
    """The history position the page showed."""
    text = request.POST.get("seq", "")
    return int(text) if is_number(text, 9) else None
