"""Any k of n holders open a box rightly, and no k − 1 do."""

from __future__ import annotations

from itertools import combinations

import pytest

from shanzhi.secrecy import (
    SecrecyFault,
    check_box,
    open_alone,
    open_box,
    put_together,
    read_partials,
    recount,
    write_partials,
)
from shanzhi.secrecy.group import base, scalar
from shanzhi.secrecy.openings import combined, open_partly
from tests.secrecy.boxes import NO, YES, make_box


@pytest.mark.parametrize(("k", "n"), [(1, 1), (2, 2), (2, 3), (3, 5)])
def test_every_choice_of_k_holders_opens_and_none_of_fewer(k: int, n: int) -> None:
    box = make_box([YES] * 19 + [NO] * 13, k=k, n=n)
    for holders in combinations(range(1, n + 1), k):
        opened = open_box(box.bulletin, box.shares(*holders))
        assert opened.result is not None
        assert opened.result.heads == (19, 13, 0)
        assert recount(opened).faults == []
    for holders in combinations(range(1, n + 1), k - 1):
        shares = [box.share(holder) for holder in holders]
        with pytest.raises(SecrecyFault, match="must open together"):
            open_box(box.bulletin, shares)


@pytest.mark.parametrize(("k", "n"), [(2, 2), (2, 3), (3, 5)])
def test_fewer_shares_combined_against_the_rule_tell_another_number(k: int, n: int) -> None:

    box = make_box([YES] * 5 + [NO], k=k, n=n)
    sum_ = check_box(box.bulletin).sums["heads 0"]
    for holders in combinations(range(1, n + 1), k - 1):
        partials = {i: open_partly(box.cast.context, box.bulletin.z, sum_, box.share(i)) for i in holders}
        point = combined(sum_, k - 1, partials)
        assert point not in {base(scalar(number)) for number in range(7)}


def test_holders_open_one_by_one_on_their_own_computers() -> None:
    box = make_box([YES] * 20 + [NO] * 15, k=2, n=3)
    found = check_box(box.bulletin)
    brought = {}
    for holder in (3, 1):
        file = write_partials(box.bulletin, holder, open_alone(box.bulletin, found, box.share(holder)))
        who, partials = read_partials(box.bulletin, file)
        brought[who] = partials
        if len(brought) < 2:
            with pytest.raises(SecrecyFault, match="2 key holders must open together; there are 1"):
                put_together(box.bulletin, found, brought)
    opened = put_together(box.bulletin, found, brought)
    assert opened.result is not None
    assert opened.result.heads == (20, 15, 0)
    assert recount(opened).faults == []
    brought[3], brought[1] = brought[1], brought[3]
    with pytest.raises(SecrecyFault) as refused:
        put_together(box.bulletin, found, brought)
    assert refused.value.holder in (1, 3)


def test_nobody_opens_alone_what_is_not_published() -> None:
    box = make_box([YES] * 8 + [NO] * 3, k=2, n=3)
    with pytest.raises(SecrecyFault, match="together on the opening page"):
        open_alone(box.bulletin, check_box(box.bulletin), box.share(1))
