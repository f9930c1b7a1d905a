"""Two phones: the family shows a code drawn beforehand, the shop takes it, perhaps hours later; nothing is spent twice."""

from __future__ import annotations

import re

import pytest

from shanzhi.ledger.vouchers import voucher_code
from tests.ledger.money import earn, stands, voucher, with_bank
from tests.ledger.test_pages_of_accounts import signed_in, text
from tests.matters.town import code

pytestmark = pytest.mark.django_db


@pytest.fixture
def bank(town):
    bank = with_bank(town)
    earn(bank, 50)
    return bank


def test_the_code_is_shown_to_who_reserved_and_leads_the_shop_to_its_act(bank):
    done = voucher(bank, 40)
    number = done.matter.id
    family, shop = signed_in(bank, "resident"), signed_in(bank, "department_staff")
    page = text(family.get(f"/matters/{number}/voucher"))
    assert voucher_code(number) in page
    assert "最多 40 分" in page
    assert "data:image/svg" in page
    assert shop.get(f"/matters/{number}/voucher").status_code == 404
    assert signed_in(bank, "resident2").get(f"/matters/{number}/voucher").status_code == 404
    led = shop.get(f"/v/{number}/{voucher_code(number)}")
    assert led.status_code == 302
    form = text(shop.get(led["Location"]))
    assert re.search(rf'name="code"[^>]*value="{voucher_code(number)}"', form)


def test_a_code_is_the_consent_up_to_its_limit_and_good_once(bank):
    done = voucher(bank, 40)
    given = voucher_code(done.matter.id)
    wrong = bank.try_act(
        done, "charge", "department_staff", values={"goods": "理发", "price": 20, "code": "AAAAAAAAAA"}
    )
    assert code(wrong) == "requires"
    bank.act(done, "charge", "department_staff", goods="理发", price=20, code=given)
    assert (stands(bank), stands(bank, "shop")) == (30, 20)
    again = bank.try_act(
        done, "charge", "department_staff", values={"goods": "理发", "price": 20, "code": given}
    )
    assert code(again) == "no_such_act"
    assert stands(bank, "shop") == 20


def test_above_the_limit_of_a_code_the_family_confirms_itself(bank):
    done = voucher(bank, 40)
    bank.act(done, "charge", "department_staff", goods="理发", price=35, code=voucher_code(done.matter.id))
    assert stands(bank, "shop") == 0
    bank.act(done, "agree", "resident")
    assert stands(bank, "shop") == 35


def test_no_two_matters_have_one_code(bank):
    assert len({voucher_code(n) for n in range(1, 200)}) == 199
