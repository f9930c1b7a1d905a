"""One operation of the API: who may call it, what it takes, what it gives; declared once, and documented by that.

django-ninja keeps the operations, finds them, and writes the OpenAPI document. What is sent and answered are
msgspec messages: `body` and `query` are read strictly, the answer is written as it stands. Whatever goes wrong
becomes one shape of answer (`faults`).
"""

from __future__ import annotations

import inspect
import logging
import math
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from msgspec import Struct
from ninja import Router

from shanzhi.api import faults, limits
from shanzhi.api.callers import Caller, address_of, caller_of
from shanzhi.api.document import Described, describe
from shanzhi.api.faults import JSON, Fault, not_found, refused, response
from shanzhi.api.language import language_of
from shanzhi.api.once import Again, Makes, once
from shanzhi.api.reading import LARGEST, body_of, query_of, wrong
from shanzhi.database.faults import is_away, is_crossed, is_full
from shanzhi.database.full_disk import FULL, give_way
from shanzhi.engine.types import Actor, Refusal
from shanzhi.matters.writing.store import Outdated
from shanzhi.method.check import InputError
from shanzhi.method.problems import MethodError
from shanzhi.method.roles import called
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput, Denied
from shanzhi.people.role_labels import local_names, looks_from
from shanzhi.places.refused import PlaceRefused

log = logging.getLogger("shanzhi.api")
_encode = msgspec.json.Encoder().encode


class Call:
    """One request to one operation: who asks, in which language, with what."""

    __slots__ = ("body", "caller", "language", "query", "request")

    def __init__(self, request: HttpRequest, caller: Caller, language: str, body: Any, query: Any) -> None:
        self.request = request
        self.caller = caller
        self.language = language
        self.body = body
        self.query = query

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    @property
    def person(self) -> int:
        """The number of the person who asks; an account that is nobody's is refused."""
        if self.caller.actor.person is None:
            raise Fault(403, "no_person", faults.NO_PERSON)
        return self.caller.actor.person

    def say(self, sentence: Sentence | None) -> str | None:
        """A sentence in the caller's language."""
        return None if sentence is None else sentence.text(self.language)


class Reply(Struct):
    """An answer with another status than the operation's usual one, or with headers."""

    data: Any
    status: int | None = None
    headers: Mapping[str, str] = {}


View = Callable[..., Any]
V = TypeVar("V", bound=View)


def operation(
    router: Router,
    verb: str,
    path: str,
    title: Sentence,
    *,
    body: Any = None,
    query: Any = None,
    answer: Any = None,
    status: int = 200,
    scope: str | None = "read",
    session: bool = False,
    key: str | None = None,
    recalled: bool = False,
    again: Again = "answer",
    makes: Callable[[int], bool] | None = None,
    told: Callable[[HttpRequest, Fault, str], HttpResponse] | None = None,
    **more: Any,
) -> Callable[[V], V]:
    """Declare an operation; the function is called with a `Call` and the numbers in the path.

    `again` says what an operation that writes does when it is sent again with its `Idempotency-Key` (`once`); `makes` is for
    one that makes something with an `id`, and tells whether the one of a number still stands.

    `recalled` operations pass `caller.as_of` on to what they do; where it proves outdated the caller is read and the
    operation done again.

    `scope` is what a token must have: `read`, `act`, or None for an operation open to everyone. With `session`
    no token will do. `key` names a parameter that may bring the token instead of the header. What the function
    returns is encoded; a `Refusal` becomes the fault it stands for, worded by `told` where that is not our own
    shape. `more` goes to the document: `examples`, `refuses`, `media`, `also`.
    """
    keyed = verb != "GET" and again in ("answer", "told_once")
    if verb != "GET" and again != "harmless":
        more["keyed"] = True
    described = Described(
        title, body=body, query=query, answer=answer, status=status, scope=scope, session=session, **more
    )

    def declare(view: V) -> V:
        name = view.__name__

        def serve(request: HttpRequest, **numbers: Any) -> HttpResponseBase:
            language = language_of(request)
            try:
                for number in numbers.values():
                    if type(number) is int and not 0 < number <= LARGEST:
                        raise not_found()
                call = Call(
                    request,
                    _admit(request, scope, session, key, recalled),
                    language,
                    body_of(request, body) if body is not None else None,
                    query_of(request, query) if query is not None else None,
                )

                def done() -> HttpResponseBase:
                    with called(local_names(lambda: looks_from(call.actor))):
                        return answered()

                def answered() -> HttpResponseBase:
                    try:
                        result = view(call, **numbers)
                    except Outdated:
                        call.caller = _admit(request, scope, session, key, False)
                        result = view(call, **numbers)
                    return _answer(result, status, language)

                if call.caller.account is None or not keyed:
                    return done()
                made = Makes(call.body, makes) if makes is not None else None
                return once(request, call.caller.account, name, again, done, made)
            except Exception as problem:
                hidden = bool(numbers) and isinstance(problem, Denied) and not problem.seen
                fault = not_found() if hidden else _fault(problem, name)
                return response(fault, language) if told is None else told(request, fault, language)

        serve.__name__ = name
        serve.__doc__ = view.__doc__
        serve.__module__ = view.__module__
        serve.__signature__ = _signature(view)  # type: ignore[attr-defined]
        router.add_api_operation(path, [verb], serve, **describe(described, name))
        return view

    return declare


