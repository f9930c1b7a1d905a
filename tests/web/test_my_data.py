"""Everything held about a person, for themselves: to take along, to have corrected, to have erased."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanzhi.matters.files.contents import path_of
from shanzhi.matters.files.keeping import keep_file
from shanzhi.matters.models import File, Matter, Notice
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Account, AuditRecord, Person
from shanzhi.people.permission import Denied
from shanzhi.people.portable import take_copy
from tests.matters.photos import photo
from tests.web.conftest import PASSWORD


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken(client) -> zipfile.ZipFile:
    answer = client.post("/account/data")
    assert answer["Content-Disposition"].startswith("attachment")
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_copy_holds_what_is_held_and_nothing_of_others(town, signed_in):
    client = signed_in("resident")
    sent = {
        "subject": "楼道灯不亮",
        "detail": "三楼拐角",
        "photos": SimpleUploadedFile("灯.jpg", photo()),
        "command": "c1",
    }
    client.post("/open/appeal", sent)
    number = Matter.objects.get().pk
    town.act(number, "accept")
    town.open(who="resident2", values={"subject": "别人家的事"})
    pack = taken(client)
    data = json.loads(pack.read("data.json"))
    assert data["record"][0]["电话"] == "13800000001"
    assert data["home"][0]["住户"] == "一栋 一单元 101"
    assert data["matters"][0]["内容"]["具体情况"] == "三楼拐角"
    assert data["matters"][0]["内容"]["联系电话"] == "13800000001"
    assert [act["做了"] for act in data["acts"]] == ["发起"]
    assert any("受理" in notice["内容"] for notice in data["notices"])
    page = pack.read("我的数据.html").decode()
    assert "三楼拐角" in page
    assert "别人家的事" not in page
    assert "13800000002" not in page
    (file,) = (name for name in pack.namelist() if name.startswith("files/"))
    assert pack.read(file) == path_of(File.objects.get().hash).read_bytes()


def test_that_a_copy_was_made_is_in_the_audit_and_not_what_was_in_it(town, signed_in):
    taken(signed_in("resident"))
    line = AuditRecord.objects.get(kind="person.copy")
    assert line.subject == line.person == town.people["resident"].pk
    assert "13800000001" not in json.dumps(line.detail)


def test_looking_at_the_page_makes_no_copy(town, signed_in):
    assert "带走我的数据" in signed_in("resident").get("/account/data").content.decode()
    assert not AuditRecord.objects.filter(kind="person.copy").exists()


@pytest.mark.parametrize("who", ["resident2", "grid_worker", "district_staff"])
def test_nobody_takes_the_data_of_another(town, who):
    with pytest.raises(Denied):
        take_copy(town.actor(who), person=town.people["resident"])


def test_hostile_text_stays_text_in_the_copy(town, signed_in):
    client = signed_in("resident")
    client.post("/open/appeal", {"subject": "<script>alert(1)</script>", "command": "c1"})
    assert "<script>alert" not in taken(client).read("我的数据.html").decode()


def test_erasing_says_first_what_stays_and_then_leaves_no_way_back(town, signed_in):
    client, person = signed_in("resident"), town.people["resident"]
    number = town.open(values={"subject": "楼道灯不亮", "phone": "13800000001"}).matter.id
    loose = keep_file(actor=town.actor("resident"), name="没有交的.jpg", content=photo())
    page = client.get("/account/erase").content.decode()
    assert "会留下的，和为什么" in page
    assert "楼道灯不亮" in page
    done = client.post("/account/erase", {"reason": "asked", "sure": "yes"})
    assert "已经删除" in done.content.decode()
    person.refresh_from_db()
    assert (person.name, facts_of(person), person.household) == ("", {}, None)
    assert not Notice.objects.filter(person=person).exists()
    assert not File.objects.filter(pk=loose.pk).exists()
    assert not path_of(loose.hash).exists()
    assert client.get("/account").status_code == 302
    assert client.login(username="resident", password=PASSWORD) is False
    assert Account.objects.get(person=person).is_active is False
    worker = signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    assert "楼道灯不亮" in worker
    assert "居民1" not in worker


@pytest.mark.parametrize(
    "typed", [{}, {"reason": "asked"}, {"reason": "nonsense", "sure": "yes"}, {"sure": "yes"}]
)
def test_nothing_is_erased_by_half_an_answer(town, signed_in, typed):
    answer = signed_in("resident").post("/account/erase", typed)
    assert answer.status_code == 422
    assert Person.objects.get(pk=town.people["resident"].pk).erased_at is None


def test_who_holds_a_post_is_told_to_end_it_first(town, signed_in):
    client = signed_in("grid_worker")
    assert "先结束任期" in client.get("/account/erase").content.decode()
    answer = client.post("/account/erase", {"reason": "asked", "sure": "yes"})
    assert answer.status_code == 422
    assert "仍在任" in answer.content.decode()


def test_my_household_shows_mine_and_who_answers(town, signed_in):
    page = signed_in("resident").get("/household").content.decode()
    assert "样例区样例街道样例社区第一网格一栋" in page
    assert "138****0001" in page
    assert "13800000001" not in page
    assert "grid_worker甲" in page
    assert "居民2" not in page


def test_my_contact_is_corrected_at_once_and_the_rest_left_alone(town, signed_in):
    client = signed_in("resident")
    typed = {"phone": "13900000009", "email": "a@example.cn", "address": ""}
    assert client.post("/household/contact", typed)["Location"] == "/household"
    held = facts_of(Person.objects.get(pk=town.people["resident"].pk))
    assert (held["phone"], held["email"], held["birth"]) == ("13900000009", "a@example.cn", "1960-05-06")


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"phone": "12"}, "电话号码不对"),
        ({"email": "x" * 300}, "邮箱地址不对"),
        ({"address": "长" * 201}, "不能超过 200 个字"),
        ({"phone": "👩‍👩‍👧‍👦\u202e"}, "电话号码不对"),
    ],
)
def test_a_wrong_contact_gets_a_sentence_and_stays_typed(town, signed_in, typed, says):
    answer = signed_in("resident").post("/household/contact", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert next(iter(typed.values())) in page
    assert facts_of(town.people["resident"])["phone"] == "13800000001"
