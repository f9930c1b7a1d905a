"""From a proposal to its close-out: by residents on phones and staff at desks, on one clock that the test moves on."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.secrecy.archive import NAME, archive
from tests.matters.boxes import give_cards, settle
from tests.matters.town import METHODS

PHONE, DESK = 390, 1280
INPUTS = {"supporters": 2, "notice": "1 day", "vote_for": "2 days", "judge_enough": 1}


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of the whole site on, and lets the sweep do what has become due: `later(days=2)`."""
    real, gone = timezone.now, timedelta()

    def move(**by):
        nonlocal gone
        gone += timedelta(**by)
        tick(now=timezone.now())

    monkeypatch.setattr(timezone, "now", lambda: real() + gone)
    return move


@pytest.fixture
def open_page(town, enter):
    for role, place in (("secretary", town.community), ("yard_chief", town.grid)):
        town.people[role] = town.appoint(role, place, f"{role}甲")
    settle(town, 6)
    town.cards = give_cards(town)
    for name in ("task", "deliberation"):
        town.adopt(
            (METHODS / f"{name}.yaml").read_text(encoding="utf-8"),
            **(INPUTS if name == "deliberation" else {}),
        )
    return enter


class Steps:
    """One matter, and whoever looks at it in a window of a given width."""

    def __init__(self, open_page, widths):
        self.open_page, self.widths, self.address = open_page, widths, ""

    def at(self, who, page="", *, width=None):
        """Somebody's window on the matter, with nothing sticking out to the side."""
        resident = who.startswith("resident")
        window = self.open_page(who, self.address + page, width=width or self.widths[0 if resident else 1])
        window.set_default_timeout(8000)
        assert window.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), (who, page)
        return window

    def tap(self, who, name, page=""):
        """One tap that does an act."""
        window = self.at(who, page)
        window.get_by_role("button", name=name, exact=True).first.click()
        window.wait_for_load_state()
        window.context.close()

    def fill(self, who, act, values):
        """An act with a form: opened from the matter's page, filled in by its labels, sent."""
        window = self.at(who)
        window.get_by_role("link", name=act, exact=True).first.click()
        for label, value in values.items():
            field = window.get_by_label(label, exact=False).first
            if value is True:
                field.check()
            else:
                field.fill(value)
        window.locator("main form .button.main").last.click()
        window.wait_for_url(re.compile(r"/matters/\d+$"))
        window.context.close()

    @property
    def stage(self):
        return Matter.objects.get(pk=int(self.address.rpartition("/")[2])).stage


