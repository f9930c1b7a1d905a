"""`shanzhi import appeals` in rows a second: read, located, replayed, chained, written, checked for duplicates."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.table import Table, conditions
from tests.postgres import Cluster, NoPostgres

ROOT = Path(__file__).parents[1]
DATA = Path(os.environ.get("SHANZHI_SHARED_DATA", ROOT.parent / "shared" / "data"))
FILES = {
    "appeals-2019.csv": None,
    "appeals-replied.csv": None,
    "boston-311-10k.csv.gz": "boston-311",
}
LEAST = 1_000
"""Rows a second asked of plain rows, with nothing else running."""

# One import in a home of its own: what it prints are seconds by step, rows, matters, entries, and rows left over.
ONE = r"""
import json, sys, time
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.methods import adopting
from shanzhi.matters.writing import actions as acts
from shanzhi.matters.imports import actions
from shanzhi.matters.imports.making import make_places, propose
from shanzhi.matters.imports.mapping import find_mapping
from shanzhi.matters.imports.replay import DESK, OPENER
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.history.verify import verify_matters
from shanzhi.insight.appeals import report_appeals

path, mapping, single, limit = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
how = find_mapping(mapping) if mapping else None
content = path.read_bytes()
prepared = actions.prepare(content=content, file=path.name, mapping=how)
roles = ("grid_worker", "community_staff", "street_staff", "district_staff")
top = make_places(propose(actions.draft(prepared, method="appeal", at=None).drafts, None, prepared.mapping.places, roles))
for name in ("appeal", "assist"):
    adopting.add_method(text=(Path("tests/methods") / f"{name}.yaml").read_text(encoding="utf-8"))
    adopting.adopt(actor=SYSTEM, method=name, place=top)
from shanzhi.matters.methods.compiled import method_of
method_of(adopting.adoption_at("appeal", top))

begun, spent = time.perf_counter(), time.process_time()
prepared = actions.prepare(content=content, file=path.name, mapping=how)
drafting = actions.draft(prepared, method="appeal", at=top)
if limit:
    del drafting.drafts[limit:]
out = actions.import_appeals(actor=SYSTEM, drafting=drafting, at=top)
seconds, cpu = time.perf_counter() - begun, time.process_time() - spent
faults = len(verify_matters(files=False).faults)
begun = time.perf_counter()
report_appeals(by="place")
reported = time.perf_counter() - begun
one_by_one = None
if single:
    some = drafting.drafts[:single]
    begun = time.perf_counter()
    for draft in some:
        values = {"subject": draft.texts.get("subject", "x" * 4)[:80].ljust(2, "x"), "detail": draft.texts.get("detail", "")[:5000]}
        done = acts.open_matter(actor=OPENER, method="appeal", place=top.pk, values=values, at=draft.opened)
        if draft.answered is not None and isinstance(done, acts.Done):
            acts.act(actor=DESK, matter=done.matter.id, act="accept", at=draft.opened)
            acts.act(actor=DESK, matter=done.matter.id, act="resolve", at=draft.answered, values={"reply": draft.texts.get("answer", "x" * 9)[:5000].ljust(5, "x")})
    one_by_one = len(some) / (time.perf_counter() - begun)
print(json.dumps({
    "rows": out.report.added, "seconds": seconds, "cpu": cpu, "rejected": len(out.report.rejected), "alike": out.alike,
    "entries": Entry.objects.filter(matter__batch=out.batch).count(), "faults": faults,
    "reported": out.report.added / reported, "one_by_one": one_by_one,
}))
"""


def run(quick: bool) -> Table:
    """Import each file into a fresh home on each back end; beside it the same rows by one act after the other."""
    missing = [name for name in FILES if not (DATA / name).exists()]
    if missing:
        raise SystemExit(f"the files of this measurement are not in {DATA}: {', '.join(missing)}")
    table = Table("shanzhi import appeals", "rows/s")
    versions = []
    for name, environment, stop in _back_ends():
        versions.append(name)
        try:
            for file, mapping in FILES.items():
                best = _best(file, mapping, environment, quick)
                label = f"{name} {file.split('.')[0]}"
                if best["one_by_one"]:
                    table.add(f"{label}, act by act", best["one_by_one"])
                against = f"{label}, act by act" if best["one_by_one"] else None
                table.add(label, best["rows"] / best["seconds"], against=against, note=_note(best))
                table.add(f"{label}, report", best["reported"], note="matters/s")
        finally:
            stop()
    table.conditions = conditions(
        database=", ".join(versions), durability="default", asked=f"{LEAST:,} rows/s of plain rows",
        runs="1" if quick else "best of 3",
    )  # fmt: skip
    return table


def _note(best: dict[str, float]) -> str:
    counted = f"{best['rows']:,} rows, {best['entries']:,} entries, {best['alike']} pairs"
    wrong = "".join(f", {best[name]} {name}" for name in ("rejected", "faults") if best[name])
    return f"{counted}{wrong}; {best['rows'] / best['cpu']:,.0f} a second of this process"


def _best(file: str, mapping: str | None, environment: dict[str, str], quick: bool) -> dict[str, float]:
    found: list[dict[str, float]] = []
    for turn in range(1 if quick else 3):
        with tempfile.TemporaryDirectory(prefix="shanzhi-bench-") as folder:
            words = [str(DATA / file), mapping or "", "0" if turn else "200", "1500" if quick else "0"]
            done = subprocess.run(
                [sys.executable, "-c", ONE, *words],
                env={**os.environ, **environment, "SHANZHI_HOME": folder, "DJANGO_SETTINGS_MODULE": "shanzhi.site.settings"},
                cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE,
            )  # fmt: skip
        found.append(json.loads(done.stdout.splitlines()[-1]))
        if environment:
            _empty(environment["DATABASE_URL"])
    best = min(found, key=lambda one: one["seconds"])
    return {**best, "one_by_one": found[0]["one_by_one"] or 0}


def _back_ends() -> list[tuple[str, dict[str, str], Callable[[], None]]]:
    """SQLite always; PostgreSQL with its default durability where its programs are."""
    found: list[tuple[str, dict[str, str], Callable[[], None]]] = [("SQLite", {}, lambda: None)]
    try:
        cluster = Cluster("shared_buffers=256MB", "max_wal_size=2GB")
    except NoPostgres:
        return found
    return [*found, ("PostgreSQL", {"DATABASE_URL": cluster.url}, cluster.stop)]


def _empty(url: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as raw:
        raw.execute("DROP SCHEMA public CASCADE")
        raw.execute("CREATE SCHEMA public")
