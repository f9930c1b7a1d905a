"""What was changed in the register around the methods (登记变更): allowed with a reason, seen by the level above, counted.

Posts and owners are for methods to change (grid-network, record-correction), with their reviews. A page or a program
may still put them right. A roster brings many at once; its import is on record by itself.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Person
from shanzhi.people.models.corrections import Correction
from shanzhi.people.permission import action, covers, require, rule
from shanzhi.people.problems import BadInput
from shanzhi.people.rules import LEADS, path_of
from shanzhi.places.models import Place

NO_REASON = Sentence(
    "不经工作法直接改登记，请写明依据或原因；上一级看得到",
    "this changes the register without a method: state the reason, the level above will see it",
)
action("register.see_corrections", Sentence("查看登记变更", "see changes of the register"))


@rule("register.see_corrections", who=Sentence("本地和上级的负责岗位", "those who lead there or above"))
def leads_there(actor: Actor, thing: object) -> bool:
    """`thing` is a place."""
    return covers(actor, path_of(thing), LEADS)


def note_correction(
    by: Actor,
    *,
    kind: str,
    place: Place,
    reason: str,
    field: str,
    role: str = "",
    person: Person | None = None,
    household: Household | None = None,
    at: datetime | None = None,
) -> None:
    """Put a change on the list, in the caller's transaction; what a method or the system does is none.

    Raises `BadInput` beside `field` where no reason is given.
    """
    if by.person is None:
        return
    if not reason.strip():
        raise BadInput(NO_REASON, {field: NO_REASON})
    Correction.objects.create(
        at=at or timezone.now(), kind=kind, place=place, role=role, person=person, household=household,
        reason=reason.strip()[:200], by_id=by.person,
    )  # fmt: skip


def corrections(by: Actor, place: Place) -> QuerySet[Correction]:
    """The changes at a place and below it, the latest first, for one who leads there or above."""
    require(by, "register.see_corrections", place)
    found = Correction.objects.filter(place__path__startswith=place.path)
    return found.select_related("place", "person", "household", "by").order_by("-at", "-pk")


def count_corrections(by: Actor, place: Place, since: datetime) -> dict[str, int]:
    """How many there were since a moment, by kind."""
    rows = corrections(by, place).filter(at__gte=since).order_by().values_list("kind")
    return dict(rows.annotate(number=Count("pk")))
