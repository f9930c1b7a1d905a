"""SHANZHI_HOME: the one folder that holds database, files and keys of an installation."""

from __future__ import annotations

import os
import secrets
import tempfile
from pathlib import Path


def home() -> Path:
    """The folder named by SHANZHI_HOME (default `./var`)."""
    return Path(os.environ.get("SHANZHI_HOME", "var")).resolve()


def make_home() -> Path:
    """The same, made if it is not there, private to its owner."""
    folder = home()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def kept_secret(name: str) -> str | None:
    """A key of this installation, if there is one."""
    try:
        return (home() / "keys" / name).read_text().strip()
    except (FileNotFoundError, NotADirectoryError):
        return None


def secret(name: str) -> str:
    """A key of this installation, made once and kept in `keys/` with owner-only rights.

    Two that make it at once, be it in threads or processes, agree on one value: the file appears whole and only once, and
    the loser reads the winner's.
    """
    found = kept_secret(name)
    if found is not None:
        return found
    folder = make_home() / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{name}.", dir=folder)  # for its owner alone
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, folder / name)
    except FileExistsError:
        pass
    finally:
        Path(draft).unlink()
    return (folder / name).read_text().strip()
