"""Opening a box (开票): by all cards typed into one page, or by what each holder made offline of their own.

Everything is checked first. Sums that the form does not publish exist in memory for the length of one call.
"""

from __future__ import annotations

import re
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from msgspec import Struct

from shanzhi import secrecy
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bulletin import closed_bulletin
from shanzhi.matters.ballots.cards import fault_of
from shanzhi.matters.ballots.keys import Ballot
from shanzhi.matters.models import PartialOpening
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.unit import again

_LINES = re.compile(r"[\r\n;；,，]+")


class OpenedBox(Struct):
    """An opened box: the completed bulletin as JSON, which holders opened it, and its result."""

    bulletin: bytes
    holders: tuple[int, ...]
    result: secrecy.Result

    def told(self, names: tuple[str, ...]) -> dict[str, Any]:
        """What the engine may hear of it: what is published."""
        found = self.result
        told: dict[str, Any] = {
            "passed": bool(found.passed),
            "holders": list(self.holders),
            "failed": found.failed,
        }
        if found.heads is not None:
            told["heads"] = dict(zip(names, found.heads, strict=True))
        if found.shares is not None:
            told["shares"] = dict(zip(names, found.shares, strict=True))
        return told


@sensitive_variables("cards", "lines", "shares", "card", "passphrase")
def open_with_cards(ballot: Ballot, cards: str) -> OpenedBox | Refusal:
    """Open with the cards of enough holders, one a line; a passphrase stands behind its card after a blank bar `|`.

    A card of nobody's here, one mistyped, one twice, or too few: refused, and nothing is opened.
    """
    shares: dict[int, secrecy.Share] = {}
    lines = [line.strip() for line in _LINES.split(cards) if line.strip()]
    for number, line in enumerate(lines, 1):
        card, _, passphrase = (part.strip() for part in line.partition("|"))
        try:
            share = secrecy.open_share(ballot.key, card, passphrase)
        except secrecy.SecrecyFault as problem:
            found = fault_of(problem)
            return refusal("bad_card", number=number, why=found.why)
        shares[share.holder] = share
    if len(shares) < ballot.key.k:
        return refusal("too_few_cards", needed=ballot.key.k, given=len(shares))
    whole = closed_bulletin(ballot)
    if whole is None:
        return refusal("box_open_still")
    try:
        opened = secrecy.open_box(whole, list(shares.values()))
    except secrecy.SecrecyFault as problem:
        return fault_of(problem)
    return _kept(opened, tuple(sorted(shares))[: ballot.key.k])


def bring_partial(*, person: int, ballot: Ballot, content: bytes) -> OpenedBox | Refusal | int:
    """Take a partial opening that a holder made on an own computer: the opened box once there are enough, else how many.

    Each is checked when it comes; a false one is refused and names its holder.
    """
    whole = closed_bulletin(ballot)
    if whole is None:
        return refusal("box_open_still")
    matter, visit = ballot.row.matter_id, ballot.row.visit
    try:
        found = secrecy.check_box(whole)
        holder, partials = secrecy.read_partials(whole, content)
        secrecy.check_brought(whole, found, holder, partials)
        kept = {
            row.holder: secrecy.read_partials(whole, row.content)[1]
            for row in PartialOpening.objects.filter(matter=matter, visit=visit, z=whole.z)
        }
    except secrecy.SecrecyFault as problem:
        return fault_of(problem)
    if holder not in kept:

        def keep() -> Refusal | None:
            PartialOpening.objects.create(
                matter_id=matter, visit=visit, holder=holder, z=whole.z, person_id=person,
                at=timezone.now(), content=content.decode(),
            )  # fmt: skip
            return None

        twice = again(keep, before=lambda: refusal("partial_twice"), within=transaction.atomic)
        if twice is not None:
            return twice
        kept[holder] = partials
    if len(kept) < ballot.key.k:
        return len(kept)
    try:
        opened = secrecy.put_together(whole, found, kept)
    except secrecy.SecrecyFault as problem:
        return fault_of(problem)
    return _kept(opened, tuple(sorted(kept)))


def brought_by(matter: int, visit: int) -> list[int]:
    """Which holders brought their partial opening, by their number among the cards."""
    rows = PartialOpening.objects.filter(matter=matter, visit=visit).order_by("holder")
    return list(rows.values_list("holder", flat=True))


def _kept(opened: secrecy.Bulletin, holders: tuple[int, ...]) -> OpenedBox:
    assert opened.result is not None
    return OpenedBox(secrecy.write_bulletin(opened), holders, opened.result)
