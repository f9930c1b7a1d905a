"""One act on several matters (批量办理): each by its own command through `decide`, with its own transaction and history.

What one matter refuses stops none of the others, and is told with its reason. Every command's id is made of the
batch's and the matter's, so a batch sent twice does nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.decide import available
from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.rights.access import seen_by
from shanzhi.matters.writing import actions, store
from shanzhi.matters.writing.store import Loaded
from shanzhi.method.blocks import kind_of
from shanzhi.method.model import Act, Block
from shanzhi.method.words import Sentence

MOST = 200
"""Matters of one batch."""
TARGET = Sentence("其他事项并入这一件，它自己照常办", "the others go into this one, which goes on as it is")
SINGLE = frozenset({"attach", "correct", "watch", "withdraw"})
"""Built-in acts that make sense for one matter alone."""


class Chosen(Struct, frozen=True):
    """One matter chosen: as it stands, and what its reader can do with it now."""

    number: int
    loaded: Loaded
    acts: dict[str, Act]


class Offer(Struct, frozen=True):
    """One act of one method that some of the chosen matters are open to."""

    method: str
    act: Act
    title: Sentence
    numbers: tuple[int, ...]

    @property
    def key(self) -> str:
        return f"{self.method}:{self.act.name}"


class BatchResult(Struct, frozen=True):
    """What became of one matter: `stage` where it stands now, or why nothing was done."""

    number: int
    stage: Sentence | None = None
    refusal: Refusal | None = None
    repeated: bool = False
    kept: Sentence | None = None


def choose(actor: Actor, numbers: Iterable[int], at: datetime | None = None) -> list[Chosen]:
    """The matters chosen, in their order, as far as the actor may see them; at most MOST."""
    now = at or timezone.now()
    wanted = list(dict.fromkeys(numbers))[:MOST]
    seen = set(seen_by(actor).filter(pk__in=wanted).values_list("pk", flat=True))
    found = []
    for number in wanted:
        loaded = store.read(number, now) if number in seen else None
        if loaded is None or loaded.void:
            continue
        acts = available(loaded.method, loaded.record.matter, actor, loaded.ground, now)
        block = loaded.method.stages[loaded.record.matter.stage].block
        many = {act.name: act for act in acts if _for_many(act, block)}
        found.append(Chosen(number, loaded, many))
    return found


def _for_many(act: Act, block: Block | None) -> bool:
    """Of a block's own acts (a vote, an item, an answer) only taking an order makes sense for several at once."""
    return act.name not in SINGLE and (
        act.origin != "block" or block is None or kind_of(block).holder is not None
    )


def offers(chosen: Sequence[Chosen]) -> list[Offer]:
    """The acts that can be done, those open to most of the matters first, in the order of the method."""
    found: dict[tuple[str, str], tuple[Act, Sentence, list[int]]] = {}
    for one in chosen:
        for name, act in one.acts.items():
            key = (one.loaded.method.id, name)
            found.setdefault(key, (act, one.loaded.method.title, []))[2].append(one.number)
    listed = [Offer(key[0], act, title, tuple(numbers)) for key, (act, title, numbers) in found.items()]
    return sorted(listed, key=lambda offer: (offer.act.origin == "builtin", -len(offer.numbers)))


def act_on_all(
    *,
    actor: Actor,
    batch: str,
    act: str,
    chosen: Sequence[int],
    values: Mapping[str, Any],
    seqs: Mapping[int, int],
    into: int | None = None,
    content: Any = None,
) -> list[BatchResult]:
    """Do one act on each matter, in their order. `seqs` are the history positions the person saw; `content`: see `act`.

    `into` is the matter the others are merged or linked into: it is left as it is.
    """
    return [
        _act_on(actor, batch, act, number, values, seqs.get(number), into, content)
        for number in chosen[:MOST]
    ]


def foresee(
    *,
    actor: Actor,
    act: str,
    chosen: Sequence[int],
    values: Mapping[str, Any],
    seqs: Mapping[int, int],
    into: int | None = None,
) -> list[BatchResult]:
    """What `act_on_all` would come to now: it is done, all of it, and taken back before anybody could see it."""
    with transaction.atomic():
        outcomes = act_on_all(
            actor=actor, batch=uuid4().hex, act=act, chosen=chosen, values=values, seqs=seqs, into=into
        )
        transaction.set_rollback(True)
    return outcomes


def _act_on(
    actor: Actor,
    batch: str,
    act: str,
    number: int,
    values: Mapping[str, Any],
    seq: int | None,
    into: int | None,
    content: Any,
) -> BatchResult:
    if number == into:
        return BatchResult(number, kept=TARGET)
    answer = actions.act(
        actor=actor,
        matter=number,
        act=act,
        values=values,
        command_id=f"{batch}.{number}",
        content=content,
        seq=seq,
    )
    if isinstance(answer, Refusal):
        return BatchResult(number, refusal=answer)
    loaded = store.read(number, timezone.now())
    after = answer.matter
    label = stage_label(loaded.method, after.stage, after.end) if loaded is not None else None
    return BatchResult(number, label, repeated=answer.repeated)
