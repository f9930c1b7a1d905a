"""`shanzhi serve`: tables brought up to date, pages and API answered, stopped cleanly; a taken port is told."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

SHANZHI = [sys.executable, "-c", "from shanzhi.cli import main; main()"]
PATIENCE = 180
"""Seconds to wait for what should come at once, on a machine that is busy."""


@pytest.fixture
def port(free_port: int) -> int:
    return free_port


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "SHANZHI_HOME": str(tmp_path / "home"), "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8"}


@pytest.fixture
def served(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    """A fresh installation being served."""
    server = subprocess.Popen(
        [*SHANZHI, "serve", "--port", str(port)], env=environment, text=True, stdout=subprocess.PIPE
    )
    try:
        yield server
    finally:
        if server.poll() is None:
            server.kill()
        server.wait(PATIENCE)


def answer(port: int, path: str) -> bytes:
    """What the site answers, once it answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as got:
                return got.read()
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


@pytest.mark.installed
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_and_stops_cleanly(served: subprocess.Popen[str], port: int, how: signal.Signals) -> None:
    assert served.stdout is not None
    opened = next(line for line in served.stdout if "http://" in line)
    assert f"http://127.0.0.1:{port}" in opened
    with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=PATIENCE) as got:  # not told before it answers
        assert json.loads(got.read()) == {"alive": True}
    document = json.loads(answer(port, "/api/openapi.json"))
    assert "/api/matters" in document["paths"]
    assert b"swagger" in answer(port, "/api/docs")
    assert len(answer(port, "/static/ninja/swagger-ui.css")) > 1000
    assert b"<html" in answer(port, "/")
    served.send_signal(how)
    assert served.wait(PATIENCE) in (0, -how, 128 + how)
    assert "http://" not in served.stdout.read()


def test_ctrl_c_while_it_starts_leaves_no_stack_trace(environment: dict[str, str], port: int) -> None:
    """Ctrl-C goes to all in front at once, those among them that have only begun to load."""
    server = subprocess.Popen(
        [*SHANZHI, "serve", "--port", str(port)],
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    until = time.monotonic() + PATIENCE
    while not Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split():
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.3)
    os.killpg(server.pid, signal.SIGINT)
    _said, complained = server.communicate(timeout=PATIENCE)
    assert "Traceback" not in complained


@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_taken_port_is_told_with_what_to_do(environment: dict[str, str], command: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        taken = other.getsockname()[1]
        done = subprocess.run(
            [*SHANZHI, command, "--port", str(taken)],
            env=environment,
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 2
    assert f"--port {taken + 1}" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    if command == "demo":
        assert done.stdout == ""  # told before a minute's work, and before any address to open


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (["--port", "a"], "--port 的值不对：要写一个整数。", "--port will not do: a whole number is needed."),
        (["--port", "0"], "--port 的值不对：最小是 1。", "--port will not do: 1 is the least."),
        (["--port", "65536"], "--port 的值不对：最大是 65535。", "--port will not do: 65535 is the most."),
    ],
)
@pytest.mark.parametrize("command", ["serve", "demo"])
def test_a_port_that_is_none_is_told_in_the_readers_language(
    command: str, given: list[str], zh: str, en: str, environment: dict[str, str]
) -> None:
    for locale, sentence in (("zh_CN.UTF-8", zh), ("en_US.UTF-8", en)):
        done = subprocess.run(
            [*SHANZHI, command, *given],
            env={**environment, "LANG": locale, "LC_ALL": locale},
            text=True,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 2
        assert done.stderr.splitlines()[0] == sentence


def test_it_answers_beside_fifty_slow_bodies(served: subprocess.Popen[str], port: int) -> None:
    answer(port, "/sign-in")
    with ExitStack() as held:
        for _ in range(50):
            slow = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE))
            slow.sendall(b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\na")
        assert b"<html" in answer(port, "/sign-in")
        assert json.loads(answer(port, "/healthz")) == {"alive": True}
