"""Who uses which version: adoption by place, inputs, running matters that keep theirs, and upgrades as acts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.methods import adopting, upgrading
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Entry, Matter
from shanzhi.method.check import InputError
from shanzhi.people.permission import Denied, allowed
from shanzhi.people.problems import BadInput
from tests.matters.method_texts import end, method
from tests.matters.town import METHODS


def errand(version: int, stages: str) -> str:
    return method("task", "小任务", "resident", stages + end("finished", "已办完", "done"), version=version)


ONE = errand(
    1,
    """
waiting:
  label: 待办
  desk: community_staff
  due: 3 days
  acts:
    begin: {label: 动手, to: doing}
doing:
  label: 办理中
  desk: community_staff
  due: 5 days
  acts:
    finish: {label: 办完, to: finished}
""",
)
TWO = errand(
    2,
    """
waiting:
  label: 待办
  desk: community_staff
  due: 3 days
  acts:
    begin: {label: 动手, to: working}
working:
  label: 正在办
  desk: street_staff
  due: 2 days
  acts:
    finish: {label: 办完, to: finished}
""",
)


def test_the_same_file_twice_is_one_method_and_other_contents_need_another_number(town):
    text = (METHODS / "appeal.yaml").read_text()
    assert adopting.add_method(text=text).pk == adopting.add_method(text=text + "\n# 注释\n").pk
    with pytest.raises(BadInput, match="版本"):
        adopting.add_method(text=text.replace("诉求闭环", "诉求办理", 1))


def test_inputs_are_checked_and_a_change_makes_a_new_row(town):
    with pytest.raises(InputError):
        adopting.set_inputs(actor=SYSTEM, method="appeal", place=town.district, inputs={"max_reopens": 99})
    before = Adoption.objects.get(slug="appeal", until=None)
    after = adopting.set_inputs(actor=SYSTEM, method="appeal", place=town.district, inputs={"max_reopens": 1})
    assert (after.replaces_id, after.inputs) == (before.pk, {"max_reopens": 1})
    assert Adoption.objects.get(pk=before.pk).until is not None
    assert adopting.set_inputs(actor=SYSTEM, method="appeal", place=town.district, inputs={}) == after


def test_a_running_matter_keeps_its_inputs_and_a_new_one_gets_the_new_ones(town):
    old = town.open()
    adopting.set_inputs(actor=SYSTEM, method="appeal", place=town.district, inputs={"verify": False})
    new = town.open()
    for done in (old, new):
        town.act(done, "accept")
        town.act(done, "resolve", reply="已换好灯泡")
    stages = Matter.objects.order_by("pk").values_list("stage", flat=True)
    assert list(stages) == ["verifying", "rating"]


def test_the_nearest_adoption_counts(town):
    adopting.adopt(actor=SYSTEM, method="appeal", place=town.community, inputs={"verify": False})
    assert adopting.adoption_at("appeal", town.grid).place == town.community
    done = town.open()
    assert done.adoption == adopting.adoption_at("appeal", town.grid).pk
    assert {a.slug for a, _ in adopting.adopted_methods(town.grid)} == {"appeal", "assist"}


@pytest.mark.parametrize(
    ("who", "where", "may"),
    [
        ("grid_worker", "grid", False),
        ("community_staff", "community", True),
        ("community_staff", "street", False),
        ("street_staff", "community", True),
        ("resident", "community", False),
    ],
)
def test_staff_adopt_for_their_own_place_and_below(town, who, where, may):
    actor, place = town.actor(who), getattr(town, where)
    assert allowed(actor, "method.adopt", place) == may
    if may:
        assert adopting.adopt(actor=actor, method="appeal", place=place).place == place
    else:
        with pytest.raises(Denied):
            adopting.adopt(actor=actor, method="appeal", place=place)


def test_an_upgrade_names_the_live_stages_the_new_version_lacks(town):
    town.adopt(ONE)
    waiting, doing = town.open("task"), town.open("task")
    town.act(doing, "begin", "community_staff")
    town.adopt(TWO, at=timezone.now())
    to = adopting.adoption_at("task", town.district)
    plan = upgrading.plan_upgrade(to=to)
    assert {move.stage: (move.count, move.to) for move in plan.moves} == {
        "doing": (1, None),
        "waiting": (1, "waiting"),
    }
    refused = upgrading.upgrade_matters(actor=SYSTEM, to=to)
    assert refused.code == "lacks_stage"
    assert "doing" in refused.why.zh
    assert not Entry.objects.filter(act="upgrade").exists()
    assert Matter.objects.get(pk=waiting.matter.id).adoption != to


def test_an_upgrade_is_an_act_of_each_matter_and_changes_only_what_it_must(town):
    town.adopt(ONE)
    waiting, doing = town.open("task"), town.open("task")
    town.act(doing, "begin", "community_staff")
    due = Matter.objects.get(pk=waiting.matter.id).due_at
    town.adopt(TWO, at=timezone.now())
    to = adopting.adoption_at("task", town.district)
    assert upgrading.upgrade_matters(actor=SYSTEM, to=to, mapping={"doing": "working"}) == 2
    assert upgrading.upgrade_matters(actor=SYSTEM, to=to, mapping={"doing": "working"}) == 0
    rows = {row.pk: row for row in Matter.objects.all()}
    kept, moved = rows[waiting.matter.id], rows[doing.matter.id]
    assert (kept.stage, kept.due_at, kept.adoption) == ("waiting", due, to)
    assert (moved.stage, moved.desk_role, moved.desk_place) == ("working", "street_staff", town.street)
    assert moved.due_at < timezone.now() + timedelta(days=3)
    assert Entry.objects.filter(act="upgrade").count() == 2
    assert verify_matters().faults == []
    town.act(waiting, "begin", "community_staff")
    assert Matter.objects.get(pk=waiting.matter.id).stage == "working"
    assert method_of(Matter.objects.get(pk=waiting.matter.id).adoption).version == 2
