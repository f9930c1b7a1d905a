"""Moving running matters to the version and inputs a place uses now: what would happen, stage by stage, then done."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Refusal
from shanzhi.matters.methods import upgrading
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of, versions
from shanzhi.matters.models import Adoption
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.places.models import Place
from shanzhi.web.form_resumed import entered
from shanzhi.web.forms.questions import Choice
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import say


@keeps_typed
@require_http_methods(["GET", "POST"])
def upgrade(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The plan; with every live stage given somewhere to go, it may be carried out."""
    place = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    to = adoption_at(slug, place)
    if to is None or to.place_id != place.pk:
        raise Http404
    require(actor(request), "method.adopt", place)
    data = entered(request) or request.GET
    mapping = {key[3:]: str(value) for key, value in data.items() if key.startswith("to.") and value}
    refused: Sentence | None = None
    if request.method == "POST" and data.get("step") == "do":
        answer = upgrading.upgrade_matters(actor=actor(request), to=to, mapping=mapping)
        if not isinstance(answer, Refusal):
            told = ngettext("已换 %(n)d 件，各有记录。", "已换 %(n)d 件，各有记录。", answer) % {"n": answer}
            messages.success(request, told)
            return redirect("method", slug)
        refused = answer.why
    return _page(request, to, mapping, refused)


def _page(
    request: HttpRequest, to: Adoption, mapping: dict[str, str], refused: Sentence | None
) -> HttpResponse:
    method = method_of(to)
    plan = upgrading.plan_upgrade(to=to, mapping=mapping)
    context = {
        "title": _("把正在办的换到现用的版本和参数"),
        "method": method,
        "place": to.place,
        "adoption": to,
        "moves": [
            {
                "move": move,
                "label": _label(to.slug, move.stage),
                "to": say(method.stages[move.to].label) if move.to else "",
                "choices": _targets(method, mapping.get(move.stage, "")),
            }
            for move in plan.moves
        ],
        "lacking": plan.lacking,
        "count": plan.count,
        "held": [{"label": _label(to.slug, held.stage), "held": held} for held in plan.held],
        "unfit": plan.unfit,
        "refused": refused,
    }
    return render(request, "web/upgrade.html", context, status=422 if refused else 200)


def _targets(method: Method, chosen: str) -> list[Choice]:
    """The stages in which a matter can stand."""
    return [
        Choice(stage.name, stage.label, "", stage.name == chosen)
        for stage in method.stages.values()
        if stage.end is None
    ]


def _label(slug: str, stage: str) -> Sentence:
    """What a stage is called in the newest version that has it."""
    for method in versions(slug):
        if stage in method.stages:
            return method.stages[stage].label
    return Sentence(stage, stage)
