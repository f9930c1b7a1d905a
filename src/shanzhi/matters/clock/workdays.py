"""The working calendar in force: the published years, and the notices an operator took in since.

Each notice is a dated file in `calendar/` of SHANZHI_HOME, so that every process reads the same.
"""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from shanzhi.engine.calendar import WorkCalendar, default_calendar


def folder() -> Path:
    """Where the notices lie."""
    return Path(settings.SHANZHI_HOME) / "calendar"


def district_calendar() -> WorkCalendar:
    """The calendar in force: read again when a notice comes or goes."""
    try:
        mark = os.stat(where := _folder(settings.SHANZHI_HOME)).st_mtime_ns
    except FileNotFoundError:
        return default_calendar()
    return _read(mark, where)


@lru_cache(maxsize=4)
def _folder(home: Path) -> str:
    return str(Path(home) / "calendar")


@lru_cache(maxsize=4)
def _read(mark: int, where: str) -> WorkCalendar:
    calendar = default_calendar()
    for path in sorted(Path(where).glob("*.json")):
        calendar = calendar.with_notice(json.loads(path.read_text("utf-8")))
    return calendar
