"""What the ledger holds about a person and their household, for the copy they take along."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.portable import Section, holder, in_language
from shanzhi.points.models import Account, PointEntry


@holder
def held_of_points(person: Person) -> Iterable[Section]:
    """Every movement on the person's account and on the household's."""
    own = Q(kind="person", owner=person.pk)
    if person.household_id is not None:
        own |= Q(kind="household", owner=person.household_id)
    accounts = {account.pk: account for account in Account.objects.filter(own)}
    moves = PointEntry.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts)).order_by("at", "pk")
    yield Section(
        "points",
        Sentence("积分", "Points"),
        [
            {
                _("时间"): move.at,
                _("账户"): (accounts.get(move.credit_id) or accounts[move.debit_id]).get_kind_display(),
                _("积分"): move.points if move.credit_id in accounts else -move.points,
                _("缘由"): in_language(Sentence(move.reason_zh, move.reason_en)),
                _("事项"): move.matter,
            }
            for move in moves
        ],
    )
