"""What was typed into a form while the session ran out: taken along through the sign-in page, and filled in again.

Until then it stays in the page (nothing of a stranger's is stored); afterwards it lies sealed in the session of
whoever signed in, for a little while. Files are not taken along.
"""

from __future__ import annotations

import time

import msgspec
from django.http import HttpRequest, QueryDict

from shanzhi.people.sealing import seal, unseal

KEPT = "kept"
"""The name of the hidden input, and the session key."""
MOST = 200_000
"""Longest text that is taken along, in characters of JSON."""
_decode = msgspec.json.Decoder(dict[str, list[str]]).decode
PATIENCE = 900
"""Seconds it waits in the session."""


def typed(request: HttpRequest) -> str:
    """The answers of a form that was sent, as one text; empty if there are none, or too many."""
    answers = {name: values for name, values in request.POST.lists() if name != "csrfmiddlewaretoken"}
    text = msgspec.json.encode(answers).decode() if answers else ""
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
