"""A secret ballot on screen: cards, the promise, casting, the receipt, closing, opening, the bulletin."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import HolderKey, Matter, SealedBallot
from tests.matters.boxes import settle
from tests.web.gathering import gather
from tests.web.test_acting import hidden
from tests.web.test_block_votes import cast_secretly


@pytest.fixture
def number(town):
    settle(town, 8)
    return gather(town, "poll")


def close(number):
    tick(now=timezone.now() + timedelta(days=7, minutes=1))
    assert Matter.objects.get(pk=number).desk_role == "key_holder"


def residents(count):
    return ["resident", *(f"resident{n}" for n in range(2, count + 1))]


def test_before_the_first_vote_the_page_says_what_is_promised_and_what_is_not(number, signed_in):
    page = signed_in("resident").get(f"/matters/{number}/vote").content.decode()
    for text in (
        "须由 3 位持钥人中的 2 位（社区（村）党组织书记、居务监督委员会成员、街道工作人员）一起打开",
        "不显示投了什么，也不能用来向别人证明投了什么",
        "您是否投过票，工作人员看得到",
        "2 位持钥人若与掌握数据库的人串通",
        "不足 5 票：不开票",
        "只公布是否通过",
    ):
        assert text in page, text
    assert "本地只有一位持钥人" not in page
    english = signed_in("resident")
    english.cookies["django_language"] = "en"
    assert "by 2 of 3 key holders" in english.get(f"/matters/{number}/vote").content.decode()


def test_with_one_holder_the_page_says_so(town, signed_in):
    from tests.matters.boxes import give_cards

    settle(town, 6)
    town.cards = give_cards(town, 1)
    number = gather(town, "poll")
    page = signed_in("resident").get(f"/matters/{number}/vote").content.decode()
    assert "本地只有一位持钥人（社区（村）党组织书记）：此人若能看到数据库，就能看到每张票。" in page


def test_whatever_is_chosen_question_and_thanks_are_of_one_length(number, signed_in):
    resident = signed_in("resident")
    sizes = set()
    for code in "123":
        asked = resident.post(f"/matters/{number}/vote", {"code": code})
        sizes.add(len(asked.content))
        assert asked.headers["Cache-Control"] == "no-store"
        assert asked.headers["Content-Encoding"] == "identity"
    thanks = set()
    for who, code in zip(("resident", "resident2", "resident3"), "123", strict=True):
        answer = cast_secretly(signed_in(who), number, code)
        thanks.add((answer.status_code, answer.headers["Location"], answer.content))
    assert len(sizes) == 1
    assert thanks == {(302, f"/matters/{number}/receipt", b"")}


def test_the_receipt_stands_in_the_slot_and_a_second_vote_is_refused(number, signed_in):
    resident = signed_in("resident")
    cast_secretly(resident, number, "1")
    page = resident.get(f"/matters/{number}/receipt").content.decode()
    row = SealedBallot.objects.get()
    assert bytes(row.e).hex() in page
    assert "盐" in page
    assert "household:" not in page
    assert "household:" in resident.post(f"/matters/{number}/receipt").content.decode()
    assert "您已投票" in resident.get(f"/matters/{number}/vote").content.decode()
    cast_secretly_again = resident.post(
        f"/matters/{number}/vote", {"code": "2", "sure": "1", "command": "other"}
    )
    assert cast_secretly_again.status_code == 422
    assert SealedBallot.objects.count() == 1
    assert signed_in("resident2").get(f"/matters/{number}/receipt").status_code == 302


def test_the_bare_form_takes_no_secret_vote(number, signed_in):
    resident = signed_in("resident")
    answer = resident.post(f"/matters/{number}/acts/vote", {"choice": "agree", "command": "bare"})
    assert answer.headers["Location"] == f"/matters/{number}/vote"
    assert not SealedBallot.objects.exists()


def test_the_holders_open_the_box_together_and_anyone_on_the_roll_recounts(town, number, signed_in):
    for n, who in enumerate(residents(6)):
        cast_secretly(signed_in(who), number, "1" if n < 5 else "2")
    resident, holder = signed_in("resident"), signed_in("holder1")
    assert resident.get(f"/matters/{number}/box/bulletin.json").status_code == 404
    close(number)
    page = holder.get(f"/matters/{number}/box").content.decode()
    assert "封箱待开" in page
    assert page.count('name="card"') == 2
    assert "开票" in holder.get(f"/matters/{number}").content.decode()
    assert str(number) in holder.get("/inbox").content.decode()
    assert 'name="card"' not in resident.get(f"/matters/{number}/box").content.decode()
    wrong = holder.post(f"/matters/{number}/box", {"card": [town.cards[0], "ABCD"]})
    assert wrong.status_code == 422
    assert "第 2 张卡" in wrong.content.decode()
    assert town.cards[0] not in wrong.content.decode()
    assert holder.post(f"/matters/{number}/box", {"card": town.cards[:2]}).status_code == 302
    assert Matter.objects.get(pk=number).stage == "ready"
    data = resident.get(f"/matters/{number}/box/bulletin.json").content
    found = secrecy.recount(secrecy.read_bulletin(data))
    assert (list(found.faults), found.result.passed) == ([], True)
    assert "sealed" not in json.loads(data)["key"] or json.loads(data)["key"]["sealed"] == []
    assert resident.get(f"/matters/{number}/box/bulletin.json?sealed=1").status_code == 404
    assert holder.get(f"/matters/{number}/box/bulletin.json?sealed=1").status_code == 200
    receipt = re.search(r"\{&quot;matter.*?\}", resident.get(f"/matters/{number}/receipt").content.decode())
    assert receipt is not None
    assert signed_in("resident").get("/ballot-program").content[:2] == b"PK"


def test_after_the_end_the_paper_says_that_it_is_over_and_names_no_later_end(town, number, signed_in):
    """The end of the time to open the box is no end of voting; who is on the roll is not sent to have it mended."""
    for who in residents(6):
        cast_secretly(signed_in(who), number, "1")
    close(number)
    for who, on_roll in (("resident", True), ("resident8", True), ("grid_worker", False)):
        page = signed_in(who).get(f"/matters/{number}/vote").content.decode()
        assert "等持钥人一起开票" in page, who
        assert "<li>投票已截止</li>" in page, who
        assert "提前计票" not in page, who
        assert ("您不在这次表决的名册里" in page) is not on_roll, who


def test_who_took_part_is_listed_for_staff_alone(number, signed_in):
    cast_secretly(signed_in("resident"), number, "1")
    assert "居民1" in signed_in("community_staff").get(f"/matters/{number}/box/participants").content.decode()
    assert signed_in("resident2").get(f"/matters/{number}/box/participants").status_code == 404


def test_a_card_is_shown_once_typed_back_and_only_then_kept(town, number, signed_in):
    holder = signed_in("holder1")
    before = HolderKey.objects.count()
    drawn = holder.post("/account/card", {"step": "draw"})
    page = drawn.content.decode()
    text = re.search(r"(?:[0-9A-Z]{4}-){6}[0-9A-Z]{4}", page).group(0)
    assert "<svg" in page
    assert drawn.headers["Cache-Control"] == "no-store"
    assert HolderKey.objects.count() == before
    assert text not in holder.get("/account/card").content.decode()
    sent = {"step": "use", "shown": hidden(page, "shown")}
    other = holder.post("/account/card", {**sent, "card": secrecy.draw_card().text})
    assert other.status_code == 422
    assert "不是刚才显示的那张" in other.content.decode()
    assert holder.post("/account/card", {**sent, "card": text.lower()}).status_code == 302
    assert HolderKey.objects.filter(ended_at=None, person=town.people["holder1"]).count() == 1
    assert signed_in("resident").get("/account/card").status_code == 404


def test_who_appoints_posts_names_the_usual_holders(town, signed_in):
    for role in ("secretary", "supervision_member"):
        town.people[role] = town.appoint(role, town.community, f"{role}甲")
    address = f"/places/{town.community.pk}/holders"
    page = signed_in("street_staff").get(address).content.decode()
    assert "secretary甲" in page
    assert "supervision_member甲" in page
    chosen = [str(town.people[role].pk) for role in ("secretary", "supervision_member")]
    signed_in("street_staff").post(address, {"person": chosen})
    page = signed_in("community_staff").get(address).content.decode()
    assert page.count("还没有领卡") == 2
    assert signed_in("resident").get(address).status_code == 404


def test_papers_are_handed_out_and_sealed_by_the_tellers(town, number, signed_in):
    staff, other = signed_in("community_staff"), signed_in("grid_worker")
    address = f"/matters/{number}/papers"
    for who in residents(5):
        cast_secretly(signed_in(who), number, "1")
    assert staff.post(address, {"step": "give_paper", "find": "居民6", "command": "p1"}).status_code == 302
    assert "领了纸质票" in signed_in("resident6").get(f"/matters/{number}").content.decode()
    tick(now=timezone.now() + timedelta(days=7, minutes=1))
    assert "还没有清点" in staff.get(address).content.decode()
    assert staff.post(address, {"step": "seal_paper", "code": "2", "command": "p2"}).status_code == 302
    assert staff.post(address, {"step": "count_papers", "spoilt": "0", "command": "p3"}).status_code == 302
    assert other.post(address, {"step": "count_papers", "spoilt": "1", "command": "p4"}).status_code == 422
    assert other.post(address, {"step": "count_papers", "spoilt": "0", "command": "p5"}).status_code == 302
    assert Matter.objects.get(pk=number).desk_role == "key_holder"
