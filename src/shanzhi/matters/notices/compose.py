"""Whom a decision concerns and what each is told: one notice a person, the most telling one.

The one who acted is not told of it. Sensitive answers never stand in a notice. Texts speak both languages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from msgspec import Struct

from shanzhi.engine.named import named, persons
from shanzhi.engine.sight import sides
from shanzhi.engine.types import Actor, Decision, Desk, Effect, Matter
from shanzhi.matters.lists.wording import act_label, stage_label
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.notices.audience import withheld
from shanzhi.matters.notices.followers import Followers, followers
from shanzhi.matters.notices.unread import TO_INBOX, YOUR_TURN
from shanzhi.matters.writing.ground import Ground
from shanzhi.matters.writing.participation import participants
from shanzhi.method.blocks import BLOCKS, SUPPORT
from shanzhi.method.model import Method
from shanzhi.method.people import PREFIX, parts
from shanzhi.method.roles import PSEUDO, called
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence, deadline
from shanzhi.people.models import Post
from shanzhi.people.role_labels import local_names
from shanzhi.places.models import Place

LONGEST = 500
MOST_BELOW = 500
"""How many holders of a role below a place one effect may tell."""
ACTIVE = tuple(act for kind in BLOCKS.values() for act in kind.told)
"""Acts of the participants (参与者) whom a method tells something."""

ARRIVED = Sentence("待办：“{title}”（{stage}）{due}", "To do: “{title}” ({stage}){due}")
BEFORE = Sentence("，请在 {at} 前完成", ", please act before {at}")
TOLD = Sentence("“{title}”：{act}。现在{stage}{who}{due}。", "“{title}”: {act}. Now {stage}{who}{due}.")
BY = Sentence("，由{role}经办", ", with the {role}")
LATEST = Sentence("，最迟 {at}", ", at the latest {at}")
YOURS = Sentence("，请您来办", ", your turn")
WENT_ON = Sentence(
    "“{title}”已并入的那一件：{act}。现在{stage}{who}{due}。",
    "The matter that “{title}” was merged into: {act}. Now {stage}{who}{due}.",
)
NEW_MESSAGE = Sentence("“{title}”有新留言：{text}", "“{title}” has a new message: {text}")
REMIND = Sentence("快到期：“{title}”（{stage}）{due}", "Soon due: “{title}” ({stage}){due}")
URGED = Sentence(
    "督办：“{title}”，请在 {until} 前答复：{text}", "Pressed for an answer on “{title}” by {until}: {text}"
)
OVERDUE = Sentence(
    "超期：“{title}”（{stage}），应在 {at} 前完成", "Overdue: “{title}” ({stage}), it was due at {at}"
)


class Telling(Struct, frozen=True):
    """One person is told one thing. `urgent` ones are not held back to be bundled.

    `matter` is the one it leads to, where that is another than the one it happened in.
    """

    person: int
    kind: str
    zh: str
    en: str
    urgent: bool = False
    matter: int | None = None


class _Story(Struct):
    """What the texts of one decision are made of."""

    method: Method
    matter: Matter
    title: str
    watched: bool
    ground: Ground
    found: Followers | None = None

    @property
    def stage(self) -> Sentence:
        return stage_label(self.method, self.matter.stage, self.matter.end)

    def time(self, at: datetime) -> Sentence:
        """A due time as people of the place say it."""
        zone = self.ground.calendar.zone
        return deadline(at.astimezone(zone), self.ground.now.astimezone(zone))

    def due(self, text: Sentence) -> Sentence:
        at = self.matter.due or self.matter.window
        return text.fill(at=self.time(at)) if at is not None else Sentence("", "")

    def by(self, desk: Desk) -> Sentence:
        """On whose desk it lies, in words."""
        return BY.fill(role=called_at(self.method.stages[self.matter.stage].desk, desk.role))

    def watchers(self) -> list[int]:
        """Those who follow the matter and may see that there is such a matter."""
        return self.following().looking

    def merged_in(self) -> list[tuple[int, int, str]]:
        """Who follows it through a matter of theirs that was merged into it and may not look inside: who, which, its title."""
        return self.following().merged

    def following(self) -> Followers:
        """All who follow it, looked up once."""
        if self.found is None:
            self.found = followers(self.method, self.matter, self.ground) if self.watched else Followers()
        return self.found

    def sides(self) -> list[int]:
        """The persons who are parties to it, or belong to one."""
        return persons(self.ground, sides(self.method, self.matter))

    def desk(self) -> list[int]:
        if self.matter.desk is None:
            return []
        return list(self.ground.at_desk(self.matter.desk))


def tellings(
    method: Method, decision: Decision, title: str, watched: bool, actor: Actor, ground: Ground
) -> list[Telling]:
    """Everyone whom this decision concerns, and what they are told; nobody is told of what is kept from them."""
    if not decision.effects:
        return []
    with called(local_names(lambda: ground.path(decision.matter.origin))):
        return _tellings(_Story(method, decision.matter, title, watched, ground), decision, actor)


def _tellings(story: _Story, decision: Decision, actor: Actor) -> list[Telling]:
    """What everyone is told, roles called as the place of the matter calls them."""
    found: dict[int, Telling] = {}
    kept = withheld(story.method, decision.matter)
    for effect in sorted(decision.effects, key=lambda e: _ORDER.get(e.kind, 9)):
        compose = _COMPOSERS.get(effect.kind)
        if compose is not None:
            for telling in compose(story, effect):
                if telling.person != actor.person and telling.person not in kept:
                    found.setdefault(telling.person, telling)
    return list(found.values())


def _tell(people: Iterable[int | None], kind: str, text: Sentence, *, urgent: bool = False) -> list[Telling]:
    zh, en = text.zh[:LONGEST], text.en[:LONGEST]
    return [Telling(person, kind, zh, en, urgent) for person in people if person is not None]


def _arrived(story: _Story, effect: Effect) -> list[Telling]:
    text = ARRIVED.fill(title=story.title, stage=story.stage, due=story.due(BEFORE))
    desk = story.matter.desk
    return _tell(story.desk(), YOUR_TURN if desk is not None and desk.role == "opener" else TO_INBOX, text)


def _told(story: _Story, effect: Effect) -> list[Telling]:
    matter = story.matter
    desk = matter.desk
    who = Sentence("", "")
    if desk is not None:
        who = YOURS if desk.person == matter.opener is not None else story.by(desk)
    text = TOLD.fill(
        title=story.title, act=act_label(story.method, None, effect.values.get("act", "")), stage=story.stage, who=who,
        due=story.due(LATEST),
    )  # fmt: skip
    return _tell((matter.opener, *story.sides(), *story.watchers()), "told", text) + _told_of_own(
        story, effect, who
    )


def _told_of_own(story: _Story, effect: Effect, who: Sentence) -> list[Telling]:
    """Those whose own matter was merged into this one: in the name of theirs, which they can open."""
    found = []
    for person, own, title in story.merged_in():
        text = WENT_ON.fill(
            title=title, act=act_label(story.method, None, effect.values.get("act", "")), stage=story.stage,
            who=story.by(story.matter.desk) if story.matter.desk is not None and who.zh else who,
            due=story.due(LATEST),
        )  # fmt: skip
        found.append(Telling(person, "told", text.zh[:LONGEST], text.en[:LONGEST], matter=own))
    return found


def _message(story: _Story, effect: Effect) -> list[Telling]:
    text = NEW_MESSAGE.fill(title=story.title, text=str(effect.values["text"])[:100])
    people = (story.matter.opener, *story.sides(), _holder(story.matter), *story.desk())
    return _tell(people, "message", text)


def _notify(story: _Story, effect: Effect) -> list[Telling]:
    text = Sentence(effect.values["text"]["zh"], effect.values["text"]["en"])
    if effect.values.get("titled"):
        text = text.fill(title=story.title)
    people: list[int | None] = []
    for name in effect.values["to"]:
        people += _named(story, name)
    return _tell(people, "notify", text)


def _remind(story: _Story, effect: Effect) -> list[Telling]:
    text = REMIND.fill(title=story.title, stage=story.stage, due=story.due(BEFORE))
    return _tell(story.desk(), "remind", text, urgent=True)


def _urged(story: _Story, effect: Effect) -> list[Telling]:
    values = effect.values
    until = story.time(datetime.fromisoformat(values["until"]))
    text = URGED.fill(title=story.title, until=until, text=str(values["text"])[:100])
    taken = values.get("desk")
    return _tell(
        story.ground.at_desk(taken) if taken is not None else story.desk(), "urged", text, urgent=True
    )


def _overdue(story: _Story, effect: Effect) -> list[Telling]:
    matter = story.matter
    at = matter.due or matter.window or matter.opened
    text = OVERDUE.fill(title=story.title, stage=story.stage, at=story.time(at))
    people = (*story.desk(), matter.opener, *story.sides(), *_above(story, matter.desk))
    return _tell(people, "overdue", text, urgent=True)


def _above(story: _Story, desk: Desk | None) -> list[int]:
    """Those who hold a role of the same desk rule on the nearest level above that has any."""
    rule = story.method.stages[story.matter.stage].desk
    if desk is None or rule is None:
        return []
    for place in reversed(story.ground.path(desk.place)[:-1]):
        people = [p for role in rule.roles for p in story.ground.serving(role, place)]
        if people:
            return people
    return []


def _holder(matter: Matter) -> int | None:
    holder = matter.handlers.get("@holder")
    return holder.person if holder else None


def _named(story: _Story, name: str) -> list[int | None]:
    """The persons an effect's word stands for."""
    matter = story.matter
    if name == "opener":
        return [matter.opener]
    if name == "desk":
        return [*story.desk()]
    if parts(name)[0]:  # whom a line names
        return [*persons(story.ground, [name])]
    if name.startswith(PREFIX):
        tags = named(story.method, matter.data, name.removeprefix(PREFIX))
        return [*persons(story.ground, tags)]
    if name == "holder":
        return [_holder(matter)]
    if name == "watchers":
        return [*story.watchers()]
    if name == "parent":
        return [*_parent_desk(story)]
    if name == "supporters":
        return [*participants(matter.id, SUPPORT)]
    if name == "participants":
        return [*participants(matter.id, ACTIVE)]
    if name in PSEUDO:
        return []
    on_way = [p for place in story.ground.path(matter.place) for p in story.ground.serving(name, place)]
    return [*(on_way or _below(matter.place, name, story.ground.now))]


def _parent_desk(story: _Story) -> list[int]:
    if story.matter.parent is None:
        return []
    row = MatterRow.objects.filter(pk=story.matter.parent, closed_at=None).first()
    if row is None or not row.desk_role or row.desk_place_id is None:
        return []
    return story.ground.at_desk(
        Desk(row.desk_role, row.desk_place_id, row.desk_office_id, row.desk_person_id)
    )


def _below(place: int, role: str, now: datetime) -> list[int]:
    path = Place.objects.values_list("path", flat=True).get(pk=place)
    posts = Post.objects.in_force(now).filter(role=role, place__path__begins=path)
    return list(posts.order_by("pk").values_list("person", flat=True)[:MOST_BELOW])


_COMPOSERS: dict[str, Callable[[_Story, Effect], list[Telling]]] = {
    "arrived": _arrived,
    "told": _told,
    "message": _message,
    "notify": _notify,
    "remind": _remind,
    "overdue": _overdue,
    "urged": _urged,
}
# What is told first wins: a text of the method, then that it is one's turn, then that there is news.
_ORDER = {"notify": 0, "urged": 0, "message": 1, "overdue": 2, "remind": 3, "arrived": 4, "told": 5}
