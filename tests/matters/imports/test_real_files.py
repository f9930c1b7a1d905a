"""Real public files, where they are at hand: everything is taken, and the figures are those counted in the file by hand."""

from __future__ import annotations

import csv
import gzip
import io
import os
from datetime import datetime
from pathlib import Path
from statistics import median

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.insight.appeals import report_appeals
from shanzhi.insight.flags import NO_DATE, SILENT, compare_flags
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.imports.actions import ImportResult, draft, import_appeals, prepare
from shanzhi.matters.imports.making import make_places, propose
from shanzhi.matters.imports.mapping import Mapping, find_mapping
from shanzhi.matters.models import Matter
from shanzhi.places.models import Place
from shanzhi.tables.moments import moment_of
from tests.matters.town import METHODS, Town

DATA = Path(os.environ.get("SHANZHI_SHARED_DATA", Path(__file__).parents[4] / "shared" / "data"))
ROLES = ("grid_worker", "community_staff", "street_staff", "district_staff")


def content(file: str, rows: int | None = None) -> bytes:
    """A file, or its first rows."""
    path = DATA / file
    if not path.exists():
        pytest.skip(f"{path} is not here: the public files are not part of the repository")
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    if rows is None:
        return raw
    table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    out = io.StringIO()
    csv.writer(out).writerows(table[: rows + 1])
    return out.getvalue().encode()


def imported(
    town: Town, raw: bytes, mapping: Mapping | None = None, fixed: dict[str, str] | None = None
) -> tuple[ImportResult, Place]:
    """Import into a tree made from the names in the rows."""
    prepared = prepare(content=raw, file="real.csv", mapping=mapping, fixed=fixed)
    drafts = draft(prepared, method="appeal", at=None).drafts
    top = make_places(propose(drafts, None, prepared.mapping.places, ROLES))
    town.adopt((METHODS / "appeal.yaml").read_text(), top)
    return import_appeals(actor=SYSTEM, drafting=draft(prepared, method="appeal", at=top), at=top), top


def everything_stands(top: Place) -> None:
    open_ = Matter.objects.filter(origin__path__begins=top.path, closed_at=None)
    assert not open_.filter(desk_role="").exists()
    assert not open_.filter(desk_place=None).exists()
    assert not open_.filter(due_at=None).exists()
    assert verify_matters(files=False).faults == []


def test_messages_without_answers_wait_on_desks_with_dates(town: Town) -> None:
    outcome, top = imported(town, content("appeals-2019.csv", 600))
    assert (outcome.report.added, outcome.report.rejected) == (600, [])
    assert set(Matter.objects.filter(batch=outcome.batch).values_list("stage", flat=True)) == {"reported"}
    everything_stands(top)


@pytest.mark.parametrize(("urgency", "days"), [("normal", 7), ("complex", 15)])
def test_answers_give_true_rates_and_durations(town: Town, urgency: str, days: int) -> None:
    raw = content("appeals-replied.csv", 500)
    took = []
    for row in csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")):
        opened, answered = (
            datetime.fromisoformat(
                "-".join(f"{int(p):02}" for p in day.replace("/", "-").split("-")) + f" {clock:0>8}"
            )
            for day, clock in (row[name].split(" ") for name in ("留言时间", "答复时间"))
        )
        took.append((answered - opened).total_seconds())
    outcome, top = imported(town, raw, fixed={"urgency": urgency})
    assert (outcome.report.added, outcome.report.rejected) == (500, [])
    total = report_appeals(place=top).total
    assert (total.rates["on_time"].of, total.rates["on_time"].hits) == (
        500,
        sum(t <= days * 86_400 for t in took),
    )
    assert total.rates["closing"].hits == 500
    assert total.answered.median == pytest.approx(median(took) / 60, abs=1)
    everything_stands(top)


def test_the_city_s_own_verdict_is_reproduced_row_by_row(town: Town) -> None:
    mapping = find_mapping("boston-311")
    assert mapping.in_time is not None
    outcome, top = imported(town, content("boston-311-10k.csv.gz", 1_500), mapping)
    assert (outcome.report.added, outcome.report.rejected) == (1_500, [])
    flag = mapping.in_time
    found = compare_flags(
        outcome.batch or 0, column=flag.column, in_time=flag.in_time, late=flag.late, dates=["deadline"],
        measure="on_time", as_of=moment_of(flag.as_of or "", mapping.time_zone),
    )  # fmt: skip
    assert found.rows == 1_500
    assert {cause.what for cause in found.causes if not cause.same} <= {NO_DATE, SILENT}
    everything_stands(top)
