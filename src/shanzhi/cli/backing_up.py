"""The passphrase of a backup's keys: asked for, or read from a file."""

from __future__ import annotations

from pathlib import Path

import typer

from shanzhi.cli.asking import fail
from shanzhi.cli.language import say
from shanzhi.method.words import Sentence

SHORTEST = 12
SHORT = Sentence("口令至少 {least} 个字。", "A passphrase has at least {least} characters.")
NO_FILE = Sentence(
    "口令文件 {file} 读不出来（{why}）。", "The passphrase file {file} cannot be read ({why})."
)


def passphrase_from(file: Path | None, *, new: bool) -> str:
    """The passphrase; a new one is long enough, and typed twice. Ends the command otherwise."""
    if file is None:
        phrase: str = typer.prompt(
            say("口令", "Passphrase"),
            hide_input=True,
            confirmation_prompt=say("再输一次", "Again") if new else False,
        )
    else:
        try:
            phrase = (file.read_text("utf-8").splitlines() or [""])[0]
        except (OSError, UnicodeDecodeError) as fault:
            fail(NO_FILE.fill(file=file, why=getattr(fault, "strerror", None) or "UTF-8"))
    if new and len(phrase) < SHORTEST:
        fail(SHORT.fill(least=SHORTEST))
    return phrase
