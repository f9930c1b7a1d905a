"""What the program imports, pyproject.toml asks for; what it asks for is pinned in `requirements/`.

A pin names a version and its hashes, and no address.
"""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.tree import ROOT, files, report

PIN = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)(.*)$", re.MULTILINE)


def pins(path: Path) -> dict[str, set[str]]:
    """The versions pinned for each package (more than one where they differ by Python version)."""
    found: dict[str, set[str]] = {}
    for name, version, _rest in PIN.findall(path.read_text(encoding="utf-8")):
        found.setdefault(canonicalize_name(name), set()).add(version)
    return found


def wanted(root: Path) -> dict[str, list[Requirement]]:
    """What each pin file has to cover."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    build = [
        line
        for line in (root / "requirements/build.in").read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("#")
    ]
    run = [*project["dependencies"], *build]
    extras = [entry for group in ("dev", "bench") for entry in project["optional-dependencies"][group]]
    return {
        "requirements/run.txt": [Requirement(entry) for entry in run],
        "requirements/dev.txt": [Requirement(entry) for entry in run + extras],
    }


def problems(root: Path = ROOT) -> list[str]:
    """One line for each package that is not pinned, pinned outside its range, or pinned without hashes."""
    found = []
    for name, requirements in wanted(root).items():
        path = root / name
        pinned = pins(path)
        for requirement in requirements:
            versions = pinned.get(canonicalize_name(requirement.name), set())
            if not any(requirement.specifier.contains(version) for version in versions):
                have = ", ".join(sorted(versions)) or "nothing"
                found.append(f"{name}: {requirement} is asked for, pinned is {have}: run `make pins`")
        content = path.read_text(encoding="utf-8")
        for match in PIN.finditer(content):
            if not match.group(3).endswith("\\"):
                found.append(f"{name}: {match.group(1)} is pinned without a hash: run `make pins`")
        if "://" in content or "index-url" in content:
            found.append(f"{name}: holds an address; pins name packages only")
    return found


def imported(root: Path) -> Iterator[tuple[str, str]]:
    """(file, module) for each module outside the standard library that the program imports."""
    for path in files(root):
        if path.suffix != ".py" or not path.is_relative_to(root / "src"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in {name.partition(".")[0] for name in names} - {"shanzhi"}:
                if top not in sys.stdlib_module_names:
                    yield path.relative_to(root).as_posix(), top


def import_problems(root: Path = ROOT, provided: Mapping[str, list[str]] | None = None) -> list[str]:
    """One line for each import that only works because another package happens to bring it.

    `provided` tells which distributions bring a module; by default, those installed.
    """
    provided = packages_distributions() if provided is None else provided
    asked = {canonicalize_name(entry.name) for entry in wanted(root)["requirements/run.txt"]}
    found: dict[str, str] = {}
    for file, module in imported(root):
        brings = {canonicalize_name(name) for name in provided.get(module, [])}
        if not brings & asked:
            found.setdefault(module, f"{file}: {module} is imported; pyproject.toml does not ask for it")
    return sorted(found.values())


if __name__ == "__main__":
    raise SystemExit(report(import_problems() + problems(), "pins: every requirement is pinned"))
