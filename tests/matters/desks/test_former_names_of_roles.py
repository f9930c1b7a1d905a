"""A matter kept under a former name of a role goes on: read by today's name at once, and written down so."""

from __future__ import annotations

import pytest

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import on_desk
from shanzhi.matters.writing.handing_over import write_todays_names
from tests.matters.town import METHODS, code

pytestmark = pytest.mark.django_db


def test_a_desk_under_a_former_name_is_todays_and_is_written_down_anew(town):
    for who in ("yard_chief", "owners_member"):
        town.people[who] = town.appoint(who, town.grid if who == "yard_chief" else town.community, f"{who}甲")
    town.adopt((METHODS / "task.yaml").read_text())
    done = town.open(
        "task", "community_staff", values={"subject": "换门禁", "owner": town.people["yard_chief"].pk}
    )
    number = done.matter.id
    assert code(town.try_act(number, "report", "yard_chief", values={"done": "换好了，试过能开。"})) == "done"
    kept = Matter.objects.filter(pk=number)
    assert kept.get().desk_role == "owners_member"
    kept.update(desk_role="owners_committee")  # as an older release wrote it

    assert write_todays_names() == 1
    assert write_todays_names() == 0
    assert kept.get().desk_role == "owners_member"
    assert on_desk_of(town, "owners_member") == [number]
    assert not list(verify_matters().faults)
    assert (
        code(town.try_act(number, "confirm", "owners_member", values={"checked": "看过，属实。"})) == "done"
    )


def test_a_desk_that_nobody_holds_under_todays_name_goes_to_who_serves(town):
    town.adopt((METHODS / "task.yaml").read_text())
    town.people["owners_member"] = town.appoint("owners_member", town.community, "业委会甲")
    done = town.open(
        "task", "community_staff", values={"subject": "换门禁", "owner": town.people["owners_member"].pk}
    )
    number = done.matter.id
    assert (
        code(town.try_act(number, "report", "owners_member", values={"done": "换好了，试过能开。"})) == "done"
    )
    Matter.objects.filter(pk=number).update(desk_role="supervisor")
    assert write_todays_names() == 1
    assert Matter.objects.get(pk=number).desk_role == "community_staff"


def on_desk_of(town, who: str) -> list[int]:
    return list(Matter.objects.filter(on_desk(town.actor(who))).values_list("pk", flat=True))
