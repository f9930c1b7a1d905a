"""Answers that point to something (a place, a person, an office, a file) must point to what there is."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from shanzhi.engine.types import Actor, Decision, Refusal
from shanzhi.matters.effects import files_in
from shanzhi.matters.models import File, Matter
from shanzhi.matters.said import SAID, refusal
from shanzhi.method.model import Field, Method
from shanzhi.method.words import Sentence
from shanzhi.people.models import Household, Organization, Person
from shanzhi.places.models import Place

_Found = Callable[[list[int]], Iterable[int]]
_KINDS: dict[str, tuple[Sentence, _Found]] = {
    "place": (
        Sentence("地方", "place"),
        lambda ids: Place.objects.filter(pk__in=ids, closed_at=None).values_list("pk", flat=True),
    ),
    "person": (
        Sentence("人员", "person"),
        lambda ids: Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", flat=True),
    ),
    "household": (
        Sentence("住户", "household"),
        lambda ids: Household.objects.filter(pk__in=ids, closed_at=None).values_list("pk", flat=True),
    ),
    "office": (
        Sentence("部门", "office"),
        lambda ids: Organization.objects.filter(pk__in=ids, closed_at=None).values_list("pk", flat=True),
    ),
    "matter": (
        Sentence("事项", "matter"),
        lambda ids: Matter.objects.filter(pk__in=ids, void=False).values_list("pk", flat=True),
    ),
}
FILE = Sentence("文件（或不是您上传的）", "file (or it is not yours)")
POINTING = frozenset({*_KINDS, "offices", "files", "list"})


def unknown_references(
    method: Method, decision: Decision, actor: Actor, form: tuple[Field, ...]
) -> Refusal | None:
    """The refusal for answers of an act's `form` that point to nothing; None if all are sound."""
    if not any(field.type in POINTING for field in form) or not decision.entries:
        return None
    values = decision.entries[0].values
    faults: dict[str, Sentence] = {}
    for field in form:
        if field.name in values:
            _check(field, values[field.name], faults, field.name)
    for name in _foreign_files(files_in(method, values), actor, decision.matter.id):
        faults[name] = SAID["no_ref"].fill(what=FILE)
    if not faults:
        return None
    labels = {field.name: field.label for field in form}
    shown = [(labels.get(name, Sentence(name, name)), why) for name, why in faults.items()]
    detail = Sentence(
        "；".join(f"{label.zh}：{why.zh}" for label, why in shown),
        "; ".join(f"{label.en}: {why.en}" for label, why in shown),
    )
    return refusal("unknown_refs", faults, count=len(faults), detail=detail)


def _check(field: Field, value: Any, faults: dict[str, Sentence], name: str) -> None:
    if field.type == "list":
        for item in value:
            for inner in field.form:
                if inner.name in item:
                    _check(inner, item[inner.name], faults, name)
        return
    kind = _KINDS.get("office" if field.type == "offices" else field.type)
    if kind is None:
        return
    what, find = kind
    wanted = value if isinstance(value, list) else [value]
    if set(wanted) - set(find(wanted)):
        faults[name] = SAID["no_ref"].fill(what=what)


def _foreign_files(ids: list[str], actor: Actor, matter: int) -> list[str]:
    """`files` if any of the ids is no file that the actor uploaded or that belongs to the matter already."""
    if not ids:
        return []
    try:
        wanted = {uuid.UUID(one) for one in ids}
    except ValueError:
        return ["files"]
    found = File.objects.filter(pk__in=wanted).values_list("pk", "person", "matter")
    sound = {
        pk for pk, person, owner in found if owner == matter or (owner is None and person == actor.person)
    }
    return ["files"] if wanted - sound else []
