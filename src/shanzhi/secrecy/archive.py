"""The recounting program as one file to hand out: `python shanzhi-ballot.pyz recount bulletin.json`, with Python alone."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

NAME = "shanzhi-ballot.pyz"
_MAIN = 'if __name__ == "__main__":\n    from shanzhi_ballot.commands import main\n\n    raise SystemExit(main())\n'
_DATE = (2026, 1, 1, 0, 0, 0)


def archive() -> bytes:
    """The program as a zip that Python runs (PEP 441): the sources of `standalone`, the same bytes wherever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as bundle:
        parts = {"__main__.py": _MAIN.encode()}
        for path in sorted((Path(__file__).parent / "standalone").glob("*.py")):
            parts[f"shanzhi_ballot/{path.name}"] = path.read_bytes()
        for name, data in parts.items():
            bundle.writestr(zipfile.ZipInfo(name, _DATE), data)
    return made.getvalue()
