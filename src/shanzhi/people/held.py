"""The row of a person, a household or a place as it stands now, kept from others until the transaction ends.

What a caller looked up may be old by the time it is written: erased, dead or closed meanwhile. The end of the audit chain
is locked first and always (`audit.lock_chain`, `versions.bump`), so that two changes never wait for each other.
"""

from __future__ import annotations

from django.db.models import Model

from shanzhi.method.words import Sentence
from shanzhi.people.audit import lock_chain
from shanzhi.people.models import Household, Person
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

ERASED = Sentence("此人的信息已删除，不能再修改", "this person's data were erased and cannot be changed")
CLOSED = Sentence("这一户已注销，请选还在册的一户", "this household is closed: choose one that is on record")

GONE_PLACE = Sentence(
    "“{place}”已撤销，请选现在的地方", "{place} was closed: choose a place that is there now"
)


def hold_person(person: Person) -> None:
    """Read a person afresh and keep the row. Raises `BadInput` where their data were erased."""
    lock_chain()
    _read(person, Person.objects.select_for_update().get(pk=person.pk))
    if person.erased_at is not None:
        raise BadInput(ERASED)


def hold_household(household: Household, field: str = "") -> None:
    """Read a household afresh and keep the row. Raises `BadInput`, about `field`, where it is closed."""
    lock_chain()
    _read(household, Household.objects.select_for_update().get(pk=household.pk))
    if household.closed_at is not None:
        raise BadInput(CLOSED, {field: CLOSED} if field else {})


def hold_place(place: Place, field: str) -> None:
    """Keep a place as it is. Raises `BadInput`, about `field`, where it is closed: nobody lives or works there any more."""
    lock_chain()
    closed = Place.objects.select_for_update(no_key=True).values_list("closed_at", flat=True).get(pk=place.pk)
    if closed is not None:
        said = GONE_PLACE.fill(place=place_name(place))
        raise BadInput(said, {field: said})


def _read(row: Model, now: Model) -> None:
    """Give a row the values it has now; what was looked up beside it stays where it is still meant."""
    for field in row._meta.concrete_fields:
        setattr(row, field.attname, getattr(now, field.attname))
