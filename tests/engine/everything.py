"""A method with every block, every clock rule and every effect, for tests that let chance play it."""

from __future__ import annotations

from functools import cache
from typing import Any

from shanzhi.library import text
from shanzhi.method.check import load
from shanzhi.method.model import Method
from tests.engine.play import method_of
from tests.matters.town import METHODS

STAGES = """
hub:
  label: 中枢
  desk: {role: [community_staff, street_staff], last: hub}
  due: {in: 3 workdays, clock: whole, then: nudge, remind: 1 workday}
  effects: [{award: {to: opener, points: "1", for: 又一步}}]
  acts:
    nudge: {label: 催办, by: [system], effects: [{notify: {to: [desk], text: "{subject} {due}"}}]}
    claim: {label: 去接单, to: claim}
    check: {label: 去清单, to: check}
    split: {label: 去协办, form: {helpers: {type: offices, max: 3, label: 部门}}, to: split}
    endorse: {label: 去联名, to: endorse}
    vote: {label: 去表决, to: vote}
    secret: {label: 去无记名, to: secret}
    show: {label: 去公示, to: show}
    meet: {label: 去开会, form: {begins: {type: time, label: 何时}}, to: meet}
    survey: {label: 去评议, to: survey}
    rest: {label: 去等候, form: {day: {type: date, label: 哪天}}, to: rest}
    ask: {label: 问居民, stop: [], to: asking}
    more:
      label: 延期
      form: {days: {type: integer, label: 天数}}
      requires: [{that: extended.whole < 2, otherwise: 只能延两次}]
      extend: {clock: whole, by: days, unit: days}
    up: {label: 上报, move: up, restart: [whole], to: hub}
    thank: {label: 感谢, by: [desk, resident], effects: [{award: {to: actor, points: "2", for: 帮忙}}]}
    join: {label: 并案, form: {into: {type: matter, label: 并入}}, effects: [{link: {to: into, as: duplicate}}], to: merged}
    finish: {label: 办结, requires: [{that: "visits.hub > 1", otherwise: 至少走一步}], stop: [whole], to: rating}
claim:
  label: 接单
  desk: [community_staff, street_staff]
  claim: {by: [volunteer, steward], open_for: 1 day}
  outcomes: {taken: doing, unclaimed: hub}
doing:
  label: 在办
  desk: holder
  due: {in: 2 days, then: lapse}
  acts:
    done: {label: 办好, effects: [{award: {to: holder, points: "5", for: 接单}}], to: hub}
    lapse: {label: 到期, by: [system], to: hub}
check:
  label: 清单
  desk: [community_staff, street_staff]
  due: {in: 2 days}
  checklist: {items: {one: {label: 一, proof: text}, two: {label: 二, optional: true}}}
  outcomes: {complete: hub}
split:
  label: 协办
  desk: [community_staff, street_staff]
  due: {in: 5 days, clock: whole}
  split: {method: assist, each: helpers, as: office, with: {subject: subject, request: subject}, join: 2}
  outcomes: {joined: hub, recalled: hub}
endorse:
  label: 联名
  desk: [community_staff, street_staff]
  endorse: {by: [resident], per: household, threshold: "3", open_for: 2 days}
  outcomes: {reached: hub, expired: hub}
vote:
  label: 表决
  desk: [community_staff, street_staff]
  ballot: {electors: owner, open_for: 2 days, quorum: "voted * 2 > electors", pass: "yes_area * 2 > voted_area", proxies: "2", paper: [community_staff], early: true}
  outcomes: {passed: hub, failed: hub, no_quorum: hub}
secret:
  label: 无记名
  desk: [community_staff, street_staff]
  ballot: {electors: household, open_for: 2 days, pass: "yes >= no + 1", secret: true, proxies: "1", paper: [community_staff], early: true}
  outcomes: {passed: hub, failed: hub}
show:
  label: 公示
  desk: [community_staff, street_staff]
  publicity: {for: 1 workday, what: [subject], objections: [resident], answer_within: 1 workday}
  outcomes: {clear: meet, upheld: hub}
meet:
  label: 开会
  desk: [community_staff, street_staff]
  session: {at: begins, lasts: 2 hours, notice: 1 day, roll: residents, quorum: attended > 1}
  outcomes: {held: hub, no_quorum: hub}
survey:
  label: 评议
  desk: [community_staff, street_staff]
  survey: {by: [resident], open_for: 2 days, enough: "2", pass: sum_stars > answers * 2, questions: {stars: {type: integer, min: 1, max: 5, label: 几星}, likes: {type: choices, optional: true, options: {a: 甲, b: 乙}, label: 喜欢}}}
  outcomes: {passed: hub, failed: hub, too_few: hub}
rest:
  label: 等候
  desk: [community_staff, street_staff]
  wait: {until: day}
  outcomes: {elapsed: [{when: "visits.rest > 3", stage: closed}, {stage: hub}]}
asking:
  label: 问居民
  desk: opener
  due: {in: 1 day, then: go_on}
  pauses: [whole]
  acts: {tell: {label: 补充, to: hub}, go_on: {label: 继续, by: [system], to: hub}}
rating:
  label: 待评
  desk: opener
  due: {in: 2 days, then: lapse}
  acts:
    rate: {label: 评分, form: {score: {type: integer, min: 1, max: 5, label: 几星}}, restart: [whole], to: [{when: score > 2 || visits.rating > 2, stage: closed}, {stage: hub}]}
    lapse: {label: 到期, by: [system], to: closed}
merged: {label: 已合并, end: merged}
closed: {label: 已销账, end: done, effects: [{notify: {to: [opener, holder], text: "{subject}"}}]}
"""
FORM = """
subject: {type: text, min: 1, max: 30, label: 什么事}
phone: {type: phone, sensitive: true, optional: true, known: opener.phone, label: 电话}
"""


@cache
def everything() -> Method:
    return method_of(STAGES, opening="{by: [anyone], at: community, to: hub}", form=FORM)


@cache
def library(name: str) -> Method:
    return load(text(name) or "", inputs=LIBRARY_INPUTS.get(name))


LIBRARY_INPUTS: dict[str, dict[str, Any]] = {"errand": {"thanks": 3}}


@cache
def played(name: str) -> Method:
    """A method as tests of the platform play it, whatever the library makes of it."""
    return load((METHODS / f"{name}.yaml").read_text(encoding="utf-8"), inputs=PLAYED_INPUTS.get(name))


PLAYED_INPUTS: dict[str, dict[str, Any]] = {
    "deliberation": {"supporters": 2, "notice": "1 day", "judge_enough": 1, "show_for": "3 days"},
    "appeal-wall": {"topic_from": 2, "wall_for": "4 days"},
    "grid-network": {"show_first": True},
}
