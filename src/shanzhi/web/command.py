"""The command that a form carries: its id, and what came with it, as a person who sends it again would say it is the same.

A second tap, or the queue of a phone, sends the same form to the byte but for what a page or a browser makes anew; what
an answer reads of the form depends on how the matter stands meanwhile, and so is not compared.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.http import HttpRequest

LONGEST = 64
NOT_SAID = frozenset(
    {
        "csrfmiddlewaretoken",
        "command",
        "seq",
        "next",
        "step",
        "pocket",
        "seen",
        "told",
        "keep",
        "keep_reason",
        "@about",
        "@said",
        "@owner",
    }
)
"""What no person wrote: where to go on, what a page marks as offered, told or looked through, what a phone adds for its
queue. A page gone back to lacks such marks, and says the same all the same."""
MARKS = (".find", ".found", ".count")
"""What a form adds to a question's name, to search or to count by."""


def command_in(request: HttpRequest, longest: int = LONGEST) -> str | None:
    """The id of the command, if the form carries one."""
    return request.POST.get("command", "")[:longest] or None


def sent_in(request: HttpRequest) -> dict[str, Any]:
    """The command as actions take it: `command_id` and `content`."""
    return {"command_id": command_in(request), "content": content_of(request)}


def content_of(request: HttpRequest) -> list[Any]:
    """What was written into a form, and what the files are that came with it."""
    answers = [
        (name, [value.replace("\r\n", "\n") for value in values if value])
        for name, values in request.POST.lists()
        if name not in NOT_SAID and not name.startswith("seq.") and not name.endswith(MARKS)
    ]
    files = [(name, [_digest(one) for one in many if one.size]) for name, many in request.FILES.lists()]
    return [sorted(one for one in answers if one[1]), sorted(one for one in files if one[1])]


def _digest(file: Any) -> str:
    hasher = hashlib.sha256()
    file.seek(0)
    for piece in file.chunks():
        hasher.update(piece)
    file.seek(0)
    return hasher.hexdigest()
