"""Texts for replies are kept by a desk for itself, in every wording there was, with known placeholders alone."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.desks.replies import (
    MOST,
    ReplyDesk,
    add_reply,
    change_reply,
    desks_of,
    replies_of,
    reply_of,
    retire_reply,
)
from shanzhi.matters.models import ReplyText
from shanzhi.people import actions as people
from shanzhi.people.models import AuditRecord, Organization, Post
from shanzhi.people.problems import BadInput, Denied
from shanzhi.reading.matter import look
from shanzhi.reading.replies import fill, replies_for

TEXT = "{居民}您好，{事项}（{编号}）已安排，{时限}前答复。地点：{place}"


@pytest.fixture
def desk(town) -> ReplyDesk:
    return ReplyDesk("grid_worker", town.grid.pk)


def keep(town, desk, **more):
    return add_reply(actor=town.actor("grid_worker"), desk=desk, **{"title": "已安排", "text": TEXT, **more})


def test_only_those_who_sit_at_the_desk_keep_and_see_its_texts(town, desk):
    row = keep(town, desk)
    town.people["second"] = town.appoint("grid_worker", town.grid, "网格员丙")
    assert [one.pk for one in replies_of(town.actor("second"))] == [row.pk]
    for who in ("resident", "grid_worker@other", "street_staff", "community_staff", "department_staff"):
        other = town.actor(who)
        assert replies_of(other, retired=True) == []
        assert reply_of(other, row.pk) is None
        for act in (
            lambda other=other: add_reply(actor=other, desk=desk, title="我的", text="好"),
            lambda other=other: change_reply(actor=other, reply=row, title="我的", text="好"),
            lambda other=other: retire_reply(actor=other, reply=row),
        ):
            with pytest.raises(Denied):
                act()
    assert ReplyText.objects.count() == 1


def test_two_offices_at_one_place_keep_their_own(town):
    other = Organization.objects.create(name="水务局", kind="department", place=town.district)
    town.people["water"] = town.appoint("department_staff", town.district, "水务甲", office=other)
    (mine,) = desks_of(town.actor("department_staff"))
    add_reply(actor=town.actor("department_staff"), desk=mine, title="城管", text="好")
    assert replies_of(town.actor("water")) == []
    with pytest.raises(Denied):
        add_reply(actor=town.actor("water"), desk=mine, title="水", text="好")


def test_whoever_leaves_the_post_has_its_texts_no_longer(town, desk):
    keep(town, desk)
    post = Post.objects.get(person=town.people["grid_worker"])
    people.end_post(SYSTEM, post=post, reason="调岗")
    assert replies_of(town.actor("grid_worker")) == []


def test_every_wording_stays_and_the_audit_says_who_wrote_it(town, desk):
    first = keep(town, desk)
    second = change_reply(actor=town.actor("grid_worker"), reply=first, title="已安排", text="{事项}已办")
    with pytest.raises(BadInput, match="刚才已被改过"):
        change_reply(actor=town.actor("grid_worker"), reply=first, title="又改", text="好")
    retire_reply(actor=town.actor("grid_worker"), reply=second)
    retire_reply(actor=town.actor("grid_worker"), reply=second)
    rows = replies_of(town.actor("grid_worker"), retired=True)
    assert [(row.text, row.before_id) for row in sorted(rows, key=lambda row: row.pk)] == [
        (TEXT, None),
        ("{事项}已办", first.pk),
    ]
    assert replies_of(town.actor("grid_worker")) == []
    kinds = list(
        AuditRecord.objects.filter(kind__startswith="reply.").order_by("seq").values_list("kind", flat=True)
    )
    assert kinds == ["reply.keep", "reply.keep", "reply.retire"]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": "您好{姓名}"}, "没有“姓名”这一项"),
        ({"text": "{data.phone}"}, "没有“data.phone”"),
        ({"text": "{}"}, "没有“”"),
        ({"text": "您好{事项"}, "成对"),
        ({"text": "您好}"}, "成对"),
        ({"text": "{{事项}}"}, "成对"),
        ({"text": "  "}, "请填写"),
        ({"title": ""}, "请填写"),
        ({"text": "长" * 1001}, "最多 1000 字"),
        ({"title": "长" * 41}, "最多 40 字"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_written(town, desk, sent, said):
    with pytest.raises(BadInput) as refused:
        keep(town, desk, **sent)
    assert said in refused.value.sentence.zh
    assert not ReplyText.objects.exists()


def test_a_desk_keeps_so_many_and_the_same_twice_is_one(town, desk):
    for n in range(MOST):
        keep(town, desk, title=f"第{n}条")
    assert keep(town, desk, title="第0条").pk == ReplyText.objects.order_by("pk").first().pk
    with pytest.raises(BadInput, match="最多"):
        keep(town, desk, title="再一条")


def test_a_text_is_filled_in_once_with_what_its_reader_sees(town, desk):
    keep(town, desk)
    number = town.open(values={"subject": "灯坏了{居民}"}).matter.id
    (offered,) = replies_for(look(town.actor("grid_worker"), number))
    assert f"居民1您好，灯坏了{{居民}}（#{number}）已安排，20" in offered.text
    assert "一栋" in offered.text
    assert replies_for(look(town.actor("resident"), number)) == []
    assert fill("{title}{ 编号 }", {"title": "{number}", "number": "7"}) == "{number}7"
