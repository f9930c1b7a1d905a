"""Backups: everything of an installation as of one moment, in a tar; its keys apart, sealed with a passphrase.

The tar holds `manifest.json` first, then the database (`database.sqlite3`, or `database.dump` of pg_dump's custom form), the
attached files under their digests, and what an operator has set in the home. Files are linked aside before the database is
copied and once more after: each that a record names is there. Keys: Argon2id (RFC 9106) over the passphrase, AES-256-GCM.
"""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path, PurePosixPath

import msgspec
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connection
from django.utils import timezone
from msgspec import Struct

from shanzhi import __version__
from shanzhi.matters.backup import database as database
from shanzhi.matters.backup.problems import (
    BAD_KEYS,
    BAD_PHRASE,
    DAMAGED,
    NO_SPACE,
    NOT_EMPTY,
    OTHER_KEYS,
    UNREADABLE,
    BadBackup,
)
from shanzhi.people import audit
from shanzhi.people.keys import fingerprint, present

FORM = 1
SETTINGS = ("channels.toml", "calendar", "anchor")
"""What else of the home belongs to a backup."""
KEYS_HEAD = b"shanzhi keys 1\n"
_SALT, _NONCE = 16, 12


class Manifest(Struct, frozen=True):
    """What a backup holds: of which moment and program, on which back end, each part with its SHA-256."""

    form: int
    version: str
    at: str
    vendor: str
    parts: dict[str, str]
    keys: dict[str, str]
    """The fingerprints of the keys that were there."""


class BackupSummary(Struct, frozen=True):
    """A backup in numbers."""

    at: str
    files: int
    size: int


def save(target: Path) -> BackupSummary:
    """Write a backup. Whole, or not there at all. Raises `BadBackup`."""
    home = Path(settings.SHANZHI_HOME)
    with _spare(home) as room:
        aside = room / "files"
        _link_files(aside)
        dump = database.dump(room)
        _link_files(aside)
        for name in SETTINGS:
            if (home / name).is_dir():
                shutil.copytree(home / name, room / name)
            elif (home / name).exists():
                shutil.copy2(home / name, room / name)
        parts = {name.as_posix(): room / name for name in sorted(_below(room)) if name.name != dump.name}
        parts = {dump.name: dump, **parts}
        sums = {name: _digest(path) for name, path in parts.items()}
        prints = {name: fingerprint(settings.SHANZHI_SECRET(name)) for name in present()}
        manifest = Manifest(
            FORM, __version__, timezone.now().isoformat(timespec="seconds"), connection.vendor, sums, prints
        )
        with _whole(target) as draft, tarfile.open(draft, "w") as packed:
            _add(packed, "manifest.json", msgspec.json.format(msgspec.json.encode(manifest)))
            for name, path in parts.items():
                packed.add(path, name, recursive=False)
    kept = BackupSummary(manifest.at, sum(name.startswith("files/") for name in sums), target.stat().st_size)
    audit.record("backup.make", detail={"files": kept.files, "size": kept.size, "server": True})
    return kept


def save_keys(target: Path, passphrase: str) -> None:
    """Write the keys, sealed. Raises `BadBackup`."""
    keys = {name: settings.SHANZHI_SECRET(name) for name in present()}
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    sealed = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, msgspec.json.encode(keys), KEYS_HEAD)
    with _whole(target) as draft:
        draft.write_bytes(KEYS_HEAD + salt + nonce + sealed)


def read_keys(source: Path, passphrase: str) -> dict[str, str]:
    """The keys of a sealed file. Raises `BadBackup` for another passphrase, or a file that is none."""
    try:
        content = source.read_bytes()
    except OSError as fault:
        raise BadBackup(UNREADABLE.fill(file=source, why=fault.strerror or "")) from None
    if not content.startswith(KEYS_HEAD):
        raise BadBackup(BAD_KEYS.fill(file=source))
    at = len(KEYS_HEAD)
    salt, nonce, sealed = (
        content[at : at + _SALT],
        content[at + _SALT : at + _SALT + _NONCE],
        content[at + _SALT + _NONCE :],
    )
    try:
        return msgspec.json.decode(
            AESGCM(_stretched(passphrase, salt)).decrypt(nonce, sealed, KEYS_HEAD), type=dict[str, str]
        )
    except (InvalidTag, ValueError):
        raise BadBackup(BAD_PHRASE.fill(file=source)) from None


