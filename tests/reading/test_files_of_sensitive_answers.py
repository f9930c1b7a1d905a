"""A file of a sensitive answer is in no list; it is opened by the desk after a look with its purpose, each opening recorded."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.models import File
from shanzhi.matters.rights.unmasking import LOOK_OPENS, LookFirst, open_sensitive_file, reveal
from shanzhi.people.models import Account, Look
from shanzhi.people.permission import Denied
from shanzhi.people.privacy import erase_person
from shanzhi.reading import sheet
from shanzhi.reading.files import file_for, opened
from shanzhi.reading.listed import photos_of
from shanzhi.reading.matter import look
from tests.matters.photos import photo

CARDS = """
method: cards
title: 换证登记
version: 1
heading: "{subject}"
source: 本库自编
data:
  subject: {type: text, max: 40, label: 事由}
  kind: {type: choice, label: 类型, options: {open: 公开, closed: 保密}}
  proof: {type: files, max: 4, optional: true, sensitive: true, label: 证件照片}
  place_photo: {type: files, max: 4, optional: true, label: 现场照片}
  record: {type: files, max: 4, optional: true, sensitive: 'data.kind == "closed"', label: 检查记录}
  family: {type: list, max: 5, optional: true, sensitive: true, label: 家里人, form: {who: {type: text, label: 谁}, paper: {type: files, optional: true, label: 证件}}}
open: {ask: {label: 登记, by: [resident], asks: [subject, kind, proof, place_photo, record, family], at: grid, to: checking}}
stages:
  checking:
    label: 核对
    desk: grid_worker
    due: 3 days
    acts: {again: {label: 补证件, by: [opener], asks: [proof]}, hand_up: {label: 交社区, to: deciding}, open_up: {label: 改为公开, set: {kind: open}}}
  deciding: {label: 决定, desk: community_staff, due: 3 days, acts: {finish: {label: 办好, clear: [proof, family], to: done}}}
  done: {label: 办好, end: done, says: 换好了}
examples:
  - title: 办好
    steps:
      - {open: ask, by: resident, with: {subject: 换证, kind: open}}
      - {act: hand_up, by: grid_worker}
      - {act: finish, by: community_staff}
    expect: {end: done}
