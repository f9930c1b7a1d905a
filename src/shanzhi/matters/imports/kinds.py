"""The kinds of file that are handed in for import: what each holds, whose it is to hand in, which files it is read from.

How a file of a kind is looked at and taken in has a room of its own (`read_matters`, `read_rosters`, `read_outlines`), what can
be chosen beside it its rows in `options`.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.matters.models import ImportJob
from shanzhi.method.words import Sentence

Kind = ImportJob.Kind
TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods", ".csv.gz", ".tsv.gz", ".xlsx.gz")
MAPS = (".geojson", ".json")
NO_TABLE = Sentence(
    "“{file}”不是表格，请选 csv、xlsx、xls 或 ods 文件",
    "{file} is no table, choose a csv, xlsx, xls or ods file",
)
NO_MAP = Sentence("“{file}”不是图形文件，请选 GeoJSON 文件", "{file} holds no shapes, choose a GeoJSON file")


class ImportKind(Struct, frozen=True):
    """What is in a file of one kind (`holds`), the right it takes, the `endings` of its files and what is said of another.

    What was taken in is `listed` as a batch that can be taken back.
    """

    holds: Sentence
    right: str
    endings: tuple[str, ...]
    no_such_file: Sentence
    listed: bool


KINDS: dict[str, ImportKind] = {
    Kind.APPEALS: ImportKind(
        Sentence("事项（诉求、工单）", "Matters (appeals, tickets)"),
        "matter.import",
        TABLES,
        NO_TABLE,
        listed=True,
    ),
    Kind.PEOPLE: ImportKind(
        Sentence("名册（住户、人员、岗位）", "A roster (households, people, posts)"),
        "people.import",
        TABLES,
        NO_TABLE,
        listed=False,
    ),
    Kind.SHAPES: ImportKind(
        Sentence("地方的图形（网格、楼栋的边界）", "Shapes of places (grids, buildings)"),
        "place.change",
        MAPS,
        NO_MAP,
        listed=True,
    ),
}
"""Every kind there is, in the order in which they are offered."""
