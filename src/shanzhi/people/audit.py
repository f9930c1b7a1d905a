"""The audit record: sign-ins, looks at personal data, acts of administration (安全审计).

Each record carries a keyed digest over itself and the record before it, so that a changed, removed or inserted
line shows. Kept at least `SHANZHI_AUDIT_MONTHS` (GB/T 22239: six months). Only the audit administrator reads it.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from msgspec import Struct, field

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.audit_filter import Wanted
from shanzhi.people.keys import derived
from shanzhi.people.models import AuditHead, AuditRecord
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput

SAME_READING = timedelta(hours=1)
"""How long pages can be turned before it counts as reading anew."""
CHANGED = Sentence("审计记录第 {seq} 条被改动过", "audit record {seq} was changed")
MISSING = Sentence("审计记录第 {seq} 条缺失", "audit record {seq} is missing")
CUT_OFF = Sentence(
    "审计记录末尾被截断：应到第 {seq} 条", "the end of the audit was cut off: it should reach record {seq}"
)
TOO_EARLY = Sentence(
    "审计记录至少保存 {months} 个月，请选 {date} 以前的日期",
    "audit records are kept for at least {months} months, choose a date before {date}",
)


def record(
    kind: str,
    *,
    result: str = "ok",
    by: Actor | None = None,
    account: int | None = None,
    subject: int | None = None,
    address: str = "",
    detail: Mapping[str, Any] | None = None,
    at: datetime | None = None,
) -> AuditRecord:
    """Append one line, in the caller's transaction if there is one.

    `by` is who acted, `account` the account used, `subject` the person it was about; `detail` holds ids and
    codes, never names, numbers or contents. The end of the chain is locked until the transaction ends.
    """
    line = AuditRecord(
        at=at or timezone.now(),
        kind=kind,
        result=result,
        account=account if account is not None else getattr(by, "account", None),
        person=by.person if by else None,
        subject=subject,
        address=address[:45],
        detail=dict(detail or {}),
    )
    batch = gathering.get()
    if batch is not None:
        batch.lines.append(_chained(line, batch.head))
        return line
    with transaction.atomic():
        head = lock_chain()
        _chained(line, head).save()
        AuditHead.objects.filter(pk=1).update(seq=line.seq, digest=line.digest)
    return line


def _chained(line: AuditRecord, head: AuditHead) -> AuditRecord:
    """The line at the end of the chain, which then ends with it."""
    line.seq, line.before = head.seq + 1, head.digest
    line.digest = digest_of(line)
    head.seq, head.digest = line.seq, line.digest
    return line


class Batch(Struct):
    """Lines that wait to be written at once (`together`), and the end of the chain with them. `changes`: whether
    posts or homes changed, which is counted at the end (`versions.bump`)."""

    head: AuditHead
    lines: list[AuditRecord] = field(default_factory=list)
    changes: bool = False


gathering: ContextVar[Batch | None] = ContextVar("gathering", default=None)
"""The batch of which what is recorded now is a part."""


def lock_chain() -> AuditHead:
    """The end of the chain, locked until the transaction ends; made when there is none."""
    batch = gathering.get()
    if batch is not None:
        return batch.head
    head = AuditHead.objects.select_for_update().filter(pk=1).first()
    if head is None:
        AuditHead.objects.get_or_create(pk=1)
        head = AuditHead.objects.select_for_update().get(pk=1)
    return head


def digest_of(line: AuditRecord) -> str:
    """HMAC-SHA256 over a record and the digest before it, with a key that is not in the database."""
    covered = msgspec.json.encode(
        [
            line.seq,
            line.at.astimezone(UTC).isoformat(timespec="microseconds"),
            line.kind,
            line.result,
            line.account,
            line.person,
            line.subject,
            line.address,
            line.detail,
            line.before,
        ],
        order="sorted",
    )
    return hmac.new(derived("audit", "chain", 32), covered, hashlib.sha256).hexdigest()


def verify_audit() -> list[Sentence]:
    """Everything that is wrong with the chain, first to last; an empty list says that it holds."""
    return list(_faults())


def _faults() -> Iterator[Sentence]:
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    expected, before = head.first_seq, head.first_before
    for line in AuditRecord.objects.order_by("seq").iterator(2000):
        while expected < line.seq:
            yield MISSING.fill(seq=expected)
            expected, before = expected + 1, line.before
        if not hmac.compare_digest(digest_of(line), line.digest) or line.before != before:
            yield CHANGED.fill(seq=line.seq)
        expected, before = line.seq + 1, line.digest
    if expected != head.seq + 1 or (head.seq >= head.first_seq and before != head.digest):
        yield CUT_OFF.fill(seq=head.seq)


def read_audit(
    by: Actor,
    wanted: Wanted | None = None,
    *,
    before: int | None = None,
    at: datetime | None = None,
) -> QuerySet[AuditRecord]:
    """The records that are wanted (all), latest first, for the audit administrator; that they were read is recorded too.

    One reading is one record: it is not among what it gives, and a page turned within `SAME_READING` (`before`, a
    number of a record there was when the reading began) adds none. Raises `Denied`.
    """
    require(by, "audit.see")
    now = at or timezone.now()
    asked = wanted or Wanted()
    chosen = asked.told()
    found = AuditRecord.objects.filter(asked.where()).order_by("-seq")
    if before is not None and _reading(by, chosen, before, now):
        return found.filter(seq__lt=before)
    line = record("audit.read", by=by, detail={"chosen": chosen}, at=now)
    return found.filter(seq__lt=line.seq if before is None else min(before, line.seq))


def _reading(by: Actor, chosen: Mapping[str, Any], before: int, now: datetime) -> bool:
    """Whether these records are being read by the same administrator already."""
    last = (
        AuditRecord.objects.filter(
            kind="audit.read",
            at__gt=now - SAME_READING,
            account=getattr(by, "account", None),
            person=by.person,
        )
        .order_by("-seq")
        .first()
    )
    return last is not None and before <= last.seq and last.detail.get("chosen") == chosen


def prune_audit(*, before: datetime, at: datetime | None = None, dry: bool = False) -> int:
    """Remove records older than `before`, at most down to the months that must be kept. Returns how many.

    With `dry` they are only counted. The chain goes on from the digest of the last one removed. Raises `BadInput`
    for a date too late.
    """
    now = at or timezone.now()
    months = settings.SHANZHI_AUDIT_MONTHS
    latest = now - timedelta(days=31 * months)
    if before > latest:
        raise BadInput(TOO_EARLY.fill(months=months, date=timezone.localtime(latest).date()))
    with transaction.atomic():
        head = lock_chain()
        keep = AuditRecord.objects.filter(at__gte=before).order_by("seq").first()
        limit = keep.seq if keep else head.seq + 1
        last = AuditRecord.objects.filter(seq__lt=limit).order_by("-seq").first()
        if last is None:
            return 0
        if dry:
            return AuditRecord.objects.filter(seq__lte=last.seq).count()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM people_auditrecord WHERE seq <= %s", [last.seq])
            gone = cursor.rowcount
        head.first_seq, head.first_before = last.seq + 1, last.digest
        head.save(update_fields=["first_seq", "first_before"])
        record("audit.prune", detail={"removed": gone, "to": last.seq}, at=now)
    return gone
