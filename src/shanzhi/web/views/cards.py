"""Key holders: who they are at a place, and a holder's own card: shown once, typed back, taken into use."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from shanzhi import secrecy
from shanzhi.engine.types import Refusal
from shanzhi.engine.world import HOLDER
from shanzhi.matters.ballots.cards import USUAL, Holder, end_card, holders_at, my_post, register_card
from shanzhi.people import actions as people
from shanzhi.people.models import Post
from shanzhi.people.permission import allowed, require
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name
from shanzhi.press.paper import Paper
from shanzhi.web.exports import ListColumn, exported, list_paper
from shanzhi.web.secret import kept_nowhere
from shanzhi.web.sign_in_required import actor
from shanzhi.web.words import say


@kept_nowhere
@sensitive_variables("text", "card")
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest) -> HttpResponse:
    """A holder's own card. Drawn, it is shown this once; nothing of it is kept before it was typed back."""
    who = actor(request)
    post = my_post(who)
    if post is None:
        raise Http404
    step, wrong, status = request.POST.get("step", ""), "", 200
    shown = _hex(request.POST.get("shown", ""))
    text, qr = "", ""
    if step == "end":
        end_card(actor=who)
        messages.success(
            request, _("这张卡不再用于新的表决。已经开始的表决仍可用它开票；请保管到开票之后再销毁。")
        )
        return redirect("my-card")
    if step == "draw":
        drawn = secrecy.draw_card()
        text, shown, qr = drawn.text, drawn.public, _qr(drawn.text)
    if step == "use":
        answer = register_card(
            actor=who, text=request.POST.get("card", "")[:60], passphrase=request.POST.get("passphrase", "")[:200],
            shown=None if request.POST.get("passphrase") else shown,
        )  # fmt: skip
        if not isinstance(answer, Refusal):
            messages.success(request, _("密钥卡已登记，试开成功。请把两份分开封存。"))
            return redirect("my-card")
        wrong, status = say(answer.why), 422
    mine = next((one.card for one in holders_at(post.place) if one.post.pk == post.pk), None)
    context = {
        "title": _("密钥卡"),
        "post": post,
        "card": mine,
        "short": secrecy.short_form(bytes(mine.public)) if mine is not None else "",
        "text": text,
        "qr": qr,
        "shown": shown.hex() if shown is not None else "",
        "typing": bool(text or step == "use"),
        "wrong": wrong,
    }
    return render(request, "web/card.html", context, status=status)


@require_http_methods(["GET", "POST"])
def holders(request: HttpRequest, number: int) -> HttpResponse:
    """The key holders of a place and whether each has a card; who appoints posts may take the usual three."""
    place = Place.objects.filter(pk=number, closed_at=None).first()
    who = actor(request)
    if place is None or not (who.posts or who.offices):
        raise Http404
    may = allowed(who, "post.assign", place)
    if request.method == "POST":
        require(who, "post.assign", place)
    known = {one.post.person_id for one in holders_at(place)}
    usual = [post for post in _usual(place) if post.person_id not in known]
    if request.method == "POST":
        chosen = set(request.POST.getlist("person"))
        try:
            for post in usual:
                if str(post.person_id) in chosen:
                    people.assign_post(
                        who, person=post.person, role=HOLDER, place=place, basis=_("指定持钥人")
                    )
        except BadInput as problem:
            messages.error(request, say(problem.sentence))
        return redirect("holders", number)
    held = holders_at(place)
    file = exported(request, lambda: _holders_paper(place, held), "holders")
    if file is not None:
        return file
    context = {
        "title": _("持钥人"),
        "place": place,
        "holders": [{"post": one.post, "card": one.card, "short": _short(one)} for one in held],
        "usual": usual if may else [],
        "may": may,
        "mine": my_post(who),
    }
    return render(request, "web/holders.html", context)


def _short(holder: Holder) -> str:
    return secrecy.short_form(bytes(holder.card.public)) if holder.card else ""


def _holders_paper(place: Place, held: list[Holder]) -> Paper:
    columns: list[ListColumn[Holder]] = [
        ListColumn(_("姓名"), lambda one: one.post.person.name),
        ListColumn(_("密钥卡"), lambda one: _short(one) or _("还没有领卡"), width=2),
        ListColumn(_("有效期至"), lambda one: one.card.until if one.card else None, "date"),
    ]
    return list_paper(_("持钥人：%(place)s") % {"place": place_name(place)}, held, columns)


def _usual(place: Place) -> list[Post]:
    """Who usually holds the cards there: one person for each office, nearest first."""
    found: dict[int, Post] = {}
    for role in USUAL:
        posts = (
            Post.objects.in_force()
            .filter(role=role, place__in=place.ancestor_ids)
            .select_related("person", "place")
        )
        first = posts.order_by("-place__depth", "since").first()
        if first is not None:
            found.setdefault(first.person_id, first)
    return list(found.values())


@sensitive_variables("text")
def _qr(text: str) -> str:
    import segno

    return mark_safe(segno.make(text, error="m").svg_inline(scale=5, omitsize=False))  # noqa: S308 (our own drawing)


def _hex(text: str) -> bytes | None:
    try:
        made = bytes.fromhex(text)
    except ValueError:
        return None
    return made if len(made) == 32 else None
