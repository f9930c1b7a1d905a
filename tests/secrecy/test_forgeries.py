"""46 forgeries, each found by the program and by the stand-alone one.

Fifteen of one ballot, twenty-three of the bulletin, the five ways of exchanging ballots with the chain made anew (receipts find
them), a bit turned in each byte (test_vector), a wrong card and a mistyped one.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest

from shanzhi.secrecy import (
    Bulletin,
    SecrecyFault,
    check_ballot,
    check_receipt,
    draw_card,
    fingerprint,
    open_share,
    read_bulletin,
    receipt_for,
    recount,
    write_bulletin,
)
from shanzhi.secrecy.standalone import proving
from shanzhi.secrecy.standalone.box import Box
from shanzhi.secrecy.standalone.commands import main
from shanzhi.secrecy.standalone.hashing import Wrong, card_secret, read_card
from shanzhi.secrecy.standalone.results import Published
from tests.secrecy.forging import BALLOTS, CHANGES, LIES, anew
from tests.secrecy.vector import Vector, make


@pytest.fixture(scope="module")
def made() -> Vector:
    return make()


def faults_of_program(text: bytes) -> Sequence[Exception]:
    try:
        return recount(read_bulletin(text), vector=True).faults
    except SecrecyFault as found:
        return [found]


def faults_of_script(text: bytes) -> Sequence[Exception]:
    try:
        box = Box(text.decode())
        faults = box.check(vector=True, processes=1)
        if not faults:
            Published(box, True).check()
    except Wrong as found:
        return [found]
    return faults


def test_there_are_46() -> None:
    assert len(LIES) + len(CHANGES) + len(BALLOTS) + len(("bits", "wrong card", "mistyped card")) == 46


def test_the_box_itself_is_found_right(made: Vector) -> None:
    text = write_bulletin(made.bulletin)
    assert not faults_of_program(text)
    assert not faults_of_script(text)


@pytest.mark.parametrize("name", LIES)
def test_a_forged_ballot_is_refused(made: Vector, name: str) -> None:
    ballot, elector = LIES[name](made), made.roll[0]
    with pytest.raises(SecrecyFault) as refused:
        check_ballot(made.cast, elector, ballot, 1)
    assert (refused.value.kind, refused.value.ballot) == ("ballot", 1)
    cast = proving.Cast(made.question.context, proving.Public(made.key.public), 3, 1, 1)
    with pytest.raises(Wrong):
        proving.check_ballot(cast, elector.e, elector.weight, ballot)
    with_it = anew(made.bulletin, ballots=(ballot, *made.ballots[1:]))
    assert [one.ballot for one in recount(with_it, vector=True).faults] == [1]


@pytest.mark.parametrize("name", CHANGES)
def test_a_forged_bulletin_is_found(made: Vector, name: str) -> None:
    text = write_bulletin(CHANGES[name](made))
    assert faults_of_program(text)
    assert faults_of_script(text)


@pytest.mark.parametrize("name", BALLOTS)
def test_receipts_find_a_box_whose_chain_was_made_anew(made: Vector, name: str, tmp_path: object) -> None:
    forged: Bulletin = anew(made.bulletin, ballots=tuple(BALLOTS[name](made)))
    assert not recount(forged, vector=True).faults
    path = f"{tmp_path}/bulletin.json"
    with open(path, "wb") as file:
        file.write(write_bulletin(forged))
    missing = script_missing = 0
    for number, ballot in enumerate(made.ballots, start=1):
        mark = fingerprint(made.question.context, ballot)
        receipt = receipt_for("T-1", 1, number, mark, made.heads[number], ballot[1:33], made.question.context)
        script_missing += main(["receipt", path, receipt.text()])
        try:
            check_receipt(forged, receipt)
        except SecrecyFault:
            missing += 1
    assert missing == script_missing > 0


def test_a_wrong_card_is_refused(made: Vector) -> None:
    card = draw_card().text
    with pytest.raises(SecrecyFault, match="not a card registered"):
        open_share(made.key, card)
    with pytest.raises(SecrecyFault) as refused:
        open_share(made.key, made.cards[1], holder=1)
    assert refused.value.holder == 1
    box = Box(write_bulletin(made.bulletin, sealed=True).decode())
    with pytest.raises(Wrong):
        box.key.open_share(card_secret(read_card(card)))


def test_a_mistyped_card_is_refused(made: Vector) -> None:
    card = made.cards[0]
    for typed, says in (
        (card[:-1], "27 were typed"),
        (card + "A", "29 were typed"),
        (card.replace("6", "U"), "no U"),
        ("5" + card[2:3] + card[1:2] + card[3:], "mistyped"),
        (card[:-1] + ("Y" if card[-1] != "Y" else "Z"), "mistyped"),
    ):
        with pytest.raises(SecrecyFault, match=says):
            open_share(made.key, typed)
        with pytest.raises(Wrong):
            read_card(typed)
    assert (
        open_share(made.key, card.lower().replace("-", " ").replace("0", "o").replace("1", "l")).holder == 1
    )


def test_a_wrong_share_in_the_record_names_its_holder(made: Vector) -> None:
    from msgspec.structs import replace

    sealed = (made.key.sealed[0][:32] + made.key.sealed[1][32:], *made.key.sealed[1:])
    with pytest.raises(SecrecyFault, match="holder 1") as refused:
        open_share(replace(made.key, sealed=sealed), made.cards[0])
    assert (refused.value.kind, refused.value.holder) == ("share", 1)


def test_unreadable_bulletins_are_told_apart(made: Vector) -> None:
    good = json.loads(write_bulletin(made.bulletin))
    for change in (
        {"suite": "shanzhi/ballot/2"},
        {"ballots": ["zz"]},
        {"ballots": None},
        {"visit": -1},
        {"lo": 70000},
        {"key": {}},
        {"roll": [["00", 1]]},
        {"ctx": "00" * 32},
    ):
        text = json.dumps({**good, **change}).encode()
        assert isinstance(faults_of_program(text)[0], SecrecyFault)
        assert isinstance(faults_of_script(text)[0], Wrong)
    for text in (b"", b"[]", b"{", b"\xff\xfe", b"[" * 100_000):
        with pytest.raises(SecrecyFault):
            read_bulletin(text)
    for text in ("", "[]", "{", "[" * 100_000):
        with pytest.raises(Wrong):
            Box(text)
