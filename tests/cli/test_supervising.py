"""What `shanzhi serve` started ends with it, and what ends by itself is started again after a growing pause."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from shanzhi.cli.supervising import LONGEST_PAUSE, Child, Supervisor, pause_after

PATIENCE = 180


def test_pauses_grow_and_have_a_bound() -> None:
    assert [pause_after(n) for n in (1, 2, 3, 4)] == [1, 2, 4, 8]
    assert pause_after(1000) == LONGEST_PAUSE


class Clock:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def ended(supervisor: Supervisor) -> None:
    """Wait until the children that run have ended, and let it be noticed."""
    for child in supervisor.children:
        assert child.process is not None
        child.process.wait(PATIENCE)
    supervisor.look()


def test_a_crash_loop_is_slowed_down_logged_and_never_given_up(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock()
    child = Child("web", (sys.executable, "-c", "raise SystemExit(3)"))
    supervisor = Supervisor([child], now=clock)
    with caplog.at_level(logging.ERROR):
        for pause in (1, 2, 4):
            supervisor.look()
            ended(supervisor)
            clock.at += pause - 0.5
            supervisor.look()
            assert child.process is None  # not yet
            clock.at += 1
    assert child.failures == 3
    assert [record.getMessage() for record in caplog.records] == [
        f"web ended (exit 3, time {n} in a row); it is started again in {pause} s"
        for n, pause in ((1, 1), (2, 2), (3, 4))
    ]


def test_after_running_well_for_a_while_the_pause_is_short_again() -> None:
    clock = Clock()
    child = Child("web", (sys.executable, "-c", ""), failures=9)
    supervisor = Supervisor([child], now=clock)
    supervisor.look()
    clock.at += 3600
    ended(supervisor)
    assert child.failures == 1


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                status = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(status[1]) == parent and status[0] != "Z":
                found.append(int(entry.name))
    return found


def family(parent: int) -> list[int]:
    return [one for child in children_of(parent) for one in (child, *family(child))]


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="finds the processes in /proc, which is not here"
)
def test_a_kill_of_the_parent_leaves_nothing_behind(tmp_path: Path, free_port: int) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    server = subprocess.Popen(
        [sys.executable, "-m", "shanzhi", "serve", "--port", str(free_port)],
        env={**environment, "SHANZHI_HOME": str(tmp_path / "home")},
        stdout=subprocess.DEVNULL,
    )
    started: list[int] = []
    try:
        until = time.monotonic() + PATIENCE
        while len(started) < 3 and time.monotonic() < until:  # the server, its process, the worker
            time.sleep(0.2)
            started = family(server.pid)
        assert len(started) >= 3
        time.sleep(2)
        started = family(server.pid)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while any(map(running, started)) and time.monotonic() < until:
        time.sleep(0.2)
    assert [pid for pid in started if running(pid)] == []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread looks for the parent twice a second")
def test_a_child_whose_parent_is_gone_already_ends_at_once() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "from shanzhi.ending import end_with_parent; end_with_parent(); print('lives')",
        ],
        env={**os.environ, "SHANZHI_PARENT": "1" if os.getpid() != 1 else "2"},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == -signal.SIGTERM
    assert done.stdout == b""
