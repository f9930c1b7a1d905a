"""When a process ends: as it is told to, and when its parent does, so that what was started together never outlives a kill.

On Linux the kernel sees to it (prctl(2), PR_SET_PDEATHSIG); elsewhere a thread looks whether the parent is still the
same. Whoever starts a process with `belonging()` in its environment can rely on it even if it dies at once.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from threading import Event, Thread
from typing import Any

PARENT = "SHANZHI_PARENT"
"""The variable that tells a child whose it is, by process number."""
PR_SET_PDEATHSIG = 1
LOOK_EVERY = 0.5


def belonging() -> dict[str, str]:
    """The environment for a child of this process."""
    return {**os.environ, PARENT: str(os.getpid())}


def end_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """From now on this process gets the signal when its parent ends; at once if it has ended already."""
    parent = int(os.environ.pop(PARENT, os.getppid()))
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(how), 0, 0, 0)
    elif hasattr(os, "getppid"):
        Thread(target=_look, args=(parent, how), daemon=True).start()
    if os.getppid() != parent:
        os.kill(os.getpid(), how)


def _look(parent: int, how: signal.Signals) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_EVERY)
    os.kill(os.getpid(), how)


def until_signal() -> Event:
    """An event that SIGTERM or SIGINT sets."""
    ended = Event()

    def end(number: int, frame: Any) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    return ended
