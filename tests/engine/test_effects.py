"""What acts and stages bring about: texts with their places filled, points given once, links, papers."""

from __future__ import annotations

from msgspec.structs import replace

from shanzhi.engine.decide import open_matter
from shanzhi.engine.types import Command, Decision
from shanzhi.method.effects import MOST_POINTS
from tests.engine.play import DAY, MONDAY, Play

ALL = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 2 days}
  acts:
    tell:
      label: 通知
      form: {cost: {type: money, optional: true, label: 花费}, more: {type: text, optional: true, max: 20, label: 补充}}
      effects:
        - notify: {to: [opener, watchers], text: "{title}/{stage}/{due}/{subject}/{kind}/{kinds}/{noisy}/{cost}/{phone}/{when}/{files}/{more}/{nobody}"}
    go: {label: 去, to: second}
    show:
      label: 公开
      effects:
        - publish: {what: [subject], for: 5 days, title: "关于{subject}"}
        - document: {title: "{subject}告知书", text: "内容：{subject}，{phone}"}
    ask:
      label: 另办
      effects: [{open: {method: errand, with: {subject: subject, detail: more}}}]
    join:
      label: 并案
      form: {into: {type: matter, optional: true, label: 并入}}
      effects: [{link: {to: into, as: duplicate, follow: true}}]
second:
  label: 第二步
  desk: opener
  due: {in: 4 days}
  effects:
    - notify: {to: [opener], text: "{stage} {due}"}
  acts: {ok: {label: 好, to: closed}}
"""
FORM = """
subject: {type: text, max: 20, label: 什么事}
kind: {type: choice, options: {a: 甲类, b: 乙类}, optional: true, label: 类}
kinds: {type: choices, options: {a: 甲类, b: 乙类}, optional: true, label: 类}
noisy: {type: boolean, optional: true, label: 吵}
when: {type: time, optional: true, label: 何时}
files: {type: files, optional: true, label: 附件}
phone: {type: phone, sensitive: true, optional: true, label: 电话}
nobody: {type: text, optional: true, max: 5, label: 没有填}
"""


def play() -> Play:
    found = Play(ALL, form=FORM)
    found.open(
        subject="路灯{due}",
        kind="a",
        kinds=["a", "b"],
        noisy=True,
        when="2026-03-09T19:00:00",
        files=["x.jpg", "y.jpg"],
        phone="13800138000",
    )
    return found


def test_texts_speak_to_people_and_tell_nothing_sensitive():
    p = play()
    p.do("tell", "grid_worker", cost=3550, more="今天")
    said = p.effect("notify")
    assert said["to"] == ["opener", "watchers"]
    assert said["text"]["zh"] == (
        "试演/待办/3月4日 09:00/路灯{due}/甲类/甲类、乙类/是/35.50 元/***/3月9日 19:00/2 项/今天/—"
    )
    assert "/yes/¥35.50/***/" in said["text"]["en"]


def test_a_stages_own_text_speaks_of_the_stage_just_entered():
    p = play()
    p.do("go", "grid_worker")
    assert p.effect("notify")["text"]["zh"] == "第二步 3月6日 09:00"
    assert [e.kind for e in p.said] == ["arrived", "notify", "told"]


def test_publications_and_documents():
    p = play()
    p.do("show", "grid_worker")
    assert p.effect("publish") == {
        "fields": ["subject"],
        "title": {"zh": "关于路灯{due}", "en": "关于路灯{due}"},
        "until": MONDAY + 5 * DAY,
    }
    assert p.effect("document")["text"]["zh"] == "内容：路灯{due}，***"


def test_another_matter_is_opened_with_what_is_known():
    p = play()
    p.do("ask", "grid_worker")
    assert p.effect("open") == {
        "method": "errand",
        "opening": "",
        "values": {"subject": "路灯{due}"},
        "place": 4,
        "slot": "stages.first.acts.ask.effects[0].open:1",
    }


def test_a_matter_is_never_linked_to_itself():
    p = play()
    assert p.refused("join", "grid_worker", into=1).code == "own_link"
    p.do("join", "grid_worker")
    assert "link" not in p.kinds()
    p.do("join", "grid_worker", into=5)
    assert p.effect("link") == {"to": 5, "relation": "duplicate", "follow": True, "of": ["played"]}


AWARDS = """
first:
  label: 活动
  desk: grid_worker
  due: {in: 9 days}
  effects: [{award: {to: opener, points: "1", for: 发起}}]
  acts:
    thank:
      label: 感谢
      form: {points: {type: integer, label: 分}}
      effects: [{award: {to: opener, points: data.points, account: household, for: "{subject}"}}]
    help:
      label: 帮忙
      by: [resident]
      effects: [{award: {to: actor, points: inputs.each, for: 帮忙}}]
    again: {label: 再来, to: first}
