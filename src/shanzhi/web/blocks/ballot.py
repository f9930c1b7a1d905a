"""Ballot (表决) on screen: the question, the rules before one votes, the turnout, the live count where it is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.blocks.counting import VOTING
from shanzhi.engine.blocks.totals import FIRST
from shanzhi.method.blocks.casting import WAY_NAMES, cast_by, in_totals
from shanzhi.method.blocks.options import DEFAULT_OPTIONS
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.model import Act, Block, Option
from shanzhi.people.models import Person
from shanzhi.reading.electors import electors_of
from shanzhi.reading.matter import Seen
from shanzhi.web.blocks.ballot_electors import held_by, voted
from shanzhi.web.blocks.bars import Bar
from shanzhi.web.blocks.base import ActPage, BlockFace, Finished, Screen
from shanzhi.web.blocks.plan import published
from shanzhi.web.blocks.present import block_of, draft_of, roll_of, stated, thresholds_of
from shanzhi.web.blocks.thresholds import Threshold
from shanzhi.web.words import deadline, say


class Rules(Struct):
    """A ballot's rules as they are told before one votes."""

    roll: str
    secret: bool
    until: str
    """When voting ends; empty once it has."""
    needs: list[Threshold]
    """What must be reached, turnout first; without the state of the count."""
    proxies: int = 0
    early: bool = False


def running(it: Seen, block: Block, acts: dict[str, Act]) -> dict[str, Any]:
    """The question, the rules, the turnout, the count where it is open, and the ways to vote."""
    matter = it.loaded.record.matter
    return {
        "question": question_of(it, block),
        "plan": published(it, besides=block.settings.get("motion")),
        "rules": rules_of(it, block),
        "turnout": turnout(matter.tally),
        "count": [] if is_secret(block, matter.tally) else count_of(block, matter.tally, whole=it.whole),
        "vote": acts.get("vote"),
        "paper": acts.get("paper"),
        "entrust": acts.get("entrust"),
        "revoke": acts.get("revoke"),
        "held": held_by(it) if "vote_for" in acts else [],
        "papers": bool(acts.keys() & {"give_paper", "count_papers"}),
        "box": is_secret(block, matter.tally),
        "opens": "open_box" in acts,
        "totals": totals_of(it, block, acts) if in_totals(block.settings) else None,
        **standing(it),
    }


class Totals(Struct):
    """A ballot of which totals alone come here: how votes are cast, and what the tellers have entered so far."""

    ways: str
    enter: Act | None
    entered: bool
    """Whether one teller has entered the totals."""
    by_me: bool


def totals_of(it: Seen, block: Block, acts: dict[str, Act]) -> Totals:
    """How a ballot that is counted elsewhere stands; who has entered what nobody is shown."""
    ways = [way for way in cast_by(block.settings) if way in WAY_NAMES]
    first = it.loaded.record.matter.tally.get(FIRST)
    names = _("、").join(say(WAY_NAMES[way]) for way in ways)
    mine = first is not None and first["by"] == it.who.person
    return Totals(names, acts.get("enter_totals"), first is not None, mine)


OWN_BOX = ("give_paper", "seal_paper", "count_papers", "open_box")
"""Acts of a secret ballot that the face leads to."""


def question_of(it: Seen, block: Block) -> str:
    """What is voted on, in plain words."""
    field = block.settings.get("motion")
    return str(it.loaded.record.matter.data.get(field) or "") if field else it.loaded.record.title


def rules_of(it: Seen, block: Block) -> Rules:
    """The rules, in words."""
    matter, method = it.loaded.record.matter, it.loaded.method
    known = {"roll_area": matter.tally.get("roll_area", 0)}
    told = thresholds_of(method, stated(block), counted(block), known, matter.data)
    return Rules(
        roll_name(roll_of(block, matter.tally)),
        is_secret(block, matter.tally),
        "" if closed(matter.tally) else deadline(matter.window),
        told,
        setting_number(draft_of(it), block, "proxies", 0),
        bool(block.settings.get("early")),
    )


def present(it: Seen) -> Block | None:
    """The ballot that runs now, if one does."""
    block = block_of(it)
    return block if block is not None and block.kind == FACE.kind else None


def is_secret(block: Block, tally: Mapping[str, Any]) -> bool:
    """Whether nobody may learn what somebody voted."""
    return bool(tally["secret"]) if "secret" in tally else may_be_secret(block.settings)


def options_of(block: Block) -> tuple[Option, ...]:
    """The choices of a ballot."""
    return tuple(block.settings.get("options") or DEFAULT_OPTIONS)


