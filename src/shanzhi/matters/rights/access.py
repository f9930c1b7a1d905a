"""Who may see which matter, and what of it: the one place where that is decided.

Each clause is a condition over the matter table, so a list and a single look obey the same rule. *Parties*
(whoever opened it or whose matter it is, has it on the desk, handled it from a post they still hold, or stands above
it in the line of duty) see all but sensitive answers; *onlookers* (everyone for a public matter, the residents of the
community for one of the place) see its course without names and messages. *Taking part* opens nothing: who follows,
supports, objects, attends, answers or votes sees what they gave themselves, and what any onlooker sees. Sensitive
answers are masked for all, shown to the desk for a purpose, each look recorded. Administrators see no matters
(三权分立). PIPL art. 6, 51; GB/T 22239 (访问控制). Docs: `docs/decisions/0013-sight.md`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.models import Entry, KeptFrom, Matter, Named, RollUse
from shanzhi.matters.models.matter import BY_NAME
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.matters.writing.participation import own_parts
from shanzhi.matters.writing.record import NAMED
from shanzhi.method.acts import TAKING_PART
from shanzhi.method.words import Sentence
from shanzhi.people.permission import Administrator, action, allowed, places_of_duty, rule, sight

PRIVATE_ACTS = frozenset({"message", "attach", "correct", "remind"})
"""Acts of which those who only look on see nothing."""
NOBODY = Q(pk__in=())
EVERYONE = ~NOBODY

action("matter.see", Sentence("查看事项", "see a matter"))
action("matter.see_whole", Sentence("查看事项的经过和留言", "see a matter's whole course and its messages"))
action(
    "matter.see_sensitive", Sentence("查看事项中未脱敏的信息", "see sensitive answers of a matter unmasked")
)

sight("matter.see", Matter, int)

PARTIES = Sentence(
    "发起人、当事方、经办岗位、经手过的岗位和上级责任岗位",
    "those who opened it, its parties, the posts that handle it or have handled it, and the posts above",
)
ONLOOKERS = Sentence("可公开范围内的人", "those for whom the method makes it visible")
PARTICIPANTS = Sentence("参与过的人（只看自己给出的内容）", "those who took part (what they gave themselves)")
AT_DESK = Sentence("发起人和当前经办人", "the one who opened it and the present desk")


def visible_to(actor: Actor, world: Ground | None = None) -> Q:
    """The condition that an actor may see a matter at all."""
    if actor is SYSTEM:
        return EVERYONE
    if isinstance(actor, Administrator):
        return NOBODY
    return _any_of(PARTY + LOOKING_ON, actor, world)


PARTY = ("opener", "side", "desk", "line", "handled", "helps")
"""The reasons for which somebody sees a matter whole."""
LOOKING_ON = ("public", "place", "post", "named", "asked", "checked")
"""The reasons for which somebody sees what a matter shows to others than its parties."""


def reasons(actor: Actor, world: Ground | None = None) -> dict[str, Q]:
    """For each reason of PARTY and LOOKING_ON that an actor could have, the condition that they have it.

    `opener`: opened by them or for them. `side`: a party that it names. `desk`: on a desk of theirs. `line`: a post of theirs in the line of duty
    stands above it; none of these, nor the next two, for whom it is about (`about`). `handled`: a post they hold has handled it. `helps`: a matter that helps it lies on their desk.
    `public`, `place`, `post`, `named`: it is shown to everybody, to those who live there, to a post of theirs, to them by name. `asked`: its
    present block asks them to act. `checked`: their own work on it is being checked by others.
    """
    if isinstance(actor, Administrator):
        return {}
    ways: dict[str, Q] = {"public": Q(visible="public")}
    world = world or (ground() if actor.home or actor.person is not None else None)
    community = _community(actor, world)
    if community is not None:
        ways["place"] = Q(visible="place", origin__path__begins=community)
    if actor.person is None:
        return ways
    helps = Exists(Matter.objects.filter(on_desk(actor), parent=OuterRef("pk"), closed_at=None))
    open_to_posts = ~about(actor)
    return {
        "opener": Q(opener=actor.person),
        "side": named_in(actor, side=True),
        "desk": on_desk(actor),
        "line": in_line(actor, world),
        "handled": _handled(actor, world) & open_to_posts,
        "helps": Q(helps) & open_to_posts,
        **ways,
        "post": _shown_to_posts(actor, world) & open_to_posts,
        "named": named_in(actor, side=False),
        "asked": asked(actor, world),
        "checked": Q(shown_to__contains=f" @{actor.person} "),
    }


def party(actor: Actor, world: Ground | None = None) -> Q:
    """The condition that an actor is a party to a matter."""
    return _any_of(PARTY, actor, world)


def onlooker(actor: Actor, world: Ground | None = None) -> Q:
    """The condition that a matter is shown to an actor who is no party to it."""
    return _any_of(LOOKING_ON, actor, world)


def by_their_part(actor: Actor, world: Ground | None = None) -> Q:
    """The condition that an actor may see a matter for what they are or did in it themselves: what neither its place, nor
    its desk, nor whom it is shown to can take away."""
    return _any_of(("opener", "side", "handled", "helps", "named", "asked"), actor, world)


def _any_of(names: Iterable[str], actor: Actor, world: Ground | None) -> Q:
    if actor is SYSTEM:
        return EVERYONE
    ways = reasons(actor, world)
    return reduce(or_, [ways[name] for name in names if name in ways], NOBODY)


def _handled(actor: Actor, world: Ground | None) -> Q:
    """The condition that the actor opened a matter for another, or handled it from a post that they still hold.

    A post keeps what it has handled: it answers for it, and is asked about it. With the post goes the sight. What the
    actor did as one of many who are asked (`TAKING_PART`), or what that came to, is no handling, whatever post they hold.
    """
    ways, handling = Q(act="open"), ~Q(act__in=TAKING_PART) & ~Q(note="outcome")
    world = world or ground()
    for role, place in sorted(actor.posts):
        path = path_text(world.path(place))
        there = Q(place__path__begins=path) | Q(matter__origin__path__begins=path)
        ways |= Q(role=role) & there & handling
    for role in sorted({role for role, _office in actor.offices}):
        ways |= Q(role=role) & handling
    return Q(Exists(Entry.objects.filter(ways, matter=OuterRef("pk"), person=actor.person)))


def named_in(actor: Actor, *, side: bool) -> Q:
    """The condition that a matter names the actor: in person, their household, or an organisation they serve; as a party,
    or as one to whom it shows something."""
    if actor.person is None:
        return NOBODY
    who = Q(kind="person", number=actor.person)
    if actor.household is not None:
        who |= Q(kind="household", number=actor.household)
    if actor.offices:
        who |= Q(kind="organisation", number__in=sorted({office for _role, office in actor.offices}))
    return Q(Exists(Named.objects.filter(who, matter=OuterRef("pk"), side=side)))


def whose(actor: Actor) -> Q:
    """The condition that a matter is the actor's own: opened by them or for them, or they are a party to it."""
    return Q(opener=actor.person or 0) | named_in(actor, side=True)


