"""Keeping the processes of an installation running: what ends by itself is started again, after a pause that grows."""

from __future__ import annotations

import logging
import subprocess
import time
from collections.abc import Callable, Sequence
from threading import Event

from msgspec import Struct, field

from shanzhi.ending import belonging

LONGEST_PAUSE = 60.0
"""Seconds between two tries at most, however often a process ended."""
STEADY = 60.0
"""Seconds after which a process counts as running well, and the next pause is the shortest again."""
PATIENCE = 30.0
"""Seconds a process has to stop by itself."""

log = logging.getLogger(__name__)


class Child(Struct):
    """One process: how it is called in the log, its command, how often it ended in a row, when it is started next."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    begun: float = 0.0
    failures: int = 0
    next_at: float = 0.0


class Supervisor(Struct):
    """Starts children and keeps them running until `stop` is set. `now` is a clock that only goes forward."""

    children: list[Child]
    stop: Event = field(default_factory=Event)
    now: Callable[[], float] = time.monotonic
    look_every: float = 0.2
    until: Callable[[], bool] = lambda: False
    then: Callable[[], None] = lambda: None
    """What is done once, as soon as `until` says so."""

    def run(self) -> None:
        """Until told to stop; then the children are stopped, by force if they do not."""
        done = False
        try:
            while not self.stop.is_set():
                self.look()
                if not done and self.until():
                    done = True
                    self.then()
                self.stop.wait(self.look_every)
        finally:
            self.end()

    def look(self) -> None:
        """Start what is due, notice what has ended."""
        for child in self.children:
            if child.process is None:
                if self.now() >= child.next_at:
                    # A group of its own: Ctrl-C reaches this process alone, which then stops its children.
                    child.process = subprocess.Popen(child.command, env=belonging(), process_group=0)  # noqa: S603
                    child.begun = self.now()
            elif (code := child.process.poll()) is not None:
                self.ended(child, code)

    def ended(self, child: Child, code: int) -> None:
        """Note that a child ended, and when it is started again."""
        child.failures = 1 if self.now() - child.begun >= STEADY else child.failures + 1
        pause = pause_after(child.failures)
        log.error(
            "%s ended (exit %s, time %s in a row); it is started again in %.0f s",
            child.name,
            code,
            child.failures,
            pause,
        )
        child.process, child.next_at = None, self.now() + pause

    def end(self) -> None:
        """Stop every child."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        until = time.monotonic() + PATIENCE
        for process in running:
            try:
                process.wait(max(until - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def pause_after(failures: int) -> float:
    """Seconds until the next try: 1, 2, 4, … up to `LONGEST_PAUSE`."""
    return min(2.0 ** min(failures - 1, 20), LONGEST_PAUSE)
