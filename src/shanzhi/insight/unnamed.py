"""How near figures may come to who is to stay unnamed (遮盖姓名): no nearer than the community.

A matter that is kept from somebody, or from the posts below its desk, is counted where the community, the street and the
district are. In figures of a grid, a building or a home it is not: with a few homes, or one, the number alone would say who
complained of whom. The same for every reader, so figures agree, but for those whom a matter is about: it is counted nowhere for them.
"""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from shanzhi.engine.types import Actor
from shanzhi.matters.models import KeptFrom, Matter
from shanzhi.matters.rights.access import but_about
from shanzhi.method.roles import LEVELS
from shanzhi.places.models import Place

NEAREST = LEVELS.index("community")
"""The narrowest level whose figures count everything."""


def counted_for(reader: Actor) -> Q:
    """What figures count for a reader: all but the matters that are about them."""
    return but_about(reader)


def is_near(level: str) -> bool:
    """Whether places of a level are narrower than those whose figures count everything."""
    return LEVELS.index(level) > NEAREST


def without_unnamed(matters: QuerySet[Matter]) -> QuerySet[Matter]:
    """Matters, but for those that are kept from somebody."""
    about = Exists(KeptFrom.objects.filter(matter=OuterRef("pk")))
    return matters.exclude(Q(visible="above") | Q(about))


def counted_at(matters: QuerySet[Matter], place: Place | None) -> QuerySet[Matter]:
    """The matters below a place that its own figures count."""
    return without_unnamed(matters) if place is not None and is_near(place.level) else matters


def counted_below(
    matters: QuerySet[Matter], place: Place | None, level: str | None = None
) -> QuerySet[Matter]:
    """The matters below a place that are counted where it is divided: into places of a level, or what lies right below."""
    near = is_near(level) if level is not None else place is not None and LEVELS.index(place.level) >= NEAREST
    return without_unnamed(matters) if near else matters
