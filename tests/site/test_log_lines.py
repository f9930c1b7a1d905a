"""The log: each line with its time and what was asked for; JSON on request; a file that may be moved away."""

import json
import logging
import logging.config
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import InterfaceError, OperationalError
from django.test import Client

from shanzhi.site import logs


@pytest.fixture(autouse=True)
def unchanged() -> Iterator[None]:
    """The loggers as they were, whatever a test set up."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in kept:
            handler.close()
    root.handlers[:], root.level = kept, level


def record(message: str, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("shanzhi.x", logging.ERROR, "f", 1, message, (), None)
    made.__dict__.update(more)
    return made


def test_a_line_begins_with_time_level_and_path() -> None:
    moment, level, path, name, text = logs.Lines().format(record("what happened", path="/m/5")).split(" ", 4)
    assert datetime.fromisoformat(moment).tzinfo is not None
    assert (level, path, name, text) == ("ERROR", "/m/5", "shanzhi.x:", "what happened")


def test_a_record_takes_the_path_that_its_thread_works_on() -> None:
    logs.serving.path = "/search"
    try:
        assert " /search " in logs.Lines().format(record("x"))
    finally:
        del logs.serving.path
    assert " - " in logs.Lines().format(record("x"))


def test_nobody_can_write_a_line_of_the_log_himself() -> None:
    line = logs.Lines().format(record("a\n2026-01-01 ERROR /x y: z", path="/a b\n/c"))
    assert [part[:4] for part in line.splitlines()[1:]] == ["    "]
    assert " /a?b?/c " in line


def test_an_object_a_line() -> None:
    told = json.loads(logs.Objects().format(record("善治\nx", path="/m/5", status=200, milliseconds=7)))
    assert {key: told[key] for key in ("level", "path", "message", "status", "milliseconds")} == {
        "level": "ERROR", "path": "/m/5", "message": "善治\nx", "status": 200, "milliseconds": 7,
    }  # fmt: skip
    assert datetime.fromisoformat(told["time"]).tzinfo is not None


def test_the_file_is_made_anew_after_it_was_moved_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "shanzhi.log"
    monkeypatch.setenv("SHANZHI_LOG", str(file))
    monkeypatch.setenv("SHANZHI_LOG_FORMAT", "json")
    logging.config.dictConfig(logs.logging_config())
    logging.getLogger("shanzhi.test").error("one")
    file.rename(tmp_path / "shanzhi.log.1")
    logging.getLogger("shanzhi.test").error("two")
    assert [json.loads(line)["message"] for line in file.read_text(encoding="utf-8").splitlines()] == ["two"]


def test_a_host_that_is_none_of_ours_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    file = tmp_path / "shanzhi.log"
    monkeypatch.setenv("SHANZHI_LOG", str(file))
    logging.config.dictConfig(logs.logging_config())
    assert client.get("/sign-in", HTTP_HOST="stranger.example").status_code == 400
    (line,) = file.read_text(encoding="utf-8").splitlines()
    assert " WARNING /sign-in django.security.DisallowedHost: " in line
    assert "stranger.example" in line


def test_a_form_that_is_not_known_is_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHANZHI_LOG_FORMAT", "xml")
    with pytest.raises(ValueError, match="text or json"):
        logs.logging_config()


class Gone(Exception):
    """A driver's fault: the connection broke (no state), or a statement failed (its state)."""

    def __init__(self, sqlstate: str | None) -> None:
        super().__init__()
        self.sqlstate = sqlstate


def no_such_file() -> Exception:
    """SQLite's own fault where its file cannot be opened."""
    with pytest.raises(sqlite3.OperationalError) as caught:
        sqlite3.connect("/nowhere/at/all")
    return caught.value


def logged(fault: Exception, cause: Exception | None) -> str:
    try:
        raise fault from cause
    except Exception as problem:
        line = record("GET /m/5", exc_info=(type(problem), problem, problem.__traceback__))
    assert logs.Outage().filter(line)
    return logs.Lines().format(line)


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (OperationalError("too many clients already"), Gone("53300")),
        (OperationalError("connection refused\n  Is it running?"), Gone(None)),
        (OperationalError("terminating connection"), Gone("57P01")),
        (InterfaceError("connection already closed"), Gone(None)),
        (OperationalError("unable to open database file"), no_such_file()),
    ],
)
def test_a_database_that_is_away_is_one_line(fault: Exception, cause: Exception | None) -> None:
    text = logged(fault, cause)
    assert "GET /m/5: the database cannot be reached: " in text
    assert "\n" not in text


@pytest.mark.parametrize("cause", [None, Gone("40P01")])
def test_a_statement_that_failed_keeps_its_trace(cause: Exception | None) -> None:
    assert "Traceback" in logged(OperationalError("no such table: x"), cause)


def test_every_line_of_the_log_passes_there() -> None:
    assert logs.logging_config()["handlers"]["log"]["filters"] == ["outage"]
