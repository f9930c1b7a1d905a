"""What the ledger holds about a person and their household, for the copy they take along; and what of it is erased."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from shanzhi.ledger.models import Account, Transfer, Unit
from shanzhi.method.words import Sentence
from shanzhi.people.models import Person
from shanzhi.people.portable import Section, holder, in_language
from shanzhi.people.privacy import eraser


@holder
def held_in_the_ledger(person: Person) -> Iterable[Section]:
    """Every movement on the person's accounts and on the household's."""
    own = Q(kind="person", owner=person.pk)
    if person.household_id is not None:
        own |= Q(kind="household", owner=person.household_id)
    accounts = {account.pk: account for account in Account.objects.filter(own)}
    names = {unit.book: Sentence(unit.label_zh, unit.label_en) for unit in Unit.objects.all()}
    moves = Transfer.objects.filter(Q(debit__in=accounts) | Q(credit__in=accounts)).order_by("at", "pk")
    yield Section(
        "ledger",
        Sentence("积分账", "The ledger"),
        [
            {
                _("时间"): move.at,
                _("账户"): (accounts.get(move.credit_id) or accounts[move.debit_id]).get_kind_display(),
                _("哪本账"): in_language(names.get(move.book, Sentence(move.book, move.book))),
                _("变动"): move.amount if move.credit_id in accounts else -move.amount,
                _("缘由"): in_language(Sentence(move.reason_zh, move.reason_en)),
                _("事项"): move.matter or 0,
            }
            for move in moves
        ],
    )


@eraser
def erase_reasons(person: int) -> None:
    """The words on a person's own accounts go; amounts and dates stay, and the chains hold."""
    own = Account.objects.filter(kind="person", owner=person)
    moves = Transfer.objects.filter(Q(debit__in=own) | Q(credit__in=own))
    moves.update(reason_zh="", reason_en="", salt="")
