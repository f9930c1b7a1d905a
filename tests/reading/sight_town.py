"""A town with a matter of every method in every stage, and everybody who might look: each fact, name, door and file marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.utils import timezone

from shanzhi.engine.draft import Draft
from shanzhi.engine.facts import record
from shanzhi.engine.moves import enter
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import SYSTEM, Actor, Command, Matter
from shanzhi.library import files
from shanzhi.library import text as text_of
from shanzhi.matters.models import Adoption, DeskNote, Entry, File, Watch
from shanzhi.matters.models import Matter as Row
from shanzhi.matters.writing import store
from shanzhi.matters.writing.effects import effects_left
from shanzhi.matters.writing.follow_ups import EffectContext
from shanzhi.matters.writing.path import carry_on
from shanzhi.method.model import Field, Method
from shanzhi.method.roles import ROLES
from shanzhi.people import actions as people
from shanzhi.people.actions.posts import OF_A_UNIT
from shanzhi.people.models import Account, Person
from shanzhi.people.permission import ANONYMOUS
from shanzhi.people.queries import actor_of, load_actor
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place
from tests.matters.boxes import give_cards
from tests.matters.town import SINCE, Town, build_town
from tests.reading.sight_table import UNSAID, Standing, asked, desk, facts, library, line, party, roles, tree

PUBLIC, PRIVATE = "广场上都知道", "只对经办讲的"
"""Words that stand in every open, and in every guarded text: searched for."""
PARTS = ("watch", "endorse", "object", "vote", "respond")
LOOKED_AT_ELSEWHERE = ("grid_worker", "community_staff", "volunteer", "yard_chief")
"""Posts that are also held in another place, where they have nothing to do with any matter."""
SHARING = 2
"""How many more live behind the door: with them there are enough for a secret ballot among those who live there."""
NAMES = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"


@dataclass
class Marked:
    """One matter: the marks of its facts by name, its door, its file, what was said in it."""

    number: int
    method: str
    stage: str
    marks: dict[str, str]
    files: dict[str, str]
    own: dict[str, str] = field(default_factory=dict)
    message: str = ""
    note: str = ""
    title_fact: str | None = None


@dataclass
class Scene:
    """The town, its matters, and who looks: actor and standing by name, for each matter."""

    town: Town
    matters: list[Marked]
    actors: dict[str, Actor]
    accounts: dict[str, Account | None]
    door: str
    people: dict[str, Person]

    def standings(self, matter: Marked) -> list[Standing]:
        """Everybody, as they stand to a matter."""
        here = Row.objects.values("desk_role", "desk_place", "desk_office", "desk_person").get(
            pk=matter.number
        )
        lying = desk(matter.method, matter.stage)
        own_desk = here["desk_role"] == "holder" and here["desk_person"] == self.people["named"].pk
        found = [
            Standing("about", whole=True),
            Standing("filer", whole=True),
            Standing("building", lives_here=True),
            Standing("community", lives_here=True),
            Standing("named", whole=party(matter.method) or own_desk, lives_here=True),
            Standing("stranger"),
            Standing("anonymous", signed_in=False),
        ]
        found += [Standing(part, lives_here=True, gave=True) for part in PARTS]
        found += [Standing(f"admin-{kind}", nobody=True) for kind in ("system", "security", "audit")]
        named = set(_posts([matter.method]))
        for name in self.actors:
            role, at, where = name.partition("@")
            if not at or role not in named:
                continue
            over = where == "here"
            on_desk = (
                over and here["desk_role"] == role and here["desk_office"] in (None, self.town.office.pk)
            )
            whole = on_desk or (over and role in line(matter.method))
            found.append(Standing(name, whole=whole, works=whole, posts=frozenset({role} if over else ())))
        assert not lying or lying in (["opener"], ["holder"]) or here["desk_role"]
        return found


def build(methods: list[str] | None = None) -> Scene:
    """The whole scene, or that of some methods."""
    town = build_town(lambda name: files()[name])
    give_cards(town)
    door = add_place(name="三〇九室暗门", level="household", parent=town.building)
    far = add_place(name="远街道", level="street", parent=town.district)
    far_community = add_place(name="远社区", level="community", parent=far)
    far_grid = add_place(name="远网格", level="grid", parent=far_community)
    other_building = add_place(name="二栋", level="building", parent=town.other_grid)
    persons: dict[str, Person] = {}
    for n, (who, home) in enumerate(
        [
            ("about", door),
            ("filer", door),
            ("named", door),
            ("building", town.building),
            ("community", other_building),
        ]
        + [(part, other_building) for part in PARTS]
        + [("stranger", far_grid)]
    ):
        persons[who] = people.add_person(SYSTEM, name=f"欧阳{NAMES[n]}{NAMES[n + 1]}", home=home)
    for n in range(SHARING):
        people.add_person(SYSTEM, name=f"同住{NAMES[n]}", home=door)
    covering = {
        "district": town.district,
        "street": town.street,
        "community": town.community,
        "grid": town.grid,
    }
    elsewhere = {"district": None, "street": far, "community": far_community, "grid": far_grid}
    for role, level in _posts(methods or library()).items():
        for place, where in ((covering[level], "here"), (elsewhere[level], "elsewhere")):
            if place is not None and (where == "here" or role in LOOKED_AT_ELSEWHERE):
                person = people.add_person(SYSTEM, name=f"{role}-{where}", serves=place)
                unit = town.office if role in OF_A_UNIT else None
                people.assign_post(
                    SYSTEM, person=person, role=role, place=place, organization=unit, since=SINCE
                )
                persons[f"{role}@{where}"] = person
    for name in methods or library():
        if name not in ("appeal", "assist"):
            town.adopt(text_of(name))
    actors: dict[str, Actor] = {who: load_actor(person.pk) for who, person in persons.items()}
    accounts: dict[str, Account | None] = {
        who: Account.objects.create(username=who, person=person) for who, person in persons.items()
    }
    for kind in ("system", "security", "audit"):
        admin = people.add_person(SYSTEM, name=f"管理{kind}", serves=town.district)
        account = Account.objects.create(username=f"admin-{kind}", kind=f"{kind}_admin", person=admin)
        accounts[f"admin-{kind}"], actors[f"admin-{kind}"] = account, actor_of(account)
    actors["anonymous"], accounts["anonymous"] = ANONYMOUS, None
    scene = Scene(town, [], actors, accounts, door.name, persons)
    for name in methods or library():
        adoption = Adoption.objects.filter(slug=name).latest("pk")
        for stage in tree(name)["stages"]:
            scene.matters.append(_matter(scene, adoption, name, stage, door))
    return scene


def _posts(methods: list[str]) -> dict[str, str]:
    """Every role that these methods' desks, groups and blocks name, and the line of duty; and a level where it is held."""
    named: set[str] = {"grid_worker", "community_staff", "street_staff", "district_staff"}
    for name in methods:
        for stage in tree(name)["stages"]:
            named |= {*desk(name, stage), *asked(name, stage)}
        for group in tree(name).get("roles", {}):
            named |= set(roles(name, group))
    found = {}
    for role in sorted(named & ROLES.keys()):
        levels = [
            level for level in ROLES[role].levels if level in ("grid", "community", "street", "district")
        ]
        if levels:
            found[role] = levels[0]
    return found


