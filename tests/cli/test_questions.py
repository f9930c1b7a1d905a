"""What a command asks where nobody can answer, as in cron or a pipe."""

from __future__ import annotations

import io
import sys

import pytest
import typer

from shanzhi import cli


def test_a_question_that_nobody_can_answer_is_told_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def asks(**_options: object) -> None:
        raise typer.Abort

    monkeypatch.setattr(cli, "app", asks)
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 130
    assert "--yes" in capsys.readouterr().err
