"""A new version takes over no matter whose facts it cannot hold, or would show to more people: refused, matters named."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM, Matter, Refusal
from shanzhi.matters.methods import adopting, upgrading
from shanzhi.matters.models import Matter as MatterRow
from tests.matters.method_texts import end, method

pytestmark = pytest.mark.django_db

SIGHTS = """heading: 借屋子
visible: [{shows: [subject, room], whom: [place], in: [asked]}, {shows: [room], whom: [property_lead]}]"""
FORM = """\
  room: {type: choice, optional: true, label: 哪一间, options: {big: 大间, small: 小间}}
  hours: {type: integer, optional: true, min: 1, max: 8, label: 几个小时}
  why: {type: text, max: 80, optional: true, private: true, label: 为什么}
  phone: {type: phone, optional: true, sensitive: true, known: opener.phone, label: 电话}
  who: {type: person, optional: true, label: 谁来}
  lines: {type: list, optional: true, label: 各项, form: {n: {type: integer, label: 几个}}}
"""
STAGES = """
asked:
  label: 待答复
  desk: community_staff
  due: 3 days
  acts:
    lend: {label: 借, to: lent}
lent:
  label: 已借
  desk: community_staff
  due: 3 days
  acts:
    back: {label: 还了, to: closed}
"""


def room(version: int, old: str = "", new: str = "") -> str:
    text = method(
        "room", "借屋子", "resident", STAGES + end("closed", "还了", "done"), version=version, form=FORM
    )
    text = text.replace("visible: place", SIGHTS)
    assert not old or old in text
    return text.replace(old, new) if old else text


def opened(town, **values) -> Matter:
    return town.open("room", "resident", values={"subject": "开会", **values}).matter


UNFIT = {
    "another type": ("hours: {type: integer, optional: true, min: 1, max: 8", "hours: {type: text, optional: true, max: 8", {"hours": 2}),
    "an option is gone": ("options: {big: 大间, small: 小间}", "options: {big: 大间, tiny: 小间}", {"room": "small"}),
    "a part of a list has another type": ("n: {type: integer", "n: {type: text, max: 9", {"lines": [{"n": 1}]}),
    "no longer private": ("private: true, label: 为什么", "label: 为什么", {"why": "急用"}),
    "shown in another stage": ("in: [asked]", "in: [asked, lent]", {"room": "big"}),
    "shown to everyone": ("whom: [place]", "whom: [public]", {"room": "big"}),
    "shown to a post": ("whom: [property_lead]", "whom: [property_lead, volunteer]", {"room": "big"}),
    "one fact more": ("shows: [room]", "shows: [room, hours]", {"hours": 2}),
}  # fmt: skip
FITS = {
    "that option is kept": ("options: {big: 大间, small: 小间}", "options: {big: 大间, tiny: 小间}", {"room": "big"}),
    "nothing was answered there": ("hours: {type: integer, optional: true, min: 1, max: 8", "hours: {type: text, optional: true, max: 8", {}),
    "shown to fewer": (", {shows: [room], whom: [property_lead]}", "", {"room": "big"}),
    "another label": ("label: 几个小时", "label: 用多久", {"hours": 2}),
    "another threshold": ("max: 8", "max: 4", {"hours": 2}),
    "an option more": ("small: 小间", "small: 小间, tiny: 微间", {"room": "small"}),
    "a question is gone": ("  hours: {type: integer, optional: true, min: 1, max: 8, label: 几个小时}\n", "", {"hours": 2}),
}  # fmt: skip


@pytest.mark.parametrize("name", UNFIT)
def test_what_does_not_fit_is_refused_beforehand_and_the_matters_named(town, name) -> None:
    old, new, values = UNFIT[name]
    town.adopt(room(1))
    matter = opened(town, **values)
    before = MatterRow.objects.get(pk=matter.id)
    town.adopt(room(2, old, new))
    to = adopting.adoption_at("room", town.district)
    plan = upgrading.plan_upgrade(to=to)
    assert [one.matters for one in plan.unfit] == [(matter.id,)] * len(plan.unfit)
    assert plan.unfit
    for answer in (
        upgrading.upgrade_matters(actor=SYSTEM, to=to),
        upgrading.upgrade_matter(actor=SYSTEM, matter=matter.id, to=to),
    ):
        assert isinstance(answer, Refusal)
        assert answer.code == "unfit_facts"
        assert str(matter.id) in answer.why.zh
        assert all(one.why.zh in answer.why.zh and one.why.en in answer.why.en for one in plan.unfit)
    after = MatterRow.objects.get(pk=matter.id)
    assert (after.adoption_id, after.seq, after.data) == (before.adoption_id, before.seq, before.data)


@pytest.mark.parametrize("name", FITS)
def test_what_fits_goes_over(town, name) -> None:
    old, new, values = FITS[name]
    town.adopt(room(1))
    matter = opened(town, **values)
    town.adopt(room(2, old, new))
    to = adopting.adoption_at("room", town.district)
    assert upgrading.plan_upgrade(to=to).unfit == ()
    assert upgrading.upgrade_matters(actor=SYSTEM, to=to) == 1
    assert MatterRow.objects.get(pk=matter.id).adoption_id == to.pk


def test_what_the_posts_below_must_not_read_stays_from_them(town) -> None:
    town.adopt(room(1, SIGHTS, "visible: above"))
    matter = opened(town)
    town.adopt(room(2, SIGHTS, "visible: desk"))
    plan = upgrading.plan_upgrade(to=adopting.adoption_at("room", town.district))
    assert [one.matters for one in plan.unfit] == [(matter.id,)]


def test_what_a_sight_shows_only_by_name_is_not_said_to_be_shown(town) -> None:
    town.adopt(room(1))
    opened(town, who=town.people["resident"].pk, hours=2)
    town.adopt(room(2, "{shows: [room], whom: [property_lead]}", "{shows: all, whom: [property_lead]}"))
    said = [
        one.why.zh for one in upgrading.plan_upgrade(to=adopting.adoption_at("room", town.district)).unfit
    ]
    assert any("几个小时" in one for one in said)
    assert not any("谁来" in one for one in said)
