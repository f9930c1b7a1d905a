"""Who sees an account: its holder, the household, who serves the organisation; the desks that keep it; nobody else."""

from __future__ import annotations

from shanzhi.engine.types import Actor
from shanzhi.ledger.models import Account
from shanzhi.method.field_types import Thing
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.permission import action, covers, require, rule
from shanzhi.places.models import Place

KEEPS = frozenset(("community_staff", "committee_chair", "supervision_member"))
"""Roles that keep the accounts of their community, or oversee how they are kept."""
REPORTS = KEEPS | {"secretary", "street_staff", "district_staff"}
"""Roles that see what a place owes in all, and nobody's account."""

action("ledger.see", Sentence("查看积分账户", "see an account of the ledger"))
action("ledger.report", Sentence("查看积分账的合计", "see what the ledger of a place comes to"))


@rule(
    "ledger.see",
    who=Sentence("账户本人、本户、本单位的人", "the holder, their household, who serves the organisation"),
)
def own_account(actor: Actor, thing: object) -> bool:
    """Their own, their household's, or that of an organisation they serve."""
    if not isinstance(thing, Account):
        return False
    return {
        Thing.PERSON.value: actor.person == thing.owner,
        Thing.HOUSEHOLD.value: actor.household is not None and actor.household == thing.owner,
        Thing.ORGANISATION.value: thing.owner in actor.organizations,
    }.get(thing.kind, False)


@rule(
    "ledger.see",
    who=Sentence(
        "本社区管账的岗位和居务监督委员",
        "the posts that keep the accounts of the community, and its supervision",
    ),
)
def keeps_accounts(actor: Actor, thing: object) -> bool:
    """Of the community in which it was opened, and of no other."""
    return isinstance(thing, Account) and thing.place is not None and covers(actor, _way(thing.place), KEEPS)


@rule(
    "ledger.report",
    who=Sentence("管账的岗位，街道和区级", "the posts that keep the accounts, street and district"),
)
def sees_sums(actor: Actor, thing: object) -> bool:
    """`thing` is the number of a place."""
    return isinstance(thing, int) and covers(actor, _way(thing), REPORTS)


def look(actor: Actor, account: Account) -> None:
    """Refuse (`Denied`) who may not see an account; a look at somebody else's is put on record."""
    require(actor, "ledger.see", account)
    if not own_account(actor, account) and account.kind in ("person", "household"):
        subject = account.owner if account.kind == "person" else None
        audit.record("ledger.see", by=actor, subject=subject, detail={"account": account.pk})


def _way(place: int) -> tuple[int, ...]:
    """The places from the top down to one."""
    path = Place.objects.filter(pk=place).values_list("path", flat=True).first()
    return tuple(int(part) for part in path.split("/") if part) if path else ()
