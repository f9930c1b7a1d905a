"""Who accuses somebody is named on no face to anybody but themselves, while the condition of `sensitive` holds."""

from __future__ import annotations

import pytest

from shanzhi.api.lists import MatterFilter, list_matters
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.lists.queries import opened_by
from shanzhi.matters.models import Matter
from shanzhi.matters.portable import held_of_matters
from shanzhi.matters.rights.access import may_see
from shanzhi.matters.rights.unmasking import reveal
from shanzhi.people import actions as people
from shanzhi.people.models import Account, Look
from shanzhi.places.actions import add_place
from shanzhi.reading.matter import look
from shanzhi.reading.notices import every_notice, texts_of
from shanzhi.reading.replies import replies_for
from tests.reading import sight_faces as faces
from tests.reading.sight_town import Marked, Scene

HINT = """
method: hint
title: 反映
version: 1
heading: "{subject}"
source: 本库自编
people:
  reporter: {type: person, default: opener, side: true, label: 谁反映, sensitive: 'data.kind == "accusation"'}
  about: {type: people, optional: true, label: 说的是谁}
data:
  subject: {type: text, max: 80, label: 什么事}
  kind: {type: choice, label: 类型, options: {help: 求助, accusation: 举报}}
  phone: {type: phone, sensitive: true, optional: true, known: opener.phone, label: 电话}
  more: {type: text, max: 80, label: 补充}
visible: [{shows: [subject], whom: [grid_worker]}]
open:
  by: [resident, grid_worker]
  asks: [subject, kind, about, phone, reporter]
  at: street
  to: looking
stages:
  looking:
    label: 核查中
    desk: {by: [street_staff, district_staff], not: [people.about]}
    due: 3 days
    effects: [{notify: {whom: [grid_worker, community_staff, street_staff], text: "{people.reporter}说“{subject}”"}}]
    acts:
      ask: {label: 请补充, to: telling}
      clear: {label: 改为求助, set: {kind: help}}
      finish: {label: 办结, to: finished}
  telling: {label: 等补充, desk: opener, due: 3 days, acts: {tell: {label: 补充, asks: [more], to: looking}}}
  finished:
    label: 办结
    end: done
    effects:
      - notify: {whom: [opener], text: 办结了}
      - document: {title: 核查结果, text: "{people.reporter}说的事查清了"}
examples:
  - title: 办结
    steps:
      - {open: {subject: 收钱, kind: help}, by: resident}
      - {act: finish, by: street_staff}
    expect: {end: done}
"""
NAME, PHONE, DOOR = "欧阳明诚", "13912345678", "九〇七室"
SIGNS = (NAME, NAME[:2], PHONE, DOOR)
READERS = ("grid_worker", "community_staff", "street_staff", "district_staff", "accused", "neighbour")


@pytest.fixture
def scene(town):
    town.adopt(HINT)
    door = add_place(name=DOOR, level="household", parent=town.building)
    home = people.add_household(SYSTEM, name=DOOR, place=door, area=9_000)
    accuser = people.add_person(SYSTEM, name=NAME, household=home, facts={"phone": PHONE})
    accused = town.appoint("community_staff", town.community, "被说的人")
    town.people |= {"accuser": accuser, "accused": accused, "neighbour": town.people["resident2"]}
    actors = {who: town.actor(who) for who in (*READERS, "accuser")}
    accounts = {who: Account.objects.create(username=who, person=town.people[who]) for who in actors}
    return Scene(town, [], actors, accounts, DOOR, town.people), door


def accuse(found, kind: str = "accusation") -> Marked:
    scene, door = found
    town = scene.town
    values = {"subject": "有人收钱", "kind": kind, "about": [town.people["accused"].pk]}
    number = town.open("hint", "accuser", values=values, place=door.pk).matter.id
    town.act(number, "message", "accuser", text="我有录音")
    town.act(number, "ask", "street_staff")
    marked = Marked(number, "hint", "telling", {}, {})
    scene.matters.append(marked)
    return marked


