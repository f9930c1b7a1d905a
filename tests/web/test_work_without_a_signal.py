"""What a phone takes along, and what the server tells a queue that sends later."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shanzhi.matters.models import Entry, Matter
from shanzhi.web.views import pocket as pockets

LATER = {"HTTP_ACCEPT": "application/json"}


def part(client, have=()):
    return client.get("/offline/pocket", {"have": ",".join(have)}).json()


def taken(client, have=""):
    """All of it, asked for part by part as a phone does."""
    first = pocket = part(client, [have])
    while pocket["more"]:
        keys = [have, *first["kept"], *(page["key"] for page in first["pages"] if page["key"])]
        pocket = part(client, keys)
        known = {page["url"] for page in first["pages"]}
        first["pages"] += [page for page in pocket["pages"] if page["url"] not in known]
    return first


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


def test_one_answer_makes_few_pages_and_says_that_there_are_more(town, signed_in, monkeypatch):
    numbers = [town.open(values={"subject": f"第{n}盏灯不亮"}).matter.id for n in range(3)]
    client = signed_in("grid_worker")
    monkeypatch.setattr(pockets, "AT_ONCE", 1)
    seen, keys = [], set()
    for count in range(1, 10):
        pocket = part(client, keys)
        fresh = {page["key"] for page in pocket["pages"]} - {""}
        assert len(fresh) == 1
        assert not fresh & keys
        assert set(pocket["kept"]) == keys
        assert pocket["matters"] == min(count, 3)
        assert {"/inbox", "/offline/queue"} <= addresses(pocket)
        seen += [f"/matters/{n}" for n in numbers if f"/matters/{n}" in addresses(pocket)]
        keys |= fresh
        if not pocket["more"]:
            break
    assert sorted(seen) == [f"/matters/{n}" for n in numbers]
    assert "/open/appeal" in addresses(pocket) or len(keys) > 4
    assert addresses(part(client, keys)) == {"/inbox", "/offline/queue"}


def test_one_answer_takes_little_time_but_makes_something(town, signed_in, monkeypatch):
    for n in range(3):
        town.open(values={"subject": f"第{n}盏灯不亮"})
    monkeypatch.setattr(pockets, "LONGEST", 0.0)
    pocket = part(signed_in("grid_worker"))
    assert len({page["key"] for page in pocket["pages"]} - {""}) == 1
    assert pocket["more"]


def test_what_changes_between_two_parts_is_made_again(town, signed_in, monkeypatch):
    done = [town.open(values={"subject": f"第{n}盏灯不亮"}) for n in range(2)]
    client = signed_in("grid_worker")
    monkeypatch.setattr(pockets, "AT_ONCE", 1)
    first = part(client)
    keys = {page["key"] for page in first["pages"]} - {""}
    number = next(one for one in done if f"/matters/{one.matter.id}" in addresses(first))
    town.act(number, "message", "resident", text="四楼也不亮")
    second = part(client, keys)
    assert second["kept"] == []
    assert second["more"]
    told = {page["url"]: page["main"] for page in taken(client)["pages"]}
    assert "四楼也不亮" in told[f"/matters/{number.matter.id}"]


def test_a_page_of_the_pocket_costs_few_queries(town, signed_in):
    for n in range(3):
        town.open(values={"subject": f"第{n}盏灯不亮"})
    client = signed_in("grid_worker")
    part(client)
    with CaptureQueriesContext(connection) as asked:
        pages = len(part(client)["pages"])
    assert len(asked) < 8 * pages + 30


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
