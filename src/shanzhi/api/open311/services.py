"""Services: the adopted methods that anyone may open with a few words and a point on the map."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from msgspec import Meta, Struct

from shanzhi.api.faults import Fault, not_found
from shanzhi.api.open311.formats import XML, Error, answer, errors
from shanzhi.api.operation import Call, operation
from shanzhi.api.subjects import open311
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption
from shanzhi.method.field_types import FieldType
from shanzhi.method.model import Field, Method
from shanzhi.method.words import Sentence
from shanzhi.places.queries import by_code

Format = Literal["json", "xml"]
YES, NO = Sentence("是", "yes"), Sentence("否", "no")
JURISDICTION = Annotated[str, Meta(max_length=24, description="地方代码 · the code of a place")]


class Service(Struct):
    """A kind of request that can be made."""

    service_code: str
    service_name: str
    description: str | None
    metadata: bool
    type: str
    keywords: str | None
    group: str | None


class Value(Struct):
    """One option of an attribute."""

    key: str
    name: str


class Attribute(Struct, omit_defaults=True):
    """One more question of a service."""

    variable: bool
    code: str
    datatype: str
    required: bool
    order: int
    description: str
    datatype_description: str | None = None
    values: list[Value] | None = None


class Definition(Struct):
    """The questions of a service."""

    service_code: str
    attributes: list[Attribute]


class InJurisdiction(Struct, kw_only=True):
    """Which services: those of a place, named by its code."""

    jurisdiction_id: JURISDICTION | None = None


class Mapped(Struct):
    """A method as a service: which question takes the description, the point, the address, and the rest."""

    method: Method
    subject: Field
    where: Field
    detail: Field | None
    address: Field | None
    rest: tuple[Field, ...]


def mapped(method: Method) -> Mapped | None:
    """A method as a service, by the first way in that is for everyone; None if there is none, or if it asks what GeoReport
    cannot say."""
    way = next((one for one in method.openings.values() if one.who.anyone or one.who.resident), None)
    if way is None:
        return None
    method = method.through(way.name)
    plain = [f for f in method.form if f.kind.written and not f.sensitive]
    named = {f.name: f for f in plain}
    subject = named.get("subject") or named.get("title") or (plain[0] if plain else None)
    where = next((f for f in method.form if f.kind.spot), None)
    if subject is None or where is None:
        return None
    detail, address = named.get("detail"), named.get("address")
    taken = {f.name for f in (subject, where, detail, address) if f is not None}
    others = [f for f in method.form if f.name not in taken]
    if any(_datatype(f.kind) is None and not f.optional and f.known is None for f in others):
        return None
    rest = tuple(f for f in others if _datatype(f.kind) is not None)
    return Mapped(method, subject, where, detail, address, rest)


def services(jurisdiction: str | None) -> dict[str, Mapped]:
    """The services by code, in a jurisdiction if one is named. Raises the 404 fault for one that is not there."""
    found = Adoption.objects.filter(until=None).select_related("method", "place").order_by("place__depth")
    if jurisdiction:
        place = by_code(jurisdiction)
        if place is None:
            raise not_found()
        found = found.filter(place__in=place.ancestor_ids)
    by_slug: dict[str, Mapped] = {}
    for adoption in found.defer("place__geometry"):
        method = method_of(adoption)
        service = mapped(method) if method.outdated is None else None
        if service is not None:
            by_slug[adoption.slug] = service
    return by_slug


def service(code: str, jurisdiction: str | None = None) -> Mapped:
    """The service of a code. Raises the 404 fault."""
    found = services(jurisdiction).get(code)
    if found is None:
        raise not_found()
    return found


def told(request: HttpRequest, fault: Fault, language: str) -> HttpResponse:
    """A fault in the format that the address asks for. A key that is missing or unknown is 403 there."""
    if fault.status == 401:
        fault = Fault(403, fault.code, fault.why, fields=fault.fields)
    return errors(fault, language, "xml" if request.path.endswith(".xml") else "json")


operation_311 = partial(
    operation, open311, scope=None, told=told, key="api_key", problem=list[Error], problem_media=[XML]
)
MEDIA: Sequence[str] = ("application/json", XML)


@operation_311(
    "GET",
    "/open311/v2/services.{format}",
    Sentence("Open311 服务", "Open311 services"),
    query=InJurisdiction,
    answer=list[Service],
    media=MEDIA,
    refuses=[404],
)
def open311_services(call: Call, format: str) -> HttpResponse:  # noqa: A002 (the address calls it so)
    """One for each adopted method that fits."""
    found = [_service(code, one, call) for code, one in services(call.query.jurisdiction_id).items()]
    return answer(found, "services", "service", known_format(format))


@operation_311(
    "GET",
    "/open311/v2/services/{code}.{format}",
    Sentence("Open311 服务的问题", "An Open311 service's attributes"),
    query=InJurisdiction,
    answer=Definition,
    media=MEDIA,
    refuses=[404],
)
def open311_service(call: Call, code: str, format: str) -> HttpResponse:  # noqa: A002
    """The method's own questions."""
    found = service(code, call.query.jurisdiction_id)
    attributes = [_attribute(n, field, call) for n, field in enumerate(found.rest, 1)]
    return answer(Definition(code, attributes), "service_definition", "attribute", known_format(format))


def known_format(text: str) -> str:
    """`json` or `xml`. Raises the 404 fault."""
    if text not in ("json", "xml"):
        raise not_found()
    return text


def _service(code: str, one: Mapped, call: Call) -> Service:
    method = one.method
    return Service(
        code,
        method.title.text(call.language),
        call.say(method.summary),
        bool(one.rest),
        "realtime",
        None,
        None,
    )


def _datatype(kind: FieldType) -> str | None:
    """What GeoReport calls a type of question; None for those that it cannot ask."""
    if kind.options or kind.yes_no:
        return "multivaluelist" if kind.several else "singlevaluelist"
    if kind.counted:
        return "number"
    if kind.day or kind.moment:
        return "datetime"
    return "string" if kind.written or kind.telephone else None


def _attribute(order: int, field: Field, call: Call) -> Attribute:
    values: list[Value] | None = None
    if field.kind.yes_no:
        values = [Value("true", YES.text(call.language)), Value("false", NO.text(call.language))]
    elif field.options:
        values = [Value(option.value, option.label.text(call.language)) for option in field.options]
    return Attribute(
        True,
        field.name,
        _datatype(field.kind) or "",
        not field.optional and field.default is None and field.known is None and field.asked is None,
        order,
        field.label.text(call.language),
        call.say(field.help),
        values,
    )


def answers_of(one: Mapped, given: dict[str, Any]) -> dict[str, Any]:
    """The attributes among the answers that the service asks for."""
    return {field.name: given[field.name] for field in one.rest if field.name in given}
