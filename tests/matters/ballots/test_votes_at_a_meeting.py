"""Who came to a meeting votes there: kept with the matter, frozen as a roll, counted by two tellers; the history holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Matter, Roll, RollUse
from tests.matters.boxes import settle
from tests.matters.method_texts import end, method
from tests.matters.town import Town

MEETING = method(
    "at-the-meeting",
    "会上表决",
    "community_staff",
    """
first:
  label: 筹备
  desk: community_staff
  due: 5 days
  acts:
    call: {label: 通知开会, form: {begins: {type: time, label: 何时}}, to: meeting}
meeting:
  label: 会议
  desk: community_staff
  session: {begins: data.begins, lasts: 2 hours, roll: households, quorum: count.present * 2 > count.roll, result: {met: 会议情况, present: present}}
  outcomes: {held: voting, no_quorum: rejected}
voting:
  label: 表决
  desk: community_staff
  due: 4 hours
  ballot: {roll: people.present, cast: [hands], tellers: [community_staff], pass: count.agree * 2 > count.roll, result: {vote: 表决结果}}
  outcomes: {passed: accepted, failed: rejected}
"""
    + end("accepted", "通过", "done")
    + end("rejected", "未通过", "failed"),
).replace("stages:\n", "people:\n  present: {type: people, optional: true, label: 到会的人}\nstages:\n", 1)


@pytest.mark.django_db
def test_the_meeting_decides_by_those_who_came(town: Town) -> None:
    settle(town, 5)
    town.people["teller"] = town.appoint("community_staff", town.community, "监票员甲")
    town.adopt(MEETING)
    numbers = []
    for _ in range(2):
        number = town.open("at-the-meeting", "community_staff", values={"subject": "楼道公约"}).matter.id
        begins = timezone.localtime() - timedelta(minutes=5)
        town.act(number, "call", "community_staff", begins=begins.strftime("%Y-%m-%d %H:%M"))
        for who in ("resident", "resident2", "resident3"):
            town.act(number, "attend", who)
        town.act(number, "finish", "community_staff")
        numbers.append(number)
    row = Matter.objects.get(pk=numbers[0])
    assert row.data["present"] == sorted(
        town.people[name].pk for name in ("resident", "resident2", "resident3")
    )
    assert (row.stage, row.state["tally"]["roll"]) == ("voting", 3)
    assert Roll.objects.filter(kind="people").count() == 1
    assert RollUse.objects.filter(roll__kind="people").count() == 2

    counted = {"heads_agree": 2, "heads_oppose": 1, "heads_abstain": 0}
    for teller in ("community_staff", "teller"):
        town.act(numbers[0], "enter_totals", teller, **counted)
    assert Matter.objects.get(pk=numbers[0]).stage == "accepted"
    assert verify_matters().faults == []
