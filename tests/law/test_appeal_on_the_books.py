"""What cannot be done now is looked at in its time and by others; what turns dangerous is treated as danger."""

from __future__ import annotations

from tests.law.courses import goes

ON_THE_BOOKS = """
        - {open: report, by: resident, with: {subject: 立管返水, category: e2102}}
        - {act: accept, by: street_staff}
        - {act: hang, by: street_staff, with: {remains: 要等明年改造}, expect: {stage: hanging}}
        - {act: agree, by: street_staff2, with: {remains: 要等明年改造，可起诉}, expect: {stage: hung}}"""


def test_what_is_on_the_books_is_not_ended_in_one_afternoon() -> None:
    """条例第十五条(二)、第二十四条: looked at again in its time; pressing the button four times is no looking."""
    goes("appeal", f"""{ON_THE_BOOKS}
        - {{act: still, by: street_staff2, with: {{remains: 还是办不了}}, refused: requires}}
        - {{act: still, by: street_staff2, after: 87 days, with: {{remains: 还是办不了}}, expect: {{stage: hung}}}}
        - {{act: still, by: street_staff2, with: {{remains: 还是办不了}}, refused: requires}}
        """)  # fmt: skip


def test_who_could_not_do_it_does_not_write_it_off() -> None:
    """条例第三十五条(三) by its sense: whoever handled it does not say, look after look, that it cannot be done."""
    goes("appeal", f"""{ON_THE_BOOKS}
        - {{act: still, by: street_staff, after: 90 days, with: {{remains: 还是办不了}}, refused: own_work}}
        """)  # fmt: skip


def test_danger_that_is_seen_later_is_danger_from_then_on() -> None:
    """条例第十一条(一): passed on at once, whoever sees it and whenever; the urgent limit counts from then."""
    opened = "- {open: report, by: resident, with: {subject: 外墙有裂缝, category: e2101}, expect: {stage: dispatching}}"
    goes("appeal", f"""
        {opened}
        - {{act: endanger, by: street_staff, expect: {{stage: danger, due: 2026-03-02 11:00}}}}
        """)  # fmt: skip
    goes("appeal", f"""
        {opened}
        - {{act: assign, by: street_staff, with: {{office: office1}}}}
        - {{act: endanger, by: department_staff@office1, after: 1 hour, expect: {{stage: danger, due: 2026-03-02 12:00}}}}
        - {{act: ask_extension, by: department_staff@office1, refused: no_such_act}}
        """)  # fmt: skip
