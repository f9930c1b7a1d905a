"""What is sensitive may be masked on a condition of the matter's own facts; it is sealed always."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from shanzhi.engine.sight import masked
from shanzhi.engine.types import Matter
from shanzhi.method.check import examine
from tests.method.tiny import tiny

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def asked(spec: str) -> str:
    return tiny(
        ("data:\n", f"data:\n  where: {{type: text, optional: true, label: 在哪里, sensitive: {spec}}}\n")
    )


@pytest.mark.parametrize(
    ("spec", "subject", "hidden"),
    [
        ("true", "灯", True),
        ('data.subject == "举报"', "举报", True),
        ('data.subject == "举报"', "灯", False),
        ("data.count / data.count > 0", "灯", True),
    ],
)
def test_the_condition_says_when_it_is_masked_and_one_without_result_masks(spec, subject, hidden):
    method = examine(asked(spec)).method
    assert method is not None
    field = method.fields["where"]
    assert field.sensitive
    data = {"subject": subject, "where": "门口", "count": 0}
    matter = Matter(1, method.hash, 1, 1, method.opening.stage, 1, 1, 5, NOW, data=data)
    assert masked(method, matter, field) is hidden


@pytest.mark.parametrize(
    "more",
    [
        "tel: {type: phone, label: 电话, sensitive: data.count > 1}",
        "rows: {type: list, label: 几件, form: {who: {type: text, label: 谁, sensitive: data.count > 1}}}",
    ],
)
def test_telephones_and_parts_of_a_line_are_masked_always(more):
    problems = examine(tiny(("data:\n", f"data:\n  {more}\n"))).problems
    assert "SZ311" in {problem.code for problem in problems}