def _matter(scene: Scene, adoption: Adoption, name: str, stage: str, door: Place) -> Marked:
    now = timezone.now()
    opening = store.read_for_opening(name, door.pk, now)
    assert opening is not None
    method = opening.method
    assert method is not None
    filer, about = scene.people["filer"], scene.people["about"]
    key = f"{opening.number}"
    made = Marked(opening.number, name, stage, {}, {})
    data = {
        fact: value
        for fact, spec in facts(name).items()
        if (value := _value(scene, made, fact, spec, method.fields[fact], now, door)) is not None
    }
    start = opening.ground.path(door.pk)
    lands = [place for place in start if opening.ground.level(place) == method.opening.level]
    empty = Matter(
        opening.number, method.hash, 0, 0, method.opening.stage, lands[0], door.pk, about.pk, now
    )  # fmt: skip
    command = Command(f"scene-{key}", "open", now, load_actor(filer.pk), values={})
    d = Draft(method, empty, command, opening.ground, now)
    d.role = "resident"
    record(d, data)
    asked_first = {field.name for field in method.form}
    d.note("open", {k: v for k, v in data.items() if k in asked_first}, to=stage, sealed=method.sealed)
    _enter(d, stage)
    decision = d.finish()
    if decision.matter.stage != stage:
        decision = msgspec.structs.replace(
            decision, matter=msgspec.structs.replace(decision.matter, stage=stage)
        )
    title = store.write_new(opening, decision, command, store.Origin())
    shown = [effect for effect in decision.effects if effect.kind == "publish"]
    shown += [effect for effect in effects_left(decision, method) if effect.kind == "named"]
    carry_on([(EffectContext(decision, method, title, SYSTEM, now), tuple(shown))])
    made.title_fact = next((f for f, mark in made.marks.items() if mark and mark in title), None)
    _history(scene, made, method, decision.matter.seq, decision.matter.visit, now)
    return made


