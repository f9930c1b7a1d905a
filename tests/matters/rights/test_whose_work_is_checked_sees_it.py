"""Who did a task and may not check it themselves still sees that it is being checked, and what they gave to it; no more."""

from __future__ import annotations

import pytest

from shanzhi.matters.models import Matter
from shanzhi.matters.rights.access import visible_to
from shanzhi.reading.matter import look
from tests.matters.town import METHODS, code

pytestmark = pytest.mark.django_db


def sees(town, who: str, number: int) -> bool:
    return Matter.objects.filter(visible_to(town.actor(who)), pk=number).exists()


def test_a_task_of_the_owners_committee_stays_in_sight_while_others_check_it(town):
    text = (METHODS / "task.yaml").read_text(encoding="utf-8")
    town.adopt(text.replace("visible: place\n", ""))  # where nothing else shows it
    for who in ("owners_member", "supervision_member"):
        town.people[who] = town.appoint(who, town.community, f"{who}甲")
    did = town.people["owners_member"]
    done = town.open("task", "community_staff", values={"subject": "换门禁", "owner": did.pk})
    number = done.matter.id
    reported = town.try_act(number, "report", "owners_member", values={"done": "换好了，试过能开。"})
    assert code(reported) == "done"
    assert Matter.objects.get(pk=number).stage == "checking"
    assert sees(town, "owners_member", number)
    seen = look(town.actor("owners_member"), number)
    assert (seen.looks_on, seen.whole) == (True, False)
    assert not sees(town, "resident2", number)
    town.act(number, "confirm", "supervision_member", checked="看过，属实。")
    assert not sees(town, "owners_member", number)
