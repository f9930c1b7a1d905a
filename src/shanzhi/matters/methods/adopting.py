"""Taking in methods, and adopting them: which place uses which version with which inputs, from when.

An adoption is never changed. Other inputs or another version make a new one that takes over for matters opened
from then on; running matters keep theirs (see `upgrading`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from shanzhi import library
from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.methods.compiled import method_of, pin_of, with_inputs
from shanzhi.matters.methods.handing_down import hand_down
from shanzhi.matters.models import Adoption, Method
from shanzhi.matters.writing.unit import again
from shanzhi.method.build import content_hash
from shanzhi.method.check import InputError, examine
from shanzhi.method.english import Beside, resolved
from shanzhi.method.input_values import unfilled
from shanzhi.method.linking import link_problems
from shanzhi.method.model import Method as Compiled
from shanzhi.method.paths import RANK
from shanzhi.method.presets import Preset, presets_at
from shanzhi.method.problems import MethodError, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.who_sets import inherited, is_reserved, not_theirs
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.permission import action, covers, require, rule
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

ADOPTS = frozenset(["secretary", "community_staff", "street_staff", "district_staff"])
"""Roles that adopt methods and set inputs, for their own place and below."""

action("method.adopt", Sentence("采用工作法、设定参数", "adopt methods and set their inputs"))
action("method.take", Sentence("把工作法文件收进库", "take the files of methods into the library"))

SAME_VERSION = Sentence(
    "工作法“{method}”的第 {version} 版已在库中，内容不同；请把文件里的版本号加一",
    "version {version} of method “{method}” is here already with other contents; raise the version in the file",
)
UNKNOWN = Sentence(
    "库中没有工作法“{method}”，请先导入文件", "there is no method “{method}” here; take in its file first"
)
NOT_ADOPTED = Sentence("“{place}”没有采用工作法“{method}”", "{place} has not adopted the method “{method}”")
PLACE_CLOSED = Sentence("“{place}”已撤销，不能采用工作法", "{place} was closed and cannot adopt a method")


@rule("method.adopt", who=Sentence("当地社区和上级工作人员", "community staff there and staff above"))
def staff_there(actor: Actor, thing: Any) -> bool:
    """`thing` is the adopting place."""
    return isinstance(thing, Place) and covers(actor, thing.ancestor_ids, ADOPTS)


@rule("method.take", who=Sentence("社区和上级工作人员", "community staff and staff above"))
def staff_anywhere(actor: Actor, thing: Any) -> bool:
    """Whoever adopts methods somewhere. What is taken in is in force nowhere until a place adopts it."""
    return any(role in ADOPTS for role, _ in actor.posts)


@rule("method.take", who=Sentence("系统管理员", "the system administrator"), kinds=["system_admin"])
def library_office(actor: Actor, thing: Any) -> bool:
    """Keeps the files, and adopts nothing."""
    return True


def take_method(*, actor: Actor, text: str, name: str = "method", at: datetime | None = None) -> Method:
    """Take in a method's file as `add_method` does, by right of `method.take`; on the audit where it is new."""
    require(actor, "method.take")
    text = library.with_fragments(text)
    with transaction.atomic():
        known = same_content(_read(text, name, library.english)[0]) is not None
        taken = add_method(text=text, name=name, by=actor.person, at=at)
        if not known:
            detail = {"method": taken.slug, "version": taken.version}
            audit.record("method.take", by=actor, detail=detail, at=at)
    return taken


def add_method(
    *,
    text: str,
    name: str = "method",
    by: int | None = None,
    at: datetime | None = None,
    english: Beside = library.english,
) -> Method:
    """Take in a method's file, with the `english` that stands beside it and the fragments it uses. The same content twice
    is one method.

    Raises `MethodError` with every problem of the file and of what it hands on to other methods, `BadInput` for other contents
    under a known version.
    """
    text = library.with_fragments(text)
    method, table = _read(text, name, english)
    known = _taken_in(method)
    if known is not None:
        return _with_english(known, method, table)
    if link_problems(method, Node({}, 1, 1), of_others):
        raise MethodError(examine(text, library=of_others, english=english).problems, name)

    def take() -> Method:
        return Method.objects.create(
            slug=method.id,
            version=method.version,
            hash=method.hash,
            title_zh=method.title.zh[:200],
            title_en=method.title.en[:200],
            text=text,
            english=table,
            added_at=at or timezone.now(),
            added_by=by,
        )

    return again(take, before=lambda: _taken_in(method), within=transaction.atomic)


