"""A town with a points bank: methods adopted, a budget decided, and short words for what tests do with it."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

from shanzhi.engine.accounts import Account
from shanzhi.ledger.queries import free
from shanzhi.matters.clock.sweeping import tick
from tests.matters.town import Town

HERE = Path(__file__).parent
BOOK = "points-bank.points"
BANK, REDEEM = ((HERE / f"points-{name}.yaml").read_text(encoding="utf-8") for name in ("bank", "redeem"))


def with_bank(town: Town, budget: int = 1_000, **inputs: object) -> Town:
    """The town with both methods and a budget that was decided and shown."""
    town.adopt(BANK, **inputs)
    town.adopt(REDEEM)
    town.people["committee_chair"] = town.appoint("committee_chair", town.community, "主任甲")
    town.people["supervision_member"] = town.appoint("supervision_member", town.community, "监督甲")
    long_ago = timezone.now() - timedelta(days=20)
    town.open(
        "points-bank", "committee_chair", way="budget", at=long_ago,
        values={"what": "年度预算", "total": budget, "decision": "居民会议通过"},
    )  # fmt: skip
    tick()
    assert free(account("named", town.community.pk, "budget"), timezone.now()) == budget
    return town


def account(kind: str, owner: int, name: str = "") -> Account:
    return Account(BOOK, kind, owner, name)


def stands(town: Town, who: int | str = 0, at: datetime | None = None) -> int:
    """What a household (by its place in the town), the shop or the budget may spend."""
    if who == "shop":
        one = account("organisation", town.office.pk)
    elif who == "budget":
        one = account("named", town.community.pk, "budget")
    else:
        one = account("household", town.households[int(who)].pk)
    return free(one, at or timezone.now())


def earn(town: Town, points: int, who: int = 0, at: datetime | None = None) -> int:
    """Points claimed for a household and confirmed; the number of that matter."""
    more = {"at": at} if at is not None else {}
    done = town.open(
        "points-bank", "community_staff", way="claim",
        values={"what": "帮邻居", "family": town.households[who].pk, "points": points}, **more,
    )  # fmt: skip
    town.act(done, "confirm", "community_staff", **more)
    return done.matter.id


def voucher(town: Town, limit: int, who: str = "resident", **more: object):
    """What a resident asks to be reserved, for the shop."""
    return town.open(
        "points-redeem", who, values={"limit": limit, "shop": town.office.pk, "family": None}, **more
    )