"""
SECRETS = ("proof", "record", "paper")
WHOLE = ("grid_worker", "community_staff", "street_staff")
"""Who sees the matter whole: its desk, and those above it."""


class Case:
    """One matter with a file in every answer, and a browser for everybody."""

    def __init__(self, town) -> None:
        town.adopt(CARDS)
        self.town = town
        self.files: dict[str, str] = {}
        for name in ("proof", "place_photo", "record", "paper"):
            kept = keep_file(actor=town.actor("resident"), name=f"{name}照.jpg", content=photo())
            self.files[name] = str(kept.pk)
        values = {
            "subject": "换证", "kind": "closed", "proof": [self.files["proof"]],
            "place_photo": [self.files["place_photo"]], "record": [self.files["record"]],
            "family": [{"who": "外婆", "paper": [self.files["paper"]]}],
        }  # fmt: skip
        self.number = town.open("cards", values=values).matter.id
        self.browsers: dict[str, Client] = {}

    def browser(self, who: str) -> Client:
        if who not in self.browsers:
            self.browsers[who] = Client()
            account = Account.objects.create(username=who, person=self.town.people[who])
            self.browsers[who].force_login(account)
        return self.browsers[who]

    def looks_at(self, fact: str, who: str = "grid_worker", purpose: str = "核实情况") -> str:
        """The page after a look."""
        answer = self.browser(who).post(f"/matters/{self.number}/look/{fact}", {"purpose": purpose})
        return str(answer.content.decode())


@pytest.fixture
def case(town) -> Case:
    return Case(town)


def told(case: Case, who: str) -> str:
    """All that lists, pages, papers and the interface tell of it."""
    browser, number = case.browser(who), case.number
    addresses = (f"/matters/{number}", f"/api/matters/{number}", f"/api/matters/{number}/entries", "/desk", "/api/matters?box=inbox")  # fmt: skip
    pages = [browser.get(address, follow=True).content.decode() for address in addresses]
    actor = case.town.actor(who)
    it = look(actor, number)
    paper = repr(sheet.sheet_of(it)) if it is not None else ""
    return "".join([*pages, paper, repr(photos_of(actor, [number]))])


@pytest.mark.parametrize("who", WHOLE)
def test_no_list_tells_of_it_to_those_who_see_the_matter_whole(case, who) -> None:
    text = told(case, who)
    assert case.files["place_photo"] in text
    for name in SECRETS:
        assert case.files[name] not in text
        assert f"{name}照" not in text
        for address in ("/files/{}/small", "/files/{}/photo", "/api/files/{}/thumbnail"):
            assert case.browser(who).get(address.format(case.files[name])).status_code == 404


def test_who_sent_it_has_it_as_before(case) -> None:
    for name in (*SECRETS, "place_photo"):
        for address in ("/files/{}", "/files/{}/small", "/api/files/{}", "/api/files/{}/thumbnail"):
            assert case.browser("resident").get(address.format(case.files[name])).status_code == 200
    listed = case.browser("resident").get(f"/api/matters/{case.number}").json()["files"]
    assert {one["id"] for one in listed} == set(case.files.values())
    assert not Look.objects.exists()


@pytest.mark.parametrize(("fact", "name"), [("proof", "proof"), ("record", "record"), ("family", "paper")])
def test_the_desk_opens_it_after_a_look_and_each_opening_is_recorded(case, fact, name) -> None:
    address, browser = f"/files/{case.files[name]}", case.browser("grid_worker")
    page = case.looks_at(fact)
    assert f'href="{address}"' in page
    assert f"{name}照.jpg" in page
    assert f"{case.files[name]}/small" not in page
    assert Look.objects.get().detail == {"fields": [fact], "purpose": "核实情况", "matter": case.number}
    first, again = browser.get(address), browser.get(f"/api{address}")
    assert first.status_code == again.status_code == 200
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-store"
    looks = [(one.result, one.person, one.subject, one.detail) for one in Look.objects.order_by("seq")[1:]]
    detail = {
        "fields": [fact], "purpose": "核实情况", "matter": case.number, "file": case.files[name]
    }  # fmt: skip
    people = case.town.people
    assert looks == [("ok", people["grid_worker"].pk, people["resident"].pk, detail)] * 2


def test_before_a_look_the_desk_is_led_to_it_and_the_attempt_is_recorded(case) -> None:
    browser, file = case.browser("grid_worker"), case.files["proof"]
    answer = browser.get(f"/files/{file}", follow=True)
    assert answer.redirect_chain[-1][0] == f"/matters/{case.number}"
    assert "写明用途" in answer.content.decode()
    refused = browser.get(f"/api/files/{file}")
    assert refused.status_code == 403
    assert "写明用途" in json.dumps(refused.json(), ensure_ascii=False)
    assert [one.result for one in Look.objects.all()] == ["denied", "denied"]
    assert browser.get(f"/files/{case.files['record']}").status_code == 302
    case.looks_at("record")
    assert browser.get(f"/files/{file}").status_code == 302  # a look at one answer opens no other


def test_over_the_interface_a_look_comes_first_too(case) -> None:
    browser, file = case.browser("grid_worker"), case.files["proof"]
    asked = {"fields": ["proof"], "purpose": ""}
    looks = f"/api/matters/{case.number}/looks"
    assert browser.post(looks, asked, content_type="application/json").status_code == 422
    assert browser.get(f"/api/files/{file}").status_code == 403
    asked["purpose"] = "核对证件"
    found = browser.post(looks, asked, content_type="application/json").json()
    assert found["values"] == {"proof": [file]}
    assert browser.get(f"/api/files/{file}").status_code == 200


@pytest.mark.parametrize("who", ["community_staff", "street_staff"])
def test_who_sees_the_whole_and_has_it_not_in_hand_does_not_open_it(case, who) -> None:
    browser, file = case.browser(who), case.files["proof"]
    case.looks_at("proof")
    case.looks_at("proof", who)
    answers = [browser.get(f"/files/{file}"), browser.get(f"/api/files/{file}")]
    assert all(answer.status_code in (403, 404) for answer in answers)
    denied = Look.objects.filter(person=case.town.people[who].pk)
    assert [one.result for one in denied] == ["denied"] * 3
    assert [one.detail.get("file") for one in denied][1:] == [file] * 2


def test_strangers_learn_nothing_and_the_attempt_is_recorded(case) -> None:
    file = case.files["proof"]
    browser = case.browser("resident2")
    assert browser.get(f"/files/{file}").status_code == browser.get(f"/api/files/{file}").status_code == 404
    assert [one.result for one in Look.objects.all()] == ["denied"] * 2
    assert Client().get(f"/files/{file}").status_code == 302
    assert Look.objects.count() == 2


def test_a_look_opens_for_a_while_only_and_an_opening_is_no_look(case) -> None:
    worker, file = case.town.actor("grid_worker"), File.objects.get(pk=case.files["proof"])
    now = timezone.now()
    reveal(actor=worker, matter=case.number, fields=["proof"], purpose="核实情况", at=now)
    open_sensitive_file(actor=worker, file=file, at=now + LOOK_OPENS)
    with pytest.raises(LookFirst):
        open_sensitive_file(actor=worker, file=file, at=now + LOOK_OPENS + timedelta(minutes=1))
    assert [one.result for one in Look.objects.order_by("seq")] == ["ok", "ok", "denied"]


def test_with_the_desk_goes_the_right_to_open_it(case) -> None:
    case.looks_at("proof")
    case.town.act(case.number, "hand_up", "grid_worker")
    with pytest.raises(Denied):
        opened(case.town.actor("grid_worker"), case.files["proof"])
    case.looks_at("proof", "community_staff")
    assert opened(case.town.actor("community_staff"), case.files["proof"])[1]


def test_on_a_condition_it_is_a_file_like_any_other_while_that_does_not_hold(case) -> None:
    staff, file = case.town.actor("street_staff"), case.files["record"]
    with pytest.raises(Denied):
        file_for(staff, file)
    case.town.act(case.number, "open_up", "grid_worker")
    assert opened(staff, file) == (File.objects.get(pk=file), False)
    assert file in told(case, "street_staff")
    assert case.files["proof"] not in told(case, "street_staff")


def test_what_was_replaced_is_opened_by_nobody_but_who_sent_it(case) -> None:
    town, file = case.town, case.files["proof"]
    other = str(keep_file(actor=town.actor("resident"), name="新证.jpg", content=photo()).pk)
    town.act(case.number, "again", "resident", proof=[other])
    case.looks_at("proof")
    assert opened(town.actor("grid_worker"), other)[1]
    with pytest.raises(Denied):
        opened(town.actor("grid_worker"), file)
    assert file not in told(case, "grid_worker")


def test_nobody_else_names_it_where_all_would_see_it(case) -> None:
    town, file = case.town, case.files["proof"]
    refused = town.try_act(case.number, "attach", "grid_worker", values={"files": [file]})
    assert refused.code == "unknown_refs"
    assert town.try_act(
        case.number, "attach", "grid_worker", values={"files": [case.files["place_photo"]]}
    ).matter
    assert file not in told(case, "street_staff")


def test_what_is_cleared_is_destroyed_in_the_lines_of_lists_too(case) -> None:
    case.town.act(case.number, "hand_up", "grid_worker")
    case.town.act(case.number, "finish", "community_staff")
    left = {str(pk) for pk in File.objects.values_list("pk", flat=True)}
    assert left == {case.files["place_photo"], case.files["record"]}


def test_whoever_is_erased_leaves_none_behind(case, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(SYSTEM, person=case.town.people["resident"], reason="本人要求")
    assert [str(file.pk) for file in File.objects.all()] == [case.files["place_photo"]]
