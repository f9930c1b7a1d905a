"""Ballot (表决) on screen: the question, the rules before one votes, the turnout, the live count where it is open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.blocks.base import setting_number
from shanzhi.engine.blocks.secret_ballot import VOTING
from shanzhi.method.model import Act, Block
from shanzhi.people.models import Person
from shanzhi.reading.electors import electors_of
from shanzhi.web.blocks.electors import held_by, voted
from shanzhi.web.blocks.publicity import published
from shanzhi.web.blocks.reading import Face, conditions, draft_of, is_secret, options_of, roll_of
from shanzhi.web.blocks.survey import Bar
from shanzhi.web.blocks.thresholds import Threshold
from shanzhi.web.words import deadline, say

if TYPE_CHECKING:
    from shanzhi.reading.matter import Seen


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


def face(it: Seen, block: Block, acts: dict[str, Act]) -> Face:
    """The face of a ballot."""
    matter = it.loaded.record.matter
    shown = {
        "question": question_of(it, block),
        "plan": published(it, besides=block.settings.get("on")),
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
        **standing(it),
    }
    return Face(
        "web/blocks/ballot.html",
        shown,
        frozenset({"vote", "vote_for", "entrust", "revoke", "paper", *OWN_BOX}),
    )


OWN_BOX = ("give_paper", "seal_paper", "count_papers", "open_box")
"""Acts of a secret ballot that the face leads to."""


def question_of(it: Seen, block: Block) -> str:
    """What is voted on, in plain words."""
    field = block.settings.get("on")
    return str(it.loaded.record.matter.data.get(field) or "") if field else it.loaded.record.title


def rules_of(it: Seen, block: Block) -> Rules:
    """The rules, in words."""
    matter, method = it.loaded.record.matter, it.loaded.method
    known = {"electors_area": matter.tally.get("electors_area", 0)}
    needs = conditions(method, block, ("quorum", "pass"), known, matter.data)
    return Rules(
        roll_name(roll_of(block, matter.tally)),
        is_secret(block, matter.tally),
        "" if closed(matter.tally) else deadline(matter.window),
        needs,
        setting_number(draft_of(it), block, "proxies", 0),
        bool(block.settings.get("early")),
    )


def closed(tally: Mapping[str, Any]) -> bool:
    """Whether nobody votes any more: of a secret ballot papers are counted, or its holders are waited for."""
    return tally.get("@phase", VOTING) != VOTING


def roll_name(roll: str) -> str:
    """By what it counts."""
    return {
        "person": _("每位年满十八周岁的居民一票"),
        "household": _("每户一票"),
        "owner": _("每位业主一票，同时按房屋面积计"),
    }.get(roll, "")


def turnout(tally: Mapping[str, Any]) -> list[Bar]:
    """How many voted, and their area where it counts."""
    bars = [Bar(_("已投票"), tally["voted"], tally["electors"])]
    if tally.get("electors_area"):
        more = _("%(voted).0f / %(all).0f 平方米") % {
            "voted": tally["voted_area"] / 100, "all": tally["electors_area"] / 100,
        }  # fmt: skip
        bars.append(Bar(_("已投票面积"), tally["voted_area"], tally["electors_area"], more))
    return bars


def count_of(block: Block, tally: Mapping[str, Any], *, whole: bool) -> list[Bar]:
    """How many chose each, of those who voted; with exact areas for those alone who see the `whole`, and so each vote."""
    area = whole and bool(tally.get("electors_area"))
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
