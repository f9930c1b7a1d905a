"""Totals that tellers enter at the same moment are counted once, by two of them, and the history holds."""

from __future__ import annotations

from collections import Counter

import pytest

from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from tests.matters.boxes import settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import Town, code
from tests.matters.writing.test_many_at_once import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)
HANDS = BALLOT.replace("secret: true", "cast: [hands], tellers: [community_staff]")
TELLERS, EACH = 6, 3
COUNTED = {"heads_agree": 2, "heads_oppose": 1, "heads_abstain": 0, "spoilt": 0}


def test_tellers_at_once_are_counted_once(town_for_many: Town) -> None:
    town = town_for_many
    settle(town, TELLERS)
    for n in range(TELLERS):
        town.people[f"teller{n}"] = town.appoint("community_staff", town.community, f"监票员{n}")
    town.adopt(HANDS)
    number = town.open("secret-vote", "community_staff", values={"subject": "楼道公约"}).matter.id
    asks = [
        lambda teller=teller: town.try_act(number, "enter_totals", f"teller{teller}", values=COUNTED)
        for teller in range(TELLERS)
        for _ in range(EACH)
    ]
    told = Counter(map(code, all_at_once(*asks)))
    row = Matter.objects.get(pk=number)
    assert row.closed_at is not None
    end = Entry.objects.get(matter=number, note="outcome")
    assert {name: end.values["tally"][name] for name in ("voted", "agree", "oppose")} == {
        "voted": 3,
        "agree": 2,
        "oppose": 1,
    }
    entered = Entry.objects.filter(matter=number, act="enter_totals")
    assert entered.count() == told["done"]
    assert entered.values("person").distinct().count() == 2
    assert verify_matters().faults == []
