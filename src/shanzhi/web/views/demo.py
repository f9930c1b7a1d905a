"""Signing in as anybody with one click: in a demonstration, and nowhere else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from shanzhi.engine.world import HOLDER
from shanzhi.matters.ballots.cards import demo_card
from shanzhi.method.roles import ROLES
from shanzhi.people.models import Account, Post
from shanzhi.people.sign_in import admit, start_session
from shanzhi.web.numbers import is_number
from shanzhi.web.sandbox.tasks import built_at, tasks
from shanzhi.web.sign_in_required import open_to_all
from shanzhi.web.views.sign_in import address_of

PER_ROLE = 2
RESIDENTS = 3
OWNERS = 4
FIRST = (
    "resident",
    "grid_worker",
    "volunteer",
    "community_staff",
    "committee_chair",
    "secretary",
    "street_staff",
    "district_staff",
    "department_staff",
    "owners_member",
    "owner",
)
"""Roles whose work shows most of what there is; the others are there too, folded away."""


@open_to_all
@require_http_methods(["GET", "POST"])
def demo(request: HttpRequest) -> HttpResponse:
    """Whom one can be, and becoming them. Not there unless the installation is a demonstration."""
    if settings.SHANZHI_DEMO is not True:
        raise Http404
    if request.method == "POST":
        number = request.POST.get("account", "")
        account = get_object_or_404(_accounts(), pk=int(number) if is_number(number) else 0)
        admit(account, how="demo", address=address_of(request))
        start_session(request, account)
        return redirect("home")
    groups = _groups()
    first = sorted((g for g in groups if g["role"] in FIRST), key=lambda group: FIRST.index(group["role"]))
    others = [group for group in groups if group["role"] not in FIRST]
    return render(
        request,
        "web/demo.html",
        {
            "title": _("选一个角色进入"),
            "groups": first,
            "others": others,
            "cards": _cards(),
            "administrators": _administrators(),
        },
    )


def _accounts() -> Any:
    """Whom one can be: people, and where the sample was built the administrators of it; never those of another."""
    found = Q(kind=Account.Kind.PERSON, person__isnull=False)
    if built_at() is not None:
        found |= ~Q(kind=Account.Kind.PERSON)
    return Account.objects.filter(found, is_active=True).select_related("person")


def _administrators() -> list[dict[str, Any]]:
    """One of each kind, with what to try first."""
    shown = []
    for kind in (Account.Kind.SYSTEM_ADMIN, Account.Kind.SECURITY_ADMIN, Account.Kind.AUDIT_ADMIN):
        account = _accounts().filter(kind=kind).order_by("pk").first()
        if account is not None:
            shown.append({"account": account, "first": tasks()[kind][0]})
    return shown


def _cards() -> list[tuple[Post, str]]:
    """The invented key holders with their cards, printed here so that a secret ballot can be walked to its end."""
    posts = (
        Post.objects.in_force().filter(role=HOLDER).select_related("person", "place").order_by("place", "pk")
    )
    return [(post, demo_card(post.person_id)) for post in posts[:12]]


def _groups() -> list[dict[str, Any]]:
    """A few accounts of each role, the first to have been appointed, and some residents."""
    posts = (
        Post.objects.in_force()
        .filter(person__account__is_active=True)
        .select_related("person__account", "place__parent", "organization")
    )
    by_role: dict[str, list[Post]] = {}
    for post in posts.order_by("pk"):
        held = by_role.setdefault(post.role, [])
        if len(held) < PER_ROLE:
            held.append(post)
    groups = [{"role": role, "posts": by_role[role]} for role in ROLES if role in by_role]
    working = Post.objects.in_force().values("person")
    residents = (
        _accounts()
        .filter(kind=Account.Kind.PERSON)
        .exclude(person__in=working)
        .select_related("person__household__place__parent__parent")
        .order_by("pk")[:RESIDENTS]
    )
    if residents:
        groups.insert(0, {"role": "resident", "accounts": list(residents)})
    if owners := _owners():
        groups.append({"role": "owner", "title": _("业主表决时"), "accounts": owners})
    return groups


def _owners() -> list[Account]:
    """Those whose vote as an owner is not simply that of the flat they live in: co-owners, owners of several flats."""
    counted = _accounts().annotate(
        flats=Count("person__ownerships", distinct=True),
        sharing=Count("person__ownerships__household__ownerships__person", distinct=True),
    )
    found = counted.filter(Q(flats__gt=1) | Q(sharing__gt=1)).order_by("pk")
    accounts = list(found.select_related("person__household__place__parent__parent")[:OWNERS])
    for account in accounts:
        several, sharing = account.flats > 1, account.sharing > 1
        account.note = _("名下 %(n)s 套房") % {"n": account.flats} if several else ""
        account.note = account.note or (_("与家人共有") if sharing else "")
    return accounts
