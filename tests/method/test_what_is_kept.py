"""What a process keeps of its answers stays within bounds, and threads may keep together."""

from __future__ import annotations

import sys
from threading import Barrier, Thread

from shanzhi.method.kept import Kept


def test_the_one_that_has_been_there_longest_is_forgotten() -> None:
    kept: Kept[str, int] = Kept(2)
    assert [kept.keep("a", 1), kept.keep("b", 2), kept.keep("a", 3)] == [1, 2, 3]
    assert kept == {"a": 3, "b": 2}
    kept.keep("c", 4)
    assert kept == {"b": 2, "c": 4}


def test_threads_that_keep_at_once_neither_fail_nor_keep_too_much() -> None:
    kept: Kept[int, int] = Kept(3)
    ready, wrong = Barrier(6), []

    def keep(first: int) -> None:
        ready.wait()
        try:
            for n in range(first, first + 2_000):
                kept.keep(n, n)
        except RuntimeError as fault:
            wrong.append(fault)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [Thread(target=keep, args=(10_000 * n,)) for n in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert wrong == []
    assert len(kept) == 3
