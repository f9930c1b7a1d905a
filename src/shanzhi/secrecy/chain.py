"""The chain of sealed papers in the order of casting, and receipts: a change of one paper breaks every receipt from it on."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec import Struct

from shanzhi.secrecy.encoding import digest, short_form, u32
from shanzhi.secrecy.faults import fault


def fingerprint(context: bytes, ballot: bytes) -> bytes:
    """f of a ballot: all that is kept of it beside the voter's slot."""
    return digest("fingerprint", context, ballot)


def chain_start(context: bytes) -> bytes:
    """h₀, before any ballot."""
    return digest("chain", context)


def link(head: bytes, number: int, fingerprint: bytes) -> bytes:
    """h after the ballot of this number (from 1), from the h before it."""
    return digest("link", head, u32(number), fingerprint)


def chain_heads(context: bytes, ballots: Iterable[bytes]) -> list[bytes]:
    """h₀, h₁ … h_N."""
    heads = [chain_start(context)]
    for number, ballot in enumerate(ballots, start=1):
        heads.append(link(heads[-1], number, fingerprint(context, ballot)))
    return heads


class Receipt(Struct, frozen=True):
    """What a voter keeps (回执): that this paper is in the box, at this place of the chain. It tells nothing of the choice."""

    matter: str
    visit: int
    number: int
    short: str
    head: str
    e: str
    context: str

    def text(self) -> str:
        """One line of JSON, as a page offers it and the recounting programs read it."""
        return msgspec.json.encode(self).decode()


def receipt_for(
    matter: str, visit: int, number: int, fingerprint: bytes, head: bytes, e: bytes, context: bytes
) -> Receipt:
    """The receipt of a ballot that was just put in, or of one looked up in its slot."""
    return Receipt(matter, visit, number, short_form(fingerprint), head.hex(), e.hex(), context.hex())


def read_receipt(text: str | bytes) -> Receipt:
    """A receipt as `text` wrote it. Raises SecrecyFault (`receipt`)."""
    try:
        return msgspec.json.decode(text, type=Receipt)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise fault(
            "receipt",
            "回执读不出来：请原样粘贴回执页上的整行文字。",
            "The receipt cannot be read: paste the whole line from the receipt's page as it is.",
        ) from None