def of_others(name: str) -> Compiled | None:
    """A method that another hands matters on to: as it was taken in here, else as the library has it; None where it is neither,
    or is written in words that are no longer understood."""
    taken = Method.objects.filter(slug=name).order_by("-version").first()
    text = library.text(name) if taken is None else None
    try:
        if taken is not None:
            return with_inputs(taken)
        return _read(text, name, library.english)[0] if text is not None else None
    except MethodError:
        return None


def same_content(method: Compiled) -> Method | None:
    """What was taken in before with the same content, under this version or as an older program counted it."""
    return Method.objects.filter(hash=method.hash).first() or next(
        (
            one
            for one in Method.objects.filter(slug=method.id, version=method.version)
            if _hash_of(one) == method.hash
        ),
        None,
    )


def _hash_of(taken: Method) -> str:
    """The hash of a file's content as this program counts it: older ones counted its English too."""
    root = read(taken.text, Problems())
    return content_hash(root.plain()) if root is not None else taken.hash


def _taken_in(method: Compiled) -> Method | None:
    """The file as it was taken in before. Raises `BadInput` where its version has other contents here."""
    known = Method.objects.filter(slug=method.id, version=method.version).first()
    if known is not None and method.hash not in (known.hash, _hash_of(known)):
        raise BadInput(SAME_VERSION.fill(method=method.id, version=method.version))
    return known


def _with_english(known: Method, method: Compiled, table: dict[str, dict[str, str]]) -> Method:
    """The same file again: better English that now stands beside it takes the place of what did."""
    if table and table != known.english:
        known.english, known.title_en = table, method.title.en[:200]
        known.save(update_fields=["english", "title_en"])
    return known


@lru_cache(maxsize=64)
def _read(text: str, name: str, english: Beside) -> tuple[Compiled, dict[str, dict[str, str]]]:
    """A file compiled under its defaults, and the English beside it; the same file is often taken in for many places."""
    checked = examine(text, english=english)
    if checked.method is None or checked.errors:
        raise MethodError(checked.problems, name)
    return checked.method, resolved(checked.texts, english(checked.method.id))


