"""Boxes made up for tests: holders with cards, a roll, ballots of known choices, sealed and ready to be opened."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from shanzhi.secrecy import (
    BallotKey,
    Bulletin,
    Cast,
    Closing,
    Elector,
    Paper,
    Publishing,
    Question,
    Struck,
    chain_heads,
    closing_digest,
    deal,
    draw_card,
    elector_code,
    new_salt,
    open_share,
    roll_digest,
    seal,
)
from shanzhi.secrecy.keys import Share

NAMES = ("yes", "no", "abstain")
YES, NO, ABSTAIN = (1, 0, 0), (0, 1, 0), (0, 0, 1)


class Box(Struct):
    """A sealed box with the cards that open it."""

    bulletin: Bulletin
    cards: list[str]
    key: BallotKey
    cast: Cast
    roll: list[Elector]

    def share(self, holder: int) -> Share:
        return open_share(self.key, self.cards[holder - 1])

    def shares(self, *holders: int) -> list[Share]:
        return [self.share(holder) for holder in holders or range(1, self.key.k + 1)]


def make_box(
    choices: Sequence[Sequence[int]],
    *,
    weights: Sequence[int] | None = None,
    publishing: Publishing | None = None,
    electors: int | None = None,
    lo: int = 1,
    hi: int = 1,
    k: int = 1,
    n: int = 1,
    drawn: int = 0,
    struck: Sequence[int] = (),
    paper: Paper | None = None,
) -> Box:
    """A box in which elector i made choice i; `weights` (all of the roll) make it weighted; the last `drawn` electors took a paper;
    `struck` are the places (from 0) of ballots struck out."""
    options = len(choices[0]) if choices else len(publishing.names) if publishing else 3
    rule = publishing or Publishing(tuple([*NAMES, *(f"plan_{j}" for j in range(options))][:options]))
    count = electors or max(len(weights or ()), len(choices) + drawn)
    roll = [
        Elector(elector_code("M-1", 1, new_salt(), f"person:{i}"), weights[i] if weights is not None else 1)
        for i in range(count)
    ]
    cards = [draw_card() for _ in range(n)]
    key = deal(k, [card.public for card in cards])
    question = Question(
        "M-1",
        1,
        "是否加装晾衣架",
        tuple(f"选项{j}" for j in range(options)),
        lo,
        hi,
        weights is not None,
        rule.text(),
        roll_digest(roll),
        key.digest,
    )
    cast = Cast(question.context, key.public, options, lo, hi)
    ballots = [seal(cast, one, choice) for one, choice in zip(roll, choices, strict=False)]
    head = chain_heads(question.context, ballots)[-1]
    none = (0,) * options
    closing = Closing(
        tuple(one.e for one in roll[count - drawn :]) if drawn else (),
        tuple(Struck(roll[at].e, "不是本栋住户") for at in struck),
        paper or Paper(none, none if weights is not None else ()),
    )
    bulletin = Bulletin(
        question,
        key,
        tuple(f"岗位{i}" for i in range(1, n + 1)),
        tuple(roll),
        tuple(ballots),
        head,
        closing,
        closing_digest(head, len(ballots), closing),
    )
    return Box(bulletin, [card.text for card in cards], key, cast, roll)