def _shown_to_posts(actor: Actor, world: Ground | None) -> Q:
    """The condition that a matter is shown to a role that the actor holds where it stands or happened."""
    world = world or ground()
    found = NOBODY
    for role, place in sorted(actor.posts):
        path = path_text(world.path(place))
        there = Q(origin__path__begins=path) | Q(place__path__begins=path)
        found |= Q(shown_to__contains=f" {role} ") & there
    return found


def about(actor: Actor) -> Q:
    """The condition that a matter is about the actor, and so kept from every post that they hold."""
    if actor.person is None:
        return NOBODY
    return Q(Exists(KeptFrom.objects.filter(matter=OuterRef("pk"), person=actor.person)))


EVERY = Q()
"""The condition that holds of every matter."""


def but_about(actor: Actor) -> Q:
    """What leaves out of figures the matters that are about the actor: a figure would tell them that there is one. Says
    nothing where there is none, as for almost everybody."""
    if actor.person is None or not KeptFrom.objects.filter(person=actor.person).exists():
        return EVERY
    return ~about(actor)


def general_view(actor: Actor, world: Ground | None = None) -> Callable[[str, str], bool]:
    """Of `visible_to`, what a matter's `visible` and the path of its origin tell: the line of duty, and what is shown to all.

    For counts over very many; what the actor sees besides is theirs alone (opened, on the desk, acted on).
    """
    if actor is SYSTEM:
        return lambda visible, path: True
    if isinstance(actor, Administrator):
        return lambda visible, path: False
    world = world or ground()
    community = _community(actor, world)
    duty = tuple(path_text(world.path(place)) for place in places_of_duty(actor))

    def sees(visible: str, path: str) -> bool:
        shown = visible == "public" or (
            visible == "place" and community is not None and path.startswith(community)
        )
        return shown or (visible != "above" and path.startswith(duty))

    return sees


