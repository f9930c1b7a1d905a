"""Where the log goes and how a line looks: time, level, what was asked for, where it comes from, what happened.

Standard error by default, so that systemd keeps it; a file with SHANZHI_LOG, reopened when it was moved away (rotation);
one JSON object a line with SHANZHI_LOG_FORMAT=json. The query of an address is left out: it may hold a name.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from threading import local
from typing import Any

from shanzhi.database.faults import is_away
from shanzhi.site.environment import is_on, one_of

serving = local()
"""`serving.path`: what the request asks for that this thread works on."""


def path_of(record: logging.LogRecord) -> str:
    """The path of the request a record is about; empty outside of one."""
    request = getattr(record, "request", None)
    return getattr(record, "path", "") or getattr(request, "path", "") or getattr(serving, "path", "")


class Lines(logging.Formatter):
    """`2026-11-29T08:00:00.000+00:00 ERROR /m/5 django.request: what happened`, a traceback below it."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as text; a line break within the message cannot begin a line that looks like a record."""
        text = record.getMessage().replace("\r", "\\r").replace("\n", "\n    ")
        head = (
            f"{_moment(record)} {record.levelname} {_one_line(path_of(record)) or '-'} {record.name}: {text}"
        )
        if record.exc_info:
            head += "\n    " + self.formatException(record.exc_info).replace("\n", "\n    ")
        return head


class Objects(logging.Formatter):
    """The same as one JSON object on one line: `time`, `level`, `path`, `logger`, `message`, `trace`."""

    def format(self, record: logging.LogRecord) -> str:
        """One record as an object."""
        told: dict[str, Any] = {
            "time": _moment(record),
            "level": record.levelname,
            "path": path_of(record),
            "logger": record.name,
            "message": record.getMessage(),
        }
        for name in ("status", "milliseconds"):
            if hasattr(record, name):
                told[name] = getattr(record, name)
        if record.exc_info:
            told["trace"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=False)


class Strangers(logging.Filter):
    """Who asks for a host that is none of ours, as programs do that try every address, is a line and no stack trace."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always passes."""
        record.levelno, record.levelname = logging.WARNING, "WARNING"
        record.exc_info = record.exc_text = None
        return True


class Outage(logging.Filter):
    """While the database is away every request meets it: what it said is enough, the way there is the same each time."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always passes."""
        problem = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if problem is not None and is_away(problem):
            said = " ".join(str(problem).split())[:300]
            record.msg, record.args = "%s: the database cannot be reached: %s", (record.getMessage(), said)
            record.exc_info = record.exc_text = None
        return True


def _moment(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() and c != " " else "?" for c in text)


def logging_config() -> dict[str, Any]:
    """The settings of the log, from SHANZHI_LOG, SHANZHI_LOG_FORMAT (`text`, `json`) and SHANZHI_LOG_REQUESTS."""
    kind, file = one_of("SHANZHI_LOG_FORMAT", "text", ("text", "json")), os.environ.get("SHANZHI_LOG", "")
    handler: dict[str, Any] = {
        "formatter": kind,
        "class": "logging.StreamHandler",
        "filters": ["outage"],
    }
    if file:
        handler |= {"class": "logging.handlers.WatchedFileHandler", "filename": file, "encoding": "utf-8"}
    requests = "INFO" if is_on("SHANZHI_LOG_REQUESTS") else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "text": {"()": "shanzhi.site.logs.Lines"},
            "json": {"()": "shanzhi.site.logs.Objects"},
        },
        "filters": {
            "strangers": {"()": "shanzhi.site.logs.Strangers"},
            "outage": {"()": "shanzhi.site.logs.Outage"},
        },
        "handlers": {"log": handler},
        "root": {"handlers": ["log"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["log"], "level": "WARNING", "propagate": False},
            "django.security.DisallowedHost": {"filters": ["strangers"]},
            "django.server": {"handlers": ["log"], "level": "WARNING", "propagate": False},
            "shanzhi.requests": {"handlers": ["log"], "level": requests, "propagate": False},
            "_granian": {"handlers": ["log"], "level": "WARNING", "propagate": False},
            "granian.access": {"handlers": ["log"], "level": "WARNING", "propagate": False},
        },
    }
