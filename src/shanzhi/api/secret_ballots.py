"""The box of a secret ballot: how it stands, one's receipts, the bulletin. Votes and cards are acts like any other."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from shanzhi import secrecy
from shanzhi.api.acts import Step, step
from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import CommandId, Message
from shanzhi.api.sent_again import command_of
from shanzhi.api.subjects import matters
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.bringing import LARGEST, bring
from shanzhi.matters.ballots.bulletin import ballots_gone, bulletin_of, last_closing, last_visit
from shanzhi.matters.ballots.heads import head_of, sent_heads
from shanzhi.matters.ballots.keys import BadBallot, Ballot, ballot_of
from shanzhi.matters.ballots.opening import brought_by
from shanzhi.matters.ballots.receipts import receipts_for
from shanzhi.matters.models import BoxOpening
from shanzhi.matters.writing.rolls import electors_of
from shanzhi.method.words import Sentence
from shanzhi.reading.matter import Seen, look


class HolderView(Struct):
    """One key holder: the post, the short form of the card's public number, and whether an opening file came."""

    post: str
    card: str
    brought: bool


class HeadView(Struct):
    """A value of the chain as it was sent to holders and observers: after how many ballots, and when."""

    number: int
    head: str
    at: datetime


class BoxView(Struct):
    """A box: what is public of it. `count` and `head`, how many ballots and the chain's value, follow the votes; `z` is
    empty until it is closed. `context`, `head` and `z` are hexadecimal; `heads` are the values sent out so far."""

    visit: int
    context: str
    count: int
    head: str
    z: str
    needed: int
    holders: list[HolderView]
    opened_at: datetime | None
    heads: list[HeadView] = []
    ballots_deleted: bool = False


class OpeningFile(Message):
    """What a key holder made on an own computer (`shanzhi ballot open`, or the stand-alone program): the file as text."""

    content: Annotated[str, Meta(min_length=2, max_length=LARGEST)]
    command_id: CommandId | None = None


class OpeningTaken(Struct):
    """How many holders' openings are there and how many are needed; `step` once the box was opened by them."""

    brought: int
    needed: int
    step: Step | None = None


class ReceiptView(Struct):
    """One receipt: `text` is the line that the recounting programs read."""

    number: int
    short: str
    head: str
    e: str
    text: str


class Receipts(Struct):
    """One's receipts in the latest ballot of a matter."""

    receipts: list[ReceiptView]


@operation(
    matters, "GET", "/matters/{int:number}/box", Sentence("无记名表决的票箱", "Read the box of a secret ballot"),
    answer=BoxView, refuses=[404],
)  # fmt: skip
def read_box(call: Call, number: int) -> BoxView:
    """What is public of the latest box."""
    _it, ballot = _found(call, number)
    row = ballot.row
    closing = last_closing(number, row.visit)
    brought = brought_by(number, row.visit)
    opened = BoxOpening.objects.filter(matter=number, visit=row.visit).values_list("at", flat=True).first()
    holders = [
        HolderView(post, secrecy.short_form(card), n in brought)
        for n, (post, card) in enumerate(zip(row.posts, ballot.key.cards, strict=True), 1)
    ]
    return BoxView(
        row.visit,
        ballot.context.hex(),
        *_now(ballot),
        bytes(closing.z).hex() if closing is not None else "",
        ballot.key.k,
        holders,
        opened,
        [HeadView(one.number, bytes(one.head).hex(), one.at) for one in sent_heads(number, row.visit)],
        ballots_gone(ballot),
    )


def _now(ballot: Ballot) -> tuple[int, str]:
    count, head = head_of(ballot)
    return count, head.hex()


@operation(
    matters, "POST", "/matters/{int:number}/box/openings",
    Sentence("交开票文件", "Bring a key holder's opening of a box"),
    body=OpeningFile, answer=OpeningTaken, scope="act", refuses=[404, 409, 503],
    examples={"file": {"content": "{\"suite\": \"shanzhi/ballot/1\", \"…\": \"…\"}"}},
)  # fmt: skip
def bring_opening(call: Call, number: int) -> OpeningTaken | Refusal:
    """The file is checked against the box before it is taken; the last of those needed opens the box."""
    _it, ballot = _found(call, number)
    body: OpeningFile = call.body
    command = command_of(call, body.command_id, number, "open_box", {"content": body.content})
    done = bring(actor=call.actor, matter=number, content=body.content.encode(), command_id=command)
    if isinstance(done, Refusal):
        return done
    needed = ballot.key.k
    if isinstance(done, int):
        return OpeningTaken(done, needed)
    return OpeningTaken(len(brought_by(number, ballot.row.visit)), needed, step(done, call))


@operation(
    matters, "GET", "/matters/{int:number}/receipts", Sentence("我的投票回执", "Read one's receipts"),
    answer=Receipts, refuses=[404],
)  # fmt: skip
def read_receipts(call: Call, number: int) -> Receipts:
    """That one's ballots are in the box."""
    _it, ballot = _found(call, number)
    person = call.actor.person
    kept = receipts_for(number, ballot.row.visit, person) if person is not None else []
    found = [one.receipt for one in kept]
    return Receipts([ReceiptView(one.number, one.short, one.head, one.e, one.text()) for one in found])


@operation(
    matters, "GET", "/matters/{int:number}/bulletin", Sentence("公报", "Read the bulletin of a secret ballot"),
    answer=dict[str, Any], refuses=[404],
)  # fmt: skip
def read_bulletin(call: Call, number: int) -> dict[str, Any]:
    """All by which anyone recounts; for electors, holders and parties, once the box is closed."""
    it, ballot = _found(call, number)
    person, row = call.actor.person, ballot.row
    elector = person is not None and bool(electors_of(number, row.visit, person))
    data = bulletin_of(number, row.visit) if it.whole or elector or person in row.holders else None
    if data is None:
        raise not_found()
    found: dict[str, Any] = msgspec.json.decode(data)
    return found


def _found(call: Call, number: int) -> tuple[Seen, Ballot]:
    it, visit = look(call.actor, number), last_visit(number)
    try:
        ballot = ballot_of(number, visit) if it is not None and visit is not None else None
    except BadBallot:
        ballot = None
    if it is None or ballot is None:
        raise not_found()
    return it, ballot
