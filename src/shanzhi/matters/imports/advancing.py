"""A row that comes again with more than before: the answer it has now is recorded on the matter it made.

Offices export every week; what was open last time may be answered now. The matter is taken on by its own acts, at
their times, unless somebody has acted on it here: then both are left as they are, and the row is told.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.imports.answers import Forms
from shanzhi.matters.imports.drafts import Draft
from shanzhi.matters.imports.replay import DESK
from shanzhi.matters.models import Entry, ImportedRow, Matter
from shanzhi.matters.writing import actions
from shanzhi.method.model import Method


def has_news(draft: Draft, matter: Matter, forms: Forms) -> bool:
    """Whether a row has an answer that its open matter does not know."""
    reply = forms.reply.name if forms.reply is not None else None
    return (
        draft.answered is not None
        and matter.closed_at is None
        and reply is not None
        and reply not in matter.data
    )


def in_hand(matter: int) -> bool:
    """Whether somebody has acted on an imported matter here."""
    row = ImportedRow.objects.filter(pk=matter).values_list("seq", flat=True).first()
    acted = Entry.objects.filter(matter=matter, person__isnull=False)
    return acted.filter(seq__gt=row or 0).exists()


def advance(draft: Draft, matter: int, method: Method, forms: Forms) -> Refusal | None:
    """Accept and answer a matter as the row now tells; None if that was done, else the refusal."""
    row = Matter.objects.get(pk=matter)
    answered = forms.answer(draft)
    steps: list[tuple[str, datetime, dict[str, Any]]] = []
    if forms.acts.accept in method.stages[row.stage].acts:
        steps.append((forms.acts.accept, draft.times.get("accepted", draft.opened), forms.accept(draft)))
    assert draft.answered is not None
    contact = forms.contact()
    if contact is not None:
        steps.append((forms.acts.contact, draft.answered, contact))
    steps.append((forms.acts.answer, draft.answered, answered.values))
    steps += [("message", draft.answered, {"text": text}) for text in answered.rest]
    for act, at, values in steps:
        done = _act(matter, act, at, values, DESK)
        if isinstance(done, Refusal):
            return done
    return None


def _act(matter: int, act: str, at: datetime, values: dict[str, Any], actor: Actor) -> Refusal | None:
    done = actions.act(actor=actor, matter=matter, act=act, values=values, at=at)
    return done if isinstance(done, Refusal) else None
