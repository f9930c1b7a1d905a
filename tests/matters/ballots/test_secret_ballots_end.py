"""When objections are over, what could open a ballot is deleted by the sweep, in the audit; chain and result still hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from shanzhi import secrecy
from shanzhi.matters.ballots.bulletin import bulletin_of, sheet_of
from shanzhi.matters.ballots.ending import end_lives
from shanzhi.matters.ballots.heads import observers, send_heads
from shanzhi.matters.clock.worker import keep_house
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import BallotKey, BoxHead, BoxOpening, ElectorCode, Notice, SealedBallot
from shanzhi.people.models import AuditRecord
from tests.matters.ballots.test_secret_ballots import cast, close
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def opened(town, more: str = "") -> int:
    """A ballot of six that was opened."""
    settle(town, 6)
    cards = give_cards(town)
    town.adopt(BALLOT.replace("secret: true", "secret: true" + more))
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    cast(town, done, 4, 2)
    close(done.matter.id)
    town.act(done, "open_box", "holder1", cards="\n".join(cards[:2]))
    return done.matter.id


def test_thirty_days_after_the_opening_shares_salts_and_ballots_are_gone(town):
    number = opened(town)
    over = BoxOpening.objects.get().at + 30 * DAY
    ballots = [bytes(one) for one in SealedBallot.objects.values_list("ballot", flat=True)]
    keep_house(over - timedelta(seconds=1))
    assert BallotKey.objects.get().shares is not None
    keep_house(over)
    assert BallotKey.objects.get().shares is None
    assert set(ElectorCode.objects.values_list("salt", flat=True)) == {None}
    assert set(SealedBallot.objects.values_list("ballot", flat=True)) == {None}
    kept = BoxOpening.objects.get().bulletin
    assert not any(one.hex() in kept for one in ballots)
    audited = AuditRecord.objects.get(kind="ballot.end_of_life")
    assert audited.detail == {"matter": number, "visit": 1, "kept": False}
    assert bulletin_of(number) is None
    assert b'"passed":true' in (sheet_of(number, 1) or b"")
    assert verify_matters().faults == []
    assert end_lives(over + DAY) == 0


def test_the_district_sets_for_how_long_and_may_keep_the_ballots(town):
    number = opened(town, ", kept_days: '60', keeps_ballots: 'true'")
    at = BoxOpening.objects.get().at
    assert end_lives(at + 59 * DAY) == 0
    assert end_lives(at + 60 * DAY) == 1
    assert (BallotKey.objects.get().shares, ElectorCode.objects.first().salt) == (None, None)
    found = secrecy.recount(secrecy.read_bulletin(bulletin_of(number)))
    assert (found.faults, found.ballots) == ([], 6)
    assert verify_matters().faults == []


def test_a_running_ballot_and_one_that_waits_for_its_holders_are_left_alone(town):
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT.replace("secret: true", "secret: true, give_up_after: 300 days"))
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    cast(town, done, 4, 2)
    assert end_lives(timezone.now() + 100 * DAY) == 0
    close(done.matter.id)
    assert end_lives(timezone.now() + 100 * DAY) == 0


def test_what_was_deleted_is_checked_by_the_history(town):
    number = opened(town)
    end_lives(BoxOpening.objects.get().at + 30 * DAY)
    from shanzhi.matters.history.protection import unprotect

    with connection.cursor() as cursor:
        for statement in unprotect(connection.vendor, "matters_sealedballot"):
            cursor.execute(statement)
    SealedBallot.objects.filter(number=3).update(head=b"\0" * 32)
    assert [fault.matter for fault in verify_matters().faults] == [number]


def test_holders_and_who_supervises_are_sent_the_value_each_day_and_at_the_closing(town):
    settle(town, 8)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    key = BallotKey.objects.get()
    assert {town.people[who].pk for who in ("secretary", "supervision_member", "street_staff")} <= set(
        observers(key)
    )
    now = key.at
    assert send_heads(now + DAY) == 0  # nobody has voted
    cast(town, done, 3, 0)
    assert [send_heads(now + DAY - timedelta(minutes=1)), send_heads(now + DAY), send_heads(now + DAY)] == [
        0,
        1,
        0,
    ]
    assert send_heads(now + 2 * DAY) == 0  # nothing new
    for who in ("resident4", "resident5"):
        town.act(done, "vote", who, choice="oppose")
    close(done.matter.id)
    assert send_heads(now + DAY + timedelta(hours=1)) == 1  # the box is closed: at once
    assert list(BoxHead.objects.order_by("number").values_list("number", flat=True)) == [3, 5]
    head = bytes(BoxHead.objects.get(number=3).head).hex()
    told = Notice.objects.filter(matter=done.matter.id, zh__contains=head)
    assert {one.person_id for one in told} == set(observers(key))
    bulletin = secrecy.read_bulletin(bulletin_of(done.matter.id))
    secrecy.check_box(bulletin, heads_known=[bytes(one.head) for one in BoxHead.objects.all()])


def test_a_box_rewritten_after_a_value_was_sent_is_found(town):
    settle(town, 6)
    give_cards(town)
    town.adopt(BALLOT)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    cast(town, done, 3, 0)
    send_heads(BallotKey.objects.get().at + DAY)
    from shanzhi.matters.history.protection import unprotect

    with connection.cursor() as cursor:
        for statement in unprotect(connection.vendor, "matters_boxhead"):
            cursor.execute(statement)
    BoxHead.objects.update(head=b"\1" * 32)
    (fault,) = verify_matters().faults
    assert "链值" in fault.what.zh
