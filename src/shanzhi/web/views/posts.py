"""Posts (岗位): which are to be filled, whose terms end soon, who holds what; appointing and ending, effect first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shanzhi.engine.types import Actor
from shanzhi.matters.writing import posts as changing
from shanzhi.method.model import Field
from shanzhi.method.roles import ROLES, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.actions import add_person, assign_post
from shanzhi.people.filling import filling
from shanzhi.people.models import Organization, Person, Post
from shanzhi.people.naming import person_named
from shanzhi.people.permission import Administrator, allowed, covers, require
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import ending_terms, holders, posts_at, responsible_for, sorted_posts, vacancies
from shanzhi.people.rules import LEADS
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, scope_of
from shanzhi.reading.lists import lying_with
from shanzhi.web.desk.forms import (
    FormProblems,
    ask,
    checked,
    choices,
    day_begins,
    day_ends,
    refused,
    role_choices,
)
from shanzhi.web.desk.page import FormPage, answered
from shanzhi.web.exports import exported, most_rows
from shanzhi.web.forms.picking import Asker
from shanzhi.web.forms.sheet import Sheet, begun, filled
from shanzhi.web.lists import tell
from shanzhi.web.numbers import is_number
from shanzhi.web.papers import posts_paper
from shanzhi.web.sign_in_required import actor, keeps_typed
from shanzhi.web.words import dotted, say

FROM_NOW = Sentence("不填就是现在。", "Left empty: from now on.")
SEEN_ABOVE = Sentence(
    "不经工作法直接改，上一级看得到。", "Changed without a method: the level above sees it."
)
NEWCOMER = Sentence(
    "不住在这里、只来任职的，写上姓名即可。", "For one who does not live here: the name will do."
)
PERSON_ASKED = (
    ask("person", "person", "由谁担任", "Who holds it", optional=True),
    ask(
        "newcomer",
        "text",
        "或者：还没有登记的人",
        "Or: one not on record yet",
        optional=True,
        max=60,
        help=NEWCOMER,
    ),
)
BY_NUMBER = Sentence("在“账号”里可以查到。", "Found in the list of accounts.")
NUMBER_ASKED = (ask("number", "text", "人员编号", "Number of the person", max=18, help=BY_NUMBER),)
NO_NUMBER = Sentence(
    "没有这个编号的人，请在“账号”里核对。", "Nobody has this number; check it in the list of accounts."
)
NOBODY = Sentence("请选一个人，或写上姓名。", "Choose somebody, or write a name.")
BASIS = Sentence(
    "依据（推选的写会议记录、公告文号）", "Basis (of an election: minutes, number of the notice)"
)
SOON = timedelta(days=60)
MOST = 200


@require_GET
def posts(request: HttpRequest, number: int) -> HttpResponse:
    """The posts of a place and all below: to be filled, ending within sixty days, held."""
    who = actor(request)
    here = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    if not (covers(who, here.ancestor_ids) or allowed(who, "post.assign", here)):
        return redirect("place", number)
    held = sorted_posts(posts_at(here), MOST + 1)
    gaps = vacancies(here)[: MOST + 1]
    file = exported(
        request,
        lambda: posts_paper(here, vacancies(here), sorted_posts(posts_at(here), most_rows(request))),
        "posts",
    )
    if file is not None:
        return file
    ending = ending_terms(here, SOON)
    tell([*(gap.place for gap in gaps), *(post.place for post in (*ending, *held))], who)
    context = {
        "title": _("岗位"),
        "here": here,
        "gaps": [
            {
                "gap": gap,
                "url": _address(gap.place, gap.role),
            }
            for gap in gaps[:MOST]
        ],
        "ending": [{"post": post, "url": _renewal(post)} for post in ending],
        "held": held[:MOST],
        "more": len(held) > MOST,
        "leads": covers(who, here.ancestor_ids, LEADS) or allowed(who, "post.assign", here),
        "here_too": allowed(who, "post.assign", here),
        "by_number": isinstance(who, Administrator),
    }
    return render(request, "web/posts.html", context)


def _address(place: Place, role: str) -> str:
    return f"{reverse('post-new', args=[place.pk])}?{urlencode({'role': role})}"


def _renewal(post: Post) -> str:
    """Where the next term of the same person is given."""
    asked = {
        "role": post.role,
        "person": str(post.person_id),
        "since": timezone.localtime(post.until).date().isoformat() if post.until else "",
        "organization": str(post.organization_id or ""),
    }
    return f"{reverse('post-new', args=[post.place_id])}?{urlencode(asked)}"


@keeps_typed
@require_http_methods(["GET", "POST"])
def appoint(request: HttpRequest, number: int) -> HttpResponse:
    """Give a post at a place, for a term."""
    place = get_object_or_404(Place.objects.defer("geometry"), pk=number)
    require(actor(request), "post.assign", place)
    asker = Asker(actor(request), place.pk)
    form = _form(place, by_number=isinstance(actor(request), Administrator))
    if request.method == "GET":
        known = {
            name: request.GET[name]
            for name in ("role", "person", "since", "organization")
            if request.GET.get(name)
        }
        return _asked(request, place, begun(request, form, asker, known))
    sheet = filled(request, form, asker)
    if sheet.step:
        return _asked(request, place, sheet)
    values, told = checked(sheet)
    if told is None:
        try:
            with transaction.atomic():
                post = _appoint(actor(request), place, values)
        except BadInput as problem:
            told = refused(problem, form)
        else:
            messages.success(
                request,
                _("已登记 %(name)s 任%(place)s%(role)s。")
                % {
                    "name": post.person.name,
                    "place": place_name(place, scope_of(actor(request))),
                    "role": say(role_name(post.role)),
                },
            )
            return redirect("posts", _page_of(actor(request), place))
    return _asked(request, place, sheet, told)


def _form(place: Place, *, by_number: bool) -> tuple[Field, ...]:
    """What is asked. An administrator finds no people: they name one by number, and enter nobody new."""
    units = Organization.objects.filter(place__in=place.ancestor_ids, closed_at=None).order_by("name")[:100]
    fields = [
        ask("role", "choice", "岗位", "Post", options=role_choices(place.level)),
        *(NUMBER_ASKED if by_number else PERSON_ASKED),
        ask("since", "date", "从哪天起", "From", optional=True, help=FROM_NOW),
        ask("until", "date", "任期到", "Until", optional=True),
        ask("basis", "text", BASIS.zh, BASIS.en, max=200, help=SEEN_ABOVE),
    ]
    if units:
        options = choices((unit.pk, unit.name) for unit in units)
        fields.insert(
            2, ask("organization", "choice", "所属单位", "Organisation", optional=True, options=options)
        )
        fields.insert(3, ask("function", "text", "在单位的职务", "Function in it", optional=True, max=40))
    return tuple(fields)


def _appoint(by: Actor, place: Place, values: dict[str, Any]) -> Post:
    unit = values.get("organization")
    if isinstance(by, Administrator):
        return _assign(by, _numbered(str(values["number"])), place, values, unit)
    person = person_named(by, values.get("person"))
    if person is None and not values.get("newcomer"):
        raise BadInput(NOBODY, {"person": NOBODY})
    chosen = person or add_person(by, name=values["newcomer"], serves=place)
    return _assign(by, chosen, place, values, unit)


def _numbered(text: str) -> Person:
    number = text.strip().lstrip("#")
    found = Person.objects.filter(pk=int(number), erased_at=None).first() if is_number(number) else None
    if found is None:
        raise BadInput(NO_NUMBER, {"number": NO_NUMBER})
    return found


def _assign(by: Actor, person: Person, place: Place, values: dict[str, Any], unit: Any) -> Post:
    return assign_post(
        by,
        person=person,
        role=values["role"],
        place=place,
        organization=Organization.objects.filter(pk=unit).first() if unit else None,
        since=day_begins(values.get("since")),
        until=day_ends(values.get("until")),
        function=str(values.get("function") or ""),
        basis=str(values.get("basis", "")),
    )


def _asked(
    request: HttpRequest, place: Place, sheet: Sheet, told: FormProblems | None = None
) -> HttpResponse:
    role = str(sheet.values.get("role") or "")
    now = holders(role, place) if role in ROLES else []
    does = say(filling(role).gives) if role in ROLES else _("登记任职")
    questions = sheet.questions(wrong=told.fields if told else None)
    context = {
        "title": does,
        "crumb": place_name(place, scope_of(actor(request))),
        "back": reverse("posts", args=[_page_of(actor(request), place)]),
        "notes": [_("现任：%(name)s") % {"name": post.person.name} for post in now],
        "questions": questions,
        "wrong": [q for q in questions if q.wrong],
        "why": told.why if told else None,
        "does": does,
    }
    return render(request, "web/desk_form.html", context, status=422 if told else 200)


def _page_of(who: Actor, place: Place) -> int:
    """The place above whose posts the reader came from: the highest of the way that is theirs."""
    held = {at for _role, at in who.posts}
    return next((pk for pk in place.ancestor_ids if pk in held), place.pk)


@keeps_typed
@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, number: int) -> HttpResponse:
    """End a term early: first what becomes of what lies with it, then, with a reason, it is done."""
    post = get_object_or_404(Post.objects.select_related("person", "place", "organization"), pk=number)
    require(actor(request), "post.end", post.place)
    way = filling(post.role)
    form = [ask("reason", "text", "原因", "Reason", max=200, help=SEEN_ABOVE)]
    if way.record is not None:
        form.append(ask("record", "text", way.record.zh, way.record.en, max=120))
    who = actor(request)
    back = reverse("posts", args=[_page_of(who, post.place)])

    def done(values: dict[str, Any]) -> str:
        moved = changing.end_post(who, post=post, reason=values["reason"], record=values.get("record", ""))
        messages.success(request, _("任期已结束，交接 %(n)d 件。") % {"n": moved})
        return back

    place = place_name(post.place, scope_of(who))
    crumb = dotted(place, say(role_name(post.role)), post.person.name)
    title = say(way.ends)
    page = FormPage(title, crumb, back, title, lambda: _consequences(who, post), grave=True)
    return answered(request, page, tuple(form), Asker(who, post.place_id), done)


def _consequences(by: Actor, post: Post) -> list[str]:
    """What ending it would do, found by doing it and taking it back."""
    lies = lying_with(post)
    try:
        with transaction.atomic():
            moved = changing.end_post(by, post=post, reason=_("试算"), record=_("试算"))
            left = [one.person.name for one in holders(post.role, post.place_id)]
            stands_in = responsible_for(post.place).text()
            transaction.set_rollback(True)
    except BadInput as problem:
        return [say(problem.sentence)]
    finally:
        post.refresh_from_db()
    notes = [_("这个岗位上现有 %(n)d 件在办。") % {"n": lies}]
    if left:
        notes.append(_("以后由%(names)s接着办。") % {"names": _("、").join(left)})
    else:
        notes.append(_("岗位将空缺，由上一级代管：%(who)s") % {"who": say(stands_in)})
    notes.append(_("其中挂在本人名下、要写明交接的 %(n)d 件。") % {"n": moved})
    return notes
