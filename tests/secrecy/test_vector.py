"""The published test vector, byte for byte: whoever writes the protocol anew must come to these bytes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from msgspec.structs import replace

from shanzhi.secrecy import (
    SecrecyFault,
    check_ballot,
    check_receipt,
    fingerprint,
    receipt_for,
    recount,
    short_form,
)
from shanzhi.secrecy.ballots import Cast
from shanzhi.secrecy.cards import read_card, secret_of
from shanzhi.secrecy.context import Elector
from shanzhi.secrecy.encoding import u32
from shanzhi.secrecy.group import base, hashed
from tests.secrecy.vector import Vector, make

BALLOT = (Path(__file__).parent / "vector_ballot.hex").read_text("ascii").replace("\n", "")


@pytest.fixture(scope="module")
def made() -> Vector:
    return make()


def digest(*parts: bytes) -> str:
    return sha256(b"".join(parts)).hexdigest()


def test_cards_key_and_shares(made: Vector) -> None:
    key = made.key
    assert (
        hashed("test", "key", u32(1)).hex()
        == "74767c9eba9e0c82620e20332593719a9d081239f02fb9c8319cf867bc0b2c0d"
    )
    assert [one.hex() for one in key.commitments] == [
        "90aa9748e33c0e1d95c060fc006be1cfe9337a860cf7cb052d1d252531846e49",
        "8cd2ea584c6875b27de13cdca184074f8c121eeb1b0d030c40c0d2c252ed1043",
    ]
    assert made.cards[0] == "56CE-MJDW-9DF1-GA69-3G0W-ZE7T-XFHY"
    assert read_card(made.cards[0]).hex() == "2998ea49bc4b5e1828c91c01cfb8faeb"
    assert (
        secret_of(read_card(made.cards[0])).hex()
        == "3d696a316affc7aa31a327b8d7dbe683888e282e1cb5ecabbdddee7c6968cb01"
    )
    assert [one.hex() for one in key.cards] == [
        "4e4b2bca621af1603ba74c9706d8b0b11a6c6f3f172f25e83cef6c7c23b6633b",
        "300e123c45c6746ebfa6248158f8d447766620865c46a511702f126187d71229",
        "5a05ee92050e93c889478c273c7da70af8814dcb85d2732a51881f6353850718",
    ]
    assert [made.shares[i].secret.hex() for i in (1, 2, 3)] == [
        "a00f99842bbc18a4d20f6b8fbc181693e845ec0db789e65cb92ed300d1e8bd0d",
        "cca8b56a9cd924c64211b6eb539eba8b3383c6e27de313f140c1ad99e5c54f0e",
        "f841d2500df730e8b2120148eb235f847ec0a0b7443d4185c8538832faa2e10e",
    ]
    assert [key.share_public(i).hex() for i in (1, 2, 3)] == [
        "54c600674a80bfccc6126499390ac453b5e1fbe126e78d8acd081233eb9ee710",
        "70c5a98741118adb6edc898121f600a4cd98bdb34b379068e93879a29d574626",
        "4a07d655934cf4b616051cfdcdf33d8fc52250800c7c36f9f9d3e8b0a7e61518",
    ]
    assert key.sealed[0].hex() == (
        "742a897143186ca7fe3641e76b22ac8a59aefe3548e3e339f2ad112e03e5ff21"
        "bf79e1b663c7fa0fe7f0dfb4d3aa113855cd586160dd4c351add51090afa660b"
    )
    assert key.digest.hex() == "c3f1c598480166d19c94caa39ceb9ea15175fe5429d5efa3bed1ec4c2290bd5c"


def test_roll_context_and_ballots(made: Vector) -> None:
    assert made.salts[0].hex() == "07f9ed330b004eb2c9143f3c43334a29"
    assert made.roll[0].e.hex() == "a8dece6aba8bcbda6452b583230080036cd3fa1f8ded892830b93d8f1fc86cf6"
    assert made.roll[3].e.hex() == "1afb0b40d9510eee54afd0551700fde3cf30cdbb4ea77f4f9ee97199fa14d8ae"
    assert made.question.roll.hex() == "452d242072d551774345e3650da632367a6009a3ab956b98ad2117da13092bda"
    assert made.question.context.hex() == "a69edb63d62cda68c5d78a299c76ed95d4532a4fbed52e52394a0ae42fb46d7f"
    assert made.ballots[0].hex() == BALLOT
    assert digest(made.ballots[1]) == "f2a9529090b149503d21dbed53cdb8abf98ad932baee2fe59a2787304ef39884"
    assert digest(made.ballots[2]) == "79cb82736436cf1e0af896d9ce8274f0bdb811354613a8ddea2d611475fdc87e"
    assert {len(one) for one in made.ballots} == {681}


def test_chain_and_closing(made: Vector) -> None:
    first = fingerprint(made.question.context, made.ballots[0])
    assert first.hex() == "858c840d07e1d63fe15ccf5db45a46e1ec376023fd6604b5659376ce60d8bb67"
    assert short_form(first) == "GP688-387W7-B3ZRA-WSXEV-8PJ6W"
    assert [made.heads[i].hex() for i in (0, 1, 3)] == [
        "237a1515e36bd939cbb6f36ccfac6a1144566bc4ce6f4257c32475af4d2c7833",
        "04afdfec00be82a07d25679f0a42e89da87a2288ccf0d6e2a80f347cd3091ded",
        "9af4d521468f9c361c9f65e8fa261ac4fd26883efede0f994a9398b4f093fd53",
    ]
    assert made.z.hex() == "96c2d68bb61d53f2fdb18088c20194f935bd7b38a72a02741b1f0437c6995b3d"


def test_openings_and_claims(made: Vector) -> None:
    assert [made.sums["heads 0"].a.hex(), made.sums["heads 0"].b.hex()] == [
        "8a5d25c1a815ba90cff16792f84de94ec8ec967cee1ac4039333dbcd6e37757b",
        "42a1b152c6679dbd0a28702f9dc38a78038abf752df34675949a80190893957c",
    ]
    assert [made.sums["area 0"].a.hex(), made.sums["area 0"].b.hex()] == [
        "8a937a27fbf7ad76e0f2ea9b04b033c00ab65cb28a160e1c0c20b6d7bf2b5556",
        "cc122aab7310f0189a3879fced33d3811772a443f3813b7ff9547db3493c9b2a",
    ]
    assert made.partials["heads 0"][1].hex() == (
        "e4e25329b02ece4bebb7bac990fe894104a75e9cdaf2ad1dc173e66fd8729421"
        "ba3f5605e1947c571ed301dc508312d50e78f7c2eadbe1922dbfb0f242be5906"
        "8e3227639f3d54d9d71e4529fa4fd9c1b064172da46c28e9c8f87e093a6b2503"
    )
    assert made.partials["heads 0"][3].hex() == (
        "78177fc1e83887d6191d98241be90b63035c881ad8c4f71a2f4c5f3f831ce845"
        "fa994207e1fcb707cf97c14e347d46369635bca9d85cdd290d7b942265f6a502"
        "c945a300264a36f7d34534d1994858adb25a3b17051ccab6d1fea50988bf000d"
    )
    together = digest(*(one[i] for one in made.partials.values() for i in (1, 3)))
    assert together == "7f673b11d17a05144999fe93de97b38b28477de31473efa93b565b819c0f6fe8"
    assert [digest(one.bits) for one in made.claims] == [
        "86385655fa8624e89c058c0f85733490c44082dd4336acdf1886dc07bf8a03f2",
        "8e9eddaaa440f7b3accd8264ca29d6b55732659c90f4ede549e710f255398500",
    ]
    assert [digest(one.partials[1], one.partials[3]) for one in made.claims] == [
        "37b188ca3ba0ceed94491567bf8ac846d90eb5f3919594ace62f0f7e63b7360c",
        "43a0f4e88f4a35033cac8f736bac45a0f07c9002be9701d832a5a71de5632c62",
    ]
    assert [(one.a, one.b) for one in made.asked] == [
        ((("area 0", 3),), -75238 + 3 * 8932),
        ((("heads 0", 2),), -5 + 2 * 1),
    ]


def test_the_box_recounts_as_a_vector_and_not_as_a_ballot_of_people(made: Vector) -> None:
    assert recount(made.bulletin, vector=True).faults == []
    assert [one.kind for one in recount(made.bulletin).faults] == ["publish"]


def test_every_receipt_is_in_the_box(made: Vector) -> None:
    for number, ballot in enumerate(made.ballots, start=1):
        print_ = fingerprint(made.question.context, ballot)
        receipt = receipt_for(
            "T-1", 1, number, print_, made.heads[number], ballot[1:33], made.question.context
        )
        check_receipt(made.bulletin, receipt)


@pytest.mark.parametrize("at", range(681))
def test_a_turned_bit_is_found_in_each_byte(made: Vector, at: int) -> None:
    turned = bytearray(made.ballots[0])
    turned[at] ^= 1 << at % 8
    with pytest.raises(SecrecyFault):
        check_ballot(made.cast, made.roll[0], bytes(turned))


def test_refused_under_another_visit_and_with_another_weight(made: Vector) -> None:
    again = replace(made.question, visit=2)
    with pytest.raises(SecrecyFault):
        check_ballot(Cast(again.context, made.key.public, 3, 1, 1), made.roll[0], made.ballots[0])
    heavier = made.ballots[0][:33] + (89320).to_bytes(8, "big") + made.ballots[0][41:]
    with pytest.raises(SecrecyFault):
        check_ballot(made.cast, Elector(made.roll[0].e, 89320), heavier)
    assert base(made.shares[1].secret) == made.key.share_public(1)
