"""`shanzhi verify ballot N`: a matter's secret ballot, recounted from what the store publishes."""

from __future__ import annotations

import json
from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone
from typer.testing import CliRunner, Result

from shanzhi.matters.ballots.bulletin import bulletin_of
from shanzhi.matters.clock.sweeping import tick
from shanzhi.secrecy.standalone.box import Box
from shanzhi.secrecy.standalone.results import Published
from tests.matters.boxes import give_cards, settle
from tests.matters.method_texts import BALLOT
from tests.matters.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    settle(town, 8)
    town.adopt(BALLOT)
    return town


def verify(number: int, *words: str, command: str = "verify") -> Result:
    app = import_module(f"shanzhi.cli.{command}").app
    return CliRunner().invoke(
        app, ["ballot", str(number), *words], env={"COLUMNS": "200", "LC_ALL": "en_GB.UTF-8"}
    )


def test_a_ballot_is_recounted_from_first_vote_to_result(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    cards = give_cards(town)
    done = town.open("secret-vote", "community_staff", values={"subject": "加装电梯"})
    number = done.matter.id
    for n, who in enumerate(["resident", *(f"resident{n}" for n in range(2, 8))]):
        town.act(done, "vote", who, choice="agree" if n < 5 else "oppose")
    early = verify(number)
    assert early.exit_code == 2
    tick(now=timezone.now() + timedelta(days=3, minutes=1))
    closed = verify(number)
    assert (closed.exit_code, "7 sealed ballots" in closed.stdout) == (0, True), closed.output
    assert "not opened yet" in closed.stdout
    town.act(done, "open_box", "holder1", cards="\n".join(cards[:2]))
    opened = verify(number)
    assert (opened.exit_code, "Result: passed" in opened.stdout) == (0, True), opened.output
    data = bulletin_of(number)
    assert data is not None
    box = Box(data.decode())
    assert box.check(processes=1) == []
    Published(box, False).check()

    told = json.loads(data)
    told["result"]["passed"] = False
    forged = json.dumps(told, ensure_ascii=False).encode()
    monkeypatch.setattr("shanzhi.matters.ballots.bulletin.bulletin_of", lambda *_: forged)
    changed = verify(number)
    assert (changed.exit_code, "does not hold" in changed.stdout) == (1, True), changed.output


def test_a_matter_without_a_closed_ballot_is_told_in_words(town: Town) -> None:
    for number in (town.open().matter.id, 999_999):
        told = verify(number)
        assert told.exit_code == 2
        assert "Traceback" not in told.output
