"""What roles are called in a place (红管家、邻长、楼长): its own words, set where it is led, told wherever its people look.

A place's word holds for all below until one of them says otherwise; the English stays. Each process reads the words anew
after half a minute, and at once where it has changed them itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from time import monotonic

from django.db import transaction
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.roles import ROLES, Local
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.checks import clean_name
from shanzhi.people.held import hold_place
from shanzhi.people.models import RoleLabel
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.versions import bump
from shanzhi.places.models import Place

LABEL = Sentence("本地叫法", "local name")
UNKNOWN = Sentence("没有“{role}”这个岗位，请从列表里选", "there is no post “{role}”, choose from the list")
TAKEN = Sentence(
    "“{label}”已是{other}的叫法，两个岗位同名会分不清，请另取一个",
    "{other} is called “{label}” already: two posts of one name cannot be told apart, choose another",
)
FRESH = 30.0
"""Seconds for which a process believes what it has read."""


class _Read(Struct, frozen=True):
    at: float
    labels: dict[int, dict[str, str]]


_read: _Read | None = None


def labels_on(path: Iterable[int]) -> dict[str, str]:
    """The local names of roles on the way from the top down to a place; the nearest word of each."""
    known, found = _all(), dict[str, str]()
    for place in path if known else ():
        found.update(known.get(place, {}))
    return found


def local_names(path: Callable[[], Iterable[int]]) -> Local:
    """What roles are called where somebody looks from; the way there is asked once, and only if a role is named."""
    kept: list[dict[str, str]] = []

    def name(role: str) -> str | None:
        if not kept:
            kept.append(labels_on(path()) if _all() else {})
        return kept[0].get(role)

    return name


def looks_from(actor: Actor) -> tuple[int, ...]:
    """The way to where somebody looks from: where they serve, the nearest to the people; else where they live."""
    served = {place for _role, place in actor.posts}
    paths = (
        [place.ancestor_ids for place in Place.objects.filter(pk__in=served).only("path")] if served else []
    )
    return max(paths, key=len, default=actor.home)


def set_role_label(by: Actor, *, place: Place, role: str, label: str, at: datetime | None = None) -> None:
    """Say what a role is called in a place; nothing takes the place's own word back."""
    require(by, "role.label", place)
    if role not in ROLES:
        said = UNKNOWN.fill(role=role)
        raise BadInput(said, {"role": said})
    word = clean_name(label, LABEL, 20) if label.strip() else ""
    with transaction.atomic():
        bump()
        hold_place(place, "place")
        _apart(place, role, word)
        here = RoleLabel.objects.filter(place=place, role=role)
        if word in here.values_list("label", flat=True) or not (word or here.exists()):
            return
        if word:
            RoleLabel.objects.update_or_create(place=place, role=role, defaults={"label": word})
        else:
            here.delete()
        audit.record("role.label", by=by, detail={"place": place.pk, "role": role, "label": word}, at=at)
    forget()


def forget() -> None:
    """Read the words anew when they are next asked for."""
    global _read
    _read = None


def _apart(place: Place, role: str, word: str) -> None:
    """Refuse a word by which another role is called there."""
    words = {name: one.name.zh for name, one in ROLES.items()} | labels_on(place.ancestor_ids)
    other = next((name for name, called in words.items() if called == word and name != role), None)
    if other is not None:
        said = TAKEN.fill(label=word, other=ROLES[other].name)
        raise BadInput(said, {"label": said})


def _all() -> dict[int, dict[str, str]]:
    global _read
    now = monotonic()
    if _read is None or now - _read.at > FRESH:
        labels: dict[int, dict[str, str]] = {}
        for place, role, label in RoleLabel.objects.values_list("place", "role", "label"):
            labels.setdefault(place, {})[role] = label
        _read = _Read(now, labels)
    return _read.labels
