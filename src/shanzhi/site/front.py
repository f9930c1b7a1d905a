"""What stands between the server and Django: a request is taken in whole before one of the few threads works on it, and
an answer is whole before it is sent. So nobody can hold a thread by sending or reading slowly.

The server hands over requests by ASGI, on one loop for each process; the application is one of WSGI. A body must come within a time that grows with
what has arrived, must not be larger than is taken, and all bodies on their way together have a bound too; what is
larger than `IN_MEMORY` waits on disk. Answers likewise: each piece must be taken within its time.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import signal
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from msgspec import Struct

from shanzhi.ending import end_with_parent
from shanzhi.method.words import Sentence
from shanzhi.site.logs import serving

WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
THREADS = 4
"""Requests one process works on at once; on SQLite they share one writer."""
IN_MEMORY = 1024 * 1024
PIECE = 64 * 1024

ALIVE = "/healthz"
"""Answered here, by the loop alone: this process lives. Whether it can work is told by `/readyz`."""

log = logging.getLogger(__name__)
requests = logging.getLogger("shanzhi.requests")

LATE = Sentence(
    "内容传得太慢，没有收全；请换一个好一点的网络再提交。",
    "What you sent came too slowly and did not arrive whole; send it again over a better connection.",
)
LARGE = Sentence(
    "一次上传的内容太大，请减少文件或换小一点的照片，再提交。",
    "This is too much for one request: send fewer files, or smaller ones.",
)
BROKEN = Sentence(
    "系统出错了，这次没有保存；请过一会儿再试，并告诉管理员。",
    "The system failed and nothing was saved; try again later, and tell the administrator.",
)
BUSY = Sentence("现在太忙，请过一会儿再试。", "Too busy just now; try again in a little while.")
FULL = Sentence(
    "服务器的磁盘满了，这次没有保存；请过一会儿再试，并告诉管理员。",
    "The disk of the server is full and nothing was saved; try again later, and tell the administrator.",
)


class Bounds(Struct, frozen=True):
    """How much is waited for: `body` bytes for one request, `bodies` for all on their way in this process; `grace`
    seconds to begin with and one more for each `rate` bytes; `piece` seconds until a piece of an answer is taken."""

    body: int
    bodies: int = 1024 * 1024 * 1024
    grace: float = 20.0
    rate: int = 8 * 1024
    piece: float = 30.0


class Gone(Exception):
    """Whoever asked has left, or does not read."""


class Refused(Exception):
    """The request is not taken: the status, and what is said."""

    def __init__(self, status: HTTPStatus, sentence: Sentence) -> None:
        super().__init__(sentence.en)
        self.status, self.sentence = status, sentence


class Answer(Struct):
    """An answer that is ready: whole in `body`, or in a `file` from which it is sent piece by piece."""

    status: int = 500
    headers: Headers = []
    body: bytes = b""
    file: IO[bytes] | None = None


class Front:
    """Takes requests in, has them worked on, sends the answers."""

    def __init__(self, application: WsgiApplication, bounds: Bounds, threads: int = THREADS) -> None:
        self.application, self.bounds = application, bounds
        self.threads = ThreadPoolExecutor(threads, "request")
        self.waiting = 0
        """Bytes of bodies that are on their way or being worked on."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request. Whatever goes wrong outside Django is told in a sentence and logged."""
        if scope["type"] == "lifespan":
            await _live(receive, send)
            return
        if scope["path"] == ALIVE:
            await _answer(send, 200, [(b"content-type", b"application/json")], b'{"alive":true}')
            return
        loop = asyncio.get_running_loop()
        begun = loop.time()
        body: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed at the end)
        taken = [0]
        try:
            await self._take_in(scope, receive, body, taken)
            made = await loop.run_in_executor(self.threads, self._work, environment(scope, body, taken[0]))
            await self._send(send, made)
            status = made.status
        except Gone:
            status = 499
        except Refused as refused:
            status = refused.status
            await _tell(send, status, refused.sentence)
        except OSError as fault:
            log.exception("a request could not be taken in or answered", extra={"path": scope["path"]})
            full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
            status = HTTPStatus.INSUFFICIENT_STORAGE if full else HTTPStatus.INTERNAL_SERVER_ERROR
            await _tell(send, status, FULL if full else BROKEN)
        finally:
            self.waiting -= taken[0]
            body.close()
        _log_request(scope, status, loop.time() - begun)

    async def _take_in(self, scope: Scope, receive: Receive, body: IO[bytes], taken: list[int]) -> None:
        headers = dict(scope["headers"])
        said = headers.get(b"content-length", b"").decode("latin-1")
        if not said and b"transfer-encoding" not in headers:
            return
        if said.isdecimal() and int(said) > self.bounds.body:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, LARGE)
        begun = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.bounds.grace) as limit:
                more = True
                while more:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Gone
                    piece, more = message.get("body", b""), message.get("more_body", False)
                    taken[0] += len(piece)
                    self.waiting += len(piece)
                    if taken[0] > self.bounds.body:
                        raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, LARGE)
                    if self.waiting > self.bounds.bodies:
                        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, BUSY)
                    body.write(piece)
                    limit.reschedule(begun + self.bounds.grace + taken[0] / self.bounds.rate)
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, LATE) from None
        if said.isdecimal() and taken[0] < int(said):
            raise Gone
        body.seek(0)

    def _work(self, environ: dict[str, Any]) -> Answer:
        """Run the application in a thread of its own, its answer to the end."""
        made = Answer()
        serving.path = environ["PATH_INFO"]

        def start(status: str, headers: Headers, exc_info: Any = None) -> Callable[[bytes], None]:
            made.status, made.headers = int(status.split(" ", 1)[0]), headers
            return lambda piece: None

        parts = self.application(environ, start)
        try:
            if isinstance(parts, list):
                made.body = b"".join(parts)
                return made
            spool: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed when it is sent)
            for part in parts:
                spool.write(part)
            size = spool.tell()
            spool.seek(0)
            if size <= PIECE:
                made.body = spool.read()
                spool.close()
            else:
                made.file = spool
            return made
        finally:
            close = getattr(parts, "close", None)
            if close is not None:
                close()

    async def _send(self, send: Send, made: Answer) -> None:
        headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in made.headers]
        if made.file is None and len(made.body) <= IN_MEMORY:
            await _answer(send, made.status, headers, made.body)
            return
        await send({"type": "http.response.start", "status": made.status, "headers": headers})
        with made.file if made.file is not None else BytesIO(made.body) as source:
            while piece := source.read(PIECE):
                try:
                    async with asyncio.timeout(self.bounds.piece):
                        await send({"type": "http.response.body", "body": piece, "more_body": True})
                except TimeoutError:  # whoever asked does not read: the connection is closed
                    raise Gone from None
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})


