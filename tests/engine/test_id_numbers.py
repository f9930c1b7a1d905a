"""An identity number: its form, its check sign, and a day of birth that there was; the same wherever one is asked."""

import pytest

from shanzhi.engine.id_numbers import check_sign, is_id_number


def number(digits: str) -> str:
    """The 17 digits with the sign that checks them (nobody's: the district 110105 with invented rest)."""
    return digits + check_sign(digits)


@pytest.mark.parametrize("digits", ["11010519491231002", "11010520000229123", "11010519900101999"])
def test_a_number_whose_day_there_was_holds(digits: str) -> None:
    assert is_id_number(number(digits))


@pytest.mark.parametrize(
    "digits",
    ["11010519901332123", "11010519900230123", "11010518490101123", "11010519900001123"],
    ids=["month 13", "30 February", "before 1850", "month 0"],
)
def test_a_day_there_never_was_makes_no_number_though_its_sign_agrees(digits: str) -> None:
    assert not is_id_number(number(digits))


def test_one_wrong_digit_is_found_by_the_sign() -> None:
    right = number("11010519491231002")
    wrong = [right[:n] + str((int(right[n]) + 1) % 10) + right[n + 1 :] for n in range(1, 17)]
    assert not any(is_id_number(one) for one in wrong)


@pytest.mark.parametrize(
    "text", ["", "1101051949123100", "11010519491231002x", "０11010519491231002", "1101051949123100２X"]
)
def test_other_texts_are_none(text: str) -> None:
    assert not is_id_number(text)
