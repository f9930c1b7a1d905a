"""Counting a published box again (复核计票): the whole bulletin, as a stranger would who trusts nobody; and one receipt in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec import Struct

from shanzhi.secrecy.bulletin import Bulletin, Result
from shanzhi.secrecy.chain import Receipt, chain_heads, fingerprint
from shanzhi.secrecy.claims import Claim, asked, check_claim
from shanzhi.secrecy.closing import Numbers
from shanzhi.secrecy.conditions import Linear, read_condition
from shanzhi.secrecy.deciding import needs_claim, plan_result
from shanzhi.secrecy.encoding import short_form
from shanzhi.secrecy.examining import Examined, Progress, examine
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.group import base, scalar
from shanzhi.secrecy.openings import check_partial, combined
from shanzhi.secrecy.publishing import Forms, forms_of


class Recount(Struct):
    """What a recount found: every fault, the public numbers, and the result as published, if nothing is wrong with it."""

    faults: list[SecrecyFault]
    numbers: Numbers
    ballots: int
    result: Result | None


def recount(
    bulletin: Bulletin,
    *,
    processes: int | None = None,
    progress: Progress | None = None,
    vector: bool = False,
) -> Recount:
    """Check everything that a bulletin says. A box that is not opened yet is checked as far as it goes."""
    found = examine(bulletin, processes=processes, progress=progress, vector=vector)
    faults = found.faults
    if not faults and bulletin.result is not None:
        try:
            _Check(bulletin, found, vector).result()
        except SecrecyFault as problem:
            faults.append(problem)
    elif not faults and (bulletin.openings or bulletin.claims):
        faults.append(_bad("公报有开票数据而没有结果", "it has openings but no result"))
    return Recount(faults, found.numbers, len(bulletin.ballots), None if faults else bulletin.result)


def check_receipt(bulletin: Bulletin, receipt: Receipt) -> None:
    """Refuse a receipt whose ballot is not in this bulletin, at its place of the chain, as it was. Raises SecrecyFault (`receipt`)."""
    question = bulletin.question
    if (receipt.matter, receipt.visit, receipt.context) != (
        question.matter,
        question.visit,
        question.context.hex(),
    ):
        raise fault(
            "receipt",
            "这张回执不是这次表决的（事项、轮次或题目不同）。请核对公报文件。",
            "This receipt is of another ballot (matter, visit or question differ). Check which bulletin it is.",
        )
    at = receipt.number - 1
    if not 0 <= at < len(bulletin.ballots):
        raise _not_in(receipt)
    ballot = bulletin.ballots[at]
    head = chain_heads(question.context, bulletin.ballots[: receipt.number])[-1]
    short = short_form(fingerprint(question.context, ballot))
    if (short, head.hex(), ballot[1:33].hex()) != (receipt.short, receipt.head, receipt.e):
        raise _not_in(receipt)


class _Check:
    """The openings, claims and result of a box in which nothing else is wrong."""

    def __init__(self, bulletin: Bulletin, found: Examined, vector: bool) -> None:
        self.bulletin, self.found, self.vector = bulletin, found, vector
        self.opened = {one.name: one.partials for one in bulletin.openings}
        self.claims = {one.name: one for one in bulletin.claims}

    def result(self) -> None:
        bulletin, found = self.bulletin, self.found
        result = bulletin.result
        assert result is not None
        if len(self.opened) != len(bulletin.openings) or len(self.claims) != len(bulletin.claims):
            raise _bad("有一项开了两次", "something is opened twice")
        if self.vector:
            self._vector(result)
            return
        weighted = bulletin.question.weighted
        forms = forms_of(found.publishing, found.numbers, weighted=weighted)
        heads = None
        if forms.heads == "E":
            heads = self._exact("heads", result.heads)
            forms = forms_of(found.publishing, found.numbers, weighted=weighted, heads=heads)
        shares = self._shares(result.shares) if forms.area == "R" else None
        plan = plan_result(found.publishing, found.numbers, forms, heads, shares, self._claimed(forms))
        if set(self.opened) != (
            {n for n in found.sums if n.startswith("heads")} if heads is not None else set()
        ):
            raise _bad("公布了不应公布的开票数据", "openings are published that must not be")
        wanted = {rule.text: (rule, met) for rule, met in plan.claims}
        if set(wanted) != set(self.claims):
            raise _bad("证明的条件与公布办法要求的不一致", "the claims are not those that the rule asks for")
        for rule, met in wanted.values():
            self._check(rule, met)
        if plan.result != result:
            raise _bad("公布的结果与重新计票的结果不同", "the published result is not that of the recount")

    def _vector(self, result: Result) -> None:
        """A test vector: heads and areas exact, and whatever claims it has."""
        heads = self._exact("heads", result.heads)
        area = self._exact("area", result.area) if self.bulletin.question.weighted else None
        if set(self.opened) != set(self.found.sums):
            raise _bad("开票数据不齐", "openings are missing or too many")
        known = {f"heads {j}": n for j, n in enumerate(heads)} | {
            f"area {j}": n for j, n in enumerate(area or ())
        }
        for claim in self.claims.values():
            rule = read_condition(claim.name, self.found.publishing.names)
            if rule.text != claim.name:
                raise _bad("条件的写法不对", "a condition is not written as it must be")
            holds = sum(f * known[n] for n, f in rule.secret) + rule.constant(self.found.numbers) >= 0
            if holds != claim.met:
                raise _bad(f"“{claim.name}”的结论与票数不符", f"“{claim.name}” contradicts the totals")
            self._check(rule, claim.met)

    def _exact(self, kind: str, published: tuple[int, ...] | None) -> tuple[int, ...]:
        """Check that the published totals are those that the holders opened."""
        paper = getattr(self.bulletin.closing.paper, kind)
        if published is None or len(published) != len(self.bulletin.question.options):
            raise _bad("没有公布各项票数", "the totals are not published")
        bound = self.found.numbers.ballots_area if kind == "area" else self.found.numbers.ballots
        for j, (total, on_paper) in enumerate(zip(published, paper, strict=True)):
            name = f"{kind} {j}"
            if not self.found.sums:
                right = total == on_paper
            else:
                right = 0 <= total - on_paper <= bound and self._point(name) == base(scalar(total - on_paper))
            if not right:
                raise _bad(
                    f"“{name}”公布的是 {total}，开出的不是",
                    f"“{name}” is published as {total}, and something else was opened",
                )
        whole = self.found.numbers.voted_area if kind == "area" else self.found.numbers.voted_heads
        if self.bulletin.question.single and sum(published) != whole * self.bulletin.question.lo:
            raise _bad("各项之和与票数不符", "the totals do not add up to the votes")
        return published

    def _point(self, name: str) -> bytes:
        key, sum_ = self.bulletin.key, self.found.sums[name]
        partials: Mapping[int, bytes] = self.opened.get(name, {})
        for holder, partial in partials.items():
            check_partial(key, self.found.context, self.bulletin.z, sum_, holder, partial)
        return combined(sum_, key.k, partials)

    def _shares(self, published: tuple[int, ...] | None) -> tuple[int, ...]:
        """The shares as published; that each has its two claims is checked with the claims."""
        if (
            published is None
            or len(published) != len(self.bulletin.question.options)
            or not all(0 <= share <= 100 for share in published)
        ):
            raise _bad("没有公布各项的百分比", "the shares are not published")
        return published

    def _claimed(self, forms: Forms) -> Callable[[Linear], bool]:
        """What the bulletin claims of a condition that only a claim can show: all hold, or one is proved not to."""
        hidden = [rule.text for rule in self.found.publishing.rules() if needs_claim(rule, forms)]
        failed = next((text for text in hidden if text in self.claims and not self.claims[text].met), None)
        return lambda rule: rule.text != failed

    def _check(self, rule: Linear, met: bool) -> None:
        claim: Claim = self.claims[rule.text]
        if claim.met != met:
            raise _bad(f"“{rule.text}”的结论不对", f"“{rule.text}” is claimed the wrong way")
        what = asked(rule, self.found.numbers, self.bulletin.closing.paper, met=met)
        check_claim(self.bulletin.key, self.found.context, self.bulletin.z, what, self.found.sums, claim)


def _not_in(receipt: Receipt) -> SecrecyFault:
    return fault(
        "receipt",
        f"公报中第 {receipt.number} 张票与这张回执不符：票被改动、调换或拿走。请保留回执，向居务监督委员会或街道反映。",
        f"Ballot {receipt.number} of the bulletin is not the one of this receipt: it was changed, exchanged or taken away. "
        "Keep the receipt and tell the supervision committee or the street.",
        ballot=receipt.number,
    )


def _bad(zh: str, en: str) -> SecrecyFault:
    return fault("opening", f"公报的结果不成立：{zh}。", f"The result of this bulletin does not hold: {en}.")
