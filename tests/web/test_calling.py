"""A telephone number is called through the look that is recorded: by the desk, and by who took an errand, nobody before."""

from __future__ import annotations

from shanzhi.people.models import Look
from shanzhi.people.purposes import choices
from tests.matters.town import METHODS

CALL = 'href="tel:13912345678"'
WHY = {"purpose": choices()[0].zh}


def test_who_took_an_errand_may_call_and_nobody_else_of_the_helpers(town, signed_in):
    for who in ("helper", "other"):
        town.people[who] = town.appoint("volunteer", town.grid, f"义工{who}")
    town.adopt((METHODS / "errand.yaml").read_text())
    values = {
        "kind": "medicine",
        "subject": "取胰岛素",
        "detail": "独居",
        "wanted": "2099-01-01",
        "phone": "13912345678",
    }
    number = town.open("errand", values=values).matter.id
    helper, address = signed_in("helper"), f"/matters/{number}/look/phone"
    assert helper.post(address, WHY).status_code == 403
    town.act(number, "take", "helper")
    assert "查看或拨打" in helper.get(f"/matters/{number}").content.decode()
    assert CALL in helper.post(address, WHY).content.decode()
    assert signed_in("other").post(address, WHY).status_code == 404
    assert Look.objects.filter(result="ok").count() == 1


def test_the_desk_calls_whoever_reported(town, signed_in):
    number = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"}).matter.id
    answer = signed_in("grid_worker").post(f"/matters/{number}/look/phone", WHY)
    assert CALL in answer.content.decode()
