"""The method language as a JSON Schema (2020-12), for editors that complete keys and show what they mean.

Made from the vocabulary alone. It says what shape a file has; whether names resolve and duties are kept, only the
checker says. Its answer is the shape pass's answer, but for a few things JSON Schema cannot say: a name written
twice, a decimal that is whole (1.0), a duration longer than fifty years, whether a stage's act that says only some of
what an act says is laid over one that `acts` says.
"""

from __future__ import annotations

import re
from typing import Any

from shanzhi.method.basis import REGION
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.build_forms import FACTS
from shanzhi.method.cel_tables import LOOK
from shanzhi.method.duration import WORDS
from shanzhi.method.keys import BUILT_IN_ACTS, Key, Shape
from shanzhi.method.roles import LEVELS, PSEUDO, ROLES
from shanzhi.method.shape import (
    FRAGMENT,
    GIVEN,
    MAX_ID,
    MAX_TEXT,
    MAY_NAME_NOBODY,
    METHOD_ID,
    NAMED,
    SIGHTS,
    SOMEBODY,
    TABLE,
    WORD,
)
from shanzhi.method.vocabulary import SHAPES

LOOKED = re.sub(r"\(\?P<\w+>", "(", LOOK).removeprefix(r"(?<![\w.])")
"""A column of a table's row, where a length of time stands; ECMA-262 names its groups otherwise."""
MOST_INTEGER = 10**12 - 1
# Words an editor offers where the language takes more than these.
OFFERED: dict[tuple[str, str], tuple[str, ...]] = {
    ("landing", "level"): LEVELS,
    ("desk", "at"): LEVELS,
    ("given", "at"): LEVELS,
    ("expected", "level"): LEVELS,
    ("field", "known"): tuple(FACTS),
    ("stage", "builtins"): BUILT_IN_ACTS,
    ("act", "move"): ("up",),
    **{(kind, key): words for kind, spec in BLOCKS.items() for key, words in spec.offered.items()},
}


