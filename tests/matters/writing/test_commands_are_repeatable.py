"""A command sent twice is carried out once, whatever happened in between; an old view is refused with the news."""

from datetime import datetime

from shanzhi.matters.models import Entry, Matter, Notice
from tests.matters.town import code


def test_opening_twice_with_one_id_opens_one_matter(town):
    first = town.open(command_id="same")
    again = town.open(command_id="same")
    assert again.repeated
    assert again.matter.id == first.matter.id
    assert [e.act for e in again.entries] == ["open"]
    assert Matter.objects.count() == 1


def test_an_act_sent_twice_gives_the_first_answer_even_when_it_could_not_be_done_now(town):
    done = town.open()
    town.act(done, "accept")
    town.try_act(done, "resolve", values={"reply": "已换好灯泡"}, command_id="r1", seq=2)
    notices = Notice.objects.count()
    again = town.try_act(done, "resolve", values={"reply": "已换好灯泡"}, command_id="r1", seq=2)
    assert (code(again), again.repeated, again.matter.stage) == ("done", True, "verifying")
    assert Entry.objects.filter(matter=done.matter.id, act="resolve").count() == 1
    assert Notice.objects.count() == notices


def test_the_same_id_of_another_person_is_another_command(town):
    first = town.open(command_id="1")
    second = town.open(who="resident2", command_id="1")
    assert first.matter.id != second.matter.id


def test_an_id_used_for_something_else_is_refused(town):
    first, second = town.open(), town.open()
    town.try_act(first, "accept", command_id="x")
    assert code(town.try_act(second, "accept", command_id="x")) == "command_taken"


def test_an_act_on_an_old_view_is_refused_with_what_happened_since(town):
    done = town.act(town.open(), "accept")
    refused = town.try_act(done, "message", "resident", values={"text": "还在等"}, seq=1)
    assert code(refused) == "stale"
    assert "受理" in refused.why.zh
    assert "grid worker" in refused.why.en


def test_news_of_a_matter_is_not_told_to_strangers(town):
    done = town.act(town.open(), "accept")
    refused = town.try_act(done, "accept", "grid_worker@other", seq=1)
    assert code(refused) == "no_such_matter"
    assert "受理" not in refused.why.zh


def test_bad_ids_and_times_are_refused(town):
    assert code(town.try_open(values={"subject": "灯坏"}, command_id="x" * 65)) == "bad_command"
    assert code(town.try_open(values={"subject": "灯坏"}, command_id="a\nb")) == "bad_command"
    assert code(town.try_open(values={"subject": "灯坏"}, at=datetime(2026, 1, 1))) == "bad_at"  # noqa: DTZ001
    assert Matter.objects.count() == 0
