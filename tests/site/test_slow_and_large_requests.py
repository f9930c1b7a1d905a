"""Nobody holds a thread of the site by sending or reading slowly, and what is sent has bounds. Real sockets."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

PATIENCE = 60
MANY = 50


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A small site of one process and four threads; a body has a second and a half to come, and so has a piece."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    served = subprocess.Popen(
        [sys.executable, "-m", "tests.site.small_site", str(number)], cwd=Path(__file__).parents[2]
    )
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", number), timeout=1).close()
                break
            except OSError:
                if time.monotonic() > until or served.poll() is not None:
                    raise
                time.sleep(0.1)
        yield number
    finally:
        served.kill()  # not asked to finish: many a slow answer is still under way
        served.wait(PATIENCE)


def asked(port: int, path: str = "/", body: bytes | None = None, **headers: str) -> dict[str, str]:
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", body, headers), timeout=PATIENCE) as answer:
        told: dict[str, str] = json.loads(answer.read())
        return told


def opened(port: int, sent: bytes, room: int | None = None) -> socket.socket:
    made = socket.socket()
    if room is not None:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
    made.settimeout(PATIENCE)
    made.connect(("127.0.0.1", port))
    made.sendall(sent)
    return made


def everything(connection: socket.socket) -> bytes:
    """What still comes until the other side closes."""
    parts = []
    try:
        while part := connection.recv(1 << 20):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


HALF_A_BODY = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nA"
ENDLESS_PIECES = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nA\r\n"
HALF_A_HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
MUCH = b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n"


@pytest.mark.parametrize("sent", [HALF_A_BODY, ENDLESS_PIECES, HALF_A_HEAD, MUCH, b""])
def test_the_site_answers_beside_fifty_slow_connections(port: int, sent: bytes) -> None:
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(opened(port, sent, 4096 if sent is MUCH else None))
        assert asked(port, "/while")["PATH_INFO"] == "/while"
        assert asked(port, "/while", b"abc")["sent"] == 3


@pytest.mark.parametrize("sent", [HALF_A_BODY, ENDLESS_PIECES])
def test_a_body_that_does_not_come_is_ended_with_a_sentence(port: int, sent: bytes) -> None:
    with opened(port, sent) as late:
        answer = everything(late)
    assert answer.startswith(b"HTTP/1.1 408")
    assert "太慢".encode() in answer


def test_a_head_that_does_not_come_ends_the_connection(port: int) -> None:
    with opened(port, HALF_A_HEAD) as late:
        assert b"200" not in everything(late)


def test_who_does_not_read_is_left(port: int) -> None:
    with opened(port, MUCH, 4096) as idle:
        assert idle.recv(100).startswith(b"HTTP/1.1 200")
        time.sleep(4)  # longer than a piece may wait
        assert len(everything(idle)) < 64 * 1024 * 1024


def test_who_reads_gets_all_of_a_large_answer(port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/large", timeout=PATIENCE) as answer:
        assert len(answer.read()) == 64 * 1024 * 1024


def test_a_body_that_keeps_coming_may_take_longer(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n"
    with opened(port, head) as steady:
        for _ in range(10):
            steady.sendall(b"x" * 100_000)
            time.sleep(0.2)
        assert b'"sent": 1000000' in everything(steady)


@pytest.mark.parametrize(
    "sent",
    [
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + (b"80000\r\n" + b"x" * 0x80000 + b"\r\n") * 3,
    ],
)
def test_a_body_that_is_too_large_is_refused_with_a_sentence(port: int, sent: bytes) -> None:
    with opened(port, sent) as large:
        assert large.recv(20).startswith(b"HTTP/1.1 413")


def test_all_bodies_together_have_a_bound(port: int) -> None:
    part = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n" + b"x" * 900_000
    with ExitStack() as held:
        waiting = [held.enter_context(opened(port, part)) for _ in range(5)]
        answers = [everything(one)[:12] for one in waiting]
    assert b"HTTP/1.1 503" in answers
    assert asked(port, "/after", b"abc")["sent"] == 3  # what was refused is let go


def test_a_request_arrives_as_it_was_sent(port: int) -> None:
    told = asked(
        port, f"/{quote('善 治')}?q={quote('邻')}", b"abcd", **{"X-Two": "a", "Content-Type": "text/plain"}
    )
    assert told["PATH_INFO"].encode("latin-1").decode() == "/善 治"
    assert told["QUERY_STRING"] == f"q={quote('邻')}"
    assert told["HTTP_X_TWO"] == "a"
    assert told["CONTENT_TYPE"] == "text/plain"
    assert told["CONTENT_LENGTH"] == "4"
    assert told["REMOTE_ADDR"] == "127.0.0.1"
    assert told["REQUEST_METHOD"] == "POST"
    assert told["SERVER_PORT"] == str(port)


def test_a_header_with_an_underscore_cannot_pass_for_another(port: int) -> None:
    with opened(
        port, b"GET / HTTP/1.1\r\nHost: a\r\nX_Forwarded_For: 9.9.9.9\r\nConnection: close\r\n\r\n"
    ) as sly:
        assert b"9.9.9.9" not in everything(sly)


def test_a_process_that_is_alive_says_so_though_every_thread_is_busy(port: int) -> None:
    with ExitStack() as held:
        for _ in range(MANY):
            held.enter_context(opened(port, b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n"))
        assert asked(port, "/healthz") == {"alive": True}
