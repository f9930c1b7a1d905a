"""The same adoption asked for by many at once: one makes it, and all are answered with it."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.methods import adopting
from shanzhi.matters.models import Adoption, Method
from tests.matters.town import METHODS
from tests.matters.writing.test_many_at_once import all_at_once


@pytest.mark.django_db(transaction=True)
def test_many_equal_adoptions_at_once_are_one(town_for_many) -> None:
    text = (METHODS / "errand.yaml").read_text(encoding="utf-8")
    place = town_for_many.community

    def adopt() -> int:
        method = adopting.add_method(text=text, name="errand")
        return adopting.adopt(actor=SYSTEM, method=method, place=place).pk

    answers = all_at_once(*[adopt] * 8)
    made = Adoption.objects.get(slug="errand", place=place)
    assert answers == [made.pk] * 8
    assert Method.objects.filter(slug="errand").count() == 1
