"""The bulletin (公报): everything by which anyone can recount a ballot, and its JSON.

Complete from the closing on. Nobody's choice and nobody's name is in it: an elector stands there as a code e, which each
can look up with a salt of their own.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from shanzhi.secrecy.claims import Claim
from shanzhi.secrecy.closing import Closing, Paper, Struck
from shanzhi.secrecy.context import Elector, Question, roll_digest
from shanzhi.secrecy.encoding import SUITE
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.keys import BallotKey
from shanzhi.secrecy.openings import Opening
from shanzhi.secrecy.publishing import Forms


class Result(Struct, frozen=True):
    """The result, paper included: `heads` and `area` where exact, `shares` in whole per cent, and whether all conditions hold.

    `passed` is None where nothing was opened or there is no condition; `failed` names the first condition that does not hold.
    """

    forms: Forms
    heads: tuple[int, ...] | None = None
    area: tuple[int, ...] | None = None
    shares: tuple[int, ...] | None = None
    passed: bool | None = None
    failed: str | None = None


class Bulletin(Struct, frozen=True):
    """One ballot, from its question to its result. `head` is h_N; `posts` names the holders' posts in the order of their cards."""

    question: Question
    key: BallotKey
    posts: tuple[str, ...]
    roll: tuple[Elector, ...]
    ballots: tuple[bytes, ...]
    head: bytes
    closing: Closing
    z: bytes
    openings: tuple[Opening, ...] = ()
    claims: tuple[Claim, ...] = ()
    result: Result | None = None


class _Key(Struct):
    k: int
    n: int
    commitments: list[str]
    cards: list[str]
    posts: list[str]
    digest: str
    sealed: list[str] = []


class _Closing(Struct):
    drawn: list[str]
    struck: list[tuple[str, str]]
    heads: list[int]
    area: list[int]
    spoilt: int
    z: str


class _Opening(Struct):
    label: str
    partials: list[tuple[int, str]]


class _Claim(Struct):
    name: str
    met: bool
    bits: str
    partials: list[tuple[int, str]]


class _File(Struct):
    """The file, as JSON has it."""

    suite: str
    matter: str
    visit: int
    question: str
    options: list[str]
    lo: int
    hi: int
    weighted: bool
    publish: str
    ctx: str
    key: _Key
    roll: list[tuple[str, int]]
    ballots: list[str]
    head: str
    closing: _Closing
    openings: list[_Opening] = []
    claims: list[_Claim] = []
    result: Result | None = None


def write_bulletin(bulletin: Bulletin, *, sealed: bool = False) -> bytes:
    """The bulletin as UTF-8 JSON; with `sealed`, the copy for holders, which also carries the shares sealed to their cards."""
    data = _sheet(bulletin)
    key, closing = bulletin.key, bulletin.closing
    data["key"]["sealed"] = [one.hex() for one in key.sealed] if sealed else []
    data["roll"] = [(one.e.hex(), one.weight) for one in bulletin.roll]
    data["ballots"] = [one.hex() for one in bulletin.ballots]
    data["closing"] |= {
        "drawn": [e.hex() for e in closing.drawn],
        "struck": [(one.e.hex(), one.reason) for one in closing.struck],
    }
    data["openings"] = [{"label": one.name, "partials": _partials(one.partials)} for one in bulletin.openings]
    data["claims"] = [
        {"name": one.name, "met": one.met, "bits": one.bits.hex(), "partials": _partials(one.partials)}
        for one in bulletin.claims
    ]
    return msgspec.json.encode(data)


def write_sheet(bulletin: Bulletin) -> bytes:
    """The sheet of results alone (结果单): question, key, z and result, without roll and ballots."""
    return msgspec.json.encode(_sheet(bulletin))


def _sheet(bulletin: Bulletin) -> dict[str, Any]:
    question, key, closing = bulletin.question, bulletin.key, bulletin.closing
    return {
        "suite": SUITE,
        "matter": question.matter,
        "visit": question.visit,
        "question": question.question,
        "options": question.options,
        "lo": question.lo,
        "hi": question.hi,
        "weighted": question.weighted,
        "publish": question.publish,
        "ctx": question.context.hex(),
        "key": {
            "k": key.k,
            "n": key.n,
            "commitments": [one.hex() for one in key.commitments],
            "cards": [one.hex() for one in key.cards],
            "posts": bulletin.posts,
            "digest": key.digest.hex(),
        },
        "head": bulletin.head.hex(),
        "closing": {
            "heads": closing.paper.heads,
            "area": closing.paper.area,
            "spoilt": closing.paper.spoilt,
            "z": bulletin.z.hex(),
        },
        "result": bulletin.result,
    }


