"""A secret vote, and counting a box with areas, beside the bare operations of the group that they cannot do without.

A vote: encrypted, proved and verified. A count: every ballot verified, sums weighted and unweighted, heads opened by two of three
holders, shares and conditions of the areas proved, with their logarithms. Beside each stands the same number of
multiplications, additions and checks of points, done in a loop that does nothing else: in the same run, turn by
turn, on as many processes. Yes, no, abstain; weights of 30 to 180 m².
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from rich.console import Console
from rich.progress import Progress

from bench.table import Table, conditions
from shanzhi.secrecy import (
    Bulletin,
    Cast,
    Closing,
    Elector,
    Paper,
    Publishing,
    Question,
    chain_heads,
    check_ballot,
    check_box,
    closing_digest,
    count_examined,
    deal,
    draw_card,
    open_share,
    recount,
    roll_digest,
    seal,
)
from shanzhi.secrecy.ballots import _sealed
from shanzhi.secrecy.group import add, base, is_point, library, mul, random_scalar

PAPERS, QUICK = 50_000, 1_000
VOTES = 200
ROUNDS = 5
MOST = 1.5
"""How many times the bare operations a vote and a count may take."""

SEALING = (17, 10, 14, 0)
CHECKING = (7, 21, 22, 6)
ADDING = (0, 6, 12, 0)
"""Multiplications of the base, of any point, additions, checks: for one ballot of three options with areas."""


def bare(counts: Sequence[int], times: int) -> float:
    """Seconds that so many bare operations take, `times` over."""
    scalar, other = random_scalar(), random_scalar()
    point, more = base(scalar), base(other)
    begun = time.perf_counter()
    for _ in range(times):
        for _ in range(counts[0]):
            base(scalar)
        for _ in range(counts[1]):
            mul(scalar, point)
        for _ in range(counts[2]):
            add(point, more)
        for _ in range(counts[3]):
            is_point(point)
    return time.perf_counter() - begun


def processors() -> float:
    """Seconds that processors worked for this program and the processes it has ended: whatever else runs does not count."""
    used = [resource.getrusage(whose) for whose in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(quick: bool) -> Table:
    """Votes by one process; counting by all processors, as a box is counted."""
    library()
    papers = QUICK if quick else PAPERS
    table = Table("secret ballots", "a second")
    cards = [draw_card() for _ in range(3)]
    key = deal(2, [card.public for card in cards])
    roll = [Elector(os.urandom(32), 3000 + 37 * i % 15000) for i in range(papers)]
    rule = Publishing(("yes", "no", "abstain"), ("yes_area * 3 >= voted_area * 2", "yes * 2 > voted"))
    question = Question(
        "B-1", 1, "加装电梯", ("赞成", "反对", "弃权"), 1, 1, True, rule.text(), roll_digest(roll), key.digest
    )
    cast = Cast(question.context, key.public, 3, 1, 1)

    def vote(at: int) -> bytes:
        return seal(cast, roll[at], _choice(at))

    sealed = [vote(at) for at in range(VOTES)]
    whole = tuple(a + b for a, b in zip(SEALING, CHECKING, strict=True))
    rows: list[tuple[str, Sequence[int], Callable[[int], object]]] = [
        ("seal", SEALING, lambda at: _sealed(cast, roll[at], _choice(at), random_scalar)),
        ("verify", CHECKING, lambda at: check_ballot(cast, roll[at], sealed[at])),
        ("vote: seal and verify", whole, vote),
    ]
    for name, counts, call in rows:
        floor, own = _best(counts, call)
        table.add(f"bare, {name}", VOTES / floor, note=f"{1000 * floor / VOTES:.2f} ms")
        note = f"{1000 * own / VOTES:.2f} ms, {own / floor:.2f} × the bare time"
        table.add(name, VOTES / own, against=f"bare, {name}", least=1 / MOST, note=note)

    processes = os.cpu_count() or 1
    bar = Progress(console=Console(stderr=True), transient=True)
    with bar, ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        starts = range(0, papers, 250)
        ends = [min(at + 250, papers) for at in starts]
        many = len(starts)
        parts = [roll[a:b] for a, b in zip(starts, ends, strict=True)]
        sealing = pool.map(_seal_some, [cast] * many, parts, starts)
        ballots = tuple(one for part in bar.track(sealing, total=many, description="sealing") for one in part)
    counting = tuple(a + b for a, b in zip(CHECKING, ADDING, strict=True))
    before, begun = processors(), time.perf_counter()
    with bar, ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        bared = pool.map(bare, [counting] * many, [b - a for a, b in zip(starts, ends, strict=True)])
        list(bar.track(bared, total=many, description="bare operations"))
    floor, floor_took = processors() - before, time.perf_counter() - begun
    head = chain_heads(question.context, ballots)[-1]
    closing = Closing((), (), Paper((0, 0, 0), (0, 0, 0)))
    bulletin = Bulletin(
        question,
        key,
        ("a", "b", "c"),
        tuple(roll),
        ballots,
        head,
        closing,
        closing_digest(head, papers, closing),
    )
    bar = Progress(console=Console(stderr=True), transient=True)
    with bar:
        before, begun = processors(), time.perf_counter()
        found = check_box(bulletin, progress=_told(bar, "counting"))
        checked = processors() - before
        opened = count_examined(bulletin, found, [open_share(key, cards[i].text) for i in (0, 2)])
        own, own_took = processors() - before, time.perf_counter() - begun
    assert opened.result is not None
    assert opened.result.heads == tuple(sum(_choice(at)[j] for at in range(papers)) for j in range(3))
    assert opened.result.shares is not None
    floor_name = f"bare, count of {papers:,}"
    table.add(floor_name, papers / floor, note=f"{floor:.1f} s of processors, {floor_took:.1f} s")
    table.add(
        f"count of {papers:,} with areas",
        papers / own,
        against=floor_name,
        least=1 / MOST,
        note=f"{own:.1f} s of processors, {own / floor:.2f} × the bare; of it opening {own - checked:.1f} s; {own_took:.1f} s",
    )
    with bar:
        before = processors()
        assert recount(opened, progress=_told(bar, "recounting")).faults == []
        again = processors() - before
    table.add(
        f"recount of {papers:,}", papers / again, against=floor_name, note=f"{again:.1f} s of processors"
    )
    table.conditions = conditions(papers=f"{papers:,}", processes=str(processes))
    return table


def _told(bar: Progress, what: str) -> Callable[[int, int], None]:
    task = bar.add_task(what, total=None)
    return lambda done, total: bar.update(task, completed=done, total=total)


def _choice(at: int) -> tuple[int, int, int]:
    return ((1, 0, 0), (1, 0, 0), (0, 1, 0), (1, 0, 0), (0, 0, 1))[at % 5]  # type: ignore[return-value]


def _seal_some(cast: Cast, electors: Sequence[Elector], start: int) -> list[bytes]:
    return [_sealed(cast, one, _choice(start + at), random_scalar) for at, one in enumerate(electors)]


def _best(counts: Sequence[int], call: Callable[[int], object]) -> tuple[float, float]:
    """The best of some rounds, bare and ours turn by turn: whatever else runs only makes a round slower."""
    floors, owns = [], []
    for _ in range(ROUNDS):
        floors.append(bare(counts, VOTES))
        begun = time.perf_counter()
        for at in range(VOTES):
            call(at)
        owns.append(time.perf_counter() - begun)
    return min(floors), min(owns)
