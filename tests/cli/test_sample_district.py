"""The sample district: every stage of the methods it shows is really there, and everybody finds something to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.translation import override
from rich.progress import Progress

from shanzhi.cli.sample import life
from shanzhi.cli.sample.build import METHODS, build
from shanzhi.cli.sample.life import LONG_LATE, Life
from shanzhi.matters.lists.naming import Names
from shanzhi.matters.methods.adopting import adopted_methods
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Document, Matter, Publication, RollLine
from shanzhi.matters.writing.actions import acts_open_to
from shanzhi.method.results import in_words
from shanzhi.people import audit
from shanzhi.people.actors import actor_of
from shanzhi.people.models import Account, Post
from shanzhi.people.queries import load_actor, vacancies
from shanzhi.people.responsibility import NETWORK
from shanzhi.places.models import Place
from shanzhi.reading.facts import text
from shanzhi.web.sandbox.tasks import NONE_WAITS, built_at, first_tasks, role_of, tasks

HAN = re.compile(r"[\u3400-\u9fff]")

if connection.vendor != "sqlite":
    pytest.skip("built once: the store's two back ends are tested with the store", allow_module_level=True)


@pytest.fixture(scope="module")
def players(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[Life]]:
    """The sample without the everyday matters, which take most of the time and are left to chance."""
    built: list[Life] = []
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patched:
        from django.db import transaction

        patched.setattr(life, "EACH_DAY", (0, 0))
        patched.setattr(
            audit, "record", lambda *args, **more: None
        )  # a third of the time, and tested elsewhere
        play = Life.play
        patched.setattr(Life, "play", lambda self, progress: (built.append(self), play(self, progress))[1])
        with transaction.atomic():
            build(password="Ping-An-2026-xiang", empty=False, bar=Progress(disable=True))
            patched.undo()
            yield built
            transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_sample(players: list[Life], db: None) -> None:
    """Each test looks at the one sample; what it does is undone."""


def test_no_step_of_any_script_is_refused(players: list[Life]) -> None:
    assert not players[0].player.refused, "\n".join(players[0].player.refused)


@pytest.mark.parametrize("method", METHODS)
def test_every_stage_is_to_be_seen(method: str) -> None:
    district = Place.objects.get(parent=None)
    stages = next(found.stages for adoption, found in adopted_methods(district) if adoption.slug == method)
    there = set(Matter.objects.filter(method=method).values_list("stage", flat=True))
    left = set(stages) - there
    assert not left, " ".join(sorted(left))


@pytest.mark.parametrize("method", METHODS)
def test_every_end_is_to_be_seen(method: str) -> None:
    """Each end a stage has, and being withdrawn where that is a built-in act of one."""
    district = Place.objects.get(parent=None)
    stages = next(found.stages for adoption, found in adopted_methods(district) if adoption.slug == method)
    ends = {stage.end for stage in stages.values() if stage.end is not None}
    ends |= {"withdrawn" for stage in stages.values() if "withdraw" in stage.builtins}
    there = set(Matter.objects.filter(method=method).values_list("end", flat=True))
    assert not ends - there, " ".join(sorted(ends - there))


def test_public_money_is_spent_with_its_papers() -> None:
    paid = [one for one in Matter.objects.filter(method="task", stage="closed") if one.data.get("money")]
    assert len(paid) > 1
    for matter in paid:
        assert matter.data["spent"] <= matter.data["budget"]
        assert matter.data["acceptance"]
        assert matter.data["receipts"]
        assert matter.publications.filter(until=None).exists()


def _typed(*kept: Any) -> list[str]:
    """What people typed, the longest first; what the system wrote of a block is not theirs."""
    found: set[str] = set()
    for one in kept:
        if isinstance(one, str):
            found.add(one)
        elif isinstance(one, dict):
            found.update([] if "words" in one else _typed(*one.values()))
        elif isinstance(one, list):
            found.update(_typed(*one))
    return sorted(found - {""}, key=len, reverse=True)


def _left_in_chinese(text: str, typed: list[str]) -> bool:
    for one in typed:
        text = text.replace(one, "")
    return HAN.search(text) is not None


def test_what_is_published_reads_in_english_but_for_what_people_typed() -> None:
    left = []
    with override("en"):
        for row in Publication.objects.select_related("matter"):
            fields = compiled(bytes(row.matter.pin), row.matter.adoption_id).fields
            typed = _typed(row.fields, row.matter.data)
            said = [(fields[name], value) for name, value in row.fields.items() if name in fields]
            texts = [row.title_en, *(field.label.en for field, _value in said)]
            texts += [
                text(field, value, Names([]))
                for field, value in said
                if field.kind.options or field.kind.told
            ]
            left += [(row.matter.method, one) for one in texts if _left_in_chinese(one, typed)]
        for paper in Document.objects.select_related("matter"):
            typed = _typed(paper.matter.data)
            left += [
                (paper.matter.method, one)
                for one in (paper.title_en, paper.text_en)
                if _left_in_chinese(one, typed)
            ]
    assert Publication.objects.count() > 50
    assert Document.objects.count() > 20
    assert left == []


def test_one_closed_well_and_one_failed_that_says_why() -> None:
    closed = Matter.objects.filter(method="deliberation", stage="closed").first()
    failed = Matter.objects.filter(method="deliberation", stage="not_held").first()
    assert closed is not None
    assert failed is not None
    assert "评" in in_words(closed.data["judged"])
    assert "到的人不够" in in_words(failed.data["met"])
    assert failed.data["why"].startswith("两次到会的人都不够一半")


def test_an_owners_vote_shows_every_case_of_a_roll_of_owners() -> None:
    matter = next(
        one
        for one in Matter.objects.filter(method="deliberation", stage="owners_vote")
        if one.state["tally"]["@roll"] == "owner"
    )
    lines = RollLine.objects.filter(roll__uses__matter=matter, roll__uses__visit=matter.visit)
    heads: dict[str, list[Any]] = {}
    for line in lines:
        heads.setdefault(line.key, []).append(line)
    kinds = sorted(key.partition(":")[0] for key in heads)
    assert kinds == ["developer", "flat", "flat", "owner", "owner", "owner", "owner"]
    assert sorted(len(found) for found in heads.values()) == [1, 1, 1, 1, 1, 1, 2]  # the couple
    assert sorted(len(found[0].flats) for found in heads.values()) == [
        1,
        1,
        1,
        1,
        1,
        1,
        2,
    ]  # who lets a second flat
    assert [key for key, found in heads.items() if found[0].person is None] == [
        key for key, found in heads.items() if len(found) == 1 and key.startswith("flat")
    ]  # nobody knows whose it is, so nobody votes for it
    assert {"owner1", "owner2", "owner3"} <= set(Account.objects.values_list("username", flat=True))


def test_what_is_late_is_late_by_days_and_not_by_weeks() -> None:
    now = timezone.now()
    waiting = Matter.objects.filter(closed_at=None, expected_at__lt=now).values_list("expected_at", flat=True)
    assert waiting.filter(desk_role="street_staff").exists()
    assert min(waiting) > now - timedelta(days=10)


def test_what_nobody_did_gets_done_in_the_end(players: list[Life]) -> None:
    """As late as the everyday matters, which chance leaves where they are."""
    player = players[0]
    late = Matter.objects.get(pk=player.player.numbers.pop("one_day_late"))
    assert (late.stage, late.late) == ("handling", True)
    player.tidy(late.expected_at + LONG_LATE + timedelta(hours=1))
    late.refresh_from_db()
    assert late.stage == "verifying"


def test_some_posts_are_vacant_and_some_terms_end_soon() -> None:
    district = Place.objects.get(parent=None)
    gaps = {gap.role for gap in vacancies(district, NETWORK)}
    assert {"grid_worker", "building_lead", "team_lead"} <= gaps
    soon = timezone.now() + timedelta(days=60)
    assert Post.objects.in_force().filter(until__lt=soon).count() >= 3


def test_each_role_is_led_to_something_that_waits_for_them() -> None:
    since = built_at()
    assert since is not None
    astray = []
    for role in tasks():
        account = Account.objects.filter(username=f"{role}1").first()
        if account is None:
            assert role == "anyone"
            continue
        who = actor_of(account)
        assert role_of(who) == role
        for task, shown in zip(tasks()[role], first_tasks(who, since), strict=True):
            assert not shown.done, (role, shown.title.zh)
            # What comes about only by an earlier task leads to the desk's list.
            # Where nothing waits, a task leads to the desk's list.
            if task.go.startswith("matter") and not shown.url.startswith("/matters/"):
                astray.append(f"{role}: {shown.title.zh}")
    assert astray == []


def test_whoever_one_enters_as_can_do_each_task_where_it_leads_or_reads_that_none_waits(
    settings: Any,
) -> None:
    settings.SHANZHI_DEMO = True
    since = built_at()
    assert since is not None
    entered = set(re.findall(r'name="account" value="(\d+)"', Client().get("/demo").content.decode()))
    assert len(entered) > 20
    for account in Account.objects.filter(pk__in=entered):
        who = actor_of(account)
        for task, shown in zip(tasks()[role_of(who)], first_tasks(who, since), strict=True):
            if not task.go.startswith("matter"):
                continue
            if not shown.url.startswith("/matters/"):
                assert shown.how == NONE_WAITS
                continue
            number = int(shown.url.rsplit("/", 1)[1])
            offered = {act.name for act in acts_open_to(actor=who, matter=number)}
            assert offered & set(task.done.act), (account.username, shown.title.zh, number)


def test_of_the_stages_of_a_task_the_one_named_first_is_led_to() -> None:
    since = built_at()
    assert since is not None
    review, *_others = first_tasks(actor_of(Account.objects.get(username="street_staff1")), since)
    assert Matter.objects.get(pk=int(review.url.rsplit("/", 1)[1])).stage == "extending"


def test_an_accusation_is_led_to_where_the_task_speaks_of_one() -> None:
    since = built_at()
    assert since is not None
    accusation, *_others = first_tasks(actor_of(Account.objects.get(username="district_staff1")), since)
    assert Matter.objects.get(pk=int(accusation.url.rsplit("/", 1)[1])).data["kind"] == "accusation"


def test_no_deed_ticks_off_two_tasks_of_a_role() -> None:
    for role, given in tasks().items():
        seen: set[tuple[str, str, str]] = set()
        for task in given:
            where = task.go if task.go.startswith("matter") else task.done.method
            deeds = {(where, one, "act") for one in task.done.act} | {
                (task.go, one, "audit") for one in task.done.audit
            }
            assert not deeds & seen, (role, task.title)
            seen |= deeds


def test_a_task_is_ticked_off_by_doing_it(settings: Any) -> None:
    settings.SHANZHI_DEMO = True
    client = Client()
    account = Account.objects.get(username="resident1")
    client.post("/demo", {"account": account.pk})
    page = client.get("/").content.decode()
    assert "先试这三件" in page
    assert "0 / 3" in page
    since = built_at()
    assert since is not None
    support = next(
        task for task in first_tasks(load_actor(account.person_id), since) if "支持" in task.title.zh
    )
    seq = Matter.objects.get(pk=int(support.url.rsplit("/", 1)[1])).seq
    done = client.post(f"{support.url}/acts/endorse", {"command": "try-it", "seq": seq})
    assert done.status_code == 302
    page = client.get("/").content.decode()
    assert "1 / 3" in page
    assert len(re.findall(r'<li class="done">', page)) == 1


@pytest.mark.parametrize(
    ("username", "first", "waits"),
    [
        ("system_admin1", "录入明年的放假安排", "还没有备份过"),
        ("security_admin1", "为审计管理员提出重置密码", "等审计管理员确认"),
        ("audit_admin1", "确认或不同意一件请求", "system_admin2"),
    ],
)
def test_each_administrator_is_entered_with_one_click_and_sees_what_waits(
    settings: Any, username: str, first: str, waits: str
) -> None:
    settings.SHANZHI_DEMO = True
    client = Client()
    assert f"先试：{first}" in client.get("/demo").content.decode()
    client.post("/demo", {"account": Account.objects.get(username=username).pk})
    page = client.get("/").content.decode()
    assert first in page
    assert waits in page


def test_there_is_no_card_outside_a_demonstration(settings: Any) -> None:
    settings.SHANZHI_DEMO = False
    client = Client()
    client.force_login(Account.objects.get(username="resident1"))
    assert "先试这三件" not in client.get("/").content.decode()