def read_bulletin(data: bytes | str) -> Bulletin:
    """The bulletin from its JSON. Raises SecrecyFault (`bulletin`) that says which part cannot be read."""
    try:
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        where = str(error).rpartition("`")[0].rpartition("`")[2] if "`" in str(error) else ""
        raise _bad(where) from None
    if file.suite != SUITE:
        raise fault(
            "bulletin",
            f"公报的格式版本是“{file.suite}”，本程序只认识“{SUITE}”。请换用相应版本的程序。",
            f"The bulletin is of suite “{file.suite}”; this program knows “{SUITE}”. Use the version that made it.",
        )
    for number, most in (
        (file.visit, 2**32),
        (file.closing.spoilt, 2**32),
        (file.lo, 2**16),
        (file.hi, 2**16),
    ):
        if not 0 <= number < most:
            raise _bad("$")
    paper = Paper(
        _numbers(file.closing.heads, 2**32), _numbers(file.closing.area, 2**64), file.closing.spoilt
    )
    key = BallotKey(
        file.key.k,
        file.key.n,
        tuple(_hex(one, "key.commitments") for one in file.key.commitments),
        tuple(_hex(one, "key.cards") for one in file.key.cards),
        tuple(_hex(one, "key.sealed", 64) for one in file.key.sealed),
    )
    _numbers([file.key.k, file.key.n], 256)
    roll = tuple(Elector(_hex(e, "roll"), w) for e, w in file.roll)
    _numbers([one.weight for one in roll], 2**64)
    question = Question(
        file.matter,
        file.visit,
        file.question,
        tuple(file.options),
        file.lo,
        file.hi,
        file.weighted,
        file.publish,
        roll_digest(roll),
        key.digest,
    )
    if file.ctx != question.context.hex() or file.key.digest != key.digest.hex():
        raise fault(
            "context",
            "公报的题目、选项、办法、名册或计票密钥被改动过：与其中公布的校验值（ctx）不符。",
            "Question, options, rules, roll or key of the bulletin were changed: they do not make up its ctx.",
        )
    return Bulletin(
        question,
        key,
        tuple(file.key.posts),
        roll,
        tuple(_hex(one, f"ballots[{at}]", None) for at, one in enumerate(file.ballots)),
        _hex(file.head, "head"),
        Closing(
            tuple(_hex(e, "closing.drawn") for e in file.closing.drawn),
            tuple(Struck(_hex(e, "closing.struck"), reason) for e, reason in file.closing.struck),
            paper,
        ),
        _hex(file.closing.z, "closing.z"),
        tuple(Opening(one.label, _read_partials(one.partials, one.label)) for one in file.openings),
        tuple(
            Claim(one.name, one.met, _hex(one.bits, one.name, None), _read_partials(one.partials, one.name))
            for one in file.claims
        ),
        file.result,
    )


def _partials(partials: dict[int, bytes]) -> list[tuple[int, str]]:
    return [(holder, partial.hex()) for holder, partial in sorted(partials.items())]


def _read_partials(pairs: list[tuple[int, str]], where: str) -> dict[int, bytes]:
    if len({holder for holder, _ in pairs}) != len(pairs):
        raise _bad(where)
    return {holder: _hex(text, where, 96) for holder, text in pairs}


def _hex(text: str, where: str, size: int | None = 32) -> bytes:
    try:
        made = bytes.fromhex(text)
    except ValueError:
        raise _bad(where) from None
    if made.hex() != text or size not in (None, len(made)):
        raise _bad(where)
    return made


def _numbers(numbers: list[int], most: int) -> tuple[int, ...]:
    if not all(0 <= number < most for number in numbers):
        raise _bad("$")
    return tuple(numbers)


def _bad(where: str) -> SecrecyFault:
    place = where.removeprefix("$").lstrip(".")
    return fault(
        "bulletin",
        f"公报读不出来{f'：“{place}”处不对' if place else ''}。请重新下载完整的公报文件。",
        f"The bulletin cannot be read{f': “{place}” is wrong' if place else ''}. Download the whole file again.",
    )
