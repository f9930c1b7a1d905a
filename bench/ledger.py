"""Movements of the ledger a second with 32 writers, beside pgbench doing the same statements without the house around them.

Every writer moves one point from a budget of its own to a household of its own; then all of them from one budget, which is
the one row that everybody waits for.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Table, conditions
from tests.postgres import Cluster

ROOT = Path(__file__).parents[1]
WRITERS = 32
SECONDS, QUICK = 15, 3
WORK = """
import os, sys, threading, time, json
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
import django; django.setup()
from django.db import connections
from django.utils import timezone
from shanzhi.engine.accounts import NAMED, Account
from shanzhi.ledger.booking import Movement, book
from shanzhi.ledger.verifying import ledger_faults
from shanzhi.method.ledger import NamedAccount, Unit
from shanzhi.method.words import Sentence
seconds, writers = float(sys.argv[1]), int(sys.argv[2])
label = Sentence("分", "points")
def unit(name):
    return Unit("points", name, label, holders=("household",), accounts={"issued": NamedAccount(label, may_owe=True)})
counted = {}
def one(kept, budget, n, until, made):
    giver, taker = Account(kept.book, NAMED, budget, "issued"), Account(kept.book, "household", n)
    while time.perf_counter() < until:
        made[n] += 1
        book(Movement(unit=kept, kind="transfer", giver=giver, taker=taker, amount=1, reason={"zh": "试", "en": "try"},
                      cause=f"{kept.keeper}:{n}:{made[n]}", at=timezone.now(), owing=True, place=budget, matter=1, seq=1))
    connections.close_all()
for name, shared in (("apart", False), ("one", True)):
    kept, made = unit(f"bench-{name}"), [0] * writers
    until = time.perf_counter() + seconds
    crew = [threading.Thread(target=one, args=(kept, 1 if shared else n + 1, n, until, made)) for n in range(writers)]
    [t.start() for t in crew]; [t.join() for t in crew]
    counted[name] = sum(made) / seconds
wrong = [what.en for _, _, what in ledger_faults() if "rests on no entry" not in what.en]
assert not wrong, wrong[:3]
print(json.dumps(counted))
"""
SCHEMA = """CREATE TABLE a (id int PRIMARY KEY, balance bigint NOT NULL, seq int NOT NULL, head bytea NOT NULL);
CREATE TABLE t (id bigserial PRIMARY KEY, debit int, credit int, amount bigint, cause text UNIQUE, portions text, h1 bytea, h2 bytea,
 reason text, at timestamptz);
INSERT INTO a SELECT n, 0, 0, '' FROM generate_series(1, 64) n;"""
SCRIPT = """\\set giver {giver}
\\set taker :client_id + 33
BEGIN;
SELECT id FROM t WHERE cause = 'none';
SELECT id, balance, seq, head FROM a WHERE id = :giver FOR UPDATE;
SELECT id, balance, seq, head FROM a WHERE id = :taker FOR UPDATE;
INSERT INTO t (debit, credit, amount, cause, portions, h1, h2, reason, at) VALUES (:giver, :taker, 1, gen_random_uuid()::text, '[]',
 sha256('a'), sha256('b'), 'try', now()) RETURNING id;
UPDATE a SET balance = balance - 1, seq = seq + 1, head = sha256('a') WHERE id = :giver;
UPDATE a SET balance = balance + 1, seq = seq + 1, head = sha256('b') WHERE id = :taker;
COMMIT;
"""


def run(quick: bool) -> Table:
    """Both, in turn, on one private cluster."""
    seconds = QUICK if quick else SECONDS
    table = Table("Movements of the ledger, 32 writers", "movements/s", conditions=conditions())
    cluster = Cluster()
    try:
        with tempfile.TemporaryDirectory() as folder:
            ours = _ours(cluster, Path(folder), seconds)
            for name, words in (("apart", "each its own budget"), ("one", "one budget for all")):
                raw = _raw(cluster, Path(folder), seconds, shared=name == "one")
                table.add(f"pgbench, {words}", raw)
                table.add(f"ledger, {words}", ours[name], against=f"pgbench, {words}")
    finally:
        cluster.stop()
    return table


def _ours(cluster: Cluster, folder: Path, seconds: int) -> dict[str, float]:
    """In a process of its own, with all its threads."""
    environment = {**os.environ, "SHANZHI_HOME": str(folder / "home"), "DATABASE_URL": cluster.url}
    subprocess.run(
        [sys.executable, "-m", "shanzhi", "migrate"],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    said = subprocess.run(
        [sys.executable, "-c", WORK, str(seconds), str(WRITERS)],
        env=environment, cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, float] = json.loads(said.stdout)
    return found


def _raw(cluster: Cluster, folder: Path, seconds: int, *, shared: bool) -> float:
    """What pgbench comes to with the same statements, in transactions a second."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    pgbench = str(programs[-1]) if programs else shutil.which("pgbench")
    assert pgbench is not None, "pgbench is missing; it comes with PostgreSQL"
    psql = str(Path(pgbench).with_name("psql"))
    script = folder / "moves.sql"
    script.write_text(SCRIPT.format(giver="1" if shared else ":client_id + 1"))
    drop = "DROP TABLE IF EXISTS a; DROP TABLE IF EXISTS t;"
    subprocess.run([psql, cluster.url, "-q", "-c", drop, "-c", SCHEMA], check=True, capture_output=True)
    said = subprocess.run(
        [pgbench, "-n", "-M", "prepared", "-c", str(WRITERS), "-j", "2", "-T", str(seconds), "-f", str(script), cluster.url],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    line = next(one for one in said.stdout.splitlines() if one.startswith("tps"))
    return float(line.split("=")[1].split()[0])
