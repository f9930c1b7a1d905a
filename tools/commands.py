"""The commands people can type, read from the program itself and from the Makefile.

The program's commands are typer's, which carries its own click: they are known here by what they offer.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from tools.tree import ROOT

ENDS = {"|", "&&", "||", ";", ">", "<", "&", "#", "2>"}
# A word that stands for what the reader puts in: FILE, <file>, …, {name}.
STANDS_FOR = re.compile(r"^[<{\[(…].*|^[A-Z][A-Z_]*$|^\.\.\.$")


class Tree:
    """The subcommands and options of `shanzhi`, and the targets of `make`."""

    def __init__(
        self, shanzhi: Any, targets: set[str], inputs: Callable[[str], set[str] | None] | None = None
    ) -> None:
        self.shanzhi = shanzhi
        self.targets = targets
        self.inputs = inputs or (lambda method: None)

    @classmethod
    def of_the_project(cls) -> Tree:
        import typer

        from shanzhi import cli

        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        return cls(typer.main.get_command(cli.app), targets_of(makefile), inputs_of)

    def problems(self, line: str) -> Iterator[str]:
        """What is wrong with one line of code, if it is a command of ours at all."""
        words = command_words(line)
        if not words:
            return
        if words[0] == "make":
            for word in words[1:]:
                stands_for = word.startswith("-") or "=" in word or STANDS_FOR.match(word)
                if not stands_for and word not in self.targets:
                    yield f"no such make target: {word}"
        elif words[0] == "shanzhi":
            yield from self._walk(words)

    def _walk(self, words: list[str]) -> Iterator[str]:
        command, path = self.shanzhi, "shanzhi"
        for word in words[1:]:
            bare = word.strip("[]")
            if bare.startswith("-"):
                name = bare.split("=")[0]
                if name not in options(command):
                    yield f"`{path}` has no option {name}"
            elif (below := getattr(command, "commands", None)) and not STANDS_FOR.match(word):
                subcommands = [below.get(name) for name in bare.split("|")]
                if None in subcommands:
                    yield f"`{path}` has no command {bare}"
                    return
                command, path = subcommands[0] or command, f"{path} {bare}"
        yield from self._inputs(words)

    def _inputs(self, words: list[str]) -> Iterator[str]:
        """What is `--set` of a method of the library that has no such input."""
        method = next((word for word in words[2:] if self.inputs(word) is not None), None)
        if method is None:
            return
        known = self.inputs(method) or set()
        for option, given in pairwise(words):
            if option == "--set" and (name := given.partition("=")[0]) not in known:
                yield f"the method {method} has no input {name}"

    def help_problems(self) -> Iterator[str]:
        """The inputs that an example in a command's help names and the method of the library has not."""
        for path, command in _every(self.shanzhi, "shanzhi"):
            for text in re.findall(r"shanzhi [a-z][^`\n]*", command.help or ""):
                for problem in self._inputs(command_words(text)):
                    yield f"`{path} --help`: {problem}"


def _every(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name in getattr(command, "commands", None) or {}:
        yield from _every(command.commands[name], f"{path} {name}")


def inputs_of(method: str) -> set[str] | None:
    """The inputs of a method of the library; None for what is no such method."""
    from shanzhi import library
    from shanzhi.method.check import load

    text = library.text(method)
    return None if text is None else set(load(text).inputs)


def options(command: Any) -> set[str]:
    """Every way to write an option of a command."""
    named = {"--help"}
    for parameter in command.params:
        named.update(parameter.opts)
        named.update(parameter.secondary_opts)
    return named


def targets_of(makefile: str) -> set[str]:
    """The targets of a Makefile that are commands rather than files."""
    return set(re.findall(r"^([a-z][a-z-]*):(?!=)", makefile, re.MULTILINE))


def command_words(line: str) -> list[str]:
    """The words of a command of ours, without prompt, assignments before it, folder, and what follows it."""
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        words = line.split()
    while words and (words[0] == "$" or re.match(r"^[A-Z_]+=", words[0])):
        words = words[1:]
    if not words or words[0].removeprefix(".venv/bin/") not in ("shanzhi", "make"):
        return []
    kept = [words[0].removeprefix(".venv/bin/")]
    for word in words[1:]:
        if word in ENDS:
            break
        kept.append(word)
    return kept


def method_problems(text: str) -> list[str]:
    """What the checker of method files says about a text; advice is left out."""
    from shanzhi.method.check import check

    return [problem.show("snippet", "en") for problem in check(text) if problem.weight == "error"]
