"""Turns the translations people edit (`django.po`) into the form gettext reads (`django.mo`).

Only the `.po` is kept in the repository. It is compiled when a wheel is built, and in a source tree whenever
the settings load and the `.po` is newer, so a fresh clone, an editable install and an edited sentence all
work without a step to remember. A wheel carries the `.mo` alone, so there nothing is ever stale.

This module is also loaded by `hatch_build.py`, before the package is installed: it may import only the
standard library and Babel.
"""

from __future__ import annotations

import os
from pathlib import Path


def stale(folder: Path) -> list[Path]:
    """The `.po` files under a locale folder whose `.mo` is missing or older."""
    found = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns:
            found.append(po)
    return found


def compile_po(po: Path) -> Path:
    """Write the `.mo` beside one `.po`; another process never sees half a file. Raises OSError if it cannot."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    mo = po.with_suffix(".mo")
    draft = mo.with_suffix(f".mo.{os.getpid()}")
    with draft.open("wb") as target:
        write_mo(target, catalog)
    os.replace(draft, mo)
    return mo


def compile_stale(folder: Path) -> None:
    """Compile what is stale. A source tree nobody may write to keeps the translations it has."""
    for po in stale(folder):
        try:
            compile_po(po)
        except OSError:
            return
