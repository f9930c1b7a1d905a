"""A request sent again because its answer was lost: the same command, and not a second matter.

A caller may name it himself (`command_id` in a body, or the header `Idempotency-Key`). Where nobody did, the same
account, words and spot within minutes are the same opening.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import msgspec
from django.utils import timezone

from shanzhi.api.faults import Fault
from shanzhi.api.operation import Call
from shanzhi.matters.repeats import commands_like
from shanzhi.method.words import Sentence

HEADER = "HTTP_IDEMPOTENCY_KEY"
WITHIN = timedelta(minutes=10)
"""How long the same words from the same account at the same spot are one opening sent twice."""
LONGEST_KEY = 255
BAD_KEY = Sentence(
    "Idempotency-Key 应为 1 至 255 个可见字符。", "Idempotency-Key must have 1 to 255 visible characters."
)
KEY_REUSED = Sentence(
    "这个 Idempotency-Key 已用于另一个请求；内容不同的请求请换一个。",
    "This Idempotency-Key was used for another request; take a new one for other contents.",
)


def command_of(call: Call, stated: str | None, *content: Any) -> str | None:
    """The id of a command: the one its body states, else that of its key with its content; None without either.

    Raises `Fault` for a key that is none, or that came with other contents before.
    """
    if stated is not None:
        return stated
    key = call.request.META.get(HEADER)
    if key is None:
        return None
    if not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Fault(400, "bad_key", BAD_KEY)
    begin = f"key:{_digest(key)[:36]}:"
    command = begin + _digest(*content)[:20]
    if any(one.id != command for one in commands_like(call.actor, begin)):
        raise Fault(422, "key_reused", KEY_REUSED)
    return command


def opening_of(call: Call, stated: str | None, *content: Any) -> str | None:
    """The id of an opening: as `command_of`, else one that the same account's same words have within minutes."""
    if command := command_of(call, stated, *content):
        return command
    if call.actor.person is None:
        return None
    now = timezone.now()
    begin = f"again:{_digest(*content)[:32]}:"
    for one in commands_like(call.actor, begin):
        if one.at > now - WITHIN:
            return one.id if one.open else f"{begin}{one.matter}"
    return f"{begin}{int(now.timestamp() // WITHIN.total_seconds())}"


def _digest(*content: Any) -> str:
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()
