"""What may be seen of a matter, worked out from its method's file alone: the table that every face is held against.

Nothing of the product is asked here but how YAML is read and what a file says once is written out. The rules, in the file's own keys:

- *whole* (parties: who opened it and whom it names as a `side`; desk, the line of duty, posts that handled it): every fact that is not `sensitive`; names, messages, files,
  the door. Not who voted in a secret ballot.
- *notes between desks*: who works on it from a post, the present desk or the line of duty; whose matter it is never.
- who is asked by the present block, or shown anything: the heading, and what the block is about.
- everybody else than parties: the facts of each `visible` entry whose `in` holds the stage and whose `whom` they are; what the stage publishes
  (`publish`, a publicity's `what`); the place to its building; nobody's name.
- who took part: besides, what they gave themselves. Nobody else, and no administrator, sees that there is such a matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from shanzhi.library import files
from shanzhi.library import text as text_of
from shanzhi.method.expanding import expand
from shanzhi.method.fragment_use import use_fragments
from shanzhi.method.problems import Problems
from shanzhi.method.read import read

GUARDED = {"files", "person", "household", "phone", "id_number"}
IN_LINE = (
    "grid_worker",
    "grid_chief",
    "community_staff",
    "secretary",
    "street_staff",
    "district_staff",
    "committee_chair",
    "inspector",
)
BY = {
    "claim": ("by",),
    "session": ("others", "clerks"),
    "publicity": ("by", "judged_by"),
    "endorse": ("clerks",),
    "ballot": ("clerks", "tellers"),
    "choose": ("tellers",),
    "survey": ("clerks",),
}
"""Whom a block asks to act, by its keys."""


NOT_SO = ("data.hidden",)
"""The conditions of files that hold of no matter of the scene; it leaves unsaid what would make them hold."""
UNSAID = {("appeal", "unnamed"), ("appeal", "about")}
"""What is left out for that, by method."""
LOWEST = {"district": {"district_staff"}}
"""The roles of the line of duty at the level where a method that says `visible: above` opens."""


@cache
def tree(name: str) -> dict[str, Any]:
    """A method's file, with what it says once and the fragments that it uses written out."""
    text, problems = text_of(name), Problems()
    assert text is not None
    root = read(text, problems)
    assert root is not None
    whole = use_fragments(expand(root, problems), problems).root.plain()
    assert problems.errors == []
    for fact in {**whole.get("people", {}), **whole["data"]}.values():
        fact["sensitive"] = fact.get("sensitive", False) not in (False, *NOT_SO)
    return whole  # type: ignore[no-any-return]


def line(name: str) -> set[str]:
    """The roles that see a method's matters whole from over the place: all of the line, but for `above` those below."""
    if tree(name).get("visible") != "above":
        return set(IN_LINE)
    return set(IN_LINE) & {role for one in openings(name) for role in LOWEST[one["at"]]}


def openings(name: str) -> list[dict[str, Any]]:
    """The ways in, in the order of the file."""
    return list(tree(name)["open"].values())


def library() -> list[str]:
    """Every method of the library."""
    return sorted(files())


def facts(name: str) -> dict[str, dict[str, Any]]:
    """Every fact of a method that somebody fills in, by name."""
    return {
        fact: spec
        for fact, spec in {**tree(name).get("people", {}), **tree(name)["data"]}.items()
        if "is" not in spec
    }


def party(name: str) -> bool:
    """Whether a person whom a matter names in every place of a person is a party to it: somewhere it says `side`."""
    people = tree(name).get("people", {}).values()
    return any(spec.get("side") and spec["type"] in ("person", "people", "one") for spec in people)


def roles(name: str, words: Any) -> list[str]:
    """Role names, the file's groups written out."""
    groups = tree(name).get("roles", {})
    found: list[str] = []
    for word in words if isinstance(words, list) else [words]:
        group = groups.get(word)
        listed = group["roles"] if isinstance(group, dict) else group if group is not None else word
        found += listed if isinstance(listed, list) else [listed]
    return found


def desk(name: str, stage: str) -> list[str]:
    """The roles whose desk a stage is, lowest first."""
    given = tree(name)["stages"][stage].get("desk")
    words = roles(name, given["by"] if isinstance(given, dict) else given) if given is not None else []
    return [word for word in words if not word.startswith("people.")]


