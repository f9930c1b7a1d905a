"""What follows from a decision for other matters: a queue, carried out in the transaction of the decision, in order.

An effect writes of its own matter alone. What it asks of another (open one, close one that is waited for no longer, tell
the one that waits, hand on what lay with a post) is appended here and carried out when its turn comes by
`writing.path`; what that asks for in turn is appended behind. Nothing recurs, and nothing goes on for ever: matters that
would open one another in a circle, or lead on from one to the next without end, refuse the whole act.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from msgspec import Struct

from shanzhi.engine.types import Actor, Command, Decision, Effect, Refusal
from shanzhi.matters.writing import store
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.unit import Refused
from shanzhi.method.model import Method
from shanzhi.method.words import Sentence

DEEPEST = 8
"""How far one thing may follow from another."""
MOST = 5_000
"""How many matters one decision may open altogether."""
Effects = tuple[Effect, ...]


class Written(Struct, frozen=True):
    """A decision that was written: how the matter stood before (None: it is new), what was decided, its title now."""

    before: store.Loaded | None
    decision: Decision
    title: str
    adoption: int


def _unchanged(effects: Effects) -> Effects:
    return effects


class Change(Struct, frozen=True):
    """That a matter be decided: which, by which command, and how. `decide` answers None where nothing is to be done.

    `then` writes what belongs to it in the same transaction. `own` says that it is somebody's own act: whoever asks is
    told why not, what they make public was looked through, the files they name become the matter's. `claim` keeps others
    away from the matter meanwhile. `filled` gives its effects what they carry beside the decision.
    """

    number: int
    command: Command
    decide: Callable[[store.Loaded], Decision | Refusal | None]
    then: Callable[[Written], object] | None = None
    own: bool = False
    claim: bool = False
    filled: Callable[[Effects], Effects] = _unchanged


class MatterToOpen(Struct, frozen=True):
    """That a matter be opened: by which method, where, by which command, and how it is decided."""

    method: str
    place: int
    command: Command
    decide: Callable[[store.Unopened, Method], Decision | Refusal]
    origin: store.Origin = store.Origin()
    own: bool = False


class Call(Struct, frozen=True):
    """What must wait for its turn and is no decision of one matter: a post to be given, the children to be looked for."""

    do: Callable[[EffectContext], None]


Request = Change | MatterToOpen | Call


class EffectContext(Struct):
    """What an effect is carried out for: the decision just written, who acted when; and what it asks for besides.

    `opened` are the matters that opened one another up to this one, by method and place; `depth` is how far all this
    follows from the decision that began it.
    """

    decision: Decision
    method: Method
    title: str
    actor: Actor
    now: datetime
    index: int | None = None
    told: bool = False
    """Whether those a proxy voted for were told."""
    depth: int = 0
    opened: tuple[tuple[str, int, Sentence], ...] = ()
    asked: list[Request] = []

    @property
    def matter(self) -> int:
        return self.decision.matter.id

    @property
    def seq(self) -> int:
        """The entry the effects rest on."""
        return self.decision.entries[0].seq

    @property
    def at(self) -> datetime:
        return self.decision.entries[0].at

    def later(self, *requests: Request) -> None:
        """Ask for what follows: it is done in its turn, in the same transaction."""
        self.asked += requests


class FollowUps:
    """The queue of one transaction."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[Request, EffectContext]] = deque()
        self._opened = 0

    def take(self, context: EffectContext) -> None:
        """Take in what was asked for. Raises `Refused` where it would go on for ever."""
        for request in context.asked:
            if isinstance(request, MatterToOpen):
                _no_circle(request, context)
                self._opened += 1
            if context.depth >= DEEPEST or self._opened > MOST:
                raise Refused(refusal("without_end", method=context.method.title))
            self._waiting.append((request, context))
        context.asked = []

    def next(self) -> tuple[Request, EffectContext] | None:
        """What is to be done next, and what it follows from; None when all is done."""
        return self._waiting.popleft() if self._waiting else None


def _no_circle(request: MatterToOpen, context: EffectContext) -> None:
    """Raise `Refused`, with the way round, where a matter would open one of a method that led to it, at the same place."""
    ways = [(method, place) for method, place, _title in context.opened]
    if (request.method, request.place) in ways:
        round_ = context.opened[ways.index((request.method, request.place)) :]
        titles = [title for _method, _place, title in (*round_, round_[0])]
        raise Refused(
            refusal(
                "in_a_circle",
                way=Sentence(" → ".join(t.zh for t in titles), " → ".join(t.en for t in titles)),
            )
        )
