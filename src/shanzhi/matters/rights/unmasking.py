"""Sensitive answers seen whole: by those who have the matter in hand, for a purpose, each look recorded (PIPL art. 6, 51)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.files.keeping import NOT_YOURS
from shanzhi.matters.models import File
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import files_in
from shanzhi.matters.writing.record import sensitive_fields
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Denied, require
from shanzhi.people.privacy import log_unmasking, looked_for, mask
from shanzhi.people.problems import BadInput
from shanzhi.people.purposes import stated

NO_PURPOSE = Sentence("请写明查看的用途", "state the purpose of the look")
NO_FIELD = Sentence("这件事项里没有“{field}”", "this matter holds no “{field}”")
LOOK_OPENS = timedelta(hours=12)
"""How long the files of an answer may be opened after a look at it."""
LOOK_FIRST = Sentence(
    "这是敏感信息里的文件：请先在事项里点“查看”，写明用途，再打开文件",
    "this file is part of a sensitive answer: look at the answer first, stating your purpose, then open the file",
)


class LookFirst(Denied):
    """Whoever asks for a file of this `matter` may see it, and has not yet said what for."""

    def __init__(self, matter: int) -> None:
        super().__init__(LOOK_FIRST, seen=True)
        self.matter = matter


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


def open_sensitive_file(*, actor: Actor, file: File, at: datetime | None = None) -> None:
    """Record that somebody opens a file of a sensitive answer, for the purpose of their look at that answer.

    Raises `Denied` for who does not have the matter in hand, `LookFirst` for who has and said no purpose lately; both
    recorded. The answers of a matter's own opener need no purpose; what is no present answer any more nobody opens.
    """
    now = at or timezone.now()
    number = file.matter_id or 0
    loaded = store.read(number, now)
    if loaded is None or loaded.void:
        raise Denied(NOT_YOURS)
    opener, secret = loaded.record.matter.opener, loaded.record.secret
    fact = next((n for n in secret if str(file.pk) in files_in(loaded.method, {n: secret[n]})), "")
    try:
        require(actor, "matter.see_sensitive", number)
        if not fact:
            raise Denied(NOT_YOURS)
        own = actor.person == opener
        purpose = "" if own else looked_for(actor, number, fact, since=now - LOOK_OPENS, until=now)
        if purpose is None:
            raise LookFirst(number)
    except Denied:
        if actor.person is not None:
            log_unmasking(
                actor, opener or 0, [fact] if fact else [], "", result="denied", matter=number, file=file.pk, at=now
            )  # fmt: skip
        raise
    log_unmasking(actor, opener or 0, [fact], purpose, matter=number, file=file.pk, at=now)
