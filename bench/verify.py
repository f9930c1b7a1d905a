"""`shanzhi verify` in entries a second, beside reading the same rows and hashing them without a look."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path

from bench.table import Table, conditions
from tests.postgres import Cluster

ROOT = Path(__file__).parents[1]
MATTERS, QUICK = 20_000, 2_000
ROUNDS = 3

# Run in a process of its own, in which Django has not been set up for another database. The two are timed in turn.
MEASURE = """
import hashlib, json, os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
import django; django.setup()
from django.db import connection
from shanzhi.matters.history.verify import verify_matters
def floor():
    count = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM matters_entry ORDER BY matter_id, seq")
        while rows := cursor.fetchmany(5000):
            for row in rows:
                hashlib.sha256(repr(row).encode()).digest()
            count += len(rows)
    return count
best = {"verify": 0.0, "one": 0.0, "floor": 0.0}
for _ in range(int(sys.argv[1])):
    for name, call in (("floor", floor), ("one", lambda: verify_matters(workers=1)), ("verify", lambda: verify_matters(workers=os.cpu_count() or 1))):
        begun = time.perf_counter()
        found = call()
        took = time.perf_counter() - begun
        if name == "floor":
            entries = found
        else:
            assert not found.faults and found.entries == entries, (found.faults[:3], found.entries, entries)
        best[name] = max(best[name], entries / took)
print(json.dumps({**best, "entries": entries}))
"""


def run(quick: bool) -> Table:
    """Fill a fresh installation on each back end with answered appeals, and verify it."""
    matters = QUICK if quick else MATTERS
    table = Table("shanzhi verify", "entries/s")
    entries = 0
    cluster = Cluster()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as leaving:
        leaving.callback(cluster.stop)
        source = Path(folder) / "appeals.csv"
        _write(source, matters)
        for name, extra in (("SQLite", {}), ("PostgreSQL", {"DATABASE_URL": cluster.url})):
            environment = {
                **os.environ,
                **extra,
                "SHANZHI_HOME": str(Path(folder) / name),
                "PYTHONPATH": str(ROOT),
            }
            _shanzhi(environment, "demo", "--empty", "--no-serve")
            _shanzhi(environment, "import", "appeals", str(source), "--at", "S99", "--yes")
            found = json.loads(_python(environment, "-c", MEASURE, str(ROUNDS)))
            entries = found["entries"]
            table.add(f"{name}: read and hash rows", found["floor"])
            table.add(f"{name}: verify, one process", found["one"], against=f"{name}: read and hash rows")
            table.add(f"{name}: verify, all cores", found["verify"], against=f"{name}: verify, one process")
    table.conditions = conditions("SQLite and PostgreSQL", matters=f"{matters:,}", entries=f"{entries:,}")
    return table


def _write(path: Path, matters: int) -> None:
    """Answered appeals of an invented kind."""
    begun = datetime(2025, 1, 6, 9)  # noqa: DTZ001 (as offices write it, without a zone)
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间"))
        for number in range(matters):
            at = begun + timedelta(minutes=17 * number)
            answered = at + timedelta(days=number % 14, hours=3)
            rows.writerow(
                (number, f"U{number % 977}", f"第{number}件：楼道灯不亮", at, "三楼的灯坏了，请修。" * 5, "已更换，请查看。" * 5, answered)
            )  # fmt: skip


def _shanzhi(environment: dict[str, str], *words: str) -> None:
    _python(environment, "-m", "shanzhi", *words)


def _python(environment: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, *words], env=environment, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
    )
    return done.stdout
