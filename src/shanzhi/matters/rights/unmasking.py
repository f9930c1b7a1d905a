"""Sensitive answers seen whole: by those who have the matter in hand, for a purpose, each look recorded (PIPL art. 6, 51)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.writing import store
from shanzhi.matters.writing.record import sensitive_fields
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Denied, require
from shanzhi.people.privacy import log_unmasking, mask
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import stated

NO_PURPOSE = Sentence("请写明查看的用途", "state the purpose of the look")
NO_FIELD = Sentence("这件事项里没有“{field}”", "this matter holds no “{field}”")


def masked(method: Method, data: dict[str, Any]) -> dict[str, Any]:
    """The facts of a matter with the sensitive ones masked, as everyone who sees it may have them."""
    hidden = sensitive_fields(method)
    return {
        name: mask(method.fields[name].type, str(value)) if name in hidden else value
        for name, value in data.items()
    }


def reveal(
    *, actor: Actor, matter: int, fields: Iterable[str], purpose: str = "", at: datetime | None = None
) -> dict[str, Any]:
    """The named sensitive facts of a matter, whole. Recorded, unless they are the asker's own.

    Raises `Denied` for who does not have the matter in hand (recorded too), `BadInput` without a purpose.
    """
    now = at or timezone.now()
    wanted = sorted(set(fields))
    loaded = store.read(matter, now)
    if loaded is None or loaded.void:
        raise Denied(Sentence("没有这件事项", "there is no such matter"))
    opener = loaded.record.matter.opener
    own = actor.person is not None and actor.person == opener
    if not own and not purpose.strip():
        raise BadInput(NO_PURPOSE)
    try:
        require(actor, "matter.see_sensitive", matter)
    except Denied:
        log_unmasking(actor, opener or 0, wanted, purpose, result="denied", matter=matter, at=now)
        raise
    said = purpose if own else stated(purpose)
    secret = loaded.record.secret
    for name in wanted:
        if name not in secret:
            raise BadInput(NO_FIELD.fill(field=name))
    log_unmasking(actor, opener or 0, wanted, said, matter=matter, at=now)
    return {name: secret[name] for name in wanted}
