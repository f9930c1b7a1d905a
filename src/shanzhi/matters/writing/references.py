"""Answers that point to something (a place, a person, an office, a file) must point to what there is and is theirs to name.

Persons, households and matters are looked at before anything is decided, since a decision could tell one that there
is from one that is not: what the asker may not name, and what there is not, get the same answer.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.builtins import typed
from shanzhi.engine.field_checks import MAX_ID, number_in, overlong
from shanzhi.engine.types import SYSTEM, Actor, Decision, Refusal
from shanzhi.engine.types import Matter as State
from shanzhi.matters.files.sensitive_files import sensitive_files
from shanzhi.matters.models import Entry, File, RollLine
from shanzhi.matters.rights.access import seen_by
from shanzhi.matters.writing.effects import answers_in, files_in
from shanzhi.matters.writing.messages import MESSAGES, refusal
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field, Method
from shanzhi.method.people import BY_KIND, parts, tags
from shanzhi.method.roles import level_names
from shanzhi.method.unseen_signs import unturned
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Organization
from shanzhi.people.naming import nameable
from shanzhi.people.permission import allowed
from shanzhi.places.models import Place

_Found = Callable[[list[int]], Iterable[int]]
_Seen = Callable[["Asking", list[int]], Iterable[int]]
AT_ONCE = 500
"""How many numbers are looked up at once."""


class Asking(Struct, frozen=True):
    """Who names something: for whom they may speak is one field's matter, what persons are `known` a matter's.

    `vouched` numbers are theirs to name, as whoever asks for them has made sure.
    """

    actor: Actor
    known: Q | None = None
    vouched: Collection[int] = ()
    speaking: bool = False


_SEEN: dict[Thing, tuple[Sentence, _Seen]] = {
    Thing.PERSON: (
        Sentence("人员（或您不能写明此人）", "person (or not yours to name)"),
        lambda asking, ids: nameable(asking.actor, ids, speaking=asking.speaking, known=asking.known),
    ),
    Thing.HOUSEHOLD: (
        Sentence("住户（或您不能写明这一户）", "household (or not yours to name)"),
        lambda asking, ids: [
            home.pk
            for home in Household.objects.filter(pk__in=ids, closed_at=None).select_related("place")
            if allowed(asking.actor, "person.name", home)
        ],
    ),
    Thing.MATTER: (
        Sentence("事项（或您不能查看）", "matter (or not yours to see)"),
        lambda asking, ids: seen_by(asking.actor).filter(pk__in=ids).values_list("pk", flat=True),
    ),
}


def _organisations(ids: list[int]) -> Iterable[int]:
    return Organization.objects.filter(pk__in=ids, closed_at=None).values_list("pk", flat=True)


_THERE: dict[Thing, tuple[Sentence, _Found]] = {
    Thing.PLACE: (
        Sentence("地方", "place"),
        lambda ids: Place.objects.filter(pk__in=ids, closed_at=None).values_list("pk", flat=True),
    ),
    Thing.OFFICE: (Sentence("部门", "office"), _organisations),
    Thing.ORGANISATION: (Sentence("单位", "organisation"), _organisations),
}
FILE = Sentence("文件（或不是您上传的）", "file (or it is not yours)")


def asked_by(
    method: Method, form: tuple[Field, ...], act: str, values: Mapping[str, Any]
) -> tuple[tuple[Field, ...], Mapping[str, Any]]:
    """The fields an act asks, and what was answered to them, as it came.

    A correction answers the field that it corrects: it may name nothing that the first answer could not.
    """
    if act != "correct" or not isinstance(values, Mapping):
        return form, values
    field, value = method.fields.get(str(values.get("field"))), values.get("value")
    if field is None or not isinstance(value, str):
        return form, values
    return (field,), {field.name: typed(field, unturned(value).strip())}


def unseen_references(
    form: tuple[Field, ...], values: object, asking: Asking, on_behalf: str | None = None
) -> Refusal | None:
    """The refusal for answers, as they came, that name what the asker may not name; None if there are none.

    `on_behalf` is the field whose person the matter will be the opener's. What is no number is left to the form, and so is
    a list that is too long: it is refused whatever it names. What one field names is looked up at once.
    """
    if asking.actor is SYSTEM or not isinstance(values, Mapping):
        return None
    faults: dict[str, Sentence] = {}
    for field in form:
        named: dict[Thing, set[int]] = {}
        for thing, given in _pointing(field, values.get(field.name)):
            named.setdefault(thing, set()).update(_numbers(given).difference(asking.vouched))
        for thing, wanted in named.items():
            what, find = _SEEN[thing]
            speaking = replace(asking, speaking=field.name == on_behalf)
            if any(set(some).difference(find(speaking, some)) for some in _by_the(AT_ONCE, sorted(wanted))):
                faults[field.name] = MESSAGES["no_ref"].fill(what=what)
    return _refused(form, faults) if faults else None


def _by_the(most: int, numbers: list[int]) -> Iterator[list[int]]:
    return (numbers[start : start + most] for start in range(0, len(numbers), most))


def people_in(
    matter: State, method: Method, form: tuple[Field, ...], actor: Actor, *, clerk: bool
) -> Q | None:
    """The condition on persons that they are known from the matter itself: who opened it, acted on it, is named in it.

    For those who see it whole, where a form asks for a person at all; everybody knows who entrusted them with a vote. A
    `clerk` of the act knows who stands on the roll of what it is at, whatever else they see: whoever enters a paper vote names
    whose it is.
    """
    if actor is SYSTEM or not any(_asks_person(field) for field in form):
        return None
    ids = _entrusting(matter, actor)
    rolled = RollLine.objects.filter(
        roll__uses__matter=matter.id, roll__uses__visit=matter.visit, person=OuterRef("pk")
    )
    on_the_roll = Q(Exists(rolled)) if clerk else Q()
    if not allowed(actor, "matter.see_whole", matter.id):
        return Q(pk__in=ids) | on_the_roll
    named = [
        parts(tag)
        for name, field in method.fields.items()
        if field.kind.points_to in (Thing.PERSON, Thing.ANY)
        for tag in tags(field, matter.data.get(name))
    ]
    ids |= {number for kind, number in named if kind == "person"}
    if matter.opener is not None:
        ids.add(matter.opener)
    acted = Entry.objects.filter(matter=matter.id, person=OuterRef("pk"))
    return Q(pk__in=ids) | Q(Exists(acted)) | on_the_roll


def _entrusting(matter: State, actor: Actor) -> set[int]:
    if actor.person not in (matter.tally.get("proxies") or {}).values():
        return set()
    rows = Entry.objects.filter(matter=matter.id, act="entrust").values_list("person", "values")
    return {person for person, values in rows if values.get("proxy") == actor.person}


def _asks_person(field: Field) -> bool:
    return any(one.kind.points_to in (Thing.PERSON, Thing.ANY) for one in (field, *field.form))


def _pointing(field: Field, value: Any) -> Iterator[tuple[Thing, Any]]:
    if value is None or overlong(field, value):
        return
    if field.kind.rows:
        for item in value if isinstance(value, list) else ():
            if isinstance(item, Mapping):
                for inner in field.form:
                    yield from _pointing(inner, item.get(inner.name))
    elif field.kind.points_to is Thing.ANY:
        kind, number = parts(unturned(value).strip() if isinstance(value, str) else "")
        if kind and BY_KIND[kind] in _SEEN:
            yield BY_KIND[kind], number
    elif field.kind.points_to in _SEEN:
        yield field.kind.points_to, value


def _numbers(value: Any) -> set[int]:
    """The numbers an answer may mean, read as the engine reads them."""
    found = {number_in(one) for one in (value if isinstance(value, list) else [value])}
    return {number for number in found if number is not None and 0 < number <= MAX_ID}


def unknown_references(
    method: Method, decision: Decision, actor: Actor, form: tuple[Field, ...]
) -> Refusal | None:
    """The refusal for answers of an act's `form` that point to nothing; None if all are sound."""
    if not any(_may_point(field) for field in form) or not decision.entries:
        return None
    entry = decision.entries[0]
    values = answers_in(method, entry.act, entry.values)
    faults: dict[str, Sentence] = {}
    for field in form:
        if field.name in values:
            _check(field, values[field.name], faults, field.name)
    openly = {
        name: v
        for name, v in values.items()
        if name not in method.fields or not method.fields[name].sensitive
    }
    told = _foreign_files(files_in(method, values), actor, decision.matter.id, files_in(method, openly))
    for name in told:
        faults[name] = MESSAGES["no_ref"].fill(what=FILE)
    if not faults:
        return None
    return _refused(form, faults)


