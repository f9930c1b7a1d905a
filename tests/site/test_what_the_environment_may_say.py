"""A variable of the environment that means nothing stops the program with a sentence; it is never taken for the usual."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from shanzhi.site.database import postgresql
from shanzhi.site.environment import BadSetting, is_on, number, one_of


@pytest.mark.parametrize("said", ["abc", "-1", "1.5", "٥", "1e3", "2000000"])
def test_what_is_no_number_is_refused(monkeypatch, said):
    monkeypatch.setenv("SHANZHI_API_RATE", said)
    with pytest.raises(BadSetting) as problem:
        number("SHANZHI_API_RATE", 1200)
    assert all(word in problem.value.sentence.zh for word in ("SHANZHI_API_RATE", said, "1200"))


@pytest.mark.parametrize(("said", "meant"), [(None, 1200), ("", 1200), (" 7 ", 7), ("0", 0)])
def test_a_number_is_read_and_nothing_is_the_usual(monkeypatch, said, meant):
    monkeypatch.delenv("SHANZHI_API_RATE", raising=False)
    if said is not None:
        monkeypatch.setenv("SHANZHI_API_RATE", said)
    assert number("SHANZHI_API_RATE", 1200) == meant


def test_a_mistyped_word_weakens_nothing(monkeypatch):
    for name, said, among in (
        ("SHANZHI_SECOND_FACTOR", "admin", ("none", "admins", "all")),
        ("SHANZHI_CRYPTO", "sm4", ("aes", "sm")),
    ):
        monkeypatch.setenv(name, said)
        with pytest.raises(BadSetting, match=name):
            one_of(name, among[0], among)
    monkeypatch.setenv("SHANZHI_HTTPS", "yes")
    with pytest.raises(BadSetting, match="SHANZHI_HTTPS"):
        is_on("SHANZHI_HTTPS")
    monkeypatch.setenv("SHANZHI_HTTPS", "1")
    assert is_on("SHANZHI_HTTPS")


@pytest.mark.parametrize(
    "url", ["mysql://x/y", "postgresql://h", "postgresql://h:port/name", "postgresql://[h/name"]
)
def test_an_address_of_another_form_is_refused(url):
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        postgresql(url)


def test_a_command_says_it_and_makes_nothing(tmp_path):
    home = tmp_path / "home"
    told = subprocess.run(
        [sys.executable, "-m", "shanzhi", "--lang", "en", "count", "matters"],
        env={**os.environ, "SHANZHI_HOME": str(home), "SHANZHI_IDLE_MINUTES": "half an hour"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 2
    assert told.stderr.startswith("SHANZHI_IDLE_MINUTES must be a whole number from 1")
    assert "Traceback" not in told.stderr
    assert not home.exists()
