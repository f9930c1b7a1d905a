"""How many there must be for what is told of votes: one table, for the language, the engine, the cryptography and the faces.

Sums give votes away where few voted, and areas give them away nearly always: with distinct areas one set of flats fits an
exact sum. Each limit is a setting of the block `ballot`, so that a method may make it an input that the district sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from shanzhi.method.words import Sentence


class Limits(Struct, frozen=True):
    """What may be told from how many votes on.

    `least`: a ballot is held, and its box opened; `exact`: heads are told exactly; `shares`: areas are told in whole per cent,
    if no weight is above `heaviest` per cent of the area cast; `papers`: the totals of the paper box are entered plainly,
    of so many papers beside as many ballots.
    """

    least: int = 5
    exact: int = 30
    shares: int = 60
    heaviest: int = 5
    papers: int = 30

    def sound(self) -> bool:
        """Whether they can be kept to together: nothing is told of one vote, and never more of fewer."""
        ordered = 2 <= self.least <= self.exact <= self.shares
        return ordered and 0 < self.heaviest <= 100 and self.papers >= 2

    def tells_shares(self, *, voted: int, area: int, heaviest: int, heads: Sequence[int]) -> bool:
        """Whether areas may be told in whole per cent: enough voted, no weight stands out, and no option has, or leaves out,
        so few `heads` that its share would be theirs."""
        small = range(1, self.exact)
        barred = any(one in small or voted - one in small for one in heads)
        return area > 0 and voted >= self.shares and heaviest * 100 <= self.heaviest * area and not barred


def share_of(area: int, whole: int) -> int:
    """Per cent, rounded half up."""
    return (200 * area + whole) // (2 * whole)


SETTINGS: Mapping[str, str] = {
    "open_from": "least",
    "counts_from": "exact",
    "shares_from": "shares",
    "heaviest": "heaviest",
    "papers_from": "papers",
}
"""The settings of a ballot by which a method sets them."""
UNSOUND = Sentence(
    "无记名表决的界限有误：须 2 ≤ 开票 ≤ 公布票数 ≤ 公布百分比，最重一户在 1% 至 100% 之间，纸质票至少 2 张",
    "the limits of the secret ballot are wrong: 2 ≤ opened ≤ counts ≤ shares, the heaviest weight 1 to 100 per cent, at least 2 papers",
)
KEPT_DAYS = 30
"""How long after its end shares, salts and ballots are kept, for objections, unless the method says otherwise (`kept_days`)."""