def asked(actor: Actor, world: Ground | None = None) -> Q:
    """The condition that a matter's block asks the actor to act: to take it, to vote, to support, to attend."""
    if actor.person is None:
        return NOBODY
    return Q(closed_at=None) & ~Q(open_to="") & reduce(or_, ways_asked(actor, world))


def ways_asked(actor: Actor, world: Ground | None = None) -> list[Q]:
    """The ways in which an actor may be asked to act: each a condition with an index of its own."""
    world = world or ground()
    return [*oneself_asked(actor, world), *posts_asked(actor, world)]


def oneself_asked(actor: Actor, world: Ground) -> list[Q]:
    """The ways in which somebody may be asked to act for themselves: as anyone, by a roll, as who lives there."""
    conditions = [Q(open_to__contains=" anyone "), Q(open_to__contains=" roll ") & _on_the_roll(actor.person)]
    conditions.append(Q(open_to__contains=f" {NAMED} ") & Q(pk__in=_asked_by_name(actor)))
    community = _community(actor, world)
    if community is not None:
        conditions.append(Q(open_to__contains=" resident ", origin__path__begins=community))
    return conditions


def posts_asked(actor: Actor, world: Ground) -> list[Q]:
    """The ways in which an actor may be asked to act by a post: to judge an objection, to take a thing, to enter what others
    give."""
    conditions = []
    for role, place in sorted(actor.posts):
        path = path_text(world.path(place))
        conditions.append(Q(open_to__contains=f" {role} ", origin__path__begins=path))
        came = ~Q(place=F("origin")) & Q(place__path__begins=path)
        conditions.append(Q(open_to__contains=f" {role} ") & came)
        # Clerks enter what others give for the whole of a matter from a post below where it stands.
        clerk = Q(open_to__contains=f" below:{role} ")
        conditions.append(clerk & Q(place__in=world.path(place)[:-1]))
    return conditions


def _on_the_roll(person: int | None) -> Q:
    """The condition that a person is on the roll by which a matter's present block is held."""
    uses = RollUse.objects.filter(roll__lines__person=person)
    here = uses.filter(matter=OuterRef("pk"), visit=OuterRef("visit"))
    return Q(pk__in=uses.values("matter")) & Q(Exists(here))


def _asked_by_name(actor: Actor) -> QuerySet[Any]:
    """The numbers of matters whose present block asks the actor by name: in person, for their household, for an organisation."""
    who = Q(kind=f"{BY_NAME}person", number=actor.person)
    if actor.household is not None:
        who |= Q(kind=f"{BY_NAME}household", number=actor.household)
    if actor.offices:
        who |= Q(kind=f"{BY_NAME}organisation", number__in=sorted({one for _role, one in actor.offices}))
    return Named.objects.filter(who).values("matter")


