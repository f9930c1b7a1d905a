"""The commands of the records as they are typed: what they print, and how they end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from typer.testing import CliRunner, Result

from shanzhi import library
from shanzhi.matters.models import Adoption, Entry, Fault, Matter
from tests.matters.town import Town, build_town, played


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


@pytest.fixture(autouse=True)
def played_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has what tests play."""
    monkeypatch.setattr(library, "files", played)


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


def run(command: str, *words: str) -> Result:
    return CliRunner().invoke(import_module(f"shanzhi.cli.{command}").app, words, env={"COLUMNS": "200"})


def test_count_prints_one_number(town):
    town.act(town.open(), "accept")
    town.open()
    assert run("count", "matters").stdout == "2\n"
    assert run("count", "matters", "--method", "appeal", "--stage", "handling").stdout == "1\n"
    assert run("count", "matters", "--method", "errand").stdout == "0\n"


def test_tick_tells_how_much_was_done_and_what_could_not_be(town, monkeypatch):
    done = town.open()
    assert "0 件事项" in run("tick").stdout
    assert run("tick", "--faults").stdout == "没有办不下去的事项。\n"
    later = (timezone.now() + timedelta(days=30)).isoformat()
    swept = run("tick", "--at", later)
    assert (swept.exit_code, swept.stdout) == (0, "1 件事项，4 次到期。\n")
    from shanzhi.matters.clock import sweeping

    Matter.objects.filter(pk=done.matter.id).update(wakes_at=timezone.now())
    monkeypatch.setattr(sweeping, "decide", lambda *a: 1 / 0)
    broken = run("tick")
    assert broken.exit_code == 1
    assert f"{done.matter.id} 号事项办不下去" in broken.stderr
    Fault.objects.update(next_at=datetime(2026, 3, 1, 16, 30, tzinfo=UTC))
    told = run("tick", "--faults").stdout
    assert "ZeroDivisionError" in told
    assert "2026-03-02 00:30" in told, "local"
    assert run("tick", "--at", "明天").exit_code == 2


def test_adopt_sets_inputs_and_says_what_is_wrong(town):
    done = run(
        "adopt",
        "appeal",
        "--at",
        town.community.code,
        "--set",
        "accept_within=2 workhours",
        "--set",
        "verify=false",
    )
    assert done.exit_code == 0, done.stderr
    adoption = Adoption.objects.get(place=town.community)
    assert adoption.inputs == {"accept_within": "2 workhours", "verify": False}
    wrong = run("adopt", "appeal", "--at", town.community.code, "--set", "max_reopens=99")
    assert wrong.exit_code == 2
    assert "max_reopens" in wrong.stderr
    assert run("adopt", "appeal", "--at", "000000").exit_code == 2
    assert run("adopt", "appeal", "--at", town.community.code, "--set", "x").exit_code == 2
    assert "没有工作法" in run("adopt", "no-such", "--at", town.community.code).stderr
    assert run("adopt", "appeal", "--at", town.community.code, "--end").exit_code == 0
    assert not Adoption.objects.filter(place=town.community, until=None).exists()


def test_adoptions_lists_them(town):
    rows = msgspec.json.decode(run("adoptions", "--json").stdout)
    assert {(row["method"], row["place"]) for row in rows} == {("appeal", "990101"), ("assist", "990101")}
    assert "appeal" in run("adoptions").stdout
    assert msgspec.json.decode(run("adoptions", "--json", "--at", town.grid.code).stdout) == []


def test_an_input_that_the_method_lacks_is_told_with_those_it_has(town):
    refused = run("adopt", "appeal", "--at", "990101", "--set", "max_reopen=1")
    assert refused.exit_code == 2
    assert "max_reopens" in "".join(refused.stderr.split())


def test_the_form_of_a_years_notice_is_shown_by_help():
    assert '"workdays": ["' in " ".join(run("calendar", "add", "--help").stdout.split())


def test_upgrade_shows_first_and_does_it_on_demand(town):
    assert "没有按旧版或旧参数办理的事项" in run("upgrade", "appeal", "--at", "990101").stdout
    town.open()
    run("adopt", "appeal", "--at", "990101", "--set", "max_reopens=1")
    shown = run("upgrade", "appeal", "--at", "990101")
    assert shown.exit_code == 0
    assert "reported" in shown.stdout
    assert not Entry.objects.filter(act="upgrade").exists()
    assert "已换 1 件" in run("upgrade", "appeal", "--at", "990101", "--yes").stdout
    assert Entry.objects.filter(act="upgrade").count() == 1


def test_verify_says_how_much_and_ends_with_one_when_anything_is_wrong(town):
    anchor = Path(settings.SHANZHI_HOME) / "anchor"
    done = town.act(town.open(), "accept")
    sound = run("verify", "--workers", "1", "--write-anchor")
    assert sound.exit_code == 0, sound.stdout
    assert "核对 1 件事项、2 条记录" in sound.stdout
    assert anchor.exists()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE matters_matter SET stage = 'closed'")
    broken = run("verify", "--workers", "1")
    anchor.unlink()
    assert broken.exit_code == 1
    assert f"{done.matter.id} 号事项：" in broken.stdout
    assert run("verify", "--anchor", str(anchor)).exit_code == 2