def asked(name: str, stage: str) -> list[str]:
    """Whom the block of a stage asks to act."""
    here = tree(name)["stages"][stage]
    found = [
        word
        for kind, keys in BY.items()
        if kind in here
        for key in keys
        for word in roles(name, here[kind].get(key, []))
    ]
    rolls = [here[kind] for kind in ("session", "endorse", "survey") if kind in here]
    if any(
        "within" not in block for block in rolls
    ):  # within a place of the scene nobody lives but who opened it
        found.append("resident")
    return [word for word in found if word not in ("desk", "system")]


def published(name: str, stage: str) -> set[str]:
    """The facts that entering a stage makes public."""
    here = tree(name)["stages"][stage]
    what = [fact for effect in here.get("effects", []) for fact in effect.get("publish", {}).get("shows", [])]
    return {*what, *here.get("publicity", {}).get("shows", [])}


def heading(name: str) -> set[str]:
    """The facts that a matter is called by, which every list shows."""
    file = tree(name)
    if "heading" in file:
        return set(re.findall(r"{(\w+)}", file["heading"]))
    texts = [
        fact
        for fact, spec in ((one, facts(name)[one]) for way in openings(name) for one in way.get("asks", ()))
        if spec["type"] == "text" and not spec.get("private") and not spec.get("sensitive")
    ]
    return set([fact for fact in ("subject", "title") if fact in texts][:1] or texts[:1])


def laid_out(name: str, stage: str) -> set[str]:
    """The facts that a stage's block is about: what is put to the vote, the agenda, the list that is worked off."""
    here = tree(name)["stages"][stage]
    return {
        here[kind][key].removeprefix("data.") for kind, key in (("session", "of"), ("ballot", "motion"), ("choose", "of"), ("checklist", "of"))
        if isinstance(here.get(kind), dict) and key in here[kind]
    }  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Somebody, as the table needs them. `posts` are those over where it happened; `works` says that they see it from a
    post, and not as one whose matter it is."""

    name: str
    whole: bool = False
    lives_here: bool = False
    posts: frozenset[str] = frozenset()
    gave: bool = False
    nobody: bool = False
    signed_in: bool = True
    works: bool = False


@dataclass(frozen=True)
class Allowed:
    """What one may see: whether there is such a matter, which facts, and whether names, doors, messages, files."""

    sees: bool
    whole: bool = False
    looks_on: bool = False
    facts: frozenset[str] = field(default_factory=frozenset)


def allowed(name: str, stage: str, who: Standing) -> Allowed:
    """The row of the table for somebody and a matter of a method in a stage."""
    if who.nobody:
        return Allowed(False)
    every = facts(name)
    open_facts = {fact for fact, spec in every.items() if not spec.get("sensitive")}
    if who.whole:
        return Allowed(True, True, True, frozenset(open_facts))
    shown: set[str] = set()
    looks_on = False
    for sight in _sights(name):
        if "in" in sight and stage not in sight["in"]:
            continue
        assert sight.get("when") in (None, *NOT_SO), "say whether it holds in the scene"
        if "when" in sight:
            continue
        whom = set(roles(name, sight["whom"]))
        if not ("public" in whom or ("place" in whom and who.lives_here) or whom & who.posts):
            continue
        looks_on = True
        if sight["shows"] == "all":
            shown |= {
                f for f in open_facts if not every[f].get("private") and every[f]["type"] not in GUARDED
            }
        else:
            shown |= set(sight["shows"]) & open_facts
    words = set(asked(name, stage))
    if who.signed_in and ("anyone" in words or ("resident" in words and who.lives_here) or words & who.posts):
        looks_on = True
    if not (looks_on or who.gave):
        return Allowed(False)
    if looks_on:
        shown |= (heading(name) | laid_out(name, stage)) & open_facts
    return Allowed(True, False, looks_on, frozenset(shown | (published(name, stage) & open_facts)))


def _sights(name: str) -> list[dict[str, Any]]:
    given = tree(name).get("visible", "desk")
    if given in ("desk", "above"):
        return []
    return [{"shows": "all", "whom": [given]}] if isinstance(given, str) else list(given)
