"""A worker of the site ends with its server, even where that died before the worker looked whose it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import granian

from shanzhi.cli import web_server
from shanzhi.ending import PARENT


def test_the_server_tells_its_workers_whose_they_are(monkeypatch):
    told = []

    class Server:
        def __init__(self, *_given, **_how):
            pass

        def serve(self):
            told.append(os.environ.get(PARENT))

    monkeypatch.setattr(granian, "Granian", Server)
    monkeypatch.setattr(sys, "argv", ["web_server", "127.0.0.1", "1", "1"])
    monkeypatch.setenv(PARENT, str(os.getppid()))
    monkeypatch.setattr("ctypes.CDLL", lambda *_given, **_how: type("Kernel", (), {"prctl": lambda *_: 0})())
    web_server.main()
    assert told == [str(os.getpid())]


def test_a_worker_whose_server_is_gone_ends_at_once():
    program = "import signal; from shanzhi.ending import end_with_parent; end_with_parent(signal.SIGKILL); print('lives')"
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    ended = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, PARENT: str(gone.pid)},
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (-signal.SIGKILL, b"")
