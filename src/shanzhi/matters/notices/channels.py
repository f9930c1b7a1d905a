"""The channels of an installation: `channels.toml` in its home names them, apprise speaks to them.

    [bundle]
    minutes = 15                 # at most one message a person in so many minutes; urgent ones go at once
    [quiet]
    from = "22:00"               # no messages at night, urgent ones too; a person may set other hours
    to = "07:00"
    [channels.wecom]
    title = "企业微信"
    url = "wecombot://BOTKEY"
    [channels.mail]
    title = "邮件"
    url = "mailtos://user:password@smtp.example.cn/?to={address}"

`{address}` is what the person gave as their address in that channel. The schemes of DingTalk, WeCom, Feishu and
mail, and many more, are apprise's (`dingtalk://`, `wecombot://`, `feishu://`, `mailtos://`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db import transaction
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.models import NoticeChannel
from shanzhi.method.words import Sentence
from shanzhi.people.privacy import seal, unseal
from shanzhi.people.problems import BadInput

NO_CHANNEL = Sentence(
    "没有“{channel}”这个通知渠道，请从设置里给出的渠道中选",
    "there is no channel “{channel}”; choose one that is offered",
)
NO_ADDRESS = Sentence("请填写在该渠道的地址", "give your address in that channel")
BAD_FILE = Sentence("channels.toml 有误：{what}", "channels.toml is wrong: {what}")

Deliver = Callable[[str, str, str], bool]
"""Sends a title and a body to an apprise address; whether it arrived."""


class BadChannels(Exception):
    """The file of channels cannot be used; `sentence` says why."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


class Channels(Struct, frozen=True):
    """What `channels.toml` says; without the file there are no channels, and notices stay in the application."""

    urls: dict[str, str] = {}
    titles: dict[str, str] = {}
    sign_in: frozenset[str] = frozenset()
    bundle: timedelta = timedelta(minutes=15)
    quiet: tuple[time, time] | None = None


def channels() -> Channels:
    """The channels as the file has them now. Raises `BadChannels`."""
    path = Path(settings.SHANZHI_HOME) / "channels.toml"
    try:
        changed = path.stat().st_mtime_ns
    except FileNotFoundError:
        return Channels()
    return _read(path, changed)


@lru_cache(maxsize=1)
def _read(path: Path, changed: int) -> Channels:
    try:
        content: dict[str, Any] = tomllib.loads(path.read_text())
        named = content.get("channels", {})
        hours = content.get("quiet")
        return Channels(
            {name: channel["url"] for name, channel in named.items()},
            {name: channel.get("title", name) for name, channel in named.items()},
            frozenset(name for name, channel in named.items() if _carries_secrets(channel)),
            timedelta(minutes=float(content.get("bundle", {}).get("minutes", 15))),
            (time.fromisoformat(hours["from"]), time.fromisoformat(hours["to"])) if hours else None,
        )
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as problem:
        raise BadChannels(BAD_FILE.fill(what=str(problem)[:200])) from None


def _carries_secrets(channel: dict[str, Any]) -> bool:
    """Whether what signs a person in may go there: the operator says so, and it goes to that person alone."""
    return channel.get("sign_in") is True and "{address}" in channel["url"]


def choose_channel(
    *,
    actor: Actor,
    channel: str | None,
    address: str = "",
    language: str = "zh-hans",
    quiet: tuple[time, time] | None = None,
) -> None:
    """Set how the actor is reached outside the application; None: not at all. Raises `BadInput`."""
    assert actor.person is not None
    if channel is None:
        NoticeChannel.objects.filter(person=actor.person).delete()
        return
    url = channels().urls.get(channel)
    if url is None:
        raise BadInput(NO_CHANNEL.fill(channel=channel))
    if "{address}" in url and not address.strip():
        raise BadInput(NO_ADDRESS)
    sealed = seal({"address": address.strip()}, _context(actor.person)) if address.strip() else None
    with transaction.atomic():
        before = NoticeChannel.objects.filter(person=actor.person).first()
        same = before is not None and (before.channel, address_of(before)) == (channel, address.strip())
        NoticeChannel.objects.update_or_create(
            person_id=actor.person,
            defaults={
                "channel": channel,
                "address": sealed,
                "language": language,
                "quiet_from": quiet[0] if quiet else None,
                "quiet_to": quiet[1] if quiet else None,
                "verified_at": before.verified_at if before is not None and same else None,
            },
        )


def url_for(chosen: NoticeChannel, offered: Channels) -> str | None:
    """The apprise address of a person; None when their channel is no longer offered."""
    url = offered.urls.get(chosen.channel)
    if url is None:
        return None
    return url.replace("{address}", quote(address_of(chosen), safe="@"))


def address_of(chosen: NoticeChannel) -> str:
    """What a person gave as their address in their channel."""
    return str(unseal(chosen.address, _context(chosen.person_id)).get("address", ""))


def quiet_until(at: datetime, hours: tuple[time, time] | None) -> datetime | None:
    """When the quiet hours end that `at` (local time) lies in; None outside them."""
    if hours is None or hours[0] == hours[1]:
        return None
    begin, end = hours
    now = at.time()
    inside = begin <= now < end if begin < end else now >= begin or now < end
    if not inside:
        return None
    until = at.replace(hour=end.hour, minute=end.minute, second=0, microsecond=0)
    return until if until > at else until + timedelta(days=1)


def deliver(url: str, title: str, body: str) -> bool:
    """Send by apprise, which brings its own time limits."""
    import apprise

    target = apprise.Apprise()
    if not target.add(url):
        return False
    return bool(target.notify(body=body, title=title))


def _context(person: int) -> str:
    return f"channel:{person}"