async def _tell(send: Send, status: int, sentence: Sentence) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
    await _answer(send, status, headers, f"{sentence.zh}\n{sentence.en}\n".encode())


async def _live(receive: Receive, send: Send) -> None:
    """A process of the server begins: it shall not outlive the one that started it."""
    while (message := await receive())["type"] != "lifespan.shutdown":
        if message["type"] == "lifespan.startup":
            end_with_parent(signal.SIGKILL)
            await send({"type": "lifespan.startup.complete"})
    await send({"type": "lifespan.shutdown.complete"})


def _log_request(scope: Scope, status: int, seconds: float) -> None:
    if requests.isEnabledFor(logging.INFO):
        told = {"path": scope["path"], "status": int(status), "milliseconds": round(seconds * 1000)}
        requests.info("%s %d in %d ms", scope["method"], status, told["milliseconds"], extra=told)


def environment(scope: Scope, body: IO[bytes], size: int) -> dict[str, Any]:
    """What WSGI (PEP 3333) wants to know of a request that was taken in whole."""
    host, port = scope.get("server") or ("", 0)
    client = scope.get("client") or ("", 0)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.input_terminated": True,
        "wsgi.errors": _Errors(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        if b"_" in name:
            continue  # it would pass for the header with a hyphen
        key = name.decode("latin-1").upper().replace("-", "_")
        if key in ("CONTENT_LENGTH", "TRANSFER_ENCODING"):
            continue
        if key != "CONTENT_TYPE":
            key = f"HTTP_{key}"
        said = value.decode("latin-1")
        joint = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{joint}{said}" if key in environ and key != "HTTP_HOST" else said
    environ["CONTENT_LENGTH"] = str(size)
    return environ


class _Errors:
    """Where a WSGI application may write what went wrong: the log."""

    def write(self, text: str) -> None:
        if text.strip():
            log.error("%s", text.rstrip())

    def writelines(self, lines: Iterable[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        """Nothing waits here."""
