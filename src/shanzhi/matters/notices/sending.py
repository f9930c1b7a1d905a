"""The outbox: what waits to be told outside is sent, a few things in one message, at least once.

A message takes what waits for one person, is named before it is sent, and is marked after: killed in between, the
very same message goes out again under the same name. What fails is tried again, less and less often; what goes
on failing stays in the application, with the error beside it. No act ever waits for this.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone, translation
from msgspec import Struct

from shanzhi.matters.lists.marks import as_told
from shanzhi.matters.models import Notice, NoticeChannel
from shanzhi.matters.notices.channels import Channels, Deliver, channels, deliver, quiet_until, url_for
from shanzhi.method.words import Sentence
from shanzhi.people.actors import load_actor

MOST_PEOPLE = 200
MOST_LINES = 20
LEASE = timedelta(minutes=5)
"""How long a message counts as being sent before another worker sends it again."""
FIRST_PAUSE = timedelta(minutes=1)
LAST_TRY = 8

TITLE = Sentence("善治：{count} 条通知", "Shanzhi: {count} notices")
MORE = Sentence("……另有 {count} 条，请登录查看。", "… and {count} more; sign in to see them.")
NUMBER = Sentence("（消息号 {number}）", "(message {number})")
NO_LONGER = "the channel is no longer offered"

log = logging.getLogger(__name__)


class Sent(Struct):
    """What one round did: messages that arrived, that failed, and people who were held back for later."""

    messages: int = 0
    failed: int = 0
    held: int = 0


def send_due(*, now: datetime | None = None, send: Deliver = deliver) -> Sent:
    """Send what waits, one message a person. `send` is replaced in tests."""
    moment = now or timezone.now()
    done = Sent()
    waiting = Notice.objects.filter(send_at__lte=moment)
    people = list(waiting.order_by().values_list("person", flat=True).distinct()[:MOST_PEOPLE])
    if not people:
        return done
    offered = channels()
    for person in people:
        _send_to(person, offered, moment, send, done)
    return done


def _send_to(person: int, offered: Channels, now: datetime, send: Deliver, done: Sent) -> None:
    chosen = NoticeChannel.objects.filter(person=person).first()
    url = url_for(chosen, offered) if chosen is not None else None
    if chosen is None or url is None:
        Notice.objects.filter(person=person, send_at__lte=now).update(send_at=None, error=NO_LONGER)
        return
    if _held(chosen, offered, now):
        done.held += 1
        return
    taken = _take(person, now)
    if taken is None:
        return
    bundle, notices = taken
    if _arrives(send, url, chosen.language, bundle, notices):
        with transaction.atomic():
            Notice.objects.filter(bundle=bundle).update(send_at=None, sent_at=now, error="")
            NoticeChannel.objects.filter(person=person).update(last_at=now)
        done.messages += 1
    else:
        _failed(bundle, notices[0].tries, now)
        done.failed += 1


def _held(chosen: NoticeChannel, offered: Channels, now: datetime) -> bool:
    """Whether what waits must wait on: quiet hours, or a message went out just now. Urgent things pass the second."""
    waiting = Notice.objects.filter(person=chosen.person_id, send_at__lte=now)
    own = (chosen.quiet_from, chosen.quiet_to)
    hours = (own[0], own[1]) if own[0] is not None and own[1] is not None else offered.quiet
    until = quiet_until(timezone.localtime(now), hours)
    if until is not None:
        return bool(waiting.update(send_at=until))
    next_at = chosen.last_at + offered.bundle if chosen.last_at is not None else now
    if next_at > now and not waiting.filter(urgent=True).exists():
        return bool(waiting.filter(bundle=None).update(send_at=next_at))
    return False


def _take(person: int, now: datetime) -> tuple[UUID, list[Notice]] | None:
    """What goes into one message, named and leased; a message that was begun goes on as it was."""
    with transaction.atomic():
        rows = list(_locked(Notice.objects.filter(person=person, send_at__lte=now).order_by("pk")))
        if not rows:
            return None
        begun = next((row.bundle for row in rows if row.bundle is not None), None)
        mine = [row for row in rows if row.bundle == begun]
        bundle = begun or uuid4()
        Notice.objects.filter(pk__in=[row.pk for row in mine]).update(
            bundle=bundle, send_at=now + LEASE, tries=F("tries") + 1
        )
    return bundle, mine


def _locked(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    return rows.select_for_update(skip_locked=True) if connection.vendor == "postgresql" else rows


def _arrives(send: Deliver, url: str, language: str, bundle: UUID, notices: list[Notice]) -> bool:
    english = language.startswith("en")
    reader = load_actor(notices[0].person_id)
    with translation.override("en" if english else "zh-hans"):
        lines = as_told(
            reader, [(notice.en if english else notice.zh, notice.matter_id) for notice in notices]
        )
    shown = list(dict.fromkeys(lines))[:MOST_LINES]
    if len(lines) > len(shown):
        shown.append(MORE.fill(count=len(lines) - len(shown)).text(language))
    shown.append(NUMBER.fill(number=bundle.hex[:8]).text(language))
    title = lines[0] if len(lines) == 1 else TITLE.fill(count=len(lines)).text(language)
    try:
        return send(url, title[:120], "\n".join(shown))
    except Exception:
        log.exception("message %s was not sent", bundle)
        return False


def _failed(bundle: UUID, tries: int, now: datetime) -> None:
    """Try again later; after the last try it stays in the application."""
    again = None if tries + 1 >= LAST_TRY else now + FIRST_PAUSE * 4**tries
    Notice.objects.filter(bundle=bundle).update(send_at=again, error=f"not delivered, try {tries + 1}")


def mark_read(*, person: int, notices: list[int] | None = None, now: datetime | None = None) -> int:
    """Mark a person's notices as read (None: all); how many were new."""
    unread = Notice.objects.filter(person=person, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=notices)
    return unread.update(read_at=now or timezone.now())
