"""The protocol-buffer messages in which CEL gives a checked expression: their fields, read without a schema."""

from __future__ import annotations

from collections.abc import Iterator


def fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """The fields of a message by their numbers: whole numbers, and parts (texts, messages). Fixed-size ones are passed over."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        kind = tag & 7
        if kind == 2:
            length, at = _varint(message, at)
            yield tag >> 3, message[at : at + length]
            at += length
        elif kind == 0:
            value, at = _varint(message, at)
            yield tag >> 3, value
        else:
            at += 8 if kind == 1 else 4


def parts(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The texts and messages within a message; numbers are passed over."""
    return ((field, value) for field, value in fields(message) if isinstance(value, bytes))


def first(message: bytes, wanted: int) -> bytes:
    """The first part of a message with that number, or nothing."""
    return next((value for field, value in parts(message) if field == wanted), b"")


def _varint(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7
