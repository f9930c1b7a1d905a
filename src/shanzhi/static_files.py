"""Style, scripts and pictures as a server hands them out: named by their content, kept for good, compressed once.

`shanzhi serve` collects them into the home when it starts. Where nothing was collected (tests, one's own `runserver`) they
are served from where they lie, under their plain names.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's storage, which leaves a name as it is when the file was not collected."""

    def stored_name(self, name: str) -> str:
        return str(self.hashed_files.get(self.hash_key(self.clean_name(name)), name))


def collect() -> None:
    """Collect, name and compress every file, unless they are the same as last time."""
    from django.conf import settings
    from django.core.management import call_command

    mark, found = settings.STATIC_ROOT / "collected", _found()
    if mark.exists() and mark.read_text(encoding="utf-8") == found:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(found, encoding="utf-8")


def _found() -> str:
    """What lies where it is collected from: a digest of names, sizes and times."""
    from django.contrib.staticfiles.finders import get_finders

    seen = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            seen.update(f"{name} {status.st_size} {status.st_mtime_ns}\n".encode())
    return seen.hexdigest()
