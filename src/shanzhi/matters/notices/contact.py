"""The contact of a person that may carry what signs them in: of a channel that the operator marked, and verified.

    [channels.mail]
    title = "邮件"
    url = "mailtos://user:password@smtp.example.cn/?to={address}"
    sign_in = true               # links and codes for signing in may go there; never a channel that others read

What is sent leaves in the background: no answer takes longer because somebody exists.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connections
from msgspec import Struct

from shanzhi.matters.models import NoticeChannel
from shanzhi.matters.notices.channels import BadChannels, Channels, channels, deliver, url_for
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.sealing import digest

TITLE = Sentence("善治验证码 {code}", "Shanzhi code {code}")
SIGN_IN = Sentence(
    "验证码 {code}，十分钟内有效。也可以打开下面的链接，再按“确认登录”：\n{link}\n不是您本人要的，不用理会；不要把验证码告诉别人。",
    "Code {code}, for ten minutes. Or open this link and press “Confirm”:\n{link}\nIf you did not ask for it, ignore it; tell the code to nobody.",
)
VERIFY = Sentence(
    "验证码 {code}，十分钟内有效，用来确认这个联系方式是您的。不是您本人要的，不用理会。",
    "Code {code}, for ten minutes, to confirm that this contact is yours. If you did not ask for it, ignore it.",
)
log = logging.getLogger(__name__)
_pool = ThreadPoolExecutor(max_workers=4, thread_name_prefix="contact")


class Contact(Struct, frozen=True):
    """Where to send: the apprise address, the person's language; `about` is the digest of the contact."""

    url: str
    language: str
    about: str
    verified: bool


def offered() -> Channels:
    """The channels as they are now; none while their file cannot be read (the operator is told elsewhere)."""
    try:
        return channels()
    except BadChannels:
        return Channels()


def contact_of(person: int | None) -> Contact | None:
    """The contact of a person in a channel that may carry what signs in; None without one."""
    known = offered()
    chosen = NoticeChannel.objects.filter(person=person).first() if person is not None else None
    if chosen is None or chosen.channel not in known.sign_in:
        return None
    url = url_for(chosen, known)
    if url is None:
        return None
    return Contact(url, chosen.language, digest("contact", url), chosen.verified_at is not None)


def verified(person: int, about: str, *, at: datetime) -> bool:
    """Note that a person reads what is sent to this contact; False if it is theirs no longer."""
    contact = contact_of(person)
    if contact is None or contact.about != about:
        return False
    NoticeChannel.objects.filter(person=person).update(verified_at=at)
    audit.record("contact.verified", subject=person, at=at)
    return True


def send(contact: Contact, text: Sentence, **values: str) -> None:
    """Send in the background; a failure is in the log, for the operator."""
    title = TITLE.fill(**values).text(contact.language)
    later(_deliver, contact.url, title, text.fill(**values).text(contact.language))


def later(work: Callable[..., None], *values: str) -> None:
    """Do it in the background. Replaced in tests."""
    _pool.submit(work, *values)


def _deliver(url: str, title: str, body: str) -> None:
    try:
        if not deliver(url, title, body):
            log.error("a link or code for signing in was not delivered")
    except Exception:
        log.exception("a link or code for signing in was not delivered")
    finally:
        connections.close_all()
