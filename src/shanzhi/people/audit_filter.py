"""Which records of the audit are wanted: by who acted, what it was done to, kind, result and day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.people.audit_words import ACCOUNT_KEYS, KINDS
from shanzhi.people.models import Account, Person
from shanzhi.people.models.access import plain_username
from shanzhi.people.problems import BadInput
from shanzhi.tables.cells import readable

NOBODY = Sentence(
    "没有账号、姓名或人员编号是“{text}”，请核对后再查",
    "no account, name or number of a person is “{text}”, check it and look again",
)
BAD_DAY = Sentence("日期“{text}”请写成 2026-01-31", "write the date “{text}” as 2026-01-31")
BACKWARDS = Sentence("起始日期在截止日期之后，请对调", "the first day is after the last, exchange them")
YEAR_AFTER = 2200
MOST_NAMED = 50
"""So many people of one name are looked for at most."""
OBJECTS = {
    "matter": Sentence("事项", "matter"),
    "import": Sentence("导入", "import"),
    "adoption": Sentence("采用", "adoption"),
    "request": Sentence("请求", "request"),
    "place": Sentence("地方", "place"),
}
"""What else than an account or a person a record may be about; its number stands in the detail under this name."""


class Whom(Struct, frozen=True):
    """Accounts and persons, by number: whoever a text names."""

    accounts: tuple[int, ...] = ()
    persons: tuple[int, ...] = ()


class Wanted(Struct, frozen=True):
    """What is looked for; what is None is not asked. `of`: whom it was done to; `thing`: one of `OBJECTS` and its number.

    `first` and `last` are days, both included.
    """

    kind: str | None = None
    by: Whom | None = None
    of: Whom | None = None
    thing: tuple[str, int] | None = None
    refused: bool = False
    first: date | None = None
    last: date | None = None

    def where(self) -> Q:
        """The condition on records."""
        found = Q()
        if self.kind is not None:
            found &= Q(kind=self.kind)
        if self.by is not None:
            found &= Q(account__in=self.by.accounts) | Q(person__in=self.by.persons)
        if self.of is not None:
            about = Q(subject__in=self.of.persons)
            for key in ACCOUNT_KEYS:
                about |= Q(**{f"detail__{key}__in": self.of.accounts})
            found &= about
        if self.thing is not None:
            found &= Q(**{f"detail__{self.thing[0]}": self.thing[1]})
        if self.refused:
            found &= ~Q(result="ok")
        if self.first is not None:
            found &= Q(at__gte=_midnight(self.first))
        if self.last is not None:
            found &= Q(at__lt=_midnight(self.last + timedelta(days=1)))
        return found

    def told(self) -> dict[str, Any]:
        """What was looked for, as the record of the reading keeps it: codes, numbers and days."""
        told: dict[str, Any] = {"kind": self.kind, "refused": self.refused or None}
        for key, whom in (("by", self.by), ("of", self.of)):
            if whom is not None:
                told[key] = {"accounts": list(whom.accounts), "persons": list(whom.persons)}
        if self.thing is not None:
            told["thing"] = list(self.thing)
        for key, day in (("first", self.first), ("last", self.last)):
            told[key] = day.isoformat() if day is not None else None
        return {key: value for key, value in told.items() if value is not None}


def wanted(
    *,
    kind: str = "",
    by: str = "",
    of: str = "",
    thing: str = "",
    number: str = "",
    refused: bool = False,
    first: str = "",
    last: str = "",
) -> Wanted:
    """What somebody typed. `by` and `of` are a user name, a name, or the number of a person; days are 2026-01-31.

    Raises `BadInput`, with the field, for whom nobody knows and for what is no day.
    """
    made = Wanted(
        kind=kind if kind in KINDS else None,
        by=_whom("by", by),
        of=_whom("of", of),
        thing=(thing, int(number)) if thing in OBJECTS and _is_number(number) else None,
        refused=refused,
        first=_day("first", first),
        last=_day("last", last),
    )
    if made.first is not None and made.last is not None and made.first > made.last:
        raise BadInput(BACKWARDS, {"first": BACKWARDS})
    return made


def _whom(field: str, text: str) -> Whom | None:
    plain = readable(text).strip()[:64]
    if not plain:
        return None
    named = Person.objects.filter(name=plain).values_list("pk", flat=True)[:MOST_NAMED]
    persons = {*named, *((int(plain.lstrip("#")),) if _is_number(plain.lstrip("#")) else ())}
    known = Person.objects.filter(pk__in=persons).values_list("pk", flat=True)
    accounts = Account.objects.filter(Q(username=plain_username(plain)) | Q(person__in=persons))
    pairs = list(accounts.values_list("pk", "person"))
    if not pairs and not known:
        why = NOBODY.fill(text=plain)
        raise BadInput(why, {field: why})
    return Whom(_sorted(pk for pk, _ in pairs), _sorted([*known, *(p for _, p in pairs if p is not None)]))


def _sorted(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 18


def _day(field: str, text: str) -> date | None:
    plain = readable(text).strip()[:32]
    if not plain:
        return None
    try:
        day = date.fromisoformat(plain)
    except ValueError:
        day = date.max
    if not 1970 <= day.year < YEAR_AFTER:
        why = BAD_DAY.fill(text=plain)
        raise BadInput(why, {field: why})
    return day


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
