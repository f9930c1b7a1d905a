"""Before an act of a secret ballot is decided: choices are sealed, cards are used, and neither goes any further.

It stands outside the transaction that is tried again. What comes out is the command as the engine takes it, and what
the transaction puts in the box beside it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.views.decorators.debug import sensitive_variables
from msgspec import Struct
from msgspec.structs import replace

from shanzhi import secrecy
from shanzhi.engine.asking import faulty
from shanzhi.engine.blocks.ballot import LOGIC
from shanzhi.engine.blocks.secret_ballot import CASTS, SEALED, phase_of
from shanzhi.engine.draft import Draft
from shanzhi.engine.former import choice
from shanzhi.engine.forms import check_form
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.rolls import ROLL
from shanzhi.engine.types import Command, Effect, Refusal
from shanzhi.matters.ballots.cards import fault_of
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.ballots.opening import open_with_cards
from shanzhi.matters.models import ElectorCode, Entry, SealedBallot
from shanzhi.matters.writing import store
from shanzhi.matters.writing.repeats import carried_out_before

ACTS = CASTS | {"open_box"}
NO_FINGERPRINT = "0" * 64


class Prepared(Struct):
    """A command as it may be decided, and what goes into the box with it: sealed ballots by fingerprint, or the
    bulletin of the opened box."""

    command: Command
    box: dict[str, Any] = {}
    known: store.Loaded | None = None
    """The matter, where it was read for this."""

    def filled(self, effects: tuple[Effect, ...]) -> tuple[Effect, ...]:
        """The effects of its decision with what they carry into the box."""
        if not self.box:
            return effects
        return tuple([self._filled(effect) for effect in effects])

    def _filled(self, effect: Effect) -> Effect:
        if effect.kind == "box":
            return Effect("box", {**effect.values, "ballot": self.box.get(effect.values["fingerprint"])})
        if effect.kind == "open_box":
            return Effect("open_box", {**effect.values, **self.box})
        return effect


@sensitive_variables("command", "values")
def sealed_away(
    command: Command, matter: int, now: datetime, *, dry: bool = False, known: store.Loaded | None = None
) -> Prepared | Refusal:
    """The command without its choice or cards, if it is one of a secret ballot; any other as it is.

    `dry` seals and opens nothing: for asking whether the act would be allowed. `known` is the matter where it was read.
    """
    if command.act not in ACTS:
        return Prepared(command, known=known)
    loaded = known or store.read(matter, now)
    if loaded is None or not loaded.record.matter.tally.get("secret"):
        return Prepared(command, known=loaded)
    command = replace(command, sent=None)  # whoever has the keys could try each choice
    state = loaded.record.matter
    act = loaded.method.stages[state.stage].acts.get(command.act)
    if act is None:
        return Prepared(replace(command, values={}))
    if command.id and carried_out_before(command.actor, command.id):
        return Prepared(replace(command, values={}))
    values, faults = check_form(act.form, command.values) if isinstance(command.values, dict) else ({}, {})
    if faults and not dry:
        return faulty(act.form, faults, act.at).refusal
    d = Draft(loaded.method, state, command, loaded.ground, now)
    try:
        ballot = ballot_of(state.id, state.visit)
    except BadBallot as problem:
        return problem.refusal
    if ballot is None:
        return Prepared(replace(command, values={}))
    try:
        if act.name == "open_box":
            return _opened(d, ballot, values, dry)
        return _cast(d, ballot, act.name, values, dry)
    except secrecy.SecrecyFault as problem:
        return fault_of(problem)


@sensitive_variables("values", "vector")
def _cast(d: Draft, ballot: Ballot, act: str, values: dict[str, Any], dry: bool) -> Prepared:
    """Seal a choice for each elector whose vote it is; for none where the engine will say why."""
    made: dict[str, Any] = {"elector": values.get("elector")} if act == "vote_for" else {}
    vector = [] if dry else [int(choice(name) == values["choice"]) for name in ballot.names]
    votes: list[dict[str, Any]] = []
    box: dict[str, Any] = {}
    for code in [_paper_code(d, values)] if act == "seal_paper" else _codes(d, act, values):
        e, weight = (b"", 1) if code is None else (bytes(code.e), code.weight)
        vote: dict[str, Any] = {
            "key": "" if code is None else code.key,
            "fingerprint": NO_FINGERPRINT,
            "e": e.hex(),
            "weight": weight,
        }
        if code is not None and not dry:
            sealed = secrecy.seal(ballot.cast, secrecy.Elector(e, weight), vector)
            vote["fingerprint"] = secrecy.fingerprint(ballot.context, sealed).hex()
            box[vote["fingerprint"]] = sealed
        votes.append(vote)
    return Prepared(replace(d.command, values={**made, "votes": votes}), box)


def _codes(d: Draft, act: str, values: dict[str, Any]) -> list[ElectorCode]:
    """The coded lines of the roll of those whose vote is cast, as the engine sees it."""
    d.values = {"elector": values.get("elector")}
    try:
        keys = [voter.key for voter in LOGIC.voters(d, d.method.stages[d.stage].acts[act])]
    except Refuse:
        return []
    return list(ElectorCode.objects.filter(matter=d.matter.id, visit=d.visit, key__in=keys))


def _paper_code(d: Draft, values: dict[str, Any]) -> ElectorCode | None:
    """One of the electors who drew a paper and have none sealed yet, of the paper's weight, in the order of their codes."""
    drawn = drawn_keys(d.matter.id, d.visit)
    used = SealedBallot.objects.filter(matter=d.matter.id, visit=d.visit).values("e")
    codes = ElectorCode.objects.filter(matter=d.matter.id, visit=d.visit, key__in=drawn).exclude(e__in=used)
    if d.tally[ROLL] == "owner":
        codes = codes.filter(weight=values.get("area") or 0)
    return codes.order_by("e").first()


def drawn_keys(matter: int, visit: int) -> list[str]:
    """The electors who drew a paper."""
    slots = Entry.objects.filter(matter=matter, visit=visit, act="give_paper").values_list("slot", flat=True)
    return [(slot or "").removeprefix("vote:") for slot in slots]


@sensitive_variables("values")
def _opened(d: Draft, ballot: Ballot, values: dict[str, Any], dry: bool) -> Prepared | Refusal:
    if dry or phase_of(d.tally) != SEALED:
        made: dict[str, Any] = {"passed": False, "holders": []}
        return Prepared(replace(d.command, values=made))
    opened = open_with_cards(ballot, values["cards"])
    if isinstance(opened, Refusal):
        return opened
    return Prepared(replace(d.command, values=opened.told(ballot.names)), {"bulletin": opened.bulletin})
