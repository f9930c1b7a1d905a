"""What pyproject.toml asks for is pinned in `requirements/`, by version and hash, without addresses."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.tree import ROOT, report

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


if __name__ == "__main__":
    raise SystemExit(report(problems(), "pins: every requirement is pinned"))
