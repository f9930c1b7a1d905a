"""Registers as a method file says them, and as its conditions ask of them."""

from __future__ import annotations

import pytest

from shanzhi.method.aloud.whole import read_aloud
from shanzhi.method.check import examine
from shanzhi.method.diff import compare
from tests.method.tiny import tiny

KEPT = """\
people:
  who: {type: person, default: opener, label: 谁}
registers:
  helpers:
    label: 帮手名册
    per: person
    lasts: 30 days
    form:
      skill: {type: text, max: 20, label: 会什么}
      phone: {type: phone, sensitive: true, optional: true, label: 电话}
data:
"""
ENTER = (
    "effects: [{register: {name: helpers, whose: people.who, event: entered, set: {skill: data.subject}}}]"
)


def kept(*changes: tuple[str, str], effect: str = ENTER) -> str:
    """The tiny method with a register, which its act writes."""
    return tiny(
        ("data:\n", KEPT),
        ("finish: {label: 办好了, to: closed}", f"finish: {{label: 办好了, to: closed, {effect}}}"),
        *changes,
    )


def requiring(condition: str) -> str:
    """The same; its act needs this."""
    return kept(effect=f"requires: [{{that: '{condition}', otherwise: 不行。}}]")


def errors(text: str) -> list[str]:
    return [problem.code for problem in examine(text).problems if problem.weight == "error"]


def test_a_register_is_read_whole() -> None:
    method = examine(kept()).method
    assert method is not None
    register = method.registers["helpers"]
    assert (register.per, register.keeper, register.own) == ("person", "tiny", True)
    assert register.sealed == {"phone"}
    assert str(register.lasts) == "30 days"


@pytest.mark.parametrize(
    "condition",
    [
        "people.who in registers.helpers",
        "!(people.who in registers.helpers)",
        'registers.helpers[people.who].skill == "修理"',
        "has(registers.helpers[people.who].skill)",
        'registers.helpers[ people.who ].until > now + duration("48h")',
        'actor.person in registers.helpers || "people.who in registers.nobody" == data.subject',
    ],
)
def test_conditions_ask_of_registers(condition: str) -> None:
    assert errors(requiring(condition)) == []


@pytest.mark.parametrize(
    "condition",
    [
        "people.who in registers.helper",
        "registers.helpers[people.who].skil == data.subject",
        "registers.helpers[people.who].phone == data.subject",
        "registers.helpers[people.nobody].skill == data.subject",
        "size(registers.helpers) > 3",
        "registers.helpers[people.who].skill > 3",
    ],
)
def test_a_condition_that_asks_wrongly_is_told(condition: str) -> None:
    assert errors(requiring(condition)) == ["SZ401"]


def test_a_condition_looks_nowhere_where_a_fact_alone_decides() -> None:
    text = kept(
        ("measures:\n  done: {label: 办结率, share: matter.closed}", "measures:\n  done: {label: 办结率, share: people.who in registers.helpers}")
    )  # fmt: skip
    assert errors(text) == ["SZ401"]


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        ("{name: nobody, whose: people.who, event: entered}", "SZ391"),
        ("{name: helpers, whose: data.subject, event: entered, set: {skill: data.subject}}", "SZ392"),
        ("{name: helpers, whose: matter.place, event: entered, set: {skill: data.subject}}", "SZ392"),
        ("{name: helpers, whose: people.who, event: entered}", "SZ393"),
        ("{name: helpers, whose: people.who, event: changed, set: {skil: data.subject}}", "SZ305"),
        ("{name: helpers, whose: people.who, event: changed, set: {skill: data.count}}", "SZ311"),
        ("{name: helpers, whose: people.who, event: eaten}", "SZ204"),
    ],
)
def test_what_an_effect_cannot_mean_is_told(effect: str, code: str) -> None:
    assert errors(kept(effect=f"effects: [{{register: {effect}}}]")) == [code]


def test_what_is_sensitive_never_becomes_plain_by_way_of_a_register() -> None:
    for value in ("data.tel", 'data.tel + "!"'):
        text = kept(
            ("  count:", "  tel: {type: phone, sensitive: true, known: opener.phone, label: 电话}\n  count:"),
            effect=ENTER.replace("data.subject", f"'{value}'"),
        )
        assert errors(text) == ["SZ311"]


def test_what_is_sensitive_is_shown_to_posts_alone() -> None:
    seen = "    visible: [{shows: [phone], whom: [%s]}]\n"
    assert errors(kept(("    form:\n", seen % "place" + "    form:\n"))) == ["SZ331"]
    assert errors(kept(("    form:\n", seen % "community_staff" + "    form:\n"))) == []


def test_who_borrows_a_register_leaves_to_its_keeper_what_is_the_keepers() -> None:
    assert errors(kept(("    lasts: 30 days\n", "    lasts: 30 days\n    kept_by: others\n"))) == ["SZ390"]
    method = examine(kept(("    lasts: 30 days\n", "    kept_by: others\n"))).method
    assert method is not None
    assert (method.registers["helpers"].keeper, method.registers["helpers"].own) == ("others", False)


def test_a_form_takes_from_a_register_what_it_holds_already() -> None:
    known = (
        "  subject: {type: text, max: 80,",
        "  subject: {type: text, max: 80, known: registers.helpers.skill,",
    )
    assert errors(kept(known)) == []
    assert errors(kept(("  count: {", "  count: {known: registers.helpers.skill, "))) == ["SZ306"]
    assert errors(kept(("  count: {", "  count: {known: registers.helpers.nothing, "))) == ["SZ318"]


def test_an_answer_is_chosen_among_those_who_stand() -> None:
    among = "who: {type: person, default: opener,"
    assert errors(kept((among, among + " among: registers.helpers,"))) == []
    assert errors(kept((among, among + " among: registers.nobody,"))) == ["SZ391"]
    assert (
        errors(
            kept(("who: {type: person, default: opener,", "who: {type: household, among: registers.helpers,"))
        )
        != []
    )


def test_it_is_read_aloud_and_told_in_a_difference() -> None:
    old, new = examine(requiring("people.who in registers.helpers")).method, examine(
        requiring('registers.helpers[people.who].skill == "修理"').replace("lasts: 30 days", "lasts: 60 days")
    ).method  # fmt: skip
    assert old is not None
    assert new is not None
    said = str(read_aloud(old))
    assert "“谁”在“帮手名册”里" in said
    assert "一人一条，同一人只有一条" in said
    assert "“帮手名册”里“谁”的“会什么”" in str(read_aloud(new))
    told = [one.words.zh for one in compare(old, new)]
    assert any("帮手名册" in one and "多久有效" in one for one in told)
