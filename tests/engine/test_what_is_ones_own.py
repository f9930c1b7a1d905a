"""What of somebody's nobody else changes by correcting a fact: that they agree to publishing, and that they are not named."""

from __future__ import annotations

from shanzhi.engine.examples import run_examples
from tests.method.tiny import tiny

OWN = tiny(
    ("data:\n", "people:\n  who: {type: person, default: opener, side: true, sensitive: data.unnamed, label: 谁}\ndata:\n"),
    ("  count: {", "  agree: {type: boolean, label: 同意公开}\n  unnamed: {type: boolean, default: true, label: 不露名}\n  count: {"),
    ("asks: [subject, count]", "asks: [subject, count, agree, unnamed, who]"),
    (
        "    acts:\n",
        "    acts:\n      show: {label: 公开, requires: [{that: data.agree, otherwise: 没有同意。}], effects: [{publish: {shows: [subject]}}]}\n",
    ),
).partition("\nexamples:\n")[0]  # fmt: skip
OPENED = "{open: start, by: resident, with: {subject: 路灯不亮, agree: false}}"


def otherwise(by: str, field: str, value: str, code: str | None = None, who: str = "") -> list[str]:
    """What goes otherwise than said when a fact is corrected: it is refused by that code, or goes through."""
    opened = (
        OPENED.replace("resident,", "grid_worker,").replace("false}", f"false, who: {who}}}")
        if who
        else OPENED
    )
    end = f", refused: {code}" if code else f", expect: {{data: {{{field}: {value}}}}}"
    step = f"{{act: correct, by: {by}, with: {{field: {field}, value: '{value}', reason: 改一改}}{end}}}"
    text = f"{OWN}\nexamples:\n  - title: 一例\n    steps:\n      - {opened}\n      - {step}\n"
    found = run_examples(text)
    assert found.examples, [one.why.en for one in found.checked.errors]
    return [problem.why.en for problem in found.examples[0].problems]


def test_only_the_person_says_yes_to_publishing() -> None:
    assert otherwise("grid_worker", "agree", "true", "own_consent") == []
    assert otherwise("resident", "agree", "true") == []


def test_who_opened_it_for_somebody_does_not_say_yes_for_them() -> None:
    assert otherwise("grid_worker", "agree", "true", "own_consent", who="resident") == []
    assert otherwise("resident", "agree", "true", who="resident") == []


def test_only_the_person_lets_themselves_be_named() -> None:
    assert otherwise("grid_worker", "unnamed", "false", "unmasks") == []
    assert otherwise("resident", "unnamed", "false") == []


def test_what_names_nobody_is_corrected_as_always() -> None:
    assert otherwise("grid_worker", "subject", "路灯闪") == []
