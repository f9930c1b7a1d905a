"""Opening a matter: which method, and its form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.search.nearby import join
from shanzhi.matters.writing.actions import open_matter, why_not_open
from shanzhi.matters.writing.ground import ground
from shanzhi.matters.writing.repeats import carried_out_before
from shanzhi.method.model import Field
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.naming import nameable
from shanzhi.places.models import Place
from shanzhi.places.queries import locate
from shanzhi.reading.asking import asked_in, empty_matter, known_answers
from shanzhi.reading.openable import Openable, openable
from shanzhi.web import outcome
from shanzhi.web.command import command_in, content_of
from shanzhi.web.forms.folding import fold
from shanzhi.web.forms.hints import Hints, hints_of
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.questions import Question
from shanzhi.web.forms.sheet import Sheet, begun, filled, place_from_photos
from shanzhi.web.lists import tell
from shanzhi.web.numbers import is_number
from shanzhi.web.opening_addresses import address
from shanzhi.web.publishing import confirmed_in, look_of
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say

AT = "@at"
"""The name of the question where it happened, which stands beside the method's own."""
JOIN = "join"
"""The name of the buttons that say 我也是 to a matter there is."""
WHERE = Sentence("在哪里", "Where it is")
HERE = Sentence("{place}", "{place}")
HERE_OR_POINT = Sentence("{place}（标了位置就按位置）", "{place} (or where the location lies, if one is set)")
OR_THEIRS = Sentence("{here}；代人提的按那人家里", "{here}; for another, where they live")
WRONG_PLACE = ("no_such_place", "no_place_given", "no_place_there", "place_closed", "not_adopted")


@require_GET
def methods(request: HttpRequest) -> HttpResponse:
    """The methods one can open; a single one is opened at once."""
    found = openable(actor(request))
    if len(found) == 1:
        return redirect(address(found[0]))
    return render(request, "web/methods.html", {"title": _("发起"), "found": found})


@keeps_typed
@require_http_methods(["GET", "POST"])
def open_one(request: HttpRequest, slug: str, way: str = "") -> HttpResponse:
    """The form that opens a matter, and opening it; of several ways in one is asked for first."""
    who = actor(request)
    ways = [one for one in openable(who) if one.adoption.slug == slug]
    named = next((one for one in ways if one.way == way), None) if way else None
    if not ways or (way and named is None):
        raise Http404
    if named is None and len(ways) > 1:
        return render(request, "web/methods.html", {"title": say(ways[0].method.title), "found": ways})
    chosen = named or ways[0]
    asker = Asker(who, chosen.place.pk, method=slug, speaks_for=chosen.method.opening.on_behalf or "")
    if request.method == "GET":
        return _page(request, chosen, begun(request, chosen.method.form, asker), uuid4().hex)
    sheet = filled(request, chosen.method.form, asker, AT)
    command = command_in(request) or uuid4().hex
    later = outcome.wanted(request)
    if later and sheet.uploads:
        return outcome.not_done(form_page(chosen, sheet, command), None)
    if sheet.step or sheet.uploads:
        return _page(request, chosen, sheet, command, status=422 if sheet.uploads else 200)
    if JOIN in request.POST:
        return _join(request, request.POST[JOIN], command)
    place_from_photos(sheet)
    opening: dict[str, Any] = {
        "actor": who,
        "method": slug,
        "place": _place(sheet, chosen),
        "values": sheet.values,
        "way": chosen.way,
    }
    asks = not later and _hints(chosen, sheet).unseen(sheet)
    if asks and not carried_out_before(who, command):
        refusal = why_not_open(**opening)
        status = 422 if refusal else 200
        return _page(request, chosen, sheet, command, refusal=refusal, stopped=True, status=status)
    content = content_of(request)
    answer = open_matter(**opening, command_id=command, content=content, confirmed=confirmed_in(request))
    if isinstance(answer, Refusal):
        if later:
            return outcome.not_done(form_page(chosen, sheet, command, refusal=answer), answer)
        if answer.code == "command_taken":  # sent once more it is a matter of its own
            return _page(request, chosen, sheet, uuid4().hex, refusal=answer, status=409)
        return _page(request, chosen, sheet, command, refusal=answer, status=422)
    if later:
        stage = chosen.method.stages.get(answer.matter.stage)
        return outcome.carried_out(answer, stage.label if stage is not None else "")
    messages.success(request, _("已提交。每一步都会告诉您。"))
    return redirect("matter", answer.matter.id)


