"""Which database an installation uses: SQLite in its home, or PostgreSQL named by DATABASE_URL."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from shanzhi.method.words import Sentence
from shanzhi.site.environment import BadSetting


def sqlite(path: Path) -> dict[str, Any]:
    """Settings for the embedded database: write-ahead log, writers queue at BEGIN rather than fail."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "TEST": {"NAME": str(path.with_name("test.sqlite3"))},
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;"
            " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;",
        },
    }


def postgresql(url: str) -> dict[str, Any]:
    """Settings for `postgresql://user:password@host:port/name?option=value`.

    Raises `BadSetting` for an address of another form.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:  # brackets that do not close, a port that is no number
        raise _bad_address() from None
    if parts.scheme not in ("postgres", "postgresql") or not parts.path.strip("/"):
        raise _bad_address()
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", None) or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def _bad_address() -> BadSetting:
    return BadSetting(
        Sentence(
            "环境变量 DATABASE_URL 应形如 postgresql://用户:密码@主机:端口/库名；不设它就用 SQLite。",
            "DATABASE_URL must look like postgresql://user:password@host:port/name; without it SQLite is used.",
        )
    )
