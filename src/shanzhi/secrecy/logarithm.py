"""The number behind a point V·G, where V is small enough to be searched: baby steps and giant steps (Shanks 1971)."""

from __future__ import annotations

from shanzhi.secrecy.faults import fault
from shanzhi.secrecy.group import IDENTITY, G, add, base, scalar, sub

LEAST, MOST = 2**9, 2**17


def table_size(bound: int) -> int:
    """How many baby steps suit a search up to a bound: as many as giant steps, between 2⁹ and 2¹⁷ (20 MB)."""
    return min(MOST, max(LEAST, 1 << (bound.bit_length() + 1) // 2))


class Steps:
    """The points 0·G … (size − 1)·G; made for one opening and dropped with it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.known: dict[bytes, int] = {}
        point = IDENTITY
        for number in range(size):
            self.known[point] = number
            point = add(point, G)

    def find(self, point: bytes, bound: int, *, whole: bool) -> int:
        """V of V·G, 0 ≤ V ≤ bound. `whole` searches to the bound whatever is found, for the length would tell V.

        Raises SecrecyFault (`opening`) if there is no such V.
        """
        step, found = base(scalar(self.size)), -1
        for giant in range(bound // self.size + 1):
            baby = self.known.get(point)
            if baby is not None:
                found = giant * self.size + baby
                if not whole:
                    break
            point = sub(point, step)
        if not 0 <= found <= bound:
            raise fault(
                "opening",
                "开出的总数不在可能的范围内：票箱、密钥或开票数据被改动过。",
                "The total that was opened cannot be: the box, the key or an opening was changed.",
            )
        return found
