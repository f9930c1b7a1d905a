"""Sealing the box (封箱): which papers were drawn, what was struck out, the totals of the paper box, and the digest z of it all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from msgspec import Struct

from shanzhi.secrecy.ballots import elector_of, weight_of
from shanzhi.secrecy.context import Elector, Question
from shanzhi.secrecy.encoding import digest, u32, u64
from shanzhi.secrecy.faults import SecrecyFault, fault


class Paper(Struct, frozen=True):
    """Totals of the paper box as both tellers (计票、监票) found them: for each option heads and, if weighted, area; and spoilt ones."""

    heads: tuple[int, ...]
    area: tuple[int, ...] = ()
    spoilt: int = 0


class Struck(Struct, frozen=True):
    """An elector found not entitled before the opening: the ballot stays in the chain and leaves the sums."""

    e: bytes
    reason: str


class Closing(Struct, frozen=True):
    """`drawn`: who took a paper; `struck`: who was found not entitled; the totals of the paper box."""

    drawn: tuple[bytes, ...]
    struck: tuple[Struck, ...]
    paper: Paper


class Numbers(Struct, frozen=True):
    """What of a box is public before anything is opened. Areas are in 0.01 m², and equal heads where heads alone count."""

    ballots: int
    papers: int
    spoilt: int
    ballots_area: int
    papers_area: int
    heaviest: int
    electors_heads: int
    electors_area: int

    @property
    def voted_heads(self) -> int:
        """N: valid papers and the ballots that are not struck out."""
        return self.ballots + self.papers

    @property
    def voted_area(self) -> int:
        """The area cast."""
        return self.ballots_area + self.papers_area


def closing_digest(head: bytes, count: int, closing: Closing) -> bytes:
    """z: all that is opened is opened under it, so that a box is opened once."""
    return digest(
        "close",
        head,
        u32(count),
        b"".join(sorted(closing.drawn)),
        b"".join(sorted(one.e for one in closing.struck)),
        b"".join(u32(number) for number in closing.paper.heads),
        b"".join(u64(number) for number in closing.paper.area),
        u32(closing.paper.spoilt),
    )


def counted(ballots: Sequence[bytes], closing: Closing) -> list[bytes]:
    """The ballots that are in the sums."""
    struck = {one.e for one in closing.struck}
    return [ballot for ballot in ballots if elector_of(ballot) not in struck]


def check_closing(
    question: Question, roll: Mapping[bytes, Elector], voted: set[bytes], closing: Closing
) -> None:
    """Refuse a closing that does not fit roll, ballots and papers. `voted` holds e of every ballot. Raises SecrecyFault (`paper`)."""
    drawn, struck = closing.drawn, [one.e for one in closing.struck]
    for e in chain(drawn, struck):
        if e not in roll:
            raise _bad(
                f"封箱记录中的 {e.hex()[:10]} 不在名册上",
                f"elector {e.hex()[:10]} of the closing is not on the roll",
            )
    if len(set(drawn)) != len(drawn) or len(set(struck)) != len(struck):
        raise _bad("封箱记录中有人列了两次", "somebody stands twice in the closing")
    if both := next((e for e in drawn if e in voted), None):
        raise _bad(
            f"{both.hex()[:10]} 既领了纸质票又在线投了票",
            f"elector {both.hex()[:10]} has a paper and a ballot",
        )
    if both := next((e for e in struck if e in drawn), None):
        raise _bad(
            f"{both.hex()[:10]} 的纸质票已在箱中，不能剔除",
            f"elector {both.hex()[:10]} cannot be struck out: the paper is in the box",
        )
    if not all(one.reason.strip() for one in closing.struck):
        raise _bad("剔除须写明理由", "striking out needs a reason")
    _check_paper(question, closing.paper, len(drawn), sum(roll[e].weight for e in drawn))


def _check_paper(question: Question, paper: Paper, drawn: int, area: int) -> None:
    options = len(question.options)
    columns = [(paper.heads, options, drawn - paper.spoilt)]
    columns.append((paper.area, options if question.weighted else 0, area))
    if paper.spoilt < 0:
        raise _bad("废票数不能为负", "there cannot be fewer than no spoilt papers")
    for totals, wanted, most in columns:
        if len(totals) != wanted:
            raise _bad(f"纸质票合计应有 {wanted} 项", f"the paper totals need {wanted} numbers")
        if any(number < 0 for number in totals) or (totals and max(totals) > most):
            raise _bad("纸质票合计超过领票人", "the paper totals exceed those who drew a paper")
        if sum(totals) > most * question.hi or (question.single and sum(totals) % question.lo):
            raise _bad("纸质票合计与领票人数不符", "the paper totals do not fit the papers drawn")
    if any((h == 0) != (a == 0) for h, a in zip(paper.heads, paper.area, strict=False)):
        raise _bad("纸质票的票数与面积不符", "heads and area of the papers do not fit")


def numbers_of(
    question: Question, roll: Sequence[Elector], ballots: Sequence[bytes], closing: Closing
) -> Numbers:
    """The public numbers of a box. Those struck out are no electors; a paper not brought back counts as spoilt if
    a paper may name more or fewer options, since then the totals do not tell how many there were."""
    weights = {one.e: one.weight for one in roll}
    struck = sum(weights.get(one.e, 0) for one in closing.struck)
    cast = [weight_of(ballot) for ballot in counted(ballots, closing)]
    paper = closing.paper
    if question.single:
        papers, papers_area = sum(paper.heads) // question.lo, sum(paper.area) // question.lo
    else:
        papers = len(closing.drawn) - paper.spoilt
        papers_area = sum(weights.get(e, 0) for e in closing.drawn) if papers else 0
    return Numbers(
        ballots=len(cast),
        papers=papers,
        spoilt=paper.spoilt,
        ballots_area=sum(cast),
        papers_area=papers_area if question.weighted else papers,
        heaviest=max(cast, default=0),
        electors_heads=len(roll) - len(closing.struck),
        electors_area=sum(weights.values()) - struck,
    )


def _bad(zh: str, en: str) -> SecrecyFault:
    return fault(
        "paper",
        f"{zh}，请更正后再封箱。",
        f"{en[:1].upper()}{en[1:]}; correct this before the box is sealed.",
    )