def on_desk(actor: Actor) -> Q:
    """The condition that a matter lies on a desk of the actor: their own, their post's, that of an organisation they act for.

    A matter that went back to the person who had it last lies on the desk of that post all the same: when the
    person is away or has left, the others who hold it see and do it.
    """
    if actor.person is None:
        return NOBODY
    own = Q(desk_person=actor.person, desk_role__in=["opener", "holder"])
    conditions = []
    for role, places in _grouped(actor.posts).items():
        conditions.append(Q(desk_role=role, desk_place__in=places, desk_office__isnull=True))
    if actor.organizations:
        conditions.append(Q(desk_office__in=sorted(actor.organizations)))
    return own | (reduce(or_, conditions) & ~about(actor)) if conditions else own


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for role, number in sorted(pairs):
        found.setdefault(role, []).append(number)
    return found


def in_line(actor: Actor, world: Ground | None = None) -> Q:
    """Posts of the line of duty over where the matter happened or stands; where the method says `visible: above`, over
    where it stands alone. Not for whom it is about."""
    places = places_of_duty(actor)
    if not places:
        return NOBODY
    world = world or ground()
    conditions = []
    for place in sorted(places):
        path = path_text(world.path(place))
        conditions += [Q(origin__path__begins=path) & ~Q(visible="above"), Q(place__path__begins=path)]
    return reduce(or_, conditions) & ~about(actor)


def _community(actor: Actor, world: Ground | None) -> str | None:
    """The path of the community where the actor lives."""
    if not actor.home:
        return None
    world = world or ground()
    for place in actor.home:
        if world.level(place) == "community":
            return path_text(world.path(place))
    return None


def path_text(way: Iterable[int]) -> str:
    """A way from the top as the place table holds it."""
    return "/" + "".join(f"{place}/" for place in way)


def seen_by(actor: Actor, world: Ground | None = None) -> QuerySet[Matter]:
    """The matters an actor may see; void ones are nobody's business."""
    return Matter.objects.filter(visible_to(actor, world), void=False)


def may_see(actor: Actor, matter: int, world: Ground | None = None) -> bool:
    """Whether an actor may see this matter. Most who ask are parties or look on, which one query tells of both."""
    return seen_by(actor, world).filter(pk=matter).exists() or allowed(actor, "matter.see", matter)


def parties_among(actor: Actor, matters: Iterable[int]) -> set[int]:
    """Of these matters, those an actor is a party to and sees whole: `matter.see_whole` of many in one query."""
    mine = Matter.objects.filter(party(actor), pk__in=list(matters), void=False)
    return set(mine.values_list("pk", flat=True))


def saw(actor: Actor, matter: int) -> bool:
    """Whether an actor could see this matter if it were not void."""
    return Matter.objects.filter(visible_to(actor), pk=matter).exists()


@rule("matter.see", "matter.see_whole", who=PARTIES)
def is_party(actor: Actor, thing: Any) -> bool:
    """`thing` is a matter or its number."""
    return Matter.objects.filter(party(actor), pk=_number(thing), void=False).exists()


@rule("matter.see", who=PARTICIPANTS)
def took_part(actor: Actor, thing: Any) -> bool:
    """`thing` is a matter or its number. Who gave something to it sees that much of it, and no more."""
    number = _number(thing)
    found = Matter.objects.filter(pk=number, void=False).exists()
    return found and actor.person is not None and bool(own_parts(number, actor.person))


@rule("matter.see", who=ONLOOKERS, kinds=["person", "anonymous"])
def may_look_on(actor: Actor, thing: Any) -> bool:
    """`thing` is a matter or its number."""
    return Matter.objects.filter(onlooker(actor), pk=_number(thing), void=False).exists()


@rule("matter.see_sensitive", who=AT_DESK)
def has_it_in_hand(actor: Actor, thing: Any) -> bool:
    """`thing` is a matter or its number."""
    mine = Q(opener=actor.person) | Q(on_desk(actor), closed_at=None)
    return actor.person is not None and Matter.objects.filter(mine, pk=_number(thing), void=False).exists()


def _number(thing: Any) -> int:
    return int(thing.pk if isinstance(thing, Matter) else thing)
