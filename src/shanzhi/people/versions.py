"""The mark by which a process knows that posts, homes or the right to sign in have changed."""

from __future__ import annotations

import secrets

from shanzhi.database.once import forget
from shanzhi.people.audit import gathering, lock_chain
from shanzhi.people.models import PostsVersion


def bump() -> None:
    """Mark a change of posts or homes, or the end of a token or an account, first thing in its transaction.

    The row stays locked until the transaction ends, so changes come one after another and a check made
    after this call (no overlapping term) still holds when the change is written. The end of the audit chain
    is locked before it, always in this order, so two changes never wait for each other. The mark is random, not counted
    up: what a transaction saw before it was rolled back (a trial of what ending a post would do) can then never pass for
    what a later one wrote.
    """
    batch = gathering.get()
    if batch is not None:
        batch.changes = True  # the chain is locked already, and the mark follows at the end of the batch
        return
    lock_chain()
    forget()
    mark = secrets.randbits(62) | 1
    if not PostsVersion.objects.filter(pk=1).update(number=mark):
        PostsVersion.objects.get_or_create(pk=1)
        PostsVersion.objects.filter(pk=1).update(number=mark)


def posts_version() -> int:
    """The present mark. Read it before what is to be kept, and keep that until the mark differs."""
    return PostsVersion.objects.filter(pk=1).values_list("number", flat=True).first() or 0
