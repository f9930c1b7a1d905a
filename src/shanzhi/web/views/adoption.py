"""Adopting a method for a place: set its inputs, see what changes, then save."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from msgspec import Struct

from shanzhi.insight.effect import EffectLine, replayed
from shanzhi.insight.moved import Moved, moved
from shanzhi.insight.rehearsal import Rehearsal, rehearse
from shanzhi.matters.methods import adopting, input_requests
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.methods.lacking import lacking
from shanzhi.matters.models import Adoption
from shanzhi.method.answer_schema import as_json
from shanzhi.method.basis import told_at
from shanzhi.method.check import InputError, load
from shanzhi.method.diff import Difference, compare
from shanzhi.method.model import Field, Input, Method
from shanzhi.method.presets import Preset
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.reading.library import LibraryMethod, library_method
from shanzhi.reading.lists import running
from shanzhi.web.forms.method_inputs import as_typed, bounds_text, how_to, input_text, may_be_empty, meant
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import Sheet, begun, filled
from shanzhi.web.forms.table_inputs import (
    MOST_ROWS,
    TAKE,
    as_rows,
    as_text,
    handed_in,
    read_typed,
    row_fields,
)
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say

MOST_TOLD = 8
CHANGES = ("add:", "drop:", TAKE)
"""Steps that change the rows of a table and ask for nothing else."""


@keeps_typed
@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The inputs of a method for a place: typed, then what changes, then saved."""
    place = get_object_or_404(Place.objects.defer("geometry"), pk=number, closed_at=None)
    found = library_method(slug)
    if found is None:
        raise Http404
    require(actor(request), "method.adopt", place)
    before = adopting.adoption_at(slug, place)  # its own, or what holds there from above
    now = _as_set(found, before)
    preset = adopting.preset_at(found.method, place)
    form = tuple(
        _field(given, len(now.values[name] or ()) if given.kind.table else 0, request, preset.get(name))
        for name, given in now.inputs.items()
    )
    asker = Asker(actor(request), place.pk)
    if request.method == "GET":
        begins = {name: as_typed(found.method.inputs[name], one.value) for name, one in preset.items()}
        typed = {**begins, **_as_typed(found.method, before)}
        return _page(request, found, place, before, begun(request, form, asker, typed))
    sheet = filled(request, form, asker)
    if sheet.step.startswith(CHANGES):
        return _page(request, found, place, before, sheet, wrong=_taken(request, found.method, sheet))
    inputs, unclear = _chosen(found.method, sheet, before, preset.keys())
    if unclear:
        return _page(request, found, place, before, sheet, wrong=unclear, status=422)
    try:
        after = load(found.text, name=slug, inputs=inputs)
    except InputError as problem:
        return _page(request, found, place, before, sheet, wrong=problem.inputs, status=422)
    above = _above(request, found, before, after, place)
    if sheet.step == "ask":
        try:
            return _ask(request, found, place, inputs)
        except BadInput as problem:
            return _page(
                request, found, place, before, sheet, above=above, refused=problem.sentence, status=422
            )
    if sheet.step != "save":
        shown = _effect(before, after, place)
        changes = _changes(before, after)
        return _page(request, found, place, before, sheet, changes=changes, effect=shown, above=above)
    taken = found.taken or adopting.add_method(text=found.text, name=slug, by=actor(request).person)
    try:
        adopting.adopt(actor=actor(request), method=taken, place=place, inputs=inputs)
    except InputError as problem:
        return _page(request, found, place, before, sheet, wrong=problem.inputs, above=above, status=422)
    messages.success(
        request,
        _("“%(place)s”已采用“%(method)s”。新发起的事项按此办理。")
        % {"place": place_name(place), "method": say(found.method.title)},
    )
    if (others := lacking(found.method, place)) is not None:
        messages.warning(request, say(others))
    running = _running(found, place)
    return redirect("upgrade", slug, number) if running and before is not None else redirect("method", slug)


