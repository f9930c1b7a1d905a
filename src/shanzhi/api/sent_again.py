"""A request sent again because its answer was lost: the same command, and not a second matter.

A caller may name it himself (`command_id` in a body, or the header `Idempotency-Key`). Where nobody did, the same
account, words and spot within minutes are the same opening.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from shanzhi.api.faults import Fault
from shanzhi.api.once import KEY_REUSED, digest_of, key_of
from shanzhi.api.operation import Call
from shanzhi.matters.writing.repeats import commands_like

WITHIN = timedelta(minutes=10)
"""How long the same words from the same account at the same spot are one opening sent twice."""


def command_of(call: Call, stated: str | None, *content: Any) -> str | None:
    """The id of a command: the one its body states, else that of its key with its content; None without either.

    Raises `Fault` for a key that is none, or that came with other contents before.
    """
    if stated is not None:
        return stated
    key = key_of(call.request)
    if key is None:
        return None
    begin = f"key:{digest_of(key)[:36]}:"
    command = begin + digest_of(*content)[:20]
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
    begin = f"again:{digest_of(*content)[:32]}:"
    for one in commands_like(call.actor, begin):
        if one.at > now - WITHIN:
            return one.id if one.open else f"{begin}{one.matter}"
    return f"{begin}{int(now.timestamp() // WITHIN.total_seconds())}"
