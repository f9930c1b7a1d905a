"""A server that has just started gets its first requests together: nothing that threads share is half filled then.

Each case runs in a process of its own, where nothing has been asked yet, and what fills slowly is slowed further.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

SLOWLY = """
import sys, threading, time
import ruamel.yaml.resolver as resolver
sys.setswitchinterval(1e-6)
before = resolver.VersionedResolver.add_version_implicit_resolver
def slowly(self, *given):
    time.sleep(0.05)
    return before(self, *given)
resolver.VersionedResolver.add_version_implicit_resolver = slowly
"""
TOGETHER = """
def together(ask):
    ready, told, wrong = threading.Barrier(8), [], []
    def one():
        ready.wait()
        try:
            told.append(ask())
        except BaseException as fault:
            wrong.append(repr(fault))
    threads = [threading.Thread(target=one) for _ in range(8)]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    assert not wrong, wrong
    assert len(told) == 8 and all(one == told[0] for one in told), told
    return told[0]
"""
READ = """
from shanzhi.method.problems import Problems
from shanzhi.method.read import read
def ask():
    problems = Problems()
    root = read("version: 3\\nyes: true\\nnothing:\\nhalf: 0.5\\nday: 2026-01-01\\n", problems)
    return root.plain(), [p.code for p in problems.found]
assert together(ask) == ({"version": 3, "yes": True, "nothing": None, "half": 0.5, "day": "2026-01-01"}, [])
"""
LIBRARY = """
from shanzhi import library
from shanzhi.method.check import load
names = library.names()[:3]
assert together(lambda: [load(library.text(name), name=name).hash for name in names])
"""
BLOCKS = """
class Block:
    def __init__(self, kind): self.kind = kind
def ask():
    from shanzhi.engine.blocks import logic
    from shanzhi.method.blocks import KINDS
    return [type(logic(Block(kind))).__name__ for kind in KINDS]
assert len(together(ask)) > 1
"""


@pytest.mark.parametrize("asked", [READ, LIBRARY, BLOCKS], ids=["scalars", "library", "blocks"])
def test_eight_threads_that_ask_first_get_the_same_answer(asked: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SLOWLY + TOGETHER + asked],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