def _admit(request: HttpRequest, scope: str | None, session: bool, key: str | None, recalled: bool) -> Caller:
    """Who calls, counted; refused without the right to this operation."""
    try:
        caller = caller_of(request, key, recalled=recalled)
    except Fault as fault:
        if fault.status == 401:
            _count(f"address {address_of(request)}", limits.strangers())
        raise
    _count(caller.key, limits.signed_in() if caller.known else limits.strangers())
    if scope is None:
        return caller
    if not caller.known:
        raise Fault(401, "sign_in", faults.SIGN_IN, headers={"WWW-Authenticate": "Bearer"})
    if session and caller.token is not None:
        raise Fault(403, "session_only", faults.SESSION_ONLY)
    if scope not in caller.scopes:
        raise Fault(403, "no_scope", faults.NO_SCOPE)
    return caller


def _count(key: str, a_minute: int) -> None:
    wait = limits.wait_for(key, a_minute)
    if wait > 0:
        seconds = math.ceil(wait)
        raise Fault(
            429,
            "too_many",
            faults.TOO_MANY.fill(seconds=seconds),
            headers={"Retry-After": str(seconds)},
        )


def _answer(result: Any, status: int, language: str) -> HttpResponseBase:
    if isinstance(result, HttpResponseBase):
        return result
    if isinstance(result, Refusal):
        raise refused(result)
    headers: Mapping[str, str] = {}
    if isinstance(result, Reply):
        status, headers, result = result.status or status, result.headers, result.data
    content = b"" if result is None and status == 204 else _encode(result)
    made = HttpResponse(content, content_type=JSON, status=status)
    made.headers["Content-Length"] = str(len(content))
    made.headers["Content-Language"] = language
    made.headers["Cache-Control"] = "private, no-store"
    for name, value in headers.items():
        made.headers[name] = value
    return made


def _fault(problem: Exception, name: str) -> Fault:
    """What an exception means to the caller. What nobody foresaw is logged with its trace, and told without."""
    if isinstance(problem, Fault):
        return problem
    if isinstance(problem, Denied):
        return Fault(403, "denied", problem.sentence)
    if isinstance(problem, BadInput):
        return Fault(422, "bad_input", problem.sentence, fields=problem.fields)
    if isinstance(problem, PlaceRefused):
        return Fault(422, "place_refused", problem.why)
    if isinstance(problem, InputError):
        return wrong(problem.inputs, 422, "bad_inputs")
    if isinstance(problem, MethodError):
        return method_fault(problem)
    if isinstance(problem, IntegrityError):
        log.warning("%s: somebody was faster: %s", name, problem)
        return Fault(409, "conflict", faults.CONFLICT)
    if isinstance(problem, RequestDataTooBig):
        return Fault(413, "too_large", faults.TOO_BIG)
    if isinstance(problem, DataError | OverflowError):
        log.warning("%s: a value no database takes: %s", name, problem)
        return Fault(422, "out_of_range", faults.OUT_OF_RANGE)
    if is_full(problem):
        log.error("%s: the disk is full", name)
        give_way()
        return Fault(507, "disk_full", FULL)
    if is_away(problem) or is_crossed(problem):
        log.exception("%s: the database", name)
        return Fault(503, "no_database", faults.NO_DATABASE, headers={"Retry-After": "5"})
    log.exception("%s: not foreseen", name, exc_info=problem)
    return Fault(500, "broken", faults.BROKEN)


def method_fault(problem: MethodError) -> Fault:
    """The problems of a method's file: each by where it stands."""
    fields = {f"{p.line}:{p.column} {p.code}": p.why for p in problem.problems[: faults.MOST_PROBLEMS]}
    return Fault(422, "bad_method", faults.BAD_METHOD.fill(count=len(problem.problems)), fields=fields)


def _signature(view: View) -> inspect.Signature:
    """What ninja sees of an operation: the request and the numbers in its path."""
    numbers = list(inspect.signature(view, eval_str=True).parameters.values())[1:]
    asked = inspect.Parameter("request", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=HttpRequest)
    return inspect.Signature([asked, *numbers])
