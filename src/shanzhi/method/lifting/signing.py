"""Ballots say `signed` (记名): `secret`, which owners could be left unsigned by, is told the other way round."""

from __future__ import annotations

import re

from shanzhi.method.blocks.signing import always
from shanzhi.method.lifting.changed import put
from shanzhi.method.read import Node
from shanzhi.method.rolls import roll_kind
from shanzhi.method.words import Sentence

OWNERS_SIGN = Sentence(
    "环节“{stage}”的业主表决原来可以无记名，现在一律记名（民法典 278）；正在无记名表决的照旧。",
    "In the stage “{stage}” owners could vote in secret; they always sign now (Civil Code 278). A secret ballot that runs goes on.",
)


def lift_signed(root: Node, remarks: list[Sentence]) -> Node:
    """`secret: x` is `signed: !(x)`, and where owners may be chosen they sign."""
    stages = root.value.get("stages")
    if stages is None or stages.kind != "map":
        return root
    made = stages
    for name, stage in stages.value.items():
        ballot = stage.value.get("ballot") if stage.kind == "map" else None
        if ballot is not None and ballot.kind == "map" and {"secret", "secret_owners"} & ballot.value.keys():
            made = put(made, name, put(stage, "ballot", _ballot(root, name, ballot, remarks)))
    return put(root, "stages", made) if made is not stages else root


def _ballot(root: Node, stage: str, ballot: Node, remarks: list[Sentence]) -> Node:
    if "secret_owners" in ballot.value:
        remarks.append(OWNERS_SIGN.fill(stage=stage))
    secret = ballot.value.get("secret")
    names = {"secret": "signed"} if "signed" not in ballot.value else {}
    kept = {
        key: one for key, one in ballot.value.items() if key != "secret_owners" and (key != "secret" or names)
    }
    made = {names.get(key, key): one for key, one in kept.items()}
    keys = {names.get(key, key): one for key, one in ballot.keys.items() if key in kept}
    if secret is not None and names:
        made["signed"] = Node(_signed(root, ballot, secret.value), secret.line, secret.column)
    return Node(made, ballot.line, ballot.column, keys, ballot.inset)


def _signed(root: Node, ballot: Node, secret: object) -> object:
    """The condition under which a ballot is signed."""
    turned = _turned(secret)
    roll = str(ballot.value["roll"].value) if "roll" in ballot.value else ""
    if roll_kind(roll) == "owner":
        # A ballot of owners that was begun in secret keeps its acts, though none begins so any more.
        return _or("true", turned) if "secret_owners" in ballot.value else True
    for option in _options(root, roll):
        if roll_kind(option) == "owner" and not always(turned, {roll: option}):
            turned = _or(f'{roll} == "{option}"', turned)
    return turned


def _options(root: Node, roll: str) -> list[str]:
    """What a fact that names the roll may be."""
    here: Node | None = root
    for part in ("data", roll.removeprefix("data."), "options"):
        here = here.value.get(part) if here is not None and here.kind == "map" else None
    return list(here.value) if here is not None and here.kind == "map" else []


def _or(first: str, then: object) -> str:
    return f"{first} || {str(then).lower() if isinstance(then, bool) else then}"


def _turned(secret: object) -> object:
    if isinstance(secret, bool) or secret in ("true", "false"):
        return secret not in (True, "true")
    text = str(secret).strip()
    if re.fullmatch(r"!\s*[\w.]+", text):
        return text[1:].strip()
    return f"!{text}" if re.fullmatch(r"[\w.]+", text) else f"!({text})"
