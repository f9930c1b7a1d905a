"""Papers of an election at the tellers' table: secret ones handed out, signed ones read twice, the whole count entered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from shanzhi.engine.types import Refusal
from shanzhi.matters.writing import actions
from shanzhi.reading.acts import acts_of
from shanzhi.reading.electors import electors_of
from shanzhi.reading.matter import Seen
from shanzhi.tables.cells import readable
from shanzhi.web.blocks import choose as faces
from shanzhi.web.blocks.ballot_electors import voted
from shanzhi.web.blocks.choose_papers import read_once, registered
from shanzhi.web.blocks.choose_result import results
from shanzhi.web.command import command_in
from shanzhi.web.form_resumed import entered
from shanzhi.web.numbers import is_number
from shanzhi.web.sign_in_required import keeps_typed
from shanzhi.web.views.ballot_votes import candidates as electors_named
from shanzhi.web.views.choose_votes import marks, paper_of
from shanzhi.web.views.matters import seen, too_late
from shanzhi.web.words import say

NAMES = 8
"""Lines for other names in a count."""


def _may(it: Seen, *names: str) -> bool:
    return any(act.name in names for act in acts_of(it))


@keeps_typed
@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, number: int) -> HttpResponse:
    """Hand out secret papers: who draws one, or for whom a proxy does."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not _may(it, "give_paper"):
        return too_late(request, it)
    sent, wrong = entered(request), ""
    find, by = (readable(sent.get(part, ""))[:60].strip() for part in ("find", "by"))
    found = electors_named(it, find)
    person = _one(sent.get("elector", ""), found)
    if request.method == "POST":
        holder = _one("", electors_named(it, by)) if by else 0
        if person and not (by and not holder):
            values = {"elector": person, **({"proxy": holder} if holder else {})}
            wrong = _done(request, it, "give_paper", values, _("已发票。"))
        else:
            wrong = _unclear(found) if not person else _("受托人没有找到，或不止一位；请写全名和门牌。")
        if not wrong:
            return redirect("election-give", number)
    context = {
        **paper_of(it, block),
        "title": _("发票"),
        "find": find,
        "by": by,
        "found": found,
        "person": person,
        "wrong": wrong,
        "by_proxy": block.settings.get("proxies") is not None,
    }
    return render(request, "web/blocks/choose_give.html", context, status=422 if wrong else 200)


@sensitive_post_parameters()
@keeps_typed
@require_http_methods(["GET", "POST"])
def papers(request: HttpRequest, number: int) -> HttpResponse:
    """Read signed papers: whose, the paper's number, who is chosen; a second teller reads each once more."""
    it = seen(request, number)
    block = faces.present(it)
    if block is None or not _may(it, "paper", "hand_out"):
        return too_late(request, it)
    sent, wrong = entered(request), ""
    typed = {
        name: readable(sent.get(name, ""))[:60].strip() for name in ("find", "number", "proxy", "letter")
    }
    chosen = [int(one) for one in sent.getlist("candidate") if is_number(one, 4)]
    names = [name for one in sent.getlist("name")[:20] if (name := readable(one)[:40].strip())]
    found = electors_named(it, typed["find"])
    person = _one(sent.get("elector", ""), found, again=True) or (
        0 if typed["find"] else registered(it, typed["number"])
    )
    if request.method == "POST":
        values: dict[str, Any] = {"elector": person, "number": typed["number"]}
        if sent.get("spoilt"):
            values["spoilt"] = True
        elif chosen or names:
            values["marks"] = marks(chosen, names)
        values |= {name: typed[name] for name in ("proxy", "letter") if typed[name]}
        wrong = _done(request, it, "paper", values, _told(typed["number"])) if person else _unclear(found)
        if not wrong:
            return redirect("election-papers", number)
    context = {
        **paper_of(it, block),
        "title": _("唱票录入"),
        "there": [(one, one.number in chosen) for one in faces.candidates(it, block)],
        "typed": typed,
        "names": names,
        "spoilt": bool(sent.get("spoilt")),
        "found": found,
        "person": person,
        "wrong": wrong,
        "once": read_once(it),
        "writes": bool(block.settings.get("write_ins")),
        "by_letter": block.settings.get("outside_proxies") is not None,
        "reads": _may(it, "paper"),
        "may_register": _may(it, "hand_out"),
    }
    return render(request, "web/blocks/choose_papers.html", context, status=422 if wrong else 200)


