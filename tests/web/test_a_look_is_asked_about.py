"""Whose data were seen may ask about it: somebody else than who looked answers, and the answer comes back."""

from __future__ import annotations

import re

import pytest

from shanzhi.matters.models import Matter, Notice
from shanzhi.matters.rights.unmasking import reveal
from shanzhi.people.models import Look
from shanzhi.people.permission import Denied
from shanzhi.people.portable import take_copy
from shanzhi.people.privacy import unmask
from tests.matters.method_texts import FAMILY
from tests.matters.town import METHODS


@pytest.fixture
def seen(town) -> Look:
    """The resident's telephone was seen by the one member of district staff; another one serves beside."""
    town.adopt((METHODS / "system-complaint.yaml").read_text(encoding="utf-8"))
    person = town.people["resident"]
    unmask(town.actor("grid_worker"), person, ["phone"], purpose="通知停水")
    return Look.objects.get(subject=person.pk)


def test_a_question_about_a_look_goes_to_another_desk_and_its_answer_comes_back(
    town, signed_in, seen
) -> None:
    client, address = signed_in("resident"), f"/account/looks/{seen.seq}/ask"
    assert address in client.get("/account/looks").content.decode()
    page = client.get(address).content.decode()
    assert "通知停水" in page
    assert client.post(address, {"what": ""}).status_code == 422
    assert client.post(address, {"what": "那天没有停水"}).status_code == 302
    matter = Matter.objects.get(method="system-complaint")
    assert matter.data["about"] == town.people["grid_worker"].pk
    assert (matter.data["look"], matter.desk_role) == (seen.seq, "district_staff")
    assert "138" not in str(matter.data)
    assert f"/matters/{matter.pk}" in client.get("/account/looks").content.decode()
    again = client.post(address, {"what": "再问一次"})
    assert again["Location"].endswith(f"/matters/{matter.pk}")
    assert Matter.objects.filter(method="system-complaint").count() == 1
    answered = town.act(matter.pk, "answer", "district_staff", reply="当天取消了停水，已提醒注意")
    assert answered.matter.stage == "rating"
    told = Notice.objects.filter(person=town.people["resident"].pk, matter=matter.pk)
    assert any("已提醒注意" in str(vars(one)) for one in told)


def test_nobody_else_asks_about_it_and_no_other_number_tells_anything(town, signed_in, seen) -> None:
    for who, number in (("resident2", seen.seq), ("grid_worker", seen.seq), ("resident", 987654)):
        assert signed_in(who).get(f"/account/looks/{number}/ask").status_code == 404
        assert signed_in(who).post(f"/account/looks/{number}/ask", {"what": "为什么"}).status_code == 404
    assert not Matter.objects.filter(method="system-complaint").exists()


def test_where_no_such_method_is_adopted_nothing_is_offered(town, signed_in) -> None:
    person = town.people["resident"]
    unmask(town.actor("grid_worker"), person, ["phone"], purpose="通知停水")
    page = signed_in("resident").get("/account/looks").content.decode()
    assert not re.search(r"looks/\d+/ask", page)
    number = Look.objects.get(subject=person.pk).seq
    answer = signed_in("resident").post(f"/account/looks/{number}/ask", {"what": "为什么看"})
    assert answer.status_code == 422
    assert "请先请区里采用" in answer.content.decode()


def test_a_look_at_a_matter_is_told_by_what_its_method_calls_the_fact(town, signed_in, seen) -> None:
    town.adopt(FAMILY)
    lines = [{"who": "外婆", "tel": "13912345678"}]
    number = town.open("family", values={"subject": "登记", "family": lines}).matter.id
    reveal(actor=town.actor("community_staff"), matter=number, fields=["family"], purpose="核对")
    look = Look.objects.order_by("seq").last()
    with pytest.raises(Denied):  # what no method has is no word of anybody's here
        reveal(actor=town.actor("grid_worker"), matter=number, fields=["no_such_fact"], purpose="看看")
    client = signed_in("resident")
    told = client.get("/account/looks").content.decode()
    assert "同住的人" in told
    assert "其他信息" in told
    assert not re.search("family|no_such_fact", told)
    assert "同住的人" in client.get(f"/account/looks/{look.seq}/ask").content.decode()
    copy = take_copy(town.actor("resident"), person=town.people["resident"])
    saw = next(part for part in copy.sections if part.name == "looks")
    assert [row["看了"] for row in saw.rows] == ["其他信息", "同住的人", "电话"]
