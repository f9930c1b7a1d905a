"""Confirming what was asked for an administrator's account, and telling its holder, in one transaction."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.notices.telling import tell
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import AccountRequest

TOLD = {
    "open": Sentence("为您开通了管理员账号“{name}”。", "An administrator's account, {name}, was opened for you."),
    "password": Sentence("您的管理员账号“{name}”已重置密码。", "The password of your administrator's account {name} was reset."),
    "close": Sentence("您的管理员账号“{name}”已关闭。", "Your administrator's account {name} was closed."),
    "unlock": Sentence("您的管理员账号“{name}”已解除锁定。", "Your administrator's account {name} was unlocked."),
    "second-factor": Sentence("您的管理员账号“{name}”已重置双因素。", "The second factor of your administrator's account {name} was reset."),
}  # fmt: skip


def confirm_request(by: Actor, *, asked: AccountRequest, at: datetime | None = None) -> None:
    """See `people.actions.confirm_request`. A holder on record is told at once, outside too where they chose how."""
    now = at or timezone.now()
    with transaction.atomic():
        actions.confirm_request(by, asked=asked, at=now)
        person = asked.account.person_id if asked.account is not None else None
        if person is not None:
            tell([person], TOLD[asked.act].fill(name=asked.username), kind="account", matter=None, at=now)
