"""What was made public is read by anyone, with names in the place of numbers, masked for those who only look on."""

import pytest

METHOD = """\
method: shown-tasks
title: 公开任务
version: 1
source: 本库自编
visible: place
form:
  subject: {type: text, max: 80, label: 什么事}
  friend: {type: person, optional: true, label: 请哪一位}
  bureau: {type: office, optional: true, label: 哪个部门}
  paid: {type: money, optional: true, label: 花了多少}
  tasks:
    type: list
    max: 5
    label: 要做的事
    form:
      what: {type: text, max: 60, label: 做什么}
      owner: {type: person, label: 谁来做}
open: {by: [resident], at: grid, to: doing}
stages:
  doing:
    label: 办理
    desk: grid_worker
    due: {in: 2 workdays}
    effects:
      - publish: {what: [subject, friend, bureau, paid, tasks], title: "任务：{subject}"}
    acts:
      done: {label: 办好了, to: closed}
  closed:
    label: 已办好
    end: done
    effects:
      - notify: {to: [opener], text: "“{subject}”办好了。"}
measures:
  done: {label: 办结率, share: closed}
examples:
  - title: 办好
    when:
      - open: {subject: 扫雪, tasks: [{what: 扫前院, owner: volunteer}]}
        by: resident
      - act: done
        by: grid_worker
    then: {stage: closed}
"""


@pytest.fixture
def shown(api):
    """One matter of which the tasks are public: whose each is, and the office."""
    town = api.town
    town.adopt(METHOD)
    friend, office = town.people["community_staff"].pk, town.office.pk
    tasks = [{"what": "扫前院", "owner": friend}]
    values = {"subject": "扫雪", "friend": friend, "bureau": office, "paid": 1250, "tasks": tasks}
    town.open("shown-tasks", values=values)
    return friend, office


def published(api, who):
    caller = api.as_(who) if who else api.nobody()
    answer = caller.get(f"/publications?place={api.town.community.pk}")
    assert answer.status == 200, answer.data
    (one,) = answer["publications"]
    return one["fields"]


@pytest.mark.parametrize(
    ("who", "name"),
    [(None, "c**"), ("grid_worker@other", "c**"), ("grid_worker", "community_staff甲"), ("resident", "community_staff甲")],
)  # fmt: skip
def test_people_are_named_as_far_as_the_reader_may_know_them(api, shown, who, name):
    friend, office = shown
    fields = published(api, who)
    person = {"id": None if name == "c**" else friend, "name": name}
    assert fields["friend"] == person
    assert fields["tasks"] == [{"what": "扫前院", "owner": person}]
    assert fields["bureau"] == {"id": office, "name": api.town.office.name}
    assert (fields["subject"], fields["paid"]) == ("扫雪", 1250)


def test_what_was_found_comes_with_the_refusal_and_is_confirmed_or_corrected(api):
    town = api.town
    town.adopt(METHOD)
    resident, worker = api.as_("resident"), api.as_("community_staff")
    tasks = [{"what": "去2号楼101", "owner": town.people["resident"].pk}]
    values = {"subject": "请打 13800001234", "tasks": tasks}
    wanted = {"method": "shown-tasks", "place": town.building.pk, "values": values}
    told = resident.post("/matters", wanted)
    assert (told.status, told["code"]) == (422, "look_through")
    found = {(one["kind"], one["text"], one["field"]) for one in told["pieces"]}
    assert found == {("phone", "13800001234", ""), ("door", "2号楼101", "tasks")}
    assert told["preview"][0]["fields"]["subject"] == "请打 13800001234"
    dry = resident.post("/matters?dry_run=1", wanted)
    assert (dry["possible"], dry["why"]["code"]) == (False, "look_through")
    confirmed = {"pieces": ["13800001234", "2号楼101"], "reason": "本人同意"}
    opened = resident.post("/matters", {**wanted, "confirmed": confirmed})
    assert opened.status == 201, opened.data
    address = f"/matters/{opened['number']}/publications"
    change = {"text": "13800001234", "reason": "不再同意"}
    assert resident.post(f"{address}/corrections", change).status == 403
    assert worker.post(f"{address}/corrections", change).status == 200
    (shown,) = api.nobody().get(f"/publications?place={town.community.pk}")["publications"]
    assert (shown["title"], shown["fields"]["subject"]) == ("任务：请打 ***", "请打 ***")
    assert (shown["version"], shown["corrected"] is not None) == (2, True)
    assert worker.post(f"{address}/retraction", {"reason": "误发"}).status == 200
    assert api.nobody().get(f"/publications?place={town.community.pk}")["publications"] == []
