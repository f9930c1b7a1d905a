"""The matters of one example: its own, and those of other methods that it opens, as the store keeps them for real."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from shanzhi.engine.example_people import Miscast
from shanzhi.engine.memory_store import Book, StoredMatter
from shanzhi.engine.types import Command, Decision, Effect, Refusal
from shanzhi.engine.world import World
from shanzhi.method.linking import Library
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

FIRST = 1_000
BETWEEN = frozenset({"child", "open", "release_children", "parent", "act"})
"""Effects by which matters open, release and answer each other."""
Kept = Callable[[StoredMatter, Command, Decision], None]


class AtHand(Mapping[str, Method]):
    """The method of an example's file, and the others that lie beside it or in the library, read when first asked for."""

    def __init__(self, own: Method, library: Library) -> None:
        self.library = library
        self.read: dict[str, Method | None] = {own.id: own}

    def __getitem__(self, name: str) -> Method:
        if name not in self.read:
            self.read[name] = self.library(name)
        method = self.read[name]
        if method is None:
            raise KeyError(name)
        return method

    def __iter__(self) -> Iterator[str]:
        return iter(name for name, method in self.read.items() if method is not None)

    def __len__(self) -> int:
        return len(list(iter(self)))


class ExampleBook(Book):
    """A book that tells what it keeps. Where an example says itself how children end (`joined`), none are `real`."""

    def __init__(self, world: World, methods: AtHand, told: Kept, *, real: bool) -> None:
        super().__init__(world, methods, FIRST)
        self.told = told
        self.real = real

    def keep(self, number: int, command: Command, decision: Decision, depth: int = 0) -> None:
        self.told(self.kept[number], command, decision)
        super().keep(number, command, decision, depth)

    def newest(self, method: str) -> StoredMatter | None:
        """The matter of a method that was opened last, an open one before those that are closed."""
        found = [one for one in self.kept.values() if one.method.id == method]
        return max(found, key=lambda one: (one.matter.closed is None, one.matter.id), default=None)

    def children(self, number: int) -> Counter[str]:
        """The children of a matter by the stages in which they stand."""
        return Counter(
            one.matter.stage
            for one in self.kept.values()
            if one.matter.parent == number and one.index is not None
        )

    def _carry(self, kept: StoredMatter, command: Command, effect: Effect, depth: int) -> None:
        if self.real or effect.kind not in BETWEEN:
            super()._carry(kept, command, effect, depth)

    def refused_there(self, other: StoredMatter, why: Refusal) -> None:
        raise Miscast(_NOT_DONE.fill(method=other.method.title, code=why.code, why=why.why))

    def _open(
        self,
        method: str,
        command: Command,
        place: int,
        parent: tuple[int, int] | None,
        index: int | None,
        depth: int,
        opening: str = "",
    ) -> Decision | Refusal:
        """What wanted another matter is undone as a whole where that cannot be opened, so an example ends there."""
        answer = super()._open(method, command, place, parent, index, depth, opening)
        if isinstance(answer, Refusal) and parent is not None:
            raise Miscast(
                _NOT_OPENED.fill(method=self.methods[method].title, code=answer.code, why=answer.why)
            )
        return answer


_NOT_DONE = Sentence(
    "由此应在“{method}”的事项里做的动作做不了（{code}）：{why}",
    "what this does in a matter of “{method}” is refused there ({code}): {why}",
)
_NOT_OPENED = Sentence(
    "由此应发起的“{method}”发起不了（{code}）：{why}",
    "“{method}”, which this opens, cannot be opened ({code}): {why}",
)
