"""The bulletin of a ballot (公报) from the store: complete from the closing on, and what an opening adds to it."""

from __future__ import annotations

from django.db.models import Max

from shanzhi import secrecy
from shanzhi.matters.ballots.keys import Ballot, ballot_of
from shanzhi.matters.models import BallotKey, BoxClosing, BoxOpening, ElectorCode, SealedBallot


def last_visit(matter: int) -> int | None:
    """The visit of a matter's latest secret ballot."""
    visit: int | None = BallotKey.objects.filter(matter=matter).aggregate(last=Max("visit"))["last"]
    return visit


def last_closing(matter: int, visit: int) -> BoxClosing | None:
    """How the box of a visit was closed; None while it takes votes."""
    return BoxClosing.objects.filter(matter=matter, visit=visit).order_by("-n").first()


def bulletin_of(matter: int, visit: int | None = None, *, sealed: bool = False) -> bytes | None:
    """The bulletin as JSON; None before the box is closed. `sealed` adds the holders' shares, for their own use.

    Without `visit` that of the latest ballot.
    """
    at = last_visit(matter) if visit is None else visit
    ballot = ballot_of(matter, at) if at is not None else None
    if ballot is not None and ballots_gone(ballot):
        return None
    whole = closed_bulletin(ballot) if ballot is not None else None
    if at is None or whole is None:
        return None
    opened = BoxOpening.objects.filter(matter=matter, visit=at).first()
    if opened is not None and not sealed:
        return opened.bulletin.encode()
    return secrecy.write_bulletin(whole, sealed=sealed)


def sheet_of(matter: int, visit: int) -> bytes | None:
    """The sheet of results alone, without roll and ballots."""
    ballot = ballot_of(matter, visit)
    if ballot is not None and ballots_gone(ballot):
        kept = (
            BoxOpening.objects.filter(matter=matter, visit=visit).values_list("bulletin", flat=True).first()
        )
        return kept.encode() if kept is not None else None
    data = bulletin_of(matter, visit)
    return None if data is None else secrecy.write_sheet(secrecy.read_bulletin(data))


def ballots_gone(ballot: Ballot) -> bool:
    """Whether its sealed ballots were deleted when its time was over."""
    gone = SealedBallot.objects.filter(matter=ballot.row.matter_id, visit=ballot.row.visit, ballot=None)
    return ballot.ended and gone.exists()


def closed_bulletin(ballot: Ballot) -> secrecy.Bulletin | None:
    """Everything there is of a closed box before it is opened; None while it takes votes, and once its ballots are gone."""
    matter, visit = ballot.row.matter_id, ballot.row.visit
    closing = last_closing(matter, visit)
    if closing is None or ballots_gone(ballot):
        return None
    return secrecy.Bulletin(
        ballot.question,
        ballot.key,
        tuple(ballot.row.posts),
        roll_of(matter, visit),
        tuple(ballots_of(matter, visit)),
        bytes(closing.head),
        closing_of(closing),
        bytes(closing.z),
    )


def roll_of(matter: int, visit: int) -> tuple[secrecy.Elector, ...]:
    """The coded roll, by code."""
    rows = ElectorCode.objects.filter(matter=matter, visit=visit).values_list("e", "weight")
    return tuple(sorted((secrecy.Elector(bytes(e), weight) for e, weight in rows), key=lambda one: one.e))


def ballots_of(matter: int, visit: int) -> list[bytes]:
    """The sealed ballots in the order of casting."""
    rows = SealedBallot.objects.filter(matter=matter, visit=visit).order_by("number")
    return [bytes(ballot) for ballot in rows.values_list("ballot", flat=True) if ballot is not None]


def closing_of(row: BoxClosing) -> secrecy.Closing:
    """A kept closing as the cryptography speaks of it."""
    paper = row.paper
    return secrecy.Closing(
        tuple(bytes.fromhex(e) for e in row.drawn),
        tuple(secrecy.Struck(bytes.fromhex(e), reason) for e, reason in row.struck),
        secrecy.Paper(tuple(paper["heads"]), tuple(paper["area"]), paper["spoilt"]),
    )
