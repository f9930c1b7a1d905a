"""Asking about a look at one's own data, from the list of who saw it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.engine.types import Refusal
from shanzhi.matters.rights.look_questions import ask_about_look, look_of
from shanzhi.matters.rights.looks_told import facts_seen
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.problems import BadInput
from shanzhi.web.desk.forms import ask
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.forms.picking import Asker
from shanzhi.web.sign_in_required import account_of, actor, keeps_typed
from shanzhi.web.words import moment, say

MORE = Sentence(
    "写您想问的；不用写自己的信息。看的人看不到答复由谁办，也不能自己答复。",
    "Write what you want to know; leave your own data out. Whoever looked cannot be the one who answers.",
)


@keeps_typed
@require_http_methods(["GET", "POST"])
def ask_look(request: HttpRequest, number: int) -> HttpResponse:
    """One question about one look; it becomes a matter whose answer comes back."""
    person, who = account_of(request).person, actor(request)
    look = look_of(who, person, number) if person is not None else None
    if person is None or look is None:
        raise Http404
    viewer = Person.objects.filter(pk=look.person or 0).first()
    fields = _("、").join(say(fact) for fact in facts_seen([look])[look.seq])
    told = {
        "who": viewer.name if viewer is not None else _("系统"),
        "at": moment(look.at),
        "fields": fields,
        "purpose": look.detail.get("purpose", "") or _("没有写明"),
    }

    def carry(values: dict[str, Any]) -> str:
        text = values["what"]
        about = _("%(who)s %(at)s查看了：%(fields)s；用途：%(purpose)s。") % told
        done = ask_about_look(who, subject=person, look=number, text=f"{about}\n{text}")
        if isinstance(done, Refusal):
            raise BadInput(done.why)
        messages.success(request, _("已提交。由别人核实后答复您。"))
        return reverse("matter", args=[done.matter.id])

    form = (ask("what", "text", "想问什么", "What do you want to know", min=2, max=1000, help=MORE),)
    notes = [_("%(who)s %(at)s查看了：%(fields)s；用途：%(purpose)s。") % told]
    title = _("问这次查看")
    page = FormPage(title, _("谁看过我的信息"), reverse("account-looks"), _("提交"), notes)
    home = person.home or (person.household.place if person.household is not None else None)
    return answered(request, page, form, Asker(who, home.pk if home is not None else None), carry)
