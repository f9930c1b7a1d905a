"""The page of a ballot that is counted elsewhere: it invites nobody to vote here, and leads two tellers to their count."""

from __future__ import annotations

import pytest

from tests.matters.boxes import settle
from tests.matters.method_texts import BALLOT

HANDS = BALLOT.replace("secret: true", "cast: [hands, box], tellers: [grid_worker, supervision_member]")


@pytest.mark.django_db
def test_two_tellers_are_led_to_their_count_and_nobody_to_a_vote(town, signed_in):
    settle(town, 4)
    town.adopt(HANDS)
    town.people["supervision_member"] = town.appoint("supervision_member", town.community, "监票员甲")
    number = town.open("secret-vote", "community_staff", values={"subject": "楼道公约"}).matter.id
    address = f"/matters/{number}"

    page = signed_in("community_staff").get(address).content.decode()
    assert "举手、投票箱表决" in page
    assert "还没有人填报" in page
    assert "去投票" not in page
    assert "已投票" not in page

    teller, other = signed_in("grid_worker"), signed_in("supervision_member")
    assert "填报票数" in teller.get(address).content.decode()
    form = teller.get(f"{address}/acts/enter_totals").content.decode()
    assert "请独立清点后填报" in form
    assert all(label in form for label in ("同意", "反对", "弃权", "废票"))
    town.act(number, "enter_totals", "grid_worker", heads_agree=2, heads_oppose=1, heads_abstain=0)
    assert "您已填报，等另一位填报" in teller.get(address).content.decode()
    page = other.get(address).content.decode()
    assert "另一位已填报" in page
    assert "heads_agree" not in page
    town.act(number, "enter_totals", "supervision_member", heads_agree=2, heads_oppose=1, heads_abstain=0)
    assert "通过" in other.get(address).content.decode()
