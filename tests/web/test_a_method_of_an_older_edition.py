"""A method that was adopted once and no longer compiles: every page goes on, says so, and tells the way out."""

from __future__ import annotations

import json

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.methods import adopting, compiled, upgrading
from shanzhi.matters.models import Fault, Matter, Method
from shanzhi.people.problems import BadInput
from tests.matters.method_texts import end, method

TASK = """
waiting:
  label: 待办
  desk: community_staff
  due: 3 days
  acts:
    begin: {label: 动手, to: finished}
"""


def text(version: int) -> str:
    whole = method(
        "small-task", "小任务", "resident", TASK + end("finished", "已办完", "done"), version=version
    )
    return whole.replace("visible: place", "visible: public")


EDITIONS = {
    "a key that is no more": lambda text: text + "threads: 3\n",
    "a section said otherwise": lambda text: text.replace("open: {by:", "open: {who:"),
    "not even YAML": lambda text: "method: [small-task\n" + text,
    "a duty it does not keep": lambda text: text.replace("    due: 3 days\n", ""),
}


@pytest.fixture(params=EDITIONS, ids=lambda name: name.replace(" ", "-"))
def old(request, town):
    """A running matter of the task, whose file this program can no longer use."""
    town.adopt(text(1))
    done = town.open("small-task")
    row = Method.objects.get(slug="small-task")
    row.text = EDITIONS[request.param](row.text)
    row.save()
    compiled._kept.clear()
    yield Matter.objects.get(pk=done.matter.id)
    compiled._kept.clear()


def test_pages_go_on_and_name_the_method_with_what_to_do(town, signed_in, old):
    staff, place = signed_in("community_staff"), town.community.pk
    for path in (
        "/", "/inbox", f"/places/{place}/matters", f"/places/{place}/map", "/methods", "/search?q=楼道",
        "/overview", "/overview/matters", "/board", f"/wall/at/{place}", "/library", "/notices", "/mine",
        f"/matters/{old.pk}/sheet?as=pdf", "/offline/pocket",
    ):  # fmt: skip
        assert staff.get(path, follow=True).status_code == 200, path
    for path in (f"/places/{place}", f"/matters/{old.pk}", "/library/small-task"):
        answer = staff.get(path)
        assert answer.status_code == 200, path
        assert "工作法“小任务”第 1 版是按旧版语言写的" in answer.content.decode(), path
    page = staff.get(f"/places/{place}/imports")
    assert "small-task" not in dict(page.context["methods"])
    resident = signed_in("resident")
    assert "/acts/begin" not in staff.get(f"/matters/{old.pk}").content.decode()
    assert resident.get("/").status_code == 200
    assert resident.get("/open/small-task", follow=True).status_code < 500


def test_nothing_is_opened_or_done_under_it_and_the_refusal_says_why(town, old):
    for answer in (town.try_open("small-task"), town.try_act(old.pk, "begin", who="community_staff")):
        assert answer.code == "outdated"
        assert "请换成新版" in answer.why.zh
    Matter.objects.filter(pk=old.pk).update(wakes_at=old.opened_at)
    tick()
    assert "outdated" in Fault.objects.get(matter=old.pk).what
    assert Matter.objects.get(pk=old.pk).seq == old.seq


def test_a_newer_version_is_the_way_out(town, old):
    broken = adopting.adoption_at("small-task", town.district)
    with pytest.raises(BadInput, match="请换成新版"):
        upgrading.plan_upgrade(to=broken)
    newer = adopting.adopt(actor=SYSTEM, method=adopting.add_method(text=text(2)), place=town.district)
    assert upgrading.upgrade_matters(actor=SYSTEM, to=newer) == 1
    assert town.try_act(old.pk, "begin", who="community_staff").matter.id == old.pk
    assert Matter.objects.get(pk=old.pk).stage == "finished"


def test_the_api_names_it_too(town, signed_in, old):
    staff = signed_in("community_staff")
    found = json.loads(staff.get(f"/api/methods?place={town.community.pk}").content)["methods"]
    assert "请换成新版" in {one["slug"]: one["outdated"] for one in found}["small-task"]
    for path in (f"/api/matters/{old.pk}", "/api/inbox", f"/api/matters?place={town.community.pk}"):
        assert staff.get(path).status_code < 500, path
