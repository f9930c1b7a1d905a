"""What the documentation says exists: links, anchors, commands, files, settings, and method snippets.

- a relative link leads to a file, and its `#anchor` to a heading there;
- each `shanzhi …` and `make …` in code names a command, and options, that the program has, and inputs (`--set`) that the
  method of the library has, as do the examples in the help of the commands;
- each path in code that starts with a folder of the repository, or of the package, is there; each Python file named
  alone is somewhere; each `shanzhi.…` is a module, or what stands in one;
- `docs/operators.md` lists every environment variable the program reads, and no other;
- each fenced block marked `yaml method` passes the checker that method files pass;
- `docs/method-reference.md` says what the checker's tables say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tools import commands, write_reference
from tools.tree import ROOT, files, report

SHELL = {"", "sh", "bash", "shell", "console"}
FOLDERS = ("src/", "docs/", "tests/", "tools/", "methods/", "bench/", "requirements/", ".ci/")
PACKAGE = Path("src/shanzhi")
NAMED_FILE = re.compile(r"[\w/]+\.py")
INSIDE = re.compile(r"(\w+)(?:/[\w.]+)+/?")
MODULE = re.compile(r"shanzhi((?:\.[a-z_]\w*)+)")
READS = re.compile(
    r"""(?:environ(?:\.get)?|getenv|number|one_of|is_on)[\[(]\s*["']([A-Z][A-Z_]+)|envvar=["']([A-Z][A-Z_]+)"""
)
VARIABLE = re.compile(r"\b(?:SHANZHI_[A-Z_]+|DATABASE_URL)\b")


def pages(root: Path) -> list[Path]:
    """The documentation: every Markdown file of the repository."""
    return [path for path in files(root) if path.suffix == ".md"]


def tokens(page: Path) -> Iterator[tuple[Token, int]]:
    """Each token of a page, inline ones too, with the line it stands on."""
    for token in MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8")):
        line = token.map[0] + 1 if token.map else 0
        yield token, line
        for child in token.children or []:
            yield child, line


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as code hosts make them: `## Add a block` is `#add-a-block`."""
    made: set[str] = set()
    heading = False
    for token, _line in tokens(page):
        if heading and token.type == "inline":
            text = "".join(child.content for child in token.children or [])
            slug = re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-")
            count = 1
            while (name := slug if count == 1 else f"{slug}-{count - 1}") in made:
                count += 1
            made.add(name)
        heading = token.type == "heading_open"
    return made


def link_problems(root: Path) -> Iterator[str]:
    for page in pages(root):
        for token, line in tokens(page):
            target = token.attrs.get("href") or token.attrs.get("src")
            if not isinstance(target, str) or re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = unquote(target).partition("#")
            where = f"{page.relative_to(root).as_posix()}:{line}"
            path = (page.parent / name).resolve() if name else page
            if not path.exists() or not path.is_relative_to(root):
                yield f"{where}: the link leads nowhere: {target}"
            elif anchor and (path.suffix != ".md" or anchor not in anchors(path)):
                yield f"{where}: no such heading: {target}"


def code_lines(page: Path) -> Iterator[tuple[str, int]]:
    """Each piece of code that may be a command: a code span, or a line of a shell block."""
    for token, line in tokens(page):
        if token.type == "code_inline":
            yield token.content, line
        elif token.type == "fence" and token.info.strip() in SHELL:
            for offset, text in enumerate(token.content.splitlines(), start=1):
                yield text, line + offset


def code_problems(root: Path, tree: commands.Tree) -> Iterator[str]:
    kept = [f"/{path.relative_to(root).as_posix()}" for path in files(root)]
    for page in pages(root):
        for text, line in code_lines(page):
            where = f"{page.relative_to(root).as_posix()}:{line}"
            for problem in tree.problems(text):
                yield f"{where}: {problem}"
            path = text.split("#")[0].split(":")[0].strip()
            if path.startswith(FOLDERS) and not re.search(r"[\s<>{}…]", path) and not any(root.glob(path)):
                yield f"{where}: no such file: {path}"
        for text, line in spans(page):
            if (gone := _gone(root, kept, text)) is not None:
                yield f"{page.relative_to(root).as_posix()}:{line}: {gone}: {text}"


def spans(page: Path) -> Iterator[tuple[str, int]]:
    """Each code span of a page, which may name a file or a module."""
    for token, line in tokens(page):
        if token.type == "code_inline":
            yield token.content, line


def _gone(root: Path, kept: list[str], text: str) -> str | None:
    """What is wrong with a code span that names a file or a module of the package; None where it names none, or one
    that is there."""
    package = root / PACKAGE
    if text.startswith(FOLDERS):
        return None
    inside = INSIDE.fullmatch(text)
    if inside is not None and (package / inside[1]).is_dir():
        return None if (package / text).exists() else "no such file"
    if NAMED_FILE.fullmatch(text):
        return None if any(path.endswith(f"/{text}") for path in kept) else "no such file"
    module = MODULE.fullmatch(text)
    if module is None or _is_module(package, names := module[1].split(".")[1:]):
        return None
    *above, last = names
    holder = next(
        (
            path
            for path in (package.joinpath(*above).with_suffix(".py"), package.joinpath(*above, "__init__.py"))
            if path.exists()
        ),
        None,
    )
    if holder is not None and re.search(rf"\b{last}\b", holder.read_text(encoding="utf-8")):
        return None
    return "no such module"


def _is_module(package: Path, names: list[str]) -> bool:
    path = package.joinpath(*names)
    return path.is_dir() or path.with_suffix(".py").exists()


def variables(root: Path) -> dict[str, str]:
    """The environment variables the program reads, with a file that reads each."""
    found: dict[str, str] = {}
    for path in files(root):
        if path.suffix == ".py" and (path.is_relative_to(root / "src") or path.parent == root):
            for match in READS.finditer(path.read_text(encoding="utf-8")):
                name = match.group(1) or match.group(2)
                if VARIABLE.fullmatch(name):
                    found.setdefault(name, path.relative_to(root).as_posix())
    return found


def variable_problems(root: Path) -> Iterator[str]:
    page = root / "docs" / "operators.md"
    listed = set(VARIABLE.findall(page.read_text(encoding="utf-8"))) if page.exists() else set()
    read = variables(root)
    for name in sorted(set(read) - listed):
        yield f"docs/operators.md: {name}, read by {read[name]}, is not explained"
    for name in sorted(listed - set(read)):
        yield f"docs/operators.md: nothing reads {name}"


def snippet_problems(root: Path, check: Callable[[str], list[str]]) -> Iterator[str]:
    for page in pages(root):
        for token, line in tokens(page):
            if token.type == "fence" and token.info.split() == ["yaml", "method"]:
                for problem in check(token.content):
                    yield f"{page.relative_to(root).as_posix()}:{line}: {problem}"


def problems(
    root: Path = ROOT,
    tree: commands.Tree | None = None,
    check: Callable[[str], list[str]] = commands.method_problems,
) -> list[str]:
    """One line for each thing the documentation says that is not so."""
    known = tree or commands.Tree.of_the_project()
    return [
        *link_problems(root),
        *code_problems(root, known),
        *known.help_problems(),
        *variable_problems(root),
        *snippet_problems(root, check),
    ]


if __name__ == "__main__":
    raise SystemExit(
        report(problems() + write_reference.problems(), f"docs: {len(pages(ROOT))} pages say what is so")
    )
