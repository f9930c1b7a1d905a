"""What is published of a result (公布办法): fixed with the question, and following from public numbers alone.

Sums give votes away where few vote, and areas give them away nearly always: with distinct areas one subset fits an exact
sum. So the form is chosen by how many voted and how heavy the heaviest is, never by the result.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from shanzhi.method.secret_limits import UNSOUND, Limits
from shanzhi.method.words import Sentence
from shanzhi.secrecy.closing import Numbers
from shanzhi.secrecy.conditions import Linear, read_condition
from shanzhi.secrecy.faults import SecrecyFault, fault

Form = Literal["E", "R", "T", "none", ""]
"""E: exact counts. R: shares to whole per cent and the conditions. T: passed or not. none: not opened. Empty: not asked for."""

USUAL = Limits()
EXACT = "exact"
"""The text of a test vector: every sum exact. No ballot of people is held under it."""


class Publishing(Struct, frozen=True, forbid_unknown_fields=True):
    """The inputs of the rule and the conditions for passing, all of which must hold.

    `names` are the options' values in the order of the question; `counts`: an election, which needs exact heads;
    `again`: a count of this question was published before, so that a second one would show who changed; `least`, `exact`,
    `shares`: from how many votes on a box is opened, heads are exact, areas are told in shares; `heaviest`: the per cent of the area
    cast that no weight may exceed for that; `papers`: from how many papers and ballots on the paper box's totals are entered plainly.
    """

    names: tuple[str, ...]
    conditions: tuple[str, ...] = ()
    counts: bool = False
    again: bool = False
    least: int = USUAL.least
    exact: int = USUAL.exact
    shares: int = USUAL.shares
    heaviest: int = USUAL.heaviest
    papers: int = USUAL.papers

    def text(self) -> str:
        """The canonical text that is hashed with the question: JSON with its keys in order and no blanks between."""
        data: dict[str, Any] = msgspec.to_builtins(self)
        data["conditions"] = [read_condition(one, self.names).text for one in self.conditions]
        return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def rules(self) -> list[Linear]:
        """The conditions, read."""
        return [read_condition(one, self.names) for one in self.conditions]


class Forms(Struct, frozen=True):
    """The form in which heads and areas are published; `area` is empty where heads alone count."""

    heads: Form
    area: Form = ""


def read_publishing(text: str, options: int) -> Publishing:
    """The rule from its canonical text. Raises SecrecyFault (`publish`) for any other text."""
    try:
        found = msgspec.json.decode(text, type=Publishing)
        good = found.text() == text
    except msgspec.DecodeError:
        good = False
    if not good or len(found.names) != options or len(set(found.names)) != options:
        raise fault(
            "publish",
            "公布办法读不出来，或不是规定的写法。",
            "What is to be published cannot be read, or is not written as it must be.",
        )
    if not limits_of(found).sound():
        raise SecrecyFault("publish", UNSOUND)
    return found


def check_size(publishing: Publishing, electors: int) -> None:
    """Refuse a secret ballot among too few. Raises SecrecyFault (`publish`)."""
    if electors < publishing.least:
        raise fault(
            "publish",
            f"名册只有 {electors} 人（户），不足 {publishing.least}，无记名也看得出谁投了什么。请改为公开表决，或在会议上决定。",
            f"Only {electors} are on the roll, fewer than {publishing.least}: even a secret result would tell who voted what. "
            "Vote openly, or decide at a meeting.",
        )


def forms_of(
    publishing: Publishing,
    numbers: Numbers,
    *,
    weighted: bool,
    heads: Sequence[int] | None = None,
) -> Forms:
    """The form of a result, from public numbers. `heads`: the published heads of each option, with paper, where they are exact.

    Without `heads` the form of areas is told as if they barred nothing.
    """
    count = numbers.voted_heads
    if count < publishing.least or (publishing.counts and count < publishing.exact):
        return Forms("none", "none" if weighted else "")
    if count < publishing.exact or publishing.again:
        return Forms("T", "T" if weighted else "")
    if not weighted:
        return Forms("E")
    limits = limits_of(publishing)
    shares = limits.tells_shares(
        voted=count, area=numbers.voted_area, heaviest=numbers.heaviest, heads=heads or ()
    )
    return Forms("E", "R" if shares else "T")


def limits_of(publishing: Publishing) -> Limits:
    """The inputs of the rule by themselves."""
    return Limits(
        publishing.least, publishing.exact, publishing.shares, publishing.heaviest, publishing.papers
    )


def plain_paper(publishing: Publishing, *, papers: int, ballots: int, weighted: bool) -> bool:
    """Whether the totals of the paper box may be entered plainly; if not, tellers seal each paper as a ballot.

    They and the sum of the ballots are each a subtotal, so both must be of many, or one the whole.
    """
    if papers == 0:
        return True
    many = papers >= publishing.papers and (ballots >= publishing.papers or ballots == 0)
    return many and not weighted and not publishing.again


def share_conditions(name: str, per_cent: int) -> tuple[str, str]:
    """The two conditions that say «this option has so many per cent of the area cast, rounded»."""
    low, high = 2 * per_cent - 1, 2 * per_cent + 1
    return f"{name}_area * 200 >= voted_area * {low}", f"voted_area * {high} > {name}_area * 200"


def form_sentences(publishing: Publishing, *, electors: int, weighted: bool) -> tuple[Sentence, ...]:
    """What the voting page says of the form of the result before the first vote."""
    least, exact, shares = publishing.least, publishing.exact, publishing.shares
    passed = Sentence("只公布是否通过", "only whether it passed is published")
    made = [Sentence(f"不足 {least} 票：不开票。", f"Fewer than {least} votes: the box is not opened.")]
    if publishing.counts:
        made = [Sentence(f"不足 {exact} 票：不开票。", f"Fewer than {exact} votes: the box is not opened.")]
    elif publishing.again or electors < exact:
        return (*made, _line(f"{least} 票及以上", f"{least} votes or more", passed))
    else:
        made.append(_line(f"{least} 至 {exact - 1} 票", f"{least} to {exact - 1} votes", passed))
    counts = Sentence("公布各项票数", "the votes of each option are published")
    if not weighted:
        return (*made, _line(f"{exact} 票及以上", f"{exact} votes or more", counts))
    made.append(_line(f"{exact} 票及以上", f"{exact} votes or more", counts))
    made.append(
        Sentence(
            f"面积：{shares} 票及以上、没有哪户超过所投面积的 {publishing.heaviest}% 时公布到百分之一，否则只公布是否通过。",
            f"Areas: in whole per cent from {shares} votes on, if no weight exceeds {publishing.heaviest}% of the area cast; "
            "otherwise only whether it passed.",
        )
    )
    return tuple(made)


def unanimous(publishing: Publishing, numbers: Numbers) -> bool:
    """Whether only a vote of all for one option can pass: then passing tells what everyone voted, and the page says so.

    `numbers`: those of a box in which every elector has voted.
    """
    return any(_one_way(rule, numbers) for rule in publishing.rules() if rule.secret)


def _one_way(rule: Linear, numbers: Numbers) -> bool:
    most, gap = rule.constant(numbers), 0
    for kind, whole in (("heads", numbers.electors_heads), ("area", numbers.electors_area)):
        factors = sorted((factor for name, factor in rule.secret if name.startswith(kind)), reverse=True)
        if factors:
            best, next_best = factors[0], max(factors[1:], default=0)
            most += max(best, 0) * whole
            gap = max(gap, best - max(next_best, 0))
    return most >= 0 > most - gap


def _line(zh: str, en: str, what: Sentence) -> Sentence:
    return Sentence(f"{zh}：{what.zh}。", f"{en}: {what.en}.")