def _join(request: HttpRequest, number: str, command: str) -> HttpResponse:
    """我也是: instead of opening another one."""
    matter = int(number) if is_number(number) else 0
    answer = join(actor=actor(request), matter=matter, command_id=f"{command[:40]}-join")
    if isinstance(answer, Refusal) and outcome.wanted(request):
        return outcome.not_done({"number": matter, "wrong": []}, answer)
    if isinstance(answer, Refusal):
        messages.warning(request, say(answer.why))
        return redirect("matter", matter)
    if outcome.wanted(request):
        return outcome.carried_out(answer)
    messages.success(request, _("已记上“我也是”，每一步都会告诉您。"))
    return redirect("matter", answer.matter.id)


def _place(sheet: Sheet, chosen: Openable) -> int:
    """Where it happened: the place chosen, else the grid of the location given, else the home of whom it is for."""
    at = sheet.data.get(AT, "")
    if is_number(at):
        return int(at)
    point = _point_of(sheet.form, sheet.values)
    found = locate(*point) if point is not None else None
    if found is not None:
        return found.pk
    return (_home_of_another(sheet, chosen) or chosen.place).pk


def _home_of_another(sheet: Sheet, chosen: Openable) -> Place | None:
    """Where the person lives for whom it is opened, if it is for another whom its opener may speak for."""
    person = _another(sheet, chosen)
    if person is None:
        return None
    return person.home or (person.household.place if person.household is not None else None)


def _another(sheet: Sheet, chosen: Openable) -> Person | None:
    """For whom it is opened, if it is for another whom its opener may speak for."""
    value = str(sheet.values.get(chosen.method.opening.on_behalf or "") or "")
    if not is_number(value):
        return None
    return nameable(sheet.asker.actor, [int(value)], speaking=True).get(int(value))


def _point_of(form: tuple[Field, ...], values: Mapping[str, Any]) -> tuple[float, float] | None:
    """The location in the answers, if there is a right one."""
    for field in form:
        if field.kind.spot and values.get(field.name):
            try:
                lon, lat = (float(part) for part in str(values[field.name]).replace("，", ",").split(","))
            except ValueError:
                return None
            return (lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None
    return None


def _page(
    request: HttpRequest,
    chosen: Openable,
    sheet: Sheet,
    command: str,
    *,
    refusal: Refusal | None = None,
    stopped: bool = False,
    status: int = 200,
) -> HttpResponse:
    hints = _hints(chosen, sheet) if request.method == "POST" else None
    page = form_page(chosen, sheet, command, refusal=refusal, hints=hints)
    look = look_of(request, refusal, chosen.method)
    return render(request, "web/open.html", {**page, "stopped": stopped, "look": look}, status=status)


def form_page(
    chosen: Openable,
    sheet: Sheet,
    command: str,
    *,
    refusal: Refusal | None = None,
    hints: Hints | None = None,
) -> dict[str, Any]:
    """All that the page shows on which one opens a matter."""
    method, place = chosen.method, chosen.place
    now, world = timezone.now(), ground()
    who: Actor = sheet.asker.actor
    matter = empty_matter(method, who, place.pk, now)
    for_whom = _another(sheet, chosen)
    wrong = dict(refusal.fields) if refusal is not None else {}
    questions = sheet.questions(
        wrong=wrong,
        asked=asked_in(method, matter, who, world, now),
        known=known_answers(method.form, who, place.pk, world, opener=for_whom.pk if for_whom else None),
    )
    another = any(question.name == method.opening.on_behalf for question in questions)
    where = _where(sheet, place, any(f.kind.spot for f in method.form), another)
    if refusal is not None and refusal.code in WRONG_PLACE:
        where.wrong = refusal.why
    spot = next((n + 1 for n, q in enumerate(questions) if q.field.kind.spot), len(questions))
    questions.insert(spot, where)
    fold(questions, serves=bool(who.posts))
    return {
        "title": chosen.label,
        "method": method,
        "opening": method.opening,
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "refusal": refusal
        if refusal is not None and not refusal.fields and refusal.code not in WRONG_PLACE
        else None,
        "command": command,
        "hints": hints,
        "folds": any(q.folded for q in questions),
    }


def _hints(chosen: Openable, sheet: Sheet) -> Hints:
    """What is offered for the answers so far."""
    point = _point_of(sheet.form, sheet.values)
    return hints_of(sheet, chosen.adoption.slug, chosen.place, sheet.data.get(AT, ""), point)


def _where(sheet: Sheet, place: Place, point: bool, another: bool) -> Question:
    """The question where it happened. Untouched, it follows the location, the home of whom it is for, or one's own."""
    field = Field(AT, "place", WHERE, Rule("open.at", 0), optional=False)
    question = sheet.question(field, AT, sheet.data.get(AT, ""))
    tell([place], sheet.asker.actor)
    question.automatic = (HERE_OR_POINT if point else HERE).fill(place=place.told)
    if another:
        question.automatic = OR_THEIRS.fill(here=question.automatic)
    question.choices = [c for c in question.choices if c.value != str(place.pk) or c.chosen]
    return question
