"""Opening a matter: who may, where it lands, for whom, with what is known already."""

from __future__ import annotations

from dataclasses import replace

from shanzhi.engine.decide import open_matter
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Refusal
from shanzhi.engine.world import World
from shanzhi.method.words import Sentence
from tests.engine.play import MONDAY, Play, explained, method_of

STAGES = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 1 day}
  acts: {done: {label: 办好, to: closed}}
"""


def refused(answer: Decision | Refusal) -> Refusal:
    assert isinstance(answer, Refusal)
    explained(answer)
    return answer


def test_it_lands_at_the_methods_level_and_remembers_where_it_happened():
    play = Play(STAGES)
    play.open(place=107)
    assert (play.matter.place, play.matter.origin, play.matter.opener) == (4, 107, 2001)
    (entry,) = play.entries
    assert (entry.seq, entry.act, entry.to, entry.person, entry.role) == (1, "open", "first", 2001, "anyone")
    assert play.kinds() == ["arrived"]
    assert (play.matter.visits, play.matter.visit) == ({"first": 1}, 1)


def test_a_place_above_that_level_stays_as_it_is():
    play = Play(STAGES)
    play.open(place=3)
    assert play.matter.place == 3


def test_who_may_not_is_told_who_may():
    play = Play(STAGES, opening="{by: [community_staff, system], at: grid, to: first}")
    answer = refused(play.try_open("resident"))
    assert (answer.code, answer.rule) == ("not_yours", "open.start")
    assert "社区工作者" in answer.why.zh
    assert isinstance(play.try_open("system"), Decision)


def test_a_resident_of_elsewhere_is_no_resident_here():
    play = Play(STAGES, opening="{by: [resident], at: grid, to: first}")
    assert isinstance(play.try_open("resident"), Decision)
    assert refused(play.try_open(Actor(9_000, home=(1, 2, 33, 44)))).code == "not_yours"


def test_a_method_that_can_only_be_read_opens_nothing_and_says_why():
    play = Play(STAGES)
    play.method = replace(play.method, outdated=Sentence("请换成新版。", "Adopt a newer version."))
    answer = refused(play.try_open("resident"))
    assert (answer.code, answer.why.zh) == ("outdated", "请换成新版。")


def test_there_must_be_such_a_place():
    assert refused(Play(STAGES).try_open(place=999)).code == "no_such_place"


def test_every_fault_of_the_form_is_told_at_once():
    play = Play(STAGES, form="a: {type: text, max: 3, label: 甲}\nb: {type: integer, label: 乙}")
    answer = refused(play.try_open(a="太长的字", c=1))
    assert (answer.code, set(answer.fields)) == ("form", {"a", "b", "c"})
    for label in ("甲：", "乙：", "c："):
        assert label in answer.why.zh


def test_answers_that_are_no_answers_at_all():
    method = method_of(STAGES)
    for values in (None, [1], "x", 5):
        command = Command("", "open", MONDAY, World().people["resident"], values=values)
        assert refused(open_matter(method, command, 4, World())).code == "form"


def test_requirements_may_speak_of_the_answers():
    play = Play(
        STAGES,
        form="size: {type: integer, label: 件数}",
        opening="{by: [anyone], at: grid, to: first, requires: [{that: size < 10, otherwise: 太多了}]}",
    )
    answer = refused(play.try_open(size=10))
    assert (answer.code, answer.why.zh, answer.rule) == ("requires", "太多了", "open.start.requires[0]")
    play.open(size=9)


class Knowing(World):
    """A world that knows each person's telephone."""

    def fact(self, path, actor, place):
        return f"1380000{actor.person}" if path == "opener.phone" and actor.person else None


PHONE = """
who: {type: person, optional: true, label: 代谁}
phone: {type: phone, sensitive: true, optional: true, known: opener.phone, label: 电话}
"""


def test_what_is_known_is_filled_in_and_sealed():
    play = Play(STAGES, form=PHONE, world=Knowing())
    play.open("resident3")
    assert play.matter.data["phone"] == "13800002003"
    assert play.entries[0].sealed == ("phone",)


