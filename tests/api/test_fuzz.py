"""Requests made up from the OpenAPI document, good and bad: no failure of the program, answers as the document says,
and nothing half done.

In process, over WSGI, on committed data; numbers and acts that exist are mixed in, so that requests get past the
first check. Each operation gets EXAMPLES good and as many bad ones.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi import checks as openapi

from shanzhi.api import limits
from shanzhi.api.main import api as served
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.models import Entry, Matter
from tests.api.conftest import Api
from tests.matters.town import build_town

EXAMPLES = 3
SKIPPED = frozenset({"/api/session", "/api/people/{number}/erase"})
"""Guessing passwords locks the guesser out, and who erases themselves is gone: other tests have these."""
CHECKS = [
    schemathesis.checks.not_a_server_error,
    openapi.status_code_conformance,
    openapi.content_type_conformance,
    openapi.response_schema_conformance,
]
ACTS = (
    "accept",
    "resolve",
    "message",
    "watch",
    "correct",
    "withdraw",
    "escalate",
    "attach",
    "ask_help",
    "refer",
)
VALUES: dict[str, Any] = {
    "urgency": "normal",
    "reply": "已换灯泡，请查看",
    "text": "几点来",
    "reason": "已经好了",
    "field": "subject",
    "value": "楼道灯",
    "helpers": [1],
    "request": "请查看",
    "files": [],
}


class Known:
    """Numbers and words that mean something here, by the name under which they are sent."""

    def __init__(self, api: Api) -> None:
        town = api.town
        self.api = api
        self.matters: list[int] = []
        self.by_name: dict[str, list[Any]] = {
            "place": [town.building.pk, town.grid.pk, town.community.pk, town.street.pk],
            "parent": [town.community.pk, town.grid.pk],
            "within": [town.community.pk],
            "person": [p.pk for p in town.residents],
            "viewer": [town.people["grid_worker"].pk],
            "given_by": [town.residents[0].pk],
            "household": [h.pk for h in town.households],
            "home": [town.building.pk],
            "organization": [town.office.pk],
            "method": ["appeal", "assist"],
            "slug": ["appeal", "errand"],
            "code": ["appeal"],
            "service_code": ["appeal"],
            "format": ["json", "xml"],
            "act": list(ACTS),
            "role": ["grid_worker", "community_staff"],
            "desk": [f"grid_worker@{town.grid.pk}"],
            "number": [1, 2, 3, *[p.pk for p in town.residents]],
            "fields": [["phone"]],
            "seq": [1, 2, 3],
        }

    def mix_in(self, data: st.DataObject, case: Case) -> None:
        """Put what exists in place of what was made up, now and then."""
        for part in (case.path_parameters, case.query, case.body):
            if not isinstance(part, dict):
                continue
            for name in list(part):
                if name in self.by_name and data.draw(st.integers(0, 3)):
                    part[name] = data.draw(st.sampled_from(self.by_name[name]))
            if "values" in part and data.draw(st.booleans()):
                part["values"] = {
                    name: VALUES[name]
                    for name in data.draw(st.sets(st.sampled_from(sorted(VALUES)), max_size=4))
                }


@pytest.fixture
def known(transactional_db: None) -> Known:
    api = Api(build_town())
    for who in ("resident", "resident2"):
        body = {"method": "appeal", "place": api.town.building.pk, "values": {"subject": "楼道灯不亮"}}
        assert api.as_(who).post("/matters", body).status == 201
    return Known(api)


@pytest.mark.parametrize("who", ["street_staff", "grid_worker", None])
def test_no_request_breaks_it(known: Known, who: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "wait_for", lambda *_: 0.0)
    schema = schemathesis.openapi.from_dict(served.get_openapi_schema())
    schema.app = WSGIHandler()
    headers = {"Authorization": f"Bearer {known.api.as_(who).token}"} if who else {}
    seen: Counter[int] = Counter()
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path in SKIPPED:
            continue
        _send(operation.as_strategy(GenerationMode.POSITIVE), known, headers, seen)
        if operation.query or operation.body:  # without them there is nothing to get wrong
            _send(operation.as_strategy(GenerationMode.NEGATIVE), known, headers, seen)
    assert any(status < 300 for status in seen), seen
    found_wrong = verify_matters()
    assert found_wrong.faults == []
    _nothing_half_done()


def _send(
    strategy: st.SearchStrategy[Case], known: Known, headers: dict[str, str], seen: Counter[int]
) -> None:
    """Some requests of one operation, each answer held to the document."""

    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def holds(data: st.DataObject) -> None:
        case = data.draw(strategy)
        known.mix_in(data, case)
        answer = case.call(headers=headers)
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS)

    with override_settings(ALLOWED_HOSTS=["*"]):
        holds()


def _nothing_half_done() -> None:
    """Every matter stands where its last entry left it, with a desk or a date while it is open."""
    last = {}
    for matter, seq, to in Entry.objects.order_by("matter", "seq").values_list("matter", "seq", "to"):
        last[matter] = (seq, to)
    matters = Matter.objects.all()
    assert {m.pk: (m.seq, m.stage) for m in matters} == last
    assert all(m.closed_at or m.desk_role or m.due_at or m.wakes_at for m in matters)
