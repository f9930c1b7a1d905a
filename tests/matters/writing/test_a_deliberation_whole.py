"""A proposal from support to close-out in the store: who counts, what is published, who is told, and what a crash costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter, Notice, Publication, Watch
from shanzhi.matters.writing import effects
from shanzhi.matters.writing.actions import Done
from shanzhi.method.results import in_words
from shanzhi.people import actions as people
from tests.matters.boxes import give_cards, settle
from tests.matters.town import METHODS, Town, build_town, code
from tests.matters.writing.test_many_at_once import all_at_once

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
SMALL = {"supporters": 1, "judge_enough": 2, "notice": "1 day", "sort_within": "1 workday"}


class Talk:
    """One proposal in the town, its time moved on by hand."""

    def __init__(self, town: Town, **inputs: Any) -> None:
        self.town = town
        for name, given in (("deliberation", {**SMALL, **inputs}), ("task", {})):
            town.adopt((METHODS / f"{name}.yaml").read_text(encoding="utf-8"), **given)
        town.people["secretary"] = town.appoint("secretary", town.community, "书记甲")
        town.people["supervision_member"] = town.appoint("supervision_member", town.community, "监督员甲")
        self.now = timezone.now()
        opened = town.open("deliberation", values={"subject": "加装扶手", "detail": "老人上下楼不便"})
        self.number = opened.matter.id

    @property
    def row(self) -> Matter:
        return Matter.objects.get(pk=self.number)

    @property
    def tally(self) -> dict[str, Any]:
        return self.row.state["tally"]

    def ask(
        self, act: str, who: str, *, on: int | None = None, at: datetime | None = None, **values: Any
    ) -> Any:
        return self.town.try_act(on or self.number, act, who, values=values, at=at or self.now)

    def do(self, act: str, who: str = "community_staff", **more: Any) -> Matter:
        answer = self.ask(act, who, **more)
        assert isinstance(answer, Done), answer
        return self.row

    def later(self, step: timedelta) -> None:
        self.now += step
        tick(now=self.now)

    def meet(self, **announced: Any) -> None:
        """Supported, sorted, announced; the meeting begins in two days, and everybody is there."""
        self.do("endorse", "resident2")
        self.do("accept")
        begins = self.now + 2 * DAY
        told = {"question": "是否加装扶手", "plan": "每层双侧，用公共收益", "venue": "会议室"}
        self.do("announce", begins=begins.isoformat(), **{**told, **announced})
        self.later(2 * DAY)
        for who in self.residents():
            self.do("attend", who)

    def residents(self) -> list[str]:
        """All residents of the town by name."""
        return ["resident", *(f"resident{n}" for n in range(2, len(self.town.residents) + 1))]

    def vote(self, **announced: Any) -> None:
        self.meet(**announced)
        self.do("finish")
        assert self.row.stage == "voting"


@pytest.fixture
def talk(town: Town) -> Talk:
    return Talk(town)


def test_from_support_to_close_out(talk):
    town = talk.town
    settle(town, 6)
    cards = give_cards(town)
    talk.vote()
    for who in ("resident", "resident3", "resident4", "resident5"):
        talk.do("vote", who, choice="agree")
    talk.do("give_paper", elector=town.people["resident2"].pk)
    assert code(talk.ask("vote", "resident2", choice="oppose")) == "already"
    talk.later(7 * DAY)
    talk.do("seal_paper", choice="oppose")
    talk.do("count_papers", spoilt=0)
    talk.do("count_papers", "grid_worker", spoilt=0)
    told = {key for e in Entry.objects.filter(act__in=("vote", "seal_paper")) for key in e.values}
    assert told == {"fingerprint"}
    assert talk.row.desk_role == "key_holder"
    talk.do("open_box", "holder2", cards="\n".join(cards[1:]))
    assert (talk.row.stage, in_words(talk.row.data["vote"])) == (
        "result",
        "应投票 6 户，已投票 5 户；人数较少，按规定只公布是否通过。通过。",
    )
    shown = Publication.objects.filter(matter=talk.number).order_by("-pk").first()
    assert shown.fields["vote"] == talk.row.data["vote"]
    talk.do("object", "resident3", reason="会不会占通道")
    talk.later(8 * DAY)
    assert talk.row.stage == "result"
    talk.do("answer", objection=1, upheld=False, answer="不占，消防看过")
    assert Notice.objects.filter(person=town.people["resident3"], matter=talk.number, kind="told").exists()
    talk.do(
        "assign",
        tasks=[{"subject": "采购扶手", "owner": town.people["resident3"].pk}, {"subject": "安装扶手"}],
    )
    first, second = Matter.objects.filter(parent=talk.number).order_by("pk")
    assert (first.desk_role, first.desk_person) == ("holder", town.people["resident3"])
    assert second.desk_person == town.people["community_staff"]
    for task, owner in ((first, "resident3"), (second, "community_staff")):
        talk.do("report", owner, on=task.pk, done="办好了，请核对")
        assert Matter.objects.get(pk=task.pk).desk_role == "supervision_member"
        talk.do("confirm", "supervision_member", on=task.pk)
    assert talk.row.stage == "judging"
    for who in ("resident", "resident2"):
        talk.do("respond", who, stars=5)
    talk.later(11 * DAY)
    assert (talk.row.stage, talk.row.end) == ("closed", "done")
    told = set(
        Notice.objects.filter(matter=talk.number, zh__contains="已办完销账").values_list("person", flat=True)
    )
    assert told >= {town.people[who].pk for who in ("resident", "resident2", "resident3")}
    assert verify_matters().faults == []


def test_one_that_fails_says_why_to_everybody_who_took_part(talk):
    talk.vote(secret=False)
    for who in ("resident", "resident2", "resident3"):
        talk.do("vote", who, choice="oppose")
    assert (talk.row.stage, talk.row.end) == ("not_passed", "failed")
    told = Notice.objects.filter(matter=talk.number, zh__contains="表决未通过")
    # Whoever did the last of it knows; the others are told, each once.
    assert sorted(told.values_list("person", flat=True)) == sorted(
        talk.town.people[who].pk for who in ("resident", "resident2")
    )
    assert "反对 3 票" in told[0].zh


def test_the_last_second_counts_and_the_next_does_not(talk):
    talk.vote(secret=False)
    ends = datetime.fromisoformat(talk.row.state["window"])
    talk.do("vote", "resident", choice="agree", at=ends - SECOND)
    late = talk.ask("vote", "resident2", choice="oppose", at=ends)
    assert code(late) == "window_over"
    assert (talk.tally["voted"], talk.tally["oppose"]) == (1, 0)


def test_a_meeting_that_loses_power_goes_on_where_it_stood(talk):
    talk.meet(secret=False)
    talk.do("ask_floor", "resident", topic="用什么材料")
    talk.do("give_floor")
    before = talk.tally
    talk.later(3 * DAY)
    assert (talk.row.stage, talk.row.late) == ("meeting", True)
    assert {k: v for k, v in talk.tally.items() if k in before} == before
    talk.do("end_turn")
    talk.do("minutes", topic="用什么材料", text="用木的")
    talk.do("finish")
    assert (talk.row.stage, in_words(talk.row.data["met"])) == (
        "voting",
        "应到 3 户，实到 3 户；发言 1 次。开成了。",
    )


def test_what_breaks_off_in_the_middle_of_an_act_never_was(talk, monkeypatch):
    """The objection is written together with its follower, or not at all."""
    talk.vote(secret=False)
    for who in ("resident", "resident2", "resident3"):
        talk.do("vote", who, choice="agree")
    before = talk.row

    def power_fails(carrier: Any, values: Any) -> None:
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as broken:
        broken.setitem(effects._KINDS, "watch", power_fails)
        with pytest.raises(RuntimeError):
            talk.ask("object", "resident3", reason="不同意")
    assert (talk.row.seq, talk.row.state, talk.row.head) == (before.seq, before.state, before.head)
    assert not Entry.objects.filter(act="object").exists()
    talk.do("object", "resident3", reason="不同意")
    assert talk.tally["objections"] == 1
    assert Watch.objects.filter(person=talk.town.people["resident3"]).count() == 1


def test_tasks_that_are_not_waited_for_are_closed_and_their_owners_told(talk):
    talk.vote(secret=False)
    for who in ("resident", "resident2", "resident3"):
        talk.do("vote", who, choice="agree")
    talk.later(8 * DAY)
    talk.do("assign", tasks=[{"subject": "采购扶手", "owner": talk.town.people["resident3"].pk}])
    task = Matter.objects.get(parent=talk.number).pk
    talk.do("recall", reason="另有办法")
    assert (talk.row.stage, Matter.objects.get(pk=task).end) == ("unfinished", "withdrawn")
    assert Entry.objects.filter(matter=task, act="released").count() == 1
    assert Notice.objects.filter(
        person=talk.town.people["resident3"], matter=task, zh__contains="不再等待"
    ).exists()
    assert code(talk.ask("report", "resident3", on=task, done="办好了")) == "closed"
    assert verify_matters().faults == []


def test_owners_vote_by_area_and_the_tenant_does_not(talk):
    town = talk.town
    for home in town.households[:2]:
        people.set_household(SYSTEM, household=home, owner=town.residents[1])
    talk.do("endorse", "resident2")
    talk.do("accept")
    begins = talk.now + 20 * DAY
    talk.do(
        "announce", begins=begins.isoformat(), question="是否更换门禁", plan="更换单元门禁系统", venue="会议室",
        electors="owner", secret=False,
    )  # fmt: skip
    talk.later(20 * DAY)
    for who in ("resident", "resident2"):
        talk.do("attend", who)
    talk.do("finish")
    assert (talk.tally["@roll"], talk.row.open_to) == (
        "owner",
        " roll clerks below:community_staff below:grid_worker community_staff grid_worker ",
    )
    assert code(talk.ask("vote", "resident", choice="agree")) == "not_elector"
    talk.do("vote", "resident2", choice="agree")
    assert talk.tally["agree_area"] == town.households[0].area + town.households[1].area


@pytest.mark.django_db(transaction=True)
def test_two_who_make_the_number_full_at_once_and_the_last_votes_together():
    talk = Talk(build_town(), supporters=2)
    asks: list[Callable[[], Any]] = [
        lambda who=who: talk.ask("endorse", who) for who in ("resident", "resident2", "resident3")
    ]  # type: ignore[misc]
    answers = [code(answer) for answer in all_at_once(*asks)]
    assert sorted(answers) == ["done", "done", "no_such_act"]
    assert Entry.objects.filter(matter=talk.number, act="reached").count() == 1
    talk.do("accept")
    begins = talk.now + 2 * DAY
    talk.do(
        "announce", begins=begins.isoformat(), question="是否加装扶手", plan="每层双侧，用公共收益", venue="会议室", secret=False,
    )  # fmt: skip
    talk.later(2 * DAY)
    for who in ("resident", "resident2"):
        talk.do("attend", who)
    talk.do("finish")
    votes: list[Callable[[], Any]] = [
        lambda who=who: talk.ask("vote", who, choice="agree")
        for who in ("resident", "resident2", "resident3")
    ]  # type: ignore[misc]
    assert [code(answer) for answer in all_at_once(*votes)] == ["done"] * 3
    talk.later(SECOND)
    assert (talk.row.stage, in_words(talk.row.data["vote"])) == (
        "result",
        "应投票 3 户，已投票 3 户；同意 3 票，反对 0 票，弃权 0 票。通过。",
    )
    assert verify_matters().faults == []