def _as_set(found: LibraryMethod, before: Adoption | None) -> Method:
    """The method with what the place set before, so that its own tables are there to choose from."""
    if before is None:
        return found.method
    given = {name: value for name, value in before.inputs.items() if name in found.method.inputs}
    try:
        return load(found.text, name=found.method.id, inputs=given)
    except InputError:
        return found.method


def _above(
    request: HttpRequest, found: LibraryMethod, before: Adoption | None, after: Method, place: Place
) -> list[Sentence]:
    """What of it a level above sets, and can be asked for: a sentence each."""
    if before is None:
        return []
    return list(input_requests.reserved(actor(request), after, method_of(before).values, place).values())


def _ask(request: HttpRequest, found: LibraryMethod, place: Place, inputs: dict[str, Any]) -> HttpResponse:
    """Ask the level above for what it sets; nothing else is set by it."""
    input_requests.ask_for_inputs(
        actor=actor(request),
        method=found.method.id,
        place=place,
        inputs=inputs,
        reason=request.POST.get("reason", ""),
        typed_for=found.method.hash,
    )
    messages.success(request, _("已提出，等上级答复；答复后会通知您。"))
    return redirect("input-requests")


class Effect(Struct):
    """What would be different: in the method's own terms, on the records of the last months, under the same load."""

    differences: list[Difference]
    lines: list[EffectLine]
    rehearsal: Rehearsal | None
    moved: list[Moved] = []


def _effect(before: Adoption | None, after: Method, place: Place) -> Effect:
    """The inputs are told apart (`_changes`); here is what the file itself changes, and what it would come to."""
    old = load(before.method.text, name=before.slug, inputs=before.inputs) if before is not None else None
    differences = compare(old, after) if old is not None and old.hash != after.hash else []
    lines = replayed(old, after, place) if old is not None else []
    return Effect(differences, lines, rehearse(old, after, place), moved(old, after, place))


def _running(found: LibraryMethod, place: Place) -> int:
    """How many matters of the method are open below the place."""
    return running(found.method.id, place).count()


def _taken(request: HttpRequest, method: Method, sheet: Sheet) -> dict[str, Sentence]:
    """Put the rows that were pasted or handed in in place of a table's; or what is wrong with them."""
    given = method.inputs.get(sheet.step.removeprefix(TAKE)) if sheet.step.startswith(TAKE) else None
    if given is None or not given.kind.table:
        return {}
    rows, problem = handed_in(request, given)
    if problem is not None:
        return {given.name: problem}
    (field,) = (one for one in sheet.form if one.name == given.name)
    one_by_one = bool(given.form) and len(rows) <= MOST_ROWS
    at = sheet.form.index(field)
    shown = replace(field, form=row_fields(given, len(rows)))
    sheet.form = (*sheet.form[:at], shown, *sheet.form[at + 1 :])
    sheet.values[given.name] = as_rows(given, rows) if one_by_one else as_text(given, rows)
    for name in [name for name in sheet.data if name.startswith(f"{given.name}.")]:
        del sheet.data[name]
    return {}


def _field(given: Input, rows: int, request: HttpRequest, preset: Preset | None = None) -> Field:
    """An input as a question, with its bounds in words. A table stands as it was sent, else by how many rows it has."""
    if request.method == "POST" and f"{given.name}.count" not in request.POST:
        rows = MOST_ROWS + 1
    help_ = bounds_text(given)
    if given.set_by is not None:
        level = LEVEL_NAMES[given.set_by]
        help_ = Sentence(f"{help_.zh}由{level.zh}设定。", f"{help_.en} Set by the {level.en}.")
    if preset is not None:
        help_ = Sentence(f"{preset.told.zh}{help_.zh}", f"{preset.told.en} {help_.en}")
    if given.help is not None:
        help_ = Sentence(
            f"{given.help.zh.rstrip('。')}。{help_.zh}", f"{given.help.en.rstrip('.')}. {help_.en}"
        )
    if (how := how_to(given)) is not None:
        help_ = Sentence(f"{help_.zh}{how.zh}", f"{help_.en} {how.en}")
    return Field(
        given.name,
        given.type,
        given.label,
        given.at,
        help=help_,
        options=given.options,
        form=row_fields(given, rows) if given.kind.table else (),
        default=as_typed(given, given.default),
        optional=may_be_empty(given),
    )


