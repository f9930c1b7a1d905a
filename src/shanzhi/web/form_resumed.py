"""What was typed into a form while the session ran out: taken along through the sign-in page, and filled in again.

Until then it stays in the page (nothing of a stranger's is stored); afterwards it lies sealed in the session of
whoever signed in, for a little while. Files are not taken along. It is filled in again, never sent by itself.
"""

from __future__ import annotations

import time

import msgspec
from django.http import HttpRequest, QueryDict
from django.urls import Resolver404, resolve
from msgspec import Struct

from shanzhi.people.sealing import seal, unseal

KEPT = "kept"
"""The name of the hidden input, and the session key."""
MOST = 200_000
"""Longest text that is taken along, in characters of JSON."""
SENT_TO = "@sent-to"
"""Among the answers: the address they were sent to, where a page has forms of several."""
LEFT_OUT = "@files"
"""Among the answers: the questions whose files were not taken along."""
_decode = msgspec.json.Decoder(dict[str, list[str]]).decode
PATIENCE = 900
"""Seconds it waits in the session."""


class Left(Struct):
    """What was typed into one of several forms of a page: the `form` by the name of its address, which `about` it is,
    and its answers."""

    form: str = ""
    about: str = ""
    answers: dict[str, str] = {}


def typed(request: HttpRequest) -> str:
    """The answers of a form that was sent, as one text; empty if there are none, or too many."""
    answers = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    if not answers:
        return ""
    if files := [name for name, given in request.FILES.lists() if any(file.size for file in given)]:
        answers[LEFT_OUT] = files
    text = msgspec.json.encode({**answers, SENT_TO: [request.path]}).decode()
    return text if len(text) <= MOST else ""


def keep(request: HttpRequest, text: str, address: str) -> None:
    """Put what was typed for an address into the session."""
    try:
        answers = _decode(text) if 0 < len(text) <= MOST else {}
    except msgspec.DecodeError:
        answers = {}
    if answers:
        request.session[KEPT] = [address, int(time.time()), seal({"typed": answers}, KEPT).hex()]


def take(request: HttpRequest) -> QueryDict | None:
    """What was typed for this page before the sign-in, once."""
    address, since, sealed = request.session.get(KEPT, ("", 0, ""))
    if address != request.get_full_path():
        return None
    del request.session[KEPT]
    if time.time() - since > PATIENCE:
        return None
    data = QueryDict(mutable=True)
    for name, values in unseal(bytes.fromhex(sealed), KEPT).get("typed", {}).items():
        data.setlist(name, values)
    return data


def entered(request: HttpRequest) -> QueryDict:
    """What the form of a page holds: as it was sent; else as it was typed before one had to sign in; else nothing."""
    if request.method == "POST":
        return request.POST
    return take(request) or QueryDict()


def left(request: HttpRequest) -> Left:
    """What was typed into one of several forms of this page before one had to sign in; once."""
    data = take(request)
    if data is None:
        return Left()
    try:
        at = resolve(str(data.get(SENT_TO, "")))
    except Resolver404:
        return Left()
    about = at.kwargs.get("field", at.kwargs.get("number", ""))
    return Left(at.url_name or "", str(about), {name: str(data[name]) for name in data})
