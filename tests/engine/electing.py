"""A small election for tests: so many of five candidates, by the settings given."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Matter
from shanzhi.engine.world import World
from tests.engine.play import Play

TELLERS = ("community_staff", "supervision_member", "secretary")
DATA = """
subject: {type: text, optional: true, max: 80, label: 选什么}
candidates: {type: list, optional: true, max: 20, label: 候选人, form: {who: {type: person, label: 谁}, name: {type: text, max: 20, label: 姓名}}}
elected: {type: list, optional: true, label: 当选的人, form: {who: {type: person, label: 谁}, name: {type: text, max: 20, label: 姓名}}}
reserve: {type: list, optional: true, label: 候补的人, form: {who: {type: person, label: 谁}, name: {type: text, max: 20, label: 姓名}}}
left: {type: list, optional: true, label: 留下再选的人, form: {who: {type: person, label: 谁}, name: {type: text, max: 20, label: 姓名}}}
result: {type: words, label: 选举结果}
"""
OPENING = "{start: {label: 开始, by: [anyone], at: community, asks: [candidates], to: first}}"
STAGES = """
first:
  label: 选举
  desk: [committee_chair]
  due: {lasts: 3 days}
  choose: {SETTINGS}
  outcomes: {elected: closed, unfilled: again, tied: again, no_quorum: short, not_counted: lost, void: lost}
again:
  label: 再选
  desk: [committee_chair]
  due: {lasts: 3 days}
  choose: {AGAIN}
  outcomes: {elected: closed, unfilled: short, tied: short, no_quorum: short, not_counted: lost, void: lost}
closed: {label: 选好了, end: done}
short: {label: 没选成, end: failed}
lost: {label: 无效, end: failed}
"""
KEPT = "{result: words, elected: elected, reserve: reserve, left: left}"
NAMES = ("甲某", "乙某", "丙某", "丁某", "戊某")


def settings(more: str = "", **given: str) -> str:
    usual = {
        "roll": "households", "of": "data.candidates", "places": "2", "ties": "run_off",
        "tellers": f"[{', '.join(TELLERS)}]", "quorum": "count.voted * 2 > count.roll",
        "pass": "count.votes * 2 > count.voted", "result": KEPT,
    }  # fmt: skip
    lines = [f"{key}: {value}" for key, value in {**usual, **given}.items() if value]
    return "{" + ", ".join([*lines, *([more] if more else [])]) + "}"


def election(
    names: tuple[str, ...] = NAMES[:4],
    *,
    world: World | None = None,
    more: str = "",
    stages: str = STAGES,
    **given: str,
) -> Play:
    """An election that is on, of candidates who are `resident11` and after, so that the first ten only vote."""
    again = settings(
        "already: data.elected",
        **{**given, "of": "data.left", "margin": "", "pass": "count.votes * 3 >= count.voted"},
    )
    text = stages.replace("{SETTINGS}", settings(more, **given)).replace("{AGAIN}", again)
    play = Play(text, data=DATA, opening=OPENING, world=world or World(residents=16))
    play.open("committee_chair", place=6, candidates=lines(names))
    return play


def lines(names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{"who": 2011 + n, "name": name} for n, name in enumerate(names)]


def choosing(*numbers: int) -> list[dict[str, Any]]:
    return [{"candidate": number} for number in numbers]


def vote(play: Play, votes: dict[tuple[int, ...], int], first: int = 1) -> Matter:
    """So many residents, from the `first` on, vote for these candidates each."""
    for numbers, count in votes.items():
        for _ in range(count):
            play.do("vote", "resident" if first == 1 else f"resident{first}", marks=choosing(*numbers))
            first += 1
    return play.matter


def names_of(play: Play, fact: str) -> list[str]:
    return [line["name"] for line in play.matter.data.get(fact) or ()]
