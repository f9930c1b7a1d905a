"""Opening a matter and acting on it: the one way by which pages, API, import and command line change anything.

Each is one transaction with its history in it. Each answers `Done`, or the engine's `Refusal` with the rule
that stands in the way and what to do. The same `command_id` sent again gives the first answer again.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from msgspec import Struct

from shanzhi.engine import decide as engine
from shanzhi.engine.types import Actor, Command, Decision, Refusal
from shanzhi.matters.ballots.sealing import Prepared, sealed_away
from shanzhi.matters.rights.access import may_see
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change, MatterToOpen
from shanzhi.matters.writing.ground import Ground
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.openable import not_openable
from shanzhi.matters.writing.path import absent
from shanzhi.matters.writing.publishing import Confirmation, Leaflet, Unlooked, leaflets, looked_through
from shanzhi.matters.writing.references import (
    Asking,
    asked_by,
    people_in,
    unknown_references,
    unseen_references,
)
from shanzhi.matters.writing.repeats import sent_as
from shanzhi.matters.writing.running import HERE, Done, fit_for, improper, run
from shanzhi.method.model import Act, Field, Method
from shanzhi.places.queries import locate

__all__ = [
    "HERE",
    "Done",
    "act",
    "act_prepared",
    "acts_open_to",
    "form_of",
    "open_matter",
    "preview",
    "why_not",
    "why_not_open",
]


def open_matter(
    *,
    actor: Actor,
    method: str,
    place: int | None = None,
    point: tuple[float, float] | None = None,
    values: Mapping[str, Any] | None = None,
    way: str = "",
    command_id: str | None = None,
    content: Any = None,
    at: datetime | None = None,
    origin: store.Origin = HERE,
    as_of: tuple[int, int] | None = None,
    vouched: Collection[int] = (),
    confirmed: Confirmation | None = None,
    event: Mapping[str, Any] | None = None,
) -> Done | Refusal:
    """Open a matter of method `method` (its id) where it happened: a place, or a point (longitude, latitude; WGS-84).

    The nearest adoption above the place gives version and inputs; `way` is the opening, the first that is open to the actor
    where it is not said. `at` is the time of the event (default now;
    an import gives the real one); `event` is what opens it by itself; `origin` where an imported matter comes from. `content`, `as_of`, `vouched`, `confirmed`: see `act`.
    """
    problem = improper(command_id, at)
    if problem is not None:
        return problem
    where = _where(place, point)
    if isinstance(where, Refusal):
        return where
    now = timezone.now()
    sent = sent_as(
        actor, command_id, "open", content or (method, place, point, values or {}, *((way,) if way else ()))
    )
    command = Command(
        command_id or "", "open", at or now, actor, values=values or {}, sent=sent, event=event or {}
    )

    moment = max(now, command.at)
    held = Premises(as_of, vouched, confirmed)

    def decide(opening: store.Unopened, bound: Method) -> Decision | Refusal:
        return _decided_to_open(opening, bound, command, where, held, origin.parent, way)

    return run(MatterToOpen(method, where, command, decide, origin, own=True), moment, None)


def why_not_open(
    *,
    actor: Actor,
    method: str,
    place: int | None = None,
    point: tuple[float, float] | None = None,
    values: Mapping[str, Any] | None = None,
    way: str = "",
    as_of: tuple[int, int] | None = None,
    confirmed: Confirmation | None = None,
) -> Refusal | None:
    """Why a matter would not be opened; None if it would. Nothing is written."""
    now = timezone.now()
    where = _where(place, point)
    if isinstance(where, Refusal):
        return where
    command = Command("", "open", now, actor, values=values or {})
    opening = store.read_for_opening(method, where, now)
    wrong = not_openable(opening, method)
    if wrong is not None:
        return wrong
    assert opening is not None
    assert opening.method is not None
    found = _decided_to_open(
        opening, opening.method, command, where, Premises(as_of, (), confirmed), None, way
    )
    return found if isinstance(found, Refusal) else None


def _where(place: int | None, point: tuple[float, float] | None) -> int | Refusal:
    """The place given, or the one at a point."""
    if place is not None:
        return place
    found = locate(*point) if point is not None else None
    if found is None:
        return refusal("no_place_there" if point is not None else "no_place_given")
    return found.pk


class Premises(Struct, frozen=True):
    """What a decision is held against besides the matter: at which edition the actor was read, whom they may name all the
    same, which pieces are to stay public."""

    as_of: tuple[int, int] | None = None
    vouched: Collection[int] = ()
    confirmed: Confirmation | None = None


def _decided_to_open(
    opening: store.Unopened,
    method: Method,
    command: Command,
    place: int,
    held: Premises,
    parent: tuple[int, int] | None = None,
    way: str = "",
) -> Decision | Refusal:
    """Decide on opening a matter."""
    _hold(held.as_of, opening.ground)
    chosen = engine.way_in(method, command, place, opening.ground, parent=parent, opening=way)
    if isinstance(chosen, Refusal):
        return chosen
    method = method.through(chosen.name)
    asking = Asking(command.actor, vouched=held.vouched)
    unseen = unseen_references(method.form, command.values, asking, method.opening.on_behalf)
    if unseen is not None:
        return unseen
    answer = engine.open_matter(method, command, place, opening.ground, matter=opening.number, parent=parent)
    if isinstance(answer, Refusal):
        return answer
    problem = unknown_references(method, answer, command.actor, method.form)
    return problem or looked_through(answer, method, command.actor, held.confirmed)


def act(
    *,
    actor: Actor,
    matter: int,
    act: str,
    values: Mapping[str, Any] | None = None,
    command_id: str | None = None,
    content: Any = None,
    seq: int | None = None,
    at: datetime | None = None,
    as_of: tuple[int, int] | None = None,
    vouched: Collection[int] = (),
    confirmed: Confirmation | None = None,
    known: store.Loaded | None = None,
) -> Done | Refusal:
    """Do one act on a matter: any act its stage has, with the answers to the act's form.

    `seq` is the history position the person saw: if others acted since, the act is refused with their news.
    Without it a lost race is decided again on the new state. `as_of` says at which edition of places and posts
    the actor was read (`people.tokens.recall`): raises `store.Outdated` where the matter is read at another.
    `content` is what came under the command's id, if that is not `values`: sent again with other content it is refused.
    `vouched` are numbers the actor may name all the same: a person known by full name and door, a duplicate found.
    `confirmed` are the pieces found in what the act makes public that are to stay there; without it such an act is
    refused by `publishing.Unlooked`, which names them and shows what everybody would read.
    `known` is the matter as this request has read it already; whoever was faster since is found out by the history position.
    """
    problem = improper(command_id, at)
    if problem is not None:
        return problem
    now = timezone.now()
    sent = sent_as(actor, command_id, act, content or values or {})
    command = Command(command_id or "", act, at or now, actor, seq, values or {}, sent)
    prepared = sealed_away(command, matter, max(now, command.at), known=known)
    if isinstance(prepared, Refusal):
        return fit_for(prepared, matter, command)
    return act_prepared(prepared, matter, as_of, vouched, confirmed)


def act_prepared(
    prepared: Prepared,
    matter: int,
    as_of: tuple[int, int] | None = None,
    vouched: Collection[int] = (),
    confirmed: Confirmation | None = None,
) -> Done | Refusal:
    """Do an act whose choice or cards have been sealed away already; see `matters.ballots.sealing`."""
    command, held = prepared.command, Premises(as_of, vouched, confirmed)
    change = Change(
        matter, command, lambda loaded: _decided(loaded, command, held), own=True, filled=prepared.filled
    )
    return run(change, max(timezone.now(), command.at), matter, prepared.known)


def _decided(loaded: store.Loaded, command: Command, held: Premises) -> Decision | Refusal:
    """Decide on an act. What is open to anyone is open to those who see the matter; nobody else learns of it."""
    _hold(held.as_of, loaded.ground)
    before = loaded.record.matter
    form = form_of(loaded.method, before.stage, command.act)
    form, given = asked_by(loaded.method, form, command.act, command.values)
    clerk = engine.clerk_of(loaded.method, before, command, loaded.ground)
    known = people_in(before, loaded.method, form, command.actor, clerk=clerk)
    asking = Asking(command.actor, known, held.vouched)
    unseen = unseen_references(form, given, asking, loaded.method.opening.on_behalf)
    answer = unseen or engine.decide(loaded.method, before, command, loaded.ground)
    if isinstance(answer, Refusal):
        return answer
    if answer.entries[0].role == "anyone" and not may_see(command.actor, before.id, loaded.ground):
        return refusal("no_such_matter", number=before.id)
    problem = unknown_references(loaded.method, answer, command.actor, form)
    return problem or looked_through(answer, loaded.method, command.actor, held.confirmed)


def _would(
    matter: int, command: Command, now: datetime, held: Premises
) -> tuple[store.Loaded, Decision] | Refusal:
    """What would be decided now."""
    loaded = store.read(matter, now)
    if loaded is None or loaded.void:
        return absent(loaded, matter)
    answer = _decided(loaded, command, held)
    return answer if isinstance(answer, Refusal) else (loaded, answer)


def _hold(as_of: tuple[int, int] | None, ground: Ground) -> None:
    """Raise `Outdated` where the actor was read at another edition than this."""
    if as_of is not None and as_of != (ground.marks.places, ground.marks.posts):
        raise store.Outdated


def form_of(method: Method, stage: str, act: str) -> tuple[Field, ...]:
    """The form of an act in a stage; none for the clock's own."""
    found: Act | None = method.stages[stage].acts.get(act)
    return found.form if found is not None else ()


