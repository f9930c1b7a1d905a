"""One run: events in the order of time, each decided by the engine as it would be for real."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import chain, count
from typing import Any

from shanzhi.engine.blocks import simulated
from shanzhi.engine.blocks.simulated import always
from shanzhi.engine.calendar import WorkCalendar
from shanzhi.engine.decide import available, decide, open_matter
from shanzhi.engine.foreseeing import NEVER
from shanzhi.engine.simulation.answering import Answering
from shanzhi.engine.simulation.arriving import Arrivals
from shanzhi.engine.simulation.chance import Chance
from shanzhi.engine.simulation.counts import Counts
from shanzhi.engine.simulation.crowd import Crowd, openers
from shanzhi.engine.simulation.desks import Desks, Pool, after_work
from shanzhi.engine.simulation.load import Load, works_of
from shanzhi.engine.simulation.town import Town
from shanzhi.engine.simulation.workload import desk_counts
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Effect, Matter, Refusal
from shanzhi.engine.where import PERSONS
from shanzhi.method.duration import Duration
from shanzhi.method.model import Method, Stage

TRY_AGAIN = Duration(1, "workdays")
MOST_OTHERS = 5
REFUSED = frozenset({"requires", *NEVER})
"""What is refused for a condition of the method, or for a post that cannot be, and may go with other answers."""
FIRST_MINUTE = Duration(1, "workminutes")


class Run:
    """One run of a method under a load."""

    def __init__(self, method: Method, load: Load, calendar: WorkCalendar, seed: int, run: int) -> None:
        self.method, self.load, self.calendar = method, load, calendar
        midnight = datetime.combine(load.starts, time(), calendar.zone).astimezone(UTC)
        self.start = calendar.add(midnight, FIRST_MINUTE).at - timedelta(minutes=1)
        self.end = midnight + timedelta(days=load.days)
        self.now = self.start
        self.town = Town(method, load, calendar)
        self.works = works_of(method, load)
        self.people, self.work = Chance(seed, run, "people"), Chance(seed, run, "work")
        self.arrivals = [
            Arrivals(load, calendar, self.start, Chance(seed, run, f"arrivals {n}"))
            for n in range(load.places)
        ]
        self.answering = Answering(method, self.town, load, Chance(seed, run, "answers"))
        self.crowd = Crowd(self.town, load, self.people)
        self.desks = Desks(calendar, self.start, self._begin, self._done, self._at)
        self.pools = {key: Pool(staff) for key, staff in self.town.staff.items()}
        self.events: list[tuple[datetime, int, Callable[..., None], tuple[object, ...]]] = []
        self.order = count()
        self.numbers = count(1)
        self.open: dict[int, Matter] = {}
        self.grounds: dict[int, int] = {}
        self.by_ground: dict[int, list[int]] = {ground: [] for ground in self.town.grounds}
        self.planned: dict[int, str] = {}
        self.late: set[int] = set()
        self.counts = Counts()

    def go(self, told: Callable[[float], None] | None = None) -> Counts:
        """Run to the end. `told` hears now and then which share of the time has passed."""
        for n in range(self.load.places):
            self._next_arrival(n)
        for step in count():
            if not self.events or self.events[0][0] >= self.end:
                break
            self.now, _, call, given = heappop(self.events)
            call(self.now, *given)
            if told is not None and step % 500 == 0:
                told((self.now - self.start) / (self.end - self.start))
        self.now = self.end
        self.counts.open = len(self.open)
        self.counts.late = len(self.late)
        for matter in self.open.values():
            self.counts.count_clocks(matter, self.now)
        self.counts.desks = desk_counts(self.method, self.town, self.pools, self.start, self.end)
        return self.counts

    def _at(self, at: datetime, call: Callable[..., None], given: tuple[object, ...]) -> None:
        if at < self.end:
            heappush(self.events, (at, next(self.order), call, given))

    # -- what comes in -----------------------------------------------------------------------------
    def _next_arrival(self, n: int) -> None:
        self._at(self.arrivals[n].next(), self._arrive, (n,))

    def _arrive(self, now: datetime, n: int) -> None:
        self._next_arrival(n)
        ground = self.town.grounds[n]
        who = self.method.opening.who
        candidates = openers(self.town, who, ground)
        actor = self.arrivals[n].chance.pick(candidates) if candidates else SYSTEM
        place = actor.home[-1] if actor.household is not None else self.town.doors[ground]
        number = next(self.numbers)
        self.grounds[number] = ground
        answer = self._open(number, actor, place, ground)
        if isinstance(answer, Decision):
            self.counts.opened += 1
            self.by_ground[ground].append(number)
            self._keep(answer, None)
        else:
            self.counts.count_turned_away(answer)

    def _open(self, number: int, actor: Actor, place: int, ground: int) -> Decision | Refusal:
        """Open it; whoever is refused for their answers reads why, and answers anew."""
        opening, others = self.method.opening, self._others(ground)
        made = self.answering.form(opening.form, ground, self.now, others)

        def opened(values: dict[str, Any]) -> Decision | Refusal:
            command = Command("", "open", self.now, actor, values=values)
            return open_matter(self.method, command, place, self.town, matter=number, opening=opening.name)

        first = answer = opened(made)
        anew = self.answering.anew(opening, made, ground, self.now, others)
        while isinstance(answer, Refusal) and answer.code in REFUSED and (values := next(anew, None)):
            answer = opened(values)
        return first if isinstance(answer, Refusal) else answer

    def _others(self, ground: int, matter: int = 0) -> list[int]:
        recent = [number for number in self.by_ground[ground][-MOST_OTHERS:] if number in self.open]
        return [number for number in recent if number != matter]

    # -- what a decision leads to ------------------------------------------------------------------
    def _keep(self, decision: Decision, before: Matter | None) -> None:
        matter = decision.matter
        self.town.record(matter.id, decision.entries, decision.effects, before.visit if before else 0)
        if matter.late:
            self.late.add(matter.id)
        if matter.closed is not None:
            self._close(matter)
            return
        self.open[matter.id] = matter
        if matter.desk is None or (matter.due is None and matter.window is None):
            self.counts.broken += 1
        if matter.wakes is not None:
            self._at(matter.wakes, self._wake, (matter.id, matter.seq))
        for effect in decision.effects:
            if effect.kind == "child":
                self._child(matter, effect)
        if before is None or before.visit != matter.visit:
            self._entered(matter)
        self._lay(matter, moved=before is None or before.visit != matter.visit)

    def _close(self, matter: Matter) -> None:
        self.open.pop(matter.id, None)
        self.desks.take_away(matter.id, self.now)
        self.counts.count_closed(matter, self.now)

    def _wake(self, now: datetime, number: int, seq: int) -> None:
        matter = self.open.get(number)
        if matter is not None and matter.seq == seq:
            self._command(matter, "due", SYSTEM, {})

    def _child(self, matter: Matter, effect: Effect) -> None:
        habit = self.load.children
        end = "done" if self.people.happens(habit.chance) else "refused"
        told = {"child": effect.values["index"], "end": end, "visit": matter.visit}
        minutes = self.people.span(habit.hours, habit.spread) * 60
        self._at(after_work(self.calendar, self.now, minutes), self._joined, (matter.id, told))

    def _joined(self, now: datetime, number: int, told: dict[str, Any]) -> None:
        if number in self.open:
            self._command(self.open[number], "joined", SYSTEM, told)

    def _command(self, matter: Matter, act: str, actor: Actor, values: dict[str, Any]) -> Refusal | None:
        """Do it; why it was not allowed, if it was not."""
        command = self.town.sealed(self.method, matter, Command("", act, self.now, actor, matter.seq, values))
        if isinstance(command, Refusal):
            return command
        answer = decide(self.method, matter, command, self.town)
        if isinstance(answer, Refusal):
            return answer
        self._keep(answer, matter)
        return None

    # -- who sees to it ----------------------------------------------------------------------------
    def _entered(self, matter: Matter) -> None:
        """Those who take part by themselves make up their minds."""
        stage = self.method.stages[matter.stage]
        for at, actor, act in self.crowd.doings(stage, matter, self.grounds[matter.id], self.now):
            self._at(at, self._takes_part, (matter.id, matter.visit, actor, act))
        ready = simulated(stage.block).ready if stage.block is not None else None
        if ready is not None:
            self._at(max(ready(matter), self.now), self._look_again, (matter.id, matter.visit))
        if matter.desk is not None and matter.desk.role in PERSONS:
            self._await_person(matter)

    def _await_person(self, matter: Matter) -> None:
        will = self.crowd.answers(matter, self.now)
        if will is not None:
            self._at(will[0], self._person_acts, (matter.id, matter.visit, will[1]))

    def _takes_part(self, now: datetime, number: int, visit: int, actor: Actor, act: str) -> None:
        matter = self.open.get(number)
        if matter is not None and matter.visit == visit:
            self._try(matter, act, actor)

    def _person_acts(self, now: datetime, number: int, visit: int, actor: Actor) -> None:
        matter = self.open.get(number)
        if matter is None or matter.visit != visit:
            return
        if self._one_of(matter, actor, None):
            after = self.open.get(number)
            if after is not None and after.visit == visit:
                self._await_person(after)

    def _lay(self, matter: Matter, *, moved: bool) -> None:
        """Put a matter at the desk it lies on, if anything can be done there by itself."""
        desk = matter.desk
        if desk is None or desk.role in PERSONS:
            self.desks.take_away(matter.id, self.now)
            return
        stage = self.method.stages[matter.stage]
        key = self.town.serving(desk, stage.desk.roles if stage.desk else (desk.role,))
        pool = self.pools[key] if key is not None else None
        at = self.desks.where.get(matter.id)
        if at is not None and (moved or at is not pool):
            self.desks.take_away(matter.id, self.now)
            at = None
        if at is not None or pool is None or key is None:
            return
        if self._choices(matter, self.town.staff[key][0]):
            self.desks.put(pool, matter.id, self.now)

    def _look_again(self, now: datetime, number: int, visit: int) -> None:
        matter = self.open.get(number)
        if matter is not None and matter.visit == visit:
            self._lay(matter, moved=False)

    # -- what is done ------------------------------------------------------------------------------
    def _choices(self, matter: Matter, actor: Actor) -> dict[str, float]:
        """The acts this actor may do by themselves now, with their shares."""
        stage = self.method.stages[matter.stage]
        works = self.works[matter.stage]
        acts = available(self.method, matter, actor, self.town, self.now)
        due = simulated(stage.block).due if stage.block is not None else always
        return {
            act.name: share
            for act in acts
            if (share := works[act.name].share or 0.0) > 0 and due(matter, act.name)
        }

    def _begin(self, actor: Actor, number: int, now: datetime) -> float | None:
        matter = self.open[number]
        choices = self._choices(matter, actor)
        if not choices:
            return None
        act = self.work.weighed(choices)
        self.planned[number] = act
        work = self.works[matter.stage][act]
        return self.work.span(work.minutes or 1.0, work.spread or 1.0)

    def _done(self, actor: Actor, number: int, now: datetime) -> None:
        matter = self.open[number]
        if not self._one_of(matter, actor, self.planned.pop(number, None)):
            again = self.calendar.add(now, TRY_AGAIN).at
            self._at(again, self._look_again, (number, matter.visit))

    def _one_of(self, matter: Matter, actor: Actor, first: str | None) -> bool:
        """Do the act that was planned, or one by chance; if it is refused, another. Whether any was done."""
        if first is not None and self._try(matter, first, actor):
            return True
        choices = self._choices(matter, actor)
        choices.pop(first or "", None)
        while choices:
            act = self.work.weighed(choices)
            if self._try(matter, act, actor):
                return True
            choices.pop(act)
        return False

    def _try(self, matter: Matter, act: str, actor: Actor) -> bool:
        stage: Stage = self.method.stages[matter.stage]
        ground = self.grounds[matter.id]
        others = self._others(ground, matter.id)
        made = self.answering.form(stage.acts[act].form, ground, self.now, others)
        if stage.acts[act].origin == "block" and stage.block is not None:
            made = simulated(stage.block).answers(stage, act, matter, made)
        for values in chain([made], self.answering.anew(stage.acts[act], made, ground, self.now, others)):
            refusal = self._command(matter, act, actor, values)
            if refusal is None or refusal.code not in REFUSED:
                return refusal is None
        return False
