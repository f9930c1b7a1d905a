"""Writes what the documentation shows of the method language, from what the checker itself uses.

That is the reference page, the JSON Schema for editors, and the drawing of `appeal` on the front page.
`make reference` writes them; `make check` fails when one no longer says what the program says.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from shanzhi import library
from shanzhi.engine.refusals import REFUSALS
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.build_forms import FACTS
from shanzhi.method.check import load
from shanzhi.method.draw import draw
from shanzhi.method.effects import EFFECTS
from shanzhi.method.field_types import ASKED_TYPES, INPUT_TYPES
from shanzhi.method.keys import BUILT_IN_ACTS, ENDS, Key
from shanzhi.method.model import DESK, Field
from shanzhi.method.problems import SENTENCES
from shanzhi.method.roles import FILLED, LEVEL_NAMES, PSEUDO, ROLES
from shanzhi.method.rules import Rule
from shanzhi.method.schema import schema
from shanzhi.method.vocabulary import SHAPES
from tools.tree import ROOT

FAMILIES = {
    "1": "Reading",
    "2": "Shape",
    "3": "Names that must exist",
    "4": "Conditions",
    "5": "Duties",
    "6": "Formalism",
    "7": "Examples",
}


def cell(text: str) -> str:
    """A text inside a table: bars escaped, braces of templates kept."""
    return text.replace("|", "\\|")


def code(text: str) -> str:
    """A text as a code span inside a table."""
    return f"`{cell(text)}`"


def takes(key: Key) -> str:
    """What a key takes, with a link where it is a shape of its own."""
    kind, _, name = key.takes.partition(":")
    if kind == "choice":
        return " · ".join(code(word) for word in name.split("|"))
    if name in SHAPES:
        how = {"shape": "a", "map": "named mappings of", "list": "a list of"}[kind]
        return f"{how} [{name}](#{name})"
    return kind


def shape_lines(name: str) -> Iterator[str]:
    shape = SHAPES[name]
    yield f"### {name}"
    yield ""
    if shape.short:
        yield f"May be written as a plain value, which then stands for `{shape.short}`."
        yield ""
    yield "| key | takes | means | 含义 |"
    yield "|---|---|---|---|"
    for key, value in shape.keys.items():
        must = " **(must)**" if value.required else ""
        yield f"| `{key}`{must} | {takes(value)} | {cell(value.doc.en)} | {cell(value.doc.zh)} |"
    yield ""


def block_lines() -> Iterator[str]:
    """What each block adds to its stage; examples name these acts, their answers and the counts."""
    settings = {
        "by": DESK,
        "objections": DESK,
        "paper": DESK,
        "proxies": 1,
        "secret": True,
        "others": DESK,
        "form": (),
    }
    yield "## Acts of blocks"
    yield ""
    yield "What a block adds to its stage: acts, with the answers they ask (`?`: may be left out), which examples write under"
    yield "`with`; and what it counts, for conditions in that stage and `tally`. A ballot also counts each option by its name, and"
    yield "each with `_area`; a survey `sum_<question>`, `n_<question>_<option>` and `n_<question>_true`. `claim` asks its own `form`,"
    yield "`survey` its `form`."
    yield ""
    yield "| block | acts (answers) | counts |"
    yield "|---|---|---|"
    for kind, spec in BLOCKS.items():
        acts = spec.acts(settings, Rule("", 0))
        told = " · ".join(
            code(act.name) + (f" ({asked})" if (asked := answers(act.form)) else "") for act in acts
        )
        counts = ", ".join(code(name) for name in spec.counts({}))
        yield f"| `{kind}` | {told or '–'} | {counts or '–'} |"
    yield ""
    yield "What the system may hold already (`known`): " + ", ".join(code(name) for name in FACTS) + "."
    yield ""
    yield "What `refused` may name: " + ", ".join(code(name) for name in REFUSALS) + "."
    yield ""


def answers(form: tuple[Field, ...]) -> str:
    return ", ".join(code(field.name) + ("?" if field.optional else "") for field in form)


def lines() -> Iterator[str]:
    yield "# Method reference"
    yield ""
    yield "Every key, word, role and message of the method language. This page is written by `make reference` from"
    yield "the tables the checker uses; to change it, change them. To learn the language, read"
    yield "[method-authors.md](method-authors.md)."
    yield ""
    yield "## Keys"
    yield ""
    yield "The file itself is the shape [method](#method). A key that is not listed is refused."
    yield ""
    for name in SHAPES:
        yield from shape_lines(name)
    yield "## Words"
    yield ""
    for title, words in (
        ("Types of a field", ASKED_TYPES),
        ("Types of an input", INPUT_TYPES),
        ("Blocks (环节类型)", BLOCKS),
        ("Effects (效果)", EFFECTS),
        ("Built-in acts (内置动作)", BUILT_IN_ACTS),
    ):
        yield f"- {title}: {', '.join(f'`{word}`' for word in words)}"
    yield f"- Ends (终点): {', '.join(f'`{word}` {name.zh} ({name.en})' for word, name in ENDS.items())}"
    yield ""
    yield from block_lines()
    yield "## Roles"
    yield ""
    yield "A role is held through a post at a place; the first level is the usual one."
    yield ""
    yield "| role | 名称 | name | levels | filled |"
    yield "|---|---|---|---|---|"
    for word, role in ROLES.items():
        levels = ", ".join(LEVEL_NAMES[level].zh for level in role.levels)
        yield f"| `{word}` | {role.name.zh} | {role.name.en} | {levels} | {FILLED[role.filled].zh} {FILLED[role.filled].en} |"
    for word, sentence in PSEUDO.items():
        yield f"| `{word}` | {sentence.zh} | {sentence.en} | worked out for each matter | |"
    yield ""
    yield "## Problems"
    yield ""
    yield "What the checker says, by its stable code. `{…}` is filled in."
    yield ""
    family = ""
    for number, says in SENTENCES.items():
        if number[2] != family:
            family = number[2]
            yield f"### SZ{family}xx {FAMILIES[family]}"
            yield ""
            yield "| code | says | 提示 |"
            yield "|---|---|---|"
        yield f"| {number} | {cell(says.en)} | {cell(says.zh)} |"
        if is_last(number):
            yield ""


def is_last(number: str) -> bool:
    """Whether a code is the last of its family."""
    codes = list(SENTENCES)
    after = codes.index(number) + 1
    return after == len(codes) or codes[after][2] != number[2]


def page() -> str:
    """The page as it should be."""
    return "\n".join(lines()).rstrip() + "\n"


def drawing() -> str:
    """The drawing of `appeal`, in columns."""
    method = load(library.text("appeal") or "", name="appeal", english=library.english)
    return draw(method, language="en", wide=True, theme="light") + "\n"


def written() -> dict[str, str]:
    """Each file of the documentation that the program writes, and what it should hold."""
    return {
        "docs/method-reference.md": page(),
        "docs/method.schema.json": json.dumps(schema(), ensure_ascii=False, indent=1) + "\n",
        "docs/images/appeal.svg": drawing(),
    }


def problems(root: Path = ROOT) -> list[str]:
    """Which of these files no longer says what the program says."""
    return [
        f"{name} no longer says what the program says: run `make reference`"
        for name, text in written().items()
        if not (root / name).exists() or (root / name).read_text(encoding="utf-8") != text
    ]


def main(root: Path = ROOT) -> int:
    for name, text in written().items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
        print(f"written: {name}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
