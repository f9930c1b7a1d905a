"""Whether the boxes hold: the chain of every box, each ballot against its voter's line of history, the application's marks.

The proofs inside the ballots are for the recount (`shanzhi verify ballot N`), which takes some milliseconds a ballot.
"""

from __future__ import annotations

from collections.abc import Iterator

from shanzhi import secrecy
from shanzhi.matters.ballots.cards import genuine
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of, salt_of
from shanzhi.matters.models import (
    BallotKey,
    BoxClosing,
    BoxHead,
    BoxOpening,
    ElectorCode,
    Entry,
    HolderKey,
    RollLine,
    SealedBallot,
)
from shanzhi.method.words import Sentence
from shanzhi.people.sealing import Unreadable

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
CODES = Sentence(
    "第 {visit} 次表决的名册与其摘要不符：有代号被加入、删去或改了权重",
    "the coded roll of ballot {visit} does not fit its digest: codes were added, removed or reweighted",
)
CODE = Sentence(
    "第 {visit} 次表决名册上 {key} 的代号或权重与名册不符",
    "in ballot {visit} the code or weight of {key} is not that of the roll",
)
SENT = Sentence(
    "第 {visit} 次表决发给持钥人和观察人的链值（第 {number} 张时）不在票链里：票箱被改写过",
    "the chain value of ballot {visit} sent after no. {number} is not in its chain: the box was rewritten",
)
CARD = Sentence("有一张密钥卡的登记被改动过", "the record of a key holder's card was changed")


def box_faults() -> Iterator[tuple[int, Sentence]]:
    """What is wrong with cards and boxes: the matter (0: none) and what."""
    if not all(genuine(card) for card in HolderKey.objects.iterator()):
        yield 0, CARD
    known = set()
    for matter, visit in BallotKey.objects.order_by("matter", "visit").values_list("matter", "visit"):
        known.add((matter, visit))
        yield from ((matter, what) for what in ballot_faults(matter, visit))
    stray = SealedBallot.objects.values_list("matter", "visit").distinct()
    yield from ((matter, MARK.fill(visit=visit)) for matter, visit in stray if (matter, visit) not in known)


def ballot_faults(matter: int, visit: int) -> Iterator[Sentence]:
    """What is wrong with the box of one ballot: its mark, roll, chain, values sent out, votes, closing."""
    try:
        ballot = ballot_of(matter, visit)
    except BadBallot:
        ballot = None
    if ballot is None:
        yield MARK.fill(visit=visit)
        return
    yield from roll_line_faults(ballot)
    cast = Entry.objects.filter(matter=matter, visit=visit, act__in=VOTES).order_by("seq")
    told = [values.get("fingerprint") for values in cast.values_list("values", flat=True)]
    found: list[str | None] = []
    head, broken = secrecy.chain_start(ballot.context), False
    sent = dict(BoxHead.objects.filter(matter=matter, visit=visit).values_list("number", "head"))
    for row in SealedBallot.objects.filter(matter=matter, visit=visit).order_by("number").iterator():
        if row.ballot is not None:
            print_ = secrecy.fingerprint(ballot.context, bytes(row.ballot))
        elif ballot.ended and len(found) < len(told):  # deleted: the history still has its fingerprint
            print_ = bytes.fromhex(told[len(found)] or "")
        else:
            print_ = b""
        head = secrecy.link(head, len(found) + 1, print_)
        found.append(print_.hex())
        if bytes(sent.pop(len(found), head)) != head:
            yield SENT.fill(visit=visit, number=len(found))
        if not broken and (row.number != len(found) or bytes(row.head) != head):
            broken = True
            yield CHAIN.fill(visit=visit, number=len(found))
    yield from (SENT.fill(visit=visit, number=number) for number in sorted(sent))
    if found != told:
        yield SLOTS.fill(ballots=len(found), votes=len(told))
    yield from _closing_faults(ballot, head, len(found))


def roll_line_faults(ballot: Ballot) -> Iterator[Sentence]:
    """Which lines of the coded roll are not those of the roll by which the ballot is held."""
    matter, visit = ballot.row.matter_id, ballot.row.visit
    lines = RollLine.objects.filter(roll__uses__matter=matter, roll__uses__visit=visit)
    areas = dict(lines.values_list("key", "area"))
    codes: dict[str, secrecy.Elector] = {}
    for code in ElectorCode.objects.filter(matter=matter, visit=visit).order_by("key").iterator(2_000):
        codes[code.key] = secrecy.Elector(bytes(code.e), code.weight)
        weight = areas.get(code.key) if ballot.question.weighted else 1
        if code.key not in areas or weight != code.weight or not _own_code(code, ended=ballot.ended):
            yield CODE.fill(visit=visit, key=code.key)
    yield from (CODE.fill(visit=visit, key=key) for key in sorted(areas.keys() - codes.keys()))
    if secrecy.roll_digest(list(codes.values())) != bytes(ballot.row.roll):
        yield CODES.fill(visit=visit)


def _own_code(code: ElectorCode, *, ended: bool) -> bool:
    """Whether a code is that of its elector, as the salt tells while it is kept."""
    try:
        salt = salt_of(code)
    except Unreadable:
        return False
    if salt is None:
        return ended
    return bytes(code.e) == secrecy.elector_code(str(code.matter_id), code.visit, salt, code.key)


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
