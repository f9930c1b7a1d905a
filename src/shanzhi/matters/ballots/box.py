"""What a decision does with the box, in its transaction: a ballot goes in, the box is closed, the opening is kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Max

from shanzhi import secrecy
from shanzhi.engine.former import choice
from shanzhi.matters.ballots.bulletin import closing_of, last_closing
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.ballots.sealing import drawn_keys
from shanzhi.matters.models import BoxClosing, BoxOpening, ElectorCode, Entry, PartialOpening, SealedBallot
from shanzhi.matters.writing.messages import refusal


def put_in(matter: int, visit: int, values: dict[str, Any]) -> None:
    """Append a sealed ballot to its box and chain; the matter's row is locked. Raises `BadBallot`."""
    ballot, sealed = _known(matter, visit), values.get("ballot")
    if (
        sealed is None
        or not ElectorCode.objects.filter(matter=matter, visit=visit, e=bytes.fromhex(values["e"])).exists()
    ):
        raise BadBallot(refusal("not_sealed_here"))
    last = SealedBallot.objects.filter(matter=matter, visit=visit).order_by("-number").first()
    number = 1 if last is None else last.number + 1
    before = secrecy.chain_start(ballot.context) if last is None else bytes(last.head)
    SealedBallot.objects.create(
        matter_id=matter,
        visit=visit,
        number=number,
        e=bytes.fromhex(values["e"]),
        ballot=sealed,
        head=secrecy.link(before, number, bytes.fromhex(values["fingerprint"])),
    )


def close_box(matter: int, visit: int, at: datetime, paper: dict[str, Any] | None) -> BoxClosing:
    """Close the box: z over the chain, the drawn papers, the struck electors and the papers' totals."""
    ballot = _known(matter, visit)
    if paper is None:
        before = last_closing(matter, visit)
        kept = before.paper if before is not None else _no_paper(ballot)
    else:
        areas = [0] * len(ballot.names) if ballot.question.weighted else []
        heads = [paper["heads"].get(choice(name), 0) for name in ballot.names]
        kept = {"heads": heads, "area": areas, "spoilt": paper["spoilt"], "tellers": paper["tellers"]}
    last = SealedBallot.objects.filter(matter=matter, visit=visit).order_by("-number").first()
    head = secrecy.chain_start(ballot.context) if last is None else bytes(last.head)
    cast = set(SealedBallot.objects.filter(matter=matter, visit=visit).values_list("e", flat=True))
    codes = ElectorCode.objects.filter(matter=matter, visit=visit)
    drawn = [bytes(e) for e in codes.filter(key__in=drawn_keys(matter, visit)).values_list("e", flat=True)]
    row = BoxClosing(
        matter_id=matter,
        visit=visit,
        n=1 + (BoxClosing.objects.filter(matter=matter, visit=visit).aggregate(n=Max("n"))["n"] or 0),
        at=at,
        drawn=sorted(e.hex() for e in drawn if e not in {bytes(one) for one in cast}),
        struck=_struck(matter, visit),
        paper=kept,
        count=0 if last is None else last.number,
        head=head,
    )
    row.z = secrecy.closing_digest(head, row.count, closing_of(row))
    row.save(force_insert=True)
    return row


def strike(matter: int, visit: int, at: datetime) -> None:
    """Somebody was struck out: a box that is closed already is closed anew, unless a holder has begun to open it."""
    if last_closing(matter, visit) is None:
        return
    if PartialOpening.objects.filter(matter=matter, visit=visit).exists():
        raise BadBallot(refusal("opening_begun"))
    close_box(matter, visit, at, None)


def keep_opening(matter: int, visit: int, at: datetime, bulletin: bytes | None) -> None:
    """Keep what opening the box came to; refused if the box was closed anew meanwhile."""
    closing = last_closing(matter, visit)
    if bulletin is None or closing is None or secrecy.read_bulletin(bulletin).z != bytes(closing.z):
        raise BadBallot(refusal("closed_anew"))
    BoxOpening.objects.create(
        matter_id=matter, visit=visit, at=at, z=bytes(closing.z), bulletin=bulletin.decode()
    )


def _struck(matter: int, visit: int) -> list[list[str]]:
    rows = Entry.objects.filter(matter=matter, visit=visit, act="strike").values_list("slot", "values")
    reasons = {(slot or "").removeprefix("strike:"): values.get("reason", "") for slot, values in rows}
    codes = ElectorCode.objects.filter(matter=matter, visit=visit, key__in=reasons).values_list("e", "key")
    return sorted([bytes(e).hex(), reasons[key]] for e, key in codes)


def _no_paper(ballot: Ballot) -> dict[str, Any]:
    areas = [0] * len(ballot.names) if ballot.question.weighted else []
    return {"heads": [0] * len(ballot.names), "area": areas, "spoilt": 0, "tellers": []}


def _known(matter: int, visit: int) -> Ballot:
    ballot = ballot_of(matter, visit)
    if ballot is None:
        raise BadBallot(refusal("not_sealed_here"))
    return ballot
