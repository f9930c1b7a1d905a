"""Whether somebody reported it already: asked while a matter is being opened, before there are two of it.

Short texts are compared by their pairs of characters (Dice); the same spot on the map, or the same building, makes
a smaller likeness enough. Only what the asker may see anyway is compared. Larger backlogs are searched after an
import by `imports.alike`.
"""

from __future__ import annotations

from datetime import timedelta
from math import cos, hypot, radians

from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.imports.sketches import bare
from shanzhi.matters.models import Matter, Watch
from shanzhi.matters.rights.access import seen_by, whose
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.method.blocks import SUPPORT
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place

WINDOW = timedelta(days=60)
LOOKED_AT = 300
"""So many of the latest matters around are compared."""
ANYWHERE, CLOSE = 0.5, 0.3
"""How alike texts must be: in the same community, and at the same spot or in the same building."""
SPOT_M = 60.0
ALREADY = Sentence(
    "您已经在这件事里了，每一步都会告诉您。", "You are part of this already and told of its every step."
)
_DEGREE_M = 111_320.0


class Alike(Struct, frozen=True):
    """A matter that seems to be the same, and how alike in percent."""

    matter: Matter
    percent: int


def nearly_same(
    actor: Actor,
    *,
    method: str,
    place: Place,
    text: str,
    point: tuple[float, float] | None = None,
    limit: int = 3,
    around: Place | None = None,
) -> list[Alike]:
    """The open matters of a method around a place that a text seems to tell of, the likest first.

    Around is the community of the place (or what there is above it); `point` is longitude and latitude.
    `around` is that community where it is known.
    """
    wanted = pairs(text)
    if not wanted:
        return []
    found = []
    for other in _around(actor, method, around or _community(place))[:LOOKED_AT]:
        data = other.data
        titles = (other.title, f"{other.title}{data.get('detail', '')}"[:400])
        share = max(likeness(wanted, pairs(one)) for one in titles)
        close = other.origin_id == place.pk or _same_spot(point, other)
        if share >= (CLOSE if close else ANYWHERE):
            found.append(Alike(other, round(share * 100)))
    return sorted(found, key=lambda one: (-one.percent, -one.matter.pk))[:limit]


def _community(place: Place) -> Place:
    return Place.objects.filter(pk__in=place.ancestor_ids, level="community").first() or place


def _around(actor: Actor, method: str, above: Place) -> QuerySet[Matter]:
    ground = Place.objects.filter(path__begins=above.path).exclude(level="household").values("pk")
    since = timezone.now() - WINDOW
    near = seen_by(actor).filter(origin__in=ground, method=method, closed_at=None, opened_at__gte=since)
    return near.select_related("origin").defer("origin__geometry", "state", "sealed", "head").order_by("-pk")


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters in a text, punctuation and blanks left out."""
    plain = bare(text)
    return frozenset(plain[n : n + 2] for n in range(len(plain) - 1))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much two sets share, from 0 to 1 (Dice)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _same_spot(point: tuple[float, float] | None, other: Matter) -> bool:
    if point is None or other.lon is None or other.lat is None:
        return False
    east = (point[0] - other.lon) * cos(radians(other.lat))
    return hypot(east, point[1] - other.lat) * _DEGREE_M <= SPOT_M


def join(*, actor: Actor, matter: int, command_id: str | None = None) -> Done | Refusal:
    """Say 我也是 to a matter instead of opening another: support it where it gathers support, else be told of its steps.

    Whoever is told of it anyway gets the refusal `already`.
    """
    open_ = {act.name for act in actions.acts_open_to(actor=actor, matter=matter)}
    told = Watch.objects.filter(matter=matter, person=actor.person)
    name = next((one for one in (*SUPPORT, "watch") if one in open_), None)
    if name is None or (name == "watch" and (opened_by(actor, matter) or told.exists())):
        return Refusal("already", ALREADY)
    return actions.act(actor=actor, matter=matter, act=name, command_id=command_id)


def opened_by(actor: Actor, matter: int) -> bool:
    """Whether it is the actor's own."""
    return actor.person is not None and Matter.objects.filter(whose(actor), pk=matter).exists()