def _as_typed(method: Method, before: Adoption | None) -> dict[str, Any]:
    """What a place set before, as a person would type it."""
    given = before.inputs if before is not None else {}
    return {
        name: as_typed(method.inputs[name], value) for name, value in given.items() if name in method.inputs
    }


def _chosen(
    method: Method, sheet: Sheet, before: Adoption | None, preset: Collection[str]
) -> tuple[dict[str, Any], dict[str, Sentence]]:
    """The inputs to set: those that differ from the default, and those this place had set before or that are preset here; and
    what was typed that cannot be understood."""
    answers, sent = sheet.values, sheet.data
    kept = set(before.inputs) if before is not None else set(preset)
    found: dict[str, Any] = {}
    unclear: dict[str, Sentence] = {}
    for name, given in method.inputs.items():
        if (
            given.kind.table and name not in sent and f"{name}.count" not in sent
        ):  # a form that does not show it leaves it as it is
            value = before.inputs.get(name, given.default) if before is not None else given.default
        elif given.form:
            value, problem = read_typed(given, answers.get(name))
            if problem is not None:
                unclear[name] = problem
        else:
            value = meant(given, answers.get(name))
        if value != as_json(given.default) or name in kept:
            found[name] = value
    return found, unclear


def _changes(before: Adoption | None, after: Method) -> list[dict[str, str]]:
    """What will be different for matters opened from now on."""
    old: dict[str, Any] = {}
    if before is not None:
        old = load(before.method.text, name=before.slug, inputs=before.inputs).values
    found = []
    for name, given in after.inputs.items():
        if given.kind.table and name in old:
            was, now = _rows_changed(old[name], after.values[name])
        else:
            was = input_text(given, old[name]) if name in old else ""
            now = input_text(given, after.values[name])
        if was != now:
            found.append({"label": say(given.label), "was": was or _("（未设）"), "now": now})
    return found


def _rows_changed(old: dict[str, dict[str, str]], new: dict[str, dict[str, str]]) -> tuple[str, str]:
    """The rows of a table that are not the same in both, before and after."""
    gone = {code: row for code, row in old.items() if new.get(code) != row}
    come = {code: row for code, row in new.items() if old.get(code) != row}
    return _few(gone), _few(come)


def _few(rows: dict[str, dict[str, str]]) -> str:
    told = [f"{row['label']} {code}" for code, row in rows.items()]
    more = _("等 %(n)d 行") % {"n": len(told)} if len(told) > MOST_TOLD else ""
    return _("、").join(told[:MOST_TOLD]) + more


def _page(
    request: HttpRequest,
    found: LibraryMethod,
    place: Place,
    before: Adoption | None,
    sheet: Sheet,
    *,
    wrong: dict[str, Sentence] | None = None,
    changes: list[dict[str, str]] | None = None,
    effect: Effect | None = None,
    above: list[Sentence] | None = None,
    refused: Sentence | None = None,
    status: int = 200,
) -> HttpResponse:
    questions = sheet.questions(wrong=wrong)
    context = {
        "title": _("采用“%(method)s”") % {"method": say(found.method.title)},
        "method": found.method,
        "place": place,
        "before": before,
        "laws": told_at(found.method.basis, place.code),
        "newer": before is not None and before.method.version != found.method.version,
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "changes": changes or [],
        "checked": effect is not None,
        "effect": effect,
        "above": above or [],
        "refused": refused,
        "reason": request.POST.get("reason", ""),
        "running": _running(found, place),
    }
    return render(request, "web/adopt.html", context, status=status)