def schema() -> dict[str, Any]:
    """The whole schema."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:shanzhi:method",
        "title": "善治工作法 / Shanzhi method",
        "$ref": "#/$defs/@file",
        "$defs": {**{name: _shape(name, shape) for name, shape in SHAPES.items()}, **_plain()},
    }


def _shape(name: str, shape: Shape) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {key: _key(name, key, spec) for key, spec in shape.keys.items()},
    }
    required = [key for key, spec in shape.keys.items() if spec.required]
    if required:
        whole["required"] = required
    titled = {"title": name, "description": _described(name)}
    if shape.short is None:
        return titled | whole
    short = {"not": {"type": ["object", "null"]}, **_takes(shape.keys[shape.short].takes)}
    return titled | {"anyOf": [whole, short]}


def _described(name: str) -> str:
    """What a shape is, in the words of the key that takes it."""
    for shape in SHAPES.values():
        for key in shape.keys.values():
            if key.takes.partition(":")[2] == name or (name == "row" and key.takes == "options"):
                return f"{key.doc.zh} / {key.doc.en}"
    return "一个工作法文件 / one method file"


def _key(shape: str, name: str, spec: Key) -> dict[str, Any]:
    described = {"description": f"{spec.doc.zh} / {spec.doc.en}", **_takes(spec.takes)}
    if (shape, name) in OFFERED:
        described["examples"] = list(OFFERED[shape, name])
    kind = spec.takes.partition(":")[0]
    filled = spec.required or (kind == "roles" and shape not in MAY_NAME_NOBODY)
    if filled and kind in ("map", "list", "roles", "words", "ids", "texts", "integers", "routes"):
        described |= {"minItems": 1, "minProperties": 1}
    return described


def _takes(takes: str) -> dict[str, Any]:
    kind, _, of = takes.partition(":")
    match kind:
        case "any":
            return {}
        case "choice":
            return {"enum": of.split("|")}
        case "shape":
            return {"$ref": f"#/$defs/{of}"}
        case "list":
            return {"type": "array", "items": {"$ref": f"#/$defs/{of}"}}
        case "map":
            return {
                "type": "object",
                "propertyNames": {"pattern": _whole(NAMED.get(of, WORD).pattern)},
                "additionalProperties": {"$ref": f"#/$defs/{of}"},
            }
        case "acts":
            return {
                "type": "object",
                "propertyNames": {"pattern": _whole(WORD.pattern)},
                "additionalProperties": {"anyOf": [{"$ref": "#/$defs/@laid_over"}, {"type": "null"}]},
            }
        case "english":
            text, name = {"$ref": "#/$defs/@text"}, {"$ref": "#/$defs/@name"}
            many = {"type": "object", "propertyNames": name, "additionalProperties": text}
            return {
                "type": "object",
                "propertyNames": name,
                "additionalProperties": {"if": {"type": "object"}, "then": many, "else": text},
            }
        case "options":
            return {
                "if": {"type": "string"},
                "then": {"pattern": _whole(TABLE.pattern)},
                "else": _takes("map:row"),
            }
        case "sights":
            many = {"type": "array", "items": {"$ref": "#/$defs/sight"}}
            return {"if": {"type": "array"}, "then": many, "else": {"enum": [*SIGHTS]}}
        case "routes" | "landings":
            one = {"$ref": f"#/$defs/{kind.removesuffix('s')}"}
            return {"if": {"type": "array"}, "then": {"items": one}, "else": one}
        case "roles" | "words" | "ids" | "texts" | "integers":
            one = {"$ref": f"#/$defs/@{kind.removesuffix('s')}"}
            return {"if": {"type": "array"}, "then": {"items": one}, "else": one}
        case _:
            return {"$ref": f"#/$defs/@{kind}"}


def _plain() -> dict[str, Any]:
    """The plain values, by what keys take."""
    filled = {"type": "string", "minLength": 1, "maxLength": MAX_TEXT, "pattern": r"\S"}
    word = {"type": "string", "pattern": _whole(WORD.pattern)}
    units = "|".join(sorted(WORDS, key=len, reverse=True))
    duration = rf"^\s*(?=[0-9]*[1-9])[0-9]{{1,9}}\s*个?\s*(?:{units})\s*$"
    return {
        "@file": {
            "if": {"type": "object", "required": ["fragment"]},
            "then": {"$ref": "#/$defs/fragment"},
            "else": {"$ref": "#/$defs/method"},
        },
        "@laid_over": {key: said for key, said in _shape("act", SHAPES["act"]).items() if key != "required"},
        "@text": {"anyOf": [filled, {"type": "integer"}]},
        "@name": {"maxLength": MAX_TEXT},
        "@word": word,
        "@stage": word,
        "@act": word,
        "@role": {
            "anyOf": [
                {"enum": [*ROLES, *PSEUDO]},
                word,
                {"type": "string", "pattern": _whole(SOMEBODY.pattern)},
            ]
        },
        "@id": {"type": "string", "pattern": _whole(METHOD_ID.pattern), "maxLength": MAX_ID},
        "@fragment": {"type": "string", "pattern": _whole(FRAGMENT.pattern)},
        "@region": {
            "anyOf": [
                {"type": "string", "pattern": _whole(REGION.pattern)},
                *({"type": "integer", "minimum": 10**n, "maximum": 10 ** (n + 1) - 1} for n in (1, 3, 5)),
            ]
        },
        "@integer": {"type": "integer", "minimum": -MOST_INTEGER, "maximum": MOST_INTEGER},
        "@boolean": {"type": "boolean"},
        "@duration": {
            "type": "string",
            "anyOf": [{"pattern": duration}, {"pattern": _whole(TABLE.pattern)}, {"pattern": _whole(LOOKED)}],
        },
        "@span": {
            "type": "string",
            "anyOf": [
                {"pattern": p}
                for p in (duration, _whole(TABLE.pattern), _whole(LOOKED), _whole(GIVEN.pattern))
            ],
        },
        "@condition": {"anyOf": [filled, {"type": "boolean"}]},
        "@time": filled,
        "@number": {"anyOf": [filled, {"type": "integer"}]},
    }


def _whole(pattern: str) -> str:
    return f"^(?:{pattern})$"
