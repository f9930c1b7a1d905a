"""The statements of whole lives as scripts for pgbench: `python -m bench.http_statements LIVES.json FOLDER`.

A life is lived through the application in this process while every statement that goes to PostgreSQL is written down;
what differs from life to life (the matter's number, the commands' ids) becomes a variable of pgbench, all else stays as it
was sent. One script for each of eight lives.
"""

from __future__ import annotations

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FROM_NUMBER = 7_000_000_000
"""Matters are numbered from here while statements are written down: no other number is as large."""
Sent = tuple[str, list[Any]]


@contextmanager
def written_down() -> Iterator[list[Sent]]:
    """Every statement sent meanwhile, with its values."""
    from shanzhi.database import wire

    sent: list[Sent] = []
    run = wire._run

    def listening(database: Any, statement: str, values: Any) -> Any:
        sent.append((statement, list(values)))
        return run(database, statement, values)

    wire._run = listening
    try:
        yield sent
    finally:
        wire._run = run


def ask(application: Any, head: bytes, body: bytes) -> bytes:
    """One request, as the clients send it, straight to the application."""
    first, *headers = head.decode().split("\r\n")
    verb, path, _ = first.split(" ")
    parts = urlsplit(path)
    environ = {
        "REQUEST_METHOD": verb, "PATH_INFO": parts.path, "QUERY_STRING": parts.query, "SCRIPT_NAME": "",
        "SERVER_NAME": "127.0.0.1", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "wsgi.url_scheme": "http",
        "REMOTE_ADDR": "127.0.0.1", "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body)),
    }  # fmt: skip
    for header in filter(None, headers):
        name, _, value = header.partition(": ")
        name = name.upper().replace("-", "_")
        environ[name if name == "CONTENT_TYPE" else f"HTTP_{name}"] = value
    status: list[str] = []
    answer = b"".join(application(environ, lambda said, _headers: status.append(said)))
    assert status[0].startswith("2"), (status, answer)
    return answer


def script(sent: list[Sent], number: int) -> str:
    """A life as pgbench runs it."""
    parts = []
    for n, (statement, values) in enumerate(sent):
        first, *others = statement.split("%s")
        text = first + "".join(
            _literal(value, number, n) + part for value, part in zip(values, others, strict=True)
        )
        end = " \\gset" if "nextval(" in text else ";"
        parts.append(" ".join(text.split()) + end)
    return "\n".join(parts) + "\n"


def _literal(value: Any, number: int, n: int) -> str:
    if value is None:
        return "NULL"
    if value == number:
        return ":nextval"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return f"'{value}'"
    if isinstance(value, datetime | date):
        return _quoted(value.isoformat())
    if isinstance(value, bytes):
        return f"'\\x{value.hex()}'"
    if isinstance(value, list | tuple):
        return f"ARRAY[{', '.join(_literal(one, number, n) for one in value)}]"
    text = str(value)
    if re.fullmatch(r"statements-\d+(-\d)?", text):
        return f"('c' || :nextval::bigint || '-{n}')"
    return _quoted(text)


def _quoted(text: str) -> str:
    """A text with nothing in it that pgbench takes for a variable."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072") + "'"


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    from bench.http_client import NUMBER, heads, requests
    from shanzhi.database.wire import fetch
    from shanzhi.site.wsgi import application

    lives = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    folder = Path(sys.argv[2])
    folder.mkdir(exist_ok=True)
    before = fetch("SELECT last_value FROM matters_matter_id_seq")[0][0]
    fetch(f"SELECT setval('matters_matter_id_seq', {FROM_NUMBER})")
    for n, one in enumerate(lives[: 2 * 8]):
        with written_down() as sent:
            number = b""
            for head, body in requests(heads(one), "statements"):
                answer = ask(application, head.replace(b"/0/", b"/" + number + b"/"), body)
                number = number or NUMBER.search(answer)[1]  # type: ignore[index]
        if n >= 8:  # the first eight taught the process its places and methods
            (folder / f"{n - 7}.sql").write_text(script(sent, int(number)), encoding="utf-8")
    fetch(f"SELECT setval('matters_matter_id_seq', {before})")


if __name__ == "__main__":
    main()
