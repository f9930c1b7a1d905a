"""Looks at personal data, for a purpose and on the record; and what people consented to."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from shanzhi.api.acts import Step, step
from shanzhi.api.faults import not_found
from shanzhi.api.operation import Call, operation
from shanzhi.api.people import seen_person
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import (
    PersonRef,
    named_person,
    people_by_number,
    person_at,
    person_ref,
)
from shanzhi.api.subjects import people
from shanzhi.engine.types import Refusal
from shanzhi.matters.rights.look_questions import ask_about_look, asked_about, look_of
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Consent
from shanzhi.people.permission import allowed
from shanzhi.people.privacy import approve_unmasking, unmask, unmaskings_of

Purpose = Annotated[str, Meta(max_length=120)]


class PersonLook(Message):
    """Which facts to see whole (`name` too), and what for."""

    fields: Annotated[list[Annotated[str, Meta(max_length=20)]], Meta(min_length=1, max_length=10)]
    purpose: Purpose = ""


class FactsSeen(Struct):
    """Facts, whole."""

    facts: dict[str, str]


class LookView(Struct):
    """Someone saw a person's data: who, when, which fields, what for. `denied` ones were refused.

    `asked` is the matter by which the caller asked about it.
    """

    id: int
    at: datetime
    by: PersonRef | None
    fields: list[str]
    purpose: str
    matter: int | None
    denied: bool
    asked: int | None


class LookList(Struct):
    """Looks, the latest first."""

    looks: list[LookView]


class Approval(Message):
    """Leave for one person to see one child's data, for some days."""

    viewer: Number
    purpose: Purpose
    days: Annotated[int, Meta(ge=1, le=90)] = 7


class Approved(Struct):
    """Until when the leave holds."""

    until: datetime


class Consenting(Message):
    """The legal basis for one purpose: consent (of the person or the guardian) or public duty."""

    scope: Annotated[str, Meta(max_length=16)]
    purpose: Purpose
    basis: Annotated[str, Meta(max_length=16)] = "consent"
    given_by: Number | None = None


class ConsentView(Struct):
    """A basis for handling a person's data; it holds until it is withdrawn."""

    id: int
    scope: str
    basis: str
    purpose: str
    given_at: datetime
    withdrawn_at: datetime | None


class ConsentList(Struct):
    """The bases there are."""

    consents: list[ConsentView]


@operation(
    people,
    "POST",
    "/people/{int:number}/looks",
    Sentence("查看未脱敏信息（记录在案）", "See facts whole (recorded)"),
    again="harmless",
    body=PersonLook,
    answer=FactsSeen,
    scope="act",
    refuses=[404],
    examples={"phone": {"fields": ["phone"], "purpose": "通知停水"}},
)
def look_at_person(call: Call, number: int) -> FactsSeen:
    """Refused looks are recorded as well."""
    body: PersonLook = call.body
    return FactsSeen(unmask(call.actor, seen_person(call, number), body.fields, purpose=body.purpose))


@operation(
    people,
    "GET",
    "/people/{int:number}/looks",
    Sentence("谁看过此人的信息", "Who looked at a person's data"),
    answer=LookList,
    refuses=[404],
)
def list_looks(call: Call, number: int) -> LookList:
    """For the person, the guardian and the audit administrator."""
    person = person_at(number)
    if not allowed(call.actor, "look.list", person):
        raise not_found()
    found = list(unmaskings_of(call.actor, person)[:200])
    by = people_by_number(one.person for one in found)
    asked = asked_about(call.actor, (one.seq for one in found))
    return LookList(
        [
            LookView(
                one.seq,
                one.at,
                person_ref(by[one.person], whole=True) if one.person in by else None,
                list(one.detail.get("fields", ())),
                one.detail.get("purpose", ""),
                one.detail.get("matter"),
                one.result != "ok",
                asked.get(one.seq),
            )
            for one in found
        ]
    )


class LookQuestion(Message):
    """Which look, by its `id`, and what one wants to know."""

    look: Number
    text: Annotated[str, Meta(min_length=2, max_length=1000)]


@operation(
    people,
    "POST",
    "/people/{int:number}/look-questions",
    Sentence("问一次查看", "Ask about a look"),
    about=Sentence(
        "由别人（不是看的人）核实后答复；一次查看只问一次，再问得到同一件事项。",
        "Somebody else than who looked answers; a look is asked about once, and asked again gives the same matter.",
    ),
    body=LookQuestion,
    answer=Step,
    status=201,
    scope="act",
    refuses=[404, 409],
)
def ask_about(call: Call, number: int) -> Step | Refusal:
    """For the person, and for the guardian of a child."""
    body: LookQuestion = call.body
    person = person_at(number)
    if look_of(call.actor, person, body.look) is None:
        raise not_found()
    done = ask_about_look(call.actor, subject=person, look=body.look, text=body.text)
    return done if isinstance(done, Refusal) else step(done, call)


@operation(
    people,
    "POST",
    "/people/{int:number}/look-approvals",
    Sentence("批准查看未成年人信息", "Approve a look at a child's data"),
    body=Approval,
    answer=Approved,
    status=201,
    scope="act",
    refuses=[404],
)
def approve(call: Call, number: int) -> Approved:
    """By the secretary or staff above, never for oneself."""
    body: Approval = call.body
    made = approve_unmasking(
        call.actor,
        viewer=named_person(call.actor, body.viewer),
        subject=seen_person(call, number),
        purpose=body.purpose,
        days=body.days,
    )
    return Approved(made.until)


@operation(
    people,
    "GET",
    "/people/{int:number}/consents",
    Sentence("处理依据", "List consents"),
    answer=ConsentList,
    refuses=[404],
)
def list_consents(call: Call, number: int) -> ConsentList:
    """For those who see the person."""
    found = seen_person(call, number).consents.order_by("-given_at")[:200]
    return ConsentList(
        [ConsentView(c.pk, c.scope, c.basis, c.purpose, c.given_at, c.withdrawn_at) for c in found]
    )


@operation(
    people,
    "POST",
    "/people/{int:number}/consents",
    Sentence("登记同意", "Record a consent"),
    body=Consenting,
    answer=ConsentView,
    status=201,
    makes=lambda number: Consent.objects.filter(pk=number, withdrawn_at=None).exists(),
    scope="act",
    refuses=[404],
)
def record_consent(call: Call, number: int) -> ConsentView:
    """One purpose each."""
    body: Consenting = call.body
    c = actions.record_consent(
        call.actor,
        person=seen_person(call, number),
        scope=body.scope,
        purpose=body.purpose,
        basis=body.basis,
        given_by=named_person(call.actor, body.given_by) if body.given_by is not None else None,
    )
    return ConsentView(c.pk, c.scope, c.basis, c.purpose, c.given_at, c.withdrawn_at)


@operation(
    people,
    "DELETE",
    "/people/{int:number}/consents/{int:consent}",
    Sentence("撤回同意", "Withdraw a consent"),
    answer=ConsentView,
    scope="act",
    refuses=[404],
)
def withdraw_consent(call: Call, number: int, consent: int) -> ConsentView:
    """Handling for that purpose ends."""
    found = seen_person(call, number).consents.filter(pk=consent).first()
    if found is None:
        raise not_found()
    actions.withdraw_consent(call.actor, consent=found)
    found.refresh_from_db()
    return ConsentView(found.pk, found.scope, found.basis, found.purpose, found.given_at, found.withdrawn_at)
