"""A neighbour entrusted with a vote (委托投票).

A proxy is found by full name and door together, and by nothing less: whoever does not know both learns nothing of
who lives where. Tries are counted as those of a password are, in all votes together, whatever face they come by.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil

from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import Refusal
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.repeats import carried_out_before
from shanzhi.people import lockout
from shanzhi.people.finding import names_home
from shanzhi.people.models import Household, Person
from shanzhi.people.spelling import spelled
from shanzhi.places.models import Place
from shanzhi.reading.acts import acts_of
from shanzhi.reading.electors import circle, electors_of
from shanzhi.reading.matter import Seen


def entrust(it: Seen, *, name: str, door: str, command_id: str | None = None) -> Done | Refusal:
    """Let a neighbour vote who is named by full name and door. What does not match gets one answer, whatever it is."""
    again = command_id is not None and carried_out_before(it.who, command_id)
    if not again and not any(act.name == "entrust" for act in acts_of(it)):
        return refusal("no_entrusting")
    tries, now = f"proxy of {it.who.person}", timezone.now()
    locked = lockout.reserve(tries, "", now)
    if locked is not None:
        return refusal("too_many_tries", minutes=ceil((locked - now) / timedelta(minutes=1)))
    found = by_name_and_door(it, name, door)
    if len(found) != 1:
        return refusal("no_such_neighbour")
    holder = found[0].pk
    done = actions.act(
        actor=it.who,
        matter=it.number,
        act="entrust",
        values={"proxy": holder},
        vouched=[holder],
        command_id=command_id,
    )
    if not isinstance(done, Refusal):
        lockout.release(tries, "", whole=False)
    return done


def by_name_and_door(it: Seen, name: str, door: str) -> list[Person]:
    """The electors of exactly this name who live at (or own) exactly this door; spaces do not count."""
    if len(spelled(name)) < 2 or not door.strip():
        return []
    path = Place.objects.values_list("path", flat=True).get(pk=circle(it))
    here = Q(household__place__path__begins=path) | Q(owns__place__path__begins=path)
    people = Person.objects.filter(here, name=spelled(name), erased_at=None).distinct()[:50]
    return [
        person
        for person in people
        if any(names_home(door, home) for home in _homes(person)) and electors_of(it, person.pk)
    ]


def _homes(person: Person) -> list[Household]:
    homes = [*person.owns.filter(closed_at=None).select_related("place")]
    return homes if person.household is None else [*homes, person.household]
