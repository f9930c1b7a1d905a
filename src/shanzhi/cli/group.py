"""The commands by name, each in a module of its own that is loaded only when it is used.

To add a command: write `shanzhi/cli/<name>.py` with `app = typer.Typer(cls=Group, …)` (a command alone: an app with one
`@app.command(cls=Command)`), and add one line to `COMMANDS` in `shanzhi/cli/__init__.py`. Django is set up before the
module is loaded, unless its entry says `django=False`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import typer
from msgspec import Struct
from typer.core import TyperGroup

from shanzhi.cli.language import language, say
from shanzhi.method.words import Sentence


class Entry(Struct, frozen=True):
    """One command: what it does, the module that holds it, and what it needs."""

    help: Sentence
    module: str
    django: bool = True
    ready: bool = True
    """Whether tables and keys must be in order first; made, in an installation that was never used."""


class Headings:
    """Help in the language of the run, with the words that typer itself writes."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        if language() == "zh":
            from typer import rich_utils

            rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
            rich_utils.OPTIONS_PANEL_TITLE = "选项"
            rich_utils.COMMANDS_PANEL_TITLE = "命令"
            rich_utils.DEFAULT_STRING = "[默认：{}]"
            rich_utils.REQUIRED_LONG_STRING = "[必填]"
        super().format_help(ctx, formatter)  # type: ignore[misc]

    def get_usage(self, ctx: Any) -> str:
        usage: str = super().get_usage(ctx)  # type: ignore[misc]
        return usage.replace("Usage:", say("用法：", "Usage:"), 1)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)  # type: ignore[misc]
        if option is not None:
            option.help = say("看这份说明", "show this and end")
        return option


class Command(Headings, typer.core.TyperCommand):
    """A command whose help is in the language of the run. Its help makes and changes nothing: what a command needs is
    looked after when it is carried out."""

    def invoke(self, ctx: Any) -> Any:
        _make_ready(ctx)
        return super().invoke(ctx)


ENTRY = "shanzhi.entry"
"""Where a run keeps which command was called."""


def _make_ready(ctx: Any) -> None:
    entry = ctx.find_root().meta.get(ENTRY)
    if entry is not None and entry.django and entry.ready:
        from shanzhi.installation import begun, ready

        if ready():
            print(begun().text(language()), file=sys.stderr)  # noqa: T201


class Group(Headings, TyperGroup):
    """A group of commands whose help is in the language of the run; one that does something by itself is a command too."""

    def invoke(self, ctx: Any) -> Any:
        if self.invoke_without_command and not (ctx.args or getattr(ctx, "_protected_args", None)):
            _make_ready(ctx)
        return super().invoke(ctx)


class LazyGroup(Group):
    """A group that lists its commands without loading them."""

    entries: dict[str, Entry] = {}

    @property  # type: ignore[override]
    def commands(self) -> Mapping[str, Any]:
        """The commands themselves, each loaded when it is looked up."""
        return Commands(self)

    @commands.setter
    def commands(self, given: Mapping[str, Any]) -> None:
        """A lazy group has no commands but its entries."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command as help lists it; what it does is loaded when it is called."""
        entry = self.entries.get(cmd_name)
        return None if entry is None else typer.core.TyperCommand(cmd_name, help=entry.help.text(language()))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, command, rest = super().resolve_command(ctx, args)
        if name in self.entries and isinstance(self.entries[name], Entry):
            ctx.find_root().meta.setdefault(ENTRY, self.entries[name])
        return name, self.load(name) if name in self.entries else command, rest

    def load(self, name: str) -> Any:
        """The command itself; Django is set up for those that need it."""
        entry = self.entries[name]
        if entry.django:
            import django

            os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
            django.setup()
        command = typer.main.get_command(import_module(entry.module).app)
        command.name = name
        return command


class Commands(Mapping[str, Any]):
    """The commands of a lazy group, by name."""

    def __init__(self, group: LazyGroup) -> None:
        self.group = group

    def __getitem__(self, name: str) -> Any:
        return self.group.load(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self.group.entries)

    def __len__(self) -> int:
        return len(self.group.entries)