def test_opened_for_another_that_person_is_the_opener_and_what_is_known_is_theirs():
    play = Play(STAGES, form=PHONE, world=Knowing(), opening="{by: [anyone], at: grid, to: first, for: who}")
    play.open("grid_worker", who=2005)
    assert play.matter.opener == 2005
    assert play.matter.data["phone"] == "13800002005"
    assert play.entries[0].person == play.actor("grid_worker").person
    assert "told" in play.kinds()
    assert "withdraw" in play.open_acts("resident5")
    assert "withdraw" not in play.open_acts("resident")
    play = Play(STAGES, form=PHONE, world=Knowing(), opening="{by: [anyone], at: grid, to: first, for: who}")
    assert refused(play.try_open("grid_worker", who="谁")).code == "form"


def test_what_is_known_of_the_opener_is_not_taken_from_whoever_acts_later():
    play = Play(
        STAGES.replace(
            "{label: 办好, to: closed}",
            "{label: 办好, form: {phone: {type: phone, sensitive: true, known: opener.phone, label: 电话}}, to: closed}",
        ),
        world=Knowing(),
    )
    play.open("resident2")
    play.do("done", "grid_worker")
    assert play.matter.data["phone"] == "13800002002"


def test_a_matter_asked_for_by_another_is_opened_by_the_system():
    play = Play(STAGES, opening="{by: [system], at: grid, to: first}")
    command = Command("", "open", MONDAY, SYSTEM, values={})
    answer = open_matter(play.method, command, 4, play.world, matter=7, parent=(3, 2))
    assert isinstance(answer, Decision)
    assert (answer.matter.parent, answer.matter.parent_visit, answer.matter.opener) == (3, 2, None)
    worker = Command("", "open", MONDAY, play.actor("grid_worker"), values={})
    assert isinstance(open_matter(play.method, worker, 4, play.world, matter=7, parent=(3, 2)), Decision)


def test_a_first_stage_that_cannot_be_entered_opens_nothing():
    play = Play(
        "first: {label: 等候, desk: grid_worker, wait: {until: day}, outcomes: {elapsed: closed}}",
        form="day: {type: date, optional: true, label: 哪天}",
    )
    assert refused(play.try_open()).code == "date_missing"


FLOOR = """{by: [resident, grid_worker], at: grid, to: first, not_below: [
  {when: data.kind in inputs.not_taken, level: street, why: "“{kind}”由{desk}办。"}]}"""
SENT = """
first:
  label: 待办
  desk: [grid_worker, community_staff, street_staff, district_staff]
  due: {in: 1 day}
  acts:
    up: {label: 上报, form: {kind: {type: text, optional: true, label: 种类}}, move: up, to: first}
    send: {label: 转走, form: {to_place: {type: place, label: 哪里}}, move: to_place, to: first}
    done: {label: 办好, to: closed}
"""
NOT_TAKEN = "not_taken: {type: texts, default: [违建], label: 不办的}"
KIND = "kind: {type: text, optional: true, label: 种类}"


def floored() -> Play:
    return Play(SENT, opening=FLOOR, form=KIND, inputs=NOT_TAKEN)


def told(play: Play) -> list[str]:
    return [effect.values["text"]["zh"] for effect in play.said if effect.kind == "notify"]


def test_what_a_level_does_not_take_lands_above_it_and_the_opener_is_told_why_and_with_whom():
    play = floored()
    play.open(kind="违建")
    assert (play.world.level(play.matter.place), play.matter.desk.role) == ("street", "street_staff")
    assert told(play) == ["“违建”由街道工作人员办。"]


def test_what_it_takes_lands_there_and_nobody_is_told():
    for values in ({"kind": "路灯"}, {}):
        play = floored()
        play.open(**values)
        assert (play.world.level(play.matter.place), play.matter.desk.role) == ("grid", "grid_worker")
        assert told(play) == []


def test_it_is_not_sent_down_afterwards_and_goes_straight_up_once_it_is_known():
    play = floored()
    play.open()
    play.do("up", "grid_worker", kind="违建")
    assert play.matter.desk.role == "street_staff"
    assert told(play) == ["“违建”由街道工作人员办。"]
    play.do("send", "street_staff", to_place=4)
    assert play.matter.desk.role == "street_staff"
    play.do("up", "street_staff")
    assert (play.matter.desk.role, told(play)) == ("district_staff", [])
