"""The national divisions: provinces to communities, from five files of codes and names, in one go.

Files, plain or gzipped: `provinces.csv`, `cities.csv`, `areas.csv`, `streets.csv`, `villages.csv`, each with the
columns `code` and `name` (and the parent's code, which the place's own code already tells). Odd codes of the real
list are taken and noted: numbers beyond 399 (zones, farms), 000 (a county without published streets), 市辖区 and
省直辖县级行政区划 (levels that exist only on paper).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from msgspec import Struct

from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence
from shanzhi.places.bulk import NewPlace, insert_places, rename_places, reserve_ids
from shanzhi.places.checks import name_problem
from shanzhi.places.codes import LENGTHS, is_ordinary, kind_name, normalize, parent_code
from shanzhi.places.division_files import FILES, DivisionRow, read_table
from shanzhi.places.edition import lock_tree
from shanzhi.places.models import Change, Place
from shanzhi.places.names import PAPER_NAMES
from shanzhi.places.refused import PlaceRefused
from shanzhi.tables.report import Progress, Rejected, Report

_CHUNK = 20_000


class _Known(Struct):
    """A place that stands in the tree already, or was just added."""

    id: int
    name: str
    path: str
    depth: int


@transaction.atomic
def import_divisions(
    folder: Path, *, within: str | None = None, progress: Progress | None = None, by: int | None = None
) -> Report:
    """Take the divisions of `folder` into the tree; `within` (a code) takes one county or city and what is above.

    Running it again adds nothing twice: names that changed are changed (the former name is kept among the
    other names), places moved by hand stay where they are, and places that the files no longer hold are noted,
    not removed. Rows that cannot be taken are in the report with their reasons. Raises `PlaceRefused`, with
    nothing written, when the files themselves cannot be read or hold nothing of `within`.
    """
    lock_tree(names=True)
    within = normalize(within) if within is not None else ""
    tables = {level: read_table(folder, name) for level, name in FILES.items()}
    total = sum(table.lines for table in tables.values())
    report, done = Report(), 0
    above: dict[str, _Known] = {}
    for level, table in tables.items():
        known = _known(level, within)
        unseen = set(known)
        for chunk in _chunks(table.rows(), within):
            _take(level, table.file, chunk, known, unseen, above, report)
            done = min(done + _CHUNK, total)
            if progress is not None:
                progress(done, total)
        for code in unseen:
            report.note(
                "gone",
                Sentence("现有而文件中没有的地方，未改动", "places that the files do not hold; left alone"),
                code,
            )
        above |= known if level != "community" else {}
    if within and not report.rows:
        raise PlaceRefused(
            Sentence(
                "文件中没有代码“{code}”及其下级；请核对代码。",
                "The files hold nothing of the code “{code}”; check the code.",
            ).fill(code=within)
        )
    if progress is not None:
        progress(total, total)
    counts = {"added": report.added, "changed": report.changed, "within": within}
    Change.objects.create(act="imported", at=timezone.now(), by=by, after=counts)
    return report


def _take(
    level: str,
    file: str,
    rows: list[DivisionRow],
    known: dict[str, _Known],
    unseen: set[str],
    above: dict[str, _Known],
    report: Report,
) -> None:
    """Sort one chunk into new, renamed, unchanged and rejected, and write it."""
    fresh: dict[str, tuple[str, _Known | None]] = {}
    renamed: dict[str, str] = {}
    for row in rows:
        parent = above.get(parent_code(row.code) or "")
        place = known.get(row.code)
        seen = row.code in fresh or (place is not None and row.code not in unseen)
        problem = _problem(row, level, parent, repeated=seen)
        if problem is not None:
            report.rejected.append(Rejected(file, row.line, row.cells, problem))
            continue
        _note_oddities(row, report)
        if place is None:
            fresh[row.code] = (row.name, parent)
        else:
            unseen.discard(row.code)
            if place.name != row.name:
                renamed[row.code] = row.name
            else:
                report.unchanged += 1
    ids = reserve_ids(len(fresh))
    added = []
    for code, (name, parent) in fresh.items():
        pk = next(ids)
        path, depth = (f"{parent.path}{pk}/", parent.depth + 1) if parent else (f"/{pk}/", 0)
        added.append(NewPlace(pk, code, name, level, parent.id if parent else None, path, depth))
        known[code] = _Known(pk, name, path, depth)
    insert_places(added, shaped=False)
    _rename(renamed, known)
    report.added += len(added)
    report.changed += len(renamed)


def _problem(row: DivisionRow, level: str, parent: _Known | None, *, repeated: bool) -> Sentence | None:
    """Why a row cannot be taken; None when it can."""
    if not (row.code.isascii() and row.code.isdigit() and len(row.code) == LENGTHS[level]):
        return Sentence(
            "{level}的代码应为 {n} 位数字，这里是“{code}”。",
            "A {level} code has {n} digits; this one is “{code}”.",
        ).fill(level=LEVEL_NAMES[level], n=LENGTHS[level], code=row.code)
    if (problem := name_problem(row.name)) is not None:
        return problem
    if repeated:
        return Sentence(
            "代码“{code}”在文件中重复出现，只取第一次。",
            "The code “{code}” occurs more than once; the first row was taken.",
        ).fill(code=row.code)
    if parent is None and level != "province":
        return Sentence(
            "找不到上级“{code}”；请补上它的一行。", "The parent “{code}” is nowhere to be found; add its row."
        ).fill(code=parent_code(row.code))
    return None


def _note_oddities(row: DivisionRow, report: Report) -> None:
    if not is_ordinary(row.code):
        what = (
            Sentence(
                "没有街道或社区的县，用 000 代替", "counties without streets or communities, shown as 000"
            )
            if row.code.endswith("000")
            else Sentence(
                "号段 001–399 以外的开发区、农林场等", "zones, farms and the like, outside the bands 001–399"
            )
        )
        report.note("stand-in" if row.code.endswith("000") else "band", what, row.code)
        if kind_name(row.code) is None:
            report.note(
                "unknown-band",
                Sentence(
                    "号段 600 以上，国家规则未规定", "numbers from 600 on, which the rule does not know"
                ),
                row.code,
            )
    if row.name in PAPER_NAMES:
        report.note(
            "paper",
            Sentence("只在编码上存在的层级", "levels that exist only in the code"),
            f"{row.code} {row.name}",
        )


def _rename(renamed: dict[str, str], known: dict[str, _Known]) -> None:
    ids = [known[code].id for code in renamed]
    others = dict(Place.objects.filter(pk__in=ids).values_list("pk", "other_names"))
    changes = []
    for code, name in renamed.items():
        place = known[code]
        kept = [other for other in others[place.id] if other not in (name, place.name)]
        changes.append((place.id, name, [*kept, place.name]))
        place.name = name
    rename_places(changes)


def _known(level: str, within: str) -> dict[str, _Known]:
    """What the tree holds at this level: of `within`, and its ancestors."""
    places = Place.objects.filter(level=level, code__begins=within[: LENGTHS[level]])
    fields = places.values_list("code", "id", "name", "path", "depth")
    return {
        code: _Known(pk, name, path, depth)
        for code, pk, name, path, depth in fields.iterator(chunk_size=_CHUNK)
    }


def _chunks(rows: Iterator[DivisionRow], within: str) -> Iterator[list[DivisionRow]]:
    chunk: list[DivisionRow] = []
    for row in rows:
        if row.code.startswith(within) or within.startswith(row.code):
            chunk.append(row)
        if len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
    yield chunk
