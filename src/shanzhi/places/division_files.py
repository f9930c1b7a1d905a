"""Reading the five files of the national divisions: found, unpacked, decoded, and given out row by row."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from shanzhi.method.words import Sentence
from shanzhi.places.refused import PlaceRefused

FILES: dict[str, str] = {
    "province": "provinces.csv",
    "city": "cities.csv",
    "district": "areas.csv",
    "street": "streets.csv",
    "community": "villages.csv",
}


class DivisionRow(Struct):
    """One line of a file: its number (headings are line 1), code and name without blanks around, all its cells."""

    line: int
    code: str
    name: str
    cells: tuple[str, ...]


class DivisionTable(Struct):
    """One file, unpacked; `encoding` is one that is known to decode it."""

    file: str
    raw: bytes
    encoding: str

    @property
    def lines(self) -> int:
        return self.raw.count(b"\n")

    def rows(self) -> Iterator[DivisionRow]:
        """The rows below the headings. Raises `PlaceRefused` for missing headings or broken CSV."""
        text = io.TextIOWrapper(io.BytesIO(self.raw), encoding=self.encoding, newline="")
        reader = csv.reader(text)
        headings = [heading.strip().lower() for heading in next(reader, [])]
        if "code" not in headings or "name" not in headings:
            raise PlaceRefused(
                Sentence(
                    "{file} 的第一行应有 code 和 name 两列。",
                    "The first row of {file} must name the columns code and name.",
                ).fill(file=self.file)
            )
        code_at, name_at = headings.index("code"), headings.index("name")
        last = max(code_at, name_at)
        try:
            for cells in reader:
                if cells:
                    padded = cells if len(cells) > last else cells + [""] * (last + 1 - len(cells))
                    yield DivisionRow(
                        reader.line_num, padded[code_at].strip(), padded[name_at].strip(), tuple(cells)
                    )
        except csv.Error:
            raise PlaceRefused(
                Sentence("{file} 第 {row} 行不是规范的 CSV。", "Row {row} of {file} is not proper CSV.").fill(
                    file=self.file, row=reader.line_num
                )
            ) from None


def read_table(folder: Path, name: str) -> DivisionTable:
    """One of the files, plain or gzipped, in UTF-8 or else GB 18030. Raises `PlaceRefused` when it cannot be read."""
    path = next((folder / f for f in (name, f"{name}.gz") if (folder / f).is_file()), None)
    if path is None:
        raise PlaceRefused(
            Sentence(
                "文件夹中没有 {name}（或 {name}.gz）；五个文件要齐全：{all}。",
                "The folder has no {name} (or {name}.gz); all five are needed: {all}.",
            ).fill(name=name, all=", ".join(FILES.values()))
        )
    try:
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        return DivisionTable(path.name, raw, _encoding(raw))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        raise PlaceRefused(
            Sentence(
                "{file} 读不出来：文件损坏，或不是 UTF-8、GBK 编码。",
                "{file} cannot be read: it is damaged, or neither UTF-8 nor GBK.",
            ).fill(file=path.name)
        ) from None


def _encoding(raw: bytes) -> str:
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raw.decode("gb18030")
        return "gb18030"
    return "utf-8-sig"
