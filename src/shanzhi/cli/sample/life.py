"""Some weeks of life in the sample district, played through the same `decide` on a virtual clock.

Every matter has a script: who does what how long after the last step. The sweep runs twice a day between them,
so that time limits fall due as they would. The same seed gives the same life.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from shanzhi.cli.sample.appeals import APPEALS_TOLD
from shanzhi.cli.sample.errands import ERRANDS_TOLD
from shanzhi.cli.sample.ground import Tree
from shanzhi.cli.sample.meetings import MEETINGS
from shanzhi.cli.sample.more_meetings import MORE_MEETINGS
from shanzhi.cli.sample.network import NETWORK
from shanzhi.cli.sample.owners_proposals import OWNERS_PROPOSALS
from shanzhi.cli.sample.people import SamplePeople
from shanzhi.cli.sample.playing import Player
from shanzhi.cli.sample.proposals import PROPOSALS
from shanzhi.cli.sample.stories import APPEALS, ERRANDS, OWN, Story
from shanzhi.cli.sample.tasks import TASKS
from shanzhi.cli.sample.today import TODAY
from shanzhi.cli.sample.upkeep import UPKEEP
from shanzhi.cli.sample.wall import WALL
from shanzhi.cli.sample.whistles import WHISTLES
from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.matters.writing.actions import Done, act, open_matter
from shanzhi.people.actors import load_actor
from shanzhi.people.models import Person
from shanzhi.places.models import Place

Step = tuple[float, str, str, dict[str, Any]]
"""So many hours after the last step, who does what, with which answers."""
HELP = "answer"
"""The act by which an office that was asked to help answers, on the matter opened for it."""
DAYS = 100
EACH_DAY = (2, 6)
TIDIED, DONE_LATE, LONG_LATE = 5, 0.6, timedelta(days=4)
"""Every so many days someone goes through what is late; this share of it gets done, and all that is late for so long."""
LAST_TIDIED = 3
"""So many days ago somebody went through it last, so that there is always something late to look at."""
CONTACT: dict[str, Any] = {"how": "phone", "said": "打电话问清了情况，约好上门时间。"}
IN_HAND = (("contact", CONTACT), ("resolve", {"reply": "已现场办理，向当事人当面说明。"}))
LATE: dict[str, tuple[tuple[str, dict[str, Any]], ...]] = {
    "dispatching": (("accept", {}), *IN_HAND),
    "handling": IN_HAND,
    "redoing": IN_HAND,
    "hanging": (("agree", {"remains": "要等明年的改造计划，每季度看一次；急的可以打 12345。"}),),
    "hung": (("still", {"remains": "看过了，还要等改造计划；急的可以打 12345。"}),),
    "running": (("finish", {"result": "晚了几天，已办好，向本人说明。"}),),
    "assigned": (
        ("arrange", {"arrangement": "没有人接单，今天去办。"}),
        ("finish", {"result": "晚了几天，已办好，向本人说明。"}),
    ),
    "matching": (("agree", {}),),
    "asked": ((HELP, {"result": "已到现场查看并处理。", "why_late": "当周人手不够，晚了几天。"}),),
}
"""What is done with something late, by its stage."""
SEED = 20240301


class Life:
    """One run: the clock, the queue of steps, and who lives where."""

    def __init__(self, tree: Tree, cast: SamplePeople, now: datetime) -> None:
        self.tree = tree
        self.cast = cast
        self.now = now
        self.chance = random.Random(SEED)
        self.queue: list[tuple[datetime, int, Callable[[datetime], None]]] = []
        self.count = 0
        self.actors: dict[int, Actor] = {}
        self.opened = 0
        self.player = Player(tree, cast, now, later=self.later, actor=self.actor)

    def play(self, progress: Callable[[int, int], None]) -> int:
        """Live the days before now. Returns how many matters were opened."""
        began = (self.now - timedelta(days=DAYS)).replace(hour=0, minute=30, second=0, microsecond=0)
        for day in range(DAYS + 1):
            midnight = began + timedelta(days=day)
            for _ in range(self.chance.randint(*EACH_DAY)):
                self.later(midnight + timedelta(minutes=self.chance.randint(0, 720)), self.open_one)
            for hour in (1, 9):
                self.later(midnight + timedelta(hours=hour), self.sweep)
            if day % TIDIED == (DAYS - LAST_TIDIED) % TIDIED:
                self.later(midnight + timedelta(hours=3), self.tidy)
        self.player.put(
            [
                *PROPOSALS,
                *OWNERS_PROPOSALS,
                *MEETINGS,
                *MORE_MEETINGS,
                *WALL,
                *WHISTLES,
                *NETWORK,
                *UPKEEP,
                *ERRANDS_TOLD,
                *APPEALS_TOLD,
                *TASKS,
                *TODAY,
            ]
        )
        while self.queue and self.queue[0][0] < self.now:
            at, _, step = heapq.heappop(self.queue)
            progress(int((at - began).total_seconds()), int((self.now - began).total_seconds()))
            step(at)
        tick(now=self.now)
        return self.opened

    def sweep(self, at: datetime) -> None:
        tick(now=at)

    def tidy(self, at: datetime) -> None:
        """Now and then somebody goes through what has come up late; most of it gets done, the oldest all."""
        late = Matter.objects.filter(method__in=["appeal", "errand", "assist"], stage__in=LATE, late=True)
        told = self.player.numbers.values()
        for matter in late.exclude(pk__in=told).exclude(method="assist", parent__in=told).order_by("pk"):
            who = self.at_desk(matter)
            old = matter.expected_at < at - LONG_LATE
            if who is None or (not old and self.chance.random() > DONE_LATE):
                continue
            for n, (name, values) in enumerate(LATE[matter.stage]):
                then = at + timedelta(hours=5 * n)
                act(actor=self.actor(who), matter=matter.pk, act=name, values=values, at=then)

    def at_desk(self, matter: Matter) -> Person | None:
        """Who has a matter on their desk."""
        if matter.desk_person_id is not None:
            return Person.objects.get(pk=matter.desk_person_id)
        return self.cast.posts.get((matter.desk_role, matter.desk_office_id or matter.desk_place_id or 0))

    def later(self, at: datetime, step: Callable[[datetime], None]) -> None:
        self.count += 1
        heapq.heappush(self.queue, (at, self.count, step))

    def open_one(self, at: datetime) -> None:
        resident = self.chance.choice(self.cast.residents)
        method, stories = ("errand", ERRANDS) if self.chance.random() < 0.2 else ("appeal", APPEALS)
        story = self.chance.choice(stories)
        door = resident.household.place if resident.household else self.tree.district
        grid = next(p for p in self.tree.grids if p.pk in door.ancestor_ids)
        values: dict[str, Any] = {"subject": story.subject, "detail": story.detail}
        if method == "appeal":
            values["where"] = self.point_in(grid)
            values["category"] = story.category
        else:
            values["what"] = story.category
        done = open_matter(actor=self.actor(resident), method=method, place=door.pk, values=values, at=at)
        if isinstance(done, Done):
            self.opened += 1
            self.follow(done.matter.id, grid, resident, self.script(method, story), at)

    def follow(
        self,
        matter: int,
        grid: Place,
        resident: Person,
        steps: Iterator[Step],
        at: datetime,
    ) -> None:
        """Plan the next step of a script; a refused one (the clock was faster) ends the script."""
        step = next(steps, None)
        if step is None:
            return
        hours, who, name, values = step

        def carry_out(when: datetime) -> None:
            number = self.child_of(matter) if name == HELP else matter
            answer = act(
                actor=self.someone(who, grid, resident), matter=number, act=name, values=values, at=when
            )
            if not isinstance(answer, Refusal):
                self.follow(matter, grid, resident, steps, when)

        self.later(at + timedelta(hours=hours * self.chance.uniform(0.6, 1.5)), carry_out)

    def script(self, method: str, story: Story) -> Iterator[Step]:
        """What happens to a matter, most often; some are left where they are."""
        r = self.chance.random()
        if method == "errand":
            return iter(_errand(r, story, self.chance))
        return iter(_appeal(r, story, self.chance, self.cast))

    def child_of(self, matter: int) -> int:
        """The matter that was opened to help with this one; itself, if there is none."""
        return Matter.objects.filter(parent=matter).values_list("pk", flat=True).first() or matter

    def someone(self, who: str, grid: Place, resident: Person) -> Actor:
        if who == "resident":
            return self.actor(resident)
        role, _, office = who.partition("@")
        if office:
            return self.actor(self.cast.posts[role, int(office)])
        holder = next(
            (
                self.cast.posts[role, place]
                for place in reversed(grid.ancestor_ids)
                if (role, place) in self.cast.posts
            ),
            None,
        )
        return self.actor(holder or self.cast.posts["community_staff", grid.parent_id or 0])

    def actor(self, person: Person) -> Actor:
        if person.pk not in self.actors:
            self.actors[person.pk] = load_actor(person.pk)
        return self.actors[person.pk]

    def point_in(self, grid: Place) -> list[float]:
        west, south, east, north = grid.min_lon, grid.min_lat, grid.max_lon, grid.max_lat
        if west is None or south is None or east is None or north is None:
            return [0.0, 0.0]
        return [
            round(self.chance.uniform(west, east), 6),
            round(self.chance.uniform(south, north), 6),
        ]


def _appeal(r: float, story: Story, chance: random.Random, cast: SamplePeople) -> list[Step]:
    """A community handles what is its own duty; the street sends the rest to an office, or handles it itself."""
    who, begin = "community_staff", list[Step]()
    if story.category not in OWN:
        office = chance.choice(cast.offices).pk
        assigned = chance.random() < 0.5 and not 0.70 <= r < 0.78
        who = f"department_staff@{office}" if assigned else "street_staff"
        begin = [
            (2.0, "street_staff", "assign", {"office": office}) if assigned else (2.0, who, "accept", {})
        ]
    checker = "district_staff" if who == "street_staff" else "street_staff"
    contact: Step = (1.5, who, "contact", CONTACT)
    resolve: Step = (12.0, who, "resolve", {"reply": story.reply})
    confirm: Step = (5.0, checker, "confirm", {})
    grade = chance.choices(["best", "good", "fair", "bad"], [5, 4, 2, 1])[0]
    rate = (9.0, "resident", "rate", _rated(grade))
    again = (20.0, who, "resolve", {"reply": f"已重新办理：{story.reply}"})
    course = [
        *begin,
        contact,
        resolve,
        confirm,
        rate,
        again,
        confirm,
        (8.0, "resident", "rate", _rated("good")),
    ]
    if r < 0.62:
        return course
    if r < 0.70:
        asked: list[Step] = [(4.0, who, "ask_info", {"question": "请说明具体位置和大概时间"}),
                             (10.0, "resident", "supply", {"supplement": "就在单元门口，每天傍晚"})]  # fmt: skip
        return [*begin, contact, *asked, resolve, confirm, rate]
    if r < 0.78 and begin:
        office = chance.choice(cast.offices).pk
        helpers = [{"office": office, "request": "请派人到现场看一看"}]
        helped = (20.0, f"department_staff@{office}", HELP, {"result": "已到现场查看并处理"})
        return [*begin, contact, (3.0, who, "ask_help", {"helpers": helpers}), helped, resolve, confirm, rate]
    if r < 0.84:
        more: list[Step] = [(4.0, who, "ask_extension", {"extension": "5 days", "reason": "等候材料到货"}),
                            (3.0, checker, "grant", {}), (40.0, who, "resolve", {"reply": story.reply})]  # fmt: skip
        return [*begin, contact, *more, confirm, rate]
    if r < 0.90 and not begin:
        return [contact, (10.0, who, "escalate_up", {"reason": "超出社区能力，需要街道协调"}), (6.0, "street_staff", "accept", {}),
                (40.0, "street_staff", "resolve", {"reply": story.reply}), (5.0, "district_staff", "confirm", {}), rate]  # fmt: skip
    if r < 0.92:
        hung = {"remains": "要等明年的改造计划，每季度看一次；急的可以打 12345。"}
        return [*begin, contact, (10.0, who, "hang", hung), (8.0, checker, "agree", hung)]
    return begin if r < 0.96 else []


def _rated(grade: str) -> dict[str, Any]:
    return {"rating_contacted": True, "rating_solved": grade != "bad", "rating_grade": grade}


def _errand(r: float, story: Story, chance: random.Random) -> list[Step]:
    take: Step = (2.0, chance.choice(["volunteer", "party_member"]), "take", {})
    agree: Step = (3.0, "grid_worker", "agree", {})
    finish = (20.0, take[1], "finish", {"result": story.reply})
    confirm = (6.0, "resident", "confirm", {"grade": chance.choice(["good", "best", "best"])})
    if r < 0.75:
        return [take, agree, finish, confirm]
    if r < 0.85:
        return [take, agree]
    arrange: Step = (110.0, "grid_worker", "arrange", {"arrangement": "没有人接单，我明天去办"})
    return [arrange, (20.0, "grid_worker", "finish", {"result": story.reply}), confirm]