def adopt(
    *,
    actor: Actor,
    method: Method | str,
    place: Place,
    inputs: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> Adoption:
    """Have a place use a method (or the newest version of a method by its id) from `at` (default now).

    Inputs not given keep their defaults, or begin with what local law presets where nothing was adopted yet. What the place used before ends at that moment. Adopting what is in
    force already changes nothing. Raises `Denied`, `BadInput`, or `InputError` with a sentence for each input.
    """
    require(actor, "method.adopt", place)
    if place.closed_at is not None:
        raise BadInput(PLACE_CLOSED.fill(place=place_name(place)))
    chosen = method if isinstance(method, Method) else newest(method)
    given = _allowed(actor, chosen, place, {**_preset(actor, chosen, place), **(inputs or {})})
    _filled_in(with_inputs(chosen, given))
    now = at or timezone.now()
    with transaction.atomic():
        audit.lock_chain()  # the same asked for at once: one makes it, the others find it
        before = _in_force(chosen.slug, place)
        held = before if before is not None else adoption_at(chosen.slug, place)
        if before is not None and before.method_id == chosen.pk and before.inputs == given:
            return before
        if before is not None:
            Adoption.objects.filter(pk=before.pk).update(until=max(now, before.since))
        made = Adoption.objects.create(
            method=chosen,
            slug=chosen.slug,
            place=place,
            inputs=given,
            pin=pin_of(chosen.hash, given),
            since=now,
            by=actor.person,
            replaces=before,
        )
        old = before.inputs if before is not None else {}
        changed = sorted(name for name in {*old, *given} if old.get(name) != given.get(name))
        _record("method.adopt", actor, made, now, inputs=changed)
        was = method_of(held) if held is not None else with_inputs(chosen, {})
        for follower, names in hand_down(made, was, by=actor, at=now):
            _record("method.adopt", actor, follower, now, inputs=names, follows=made.pk)
        return made


def _allowed(actor: Actor, chosen: Method, place: Place, given: dict[str, Any]) -> dict[str, Any]:
    """The inputs with those that the actor's level takes over from above. Raises `InputError` for what is not theirs."""
    method = with_inputs(chosen, given)
    level = level_of(actor, place)
    if level is None or not any(one.set_by for one in method.inputs.values()):
        return given
    base = adoption_at(chosen.slug, place)
    given = {**inherited(method, base.inputs if base is not None else {}, level), **given}
    wrong = not_theirs(with_inputs(chosen, given), method_of(base).values if base is not None else {}, level)
    if wrong:
        detail = {"method": chosen.slug, "place": place.pk, "inputs": sorted(wrong)}
        audit.record("method.adopt", result="denied", by=actor, detail=detail)
        raise InputError([], chosen.slug, wrong)
    return given


def preset_at(chosen: Compiled, place: Place) -> dict[str, Preset]:
    """By input, what local law presets for a place that has not adopted the method yet."""
    if adoption_at(chosen.id, place) is not None:
        return {}
    return presets_at(library.presets(Path(settings.SHANZHI_HOME)), chosen, place.code)


def _preset(actor: Actor, chosen: Method, place: Place) -> dict[str, Any]:
    """Of what is preset, what the actor may set."""
    method = with_inputs(chosen, {})
    level = level_of(actor, place)
    found = preset_at(method, place)
    return {
        name: one.value
        for name, one in found.items()
        if level is None or not is_reserved(method, name, level)
    }


def _filled_in(method: Compiled) -> None:
    """Raises `InputError` for tables that are empty and may not be."""
    empty = {name: unfilled(given, method.values[name]) for name, given in method.inputs.items()}
    wrong = {name: why for name, why in empty.items() if why is not None}
    if wrong:
        raise InputError([], method.id, wrong)


def level_of(actor: Actor, place: Place) -> str | None:
    """The highest level at which the actor may adopt for a place; None for the system itself, which sets anything."""
    if actor is SYSTEM:
        return None
    held = {at for role, at in actor.posts if role in ADOPTS} & set(place.ancestor_ids)
    levels = Place.objects.filter(pk__in=held).values_list("level", flat=True)
    return min(levels, key=RANK.__getitem__, default="household")


def _record(kind: str, actor: Actor, adoption: Adoption, at: datetime, **more: Any) -> None:
    """Keep in the audit who set what where: the names of inputs, never what they were set to."""
    detail = {"method": adoption.slug, "place": adoption.place_id, "adoption": adoption.pk, **more}
    if actor is SYSTEM:
        detail["server"] = True
    audit.record(kind, by=actor, detail=detail, at=at)


def set_inputs(
    *, actor: Actor, method: str, place: Place, inputs: Mapping[str, Any], at: datetime | None = None
) -> Adoption:
    """Change some inputs of what a place adopted; the others stay as they were set."""
    before = _in_force(method, place)
    if before is None:
        raise BadInput(NOT_ADOPTED.fill(place=place_name(place), method=method))
    merged = {**before.inputs, **inputs}
    return adopt(actor=actor, method=before.method, place=place, inputs=merged, at=at)


def end_adoption(*, actor: Actor, method: str, place: Place, at: datetime | None = None) -> Adoption:
    """A place uses a method no longer: nothing new is opened under it. Running matters go on to their end."""
    require(actor, "method.adopt", place)
    before = _in_force(method, place)
    if before is None:
        raise BadInput(NOT_ADOPTED.fill(place=place_name(place), method=method))
    before.until = max(at or timezone.now(), before.since)
    with transaction.atomic():
        Adoption.objects.filter(pk=before.pk).update(until=before.until)
        _stays_set(actor, before, place)
        _record("method.end", actor, before, before.until)
    return before


def _stays_set(actor: Actor, ended: Adoption, place: Place) -> None:
    """What holds from above now must not differ in what is for others to set. Raises `InputError`."""
    level, above = level_of(actor, place), adoption_at(ended.slug, place)
    if level is None or above is None:
        return
    wrong = not_theirs(method_of(above), method_of(ended).values, level)
    if wrong:
        raise InputError([], ended.slug, wrong)


def newest(slug: str) -> Method:
    """The highest version of a method that was taken in. Raises `BadInput` if there is none."""
    found = Method.objects.filter(slug=slug).order_by("-version").first()
    if found is None:
        raise BadInput(UNKNOWN.fill(method=slug))
    return found


def adoption_at(slug: str, place: Place) -> Adoption | None:
    """The adoption in force at a place: its own, or the nearest above it."""
    found = Adoption.objects.filter(slug=slug, place__in=place.ancestor_ids, until=None)
    return found.select_related("method", "place").order_by("-place__depth").first()


def adopted_methods(place: Place) -> list[tuple[Adoption, Compiled]]:
    """What can be opened at a place: the nearest adoption of each method, by title."""
    nearest: dict[str, Adoption] = {}
    found = Adoption.objects.filter(place__in=place.ancestor_ids, until=None).select_related(
        "method", "place"
    )
    for adoption in found.order_by("place__depth"):
        nearest[adoption.slug] = adoption
    return [(a, method_of(a)) for a in sorted(nearest.values(), key=lambda a: a.method.title_zh)]


def _in_force(slug: str, place: Place) -> Adoption | None:
    return Adoption.objects.filter(slug=slug, place=place, until=None).select_related("method").first()
