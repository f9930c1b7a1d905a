"""What a page says comes next is where the method leads: of every stage of the library, in both languages."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone, translation

from shanzhi.engine.types import Matter
from shanzhi.library import files, text
from shanzhi.matters.writing import store
from shanzhi.method.blocks import OUTCOME_NAMES, kind_of
from shanzhi.method.check import load as load_method
from shanzhi.method.model import Method
from shanzhi.reading.stand import standing_of

LIBRARY = {name: load_method(text(name) or "") for name in files()}
METHODS = Path(__file__).parents[1] / "methods"
"""Methods of the tests' own, whose stages keep their names."""
SECRET = {"secret": True, "@phase": "voting"}
STAGES = [
    (name, stage.name)
    for name, method in LIBRARY.items()
    for stage in method.stages.values()
    if stage.block is not None or (stage.due is not None and stage.due.then is not None)
]


@cache
def kept(name: str) -> Method:
    return load_method((METHODS / f"{name}.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def told(town):
    """What is told of a stage that was just entered; `by` which outcomes, as a set of labels."""
    loaded = store.read(town.open().matter.id, timezone.now())

    def tell(method, stage, tally=None, place=None, window=True, due=True):
        now = timezone.now()
        matter = Matter(1, method.id, 1, 1, stage.name, *[(place or town.building).pk] * 2, None, now)
        block = stage.block
        closes = block is not None and kind_of(block).closes
        matter = Matter(
            **{name: getattr(matter, name) for name in matter.__struct_fields__}
            | {
                "tally": {"secret": False} if tally is None and block is not None else tally or {},
                "window": now + timedelta(days=2) if window and block is not None else None,
                "due": now + timedelta(days=3) if due and stage.due is not None and not closes else None,
            }
        )
        return standing_of(method, matter, loaded.ground, None, whole=True, now=now).otherwise

    return tell


def occurring(stage):
    """The outcomes that can occur with a block's settings and lead somewhere."""
    needed = {*kind_of(stage.block).required_outcomes(stage.block.settings)}
    if stage.block.kind in ("ballot", "split"):  # nobody voted; or the desk waits no longer
        needed |= {"no_quorum", "recalled"}
    return needed & set(stage.outcomes)


@pytest.mark.parametrize(("name", "stage"), STAGES, ids=lambda one: one)
def test_each_stage_names_what_comes_next(told, name, stage):
    method = LIBRARY[name]
    rule = method.stages[stage]
    ways = {
        route.stage for outcome in (occurring(rule) if rule.block else ()) for route in rule.outcomes[outcome]
    }
    act = rule.acts[rule.due.then] if rule.due is not None and rule.due.then is not None else None
    if act is not None and act.move is None:
        ways |= {route.stage for route in act.routes}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            text = told(method, rule)
            label = f"“{act.label.text(language)}”" if act is not None else ""
            assert label in text
            named = set(re.findall("“([^”]+)”", text.replace(label, "", 1)))
            assert named == {method.stages[way].label.text(language) for way in ways}, text


@pytest.mark.parametrize("stage", ["voting", "result", "judging"])
def test_of_several_ways_each_is_told_by_its_outcome(told, stage):
    method = kept("deliberation")
    rule = method.stages[stage]
    text = told(method, rule)
    for outcome in occurring(rule):
        for route in rule.outcomes[outcome]:
            called, way = OUTCOME_NAMES[outcome].zh, method.stages[route.stage].label.zh
            assert re.search(rf"[：，。或]{called}[^“]*就到(“[^”]*”或)*“{way}”", text), text


def test_a_secret_ballot_tells_that_its_box_is_sealed_first(told):
    method = kept("deliberation")
    text = told(method, method.stages["voting"], SECRET)
    assert "到时封箱，由持钥人一起开票：通过就到" in text
    sealed = told(method, method.stages["voting"], {**SECRET, "@phase": "sealed"})
    assert sealed.startswith("接下来：通过就到")
    assert "到时还没有开票的，就不再开：未能开票就到“参与人数不够”" in sealed


def test_a_publicity_that_is_over_waits_for_the_answers_alone(told):
    method = kept("grid-network")
    text = told(method, method.stages["shown"], {"ended": "2026-01-01T00:00:00+00:00"}, window=False)
    assert text.startswith("接下来：无异议成立就到“交接”，异议成立就到")
    assert "到时" not in text


def test_at_the_top_nobody_is_promised_a_level_above(told, town):
    method = kept("appeal")
    stage = method.stages["reported"]
    assert "交给上一级" in told(method, stage)
    top = told(method, stage, place=town.district)
    assert "交给上一级" not in top
    assert "会记为超期" in top
