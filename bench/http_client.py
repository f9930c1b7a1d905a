"""Eight keep-alive clients that live whole lives over HTTP: `python -m bench.http_client PLAN.json`.

A plan names port, connections, seconds, and the lives (tokens, place). Raw sockets and bytes prepared beforehand, so
that the clients take as little as they can of the two cores they share with the server. Any answer that is not
2xx ends the run with its text.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from itertools import count
from typing import Any

NUMBER = re.compile(rb'"number": ?(\d+)')
LENGTH = re.compile(rb"content-length: ?(\d+)", re.IGNORECASE)
_ids = count(1)


ACTS = (
    ("worker", "accept", {"urgency": "normal"}),
    ("worker", "resolve", {"reply": "已更换灯泡，晚上请看看亮度是否合适。"}),
    ("resident", "rate", {"contacted": True, "solved": True, "stars": 5}),
)
OPENING = (
    '{"method": "appeal", "place": %s, "values": {"subject": "楼道灯不亮 %d", "detail": "'
    '三楼到四楼的灯坏了三天，晚上看不见台阶。"}, "command_id": "%s"}'
).encode()
BODIES = [
    (
        who,
        json.dumps({"act": act, "values": given}, ensure_ascii=False)[:-1].encode()
        + b', "command_id": "%s-%d", "seq": %d}',
    )
    for who, act, given in ACTS
]


class Failed(Exception):
    """An answer that is not 2xx."""


class Line:
    """One keep-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def ask(self, head: bytes, body: bytes = b"") -> bytes:
        self.writer.write(head + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        top = await self.reader.readuntil(b"\r\n\r\n")
        length = LENGTH.search(top)
        text = await self.reader.readexactly(int(length[1])) if length else b""
        if not top.startswith(b"HTTP/1.1 2"):
            raise Failed(f"{head.splitlines()[0]!r} {body!r} -> {top!r} {text!r}")
        return text


def _head(verb: str, path: str, token: str) -> bytes:
    return (
        f"{verb} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\nAccept: application/json\r\n"
    ).encode()


def requests(one: dict[str, bytes], run: str) -> Iterator[tuple[bytes, bytes]]:
    """The five requests of a life: open, accept, resolve, rate, list the desk's open matters.

    `/0/` in a head stands for the number of the matter, which the first answer gives.
    """
    n = next(_ids)
    name = f"{run}-{n}".encode()
    yield one["open"], OPENING % (one["place"], n, name)
    for seq, (who, body) in enumerate(BODIES, 1):
        yield one[who], body % (name, seq, seq)
    yield one["list"], b""


async def _life(line: Line, one: dict[str, bytes], run: str) -> None:
    number = b""
    for head, body in requests(one, run):
        answer = await line.ask(head.replace(b"/0/", b"/" + number + b"/"), body)
        if not number:
            found = NUMBER.search(answer)
            assert found is not None, answer
            number = found[1]


def heads(one: dict[str, Any]) -> dict[str, bytes]:
    """What the requests of one life begin with, ready to send."""
    return {
        "place": str(one["place"]).encode(),
        "open": _head("POST", "/api/matters", one["resident"]),
        "worker": _head("POST", "/api/matters/0/acts", one["worker"]),
        "resident": _head("POST", "/api/matters/0/acts", one["resident"]),
        "list": _head("GET", f"/api/matters?desk=grid_worker@{one['desk']}&limit=20", one["worker"]),
    }


async def _client(plan: dict[str, Any], mine: list[dict[str, bytes]], tally: list[int], name: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", plan["port"])
    line = Line(reader, writer)
    for turn in count():
        now = time.monotonic()
        if now >= plan["ends"]:
            break
        await _life(line, mine[turn % len(mine)], name)
        if now >= plan["begins"]:
            tally[0] += 1
    writer.close()


async def _main(plan: dict[str, Any]) -> None:
    lives = [heads(one) for one in plan["lives"]]
    n = plan["connections"]
    tally = [0]
    plan["begins"] = time.monotonic() + plan["warm_up"]
    plan["ends"] = plan["begins"] + plan["seconds"]
    await asyncio.gather(*(_client(plan, lives[i::n], tally, f"{plan['name']}-{i}") for i in range(n)))
    took = time.monotonic() - plan["begins"]
    print(json.dumps({"lives": tally[0], "seconds": took}))


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        asyncio.run(_main(json.load(file)))