def closed(tally: Mapping[str, Any]) -> bool:
    """Whether nobody votes any more: of a secret ballot papers are counted, or its holders are waited for."""
    return tally.get("@phase", VOTING) != VOTING


def roll_name(roll: str) -> str:
    """By what it counts."""
    return {
        "person": _("每位年满十八周岁的居民一票"),
        "household": _("每户一票"),
        "owner": _("每位业主一票，同时按房屋面积计"),
        "representative": _("每位居民代表一票"),
        "member": _("每位成员一票"),
        "people": _("名单上的人，每人一票"),
    }.get(roll, "")


def turnout(tally: Mapping[str, Any]) -> list[Bar]:
    """How many voted, and their area where it counts."""
    bars = [Bar(_("已投票"), tally["voted"], tally["roll"])]
    if tally.get("roll_area"):
        more = _("%(voted).0f / %(all).0f 平方米") % {
            "voted": tally["voted_area"] / 100, "all": tally["roll_area"] / 100,
        }  # fmt: skip
        bars.append(Bar(_("已投票面积"), tally["voted_area"], tally["roll_area"], more))
    return bars


def count_of(block: Block, tally: Mapping[str, Any], *, whole: bool) -> list[Bar]:
    """How many chose each, of those who voted; with exact areas for those alone who see the `whole`, and so each vote."""
    area = whole and bool(tally.get("roll_area"))
    return [
        Bar(
            say(option.label),
            tally.get(option.value, 0),
            tally["voted"],
            _("%(n).0f 平方米") % {"n": tally.get(f"{option.value}_area", 0) / 100} if area else "",
        )
        for option in options_of(block)
    ]


def standing(it: Seen) -> dict[str, Any]:
    """Where the reader stands: no elector, voted (when), entrusted to somebody, or yet to vote; and the `phase` of the box."""
    tally = it.loaded.record.matter.tally
    electors, phase = electors_of(it, it.who.person), tally.get("@phase", "")
    if not electors:
        return {"elector": False, "phase": phase}
    proxies = tally.get("proxies") or {}
    vote = voted(it, electors)
    proxy = next((proxies[elector.key] for elector in electors if elector.key in proxies), None)
    name = Person.objects.filter(pk=proxy).values_list("name", flat=True).first() if proxy else ""
    return {
        "elector": True,
        "phase": phase,
        "voted": vote,
        "by_me": vote is not None and vote.person == it.who.person and vote.act == "vote",
        "proxy": name or "",
        "area": sum(elector.area for elector in electors) / 100,
    }


def on_screen(it: Seen, block: Block) -> dict[str, Any]:
    """The question and the turnout, with the count where the ballot is open."""
    tally = it.loaded.record.matter.tally
    secret = is_secret(block, tally)
    return {
        "question": question_of(it, block),
        "turnout": turnout(tally),
        "secret": secret,
        "count": [] if secret else count_of(block, tally, whole=False),
        "until": it.loaded.record.matter.window,
    }


def finished(block: Block, tally: Mapping[str, Any], whole: bool) -> Finished:
    """Turnout and count, as far as they were published."""
    return Finished([*turnout(tally), *count_of(block, tally, whole=whole)] if "voted" in tally else [])


def counted(block: Block) -> dict[str, str]:
    """Words for the turnout and for each choice, by heads and by area."""
    names = {
        "roll": _("有表决权总数"),
        "voted": _("参加表决数"),
        "roll_area": _("有表决权的总面积"),
        "voted_area": _("参加表决的面积"),
    }
    for option in options_of(block):
        names[option.value] = _("“%(option)s”票数") % {"option": say(option.label)}
        names[f"{option.value}_area"] = _("“%(option)s”面积") % {"option": say(option.label)}
    return names


FACE = BlockFace(
    kind="ballot",
    template="web/blocks/ballot.html",
    running=running,
    own=frozenset({"vote", "vote_for", "entrust", "revoke", "paper", "enter_totals", *OWN_BOX}),
    leads=True,
    comes_for=("vote", "vote_for"),
    screen=Screen("web/blocks/ballot_screen.html", on_screen),
    pages={
        "vote": ActPage("vote"),
        "vote_for": ActPage("vote"),
        "entrust": ActPage("proxy", again=True),
        "paper": ActPage("paper-votes"),
        "give_paper": ActPage("secret-papers"),
        "seal_paper": ActPage("secret-papers"),
        "count_papers": ActPage("secret-papers"),
        "open_box": ActPage("opening"),
    },
    offers=None,
    finished=finished,
    page=None,
    minuted=True,
    needs=stated,
    counted=counted,
)
