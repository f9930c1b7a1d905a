"""Everything about a sealed box that can be checked before it is opened: question, roll, chain, every ballot, the closing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from msgspec import Struct

from shanzhi.secrecy.ballots import Cast, check_ballot, elector_of
from shanzhi.secrecy.bulletin import Bulletin
from shanzhi.secrecy.chain import chain_heads
from shanzhi.secrecy.closing import Numbers, check_closing, closing_digest, numbers_of
from shanzhi.secrecy.context import Elector, check_question
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import add
from shanzhi.secrecy.openings import Sum, add_up, named_sums
from shanzhi.secrecy.publishing import (
    EXACT,
    Publishing,
    check_size,
    plain_paper,
    read_publishing,
)

CHUNK = 250
MANY = 500
"""From so many ballots on a box is counted by as many processes as there are processors."""

Progress = Callable[[int, int], None]
Totals = list[tuple[bytes, bytes]]


class Examined(Struct):
    """What was found: `faults` in the order of the checks, the chain's heads, and, if no fault, the sums by name."""

    context: bytes
    publishing: Publishing
    faults: list[SecrecyFault]
    heads: list[bytes]
    numbers: Numbers
    sums: dict[str, Sum]


class _Line(Struct):
    """One ballot to be checked: its number, the elector whose it must be, and whether it is in the sums."""

    number: int
    elector: Elector
    ballot: bytes
    counts: bool


def examine(
    bulletin: Bulletin,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    vector: bool = False,
) -> Examined:
    """Check a box. Finds every fault, not only the first. `vector` admits a test vector, whose publishing breaks the rule."""
    question, closing = bulletin.question, bulletin.closing
    context = question.context
    faults: list[SecrecyFault] = []
    publishing = _rule(bulletin, faults, vector)
    _keep(faults, lambda: check_question(question, bulletin.key, bulletin.roll))
    roll = {one.e: one for one in bulletin.roll}
    heads = chain_heads(context, bulletin.ballots)
    if heads[-1] != bulletin.head:
        faults.append(
            fault(
                "chain",
                "封箱时公布的链尾与箱中的票对不上：有票被加入、拿走、调换或改动。",
                "The head of the chain does not fit the ballots: some were added, taken away, reordered or changed.",
            )
        )
    if closing_digest(bulletin.head, len(bulletin.ballots), closing) != bulletin.z:
        faults.append(
            fault(
                "chain",
                "封箱校验值 z 与封箱记录对不上：领票、剔除或纸质票合计被改动过。",
                "The digest z does not fit the closing: papers drawn, ballots struck out or paper totals were changed.",
            )
        )
    lines = _lines(bulletin, roll, faults)
    voted = {elector_of(ballot) for ballot in bulletin.ballots}
    _keep(faults, lambda: check_closing(question, roll, voted, closing))
    cast = Cast(context, bulletin.key.public, len(question.options), question.lo, question.hi)
    sums: dict[str, Sum] = {}
    if not any(one.kind in ("key", "context") for one in faults):
        found, totals = _count(cast, lines, question.weighted, processes, progress)
        faults += found
        sums = named_sums(totals, len(question.options)) if any(one.counts for one in lines) else {}
    numbers = numbers_of(question, bulletin.roll, bulletin.ballots, closing) if not faults else _NOTHING
    if not faults and not vector:
        _keep(faults, lambda: check_size(publishing, len(bulletin.roll)))
        if not plain_paper(
            publishing, papers=numbers.papers, ballots=numbers.ballots, weighted=question.weighted
        ):
            faults.append(
                fault(
                    "paper",
                    "纸质票的合计不能单独录入（有面积权重，或纸质票、在线票不足规定张数）：它会泄露投票。请由两名计票人把每张纸票密封后放入票箱。",
                    "The totals of the paper box may not be entered plainly (weights count, or there are too few papers or "
                    "ballots): they would give votes away. Let both tellers seal each paper as a ballot.",
                )
            )
    return Examined(context, publishing, faults, heads, numbers, sums)