def acts_open_to(*, actor: Actor, matter: int, at: datetime | None = None) -> list[Act]:
    """The acts an actor may choose from now, with their forms, in the order of the method."""
    now = at or timezone.now()
    loaded = store.read(matter, now)
    if loaded is None or loaded.void:
        return []
    return engine.available(loaded.method, loaded.record.matter, actor, loaded.ground, now)


def why_not(
    *,
    actor: Actor,
    matter: int,
    act: str,
    values: Mapping[str, Any] | None = None,
    seq: int | None = None,
    at: datetime | None = None,
    as_of: tuple[int, int] | None = None,
    confirmed: Confirmation | None = None,
) -> Refusal | None:
    """Why an act would be refused, with the rule and its line; None if it would be done. Nothing is written."""
    now = at or timezone.now()
    command = Command("", act, now, actor, seq, values or {})
    prepared = sealed_away(command, matter, now, dry=True)
    if isinstance(prepared, Refusal):
        return fit_for(prepared, matter, command)
    found = _would(matter, prepared.command, now, Premises(as_of, (), confirmed))
    return fit_for(found, matter, command) if isinstance(found, Refusal) else None


def preview(
    *,
    actor: Actor,
    matter: int,
    act: str,
    values: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> list[Leaflet] | Refusal:
    """What an act would make public, exactly as everybody would read it; empty if nothing. Nothing is written."""
    now = at or timezone.now()
    command = Command("", act, now, actor, None, values or {})
    prepared = sealed_away(command, matter, now, dry=True)
    found = prepared if isinstance(prepared, Refusal) else _would(matter, prepared.command, now, Premises())
    if isinstance(found, Unlooked):
        return list(found.preview)
    if isinstance(found, Refusal):
        return fit_for(found, matter, command)
    loaded, answer = found
    return leaflets(answer, loaded.method)
