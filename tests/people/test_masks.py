"""What is shown of a value to someone who may not see it whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.people.masks import HIDDEN, mask, mask_within

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


def test_numbers_that_reach_or_identify_are_masked_in_free_text() -> None:
    text = "打 13800001234 或 028-87654321 找王五，身份证 510101199003071234，卡 6222 0212 3456 7890，信箱 wang.wu@example.cn"
    shown = mask_within(text)
    for hidden in ("13800001234", "87654321", "199003071234", "0212", "wang.wu"):
        assert hidden not in shown
    assert shown.startswith("打 138****1234 或")
    assert mask_within("事项 20261124001，3 号楼 12-3") == "事项 20261124001，3 号楼 12-3"
