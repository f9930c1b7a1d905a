"""Receipts (回执): that a sealed ballot is in its box, for whoever's vote it is and for the proxy who cast it."""

from __future__ import annotations

from msgspec import Struct

from shanzhi import secrecy
from shanzhi.matters.ballots.keys import BadBallot, ballot_of, salt_of
from shanzhi.matters.models import ElectorCode, Entry, SealedBallot
from shanzhi.matters.writing.rolls import electors_of


class ElectorReceipt(Struct):
    """One receipt, with the salt by which the elector finds their own code on the roll (None: deleted, or not theirs)."""

    receipt: secrecy.Receipt
    key: str
    salt: bytes | None


def receipts_for(matter: int, visit: int, person: int) -> list[ElectorReceipt]:
    """The receipts of a person in one ballot, their own first; none where nothing of theirs is in the box."""
    try:
        ballot = ballot_of(matter, visit)
    except BadBallot:
        return []
    if ballot is None:
        return []
    own = [one.key for one in electors_of(matter, visit, person)]
    held = Entry.objects.filter(matter=matter, visit=visit, act="vote_for", person=person)
    slots = [(slot or "").removeprefix("vote:") for slot in held.values_list("slot", flat=True)]
    codes = {
        row.key: row for row in ElectorCode.objects.filter(matter=matter, visit=visit, key__in=[*own, *slots])
    }
    found = []
    for key in dict.fromkeys([*own, *slots]):
        code = codes.get(key)
        row = (
            SealedBallot.objects.filter(matter=matter, visit=visit, e=code.e).first()
            if code is not None
            else None
        )
        if code is None or row is None or row.ballot is None:
            continue
        receipt = secrecy.receipt_for(
            str(matter), visit, row.number, secrecy.fingerprint(ballot.context, bytes(row.ballot)), bytes(row.head),
            bytes(code.e), ballot.context,
        )  # fmt: skip
        found.append(ElectorReceipt(receipt, key, salt_of(code) if key in own else None))
    return found
