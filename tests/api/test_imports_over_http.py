"""A program hands in a file, reads what was found, confirms it, and takes it back; inputs are asked for alike."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from shanzhi.matters.imports.working import run_jobs
from shanzhi.matters.models import ImportJob, Matter

ROWS = "编号,主题,登记时间\n1,楼道灯坏了没人修,2026-03-01 09:00\n2,门口积水好几天,昨天,\n".encode()
BINARY = "application/octet-stream"


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path


def hand_in(caller, place: int, content: bytes = ROWS, name: str = "留言.csv", kind: str = "appeals"):
    path = f"/imports?kind={kind}&place={place}&name={quote(name)}"
    return caller.post(path, content, CONTENT_TYPE=BINARY)


def test_a_file_lives_from_its_handing_in_to_its_undoing(api):
    staff, street = api.as_("street_staff"), api.town.street.pk
    made = hand_in(staff, street)
    assert (made.status, made["state"]) == (201, "look")
    run_jobs()
    seen = staff.get(f"/imports/{made['id']}")
    assert (seen["state"], seen["found"]["added"], seen["found"]["rejected"]) == ("ready", 1, 1)
    assert seen["found"]["rejected_rows"][0]["row"] == 3
    assert {"heading": "主题", "field": "subject", "example": "楼道灯坏了没人修"} in seen["found"]["columns"]
    assert "门口积水好几天" in staff.get(f"/imports/{made['id']}/rejected").content.decode("utf-8-sig")
    staff.post(f"/imports/{made['id']}/look", {"columns": {"登记时间": "-"}})
    run_jobs()
    assert staff.get(f"/imports/{made['id']}")["found"]["added"] == 2
    assert staff.post(f"/imports/{made['id']}/confirm", None)["state"] == "take"
    assert staff.post(f"/imports/{made['id']}/confirm", None).status == 422
    run_jobs()
    done = staff.get(f"/imports/{made['id']}")
    assert (done["state"], Matter.objects.count()) == ("done", 2)
    undo = staff.post(f"/imports/{done['batch']}/undo", None)
    assert undo.status == 201
    run_jobs()
    assert Matter.objects.filter(void=False).count() == 0
    assert [one["kind"] for one in staff.get(f"/imports?place={street}")["imports"]] == ["undo", "appeals"]


def test_it_is_refused_to_others_and_unknown_to_them(api):
    street = api.town.street.pk
    made = hand_in(api.as_("street_staff"), street)
    for who in ("resident", "grid_worker", "community_staff"):
        caller = api.as_(who)
        assert hand_in(caller, street).status in (403, 404)
        assert caller.get(f"/imports?place={street}")["imports"] == []
        for path in ("look", "confirm", "drop"):
            body = {} if path == "look" else None
            assert caller.post(f"/imports/{made['id']}/{path}", body).status == 404, (who, path)
        assert caller.get(f"/imports/{made['id']}").status == 404
        assert caller.get(f"/imports/{made['id']}/rejected").status == 404
    assert ImportJob.objects.count() == 1


def test_bad_files_get_a_sentence_in_the_callers_language(api):
    staff, street = api.as_("street_staff"), api.town.street.pk
    assert "是空的" in hand_in(staff, street, b"")["message"]
    assert "不是表格" in hand_in(staff, street, b"x", name="a.exe")["message"]
    staff.language = "en"
    assert "is no table" in hand_in(staff, street, b"x", name="a.exe")["message"]
    assert not ImportJob.objects.exists()


def test_inputs_of_a_level_above_are_asked_for_and_granted(api):
    community, district = api.as_("community_staff"), api.as_("district_staff")
    place = api.town.community.pk
    for _ in range(2):
        api.town.open(values={"subject": "一件小事", "category": "噪声"})
    wanted = {"place": place, "method": "appeal", "inputs": {"not_taken": ["噪声"]}}
    (line,) = community.post("/adoptions/effect", wanted)["moved"]
    assert (line["was"], line["now"], line["count"], line["of"]) == ("grid", "street", 2, 2)
    assert "2 件里，有 2 件" in line["words"]
    asked = community.post("/input-requests", {**wanted, "reason": "没有执法权"})
    assert (asked.status, asked["granted"], asked["level"]) == (201, None, "district")
    number = asked["id"]
    assert api.as_("street_staff").post(f"/input-requests/{number}/grant", {}).status == 404
    assert community.post(f"/input-requests/{number}/grant", {}).status == 404
    assert api.as_("resident").post(f"/input-requests/{number}/grant", {}).status == 404
    assert district.post(f"/input-requests/{number}/refuse", {}).status == 422
    assert district.post(f"/input-requests/{number}/grant", {})["granted"] is True
    assert community.get("/input-requests")["requests"][0]["granted"] is True
    assert district.post(f"/input-requests/{number}/grant", {}).status == 422
    assert api.as_("resident").post("/adoptions/effect", wanted).status in (403, 404)