def _enter(d: Draft, stage: str) -> None:
    """Into a stage as by an act; one whose block cannot begin on made-up facts is stood in without it."""
    kept = d.data
    try:
        enter(d, stage)
    except Refuse:
        d.stage = stage
    d.data = kept


def _value(
    scene: Scene, made: Marked, fact: str, spec: dict[str, Any], field_: Field, now: datetime, door: Place
) -> Any:
    kind = spec["type"]
    guarded = bool(spec.get("private") or spec.get("sensitive"))
    mark = f"{PRIVATE if guarded else PUBLIC}m{made.number}{fact}x"
    if kind == "text":
        made.marks[fact] = mark
        return mark
    if kind in ("phone", "id_number"):
        made.marks[fact] = f"1390000{made.number:04d}"
        return made.marks[fact]
    if kind == "choice":
        return field_.options[0].value
    if kind == "choices":
        return [field_.options[0].value]
    if (made.method, fact) in UNSAID:
        return None
    if kind == "boolean":
        return True
    if kind in ("integer", "money"):
        return max(1, int(spec.get("min") or 1)) if isinstance(spec.get("min", 1), int) else 1
    if kind == "date":
        return f"{now + timedelta(days=40):%Y-%m-%d}"
    if kind == "time":
        return (now + timedelta(days=40)).isoformat()
    if kind == "place":
        return door.pk
    if kind == "office":
        return scene.town.office.pk
    if kind == "offices":
        return [scene.town.office.pk]
    if kind == "person":
        return scene.people["named"].pk
    if kind == "people":
        return [scene.people["named"].pk]
    if kind == "files":
        file = File.objects.create(hash="0" * 64, name=f"照片{mark}.png", type="image/png", size=1, at=now,
                                   person=scene.people["filer"], matter_id=None)  # fmt: skip
        made.files[fact] = str(file.pk)
        made.marks[fact] = mark
        return [str(file.pk)]
    if kind == "list":
        items = {n: _value(scene, made, f"{fact}{n}", dict(spec["form"][n]), inner, now, door)
                 for n, inner in ((one.name, one) for one in field_.form)}  # fmt: skip
        for inner in spec["form"]:
            made.marks.pop(f"{fact}{inner}", None)
        texts = [value for value in items.values() if isinstance(value, str) and f"m{made.number}" in value]
        if texts:
            made.marks[fact] = texts[0]
        return [{n: value for n, value in items.items() if value is not None}]
    return None


def _history(scene: Scene, made: Marked, method: Method, seq: int, visit: int, now: datetime) -> None:
    """What happened since: a message, an act with its answers, and what each participant gave."""
    File.objects.filter(pk__in=made.files.values()).update(matter=made.number, seq=1)
    made.message = f"悄悄话m{made.number}x"
    made.note = f"{PRIVATE}内部m{made.number}x"
    DeskNote.objects.create(
        matter_id=made.number, person=scene.people["stranger"], role="street_staff", place=scene.town.street,
        text=made.note, at=now,
    )  # fmt: skip
    lines: list[tuple[str, str, str, dict[str, Any], str | None]] = [
        ("message", "about", "opener", {"text": made.message}, None)
    ]
    for part in PARTS:
        values: dict[str, Any] = {}
        if part in ("object", "respond"):
            made.own[part] = f"我说的m{made.number}{part}x"
            values = {"reason": made.own[part], "comment": made.own[part], "objection": 1}
        lines.append(
            (part, part, "resident", values, None if part in ("watch", "object") else f"{part}:{part}")
        )
    for n, (act, who, role, values, slot) in enumerate(lines, 1):
        Entry.objects.create(
            matter_id=made.number, seq=seq + n, visit=visit, act=act, at=now, person=scene.people[who], role=role,
            place=scene.town.grid, stage=made.stage, to=made.stage, values=values, slot=slot, hash=b"0",
            command=f"{made.number}-{n}",
        )  # fmt: skip
    Watch.objects.create(matter_id=made.number, person=scene.people["watch"], since=now)
    Row.objects.filter(pk=made.number).update(seq=seq + len(lines))
