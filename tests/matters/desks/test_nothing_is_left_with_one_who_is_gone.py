"""What somebody had in hand without a post goes to whoever answers for the place when they die or are erased."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice
from shanzhi.matters.writing.deaths import record_death
from shanzhi.people.privacy import erase_person
from tests.matters.town import METHODS

REPORT = {"done": "花坛边已修好"}


@pytest.fixture
def task(town) -> int:
    """A task that a resident, who holds no post, was given."""
    town.adopt((METHODS / "task.yaml").read_text())
    values = {"subject": "修花坛边", "owner": town.residents[1].pk}
    done = town.open("task", who="community_staff", values=values)
    assert Matter.objects.get(pk=done.matter.id).desk_person_id == town.residents[1].pk
    return done.matter.id


def gone(town, how: str) -> None:
    if how == "erased":
        erase_person(SYSTEM, person=town.residents[1], reason="本人申请")
    else:
        record_death(SYSTEM, person=town.residents[1], on=timezone.localdate())


@pytest.mark.parametrize("how", ["erased", "died"])
def test_a_task_goes_to_whoever_answers_there_and_they_are_told(town, task: int, how: str) -> None:
    gone(town, how)
    row = Matter.objects.get(pk=task)
    worker = town.people["grid_worker"]
    assert (row.desk_role, row.desk_person_id) == ("holder", worker.pk)
    assert Entry.objects.filter(matter=task).latest("seq").act == "hand_over"
    assert Notice.objects.filter(person=worker, matter=task).exists()
    assert town.try_act(task, "report", "grid_worker", values=REPORT).matter.stage == "checking"
    assert verify_matters().faults == []


def test_what_would_come_back_to_them_comes_back_to_whoever_answers_there(town, task: int) -> None:
    assert town.try_act(task, "report", "resident2", values=REPORT).matter.stage == "checking"
    gone(town, "erased")
    town.act(task, "send_back", "community_staff", missing="还缺一块")
    assert Matter.objects.get(pk=task).desk_person_id == town.people["grid_worker"].pk


def test_what_others_hold_and_what_has_ended_stays_as_it_is(town, task: int) -> None:
    other = town.open(values={"subject": "楼道灯不亮"}, who="resident2").matter.id
    town.act(other, "accept", urgency="normal")
    ended = town.open(values={"subject": "积水"}, who="resident2").matter.id
    town.act(ended, "withdraw", "resident2")
    before = {n: Entry.objects.filter(matter=n).count() for n in (other, ended)}
    desk = Matter.objects.get(pk=other).desk_person_id
    gone(town, "erased")
    assert {n: Entry.objects.filter(matter=n).count() for n in (other, ended)} == before
    assert Matter.objects.get(pk=other).desk_person_id == desk
