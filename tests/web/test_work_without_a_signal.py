"""What a phone takes along, and what the server tells a queue that sends later."""

from __future__ import annotations

import pytest

from shanzhi.matters.models import Entry, Matter

LATER = {"HTTP_ACCEPT": "application/json"}


def taken(client, have=""):
    return client.get("/offline/pocket", {"have": have}).json()


def addresses(pocket):
    return {page["url"] for page in pocket["pages"]}


def test_the_desk_is_taken_along_and_nothing_else(town, signed_in):
    mine = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"}).matter.id
    elsewhere = town.open(place=town.other_grid.pk).matter.id
    pocket = taken(signed_in("grid_worker"))
    found = addresses(pocket)
    assert {
        "/inbox",
        "/offline/queue",
        "/open/appeal",
        f"/matters/{mine}",
        f"/matters/{mine}/acts/accept",
    } <= found
    assert not [address for address in found if str(elsewhere) in address.split("/")]
    text = "".join(page["main"] for page in pocket["pages"])
    assert "13912345678" not in text
    assert "csrfmiddlewaretoken" not in text + pocket["frame"]


def test_only_what_changed_is_made_again(town, signed_in):
    done = town.open()
    client = signed_in("grid_worker")
    keys = {page["key"] for page in taken(client)["pages"] if page["key"]}
    again = taken(client, ",".join(keys))
    assert addresses(again) == {"/inbox", "/offline/queue"}
    assert set(again["kept"]) == keys
    town.act(done, "message", "resident", text="四楼也不亮")
    assert f"/matters/{done.matter.id}" in addresses(taken(client, ",".join(keys)))


def test_nobody_takes_anything_along_unless_signed_in_and_allowed(client, signed_in, town, settings):
    assert client.get("/offline/pocket").status_code == 204
    assert client.get("/offline/who").json() == {"owner": "", "token": ""}
    settings.SHANZHI_OFFLINE_HOURS = 0
    assert signed_in("grid_worker").get("/offline/pocket").status_code == 404
    assert "leave.js" in client.get("/worker.js").content.decode()
    assert b"offline/page.js" not in signed_in("grid_worker").get("/inbox").content


def test_an_act_sent_twice_is_done_once_and_says_so(town, signed_in):
    number = town.open().matter.id
    what = {"command": "c-later", "seq": "1", "urgency": "quick"}
    first, second = (
        signed_in("grid_worker").post(f"/matters/{number}/acts/accept", what, **LATER) for _ in range(2)
    )
    assert (first.json()["state"], first.json()["repeated"]) == ("done", False)
    assert (second.json()["state"], second.json()["repeated"]) == ("done", True)
    assert first.json()["seq"] == second.json()["seq"] == 2
    assert Entry.objects.filter(matter=number, act="accept").count() == 1


def test_a_report_sent_twice_is_opened_once(town, signed_in):
    what = {"command": "c-report", "subject": "井盖松动"}
    answers = [signed_in("grid_worker").post("/open/appeal", what, **LATER).json() for _ in range(2)]
    assert [answer["repeated"] for answer in answers] == [False, True]
    assert Matter.objects.count() == 1


def test_other_words_under_a_command_that_was_carried_out_are_refused_as_ones_own(town, signed_in):
    number = town.act(town.open(), "accept").matter.id
    what = {"command": "c-said", "seq": "2", "text": "明天上午来", "@about": "留言", "@said": "[]"}
    resident = signed_in("resident")
    path = f"/matters/{number}/acts/message"
    assert resident.post(path, what, **LATER).json()["state"] == "done"
    later = {name: value for name, value in what.items() if not name.startswith("@")} | {"seq": "3"}
    assert resident.post(path, later, **LATER).json()["repeated"]
    answer = resident.post(path, {**what, "text": "后天来"}, **LATER)
    told = answer.json()
    assert (answer.status_code, told["state"], told["taken"]) == (409, "refused", True)
    assert "没有记录" in told["why"]
    assert Entry.objects.filter(act="message").count() == 1


def test_what_others_did_meanwhile_is_told_and_nothing_is_written(town, signed_in):
    done = town.open()
    town.act(done, "message", "resident", text="其实是四楼")
    what = {"command": "c-old", "seq": "1", "urgency": "quick"}
    answer = signed_in("grid_worker").post(f"/matters/{done.matter.id}/acts/accept", what, **LATER)
    told = answer.json()
    assert (answer.status_code, told["state"], told["seq"], told["possible"]) == (409, "conflict", 2, True)
    assert "其实是四楼" in told["news"]
    assert not Entry.objects.filter(act="accept").exists()
    what["seq"] = str(told["seq"])
    assert (
        signed_in("grid_worker").post(f"/matters/{done.matter.id}/acts/accept", what, **LATER).json()["state"]
        == "done"
    )


def test_an_act_that_another_did_already_cannot_be_sent_again(town, signed_in):
    done = town.open()
    town.act(done, "accept")
    told = (
        signed_in("grid_worker").post(f"/matters/{done.matter.id}/acts/accept", {"seq": "1"}, **LATER).json()
    )
    assert (told["state"], told["possible"]) == ("conflict", False)


def test_a_refusal_names_the_field_and_keeps_nothing(town, signed_in):
    done = town.act(town.open(), "accept")
    what = {"command": "c-short", "seq": str(done.matter.seq), "reply": "好"}
    told = signed_in("grid_worker").post(f"/matters/{done.matter.id}/acts/resolve", what, **LATER).json()
    assert told["state"] == "refused"
    assert [label for label, _why in told["fields"]] == ["怎么办的"]


@pytest.mark.parametrize("who", ["community_staff", None])
def test_what_one_wrote_is_never_sent_as_another(town, signed_in, client, who):
    number = town.open().matter.id
    writer = signed_in("grid_worker").get("/offline/who").json()["owner"]
    sender = signed_in(who) if who else client
    answer = sender.post(f"/matters/{number}/acts/accept", {"seq": "1"}, HTTP_X_OWNER=writer, **LATER)
    assert answer.status_code == 401
    assert Entry.objects.count() == 1


def test_the_page_can_be_put_on_a_phone_s_desktop(client, db):
    manifest = client.get("/manifest.webmanifest").json()
    assert (manifest["name"], manifest["display"], manifest["scope"]) == ("善治", "standalone", "/")
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).content.startswith(b"\x89PNG")
    assert client.get("/icon-7.png").status_code == 404
