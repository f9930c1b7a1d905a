"""Another version, or other inputs, never change the rules of a block that is open: it is refused, matters named."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.methods import adopting, upgrading
from shanzhi.matters.models import Entry, Matter
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db

BLOCKS = {
    "ballot": (
        "ballot: {electors: household, open_for: 7 days, quorum: voted * 3 >= electors * 2, pass: yes * 2 > voted, proxies: 2}",
        "outcomes: {passed: finished, failed: dropped, no_quorum: dropped}",
    ),
    "endorse": (
        "endorse: {by: [resident], per: household, threshold: 3, open_for: 7 days}",
        "outcomes: {reached: finished, expired: dropped}",
    ),
    "survey": (
        "survey: {by: [resident], per: household, open_for: 7 days, enough: 2, pass: sum_stars >= answers * 3,"
        " questions: {stars: {type: integer, min: 1, max: 5, label: 几星}}}",
        "outcomes: {passed: finished, failed: dropped, too_few: dropped}",
    ),
    "publicity": (
        "publicity: {for: 7 days, what: [subject], objections: [resident], answer_within: 3 workdays}",
        "outcomes: {clear: finished, upheld: dropped}",
    ),
    "session": (
        "session: {at: begins, lasts: 2 hours, roll: residents, quorum: attended >= 2}",
        "outcomes: {held: finished, no_quorum: dropped}",
    ),
}
OTHER = {
    "two thirds become anybody": ("ballot", "quorum: voted * 3 >= electors * 2", "quorum: voted > 0"),
    "a majority becomes one": ("ballot", "pass: yes * 2 > voted", "pass: yes > 0"),
    "other options": (
        "ballot",
        "open_for: 7 days,",
        "open_for: 7 days, options: {yes: 赞成, no: 不赞成, abstain: 弃权, both: 都行},",
    ),
    "other electors": ("ballot", "electors: household", "electors: owner"),
    "more proxies": ("ballot", "proxies: 2", "proxies: 9"),
    "paper too": ("ballot", "proxies: 2", "proxies: 2, paper: [community_staff]"),
    "fewer supporters": ("endorse", "threshold: 3", "threshold: 1"),
    "by person": ("endorse", "per: household", "per: person"),
    "other questions": ("survey", "max: 5, label: 几星", "max: 10, label: 几星"),
    "fewer answers": ("survey", "enough: 2", "enough: 1"),
    "other objectors": ("publicity", "objections: [resident]", "objections: [community_staff]"),
    "a smaller meeting": ("session", "attended >= 2", "attended >= 1"),
}
SAME = {
    "another window": ("ballot", "open_for: 7 days", "open_for: 20 days"),
    "another layout": ("ballot", "voted * 3 >= electors * 2", "voted*3 >= electors*2".replace("*", " * ")),
    "another name for the act": ("endorse", "open_for: 7 days", "open_for: 7 days, label: 我也要"),
}


def text(kind: str, version: int, old: str = "", new: str = "", inputs: str = "") -> str:
    block, outcomes = BLOCKS[kind]
    if old:
        assert old in block
        block = block.replace(old, new)
    stages = f"""
first:
  label: 进行中
  desk: community_staff
  {block}
  {outcomes}
"""
    found = method(
        "running", "进行中的事", "community_staff", stages + end("finished", "成了", "done") + end("dropped", "没成", "failed"),
        version=version,
    )  # fmt: skip
    return found.replace("form:\n", "form:\n  begins: {type: time, optional: true, label: 何时}\n", 1)


def running(town, kind: str) -> int:
    town.adopt(text(kind, 1))
    values = {"subject": "换灯", "begins": (timezone.now() + timezone.timedelta(days=3)).isoformat()}
    return town.open("running", "community_staff", values=values).matter.id


@pytest.mark.parametrize("name", OTHER)
def test_other_rules_are_refused_beforehand_and_the_matters_named(town, name) -> None:
    kind, old, new = OTHER[name]
    number = running(town, kind)
    before = Matter.objects.get(pk=number)
    town.adopt(text(kind, 2, old, new), at=timezone.now())
    to = adopting.adoption_at("running", town.district)
    plan = upgrading.plan_upgrade(to=to)
    assert [held.matters for held in plan.held] == [(number,)]
    assert plan.held[0].rules
    for answer in (
        upgrading.upgrade_matters(actor=SYSTEM, to=to),
        upgrading.upgrade_matter(actor=SYSTEM, matter=number, to=to),
        upgrading.upgrade_matters(actor=SYSTEM, to=to, mapping={"first": "first"}),
    ):
        assert isinstance(answer, Refusal)
        assert (answer.code, str(number) in answer.why.zh, str(number) in answer.why.en) == (
            "open_block",
            True,
            True,
        )
    after = Matter.objects.get(pk=number)
    assert (after.pin, after.adoption_id, after.seq) == (before.pin, before.adoption_id, before.seq)
    assert not Entry.objects.filter(act="upgrade").exists()


@pytest.mark.parametrize("name", SAME)
def test_what_changes_no_rule_goes_over_and_the_votes_stay(town, name) -> None:
    kind, old, new = SAME[name]
    number = running(town, kind)
    act, values = {"ballot": ("vote", {"choice": "agree"}), "endorse": ("endorse", {})}[kind]
    town.act(number, act, "resident", **values)
    window = Matter.objects.get(pk=number).wakes_at
    town.adopt(text(kind, 2, old, new), at=timezone.now())
    to = adopting.adoption_at("running", town.district)
    assert upgrading.upgrade_matters(actor=SYSTEM, to=to) == 1
    row = Matter.objects.get(pk=number)
    assert (row.adoption_id, row.wakes_at) == (to.pk, window)
    tally = row.state["tally"]
    assert tally.get("voted", tally.get("supporters")) == 1
    town.act(number, act, "resident2", **values)


def test_a_stage_with_votes_in_it_is_not_entered_anew(town) -> None:
    number = running(town, "ballot")
    town.act(number, "vote", "resident", choice="agree")
    two = text("ballot", 2).replace("first:", "second:").replace(": first}", ": second}")
    town.adopt(two, at=timezone.now())
    to = adopting.adoption_at("running", town.district)
    answer = upgrading.upgrade_matters(actor=SYSTEM, to=to, mapping={"first": "second"})
    assert answer.code == "open_block"
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 1


def test_other_inputs_that_a_rule_speaks_of_are_other_rules(town) -> None:
    with_input = text("endorse", 1, "threshold: 3", "threshold: inputs.needed").replace(
        "form:\n", "inputs:\n  needed: {type: integer, default: 3, min: 1, max: 9, label: 户数}\nform:\n", 1
    )
    town.adopt(with_input)
    number = town.open("running", "community_staff", values={"subject": "换灯"}).matter.id
    adopting.set_inputs(actor=SYSTEM, method="running", place=town.district, inputs={"needed": 1})
    to = adopting.adoption_at("running", town.district)
    answer = upgrading.upgrade_matters(actor=SYSTEM, to=to)
    assert (answer.code, str(number) in answer.why.zh) == ("open_block", True)


def test_a_block_whose_rule_gives_no_result_may_be_given_another(town) -> None:
    number = running(town, "ballot")
    row = Matter.objects.get(pk=number)
    row.state = {**row.state, "tally": {**row.state["tally"], "@blocked": 1}}
    row.save()
    town.adopt(text("ballot", 2, "pass: yes * 2 > voted", "pass: yes > no"), at=timezone.now())
    to = adopting.adoption_at("running", town.district)
    assert upgrading.upgrade_matters(actor=SYSTEM, to=to) == 1
