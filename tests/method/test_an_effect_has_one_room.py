"""Whatever the language knows of an effect stands in one table, and the engine works out every row of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from shanzhi.engine import effects as engine
from shanzhi.method import effects as language
from shanzhi.method.effects import EFFECTS, shape_name
from shanzhi.method.rooms import Incomplete
from shanzhi.method.vocabulary import SHAPES

LANGUAGE = Path(language.__file__).parent


@pytest.mark.parametrize("kind", EFFECTS)
def test_an_effect_says_what_it_is(kind: str) -> None:
    spec = EFFECTS[kind]
    assert spec.doc.zh.strip()
    assert spec.doc.en.strip()
    assert spec.shape.keys.items() <= SHAPES[shape_name(kind)].keys.items()
    assert SHAPES["effect"].keys[kind].doc == spec.doc
    named = {*spec.builds, *spec.texts, spec.shows, spec.tells, spec.rewards} - {None}
    assert named <= set(spec.shape.keys)
    assert spec.opens is None or {spec.opens.method, spec.opens.shared} <= set(spec.shape.keys)


@pytest.mark.parametrize("kind", EFFECTS)
def test_the_engine_does_not_start_without_one(kind: str) -> None:
    lacking = {name: way for name, way in engine._KINDS.items() if name != kind}
    with pytest.raises(Incomplete, match=rf"engine/effects\.py: “{kind}” is missing"):
        engine.complete(lacking)


def test_the_engine_works_out_no_effect_that_the_language_lacks() -> None:
    with pytest.raises(Incomplete, match=r"method/effects\.py: “sing” is missing"):
        engine.complete({**engine._KINDS, "sing": engine._KINDS["notify"]})


def test_nothing_else_in_the_language_asks_which_effect_it_is() -> None:
    asking = re.compile(rf"""kind (?:==|!=|in) .*["'](?:{"|".join(EFFECTS)})["']""")
    files = [file for file in LANGUAGE.rglob("*.py") if asking.search(file.read_text(encoding="utf-8"))]
    assert files == []
