"""Whether the boxes hold: the chain of every box, each ballot against its voter's line of history, the application's marks.

The proofs inside the ballots are for the recount (`shanzhi verify ballot N`), which takes some milliseconds a ballot.
"""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi import secrecy
from shanzhi.matters.ballots.cards import genuine
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.models import BallotKey, BoxClosing, BoxOpening, Entry, HolderKey, SealedBallot
from shanzhi.method.words import Sentence

VOTES = ("vote", "vote_for", "seal_paper")
MARK = Sentence(
    "第 {visit} 次表决的计票密钥、题目或名册被改动过", "key, question or roll of ballot {visit} were changed"
)
CHAIN = Sentence(
    "第 {visit} 次表决的票箱从第 {number} 张起与链不符",
    "the box of ballot {visit} breaks its chain at no. {number}",
)
SLOTS = Sentence(
    "票箱有 {ballots} 张密封票，而记录有 {votes} 人投票，或有一张对不上",
    "the box holds {ballots} sealed ballots, the history {votes} votes, or one of them does not fit",
)
CLOSED = Sentence("封箱记录与票箱不符", "the record of the closing does not fit the box")
OPENED = Sentence("开票记录与封箱不符", "the record of the opening does not fit the closing")
CARD = Sentence("有一张密钥卡的登记被改动过", "the record of a key holder's card was changed")


def box_faults() -> Iterator[tuple[int, Sentence]]:
    """What is wrong with cards and boxes: the matter (0: none) and what."""
    if not all(genuine(card) for card in HolderKey.objects.iterator()):
        yield 0, CARD
    known = set()
    for matter, visit in BallotKey.objects.order_by("matter", "visit").values_list("matter", "visit"):
        known.add((matter, visit))
        yield from ((matter, what) for what in _faults(matter, visit))
    stray = SealedBallot.objects.values_list("matter", "visit").distinct()
    yield from ((matter, MARK.fill(visit=visit)) for matter, visit in stray if (matter, visit) not in known)


def _faults(matter: int, visit: int) -> Iterator[Sentence]:
    try:
        ballot = ballot_of(matter, visit)
    except BadBallot:
        ballot = None
    if ballot is None:
        yield MARK.fill(visit=visit)
        return
    cast = Entry.objects.filter(matter=matter, visit=visit, act__in=VOTES).order_by("seq")
    told = [values.get("fingerprint") for values in cast.values_list("values", flat=True)]
    found: list[str] = []
    head, broken = secrecy.chain_start(ballot.context), False
    for row in SealedBallot.objects.filter(matter=matter, visit=visit).order_by("number").iterator():
        print_ = secrecy.fingerprint(ballot.context, bytes(row.ballot))
        head = secrecy.link(head, len(found) + 1, print_)
        found.append(print_.hex())
        if not broken and (row.number != len(found) or bytes(row.head) != head):
            broken = True
            yield CHAIN.fill(visit=visit, number=len(found))
    if found != told:
        yield SLOTS.fill(ballots=len(found), votes=len(told))
    yield from _closing_faults(ballot, head, len(found))


def _closing_faults(ballot: Ballot, head: bytes, count: int) -> Iterator[Sentence]:
    from shanzhi.matters.ballots.bulletin import closing_of

    at = {"matter": ballot.row.matter_id, "visit": ballot.row.visit}
    last = None
    for row in BoxClosing.objects.filter(**at).order_by("n"):
        last = row
        z = secrecy.closing_digest(bytes(row.head), row.count, closing_of(row))
        if bytes(row.z) != z or bytes(row.head) != head or row.count != count:
            yield CLOSED
    for opening in BoxOpening.objects.filter(**at):
        if last is None or bytes(opening.z) != bytes(last.z):
            yield OPENED
