"""An election on its pages: the paper with large targets, papers read by two tellers, the whole count, and what came of it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from tests.matters.boxes import settle

YARD = (Path(__file__).parents[1] / "method" / "yard_election.yaml").read_text(encoding="utf-8")
ALONE = """examples:
  - title: 候选人公示
    steps: [{open: start, by: committee_chair, with: {subject: 一号院, yard: grid, places: 1, candidates: [{who: resident4, name: 甲某}], tellers: [community_staff, supervision_member]}, expect: {stage: shown}}]
"""
ON_SCREEN = "cast: [online, paper]\n      tellers: people.tellers\n      proxies: 1"
ON_PAPER = "cast: [paper]\n      signed: false\n      tellers: people.tellers\n      write_ins: true"
SECRET = YARD.partition("examples:")[0].replace(ON_SCREEN, ON_PAPER, 1) + ALONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def electing(town):
    """An election that is on, with three candidates for two places: its number and where its pages are."""

    def begin(text=YARD):
        settle(town, 3)
        town.people["supervision_member"] = town.appoint("supervision_member", town.community, "监票员甲")
        town.adopt(text)
        them = [
            {"who": town.people[f"resident{n}"].pk, "name": name, "about": "住一栋"}
            for n, name in ((2, "乙某"), (3, "丙某"))
        ]
        them.append({"who": town.people["grid_worker"].pk, "name": "丁某"})
        values = {
            "subject": "一号院自管会", "yard": town.grid.pk, "places": 2, "candidates": them,
            "tellers": [town.people["community_staff"].pk, town.people["supervision_member"].pk],
        }  # fmt: skip
        number = town.open("yard-election", "community_staff", values=values).matter.id
        tick(now=timezone.now() + timedelta(days=8))
        return number

    return begin


def test_a_paper_with_too_many_names_is_given_back_as_it_was(signed_in, electing):
    number = electing()
    voter = signed_in("resident")
    page = voter.get(f"/matters/{number}").content.decode()
    assert "去投票" in page
    assert "计票前没有人看得到得票" in page
    paper = voter.get(f"/matters/{number}/election").content.decode()
    assert "您可以选 2 人" in paper
    assert paper.count('type="checkbox" name="candidate"') == 3
    assert "住一栋" in paper
    over = voter.post(f"/matters/{number}/election", {"candidate": ["1", "2", "3"]})
    text = over.content.decode()
    assert over.status_code == 422
    assert "请去掉 1 人再投" in text
    assert text.count("checked") == 3
    sure = voter.post(f"/matters/{number}/election", {"candidate": ["1", "3"]}).content.decode()
    assert "确认投出" in sure
    assert "1 乙某" in sure
    assert "2 丙某" not in sure
    done = voter.post(f"/matters/{number}/election", {"candidate": ["1", "3"], "sure": "1", "command": "c1"})
    assert done.status_code == 302
    page = voter.get(f"/matters/{number}").content.decode()
    assert "您已投票" in page
    assert "去投票" not in page
    again = voter.post(f"/matters/{number}/election", {"candidate": ["2"], "sure": "1", "command": "c2"})
    assert "已投" in again.content.decode()


def test_two_tellers_read_each_signed_paper(town, signed_in, electing):
    number = electing()
    address = f"/matters/{number}/election/papers"
    one, other = signed_in("community_staff"), signed_in("supervision_member")
    paper = {"elector": town.people["resident"].pk, "find": "居民", "number": "A1", "candidate": ["1", "2"]}
    assert "唱票录入" in one.get(address).content.decode()
    assert one.post(address, {**paper, "command": "a"}).status_code == 302
    assert "等第二遍" in other.get(address).content.decode()
    differ = other.post(address, {**paper, "candidate": ["1"], "command": "b"})
    assert (differ.status_code, "两遍录的不一样" in differ.content.decode()) == (422, True)
    by_number = {name: paper[name] for name in ("number", "candidate")}
    assert other.post(address, {**by_number, "command": "c"}).status_code == 302
    assert "等第二遍" not in other.get(address).content.decode()
    assert signed_in("resident2").get(address).status_code == 302
    own = signed_in("resident").get(f"/matters/{number}").content.decode()
    assert "纸质票" in own
    assert "去投票" not in own


def test_secret_papers_are_handed_out_counted_by_two_and_told_whole(town, signed_in, electing):
    number = electing(SECRET)
    one, other = signed_in("community_staff"), signed_in("supervision_member")
    voter = signed_in("resident").get(f"/matters/{number}/election").content.decode()
    assert "请到发票处领票" in voter
    for who in ("resident", "resident2", "resident3"):
        give = {"elector": town.people[who].pk, "find": "居民", "command": who}
        assert one.post(f"/matters/{number}/election/give", give).status_code == 302
    again = one.post(
        f"/matters/{number}/election/give",
        {"elector": town.people["resident"].pk, "find": "居民", "command": "x"},
    )
    assert again.status_code == 422
    tick(now=timezone.now() + timedelta(days=15))
    address = f"/matters/{number}/election/count"
    assert "登记发出的票：3 张" in one.get(address).content.decode()
    count = {
        "given": "3",
        "returned": "3",
        "blank": "0",
        "spoilt": "1",
        "votes_1": "2",
        "votes_2": "1",
        "votes_3": "0",
    }
    wrong = one.post(address, {**count, "returned": "4", "command": "w"})
    assert wrong.status_code == 422
    text = wrong.content.decode()
    assert "多于发出的 3 张" in text
    assert 'name="votes_1" value="2"' in text
    assert one.post(address, {**count, "command": "1"}).status_code == 302
    assert "您已填报，等另一位填报" in one.get(f"/matters/{number}").content.decode()
    assert "另一位已填报" in other.get(f"/matters/{number}").content.decode()
    assert other.post(address, {**count, "command": "2"}).status_code == 302
    result = signed_in("resident").get(f"/matters/{number}/election/result").content.decode()
    for said in ("应选 2 人", "乙某", "每张票的去向", "废票"):
        assert said in result
    assert "乙某（当选）" in signed_in("resident").get(f"/matters/{number}").content.decode()


def test_a_neighbour_is_entrusted_and_a_candidate_is_not(town, signed_in, electing):
    number = electing()
    page = signed_in("resident").get(f"/matters/{number}/election/proxy").content.decode()
    assert "请写对方的全名和门牌" in page
    wall = signed_in("community_staff").get(f"/matters/{number}/projector").content.decode()
    assert "每张票最多选 2 人" in wall