"""


def awarded(p: Play) -> list[tuple[int, int]]:
    return [(e.values["person"], e.values["points"]) for e in p.effects if e.kind == "award"]


def test_points_are_given_once_to_each():
    p = Play(AWARDS, inputs="each: {type: integer, default: 2, label: 每人}")
    p.open("resident", subject="清扫")
    p.do("help", "resident2")
    assert p.refused("help", "resident2").code == "already"
    p.do("help", "resident3")
    p.do("thank", "grid_worker", points=5)
    assert p.effect("award")["reason"] == {"zh": "清扫", "en": "清扫"}
    assert p.effect("award")["account"] == "household"
    assert p.refused("thank", "grid_worker", points=5).code == "already"
    assert awarded(p) == [(2001, 1), (2002, 2), (2003, 2), (2001, 5)]
    p.do("again", "grid_worker")
    p.do("help", "resident2")
    assert awarded(p)[-2:] == [(2001, 1), (2002, 2)]


def test_no_points_are_taken_away_or_given_for_nothing():
    p = Play(AWARDS, inputs="each: {type: integer, default: 2, label: 每人}", given={"each": 0})
    p.open(subject="清扫")
    p.do("help", "resident2")
    p.do("thank", "grid_worker", points=-5)
    assert awarded(p) == [(2001, 1)]


def test_more_points_than_a_ledger_holds_are_refused_with_the_limit():
    p = Play(AWARDS, inputs="each: {type: integer, default: 2, label: 每人}")
    p.open(subject="清扫")
    refusal = p.refused("thank", "grid_worker", points=MOST_POINTS + 1)
    assert (refusal.code, str(MOST_POINTS) in refusal.why.zh) == ("fault", True)
    p.do("thank", "grid_worker", points=MOST_POINTS)
    assert awarded(p)[-1] == (2001, MOST_POINTS)


def test_a_child_that_closes_tells_its_parent_last():
    p = play()
    command = Command("", "open", MONDAY, p.actor("resident"), values={"subject": "灯"})
    answer = open_matter(p.method, command, 4, p.world, matter=1, parent=(9, 3))
    assert isinstance(answer, Decision)
    p.matter = replace(
        answer.matter, stage="second", desk=replace(answer.matter.desk, role="opener", person=2001)
    )
    p.do("ok", "resident")
    assert [e.kind for e in p.said] == ["parent", "told"]
    assert p.effect("parent") == {"matter": 9, "visit": 3, "end": "done"}


FOLLOWING = """
first:
  label: 待办
  desk: grid_worker
  due: {in: 2 days, clock: main}
  acts:
    go:
      label: 去
      form: {why: {type: text, max: 20, label: 为什么}}
      clear: [kind]
      effects:
        - notify: {to: [desk], text: "{why}：{kind}到了{stage}，{due}前由{desk}办"}
        - notify: {to: [opener], text: "{why}"}
      to: second
    longer:
      label: 延期
      form: {days: {type: integer, min: 1, label: 几天}}
      extend: {clock: main, by: days, unit: days}
      effects: [{notify: {to: [desk], text: "{stage}改为{due}"}}]
    end: {label: 结束, effects: [{notify: {to: [opener], text: "{stage}{due}"}}], to: closed}
second:
  label: 第二步
  desk: community_staff
  due: {in: 4 days}
  effects: [{notify: {to: [opener], text: "进了{stage}"}}]
  acts: {ok: {label: 好, to: closed}}
"""


def texts_of(play: Play) -> list[str]:
    return [effect.values["text"]["zh"] for effect in play.said if effect.kind == "notify"]


def test_an_acts_own_text_says_where_it_lies_now_from_the_facts_of_its_own_moment():
    play = Play(FOLLOWING, form=FORM)
    play.open(subject="路灯", kind="a")
    play.do("longer", "grid_worker", days=3)
    assert texts_of(play) == ["待办改为3月7日 09:00"]
    play.do("go", "grid_worker", after=DAY, why="太难")
    assert texts_of(play) == ["太难：甲类到了第二步，3月7日 09:00前由社区工作者办", "太难", "进了第二步"]
    assert "kind" not in play.matter.data


def test_at_an_end_there_is_no_date():
    play = Play(FOLLOWING, form=FORM)
    play.open(subject="路灯")
    play.do("end", "grid_worker")
    assert texts_of(play)[0] == "已销账—"
