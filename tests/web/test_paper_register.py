"""Ballot papers: registered when handed out, taken back by a second person, listed and taken along as a document."""

from __future__ import annotations

import io

import pytest
from python_calamine import CalamineWorkbook

from shanzhi.matters.models import Matter
from tests.matters.method_texts import BALLOT

pytestmark = pytest.mark.django_db
NAMED = BALLOT.replace("secret: true", "paper: [community_staff]")


@pytest.fixture
def number(town) -> int:
    town.people["second"] = town.appoint("community_staff", town.community, "社工乙")
    town.adopt(NAMED)
    return town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id


def hand_out(town, number: int, who: str = "resident", paper: str = "A001", **more) -> None:
    values = {"elector": town.people[who].pk, "number": paper, "way": "signed", **more}
    town.act(number, "hand_out", "community_staff", **values)


def test_the_label_is_taken_for_the_choice(town, number, signed_in) -> None:
    sent = {"find": "居民1", "number": "A001", "choice": "同意"}
    assert signed_in("community_staff").post(f"/matters/{number}/paper", sent).status_code == 302
    assert Matter.objects.get(pk=number).state["tally"]["agree"] == 1


def test_one_number_is_not_entered_for_two_households(town, number, signed_in) -> None:
    staff = signed_in("community_staff")
    assert (
        staff.post(f"/matters/{number}/paper", {"find": "居民1", "number": "A001", "choice": "1"}).status_code
        == 302
    )
    again = staff.post(f"/matters/{number}/paper", {"find": "居民2", "number": "a001", "choice": "1"})
    assert (again.status_code, "发给另一位" in again.content.decode()) == (422, True)
    assert Matter.objects.get(pk=number).state["tally"]["voted"] == 1


def test_the_register_tells_who_how_and_when_but_never_what(town, number, signed_in) -> None:
    hand_out(town, number, taker="家人代签", on="2026-03-02")
    hand_out(town, number, "resident2", "A002", way="post")
    town.act(
        number, "paper", "community_staff", elector=town.people["resident"].pk, choice="oppose", number="A001"
    )
    town.act(number, "void_paper", "second", number="A001", reason="签名不符")
    town.act(
        number, "paper", "community_staff", elector=town.people["resident"].pk, choice="agree", number="A001"
    )
    page = signed_in("community_staff").get(f"/matters/{number}/paper-register").content.decode()
    for told in ("A001", "A002", "居民1", "一单元 101", "家人代签", "邮寄", "签名不符", "社工乙", "未收回"):
        assert told in page, told
    assert "反对" not in page
    answer = signed_in("community_staff").get(f"/matters/{number}/paper-register?as=xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    numbers = [cell for row in rows for cell in row if cell in ("A001", "A002")]
    assert sorted(numbers) == ["A001", "A001", "A002"]


def test_the_course_says_in_words_how_a_paper_came_that_was_registered_with_its_vote(
    town, number, signed_in
) -> None:
    elector = town.people["resident"].pk
    town.act(number, "paper", "community_staff", elector=elector, choice="agree", number="A001")
    page = signed_in("community_staff").get(f"/matters/{number}").content.decode()
    assert "收回时登记" in page
    assert "returned" not in page


@pytest.mark.parametrize("who", ["resident", "resident2", "grid_worker@other"])
def test_the_register_is_for_those_who_keep_it(town, number, signed_in, who) -> None:
    hand_out(town, number)
    assert signed_in(who).get(f"/matters/{number}/paper-register").status_code == 404


def test_it_can_be_read_after_the_ballot_is_over(town, number, signed_in) -> None:
    hand_out(town, number)
    town.act(number, "withdraw", "community_staff")
    assert signed_in("community_staff").get(f"/matters/{number}/paper-register").status_code == 200
    assert signed_in("resident").get(f"/matters/{number}/paper-register").status_code == 404


def test_who_signed_for_an_elector_stands_in_the_register(town, signed_in) -> None:
    """A proxy with a written authority need not be on the roll; the clerk's page asks for both, and what is missing is said."""
    town.adopt(NAMED.replace("paper: [community_staff]", "outside_proxies: '1', paper: [community_staff]"))
    number = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"}).matter.id
    staff, address = signed_in("community_staff"), f"/matters/{number}/paper"
    sent = {"find": "居民1", "number": "A001", "choice": "1", "proxy": "张三"}
    unsigned = staff.post(address, sent)
    assert (unsigned.status_code, "要一起填" in unsigned.content.decode()) == (422, True)
    assert 'value="张三"' in unsigned.content.decode()
    assert staff.post(address, {**sent, "letter": "第 7 号"}).status_code == 302
    page = staff.get(f"/matters/{number}/paper-register").content.decode()
    assert "受托人 张三（委托书 第 7 号）" in page
    again = staff.post(address, {**sent, "find": "居民2", "number": "A002", "letter": "第 8 号"})
    assert (again.status_code, "已代 1 位签票" in again.content.decode()) == (422, True)
