"""Opening a box (开票): k holders' shares in memory at one time, and what is published of it.

A total that the form does not publish exists here in memory alone and is dropped with its partial openings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from msgspec.structs import replace

from shanzhi.method.secret_limits import share_of
from shanzhi.secrecy.bulletin import Bulletin
from shanzhi.secrecy.claims import Claim, asked, begin_claim
from shanzhi.secrecy.conditions import Linear
from shanzhi.secrecy.deciding import plan_result
from shanzhi.secrecy.examining import Examined, Progress, examine
from shanzhi.secrecy.faults import fault
from shanzhi.secrecy.keys import Share
from shanzhi.secrecy.logarithm import Steps, table_size
from shanzhi.secrecy.openings import Opening, Sum, check_partial, combined, open_partly, too_few
from shanzhi.secrecy.publishing import forms_of


def check_box(
    bulletin: Bulletin,
    heads_known: Iterable[bytes] = (),
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Examined:
    """All that is checked before an opening. Raises the first SecrecyFault. `heads_known`: every h a holder was given."""
    found = examine(bulletin, processes=processes, progress=progress)
    for known in heads_known:
        if known not in found.heads:
            raise fault(
                "chain",
                f"您留存的链值 {known.hex()[:10]}… 不在这份公报的链上：票箱被换过。请停止开票，由监督委员会处理。",
                f"The head {known.hex()[:10]}… that you were given is not in this chain: the box was exchanged. Do not open it; "
                "the supervision member decides.",
            )
    if found.faults:
        raise found.faults[0]
    return found


def open_box(
    bulletin: Bulletin,
    shares: Sequence[Share],
    heads_known: Iterable[bytes] = (),
    *,
    processes: int | None = None,
    progress: Progress | None = None,
) -> Bulletin:
    """The bulletin with openings, claims and result. The box is checked first. Raises SecrecyFault and opens nothing."""
    found = check_box(bulletin, heads_known, processes=processes, progress=progress)
    return count_examined(bulletin, found, shares)


def count_examined(bulletin: Bulletin, found: Examined, shares: Sequence[Share]) -> Bulletin:
    """The same for a box that `check_box` has just examined."""
    used = list({share.holder: share for share in shares}.values())
    if len(used) < bulletin.key.k:
        raise too_few(bulletin.key.k, len(used))

    def partials_of(sum_: Sum) -> dict[int, bytes]:
        """Every holder's contribution, each checked as a stranger would check it."""
        made = {}
        for share in used[: bulletin.key.k]:
            partial = open_partly(found.context, bulletin.z, sum_, share)
            check_partial(bulletin.key, found.context, bulletin.z, sum_, share.holder, partial)
            made[share.holder] = partial
        return made

    return count_with(bulletin, found, partials_of)


def count_with(
    bulletin: Bulletin, found: Examined, partials_of: Callable[[Sum], dict[int, bytes]]
) -> Bulletin:
    """The result of an examined box, where `partials_of` gives k holders' checked contributions to a sum."""
    return _Opening(bulletin, found, partials_of).count()


class _Opening:
    """One opening, from the sums to the result."""

    def __init__(
        self, bulletin: Bulletin, found: Examined, partials_of: Callable[[Sum], dict[int, bytes]]
    ) -> None:
        self.bulletin, self.found, self.partials_of = bulletin, found, partials_of
        self.openings: list[Opening] = []
        self.steps: dict[int, Steps] = {}
        self.totals: dict[str, int] = {}

    def count(self) -> Bulletin:
        publishing, numbers = self.found.publishing, self.found.numbers
        weighted = self.bulletin.question.weighted
        forms = forms_of(publishing, numbers, weighted=weighted)
        heads = self._published_heads() if forms.heads == "E" else None
        if heads is not None:
            forms = forms_of(publishing, numbers, weighted=weighted, heads=heads)
        shares = self._shares() if forms.area == "R" else None
        plan = plan_result(publishing, numbers, forms, heads, shares, self._holds)
        claims = tuple(self._claim(rule, met) for rule, met in plan.claims)
        return replace(self.bulletin, openings=tuple(self.openings), claims=claims, result=plan.result)

    def _published_heads(self) -> tuple[int, ...]:
        """Exact heads with paper; their partial openings are published."""
        totals = []
        for j, paper in enumerate(self.bulletin.closing.paper.heads):
            totals.append(self._total(f"heads {j}", published=True) + paper)
        return tuple(totals)

    def _shares(self) -> tuple[int, ...]:
        whole = self.found.numbers.voted_area
        papers = self.bulletin.closing.paper.area
        return tuple(share_of(self._total(f"area {j}") + paper, whole) for j, paper in enumerate(papers))

    def _holds(self, rule: Linear) -> bool:
        what = asked(rule, self.found.numbers, self.bulletin.closing.paper, met=True)
        return what.value({name: self._total(name) for name, _ in what.a}) >= 0

    def _claim(self, rule: Linear, met: bool) -> Claim:
        bulletin, found = self.bulletin, self.found
        what = asked(rule, found.numbers, bulletin.closing.paper, met=met)
        d = what.value({name: self._total(name) for name, _ in what.a})
        begun = begin_claim(found.context, bulletin.z, bulletin.key.public, what, found.sums, d)
        return Claim(rule.text, met, begun.bits, self.partials_of(begun.rest))

    def _total(self, name: str, *, published: bool = False) -> int:
        """The number behind a sum, without paper; it is opened once."""
        if not self.found.sums:
            return 0
        if name not in self.totals:
            sum_ = self.found.sums[name]
            partials = self.partials_of(sum_)
            if published:
                self.openings.append(Opening(name, partials))
            area = name.startswith("area")
            bound = self.found.numbers.ballots_area if area else self.found.numbers.ballots
            size = table_size(bound)
            if size not in self.steps:
                self.steps[size] = Steps(size)
            point = combined(sum_, self.bulletin.key.k, partials)
            self.totals[name] = self.steps[size].find(point, bound, whole=not published)
        return self.totals[name]
