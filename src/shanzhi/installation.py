"""Whether an installation can be worked with: its home can be written, its tables are those of this program, its keys are
those of its database. Asked before every command and when the site starts; what is wrong has a sentence and a way out.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from shanzhi.method.words import Sentence

NOT_WRITABLE = Sentence(
    "{folder} 不能写入（{why}）。请检查磁盘和权限，让运行本程序的用户拥有这个文件夹，或用 SHANZHI_HOME 指定另一个。",
    "{folder} cannot be written to ({why}). Check the disk and the rights: the user who runs this program must own the "
    "folder; or name another with SHANZHI_HOME.",
)
NO_DATABASE = Sentence(
    "数据库连不上（{why}）。请检查数据库是否在运行、DATABASE_URL 是否正确。",
    "The database cannot be reached ({why}). Check that it runs, and that DATABASE_URL is right.",
)
BEHIND = Sentence(
    "数据库的表还是旧版本的，差 {count} 步。请先备份（shanzhi backup），再运行 shanzhi migrate。",
    "The tables of the database are those of an older version, {count} steps behind. Back up first (shanzhi backup), then run "
    "shanzhi migrate.",
)
BEGUN = Sentence(
    "这里还没有安装过：在 {folder} 新建了一个（{database}）。要用已有的，请先设好 SHANZHI_HOME 和 DATABASE_URL。",
    "Nothing was installed here yet: a new installation was made in {folder} ({database}). For one that is there already, set "
    "SHANZHI_HOME and DATABASE_URL first.",
)
AHEAD = Sentence(
    "数据库的表比本程序新（{name}）。请安装较新的版本，或恢复升级前的备份。",
    "The tables of the database are newer than this program ({name}). Install the newer version, or restore the backup from "
    "before the upgrade.",
)


class NotReady(Exception):
    """The installation cannot be worked with as it is; `sentence` says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


def on_disk() -> set[tuple[str, str]]:
    """The steps (app, name) by which this program makes its tables."""
    found = set()
    for config in apps.get_app_configs():
        try:
            package = import_module(f"{config.name}.migrations")
        except ModuleNotFoundError:
            continue
        found |= {
            (config.label, one.name) for one in pkgutil.iter_modules(package.__path__) if one.name[0] != "_"
        }
    return found


def missing_steps() -> list[tuple[str, str]]:
    """The steps that are still to be carried out. Raises `NotReady` for tables of a newer program."""
    there, done = on_disk(), set(MigrationRecorder(connection).applied_migrations())
    ours = {config.label for config in apps.get_app_configs() if config.name.startswith("shanzhi.")}
    newer = sorted(step for step in done - there if step[0] in ours)
    if newer:
        raise NotReady(AHEAD.fill(name=".".join(newer[0])))
    return sorted(there - done)


def is_new() -> bool:
    """Whether no table was made yet."""
    return not MigrationRecorder(connection).has_table()


def prepare() -> None:
    """The folder can be written, the database answers. Raises `NotReady`."""
    folder = settings.SHANZHI_HOME
    try:
        settings.SHANZHI_MAKE_HOME()
        draft = folder / ".writable"
        draft.write_bytes(b"")
        draft.unlink()
    except OSError as fault:
        raise NotReady(NOT_WRITABLE.fill(folder=folder, why=fault.strerror or fault)) from None
    try:
        connection.ensure_connection()
        MigrationRecorder(connection).has_table()
    except (OperationalError, DatabaseError) as fault:
        why = str(fault).strip().splitlines()[0]
        on_file = connection.vendor == "sqlite"
        raise NotReady(
            NOT_WRITABLE.fill(folder=folder, why=why) if on_file else NO_DATABASE.fill(why=why)
        ) from None


def ready() -> bool:
    """Make sure of everything; an installation that was never used gets its tables and keys. Whether that was so.

    Raises `NotReady` or `people.keys.WrongKeys`, and has written nothing then.
    """
    prepare()
    if is_new():
        migrate()
        return True
    missing = missing_steps()
    if missing:
        raise NotReady(BEHIND.fill(count=len(missing)))
    _keys().check_keys()
    return False


def begun() -> Sentence:
    """What is said when an installation was made: an operator who forgot whose environment this is notices it."""
    kind = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}[connection.vendor]
    return BEGUN.fill(folder=settings.SHANZHI_HOME, database=kind)


def migrate(told: Callable[[str], None] = lambda step: None) -> int:
    """Bring the tables up to date, then see to the keys. Returns how many steps were carried out."""
    steps = missing_steps()
    for app, name in steps:
        told(f"{app}.{name}")
    if steps:
        call_command("migrate", verbosity=0, interactive=False)
    _keys().check_keys()
    return len(steps)


def checks() -> dict[str, str]:
    """What `/readyz` tells: for each check `ok`, or a word for what is wrong. Nothing of it names a person."""
    found = {"database": "ok", "tables": "ok", "keys": "ok", "disk": "ok"}
    try:
        if is_new() or missing_steps():
            found["tables"] = "behind"
    except NotReady:
        found["tables"] = "ahead"
    except DatabaseError:
        found |= {"database": "unreachable", "tables": "unknown", "keys": "unknown"}
        return found
    if found["tables"] == "ok":
        try:
            _keys().check_keys()
        except _keys().WrongKeys:
            found["keys"] = "wrong"
        except (OSError, DatabaseError):
            found["keys"] = "unreadable"
    if found["tables"] == "ok":
        found["clock"] = _clock()
    from shanzhi.database.full_disk import room

    try:
        free, least = room()
        if free < least:
            found["disk"] = "full"
    except OSError:
        found["disk"] = "unreadable"
    return found


def _clock() -> str:
    from shanzhi.matters.clock.leaps import ClockLeapt, checked_mark

    try:
        checked_mark()
    except ClockLeapt:
        return "leapt"
    return "ok"


def _keys() -> Any:
    """The keys of this layer below: they have models, which can be imported once Django is set up."""
    from shanzhi.people import keys

    return keys
