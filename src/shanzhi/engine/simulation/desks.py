"""Desks and their queues: who serves there takes one matter at a time, in working hours, first come first served."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from msgspec import Struct

from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.types import Actor
from shanzhi.method.duration import Duration

WORKMINUTE = "workminutes"


def after_work(calendar: WorkCalendar, at: datetime, minutes: float) -> datetime:
    """The moment by which so many working minutes (at least one) have passed."""
    whole = max(int(minutes), 1)
    return calendar.add(at, Duration(whole, WORKMINUTE)).at + timedelta(minutes=max(minutes - whole, 0))


class Meter:
    """How many there are, averaged over working time: nights and holidays weigh nothing."""

    def __init__(self) -> None:
        self.now = self.most = 0
        self.since, self.area = 0, 0

    def change(self, by: int, minute: int) -> None:
        """So many more from this working minute on."""
        self.area += self.now * (minute - self.since)
        self.since = minute
        self.now += by
        self.most = max(self.most, self.now)

    def mean(self, minute: int) -> float:
        """The average up to this working minute."""
        return (self.area + self.now * (minute - self.since)) / minute if minute else 0.0


class Turn(Struct, frozen=True):
    """A matter in the hands of one of the staff: since when."""

    actor: Actor
    matter: int
    since: datetime


class Pool:
    """One desk: its staff, who waits, who is being served."""

    def __init__(self, staff: list[Actor]) -> None:
        self.free = list(staff)
        self.count = len(staff)
        self.waiting: dict[int, None] = {}
        self.turns: dict[int | None, Turn] = {}
        self.queue, self.lying = Meter(), Meter()
        self.worked = 0

    def used(self, start: datetime, end: datetime, calendar: WorkCalendar) -> float:
        """The share of the staff's working time that was used."""
        busy = self.worked + sum(calendar.working_minutes(turn.since, end) for turn in self.turns.values())
        whole = calendar.working_minutes(start, end) * self.count
        return busy / whole if whole else 0.0


class Desks:
    """All desks. A matter lies at one at most; it is put there, taken away, or served.

    `begin` is called when somebody takes a matter up and tells how many working minutes it takes, or None if there
    is nothing to do about it now; `schedule` is the clockwork's.
    """

    def __init__(
        self,
        calendar: WorkCalendar,
        start: datetime,
        begin: Callable[[Actor, int, datetime], float | None],
        done: Callable[[Actor, int, datetime], None],
        schedule: Callable[[datetime, Callable[..., None], tuple[object, ...]], None],
    ) -> None:
        self.calendar, self.start = calendar, start
        self.begin, self.done, self.schedule = begin, done, schedule
        self.pools: dict[tuple[str, int, int | None], Pool] = {}
        self.where: dict[int, Pool] = {}

    def minute(self, at: datetime) -> int:
        """Working minutes since the start."""
        return self.calendar.working_minutes(self.start, at)

    def put(self, pool: Pool, matter: int, now: datetime) -> None:
        """A matter comes to a desk and waits for its turn."""
        minute = self.minute(now)
        self.where[matter] = pool
        pool.waiting[matter] = None
        pool.queue.change(1, minute)
        pool.lying.change(1, minute)
        self._serve(pool, now)

    def take_away(self, matter: int, now: datetime) -> None:
        """A matter leaves the desk it lies at, if at one; who is at work on it finds that out at the end."""
        pool = self.where.pop(matter, None)
        if pool is None:
            return
        minute = self.minute(now)
        pool.lying.change(-1, minute)
        if matter in pool.waiting:
            del pool.waiting[matter]
            pool.queue.change(-1, minute)

    def _serve(self, pool: Pool, now: datetime) -> None:
        while pool.free and pool.waiting:
            matter = next(iter(pool.waiting))
            actor = pool.free[-1]
            minutes = self.begin(actor, matter, now)
            if minutes is None:
                self.take_away(matter, now)
                continue
            del pool.waiting[matter]
            pool.queue.change(-1, self.minute(now))
            pool.free.pop()
            pool.turns[actor.person] = Turn(actor, matter, now)
            self.schedule(after_work(self.calendar, now, minutes), self._served, (pool, actor))

    def _served(self, now: datetime, pool: Pool, actor: Actor) -> None:
        turn = pool.turns.pop(actor.person)
        pool.worked += self.calendar.working_minutes(turn.since, now)
        pool.free.append(actor)
        if self.where.get(turn.matter) is pool and turn.matter not in pool.waiting:
            self.take_away(turn.matter, now)
            self.done(actor, turn.matter, now)
        self._serve(pool, now)
