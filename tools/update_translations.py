"""Brings `django.po` up to date with the code: adds new texts, keeps what is translated.

A text that is no longer used is kept as an obsolete entry (`#~`), and comes back with its translation if the
code uses it again. Nothing is guessed from similar texts.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from tools.translations import PO, SOURCE, catalog, marked


def updated(old: Catalog, source: Path = SOURCE) -> Catalog:
    """A catalog of every marked text, with the translations of the old one."""
    new = Catalog(locale=old.locale, fuzzy=False)
    used = set()

    def key(identity: Any, context: str | None) -> Any:  # as Babel keys its messages
        name = identity if isinstance(identity, str) else identity[0]
        return (name, context) if context is not None else name

    for (context, identity), places in sorted(marked(source).items(), key=lambda item: item[1][0]):
        own = key(identity, context)
        kept = old.get(identity, context) or old.obsolete.get(own)
        used.add(own)
        files = sorted({file for file, _line in places})
        new.add(
            identity,
            kept.string if kept else None,
            locations=[(file, 0) for file in files],
            user_comments=kept.user_comments if kept else (),
            context=context,
        )
    for message in [m for m in old if m.id] + list(old.obsolete.values()):
        own = key(message.id, message.context)
        if own not in used and message.string:
            message.locations = []
            new.obsolete[own] = message
    return new


def main(po: Path = PO, source: Path = SOURCE) -> int:
    new = updated(catalog(po), source)
    written = io.BytesIO()
    write_po(written, new, width=100, include_lineno=False, ignore_obsolete=False)
    # Babel's own header carries dates, which would differ at every run.
    header = po.read_text(encoding="utf-8").partition("\n\n")[0].strip()
    entries = written.getvalue().decode("utf-8").partition("\n\n")[2].strip()
    po.write_text(f"{header}\n\n{entries}".strip() + "\n", encoding="utf-8")
    waiting = sum(1 for message in new if message.id and not message.string)
    print(f"{po.name}: {len(new)} texts, {waiting} without English, {len(new.obsolete)} no longer used")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
