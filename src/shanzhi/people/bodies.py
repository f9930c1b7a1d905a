"""Who sits in a body (居民代表会议, 居委会, 业委会, 调委会): those who hold the posts that make it, and as a list that can be counted.

A body with a name of its own is an organisation, its members hold posts in it; one that every community has (居委会,
居务监督委员会, 居民代表) is told by its roles at the place. Each member is one head, whoever they are; a term that ran out
counts no more. 居委会组织法; 人民调解法 8–9; 物业管理条例 15.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from shanzhi.engine.types import Elector
from shanzhi.people.models import Organization, Post
from shanzhi.places.models import Place

SEATS: dict[str, tuple[str, ...]] = {
    "owners": ("owners_member",),
    "mediation": ("mediation_committee",),
    "committee": ("committee_chair", "committee_member"),
}
"""Which posts are seats, by the kind of the organisation; in any other each of its posts is one."""
CONTACTS: dict[str, str] = {
    "department": "department_staff",
    "owners": "owners_member",
    "mediation": "mediation_committee",
    "property": "property_lead",
    "utility": "utility_staff",
    "merchant": "merchant",
    "committee": "committee_member",
}
"""In which role somebody acts for an organisation, by its kind; else as its contact (单位联系人)."""


def representatives(place: Place, at: datetime | None = None) -> list[Elector]:
    """The residents' representatives of a place and all below, each once."""
    return holding(("representative",), place, at)


def holding(roles: Iterable[str], place: Place, at: datetime | None = None) -> list[Elector]:
    """Who holds one of these roles in a place or below, each once."""
    return _heads(_in_force(at).filter(role__in=list(roles), place__path__begins=place.path))


def members(organization: int, at: datetime | None = None) -> list[Elector]:
    """The members of a body that is an organisation, each once; none where there is no such organisation."""
    kind = Organization.objects.filter(pk=organization).values_list("kind", flat=True).first()
    posts = _in_force(at).filter(organization=organization)
    return _heads(posts.filter(role__in=SEATS[kind]) if kind in SEATS else posts)


def _in_force(at: datetime | None) -> QuerySet[Post]:
    found = Post.objects.in_force(at or timezone.now())
    return found.filter(person__erased_at=None, person__deceased_on=None)


def _heads(posts: QuerySet[Post]) -> list[Elector]:
    people = posts.order_by("person").values_list("person", flat=True).distinct()
    return [Elector(f"person:{person}", persons=(person,)) for person in people]
