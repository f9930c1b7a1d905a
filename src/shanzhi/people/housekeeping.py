"""What is cleared away by itself once it has no use: counters of wrong passwords, spent codes, sessions that ran out,
answers to programs.

PIPL art. 19 (kept no longer than needed). What must be kept (the audit, looks, consents) is no matter of this.
"""

from __future__ import annotations

from importlib import import_module

from django.conf import settings
from django.utils import timezone

from shanzhi.database import full_disk
from shanzhi.people import lockout, one_time, sent


def forget_lapsed() -> int:
    """Clear away what has lapsed by now, whoever else does the same, and see that there is room in reserve. Returns how many
    counters and codes went."""
    now = timezone.now()
    full_disk.keep_reserve()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    return lockout.forget_old(now) + one_time.forget_old(now) + sent.forget_old(now)