def load(source: Path, keys_file: Path, passphrase: str) -> BackupSummary:
    """Put a backup into an installation that holds nothing. Raises `BadBackup`; nothing was changed then."""
    home = Path(settings.SHANZHI_HOME)
    keys = read_keys(keys_file, passphrase)
    if (home / "keys").exists() or (home / "files").exists() or not database.is_empty():
        raise BadBackup(NOT_EMPTY.fill(folder=home))
    with _spare(home) as room:
        manifest = _unpack(source, room)
        other = [
            name for name, one in manifest.keys.items() if name not in keys or fingerprint(keys[name]) != one
        ]
        if other:
            raise BadBackup(OTHER_KEYS.fill(names="、".join(other)))
        folder = room / "keys"
        folder.mkdir(mode=0o700)
        for name, secret in keys.items():
            (folder / name).touch(mode=0o600)
            (folder / name).write_text(secret)
        database.take(room, manifest.vendor)
        for name in ("keys", "files", *SETTINGS):
            if (room / name).exists():
                os.replace(room / name, home / name)
    return BackupSummary(
        manifest.at, sum(name.startswith("files/") for name in manifest.parts), source.stat().st_size
    )


def _unpack(source: Path, room: Path) -> Manifest:
    """Everything of a backup, each part held to its digest; only what the manifest names is written."""
    try:
        with tarfile.open(source) as packed:
            first = packed.next()
            content = (
                packed.extractfile(first) if first is not None and first.name == "manifest.json" else None
            )
            if content is None:
                raise BadBackup(DAMAGED.fill(file=source, part="manifest.json"))
            manifest = msgspec.json.decode(content.read(), type=Manifest)
            left = dict(manifest.parts)
            while (member := packed.next()) is not None:
                name = PurePosixPath(member.name)
                if member.name not in left or not member.isfile() or name.is_absolute() or ".." in name.parts:
                    raise BadBackup(DAMAGED.fill(file=source, part=member.name))
                inside = packed.extractfile(member)
                assert inside is not None
                path = room / name
                path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                path.touch(mode=0o600, exist_ok=False)
                with path.open("wb") as out:
                    shutil.copyfileobj(inside, out, 1 << 20)
                if _digest(path) != left.pop(member.name):
                    raise BadBackup(DAMAGED.fill(file=source, part=member.name))
            if left:
                raise BadBackup(DAMAGED.fill(file=source, part=next(iter(left))))
    except (tarfile.TarError, EOFError, msgspec.DecodeError) as fault:
        raise BadBackup(DAMAGED.fill(file=source, part=str(fault)[:80])) from None
    except FileNotFoundError as fault:
        raise BadBackup(UNREADABLE.fill(file=source, why=fault.strerror or "")) from None
    return manifest


def _link_files(aside: Path) -> None:
    """Keep what is attached from going away: a second name for each content, no second copy."""
    store = Path(settings.MEDIA_ROOT)
    for path in store.glob("??/*") if store.is_dir() else ():
        kept = aside / path.parent.name / path.name
        if len(path.name) != 64 or kept.exists():
            continue
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            os.link(path, kept)
        except FileNotFoundError:  # cleared away in this moment: no record names it
            continue
        except OSError:  # a file system without links
            shutil.copy2(path, kept)


@contextmanager
def _spare(home: Path) -> Iterator[Path]:
    """A folder of its own in the home, on the same disk, gone afterwards."""
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=home) as room:
            yield Path(room)
    except OSError as fault:
        raise BadBackup(NO_SPACE.fill(why=fault.strerror or str(fault))) from None


@contextmanager
def _whole(target: Path) -> Iterator[Path]:
    """A file that appears under its name once it is whole and on disk; for its owner alone."""
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        draft.touch(mode=0o600)
        yield draft
        with draft.open("rb") as written:
            os.fsync(written.fileno())
        os.replace(draft, target)
    except OSError as fault:
        raise BadBackup(NO_SPACE.fill(why=fault.strerror or str(fault))) from None
    finally:
        draft.unlink(missing_ok=True)


def _below(room: Path) -> Iterator[PurePosixPath]:
    for path in room.rglob("*"):
        if path.is_file():
            yield PurePosixPath(path.relative_to(room).as_posix())


def _add(packed: tarfile.TarFile, name: str, content: bytes) -> None:
    head = tarfile.TarInfo(name)
    head.size, head.mode, head.mtime = len(content), 0o600, int(datetime.now().timestamp())  # noqa: DTZ005
    packed.addfile(head, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        passphrase.encode(),
        salt,
        time_cost=3,
        memory_cost=64 * 1024,
        parallelism=4,
        hash_len=32,
        type=Type.ID,
    )
