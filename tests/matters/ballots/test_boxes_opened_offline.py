"""Holders who open on computers of their own: each brings a file, and the last of those needed opens the box."""

from __future__ import annotations

import pytest

from shanzhi import secrecy
from shanzhi.matters.ballots.bringing import bring
from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.models import Matter, PartialOpening
from tests.matters.ballots.test_secret_ballots import cast, close
from tests.matters.boxes import give_cards, refused, settle
from tests.matters.method_texts import BALLOT

pytestmark = pytest.mark.django_db


def test_two_files_open_a_box_of_thirty_and_a_false_one_is_refused(town):
    settle(town, 31)
    cards = give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    number = done.matter.id
    cast(town, done, 20, 11)
    close(number)
    bulletin = secrecy.read_bulletin(bulletin_of(number, sealed=True))
    found = secrecy.check_box(bulletin)

    def file(card: str) -> bytes:
        share = secrecy.open_share(bulletin.key, card)
        return secrecy.write_partials(bulletin, share.holder, secrecy.open_alone(bulletin, found, share))

    first, third = town.actor("holder1"), town.actor("holder3")
    false = file(cards[0]).replace(b'"holder": 1', b'"holder": 2')
    assert refused(bring(actor=first, matter=number, content=false)) == "ballot_opening"
    assert bring(actor=first, matter=number, content=file(cards[0])) == 1
    assert refused(bring(actor=town.actor("resident"), matter=number, content=file(cards[1]))) == "not_yours"
    assert PartialOpening.objects.count() == 1
    opened = bring(actor=third, matter=number, content=file(cards[2]))
    assert opened.entries[0].values == {"holders": [1, 3]}
    assert opened.entries[-1].values["tally"]["agree"] == 20
    assert Matter.objects.get(pk=number).stage == "accepted"
