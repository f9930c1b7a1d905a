"""What a wheel holds besides the source: the translations, compiled, and the method library; on request, a compiled engine.

In a source tree the library is `methods/`; in a wheel it is `shanzhi/methods`. With SHANZHI_COMPILE=1 the modules
that every decision runs through are also compiled, from the same source, by mypyc: the wheel is then for one kind
of machine, and building it needs a C compiler. Python takes a compiled module before its source, which stays beside it.
With SHANZHI_COMPILE=2 it is compiled twice by gcc, the second time from what the first was seen doing while the examples
of the library ran: what the package needs must then be installed (pip's --no-build-isolation).
"""

from __future__ import annotations

import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENGINE = "shanzhi/engine"
COMPILED = (
    *(
        f"{ENGINE}/{name}.py"
        for name in (
            "acting", "asking", "barring", "binding", "builtins", "calendar", "conditions", "decide", "draft", "effects", "facts",
            "field_checks", "firing", "following", "foreseeing", "forms", "frozen", "guarding", "id_numbers", "landing", "ledger", "limits", "moves", "named",
            "posts", "readers", "refusals", "register_effect", "registers", "rolls", "steering", "texts", "urging", "where", "who", "worktime",
        )
    ),
    *(f"shanzhi/method/{name}.py" for name in ("cel", "duration", "fields", "model", "people", "rules")),
)  # fmt: skip
"""What `decide` runs through. A module that defines a msgspec Struct stays as it is: mypyc would drop its options."""


FLAGS = "-fno-plt -fno-semantic-interposition"
"""Calls within the engine, and from it into Python, without a detour over a table."""

TRAINING = """
import sys
from pathlib import Path
from shanzhi.engine.examples import run_examples
from shanzhi.method.fragments import joined
for name in map(Path, sys.argv[1:]):
    fragments = name.parent.parent / "fragments"
    run_examples(joined(name.read_text("utf-8"), lambda one, _: (fragments / f"{one}.yaml").read_text("utf-8")))
"""


class WheelHook(BuildHookInterface[Any]):
    def dependencies(self) -> list[str]:
        return ["mypy[mypyc]>=2", "setuptools"] if _wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        source = root / "src" / "shanzhi"
        compile_po = runpy.run_path(str(source / "site" / "translations.py"))["compile_po"]
        for po in sorted((source / "locale").glob("*/LC_MESSAGES/*.po")):
            compile_po(po)
        if version == "standard":
            build_data["force_include"][str(root / "methods")] = "shanzhi/methods"
            if _wanted():
                for built, inside in _compile(root / "src", root / "build" / "mypyc"):
                    build_data["force_include"][str(built)] = inside
                build_data["pure_python"] = False
                build_data["infer_tag"] = True


def _wanted() -> bool:
    return os.environ.get("SHANZHI_COMPILE", "0") not in {"", "0"}


def _compile(source: Path, work: Path) -> list[tuple[Path, str]]:
    """Compile a copy of the pure layers in `work`; each library with where it belongs in the wheel."""
    shutil.rmtree(work, ignore_errors=True)
    for layer in ("engine", "method"):
        shutil.copytree(source / "shanzhi" / layer, work / "shanzhi" / layer)
    for name in ("__init__.py", "py.typed"):
        shutil.copy(source / "shanzhi" / name, work / "shanzhi" / name)
    (work / "mypy.ini").write_text(
        "[mypy]\nignore_missing_imports = True\nfollow_imports = silent\n", "utf-8"
    )
    compile_ = ("-m", "mypyc", "--config-file", "mypy.ini", *COMPILED)
    if os.environ["SHANZHI_COMPILE"] == "2":
        _run(work, *compile_, CFLAGS=f"{FLAGS} -fprofile-generate")
        _run(
            work,
            "-c",
            TRAINING,
            *(
                str(path)
                for path in sorted((source.parent / "methods").glob("*/*.yaml"))
                if path.parent.name not in ("en", "presets", "fragments")
            ),
        )
        for made in [*work.rglob("*.so"), *work.rglob("*.o")]:
            made.unlink()
        _run(work, *compile_, CFLAGS=f"{FLAGS} -fprofile-use -fprofile-correction -Wno-missing-profile")
    else:
        _run(work, *compile_)
    return [
        (path, path.relative_to(work).as_posix())
        for path in sorted(work.rglob("*.so")) + sorted(work.rglob("*.pyd"))
        if "build" not in path.relative_to(work).parts
    ]


def _run(work: Path, *words: str, **more: str) -> None:
    """Run Python in the copy; what it printed is in the error if it fails."""
    environment = {**os.environ, **more}
    command = [sys.executable, *words]
    done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"the engine could not be compiled:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
