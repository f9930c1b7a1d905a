"""Who may see which entries of registers, and which of their fields: the one place where that is decided.

Whose entry it is sees all of it. Others see what the keeper's `visible` shows them: everybody, who lives in the community, posts over
the entry's place. What is sensitive is masked, and whole for a purpose, to those to whom a sight names it. Administrators see none.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of, versions
from shanzhi.matters.models import Adoption
from shanzhi.method.fields import Field
from shanzhi.method.model import Method
from shanzhi.method.registers import FLAT_LEVEL, Register, Shown
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Administrator, covers, rule
from shanzhi.people.rules import LEADS
from shanzhi.places.models import Place
from shanzhi.registers import rights  # noqa: F401
from shanzhi.registers.models import RegisterEntry
from shanzhi.registers.queries import entries_of


class Kept(Struct, frozen=True):
    """A register that is kept here: the method that keeps it, as adopted, and what it is."""

    method: Method
    register: Register


def registers_kept() -> list[Kept]:
    """Every register that an adopted method keeps, by the method's title."""
    nearest: dict[str, Adoption] = {}
    for adoption in (
        Adoption.objects.filter(until=None).select_related("method", "place").order_by("-place__depth")
    ):
        nearest[adoption.slug] = adoption
    methods = sorted(map(method_of, nearest.values()), key=lambda one: one.title.zh)
    return [
        Kept(method, register) for method in methods for register in method.registers.values() if register.own
    ]


def kept_as(method: str, register: str, place: Place | None = None) -> Kept | None:
    """A register as its keeper has it at a place: by the adoption in force there, else the newest there was."""
    adoption = adoption_at(method, place) if place is not None else None
    found = [method_of(adoption)] if adoption is not None else versions(method)
    for one in found:
        if register in one.registers:
            return Kept(one, one.registers[register])
    return None


# -- who sees what ---------------------------------------------------------------------------------------
def own_tags(actor: Actor) -> list[str]:
    """Whose entries are an actor's own: the person's, the household's, of the organisations they act for, of their door."""
    if actor.person is None or isinstance(actor, Administrator):
        return []
    tags = [f"person:{actor.person}", *(f"organisation:{one}" for one in sorted(actor.organizations))]
    if actor.household is not None:
        tags.append(f"household:{actor.household}")
    if actor.home and Place.objects.filter(pk=actor.home[-1], level=FLAT_LEVEL).exists():
        tags.append(f"place:{actor.home[-1]}")
    return tags


def _applies(shown: Shown, actor: Actor, place: Place) -> bool:
    """Whether a sight is for this reader, of an entry that stands at a place."""
    if isinstance(actor, Administrator):
        return False
    if shown.public or (shown.roles and covers(actor, place.ancestor_ids, shown.roles)):
        return True
    return (
        shown.place
        and _community_of(actor.home) is not None
        and _community_of(actor.home) in place.ancestor_ids
    )


def _community_of(home: tuple[int, ...]) -> int | None:
    found = Place.objects.filter(pk__in=home, level="community").values_list("pk", flat=True) if home else ()
    return next(iter(found), None)


def fields_seen(kept: Kept, actor: Actor, entry: RegisterEntry) -> dict[str, Field]:
    """The fields of an entry that an actor may see, sensitive ones masked; all of their own."""
    register = kept.register
    if entry.whose in own_tags(actor):
        return register.fields
    seen: set[str] = set()
    for shown in register.visible:
        if _applies(shown, actor, entry.place):
            seen |= shown.shows if shown.shows is not None else _open(register)
    return {name: field for name, field in register.fields.items() if name in seen}


def _open(register: Register) -> set[str]:
    return {field.name for field in register.form if not (field.sensitive or field.private)}


def _sees(kept: Kept, actor: Actor, entry: RegisterEntry) -> bool:
    if entry.whose in own_tags(actor):
        return True
    return any(_applies(shown, actor, entry.place) for shown in kept.register.visible)


@rule(
    "register.see",
    who=Sentence("本人，和名册写明看得到的人", "whose entry it is, and those to whom the register shows it"),
    kinds=("person", "anonymous"),
)
def shown_to(actor: Actor, thing: Any) -> bool:
    """An entry is seen as its register says."""
    kept = kept_of(thing)
    return kept is not None and _sees(kept, actor, thing)


@rule(
    "register.see_sensitive",
    who=Sentence(
        "本人，和名册写明看得到敏感内容的岗位",
        "whose entry it is, and the posts to which the register shows what is sensitive",
    ),
)
def entrusted(actor: Actor, thing: Any) -> bool:
    """What is sensitive is seen by those to whom the register shows a sensitive field."""
    kept = kept_of(thing)
    return kept is not None and any(field.sensitive for field in fields_seen(kept, actor, thing).values())


@rule("register.keep", who=Sentence("当地的社区和上级工作人员", "staff there or above"))
def keeps(actor: Actor, thing: Any) -> bool:
    """The staff of a place take lists into its registers."""
    return isinstance(thing, Place) and covers(actor, thing.ancestor_ids, LEADS)


def kept_of(thing: Any) -> Kept | None:
    """The register of an entry, as its keeper has it where the entry stands; None for what is no entry."""
    return kept_as(thing.method, thing.register, thing.place) if isinstance(thing, RegisterEntry) else None


def in_sight(kept: Kept, actor: Actor) -> Q:
    """The condition that an actor sees an entry of a register, whosever it is."""
    ways = [Q(pk__in=entries_of(own_tags(actor)).values("pk"))]
    if isinstance(actor, Administrator):
        return Q(pk__in=())
    for shown in kept.register.visible:
        if shown.public:
            ways.append(~Q(pk__in=()))
        if shown.roles:
            places = Place.objects.filter(pk__in=[at for role, at in actor.posts if role in shown.roles])
            ways += [Q(place__path__begins=path) for path in places.values_list("path", flat=True)]
        if shown.place and (community := _community_of(actor.home)) is not None:
            path = Place.objects.values_list("path", flat=True).get(pk=community)
            ways.append(Q(place__path__begins=path))
    return reduce(or_, ways)


def by_post(kept: Kept, actor: Actor, entry: RegisterEntry) -> bool:
    """Whether an actor sees an entry by a post of theirs, and so with full names and reasons."""
    return any(
        shown.roles and covers(actor, entry.place.ancestor_ids, shown.roles)
        for shown in kept.register.visible
    )
