"""What is shown of a value to someone who may not see it whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.people.masks import HIDDEN, mask

KINDS = ["name", "phone", "id_number", "bank", "plate", "email", "birth", "address", "unheard of"]


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        ("name", "王五", "王*"),
        ("name", "欧阳某某", "欧**"),
        ("name", "王", "*"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "138 1234 1234", "138****1234"),
        ("phone", "12345", "*****"),
        ("id_number", "11010519491231002X", "110***********002X"),
        ("birth", "1949-12-31", "1949-**-**"),
        ("email", "someone@example.cn", "s***@example.cn"),
        ("address", "幸福路12号3栋二单元501室", "幸福路*号*栋*单元*室"),
        ("plate", "川A12345", "川A****5"),
        ("bank", "6222020000001234", "************1234"),
        ("unheard of", "anything", HIDDEN),
        ("phone", "", ""),
    ],
)
def test_each_kind_keeps_what_lets_one_recognise_it(kind: str, text: str, shown: str) -> None:
    assert mask(kind, text) == shown


@given(st.sampled_from(KINDS), st.text(min_size=1, max_size=40))
def test_a_mask_never_fails_and_never_grows_what_it_shows(kind: str, text: str) -> None:
    shown = mask(kind, text)
    if kind not in ("email", "address"):
        kept = shown.replace("*", "")
        assert len(kept) <= max(len(text) // 2 + 2, 7)


@given(st.from_regex(r"\A1[3-9][0-9]{9}\Z"))
def test_four_digits_of_a_phone_are_always_hidden(number: str) -> None:
    assert mask("phone", number) == f"{number[:3]}****{number[7:]}"


@given(
    st.sampled_from(["phone", "id_number", "bank", "plate"]), st.text("0123456789X", min_size=1, max_size=30)
)
def test_at_least_four_characters_stay_hidden_or_all(kind: str, text: str) -> None:
    shown = mask(kind, text)
    assert shown.count("*") >= 4 or set(shown) == {"*"}
