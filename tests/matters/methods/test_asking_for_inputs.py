"""An input that a level above sets is asked for, answered by who may set it, in force at once, told and on the audit."""

from __future__ import annotations

import pytest

from shanzhi.matters.methods import adopting, input_requests
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of, with_inputs
from shanzhi.matters.models import InputRequest, Notice
from shanzhi.method.check import InputError
from shanzhi.people.models import AuditRecord
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from tests.matters.town import Town, build_town


@pytest.fixture
def town(db) -> Town:
    return build_town()


def ask(town: Town, who: str = "community_staff", **more) -> InputRequest:
    given = {"inputs": {"not_taken": ["噪声"]}, "reason": "社区没有执法权", "place": town.community} | more
    return input_requests.ask_for_inputs(actor=town.actor(who), method="appeal", **given)


def answer(town: Town, asked: InputRequest, who: str, *, grant: bool, text: str = "") -> None:
    input_requests.answer_inputs(actor=town.actor(who), asked=asked, grant=grant, answer=text)


def in_force(town: Town) -> list[str]:
    adoption = adoption_at("appeal", town.community)
    assert adoption is not None
    return list(method_of(adoption).values["not_taken"])


def test_granted_it_is_in_force_there_alone_and_both_sides_are_told(town):
    adopting.adopt(
        actor=town.actor("community_staff"),
        method="appeal",
        place=town.community,
        inputs={"accept_within": "2 workhours"},
    )
    asked = ask(town)
    assert in_force(town) == []
    told = Notice.objects.get(person=town.people["district_staff"])
    assert told.zh.startswith("“样例社区”申请改“诉求闭环”的参数：社区不承接的类别")
    answer(town, asked, "district_staff", grant=True)
    adoption = adoption_at("appeal", town.community)
    assert adoption is not None
    wanted = with_inputs(adoption.method, {"not_taken": ["噪声"]}).values["not_taken"]
    assert in_force(town) == list(wanted) != []
    assert str(adoption.inputs["accept_within"]) == "2 workhours"
    assert method_of(adoption_at("appeal", town.street)).values["not_taken"] == []
    assert "已同意并生效" in Notice.objects.get(person=town.people["community_staff"]).zh
    lines = AuditRecord.objects.filter(kind__in=["method.ask", "method.answer", "method.adopt"]).order_by(
        "-seq"
    )[:3]
    assert [(line.kind, line.person) for line in lines] == [
        ("method.answer", town.people["district_staff"].pk),
        ("method.adopt", town.people["district_staff"].pk),
        ("method.ask", town.people["community_staff"].pk),
    ]
    assert lines[0].detail["granted"] is True


def test_refused_it_changes_nothing_and_the_reason_is_told(town):
    asked = ask(town)
    with pytest.raises(BadInput, match="为什么"):
        answer(town, asked, "district_staff", grant=False)
    answer(town, asked, "district_staff", grant=False, text="先由街道协调")
    assert in_force(town) == []
    assert "先由街道协调" in Notice.objects.get(person=town.people["community_staff"]).zh
    with pytest.raises(BadInput, match="已经答复过"):
        answer(town, asked, "district_staff", grant=True)


@pytest.mark.parametrize(
    "who", ["street_staff", "community_staff", "grid_worker", "resident", "department_staff"]
)
def test_nobody_answers_but_who_may_set_it(town, who):
    asked = ask(town)
    with pytest.raises(Denied):
        answer(town, asked, who, grant=True)
    assert in_force(town) == []


def test_nobody_answers_their_own(town):
    asked = ask(town)
    InputRequest.objects.filter(pk=asked.pk).update(by=town.people["district_staff"].pk)
    asked.refresh_from_db()
    with pytest.raises(Denied):
        answer(town, asked, "district_staff", grant=True)


def test_one_waits_at_a_time_and_only_what_is_not_ones_own_to_set(town):
    ask(town)
    with pytest.raises(BadInput, match="等答复"):
        ask(town, inputs={"not_taken": ["路灯"]})
    with pytest.raises(BadInput, match="您可以自己设"):
        ask(town, inputs={"accept_within": "2 workhours"})
    with pytest.raises(BadInput, match="您可以自己设"):
        ask(town, "district_staff", place=town.district)
    assert InputRequest.objects.count() == 1


def test_what_will_not_do_or_has_no_reason_is_refused_and_strangers_cannot_ask(town):
    with pytest.raises(InputError):
        ask(town, inputs={"not_taken": 7})
    with pytest.raises(BadInput, match="为什么"):
        ask(town, reason="  ")
    for who in ("grid_worker", "resident"):
        with pytest.raises(Denied):
            ask(town, who)
    with pytest.raises(Denied):
        ask(town, place=town.street)
    assert not InputRequest.objects.exists()


def test_a_place_sees_its_own_and_what_is_asked_below_it(town):
    asked = ask(town)
    for who in ("district_staff", "street_staff", "community_staff"):
        assert list(input_requests.theirs(town.actor(who))) == [asked]
    assert not input_requests.theirs(town.actor("grid_worker")).exists()


def test_what_was_typed_for_another_version_is_not_set_in_the_one_in_force(town):
    base = adoption_at("appeal", town.community)
    assert base is not None
    with pytest.raises(BadInput, match="请先采用新版"):
        ask(town, typed_for="another")
    assert ask(town, typed_for=base.method.hash).level == "district"
