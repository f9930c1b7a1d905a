"""The key of one ballot as it is kept: dealing it when the ballot opens, and reading it back checked.

The dealer's numbers live in memory alone, inside `secrecy.deal`; what is kept are commitments, cards and shares sealed
to the cards. If the transaction fails, nothing was published and the key is dealt anew.
"""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from shanzhi import secrecy
from shanzhi.engine.types import Refusal
from shanzhi.matters.ballots.cards import cards_for, fault_of, genuine, post_name
from shanzhi.matters.ballots.marks import mark, marked
from shanzhi.matters.models import BallotKey, ElectorCode
from shanzhi.matters.writing.messages import refusal
from shanzhi.people.sealing import seal, unseal
from shanzhi.places.models import Place

POINT, SHARE = 32, 64


class BadBallot(Exception):
    """A ballot that cannot begin, or whose record does not hold; `refusal` says why."""

    def __init__(self, answer: Refusal) -> None:
        super().__init__(answer.code)
        self.refusal = answer


class Ballot(Struct):
    """A running or ended secret ballot: its row, its key and its question, checked against the application's mark."""

    row: BallotKey
    key: secrecy.BallotKey
    question: secrecy.Question
    names: tuple[str, ...]

    @property
    def context(self) -> bytes:
        return bytes(self.row.context)

    @property
    def ended(self) -> bool:
        """Whether its life has ended: sealed shares, salts and ballots were deleted when their time was over."""
        return self.row.shares is None

    @property
    def cast(self) -> secrecy.Cast:
        """What every ballot of it is held to."""
        asked = self.question
        return secrecy.Cast(self.context, self.key.public, len(asked.options), asked.lo, asked.hi)


def deal_key(matter: int, visit: int, at: Any, values: dict[str, Any], roll: list[tuple[str, int]]) -> None:
    """Deal the key of a ballot that opens, freeze its coded roll, and fix its context. Raises `BadBallot`.

    `values` are those of the engine's effect; `roll` the electors with their areas (0.01 m²; 0 where heads count).
    """
    place = Place.objects.get(pk=values["keys_at"])
    _, cards = cards_for(place.ancestor_ids)
    if not cards:
        raise BadBallot(refusal("no_cards"))
    if not all(map(genuine, cards)):
        raise BadBallot(refusal("not_marked"))
    weighted = values["roll"] == "owner"
    bare = sum(area < 1 for _, area in roll) if weighted else 0
    if bare:
        raise BadBallot(refusal("no_area", count=bare))
    coded = []
    for key_, area in roll:
        salt = secrecy.new_salt()
        e = secrecy.elector_code(str(matter), visit, salt, key_)
        sealed = seal({"salt": salt.hex()}, _context(matter, visit, key_))
        coded.append(
            ElectorCode(
                matter_id=matter, visit=visit, e=e, key=key_, weight=area if weighted else 1, salt=sealed
            )
        )
    names = tuple(name for name, _ in values["options"])
    publishing = secrecy.Publishing(
        names, tuple(values["conditions"]), again=values["again"], **values["limits"]
    )
    try:
        key = secrecy.deal(values["needs"], [bytes(card.public) for card in cards])
        electors = [secrecy.Elector(bytes(one.e), one.weight) for one in coded]
        secrecy.check_size(publishing, len(electors))
        question = secrecy.Question(
            str(matter), visit, values["question"], tuple(label for _, label in values["options"]), 1, 1, weighted,
            publishing.text(), secrecy.roll_digest(electors), key.digest,
        )  # fmt: skip
        secrecy.check_question(question, key, electors)
    except secrecy.SecrecyFault as problem:
        raise BadBallot(fault_of(problem)) from None
    ElectorCode.objects.bulk_create(coded, batch_size=500)
    context = question.context
    BallotKey.objects.create(
        matter_id=matter,
        visit=visit,
        at=at,
        needed=key.k,
        commitments=b"".join(key.commitments),
        cards=b"".join(key.cards),
        shares=b"".join(key.sealed),
        posts=[post_name(card).zh for card in cards],
        holders=[card.person_id for card in cards],
        question={
            "question": question.question,
            "options": list(question.options),
            "names": list(names),
            "weighted": weighted,
            "publish": question.publish,
            "kept_days": values["kept_days"],
            "keeps_ballots": values["keeps_ballots"],
        },
        roll=question.roll,
        context=context,
        mark=mark("key", secrecy.key_record(str(matter), visit, key, question.roll, context)),
    )


def ballot_of(matter: int, visit: int) -> Ballot | None:
    """The secret ballot of a visit; None if there is none. Raises `BadBallot` where its record bears no mark of ours."""
    row = BallotKey.objects.filter(matter=matter, visit=visit).first()
    return None if row is None else _read(row)


def _read(row: BallotKey) -> Ballot:
    cards, commitments = _cut(row.cards, POINT), _cut(row.commitments, POINT)
    key = secrecy.BallotKey(row.needed, len(cards), commitments, cards, _cut(row.shares, SHARE))
    asked = row.question
    question = secrecy.Question(
        str(row.matter_id), row.visit, asked["question"], tuple(asked["options"]), 1, 1, asked["weighted"],
        asked["publish"], bytes(row.roll), key.digest,
    )  # fmt: skip
    context = question.context
    record = secrecy.key_record(str(row.matter_id), row.visit, key, bytes(row.roll), context)
    if context != bytes(row.context) or not marked("key", record, row.mark):
        raise BadBallot(refusal("not_marked"))
    return Ballot(row, key, question, tuple(asked["names"]))


def salt_of(row: ElectorCode) -> bytes | None:
    """An elector's salt, by which they find their code e; None once it was deleted."""
    opened = unseal(row.salt, _context(row.matter_id, row.visit, row.key))
    return bytes.fromhex(opened["salt"]) if opened else None


def _context(matter: int, visit: int, key: str) -> str:
    return f"elector:{matter}:{visit}:{key}"


def _cut(joined: bytes | memoryview | None, size: int) -> tuple[bytes, ...]:
    whole = bytes(joined or b"")
    return tuple(whole[at : at + size] for at in range(0, len(whole), size))