@pytest.mark.parametrize(
    "widths", [(PHONE, DESK), (DESK, PHONE)], ids=["as people are", "the other way round"]
)
def test_from_proposal_to_close_out(town, open_page, later, widths, tmp_path):
    steps = Steps(open_page, widths)

    # A resident proposes; two neighbours support it with one tap each.
    resident = open_page("resident", width=widths[0])
    resident.goto("/open/deliberation")
    resident.get_by_label("提议做什么").fill("三号楼加装扶手")
    resident.get_by_label("为什么要做").fill("老人多，上下楼不便，想在一至六层加装扶手")
    resident.locator("main form .button.main").last.click()
    resident.wait_for_url(re.compile(r"/matters/\d+$"))
    steps.address = resident.url
    resident.context.close()
    assert steps.stage == "supporting"
    for neighbour in ("resident2", "resident3"):
        steps.tap(neighbour, "我支持")
    assert steps.stage == "sorting"

    # The community takes it up, its party organisation studies it, the agenda is published in time.
    steps.fill("community_staff", "受理议事", {"是": True})
    assert steps.stage == "studying"
    steps.fill("secretary", "同意提交议事", {"研究意见": "同意提交居民议事"})
    begins = timezone.localtime() + timedelta(days=2)
    steps.fill(
        "community_staff",
        "公布议程",
        {
            "表决什么": "是否在一至六层加装扶手",
            "方案": "每层双侧扶手，用公共收益支付",
            "什么时候开会": begins.strftime("%Y-%m-%dT%H:%M"),
            "在哪里开会": "社区会议室",
        },
    )
    assert steps.stage == "meeting"

    # They meet: more than half of the roll come, one asks for the floor and speaks, and the chair closes the meeting.
    later(days=2, minutes=1)
    for one in ("resident", "resident2"):
        steps.tap(one, "签到")
    number = int(steps.address.rpartition("/")[2])
    for one in ("resident3", "resident4"):
        town.act(number, "attend", one)
    steps.tap("resident2", "请求发言")
    steps.tap("community_staff", "请下一位发言", "/meeting")
    wall = steps.at("community_staff", "/projector", width=DESK)
    assert "居民2" in wall.locator("main").inner_text()
    wall.context.close()
    steps.tap("community_staff", "发言结束", "/meeting")
    chair = steps.at("community_staff", "/meeting")
    chair.get_by_text("散会", exact=True).last.click()
    chair.get_by_role("button", name="确定散会").click()
    chair.wait_for_load_state()
    chair.context.close()
    assert steps.stage == "voting"

    # They vote in secret: each has a receipt, and when it is over two holders open the box with their cards.
    for one in ("resident", "resident2"):
        voter = steps.at(one)
        voter.get_by_role("link", name="去投票").click()
        voter.get_by_label("同意", exact=True).check()
        voter.get_by_role("button", name="下一步").click()
        voter.get_by_role("button", name="确认投出").click()
        voter.wait_for_url(re.compile(r"/receipt$"))
        assert "它证明这张票在票箱里" in voter.locator("main").inner_text()
        assert "同意" not in voter.locator("main").inner_text()
        voter.context.close()
    for one in ("resident3", "resident4", "resident5"):
        town.act(number, "vote", one, choice="agree")
    later(days=2, minutes=1)
    assert Matter.objects.get(pk=number).desk_role == "key_holder"
    holder = steps.at("secretary", "/box")
    assert "封箱待开" in holder.locator("main").inner_text()
    for n, card in enumerate(town.cards[:2], 1):
        holder.get_by_label(f"第 {n} 张密钥卡").fill(card)
    holder.get_by_role("button", name="核对并开票").click()
    holder.wait_for_url(re.compile(r"/matters/\d+$"))
    holder.context.close()
    assert steps.stage == "result"

    # Anyone on the roll takes the bulletin, and counts again with Python alone.
    elector = steps.at("resident", "/box")
    with elector.expect_download() as taken:
        elector.get_by_role("link", name="下载公报").click()
    file, program = tmp_path / "bulletin.json", tmp_path / NAME
    taken.value.save_as(file)
    elector.context.close()
    program.write_bytes(archive())
    told = subprocess.run([sys.executable, "-I", program, "recount", file], capture_output=True, check=False)
    assert told.returncode == 0, told.stdout.decode() + told.stderr.decode()

    # The result is shown; one objection is raised and answered.
    steps.fill("resident3", "提出异议", {"理由": "费用没有写清楚"})
    steps.fill("community_staff", "答复这一条", {"否": True, "答复": "费用已列在公示第二页"})
    later(days=8)
    assert steps.stage == "tasking"

    # A task is given out, done with its proof, checked by the residents' own group, and closed for itself.
    giving = steps.at("community_staff")
    giving.get_by_role("link", name="派任务", exact=True).click()
    giving.get_by_label("做什么").first.fill("采购并安装扶手")
    giving.locator("main form .button.main").last.click()
    giving.wait_for_url(re.compile(r"/matters/\d+$"))
    giving.context.close()
    assert steps.stage == "doing"
    task = Steps(open_page, widths)
    task.address = steps.address.rpartition("/")[0] + f"/{Matter.objects.latest('pk').pk}"
    task.fill("community_staff", "办好了", {"办成什么样": "六层都已装好"})
    task.fill("yard_chief", "核对属实", {})
    assert task.stage == "closed"

    # The residents judge, and the proposal is closed out.
    assert steps.stage == "judging"
    judge = steps.at("resident3")
    judge.get_by_role("link", name="我来评").click()
    judge.get_by_role("group", name="满意度").get_by_label("5").check()
    judge.locator("main form .button.main").last.click()
    judge.wait_for_url(re.compile(r"/matters/\d+$"))
    judge.context.close()
    later(days=11)
    assert steps.stage == "closed"
    told = steps.at("resident").locator("main").inner_text()
    assert "已销账" in told
    assert "三号楼加装扶手" in told
