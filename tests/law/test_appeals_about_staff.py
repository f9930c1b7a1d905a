"""What is brought against somebody of an office goes past them and past their office."""

from __future__ import annotations

from tests.law.courses import otherwise


def test_the_office_of_who_is_accused_does_not_get_it() -> None:
    """信访工作条例第三十条: what accuses somebody is handed neither to them nor to their unit, by no door."""
    named = "- {open: report, by: resident, with: {subject: 执法队员吃拿, kind: KIND, about: [department_staff@office1]}}"
    to_them = "- {act: assign, by: district_staff, with: {office: office1}, refused: not_to_them}"
    for kind in ("accusation", "complaint"):
        who = "district_staff" if kind == "accusation" else "street_staff"
        steps = f"""
{named.replace("KIND", kind)}
{to_them.replace("district_staff", who)}
- {{act: assign, by: {who}, with: {{office: office2}}, expect: {{stage: handling}}}}
- {{act: dispute, by: department_staff@office2, with: {{dispute_reason: 该由别的单位来查}}, expect: {{stage: disputed}}}}
{to_them}"""
        assert otherwise("appeal", steps) == []
