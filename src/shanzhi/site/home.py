"""SHANZHI_HOME: the one folder that holds database, files and keys of an installation."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def home() -> Path:
    """The folder named by SHANZHI_HOME (default `./var`), made on first use, private to its owner."""
    folder = Path(os.environ.get("SHANZHI_HOME", "var")).resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret(name: str) -> str:
    """A key of this installation, made once and kept in `keys/` with owner-only rights.

    Two processes that start at once agree on one value: the file is created exclusively, and the loser
    reads the winner's.
    """
    folder = home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / name
    draft = folder / f".{name}.{os.getpid()}"
    if not path.exists():
        draft.write_text(secrets.token_hex(32))
        draft.chmod(0o600)
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
