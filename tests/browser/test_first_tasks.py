"""A newcomer's first task, role by role: from the first page after one click at `/demo`, so many taps and no more.

The tasks are those of the guided sandbox, and each must be ticked off there by what was done. How long a page takes
on this machine is told (`-rA`, and the report of the run), never judged: what a newcomer spends is taps.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.utils import timezone

from shanzhi import library
from shanzhi.people.actions import ask_for_new_account
from shanzhi.people.actors import actor_of
from shanzhi.people.audit import record
from shanzhi.people.models import Account
from shanzhi.web.sandbox.tasks import BUILT, built_at, first_tasks, tasks
from tests.browser.conftest import DESK, PASSWORD, PHONE
from tests.browser.thumb import Thumb
from tests.matters.town import Town, code

NO_ROLE = {"anyone"}
"""What has tasks, for whoever has none of their own."""
ADMINISTRATORS = ("system_admin", "security_admin", "audit_admin")
DONE = ".told.success, .speaker"
"""What a page shows when it is done: a word on top, or the one who has the floor."""


class First(NamedTuple):
    """The first task of a role: on what screen, in how many taps, and what those are, beginning on the task itself."""

    role: str
    width: int
    taps: int
    walk: Callable[[Thumb], None]


def report(hand: Thumb) -> None:
    hand.write("什么事", "三号楼门口路灯不亮")
    hand.button("提交")


def report_a_round(hand: Thumb) -> None:
    hand.choose("走访、巡查上报")
    hand.write("什么事", "七号楼前井盖松了")
    hand.button("提交")


def handle(hand: Thumb) -> None:
    hand.button("本级自己办")


def take(hand: Thumb) -> None:
    hand.link("接单")
    hand.button("接单")


def sort_out(hand: Thumb) -> None:
    hand.button("受理议事")


def chair(hand: Thumb) -> None:
    hand.link("主持会议")
    hand.button("请下一位发言")


def study(hand: Thumb) -> None:
    hand.link("记入研究意见，继续")
    hand.date("哪天开的会", f"{timezone.localdate():%Y-%m-%d}")
    hand.write("到会党员几人", "5")
    hand.write("结论和理由", "同意提交居民会议")
    hand.button("记入研究意见，继续")


def grant(hand: Thumb) -> None:
    hand.button("同意延期")


def help_out(hand: Thumb) -> None:
    hand.link("协办答复")
    hand.write("协办结果", "已派人到现场看过，本周内修好")
    hand.button("协办答复")


def check(hand: Thumb) -> None:
    hand.link("核对通过")
    hand.button("核对通过")


def done(hand: Thumb) -> None:
    hand.link("办好了")
    hand.write("办成什么样", "六层都已装好")
    hand.button("办好了")


def take_in_a_year(hand: Thumb) -> None:
    hand.choose("录入一年的放假安排")
    hand.write("放假的日子", "2027-01-01 至 2027-01-03\n2027-02-05 至 2027-02-11\n2027-10-01 至 2027-10-07")
    hand.date("公布日期", "2026-11-05")
    hand.write("通知的名称和文号", "国务院办公厅通知（示例）")
    hand.button("录入并重算")


def ask_for_another(hand: Thumb) -> None:
    row = hand.page.get_by_role("listitem").filter(has_text="audit_admin")
    hand.tap(row.get_by_text("提出请求", exact=True))
    hand.tap(row.get_by_label("原因"))
    hand.page.keyboard.type("忘了密码，本人当面提出")
    hand.tap(row.get_by_role("button", name="重置密码"))


def confirm(hand: Thumb) -> None:
    hand.button("确认")


WALKS = [
    First("resident", PHONE, 3, report),
    First("grid_worker", PHONE, 4, report_a_round),
    First("volunteer", PHONE, 3, take),
    First("owners_member", PHONE, 3, check),
    First("property_lead", PHONE, 4, done),
    First("community_staff", DESK, 2, sort_out),
    First("committee_chair", DESK, 3, chair),
    First("secretary", DESK, 6, study),
    First("street_staff", DESK, 2, grant),
    First("district_staff", DESK, 2, handle),
    First("department_staff", DESK, 4, help_out),
    First("system_admin", DESK, 6, take_in_a_year),
    First("security_admin", DESK, 4, ask_for_another),
    First("audit_admin", DESK, 2, confirm),
]


def proposal(town: Town, *, days_ago: int, accepted: bool = True, **more: Any) -> int:
    """A proposal that found its support, and was taken up unless told otherwise."""
    began = timezone.localtime() - timedelta(days=days_ago)
    values = {
        "subject": "加装楼道扶手",
        "detail": "老人多，上下楼不便",
        "money": False,
        "business": False,
        **more,
    }
    number = town.open("deliberation", values=values, at=began).matter.id
    assert code(town.try_act(number, "endorse", "resident2", at=began + timedelta(minutes=1))) == "done"
    if accepted:
        at = began + timedelta(minutes=2)
        assert code(town.try_act(number, "accept", "community_staff", at=at)) == "done"
    return number


def meeting(town: Town) -> int:
    """A meeting that has just begun, with one who asked for the floor."""
    number = proposal(town, days_ago=13)
    begins = timezone.localtime() - timedelta(minutes=10)
    agenda = {
        "question": "是否加装楼道扶手",
        "plan": "每层双侧扶手，居民自愿捐建",
        "money": False,
        "business": False,
        "begins": begins.strftime("%Y-%m-%d %H:%M"),
        "venue": "社区会议室",
        "tellers": [town.people["resident"].pk, town.people["resident3"].pk],
    }
    early = begins - timedelta(days=12)
    assert code(town.try_act(number, "announce", "committee_chair", values=agenda, at=early)) == "done"
    for one in ("resident", "resident2"):
        town.act(number, "attend", one)
    town.act(number, "ask_floor", "resident2")
    return number


def administrators() -> None:
    """One of each kind, and a request that waits for its second."""
    made = {kind: Account.objects.create_user(kind, PASSWORD, kind=kind) for kind in ADMINISTRATORS}
    by = actor_of(made["security_admin"])
    ask_for_new_account(by, username="system_admin2", kind="system_admin", reason="轮班的第二位系统管理员")


def something_for_everybody(town: Town) -> None:
    """What waits for each role when the demonstration is opened."""
    for name in ("assist", "appeal", "errand", "task", "deliberation"):
        town.adopt(library.text(name) or "")
    for role, place in {
        "volunteer": town.grid,
        "owners_member": town.community,
        "property_lead": town.community,
        "committee_chair": town.community,
        "secretary": town.community,
    }.items():
        town.people[role] = town.appoint(role, place, f"{role}甲")
    town.open("errand", values={"what": "repair", "subject": "帮忙换灯泡"})
    meeting(town)
    proposal(town, days_ago=1, covenant="residents")
    proposal(town, days_ago=1, accepted=False)

    own = town.open(values={"subject": "楼道堆了旧家具", "category": "e2106"})
    town.act(own, "ask_extension", "community_staff", extension="3 days", reason="等居民腾出车来搬")
    town.open(values={"subject": "反映一件违纪的事", "kind": "accusation"})
    jointly = town.open(values={"subject": "店铺占道经营"})
    town.act(jointly, "accept", "street_staff")
    helpers = [{"office": town.office.pk, "request": "请派人到现场看一看"}]
    town.act(jointly, "ask_help", "street_staff", helpers=helpers)

    owner = town.people["property_lead"].pk
    for subject in ("安装扶手", "补种绿化"):
        values = {"subject": subject, "owner": owner}
        task = town.open("task", "community_staff", values=values, place=town.grid.pk)
        town.act(task, "accept", "property_lead")
    assert code(town.try_act(task, "report", "property_lead", values={"done": "都已种上"})) == "done"
    administrators()
    record(BUILT, at=timezone.now())


@pytest.fixture
def as_anybody(town, account, settings, window, tmp_path):
    """Opens the first page as somebody, by one click at `/demo`."""
    settings.SHANZHI_DEMO = True
    settings.SHANZHI_HOME = tmp_path
    something_for_everybody(town)

    windows = {PHONE: window(width=PHONE, is_mobile=True, has_touch=True), DESK: window(width=DESK)}

    def open_page(role: str, width: int) -> Any:
        number = account(role).pk
        page = windows[width]
        page.set_default_timeout(8000)
        page.goto("/demo")
        page.locator("details").evaluate_all("all => all.forEach((one) => one.open = true)")
        page.locator(f"button[name=account][value='{number}']").click()
        page.wait_for_url("**/")
        return page

    return open_page


def test_so_many_taps_and_no_more(account, as_anybody, subtests, record_property, capsys):
    told = []
    for role, width, most, walk in WALKS:
        with subtests.test(role):
            page = as_anybody(role, width)
            hand, began = Thumb(page, touches=width == PHONE), time.monotonic()
            hand.tap(page.locator(".sandbox a.task").first)
            walk(hand)
            page.locator(DONE).wait_for()
            took = time.monotonic() - began
            record_property(f"{role}.taps", hand.taps)
            record_property(f"{role}.seconds", round(took, 1))
            told.append(f"{role:18}{width:>5} px{hand.taps:>3} taps{took:>6.1f} s")
            assert first_tasks(actor_of(account(role)), built_at())[0].done
            assert hand.taps == most
    with capsys.disabled():
        print("", *told, sep="\n")


def test_every_role_with_tasks_is_walked():
    assert {walk.role for walk in WALKS} == set(tasks()) - NO_ROLE


def test_a_system_administrator_opens_an_account(town, enter):
    admin = Account.objects.create_user("admin", PASSWORD, kind=Account.Kind.SYSTEM_ADMIN)
    page = enter("admin", width=DESK)
    hand = Thumb(page, touches=False)
    hand.link("账号")
    hand.write("账号名", "wangge")
    hand.write("人员编号", str(town.people["grid_worker"].pk))
    hand.button("开账号")
    page.get_by_text("初始密码只显示这一次").wait_for()
    assert Account.objects.exclude(pk=admin.pk).get().person == town.people["grid_worker"]
    assert hand.taps == 4
