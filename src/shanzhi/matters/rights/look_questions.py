"""Asking about a look at one's own data (个人信息保护法 第44、50条): why somebody saw it, answered by somebody else.

It opens a complaint about this system, which names the look by its number and who looked; whoever looked is kept from the
desk (`not`), and the answer comes back to the one who asked. One look is asked about once; asked again, the same matter
comes back.
"""

from __future__ import annotations

from collections.abc import Iterable

from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.matters.models import Entry
from shanzhi.matters.writing.actions import Done, open_matter
from shanzhi.matters.writing.messages import refusal
from shanzhi.people.models import Look, Person
from shanzhi.people.permission import Administrator, allowed
from shanzhi.places.models import Place

METHOD = "system-complaint"
NEEDED = ("kind", "what", "look", "about")
"""The questions of the method that a look fills in; a copy without them cannot keep whoever looked from the desk."""


def ask_about_look(by: Actor, *, subject: Person, look: int, text: str) -> Done | Refusal:
    """Ask about one look (its number in the record) at the data of `subject`: oneself, or a child one is guardian of."""
    found = look_of(by, subject, look)
    if found is None:
        return refusal("no_such_look")
    place = _place(by)
    if place is None:
        return refusal("nobody_to_ask")
    values = {"kind": "privacy", "what": text, "look": look}
    if found.person is not None:
        values["about"] = found.person
    return open_matter(
        actor=by,
        method=METHOD,
        place=place.pk,
        values=values,
        command_id=_command(look),
        content={"look": look},
        vouched=[found.person] if found.person is not None else (),
    )


def look_of(by: Actor, subject: Person, look: int) -> Look | None:
    """One look at a person's data, for those whom it concerns; None for everybody else, and where there is none."""
    if by.person is None or isinstance(by, Administrator) or not allowed(by, "look.list", subject):
        return None
    return Look.objects.filter(subject=subject.pk, seq=look).first()


def asked_about(by: Actor, looks: Iterable[int]) -> dict[int, int]:
    """The matters by which somebody asked about looks: by the numbers of the looks."""
    commands = {_command(look): look for look in looks}
    rows = Entry.objects.filter(person=by.person or 0, act="open", command__in=commands)
    return {commands[command or ""]: matter for command, matter in rows.values_list("command", "matter")}


def can_ask(by: Actor) -> bool:
    """Whether such a question can be asked where somebody lives or serves."""
    return _place(by) is not None


def _command(look: int) -> str:
    return f"look:{look}"


def _place(by: Actor) -> Place | None:
    ids = [*by.home[-1:], *(place for _role, place in sorted(by.posts))]
    places = Place.objects.filter(closed_at=None).defer("geometry").in_bulk(ids)
    for pk in ids:
        for adoption, method in adopted_methods(places[pk]) if pk in places else ():
            names = {field.name for field in method.form}
            if adoption.slug == METHOD and names.issuperset(NEEDED):
                return places[pk]
    return None
