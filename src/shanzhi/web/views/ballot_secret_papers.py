"""Paper in a secret ballot: who drew a paper is registered; after the end the tellers count, or seal each paper.

Nobody enters a choice beside a name. Tellers enter the box's totals each alone; a page never shows what the other entered.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from shanzhi.engine.blocks.counting import COUNTING
from shanzhi.engine.blocks.secret_ballot import phase_of, plain_from, remaining
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.types import Refusal
from shanzhi.matters.models import Entry
from shanzhi.matters.writing import actions
from shanzhi.method.model import Block
from shanzhi.reading.acts import acts_of
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.blocks import ballot as faces
from shanzhi.web.command import command_in
from shanzhi.web.numbers import is_number
from shanzhi.web.secret import kept_nowhere
from shanzhi.web.views.ballot_secret_votes import codes_of
from shanzhi.web.views.ballot_votes import candidates
from shanzhi.web.views.matters import seen, too_late
from shanzhi.web.words import say


@kept_nowhere
@sensitive_variables("values")
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """Handing papers out, and counting them."""
    it = seen(request, number)
    block = faces.present(it)
    mine = {act.name for act in acts_of(it)}
    if block is None or not faces.is_secret(block, it.loaded.record.matter.tally):
        return too_late(request, it)
    if not mine & {"give_paper", "seal_paper", "count_papers"}:
        return too_late(request, it)
    step = request.POST.get("step", "")
    find, wrong, found, status = readable(request.POST.get("find", ""))[:60].strip(), "", [], 200
    if request.method == "POST" and step in mine:
        values: dict[str, Any] | None
        if step == "give_paper":
            found = candidates(it, find)
            values = _drawer(request, found)
            wrong = (
                ""
                if values
                else _("请选一位。")
                if found
                else _("名册里没有找到。请写门牌（如“一栋 301”）或姓名。")
            )
        else:
            values = _counted(request, block, step)
            wrong = "" if values else _("请先选一项。")
        if values:
            wrong = _do(request, it, step, values)
        if not wrong:
            return redirect("secret-papers", number)
        status = 422
    return render(request, "web/secret_papers.html", {**_shown(it, block, mine), "find": find, "found": found, "wrong": wrong}, status=status)  # fmt: skip


def _drawer(request: HttpRequest, found: list[dict[str, Any]]) -> dict[str, Any] | None:
    person = request.POST.get("elector", "")
    free = [one for one in found if one["voted"] is None]
    if not is_number(person) and len(found) == 1 and free:
        person = str(free[0]["person"])
    return {"elector": int(person)} if is_number(person) else None


@sensitive_variables("chosen", "value")
def _counted(request: HttpRequest, block: Block, step: str) -> dict[str, Any] | None:
    if step == "seal_paper":
        chosen = next(
            (value for code, value, _l in codes_of(block) if code == request.POST.get("code")), None
        )
        area = request.POST.get("area", "").strip()
        return None if chosen is None else {"choice": chosen, **({"area": _hundredths(area)} if area else {})}
    made: dict[str, Any] = {"spoilt": request.POST.get("spoilt", "")}
    for option in faces.options_of(block):
        value = request.POST.get(f"papers_{option.value}", "").strip()
        if value:
            made[f"papers_{option.value}"] = value
    return made


def _hundredths(text: str) -> int:
    whole, _dot, part = text.partition(".")
    return int(whole or 0) * 100 + int((part + "00")[:2]) if (whole + part).isdigit() else 0


def _do(request: HttpRequest, it: Seen, act: str, values: dict[str, Any]) -> str:
    """Do it; empty when done, else why not."""
    command = command_in(request)
    answer = actions.act(actor=it.who, matter=it.number, act=act, values=values, command_id=command)
    if isinstance(answer, Refusal):
        return say(answer.why)
    told = {
        "give_paper": _("已登记领票。"),
        "seal_paper": _("已密封一张。"),
        "count_papers": _("已录入；两位计票人各自录入且一致，才算数。"),
    }
    messages.success(request, told[act])
    return ""


def _shown(it: Seen, block: Block, mine: set[str]) -> dict[str, Any]:
    state = it.loaded.record.matter
    drawn = Entry.objects.filter(matter=it.number, visit=state.visit, act="give_paper").order_by("-seq")
    return {
        "title": pgettext("page", "纸质票"),
        "number": it.number,
        "name": it.loaded.record.title,
        "question": faces.question_of(it, block),
        "options": codes_of(block),
        "named": faces.options_of(block),
        "counting": phase_of(state.tally) == COUNTING,
        "drawn": state.tally["drawn"],
        "left": remaining(state.tally),
        "latest": [{"at": row.at} for row in drawn[:8]],
        "weighted": state.tally[ROLL] == "owner",
        "plain_from": plain_from(state.tally),
        "entered": bool(state.tally.get("@counted")),
        "entered_by_me": (state.tally.get("@counted") or {}).get("by") == it.who.person,
        "mine": mine,
        "command": uuid4().hex[:24],
    }
