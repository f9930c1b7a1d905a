"""The audit, as the audit administrator reads it. By session alone: administrators have no tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number
from shanzhi.api.subjects import administration
from shanzhi.method.words import Sentence
from shanzhi.people.audit import read_audit
from shanzhi.people.audit_filter import wanted
from shanzhi.people.audit_words import account_in
from shanzhi.people.models import AuditRecord
from shanzhi.people.permission import require


class AuditLine(Struct):
    """One line of the audit: time, who, kind, result; never contents. `about_account` is the account it was done to."""

    seq: int
    at: datetime
    kind: str
    result: str
    account: int | None
    person: int | None
    subject: int | None
    about_account: int | None
    address: str
    detail: dict[str, Any]


class AuditPage(Struct):
    """The audit, the latest first; `next` is what to send as `before`."""

    lines: list[AuditLine]
    next: int | None


class AuditFilter(Message):
    """Which lines. `by` acted, `of` is whom it was done to: a user name, a name, or the number of a person. `thing` and
    `number` name what else it was about; `first` and `last` are days, both included."""

    kind: Annotated[str, Meta(max_length=32)] | None = None
    by: Annotated[str, Meta(max_length=64)] = ""
    of: Annotated[str, Meta(max_length=64)] = ""
    subject: Number | None = None
    thing: Literal["matter", "place", "import", "adoption", "request"] | None = None
    number: Number | None = None
    refused: bool = False
    first: date | None = None
    last: date | None = None
    before: Annotated[int, Meta(ge=1, le=LARGEST)] | None = None
    limit: Annotated[int, Meta(ge=1, le=500)] = 100


@operation(
    administration,
    "GET",
    "/audit",
    Sentence("审计记录", "Read the audit"),
    query=AuditFilter,
    answer=AuditPage,
    session=True,
)
def list_audit(call: Call) -> AuditPage:
    """By the audit administrator; each reading is recorded, turning its pages with `before` is not one more."""
    query: AuditFilter = call.query
    require(call.actor, "audit.see")
    asked = wanted(
        kind=query.kind or "",
        by=query.by,
        of=query.of or ("" if query.subject is None else str(query.subject)),
        thing=query.thing or "",
        number="" if query.number is None else str(query.number),
        refused=query.refused,
        first=query.first.isoformat() if query.first is not None else "",
        last=query.last.isoformat() if query.last is not None else "",
    )
    found = read_audit(call.actor, asked, before=query.before)
    rows = list(found[: query.limit + 1])
    shown = [_line(r) for r in rows[: query.limit]]
    return AuditPage(shown, shown[-1].seq if len(rows) > query.limit else None)


def _line(r: AuditRecord) -> AuditLine:
    about = account_in(r.detail)
    return AuditLine(
        r.seq, r.at, r.kind, r.result, r.account, r.person, r.subject, about, r.address, r.detail
    )
