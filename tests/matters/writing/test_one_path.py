"""Everything that writes of matters runs by one rule: what was lost is made again, what was done before is not done twice."""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

import shanzhi.engine
from shanzhi.engine.types import Refusal
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.matters.writing import store, unit
from shanzhi.matters.writing.effects import _KINDS, TOLD
from shanzhi.matters.writing.unit import AT_ONCE, TRIES, Busy, Lost, again, again_inside
from shanzhi.method.effects import EFFECTS
from shanzhi.method.rooms import Incomplete
from tests.matters.town import Town, code

SOURCE = Path(shanzhi.engine.__file__).parents[1]
CATCHES = {
    "matters/writing/unit.py": "the one rule",
}
WRITES = {
    "matters/writing/path.py": "the one way",
    "matters/imports/writing.py": "whole lives that lie in the past, in one stream: the rows are built by the store",
}


def named(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def handlers(file: Path) -> set[str]:
    """Which errors a module catches."""
    tree = ast.parse(file.read_text())
    return {
        name
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and node.type
        for name in named(node.type)
    } | {
        node.type.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and isinstance(node.type, ast.Attribute)
    }


def test_who_was_slower_is_found_out_in_one_place():
    """Nobody else in matters catches what a race ends in: whoever writes calls `again`, `settle` or `run`."""
    found = {
        str(file.relative_to(SOURCE))
        for file in (SOURCE / "matters").rglob("*.py")
        if handlers(file) & {"IntegrityError", "OperationalError", "Lost"}
    }
    assert found == set(CATCHES)


def test_the_rows_of_a_matter_are_written_in_one_place():
    calls = re.compile(r"store\.(write|write_new|rows_of)\(")
    found = {str(file.relative_to(SOURCE)) for file in SOURCE.rglob("*.py") if calls.search(file.read_text())}
    assert found == set(WRITES)


def test_every_effect_has_its_function():
    """Those that authors may write are asked for when the module loads; those of the engine's own stand here."""
    said = re.compile(r'(?:d\.effect\(|Effect\()\s*"(\w+)"')
    engine = {kind for file in (SOURCE / "engine").rglob("*.py") for kind in said.findall(file.read_text())}
    assert len(engine) > 10
    assert engine | set(EFFECTS) <= set(_KINDS) | TOLD
    assert not set(_KINDS) & TOLD


def test_an_effect_that_nobody_carries_out_stops_the_program():
    file = SOURCE / "matters/writing/effects.py"
    text = file.read_text().replace('    "award": carry_out_award,\n', "")
    assert text != file.read_text()
    with pytest.raises(Incomplete, match="nobody carries out: award"):
        exec(compile(text, str(file), "exec"), {"__name__": "shanzhi.matters.writing.effects_lacking"})


@pytest.fixture
def no_pause(monkeypatch) -> list[float]:
    paused: list[float] = []
    monkeypatch.setattr(unit.time, "sleep", paused.append)
    return paused


def failing(*problems: BaseException):
    """An attempt that meets these first, and then comes to `done`."""
    left = list(problems)

    def attempt() -> str:
        if left:
            raise left.pop(0)
        return "done"

    return attempt


def crossed() -> OperationalError:
    problem = OperationalError("deadlock detected")
    problem.__cause__ = psycopg.errors.lookup("40P01")()
    return problem


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("problem", [Lost(), IntegrityError(), crossed()])
def test_what_somebody_faster_undid_is_made_again(problem, no_pause):
    assert again(failing(problem)) == "done"
    assert no_pause == []


@pytest.mark.django_db(transaction=True)
def test_what_was_done_before_gives_its_first_answer():
    assert again(failing(IntegrityError()), before=lambda: "first") == "first"
    assert again(failing(Lost()), before=lambda: "first") == "done"


@pytest.mark.django_db(transaction=True)
def test_any_other_error_comes_through():
    with pytest.raises(OperationalError):
        again(failing(OperationalError("no such table")))
    with pytest.raises(ZeroDivisionError):
        again(failing(ZeroDivisionError()))


@pytest.mark.django_db(transaction=True)
def test_who_is_always_slower_is_told_to_wait_and_waits_longer_each_time(no_pause):
    with pytest.raises(Busy):
        again(failing(*[Lost() for _ in range(TRIES)]))
    assert len(no_pause) == TRIES - AT_ONCE
    assert max(no_pause) <= unit.PAUSE * 16
    assert no_pause[0] < max(no_pause)


@pytest.mark.django_db(transaction=True)
def test_nobody_pauses_while_a_transaction_holds_what_others_wait_for(no_pause):
    with transaction.atomic(), pytest.raises(Busy):
        again(failing(*[Lost() for _ in range(TRIES)]))
    assert no_pause == []


@pytest.mark.django_db(transaction=True)
def test_a_part_of_an_attempt_leaves_all_but_what_was_lost_to_the_whole():
    with transaction.atomic():
        assert again_inside(failing(Lost(), Lost())) == "done"
        with pytest.raises(IntegrityError):
            again_inside(failing(IntegrityError()))


def always_lost(monkeypatch) -> None:
    def lost(*_args):
        raise Lost

    monkeypatch.setattr(store, "write", lost)


def test_an_act_that_always_loses_is_told_that_it_is_busy(town: Town, monkeypatch):
    number = town.open().matter.id
    always_lost(monkeypatch)
    assert code(town.try_act(number, "accept")) == "busy"
    assert Matter.objects.get(pk=number).seq == 1


def test_a_firing_that_always_loses_is_a_fault_of_its_own_and_tried_again(town: Town, monkeypatch):
    number = town.open().matter.id
    always_lost(monkeypatch)
    swept = tick(now=timezone.now() + timedelta(days=30))
    assert swept.faults == {number: swept.faults[number]}
    assert swept.faults[number].startswith("Stuck: busy: ")
    monkeypatch.undo()
    assert number not in tick(now=timezone.now() + timedelta(days=32)).faults
    assert Matter.objects.get(pk=number).seq > 1


def test_a_refusal_is_no_error(town: Town):
    assert isinstance(town.try_act(town.open(), "resolve"), Refusal)
