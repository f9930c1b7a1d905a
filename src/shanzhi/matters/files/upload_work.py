"""How much work the uploads of one person may make: a few at once, and so many seconds of a processor in a minute.

What is sent is drawn and packed anew while its sender waits, and nobody else should wait for that too. Counted by the
process, as all paces are (`people.pace`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from threading import Lock
from time import thread_time

from shanzhi.method.words import Sentence
from shanzhi.people import pace
from shanzhi.people.problems import BadInput

AT_ONCE = 2
SECONDS_A_MINUTE = 20.0
"""Some forty large photos, or eight of the largest pictures that are taken."""
_now: Counter[int] = Counter()
_counting = Lock()

AT_WORK = Sentence(
    "您前面传的文件还在处理，请等它们好了再传这一个",
    "the files you sent before are still being worked on; send this one once they are done",
)
TOO_FAST = Sentence(
    "您这一分钟传的大文件太多了，请 {seconds} 秒后再传这一个",
    "you have sent too much within this minute; send this one in {seconds} seconds",
)


@contextmanager
def at_work(person: int | None) -> Iterator[None]:
    """Around the work on an upload of a person. Raises `BadInput` where it has to wait."""
    if person is None:
        yield
        return
    key = f"upload {person}"
    wait = pace.wait_for(key, SECONDS_A_MINUTE, 0.0)
    if wait:
        raise BadInput(TOO_FAST.fill(seconds=ceil(wait)))
    with _counting:
        if _now[person] >= AT_ONCE:
            raise BadInput(AT_WORK)
        _now[person] += 1
    begun = thread_time()
    try:
        yield
    finally:
        pace.spend(key, SECONDS_A_MINUTE, thread_time() - begun)
        with _counting:
            _now[person] -= 1
            if not _now[person]:
                del _now[person]
