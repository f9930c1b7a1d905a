"""Election (选举) on screen: the candidates, the rules before one votes, who took part, how the count goes, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.blocks.choose_count import MOST, UNREAD
from shanzhi.engine.blocks.choose_ranking import candidates_of
from shanzhi.engine.blocks.choose_result import NAMING, PHASE
from shanzhi.engine.blocks.counting import COUNTING, VOTING
from shanzhi.engine.blocks.totals import FIRST
from shanzhi.method.blocks.casting import WAY_NAMES, cast_by
from shanzhi.method.blocks.choose_words import STATES, TIES
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.cel import Program
from shanzhi.method.model import Act, Block
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.ballot import roll_name, standing, turnout
from shanzhi.web.blocks.ballot_electors import held_by
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import ActPage, BlockFace, Finished, Page, Screen
from shanzhi.web.blocks.present import block_of, draft_of, roll_of, stated, thresholds_of
from shanzhi.web.words import deadline, say

TAKES_PART = ("vote", "vote_for")
PAPERS = ("paper", "hand_out")


class Named(Struct):
    """A candidate as a page names them: the number on the paper, who, and what else stands there."""

    number: int
    name: str
    lines: list[str] = []


class Count(Struct):
    """How the count goes: what the reader may enter, and how far the tellers are."""

    enter: Act | None
    entered: bool
    by_me: bool
    unread: int
    finish: Act | None


def present(it: Seen) -> Block | None:
    """The election that runs now, if one does."""
    block = block_of(it)
    return block if block is not None and block.kind == FACE.kind else None


def candidates(it: Seen, block: Block) -> list[Named]:
    """The candidates with the names and lines that stand on the paper: no photo, and nothing that is not for all."""
    field = it.loaded.method.fields[block.settings["of"]]
    them = candidates_of(field, it.loaded.record.matter.data.get(field.name))
    nameless = [one.person for one in them if not one.name and one.person is not None]
    names = dict(Person.objects.filter(pk__in=nameless).values_list("pk", "name")) if nameless else {}
    texts = [one for one in field.form if one.kind.written and not (one.private or one.sensitive)][1:]
    return [
        Named(
            one.number,
            one.name or names.get(one.person or 0, "") or _("%(n)d 号") % {"n": one.number},
            [str(one.line[part.name]) for part in texts if one.line and one.line.get(part.name)],
        )
        for one in them
    ]


def rules_of(it: Seen, block: Block) -> list[str]:
    """The rules, as they are told before one votes."""
    matter, method = it.loaded.record.matter, it.loaded.method
    tally, s = matter.tally, block.settings
    secret = (
        _("不记名：只登记谁领了票，票上写了什么没有记录")
        if is_secret(block)
        else _("记名：计票前没有人看得到结果")
    )
    lines = [roll_name(roll_of(block, tally)), secret]
    lines.append(_("应选 %(n)d 人，候选人 %(m)d 人") % {"n": tally["places"], "m": tally["candidates"]})
    if s.get("write_ins"):
        lines.append(_("也可以写别人的名字"))
    known = {"roll_area": tally.get("roll_area", 0)}
    lines += [one.asks for one in thresholds_of(method, stated(block), counted(block), known, matter.data)]
    lines.append(say(TIES[s["ties"]]))
    if tally[PHASE] == VOTING:
        lines.append(_("%(at)s截止") % {"at": deadline(matter.window)})
    if proxies := setting_number(draft_of(it), block, "proxies", 0):
        lines.append(_("可以委托别人代投，一人最多代 %(n)d 票；候选人不接受委托") % {"n": proxies})
    return [line for line in lines if line]


def is_secret(block: Block) -> bool:
    """Whether nobody may learn what somebody voted."""
    return may_be_secret(block.settings)


def took_part(block: Block, tally: Mapping[str, Any]) -> list[Bar]:
    """How many voted; of secret papers, how many drew one."""
    if is_secret(block) and "paper" in cast_by(block.settings) and not tally["voted"]:
        return [Bar(_("已领票"), tally["given"], tally["roll"])]
    return turnout(tally)


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """Candidates, rules and turnout, and the ways to vote or to count."""
    tally = it.loaded.record.matter.tally
    ways = [say(WAY_NAMES[way]) for way in cast_by(block.settings) if way in WAY_NAMES]
    return {
        "question": it.loaded.record.title,
        "candidates": candidates(it, block),
        "most": tally[MOST],
        "places": tally["places"],
        "rules": rules_of(it, block),
        "turnout": took_part(block, tally),
        "secret": is_secret(block),
        "ways": _("、").join(ways),
        "vote": acts.get("vote"),
        "entrust": acts.get("entrust"),
        "revoke": acts.get("revoke"),
        "held": held_by(it) if "vote_for" in acts else [],
        "papers": any(name in acts for name in PAPERS),
        "give": acts.get("give_paper"),
        "identify": acts.get("identify"),
        "count": count_of(it, acts),
        "counting": tally[PHASE] == COUNTING,
        "naming": tally[PHASE] == NAMING,
        **standing(it),
    }


def count_of(it: Seen, acts: dict[str, Act]) -> Count:
    """How far the tellers are; nobody is shown what one of them entered."""
    tally = it.loaded.record.matter.tally
    first = tally.get(FIRST)
    mine = first is not None and first["by"] == it.who.person
    return Count(acts.get("enter_count"), first is not None, mine, tally[UNREAD], acts.get("finish_count"))


def counted(block: Block) -> dict[str, str]:
    """Words for what the conditions of an election speak of."""
    return {
        "roll": _("有选举权的总数"),
        "voted": _("参加投票的总数"),
        "roll_area": _("有选举权的总面积"),
        "voted_area": _("参加投票的面积"),
        "votes": _("当选人的得票"),
        "votes_area": _("当选人得票的面积"),
        "valid": _("有效票"),
        "places": _("应选人数"),
        "candidates": _("候选人数"),
    }


def needs(block: Block) -> list[str]:
    """The turnout: what elects each candidate is told of each."""
    quorum = block.settings.get("quorum")
    return [quorum.source] if isinstance(quorum, Program) else []


def bars_of(tally: Mapping[str, Any]) -> list[Bar]:
    """The votes of each candidate, the most first, with what became of them."""
    found = []
    for one in sorted(tally.get("counts") or (), key=lambda one: -one["heads"]):
        name, state = one["label"] or _("%(n)d 号") % {"n": one["n"]}, say(STATES[one["state"]])
        label = _("%(name)s（%(state)s）") % {"name": name, "state": state} if state else name
        found.append(Bar(label, one["heads"], tally["voted"]))
    return found


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """Who took part, and the votes of each."""
    return Finished([*turnout(tally), *bars_of(tally)] if "voted" in tally else [])


def on_screen(it: Seen, block: Block) -> dict[str, Any]:
    """The candidates and the turnout; how far the count is, never its state."""
    tally = it.loaded.record.matter.tally
    return {
        "question": it.loaded.record.title,
        "candidates": candidates(it, block),
        "most": tally[MOST],
        "turnout": took_part(block, tally),
        "counting": tally[PHASE] != VOTING,
        "until": it.loaded.record.matter.window,
    }


FACE = BlockFace(
    kind="choose",
    template="web/blocks/choose.html",
    running=running,
    own=frozenset({"vote", "vote_for", "entrust", "revoke", "paper", "give_paper", "enter_count", "finish_count", "identify"}),
    leads=True,
    comes_for=TAKES_PART,
    screen=Screen("web/blocks/choose_screen.html", on_screen),
    pages={
        "vote": ActPage("election"),
        "vote_for": ActPage("election"),
        "entrust": ActPage("election-proxy", again=True),
        "paper": ActPage("election-papers"),
        "give_paper": ActPage("election-give"),
        "enter_count": ActPage("election-count"),
    },
    offers=None,
    finished=finished,
    page=Page("election-result", Sentence("得票和每张票的去向", "The votes, and what became of each paper")),
    minuted=True,
    needs=needs,
    counted=counted,
)  # fmt: skip
