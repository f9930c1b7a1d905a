"""Requests: matters as GeoReport shows them, and opening one by its form."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from msgspec import Meta, Struct

from shanzhi.api import faults
from shanzhi.api.faults import Fault, not_found, refused
from shanzhi.api.open311.formats import answer
from shanzhi.api.open311.services import (
    MEDIA,
    Mapped,
    answers_of,
    known_format,
    mapped,
    operation_311,
    service,
)
from shanzhi.api.operation import Call
from shanzhi.api.reading import LARGEST, wrong
from shanzhi.api.sent_again import opening_of
from shanzhi.engine.types import Refusal
from shanzhi.matters.imports.answers import MOST_MESSAGE, cut, parts
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.writing.actions import act, open_matter
from shanzhi.method.model import Method
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.places.finding import place_meant
from shanzhi.places.models import Place
from shanzhi.reading.listed import Listed, listed
from shanzhi.reading.lists import visible

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


FORM = "application/x-www-form-urlencoded"
SPAN = timedelta(days=90)
MOST = 1000
NOTICE = Sentence("已收到；用编号可查进展。", "It was received; follow it by its number.")
NEEDS = Sentence("必须填写。", "It must be given.")
NO_PLACE = Sentence(
    "请给出 lat 和 long，或能认出的 address_string，或地方编号 address_id。",
    "Give lat and long, or an address_string we can find, or the number of a place as address_id.",
)
BAD_NUMBER = Sentence("应为数。", "It must be a number.")
BAD_TIME = Sentence(
    "应为带时区的时间，如 2026-03-02T09:00:00+08:00。",
    "Write a time with its offset, such as 2026-03-02T09:00:00+08:00.",
)
TOO_WIDE = Sentence("一次最多查 90 天。", "At most 90 days at a time.")
BAD_STATUS = Sentence("应为 open 或 closed。", "It must be open or closed.")


class ServiceRequest(Struct):
    """A matter as a service request; nothing in it is about a person."""

    service_request_id: str
    status: str
    status_notes: str | None
    service_name: str | None
    service_code: str
    description: str | None
    agency_responsible: str | None
    service_notice: str | None
    requested_datetime: datetime
    updated_datetime: datetime | None
    expected_datetime: datetime | None
    address: str | None
    address_id: str | None
    zipcode: str | None
    lat: float | None
    long: float | None
    media_url: str | None


class Accepted(Struct):
    """A request was made: follow it by its number."""

    service_request_id: str
    service_notice: str | None
    account_id: str | None


class RequestFilter(Struct, kw_only=True):
    """Which requests: by numbers, or by time (at most 90 days; without it the last 90), service and status."""

    service_request_id: Annotated[str, Meta(max_length=2000)] | None = None
    service_code: Annotated[str, Meta(max_length=640)] | None = None
    start_date: Annotated[str, Meta(max_length=40)] | None = None
    end_date: Annotated[str, Meta(max_length=40)] | None = None
    status: Annotated[str, Meta(max_length=20)] | None = None
    jurisdiction_id: Annotated[str, Meta(max_length=24)] | None = None


@operation_311(
    "GET",
    "/open311/v2/requests.{format}",
    Sentence("Open311 请求列表", "Open311 requests"),
    query=RequestFilter,
    answer=list[ServiceRequest],
    media=MEDIA,
    refuses=[404],
)
def open311_requests(call: Call, format: str) -> HttpResponse:  # noqa: A002
    """The latest first, at most a thousand."""
    found = _chosen(visible(call.actor), call.query)
    rows = _read(found.order_by("-opened_at", "-pk")[:MOST])
    return answer(_views(rows, call), "service_requests", "request", known_format(format))


@operation_311(
    "GET",
    "/open311/v2/requests/{number}.{format}",
    Sentence("Open311 请求", "An Open311 request"),
    answer=list[ServiceRequest],
    media=MEDIA,
    refuses=[404],
)
def open311_request(call: Call, number: str, format: str) -> HttpResponse:  # noqa: A002
    """A list of one, as the standard has it."""
    rows = _read(visible(call.actor).filter(pk=_number(number)))
    if not rows:
        raise not_found()
    return answer(_views(rows, call), "service_requests", "request", known_format(format))


@operation_311(
    "POST",
    "/open311/v2/requests.{format}",
    Sentence("Open311 提交请求", "Make an Open311 request"),
    again="own",
    takes={
        FORM: {
            "type": "object",
            "properties": {
                "api_key": {"type": "string"},
                "service_code": {"type": "string"},
                "description": {"type": "string"},
                "lat": {"type": "number"},
                "long": {"type": "number"},
                "address_string": {"type": "string"},
                "address_id": {"type": "string"},
                "phone": {"type": "string"},
            },
            "required": ["service_code", "description"],
        }
    },
    answer=list[Accepted],
    media=MEDIA,
    status=201,
    refuses=[404, 409, 503],
)
def open311_open(call: Call, format: str) -> HttpResponse:  # noqa: A002
    """With a token as `api_key` (or in the header); its account is whose request it is."""
    form = known_format(format)
    if not call.caller.known:
        raise Fault(401, "sign_in", faults.SIGN_IN)
    if "act" not in call.caller.scopes:
        raise Fault(403, "no_scope", faults.NO_SCOPE)
    given = call.request.POST
    code = given.get("service_code", "")
    if not code:
        raise wrong({"service_code": NEEDS})
    one = service(code, given.get("jurisdiction_id"))
    point, place = _place(given)
    values, rest = _values(one, given, point)
    command = opening_of(call, None, code, place, point, given.get("address_string"), values, rest)
    with transaction.atomic() if rest else nullcontext():
        done = open_matter(
            actor=call.actor,
            method=code,
            place=place,
            point=point,
            values=values,
            way=one.method.opening.name,
            command_id=command,
        )
        if isinstance(done, Refusal):
            raise refused(done)
        _go_on(call, done.matter.id, rest, command)
    made = [Accepted(str(done.matter.id), NOTICE.text(call.language), None)]
    return answer(made, "service_requests", "request", form, status=201)


def _go_on(call: Call, matter: int, rest: list[str], command: str | None) -> None:
    """Say in messages what had no room in the form; sent again, nothing is said twice."""
    for at, text in enumerate(rest):
        part = f"+{at}:{command}"[:64] if command else None
        done = act(actor=call.actor, matter=matter, act="message", values={"text": text}, command_id=part)
        if isinstance(done, Refusal):
            raise refused(done)


def _values(
    one: Mapped, given: QueryDict, point: tuple[float, float] | None
) -> tuple[dict[str, Any], list[str]]:
    """The method's answers from GeoReport's: the description, the point, the address, and the attributes; and what of
    the description finds no room in them, in parts. The subject is its first line, cut; nothing of it is lost."""
    description = given.get("description", "").strip()
    media = given.get("media_url", "").strip()
    longest = one.subject.max or 120
    first = description.split("\n", 1)[0].strip()
    values: dict[str, Any] = {one.subject.name: cut(first, longest)}
    whole = f"{description}\n{media}" if media else description
    rest: list[str] = []
    if one.detail is not None and whole != values[one.subject.name]:
        values[one.detail.name] = parts(whole, one.detail.max or 5000)[0]
        rest = parts(whole[len(values[one.detail.name]) :].lstrip(), MOST_MESSAGE)
    elif whole != values[one.subject.name]:
        rest = parts(whole, MOST_MESSAGE)
    if point is not None:
        values[one.where.name] = list(point)
    if one.address is not None and given.get("address_string"):
        values[one.address.name] = given["address_string"][: one.address.max or 120]
    asked = _attributes(given)
    if given.get("phone"):
        asked.setdefault("phone", given["phone"])
    return values | answers_of(one, asked), rest


def _attributes(given: QueryDict) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in given:
        if match := re.fullmatch(r"attribute\[(\w{1,64})\](\[\])?", key):
            values = given.getlist(key)
            found[match[1]] = values if match[2] or len(values) > 1 else values[0]
    return found


def _place(given: QueryDict) -> tuple[tuple[float, float] | None, int | None]:
    """Where it is: a point (longitude, latitude), or a place by its number or its address."""
    if given.get("lat") or given.get("long"):
        lat, lon = (_degrees(given, name, most) for name, most in (("lat", 90), ("long", 180)))
        return (lon, lat), None
    if number := given.get("address_id"):
        return None, _number(number)
    place = place_meant(given.get("address_string", ""))
    if place is None:
        raise wrong({"address_string": NO_PLACE})
    return None, place


def _degrees(given: QueryDict, name: str, most: int) -> float:
    try:
        degrees = float(given.get(name, ""))
    except ValueError:
        raise wrong({name: BAD_NUMBER}) from None
    if not -most <= degrees <= most:
        raise wrong({name: BAD_NUMBER})
    return degrees


def _chosen(found: QuerySet[Matter], query: RequestFilter) -> QuerySet[Matter]:
    if query.service_request_id:
        numbers = [_number(part.strip()) for part in query.service_request_id.split(",")[:50]]
        return found.filter(pk__in=numbers)
    now = timezone.now()
    end = _moment(query.end_date, "end_date") or now
    start = _moment(query.start_date, "start_date") or end - SPAN
    if end - start > SPAN:
        raise wrong({"start_date": TOO_WIDE})
    found = found.filter(opened_at__gte=start, opened_at__lte=end)
    if query.status:
        wanted = set(query.status.split(","))
        if not wanted <= {"open", "closed"}:
            raise wrong({"status": BAD_STATUS})
        if len(wanted) == 1:
            found = found.filter(closed_at__isnull="open" in wanted)
    if query.service_code:
        found = found.filter(method__in=query.service_code.split(",")[:20])
    if query.jurisdiction_id:
        place = Place.objects.filter(code=query.jurisdiction_id).first()
        if place is None:
            raise not_found()
        found = found.filter(origin__path__begins=place.path)
    return found


def _read(found: QuerySet[Matter]) -> list[Matter]:
    """Matters as a list reads them; whether and how each is told decides `reading.listed`."""
    return list(found.select_related("origin").defer("origin__geometry", "data", "state", "sealed", "head"))


def _views(rows: list[Matter], call: Call) -> list[ServiceRequest]:
    told = listed(call.actor, rows)
    above = {pk for one in told.values() for pk in one.origin.ancestor_ids}
    names = dict(Place.objects.filter(pk__in=above).values_list("pk", "name"))
    shown = []
    for row in rows:
        method = compiled(bytes(row.pin), row.adoption_id)
        if mapped(method) is not None:
            address = "".join(names.get(pk, "") for pk in told[row.pk].origin.ancestor_ids)
            shown.append(_view(row, told[row.pk], method, address, call))
    return shown


def _view(row: Matter, told: Listed, method: Method, address: str, call: Call) -> ServiceRequest:
    return ServiceRequest(
        str(row.pk),
        "open" if row.closed_at is None else "closed",
        _notes(row, call),
        method.title.text(call.language),
        row.method,
        row.title[:4000],
        called_at(method.stages[row.stage].desk, row.desk_role).text(call.language)
        if row.desk_role
        else None,
        None,
        row.opened_at,
        row.closed_at or row.entered_at,
        row.due_at,
        address,
        str(told.origin.pk),
        None,
        told.lat,
        told.lon,
        None,
    )


def _notes(row: Matter, call: Call) -> str:
    return stage_label(compiled(bytes(row.pin), row.adoption_id), row.stage, row.end).text(call.language)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 18 and 0 < int(text) <= LARGEST):
        raise not_found()
    return int(text)


def _moment(text: str | None, name: str) -> datetime | None:
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        raise wrong({name: BAD_TIME}) from None
    if moment.tzinfo is None:
        raise wrong({name: BAD_TIME})
    return moment
