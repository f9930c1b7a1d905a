"""The library of methods (工作法库) that comes with the program: one YAML file each, in a folder per family.

In a source tree it is the folder `methods/`; in an installed package it is `shanzhi/methods`. What a method is called in
English stands beside it, in `methods/en`: a file of its own for each, over the glossary they share.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from shanzhi.method.english import English, Table, packed, read_table
from shanzhi.method.fragments import joined
from shanzhi.method.head import head, ways_in
from shanzhi.method.presets import Presets, read_presets
from shanzhi.method.problems import MethodError, Problems
from shanzhi.method.read import Node, read
from shanzhi.method.words import Sentence

ENGLISH = "en"
GLOSSARY = "glossary"
PRESETS = "presets"
FRAGMENTS = "fragments"
NO_FAMILY = frozenset({ENGLISH, PRESETS, FRAGMENTS})
"""Folders that hold no methods of their own."""
FAMILIES: dict[str, Sentence] = {
    "appeals": Sentence("诉求和协办", "Appeals"),
    "deliberation": Sentence("议事和落实", "Deliberation"),
    "elections": Sentence("选举和推选", "Elections"),
    "people": Sentence("岗位和队伍", "Posts and people"),
    "service": Sentence("服务和互助", "Service"),
    "openness": Sentence("公开和学习", "Openness and learning"),
    "association": Sentence("委员会", "The association"),
    "upkeep": Sentence("登记和系统", "Records and this system"),
}
"""What each folder of methods is called, in the order in which they are shown."""


def folder() -> Path:
    """Where the library's files are."""
    here = Path(__file__).resolve().parent
    installed = here / "methods"
    return installed if installed.is_dir() else here.parents[1] / "methods"


def files() -> dict[str, Path]:
    """The files of the library by the ids of their methods, in their order."""
    top = folder()
    found = [
        *top.glob("*.yaml"),
        *(file for file in top.glob("*/*.yaml") if file.parent.name not in NO_FAMILY),
    ]
    return {file.stem: file for file in sorted(found, key=lambda file: file.stem)}


def presets(home: Path | None = None) -> list[Presets]:
    """What local law presets, a file for each region, those of an installation's folder after the library's: they go before
    these. One with a fault presets nothing, and `shanzhi method check` tells it."""
    files = preset_files() + (preset_files(home) if home is not None else [])
    found = (_presets(file, file.stat().st_mtime_ns) for file in files)
    return [one for one in found if one is not None]


def preset_files(top: Path | None = None) -> list[Path]:
    """The files of local law of the library, or of an installation's folder."""
    return sorted(((top or folder()) / PRESETS).glob("*.yaml"))


@lru_cache(maxsize=64)
def _presets(file: Path, changed: int) -> Presets | None:
    try:
        return read_presets(file.read_text(encoding="utf-8-sig"))[0]
    except (OSError, UnicodeDecodeError):
        return None


def names() -> list[str]:
    """The ids of the library's methods."""
    return list(files())


def path(name: str) -> Path | None:
    """The file of a method of the library, or None if there is no such method."""
    return files().get(name)


def text(name: str) -> str | None:
    """The text of a method of the library, the fragments that it uses with it; None if there is no such method."""
    file = path(name)
    return with_fragments(file.read_text(encoding="utf-8"), file) if file is not None else None


def with_fragments(text: str, file: Path | None = None) -> str:
    """The text of a method with the fragments that it uses: those beside its file or its family's folder, else the library's."""
    near = [] if file is None else [file.parent / FRAGMENTS, file.parent.parent / FRAGMENTS]
    return joined(text, lambda name, version: _fragment([*near, folder() / FRAGMENTS], name, version))


def fragment_files() -> dict[str, Path]:
    """The files of the library's fragments by their ids, and of old ones by id@version."""
    return {file.stem: file for file in sorted((folder() / FRAGMENTS).glob("*.yaml"))}


def _fragment(folders: list[Path], name: str, version: int) -> str | None:
    """The text of a fragment, its English inside; of the nearest folder that has the version, else that has it at all."""
    kept = [place / f"{name}@{version}.yaml" for place in folders]
    newest = [place / f"{name}.yaml" for place in folders]
    found = [file for file in (*kept, *newest) if file.is_file()]
    texts = [(file, file.read_text(encoding="utf-8")) for file in found]
    said = re.compile(rf"^version:\s*{version}\s*(?:#|$)", re.MULTILINE)
    for file, text in [*((f, t) for f, t in texts if said.search(t)), *texts]:
        return packed(text, {**_shared_words(file, text), **_table(english_file(file))})
    return None


def _shared_words(file: Path, text: str) -> Table:
    """The English that a fragment has from glossaries: it goes where these do not."""
    root = read(text, Problems())
    texts = set(_texts(root)) if root is not None else set()
    return {
        said: english
        for table in reversed(shared_english(file).tables)
        for said, english in table.items()
        if isinstance(english, str) and said in texts
    }


def _texts(node: Node) -> Iterator[str]:
    for one in node.value.values() if node.kind == "map" else node.value if node.kind == "list" else ():
        yield from _texts(one)
    if node.kind == "scalar" and isinstance(node.value, str):
        yield node.value


def english(name: str) -> English:
    """The English that the library has for a method: its own, if it has any, over the glossary."""
    return own_english(name).over(glossary())


def own_english(name: str) -> English:
    """What the library calls a method of its own in English."""
    return English((_table(folder() / ENGLISH / f"{name}.yaml"),))


def glossary() -> English:
    """The English of what methods have in common."""
    return own_english(GLOSSARY)


def english_texts(name: str) -> tuple[str, ...]:
    """The library's files of English for a method, as they are written."""
    files = (folder() / ENGLISH / f"{one}.yaml" for one in (name, GLOSSARY))
    return tuple(file.read_text(encoding="utf-8") for file in files if file.is_file())


def titles() -> dict[str, Sentence]:
    """What the methods of the library are called, and by `method.way` what the buttons of their ways in say."""
    found: dict[str, Sentence] = {}
    for name, file in files().items():
        text, beside = file.read_text(encoding="utf-8"), english_texts(name)
        told = head(text, *beside)
        if told is not None:
            found[name] = told.title
            found |= {f"{name}.{way}": label for way, label in ways_in(text, *beside).items()}
    return found


def english_beside(file: Path) -> English:
    """The English of a file by its place: in `en/` beside it or beside its family's folder, over the library's."""
    return English((_table(english_file(file)),)).over(shared_english(file)).over(english(file.stem))


def shared_english(file: Path) -> English:
    """The English that a file has from glossaries: from that beside its own English, over the library's."""
    beside = english_file(file).with_name(f"{GLOSSARY}.yaml")
    return English((_table(beside),)).over(glossary())


def english_file(file: Path) -> Path:
    """Where the English of a file stands, or would: in `en/` beside it, or beside its family's folder."""
    near, above = (place / ENGLISH / file.name for place in (file.parent, file.parent.parent))
    return above if above.is_file() or (above.parent.is_dir() and not near.parent.is_dir()) else near


def _table(file: Path) -> Table:
    try:
        changed = file.stat().st_mtime_ns
    except OSError:
        return {}
    return _read(file, changed)


@lru_cache(maxsize=256)
def _read(file: Path, changed: int) -> Table:
    """A file of English as it was when it last `changed`; nothing while it has a fault."""
    try:
        return read_table(file.read_bytes(), str(file))
    except (MethodError, OSError):
        return {}
