"""What could tell a choice besides the numbers: lengths, the work done, and secrets in what is printed or kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shanzhi.secrecy import (
    Cast,
    Elector,
    Publishing,
    ballot_size,
    deal,
    draw_card,
    group,
    logarithm,
    open_box,
    open_share,
    seal,
)
from shanzhi.secrecy.group import base, scalar
from tests.secrecy.boxes import ABSTAIN, NAMES, NO, YES, make_box

CARD = draw_card()
KEY = deal(1, [CARD.public])


class Counted:
    """The library, with every call counted."""

    def __init__(self, library: Any) -> None:
        self.library, self.calls = library, Counter[str]()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self.library, name)

        def counted(*arguments: Any) -> Any:
            self.calls[name] += 1
            return function(*arguments)

        return counted


def work(monkeypatch: pytest.MonkeyPatch, do: Callable[[], object]) -> Counter[str]:
    counted = Counted(group.library())
    with monkeypatch.context() as patch:
        patch.setattr(group, "library", lambda: counted)
        do()
    return counted.calls


@pytest.mark.parametrize(
    ("lo", "hi", "choices"),
    [
        (1, 1, [YES, NO, ABSTAIN]),
        (0, 3, [(0, 0, 0), (1, 0, 0), (0, 1, 1), (1, 1, 1)]),
        (2, 2, [(1, 1, 0), (1, 0, 1), (0, 1, 1)]),
    ],
)
def test_every_choice_makes_a_ballot_of_one_size_by_the_same_work(
    lo: int, hi: int, choices: Sequence[Sequence[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, elector = Cast(bytes(32), KEY.public, 3, lo, hi), Elector(bytes(32), 9000)
    seal(cast, elector, choices[0])
    made = [seal(cast, elector, choice) for choice in choices]
    assert {len(ballot) for ballot in made} == {ballot_size(3, lo, hi)}
    counts = [work(monkeypatch, lambda choice=choice: seal(cast, elector, choice)) for choice in choices]  # type: ignore[misc]
    first = counts[0]
    for other in counts[1:]:
        # Which of 0 … hi is chosen decides how many multiples of zero there are, never how many multiplications.
        assert {n: other[n] for n in ("base", "mul", "add", "sub")} == {
            n: first[n] for n in ("base", "mul", "add", "sub")
        }


def test_yes_no_abstain_has_681_bytes() -> None:
    assert ballot_size(3, 1, 1) == 681
    assert ballot_size(5, 0, 3) == 1257
    assert ballot_size(15, 0, 9) == 3561


@pytest.mark.parametrize("value", [0, 1, 511, 512, 70_000, 99_999])
def test_the_search_for_a_total_that_is_kept_back_has_one_length(
    value: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = logarithm.Steps(512)
    calls = work(monkeypatch, lambda: steps.find(base(scalar(value)), 100_000, whole=True))
    assert calls["sub"] == 100_000 // 512 + 1
    assert steps.find(base(scalar(value)), 100_000, whole=False) == value


def test_openings_in_form_t_search_to_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []
    find = logarithm.Steps.find

    def noted(self: logarithm.Steps, point: bytes, bound: int, *, whole: bool) -> int:
        asked.append(whole)
        return find(self, point, bound, whole=whole)

    monkeypatch.setattr(logarithm.Steps, "find", noted)
    few = make_box([YES] * 5 + [NO] * 3, publishing=Publishing(NAMES, ("yes > no",)))
    open_box(few.bulletin, few.shares())
    assert asked == [True, True]
    asked.clear()
    many = make_box([YES] * 20 + [NO] * 12)
    open_box(many.bulletin, many.shares())
    assert asked == [False, False, False]


def test_claims_have_one_size_whatever_the_margin() -> None:
    rule = Publishing(NAMES, ("yes > no",))
    sizes = set()
    for yes in (1, 4, 5, 8):
        box = make_box([YES] * yes + [NO] * (9 - yes), publishing=rule)
        sizes.add(len(open_box(box.bulletin, box.shares()).claims[0].bits))
    assert sizes == {36 * 192}


def test_cards_and_shares_never_show_in_a_repr() -> None:
    share = open_share(KEY, CARD.text)
    assert CARD.text not in repr(CARD) + str(CARD) + f"{[CARD]}"
    assert share.secret.hex() not in repr(share)
    assert repr(share.secret) not in repr([share])


def test_a_passphrase_belongs_to_the_card() -> None:
    card = draw_card("晾衣架 一号")
    key = deal(1, [card.public])
    assert open_share(key, card.text, "晾衣架 一号").holder == 1
    with pytest.raises(Exception, match="passphrase is wrong"):
        open_share(key, card.text, "别的")


def test_what_is_random_is_never_the_same() -> None:
    cast, elector = Cast(bytes(32), KEY.public, 3, 1, 1), Elector(bytes(32), 1)
    assert len({seal(cast, elector, YES) for _ in range(20)}) == 20
    assert len({draw_card().text for _ in range(20)}) == 20
    assert len({group.random_scalar() for _ in range(100)}) == 100
