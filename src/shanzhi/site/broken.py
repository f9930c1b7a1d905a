"""What is answered when nothing else answered: in the shape of the face that was asked, and whether it is worth asking again.

Also where the database goes away under what runs before any page or operation (who has this session).
"""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse

from shanzhi.api import faults
from shanzhi.api.faults import Fault, response
from shanzhi.api.language import language_of
from shanzhi.database.faults import is_away, is_crossed
from shanzhi.web import errors

AGAIN = {"Retry-After": "5"}


def broken(request: HttpRequest) -> HttpResponse:
    """The answer to a request under which something broke that nobody foresaw; Django calls it while it handles that."""
    problem = sys.exc_info()[1]
    away = is_away(problem) or is_crossed(problem)
    if request.path.startswith("/api/"):
        fault = (
            Fault(503, "no_database", faults.NO_DATABASE, headers=AGAIN)
            if away
            else Fault(500, "broken", faults.BROKEN)
        )
        return response(fault, language_of(request))
    return errors.out_of_reach(request) if away else errors.broken(request)
