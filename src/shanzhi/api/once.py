"""The header Idempotency-Key, for every operation that writes: sent again with its key, a request gets its first answer.

An operation that makes something holds the same words from the same account within minutes for the same request too, where
no key says otherwise: a key of its own makes a second one of the same words.

Opening and acting on matters have an older way, by the command in their history (`sent_again`), which holds for ever; for
all the others the answer is kept for a day (`people.sent`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Literal

import msgspec
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.utils import timezone
from msgspec import Struct

from shanzhi.api.faults import JSON, Fault
from shanzhi.method.words import Sentence
from shanzhi.people import sent
from shanzhi.people.sealing import digest

Again = Literal["answer", "told_once", "own", "harmless"]
"""What an operation that writes does when it is sent again: gives its first answer; says that it is done, since its answer
holds a secret; sees to it by itself; does it again, since that changes nothing."""
HEADER = "HTTP_IDEMPOTENCY_KEY"
LONGEST_KEY = 255
BAD_KEY = Sentence(
    "Idempotency-Key 应为 1 至 255 个可见字符。", "Idempotency-Key must have 1 to 255 visible characters."
)
KEY_REUSED = Sentence(
    "这个 Idempotency-Key 已用于另一个请求；内容不同的请求请换一个。",
    "This Idempotency-Key was used for another request; take a new one for other contents.",
)
DONE_BEFORE = Sentence(
    "这个请求已经办过，首次的答复不再保留。没有收到的，请先看现在的情况，需要再办的换一个 Idempotency-Key。",
    "This request was carried out before, and its answer is kept no longer. Look how things stand; to do it anew take "
    "another Idempotency-Key.",
)


def key_of(request: HttpRequest) -> str | None:
    """The key a request came with; None without one. Raises `Fault` for a key that is none."""
    key: str | None = request.META.get(HEADER)
    if key is not None and not (0 < len(key) <= LONGEST_KEY and key.isprintable()):
        raise Fault(400, "bad_key", BAD_KEY)
    return key


class Makes(Struct):
    """What an operation makes: the message that says what, and whether the one of a number still stands."""

    body: Any
    stands: Callable[[int], bool]

    def so(self, answer: str) -> bool:
        return self.stands(msgspec.json.decode(answer, type=_Made).id)


class _Made(Struct):
    id: int


def once(
    request: HttpRequest,
    account: int,
    name: str,
    again: Again,
    do: Callable[[], HttpResponseBase],
    makes: Makes | None = None,
) -> HttpResponseBase:
    """Carry out a request of an account, or give the answer it had. What fails claims no key."""
    key = key_of(request)
    kept, stands = sent.KEPT, None
    if key is not None:
        mark = digest_of(key)
        content = digest_of(name, request.get_full_path(), _sent(request))
    elif makes is not None:
        content = digest("request", digest_of(name, request.get_full_path(), makes.body))
        mark = f"same:{content[:59]}"
        kept, stands = sent.WITHIN, makes.so
    else:
        return do()
    failed: Exception | None = None
    answer: HttpResponseBase | None = None
    with transaction.atomic():
        try:
            before = sent.claim(account, mark, content, timezone.now(), kept=kept, stands=stands)
        except sent.Reused:
            raise Fault(422, "key_reused", KEY_REUSED) from None
        if before is not None:
            return _before(before)
        try:
            answer = do()
        except DatabaseError:
            raise
        except Exception as problem:  # what it wrote of the refusal (the audit) stays
            failed = problem
            sent.let_go(account, mark)
        else:
            told = answer.content.decode() if isinstance(answer, HttpResponse) and again == "answer" else None
            sent.keep(account, mark, answer.status_code, told)
    if failed is not None:
        raise failed
    assert answer is not None
    return answer


def digest_of(*content: Any) -> str:
    """A digest of what a request says."""
    return hashlib.sha256(msgspec.json.encode(content, order="deterministic")).hexdigest()


def _sent(request: HttpRequest) -> Any:
    """What was sent: the body, or the parts of a form that the check of a session has read already."""
    try:
        return hashlib.sha256(request.body).hexdigest()
    except RawPostDataException:
        files = [
            (name, one.name, hashlib.sha256(one.read()).hexdigest())
            for name, many in request.FILES.lists()
            for one in many
        ]
        for many in request.FILES.lists():
            for one in many[1]:
                one.seek(0)
        return [sorted(request.POST.lists()), files]


def _before(before: sent.Answered) -> HttpResponse:
    if before.body is None:
        raise Fault(409, "done_before", DONE_BEFORE)
    made = HttpResponse(before.body, content_type=JSON, status=before.status)
    made.headers["Cache-Control"] = "private, no-store"
    made.headers["Idempotent-Replayed"] = "true"
    return made
