"""The rolls (名册) that a block may count by: of residents, households, owners or representatives; and how a method names one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shanzhi.method.people import PREFIX, named
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence, either

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder

ROLLS = {
    "residents": "person",
    "households": "household",
    "owners": "owner",
    "representatives": "representative",
}
"""The rolls by the words of a method, each with the kind under which the store keeps it."""
OF_PEOPLE = ("people", "organisation")
"""The types of people that may be a roll: several persons, or a body, whose members are."""
FORMER = {kind: word for word, kind in ROLLS.items()}
"""What rolls were called before; a fact that names one may still hold these words."""
UNITS = {
    "person": ("人", "people"),
    "household": ("户", "households"),
    "owner": ("位业主", "owners"),
    "representative": ("位代表", "representatives"),
    "member": ("位成员", "members"),
    "post": ("位成员", "members"),
    "people": ("人", "people"),
}
"""What those of a roll are called when they are counted, by its kind, in both languages."""
ROLL_DOC = Sentence(
    "名册，开始时定下：residents（满 18 周岁的居民）、households（每户）、owners（业主，按面积和人数）、representatives（居民代表），people.x（那几个人，或那个单位的成员），或写一个选项字段",
    "who counts, fixed when it begins: residents (from 18), households, owners (by area and heads) or representatives, people.x (those persons, or the members of that organisation), or a choice field that says which",
)


def roll_setting(b: Builder, node: Node) -> str | None:
    """The kind of one of the rolls; the choice field that names one: its name behind an @; or `people.x` as it is written."""
    if node.value in ROLLS:
        return ROLLS[node.value]
    if (name := named(str(node.value))) is not None:
        known = b.field_of(Node(name, node.line, node.column), *OF_PEOPLE)
        return None if known is None else f"{PREFIX}{known}"
    plain = str(node.value).removeprefix("data.")
    if plain not in b.fields:
        b.problems.add("SZ204", node, value=node.value, choices=either(tuple(ROLLS)))
        return None
    name = b.field_of(Node(plain, node.line, node.column), "choice")
    if name is None:
        return None
    if not {o.value for o in b.fields[name].options} <= {*ROLLS, *FORMER}:
        b.problems.add("SZ204", node, value=name, choices=either(tuple(ROLLS)))
        return None
    return f"@{name}"


def roll_kind(chosen: str) -> str:
    """The kind of the roll that a choice names, in today's words or in those of before."""
    return ROLLS.get(chosen, chosen)


def roll_words(roll: str, say: Speaker) -> Sentence:
    """Who is on a roll: by its name, or by the choice that says which."""
    if roll.startswith("@"):
        return Sentence("谁算由{f}决定", "who counts is as {f} says").fill(f=say.names.fact(roll[1:]))
    if (name := named(roll)) is not None:
        return Sentence("{f}，每人算一个", "{f}, each counts").fill(f=say.names.fact(name))
    return ROLL_WORDS.get(roll, Sentence(roll, roll))


ROLL_WORDS = {
    "person": Sentence("年满 18 周岁的居民，每人算一个", "residents from 18, each counts"),
    "household": Sentence("每户算一个", "households, each counts once"),
    "owner": Sentence("业主，按面积和人数", "owners, by area and heads"),
    "representative": Sentence("居民代表，每人算一个", "representatives of the residents, each counts"),
}