@sensitive_post_parameters()
@keeps_typed
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, number: int) -> HttpResponse:
    """What a teller counted: papers out, back, blank and spoilt, and the votes of each."""
    it = seen(request, number)
    block = faces.present(it)
    act = next((one for one in acts_of(it) if one.name == "enter_count"), None)
    if block is None or act is None:
        return too_late(request, it)
    sent, wrong = entered(request), ""
    asked = {field.name: field for field in act.form if field.kind.counted or field.kind.written}
    typed = {name: readable(sent.get(name, ""))[:60].strip() for name in asked}
    there = faces.candidates(it, block)
    area = any(part.name == "area" for field in act.form if field.name == "votes" for part in field.form)
    rows = [(one, sent.get(f"votes_{one.number}", ""), sent.get(f"area_{one.number}", "")) for one in there]
    others = list(
        zip(
            sent.getlist("name"), sent.getlist("other"), sent.getlist("other_area") or [""] * 20, strict=False
        )
    )
    others = [(readable(name)[:40].strip(), votes, size) for name, votes, size in others[:NAMES]]
    if request.method == "POST":
        values: dict[str, Any] = {name: value for name, value in typed.items() if value}
        values["votes"] = [_line({"candidate": one.number}, votes or "0", size) for one, votes, size in rows]
        if named := [one for one in others if one[0]]:
            values["others"] = [_line({"name": name}, votes or "0", size) for name, votes, size in named]
        wrong = _done(request, it, "enter_count", values, _("已填报；两位填的一样就算数。"))
        if not wrong:
            return redirect("matter", number)
    context = {
        **paper_of(it, block),
        "title": _("填报计票结果"),
        "help": act.help,
        "asked": [(field, typed[name]) for name, field in asked.items()],
        "rows": rows,
        "area": area,
        "writes": bool(block.settings.get("write_ins")),
        "others": [*others, *[("", "", "")] * max(0, 4 - len(others))],
        "wrong": wrong,
        "registered": it.loaded.record.matter.tally["given"],
    }
    return render(request, "web/blocks/choose_count.html", context, status=422 if wrong else 200)


@require_GET
def result(request: HttpRequest, number: int) -> HttpResponse:
    """What an election came to: for whoever sees the matter."""
    it = seen(request, number)
    found = results(it)
    asked = request.GET.get("visit", "")
    shown = next((one for one in found if str(one.visit) == asked), found[0] if found else None)
    if shown is None:
        return redirect("matter", number)
    context = {
        "title": _("选举结果"),
        "number": number,
        "name": it.loaded.record.title,
        "result": shown,
        "others": [one for one in found if one is not shown],
    }
    return render(request, "web/blocks/choose_result.html", context)


def _line(of: dict[str, Any], votes: str, area: str) -> dict[str, Any]:
    return {**of, "votes": votes, **({"area": area} if area else {})}


def _told(number: str) -> str:
    return _("票号 %(number)s 已录。") % {"number": number}


def _one(given: str, found: list[dict[str, Any]], *, again: bool = False) -> int:
    """Which of those found is meant; 0 for none, or several. `again`: also one whose paper was read once."""
    if is_number(given):
        return int(given)
    free = [one for one in found if again or one["voted"] is None]
    return int(free[0]["person"]) if len(free) == 1 and len(found) == 1 else 0


def _unclear(found: list[dict[str, Any]]) -> str:
    if not found:
        return _("名册里没有找到。请写门牌（如“一栋 301”）或姓名。")
    if len(found) == 1:
        return _("这一票已经投过，或已领过票。")
    return _("有几位对得上，请选一位。")


def _done(request: HttpRequest, it: Seen, act: str, values: dict[str, Any], told: str) -> str:
    """Do an act; empty when done, else why not."""
    answer = actions.act(
        actor=it.who, matter=it.number, act=act, values=values, command_id=command_in(request)
    )
    if isinstance(answer, Refusal):
        elector = values.get("elector")
        earlier = voted(it, electors_of(it, elector)) if answer.code == "already" and elector else None
        if earlier is not None and earlier.act in ("vote", "vote_for"):
            return _("这一票已在网上投过，纸质票不再算。")
        return say(answer.why)
    messages.success(request, told)
    return ""