def _may_point(field: Field) -> bool:
    """Whether an answer may point to what is looked up here, itself or in its lines."""
    thing = field.kind.points_to
    return field.kind.rows or (thing is not None and thing not in _SEEN)


def _refused(form: tuple[Field, ...], faults: dict[str, Sentence]) -> Refusal:
    labels = {field.name: field.label for field in form}
    shown = [(labels.get(name, Sentence(name, name)), why) for name, why in faults.items()]
    detail = Sentence(
        "；".join(f"{label.zh}：{why.zh}" for label, why in shown),
        "; ".join(f"{label.en}: {why.en}" for label, why in shown),
    )
    return refusal("unknown_refs", faults, count=len(faults), detail=detail)


def _check(field: Field, value: Any, faults: dict[str, Sentence], name: str) -> None:
    if field.kind.rows:
        for item in value:
            for inner in field.form:
                if inner.name in item:
                    _check(inner, item[inner.name], faults, name)
        return
    thing: Thing | None = field.kind.points_to
    if thing is Thing.ANY:
        kind, value = parts(str(value))
        thing = BY_KIND.get(kind)
    if thing not in _THERE:
        return
    what, find = _THERE[thing]
    wanted = value if isinstance(value, list) else [value]
    if set(wanted) - set(find(wanted)):
        faults[name] = MESSAGES["no_ref"].fill(what=what)
    elif field.levels and not Place.objects.filter(pk__in=wanted, level__in=field.levels).exists():
        faults[name] = MESSAGES["other_level"].fill(levels=level_names(field.levels))


def _foreign_files(ids: list[str], actor: Actor, matter: int, openly: list[str]) -> list[str]:
    """`files` if any of the ids is no file that the actor uploaded or that belongs to the matter already, or if one that
    somebody else gave to a sensitive question is to be named `openly`."""
    if not ids:
        return []
    try:
        wanted = {uuid.UUID(one) for one in ids}
    except ValueError:
        return ["files"]
    found = list(File.objects.filter(pk__in=wanted).values_list("pk", "person", "matter"))
    sound = {
        pk for pk, person, owner in found if owner == matter or (owner is None and person == actor.person)
    }
    others = {str(pk) for pk, person, owner in found if owner == matter and person != actor.person}
    shown = others.intersection(str(uuid.UUID(one)) for one in openly)
    return ["files"] if wanted - sound or (shown and shown & sensitive_files([matter])) else []
