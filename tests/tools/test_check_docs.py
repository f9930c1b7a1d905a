"""What the documentation says and is not so fails the check."""

from __future__ import annotations

from typing import Annotated

import pytest
import typer

from tools import check_docs
from tools.commands import Tree, targets_of

app = typer.Typer()
method = typer.Typer()
app.add_typer(method, name="method")


@app.command()
def demo(empty: bool = typer.Option(False, "--empty"), serve: bool = True) -> None: ...


@method.command("check")
def check_files(files: list[str]) -> None: ...


@method.command("test")
def run_files(files: list[str]) -> None: ...


@app.command(help="For example: shanzhi adopt bulb --set within=1\n\nOr `shanzhi adopt bulb --set gone=1`.")
def adopt(method: str, given: Annotated[list[str] | None, typer.Option("--set")] = None) -> None: ...


TREE = Tree(
    typer.main.get_command(app),
    targets_of("CHECKS := a\nsetup: .venv  ## install\ncheck-docs:\n\ttrue\n"),
    {"bulb": {"within"}}.get,
)
HELP = "`shanzhi adopt --help`: the method bulb has no input gone"


def said(tree, files: dict[str, str]) -> list[str]:
    found = check_docs.problems(tree(files), TREE, lambda text: [] if "stages" in text else ["no stages"])
    found.remove(HELP)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "[the map](docs/a.md#second-part) and [here](#top)\n\n# Top\n",
        "[elsewhere](https://example.org/x#y) ![picture](docs/a.md)",
        "`shanzhi`, `shanzhi demo [--empty] [--no-serve]`, `shanzhi method check|test methods/*.yaml`",
        "```sh\n$ SHANZHI_HOME=/srv/shanzhi .venv/bin/shanzhi demo --empty && make setup\n```",
        "```console\nmake check-docs PYTEST_ARGS=-x  # quick\n```",
        "shanzhi is run, and make does it, in prose",
        "`shanzhi adopt bulb --set within='2 days'`, `shanzhi adopt my.yaml --set any=1`",
        "`docs/a.md`, `docs/*.md`, `src/<layer>/actions.py`",
        "```yaml method\nstages: {}\n```",
        "```yaml\nanything: goes\n```",
    ],
)
def test_what_is_so_passes(tree, text):
    assert said(tree, {"README.md": text, "docs/a.md": "# A\n## Second part\n"}) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[a](docs/b.md)", "README.md:1: the link leads nowhere: docs/b.md"),
        ("x\n\n[a](docs/a.md#third)", "README.md:3: no such heading: docs/a.md#third"),
        ("[a](../outside.md)", "README.md:1: the link leads nowhere: ../outside.md"),
        ("`shanzhi dance`", "README.md:1: `shanzhi` has no command dance"),
        ("`shanzhi method check|draw x.yaml`", "README.md:1: `shanzhi method` has no command check|draw"),
        ("`shanzhi adopt bulb --set without='2 days'`", "README.md:1: the method bulb has no input without"),
        ("`shanzhi demo --full`", "README.md:1: `shanzhi demo` has no option --full"),
        ("```sh\nmake setup\nmake coffee\n```", "README.md:3: no such make target: coffee"),
        ("`docs/gone.md`", "README.md:1: no such file: docs/gone.md"),
        ("`web/gone.py`", "README.md:1: no such file: web/gone.py"),
        ("`web/gone/`", "README.md:1: no such file: web/gone/"),
        ("`gone.py`", "README.md:1: no such file: gone.py"),
        ("`shanzhi.web.gone`", "README.md:1: no such module: shanzhi.web.gone"),
        ("`shanzhi.web.views.gone`", "README.md:1: no such module: shanzhi.web.views.gone"),
        ("```yaml method\nstage: {}\n```", "README.md:1: no stages"),
    ],
)
def test_what_is_not_so_is_said(tree, text, problem):
    assert said(
        tree, {"README.md": text, "docs/a.md": "# A\n", "src/shanzhi/web/views.py": "here = 1\n"}
    ) == [problem]


def test_modules_of_the_package_may_be_named_by_their_place_in_it(tree):
    text = "`web/views.py`, `views.py`, `shanzhi.web`, `shanzhi.web.views`, `shanzhi.web.views.here`, `elsewhere/x`"

    assert said(tree, {"README.md": text, "src/shanzhi/web/views.py": "here = 1\n"}) == []


def test_operators_are_told_of_every_variable_and_of_no_other(tree):
    files = {
        "docs/operators.md": "| `SHANZHI_HOME` | … |\n|---|---|\n| `SHANZHI_ON` `SHANZHI_GONE` | … |\n",
        "src/a.py": 'os.environ.get("SHANZHI_HOME", "var"), os.environ["SHANZHI_NEW"], os.environ["PATH"]\n',
        "src/b.py": 'number("SHANZHI_MOST", 3), one_of("SHANZHI_KIND", "a", ("a", "b")), is_on("SHANZHI_ON")\n',
    }

    assert said(tree, files) == [
        "docs/operators.md: SHANZHI_KIND, read by src/b.py, is not explained",
        "docs/operators.md: SHANZHI_MOST, read by src/b.py, is not explained",
        "docs/operators.md: SHANZHI_NEW, read by src/a.py, is not explained",
        "docs/operators.md: nothing reads SHANZHI_GONE",
    ]