def told(scene: Scene, door, who: str, one: Marked) -> dict[str, str]:
    """Every face of it, as somebody has it."""
    actor, ways = scene.actors[who], (NAME, PHONE, DOOR, "收钱")
    it = look(actor, one.number)
    found = {
        "page": faces.page(scene, who, one),
        "api": faces.api(scene, who, one),
        "history": faces.entries(scene, who, one),
        "case sheet": faces.sheet(scene, who, one),
        "notes": faces.notes(scene, who, one),
        "list and export": faces.listed(scene, who),
        "inbox": faces.inbox(scene, who),
        "list by api": faces.listed_by_api(scene, who),
        "open311": faces.open311(scene, who),
        "board": faces.board(scene, who),
        "wall": faces.wall(scene, who),
        "public": faces.public(scene, who),
        "notices": repr(texts_of(actor, list(every_notice(actor)))),
        "own data": repr([section.rows for section in held_of_matters(scene.people[who])]),
        "replies": repr(replies_for(it)) if it is not None else "",
        "its list at the door": faces.ENCODE(
            list_matters(faces.call_of(scene, who, MatterFilter(place=door.pk)))
        ).decode(),
    }
    found |= {f"search {way}": faces.found_by_api(scene, who, way) for way in ways}
    found |= {f"search page {way}": faces.found_by_page(scene, who, way) for way in ways}
    return {face: text or "" for face, text in found.items()}


def test_no_face_names_the_accuser_or_their_door(scene):
    one = accuse(scene)
    for stage in ("telling", "finished"):
        for who in READERS:
            for face, text in told(*scene, who, one).items():
                _names_nobody(text, one, (stage, who, face))
        if stage == "telling":
            scene[0].town.act(one.number, "tell", "accuser", more="还有照片")
            scene[0].town.act(one.number, "finish", "street_staff")


def _names_nobody(text: str, one: Marked, where: tuple[str, str, str]) -> None:
    """Nothing in it tells who it is; a search says again what was looked for, and does not find the matter by it."""
    face = where[2]
    looked_for = [sign for sign in SIGNS if face.startswith("search") and sign in face]
    for sign in SIGNS:
        assert sign in looked_for or sign not in text, (where, sign)
    if looked_for or face == "its list at the door":
        assert "有人收钱" not in text, where


def test_the_desk_sees_the_matter_and_each_look_at_who_it_is_is_logged(scene):
    one = accuse(scene)
    found, town = scene[0], scene[0].town
    assert may_see(found.actors["street_staff"], one.number)
    assert not may_see(found.actors["accused"], one.number)
    town.act(one.number, "tell", "accuser", more="还有照片")
    page = faces.page(found, "street_staff", one)
    assert page is not None
    assert "（不显示是谁）" in page
    shown = reveal(
        actor=found.actors["street_staff"], matter=one.number, fields=["reporter"], purpose="办理本事项：核实"
    )
    assert shown == {"reporter": town.people["accuser"].pk}
    assert Look.objects.filter(subject=town.people["accuser"].pk).exists()


def test_the_accuser_finds_and_reads_their_own(scene):
    one = accuse(scene)
    actor = scene[0].actors["accuser"]
    it = look(actor, one.number)
    assert it is not None
    assert it.opener == actor.person
    assert opened_by(actor).filter(pk=one.number).exists()
    assert "有人收钱" in faces.found_by_api(scene[0], "accuser", DOOR)


def test_who_asks_for_help_is_named_and_once_it_is_no_accusation_so_is_the_accuser(scene):
    help_ = accuse(scene, "help")
    page, line = faces.page(scene[0], "street_staff", help_), faces.api(scene[0], "street_staff", help_)
    assert NAME in (page or "")
    assert NAME in (line or "")
    one, town = accuse(scene), scene[0].town
    town.act(one.number, "tell", "accuser", more="还有照片")
    assert Matter.objects.get(pk=one.number).unnamed
    town.act(one.number, "clear", "street_staff")
    assert NAME in (faces.sheet(scene[0], "street_staff", one) or "")
    assert not Matter.objects.get(pk=one.number).unnamed
