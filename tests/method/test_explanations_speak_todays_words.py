"""What `shanzhi method explain` and the sentences of the checker tell people to write is of today's language."""

from __future__ import annotations

import re

import pytest

from shanzhi.method.explanations import WHY
from shanzhi.method.lifting.ways import BLOCKS, EFFECTS, EXPECT
from shanzhi.method.problems import SENTENCES
from shanzhi.method.vocabulary import SHAPES

KEYS = {key for shape in SHAPES.values() for key in shape.keys}
BEFORE = {old for table in (*EFFECTS.values(), *BLOCKS.values(), EXPECT) for old in table} | {
    "role", "what", "objections", "electors", "helpers",
}  # fmt: skip
GONE = BEFORE - KEYS
"""Keys that the language had and has no more."""


@pytest.mark.parametrize("code", sorted(WHY))
def test_examples_use_no_key_of_before(code):
    for example in WHY[code][2:]:
        assert GONE.isdisjoint(re.findall(r"(?<![\w.])([a-z_]+):(?=\s|$)", example)), example
        assert not re.search(r"when: [a-z_]+ [<>=]|person: [a-z]+[,}]", example), "a name says whose it is"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_sentences_send_to_no_key_of_before(code):
    quoted = re.findall(r"`([a-z_]+)`", SENTENCES[code].en)
    assert GONE.isdisjoint(quoted)
