"""Many changes in one transaction: the audit of them is written at once, and posts and homes are counted as changed once.

The history is what it would be one by one: the same lines in the same order, in the same chain.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from shanzhi.people.audit import Batch, gathering, lock_chain
from shanzhi.people.models import AuditHead, AuditRecord
from shanzhi.people.versions import bump


@contextmanager
def audited_at_once() -> Iterator[None]:
    """Everything inside is one transaction, in which the end of the audit chain stays locked: keep it short."""
    with transaction.atomic():
        batch = Batch(lock_chain())
        token = gathering.set(batch)
        try:
            yield
        finally:
            gathering.reset(token)
        if batch.lines:
            AuditRecord.objects.bulk_create(batch.lines)
            AuditHead.objects.filter(pk=1).update(seq=batch.head.seq, digest=batch.head.digest)
        if batch.changes:
            bump()


@contextmanager
def audited_apart() -> Iterator[None]:
    """One part of what is done together: if it fails, it alone is taken back, with what was recorded of it."""
    batch = gathering.get()
    if batch is None:
        with transaction.atomic():
            yield
        return
    lines, seq, digest, changes = len(batch.lines), batch.head.seq, batch.head.digest, batch.changes
    try:
        with transaction.atomic():
            yield
    except BaseException:
        del batch.lines[lines:]
        batch.head.seq, batch.head.digest, batch.changes = seq, digest, changes
        raise
