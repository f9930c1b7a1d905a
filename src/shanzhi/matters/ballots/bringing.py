"""A holder brings the opening made on an own computer; the last of those needed opens the box."""

from __future__ import annotations

from django.utils import timezone

from shanzhi.engine.types import Actor, Command, Refusal
from shanzhi.matters.ballots.keys import BadBallot, ballot_of
from shanzhi.matters.ballots.opening import bring_partial
from shanzhi.matters.ballots.sealing import Prepared
from shanzhi.matters.rights.access import may_see
from shanzhi.matters.writing import actions, store
from shanzhi.matters.writing.messages import refusal

LARGEST = 4_000_000
"""Bytes of a holder's file."""


def bring(
    *, actor: Actor, matter: int, content: bytes, command_id: str | None = None
) -> actions.Done | Refusal | int:
    """Take a holder's file: how many are there, or with the last of them what opening the box came to."""
    now = timezone.now()
    loaded = store.read(matter, now)
    if loaded is None or actor.person is None or not may_see(actor, matter):
        return refusal("no_such_matter", number=matter)
    refused = actions.why_not(actor=actor, matter=matter, act="open_box", values={"cards": "-"})
    if refused is not None and refused.code != "not_counted":
        return refused
    state = loaded.record.matter
    try:
        ballot = ballot_of(state.id, state.visit)
    except BadBallot as problem:
        return problem.refusal
    if ballot is None:
        return refusal("box_open_still")
    answer = bring_partial(person=actor.person, ballot=ballot, content=content)
    if isinstance(answer, Refusal | int):
        return answer
    command = Command(command_id or "", "open_box", now, actor, values=answer.told(ballot.names))
    return actions.act_prepared(Prepared(command, {"bulletin": answer.bulletin}), matter)
