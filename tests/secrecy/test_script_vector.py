"""The stand-alone program makes the test vector byte for byte, on arithmetic and code of its own."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from shanzhi.secrecy import write_bulletin
from shanzhi.secrecy.standalone import hashing, proving, ristretto
from shanzhi.secrecy.standalone.box import Box
from shanzhi.secrecy.standalone.results import Published, label_of
from shanzhi.secrecy.standalone.rules import claimed, read_rule
from tests.secrecy.vector import CHOICES, CLAIMS, NAMES, TOTALS, Vector, make

FOLDER = Path(ristretto.__file__).parent


@pytest.fixture(scope="module")
def made() -> Vector:
    return make()


def stream(label: str | bytes) -> Callable[[], int]:
    drawn = iter(range(1, 10_000))
    return lambda: hashing.hashed("test", label, next(drawn).to_bytes(4, "big"))


def test_it_imports_python_alone_and_nothing_of_this_package() -> None:
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert {one.name for one in node.names} <= sys.stdlib_module_names
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                known = sys.stdlib_module_names | {
                    "argon2"
                }  # for a card with a passphrase, said if it is missing
                assert str(node.module).split(".")[0] in known
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 1


def test_group_is_the_standards() -> None:
    """RFC 9496, appendix A.1: the first multiples of the base; A.3: encodings that are none."""
    multiples = [ristretto.encode(ristretto.base(number)).hex() for number in range(3)]
    assert multiples == [
        "00" * 32,
        "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
        "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    ]
    for bad in (
        "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
        "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    ):
        assert ristretto.decode(bytes.fromhex(bad)) is None


def test_key_shares_and_ballots(made: Vector) -> None:
    for_key = stream("key")
    drawn = iter([for_key(), for_key(), *(stream(b"seal" + bytes([i]))() for i in (1, 2, 3))])
    seeds = [hashing.digest("test", "seed", i.to_bytes(4, "big"))[:16] for i in (1, 2, 3)]
    assert [hashing.card_text(seed) for seed in seeds] == made.cards
    secrets = [hashing.card_secret(hashing.read_card(card)) for card in made.cards]
    cards = [ristretto.encode(ristretto.base(secret)) for secret in secrets]
    key = proving.deal(2, cards, lambda: next(drawn))
    assert (key.digest, tuple(key.sealed)) == (made.key.digest, made.key.sealed)
    for holder, secret in enumerate(secrets, start=1):
        assert key.open_share(secret) == (holder, int.from_bytes(made.shares[holder].secret, "little"))
    cast = proving.Cast(made.question.context, key.public, 3, 1, 1)
    for number, (elector, choice) in enumerate(zip(made.roll, CHOICES, strict=False), start=1):
        ballot = proving.seal(cast, elector.e, elector.weight, choice, stream(b"ballot" + bytes([number])))
        assert ballot == made.ballots[number - 1]


def test_openings_and_claims(made: Vector) -> None:
    box = Box(write_bulletin(made.bulletin, sealed=True).decode())
    assert (box.ctx, box.z) == (made.question.context, made.z)
    assert box.check(vector=True) == []
    assert box.heads == made.heads
    draw = stream("partial")
    for name, cipher in box.sums.items():
        assert tuple(map(ristretto.encode, cipher)) == (made.sums[name].a, made.sums[name].b)
        for holder in (1, 3):
            share = int.from_bytes(made.shares[holder].secret, "little")
            partial = proving.open_partly(box.opened, label_of(name), cipher, holder, share, draw)
            assert partial == made.partials[name][holder]
    for name, claim in zip(CLAIMS, made.claims, strict=True):
        what = claimed(read_rule(name, NAMES), box.public, box.paper, True)
        d = sum(factor * TOTALS[total] for total, factor in what.a) + what.b
        bits = proving.claim_bits(box.opened, what, box.sums, d, stream(name))
        assert bits == claim.bits
        rest = proving.claim_rest(box.opened, what, box.sums, bits)
        for holder in (1, 3):
            share = int.from_bytes(made.shares[holder].secret, "little")
            random = stream(b"z" + name.encode() + bytes([holder]))
            partial = proving.open_partly(box.opened, label_of(f"zero {name}"), rest, holder, share, random)
            assert partial == claim.partials[holder]
    Published(box, True).check()


@pytest.mark.parametrize("at", range(681))
def test_a_turned_bit_is_found_in_each_byte(made: Vector, at: int) -> None:
    cast = proving.Cast(made.question.context, _public(made), 3, 1, 1)
    turned = bytearray(made.ballots[0])
    turned[at] ^= 1 << at % 8
    with pytest.raises(hashing.Wrong):
        proving.check_ballot(cast, made.roll[0].e, made.roll[0].weight, bytes(turned))


def test_refused_under_another_visit_and_with_another_weight(made: Vector) -> None:
    from msgspec.structs import replace

    ballot, one = made.ballots[0], made.roll[0]
    again = proving.Cast(replace(made.question, visit=2).context, _public(made), 3, 1, 1)
    with pytest.raises(hashing.Wrong):
        proving.check_ballot(again, one.e, one.weight, ballot)
    cast = proving.Cast(made.question.context, _public(made), 3, 1, 1)
    with pytest.raises(hashing.Wrong):
        proving.check_ballot(cast, one.e, 89320, ballot[:33] + (89320).to_bytes(8, "big") + ballot[41:])


_known: dict[bytes, proving.Public] = {}


def _public(made: Vector) -> proving.Public:
    """The key's table is made once: it takes longer than a check."""
    if made.key.public not in _known:
        _known[made.key.public] = proving.Public(made.key.public)
    return _known[made.key.public]
