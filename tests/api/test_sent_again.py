"""A request whose answer was lost may be sent again: the first answer comes, and no second matter."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode

import pytest
from shapely.geometry import box

from shanzhi.api import sent_again
from shanzhi.matters.models import Matter
from shanzhi.places.actions import reshape_place
from tests.matters.town import METHODS

FORM = "application/x-www-form-urlencoded"
LONG = "三号楼二单元门口的路灯坏了三天，" * 8
LONGER = "\n".join(f"第{n}句：" + "路灯还是不亮，请尽快派人来看一看。" * 6 for n in range(60))


@pytest.fixture
def public(api):
    reshape_place(place=api.town.grid, geometry=box(104.0, 30.6, 104.1, 30.7))
    text = (METHODS / "appeal.yaml").read_text(encoding="utf-8")
    api.town.adopt(
        text.replace("method: appeal\n", "method: open-appeal\n").replace("visible: desk", "visible: public")
    )
    return api


def report(api, who="resident", key=None, **given):
    body = {"service_code": "open-appeal", "lat": 30.65, "long": 104.05, "description": "路灯不亮", **given}
    more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return api.as_(who).ask(
        "POST", "/open311/v2/requests.json", urlencode(body).encode(), CONTENT_TYPE=FORM, **more
    )


def number_of(made):
    assert made.status == 201, made.data
    return made.data[0]["service_request_id"]


def test_the_same_report_from_the_same_account_within_minutes_is_one(public):
    first = number_of(report(public))
    assert number_of(report(public)) == first
    assert number_of(report(public, who="resident2")) != first
    assert number_of(report(public, description="路灯又不亮")) != first
    assert number_of(report(public, lat=30.66)) != first
    assert Matter.objects.count() == 4


def test_after_some_minutes_the_same_words_are_a_new_report(public, monkeypatch):
    first = number_of(report(public))
    monkeypatch.setattr(sent_again, "WITHIN", timedelta(microseconds=1))
    assert number_of(report(public)) != first


def test_a_key_names_a_request_however_late(public, monkeypatch):
    first = number_of(report(public, key="a-1"))
    monkeypatch.setattr(sent_again, "WITHIN", timedelta(microseconds=1))
    assert number_of(report(public, key="a-1")) == first
    assert number_of(report(public, key="a-2")) != first
    other = report(public, key="a-1", description="另一件事")
    assert (other.status, Matter.objects.count()) == (422, 2)


def test_the_api_takes_the_same_key_for_openings_and_acts(api):
    body = {"method": "appeal", "place": api.town.building.pk, "values": {"subject": "楼道灯不亮"}}
    resident = api.as_("resident")
    first = resident.post("/matters", body)
    again = resident.post("/matters", body)
    assert (first.status, again.status, first["number"]) == (201, 200, again["number"])
    path = f"/matters/{first['number']}/acts"
    said = {"act": "message", "values": {"text": "几点来"}}
    keyed = [resident.post(path, said, HTTP_IDEMPOTENCY_KEY="m") for _ in range(2)]
    assert [one["seq"] for one in keyed] == [2, 2]
    assert (
        resident.post(path, {**said, "values": {"text": "谢谢"}}, HTTP_IDEMPOTENCY_KEY="m")["code"]
        == "key_reused"
    )


@pytest.mark.parametrize("description", [LONG, LONG[:79], LONG[:80], LONG[:81], f"灯坏了\n{LONG}", LONGER])
def test_nothing_of_a_description_is_lost(public, description):
    number = number_of(report(public, description=description))
    matter = public.as_("resident").get(f"/matters/{number}")
    answers = {one["name"]: one["value"] for one in matter["answers"]}
    said = (
        [e["values"]["text"] for e in reversed(matter["entries"]) if e["act"] == "message"]
        if len(description) > 3000
        else []
    )
    whole = "".join([answers.get("detail") or answers["subject"], *said])
    assert whole.replace("\n", "") == description.replace("\n", "")
    assert len(answers["subject"]) <= 80
    assert number_of(report(public, description=description)) == number


def test_nothing_says_accepted_before_it_is(public):
    made = report(public)
    assert "受理" not in made.content.decode()
    one = public.nobody().get(f"/open311/v2/requests/{number_of(made)}.json").data[0]
    assert (one["status"], one["status_notes"]) == ("open", "待受理")


def test_an_unknown_key_is_forbidden(public):
    made = public.nobody().ask(
        "POST", "/open311/v2/requests.json", urlencode({"api_key": "nothing", "service_code": "x"}).encode(),
        CONTENT_TYPE=FORM,
    )  # fmt: skip
    assert (made.status, made.data[0]["code"]) == (403, 403)
    xml = public.nobody().ask(
        "POST", "/open311/v2/requests.xml", urlencode({"api_key": "nothing"}).encode(), CONTENT_TYPE=FORM
    )
    assert xml.status == 403


def test_a_command_with_other_content_is_refused_and_said_so(api):
    body = {
        "method": "appeal",
        "place": api.town.building.pk,
        "values": {"subject": "灯坏"},
        "command_id": "x",
    }
    resident = api.as_("resident")
    first = resident.post("/matters", body)
    assert resident.post("/matters", body)["number"] == first["number"]
    other = resident.post("/matters", {**body, "values": {"subject": "井盖松动"}})
    assert (other.status, other["code"], Matter.objects.count()) == (409, "command_taken", 1)