_NOTHING = Numbers(0, 0, 0, 0, 0, 0, 0, 0)
_VECTOR_NAMES = ("yes", "no", "abstain")


def _rule(bulletin: Bulletin, faults: list[SecrecyFault], vector: bool) -> Publishing:
    options = len(bulletin.question.options)
    if vector and bulletin.question.publish == EXACT:
        return Publishing((*_VECTOR_NAMES, *(f"option_{j}" for j in range(4, options + 1)))[:options])
    try:
        return read_publishing(bulletin.question.publish, options)
    except SecrecyFault as found:
        faults.append(found)
        return Publishing(tuple(f"option_{j}" for j in range(1, options + 1)))


def _lines(bulletin: Bulletin, roll: dict[bytes, Elector], faults: list[SecrecyFault]) -> list[_Line]:
    """Each ballot with its elector; a ballot of nobody, and a second one of somebody, is a fault."""
    struck = {one.e for one in bulletin.closing.struck}
    seen: dict[bytes, int] = {}
    lines = []
    for number, ballot in enumerate(bulletin.ballots, start=1):
        e = elector_of(ballot)
        if e not in roll:
            faults.append(
                fault(
                    "ballot",
                    f"第 {number} 张票的投票人不在名册上。",
                    f"Ballot {number} is by nobody on the roll.",
                    ballot=number,
                )
            )
        elif e in seen:
            faults.append(
                fault(
                    "ballot",
                    f"第 {number} 张票与第 {seen[e]} 张是同一投票人的。",
                    f"Ballots {seen[e]} and {number} are by the same elector.",
                    ballot=number,
                )
            )
        else:
            seen[e] = number
            lines.append(_Line(number, roll[e], ballot, e not in struck))
    return lines


def _count(
    cast: Cast, lines: Sequence[_Line], weighted: bool, processes: int | None, progress: Progress | None
) -> tuple[list[SecrecyFault], Totals]:
    """Check the ballots and add them up, on all processors if they are many."""
    if processes is None:
        processes = (os.cpu_count() or 1) if len(lines) >= MANY else 1
    chunks = [lines[at : at + CHUNK] for at in range(0, len(lines), CHUNK)]
    faults: list[SecrecyFault] = []
    totals: Totals = []
    done = 0
    for chunk, (found, made) in zip(chunks, _chunks(cast, chunks, weighted, processes), strict=True):
        faults += found
        totals = _joined(totals, made)
        done += len(chunk)
        if progress:
            progress(done, len(lines))
    return faults, totals


def _chunks(
    cast: Cast, chunks: Sequence[Sequence[_Line]], weighted: bool, processes: int
) -> Iterator[tuple[list[SecrecyFault], Totals]]:
    if processes == 1 or len(chunks) < 2:
        for chunk in chunks:
            yield _count_chunk(cast, chunk, weighted)
        return
    # Begun anew, not forked: the site's processes have threads, and a fork would take their locks along.
    with ProcessPoolExecutor(min(processes, len(chunks)), mp_context=get_context("spawn")) as pool:
        yield from pool.map(_count_chunk, [cast] * len(chunks), chunks, [weighted] * len(chunks))


def _count_chunk(cast: Cast, lines: Sequence[_Line], weighted: bool) -> tuple[list[SecrecyFault], Totals]:
    faults, good = [], []
    for line in lines:
        try:
            check_ballot(cast, line.elector, line.ballot, line.number)
        except SecrecyFault as found:
            faults.append(found)
            continue
        if line.counts:
            good.append(line.ballot)
    return faults, add_up(good, cast.options, weighted=weighted)


def _joined(totals: Totals, more: Totals) -> Totals:
    if not totals:
        return more
    return [(add(a, c), add(b, d)) for (a, b), (c, d) in zip(totals, more, strict=True)]


def _keep(faults: list[SecrecyFault], check: Callable[[], None]) -> None:
    try:
        check()
    except SecrecyFault as found:
        faults.append(found)
