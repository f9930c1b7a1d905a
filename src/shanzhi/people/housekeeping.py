"""What is cleared away by itself once it has no use: counters of wrong passwords, spent codes, sessions that ran out.

PIPL art. 19 (kept no longer than needed). What must be kept (the audit, looks, consents) is no matter of this.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from shanzhi.people import lockout, one_time


def forget_lapsed() -> int:
    """Clear away what has lapsed by now, whoever else does the same. Returns how many counters and codes went."""
    now = timezone.now()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return lockout.forget_old(now) + one_time.forget_old(now)
