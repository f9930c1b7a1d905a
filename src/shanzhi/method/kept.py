"""What a process remembers of its answers, for all its threads: so many at most, by what they answer.

It is a dictionary, and read as one. Only what is kept takes its turn; what was kept is shared, so nobody changes it.
"""

from __future__ import annotations

from threading import Lock
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Kept(dict[K, V]):
    """At most `most` answers; for one more, the one that has been there longest is forgotten."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most = most
        self._turn = Lock()

    def keep(self, key: K, answer: V) -> V:
        """Keep an answer, in the place of a former one, and give it back."""
        with self._turn:
            while key not in self and len(self) >= self.most:
                del self[next(iter(self))]
            self[key] = answer
        return answer
