"""A courtyard elects its self-governing group (院落自管会): the examples of a method that uses an election whole."""

from __future__ import annotations

from pathlib import Path

from shanzhi.engine.examples import run_examples
from shanzhi.method.aloud.whole import read_aloud
from shanzhi.method.check import examine, load

TEXT = (Path(__file__).parents[1] / "method" / "yard_election.yaml").read_text(encoding="utf-8")


def test_every_example_ends_as_it_says():
    outcome = run_examples(TEXT)
    assert [(one.title, [p.why.zh for p in one.problems]) for one in outcome.examples if one.problems] == []
    assert len(outcome.examples) == 9
    assert not examine(TEXT).errors


def test_it_is_read_aloud_with_its_rules():
    told = repr(read_aloud(load(TEXT)))
    for said in (
        "从“候选人”里选",
        "得票相等、名额不够的，在他们中间再投一次",
        "两个人各录一遍",
        "当选的条件",
    ):
        assert said in told
