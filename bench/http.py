"""A whole life over HTTP on PostgreSQL, beside a bare django-ninja handler and beside its SQL by pgbench."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from bench.table import Table, conditions
from tests.postgres import Cluster, programs

ROOT = Path(__file__).parents[1]
CLIENTS = 8
BARE, OURS = "bench.http_bare:application", "shanzhi.site.wsgi:application"
SERVER = ("--workers", "2", "--blocking-threads", "3")
OPTIONS = ("shared_buffers=1GB", "max_wal_size=4GB", "checkpoint_timeout=20min")
"""Room for a district's records; durability stays as PostgreSQL has it (fsync and synchronous_commit on)."""


class Bench:
    """A cluster, a folder, and what the programs that are measured find in their environment."""

    def __init__(self, cluster: Cluster, folder: Path) -> None:
        self.cluster, self.folder, self.port = cluster, folder, 0

    def database(self, name: str) -> dict[str, str]:
        """The environment of a database of this name, made when there is none."""
        with psycopg.connect(self.cluster.url, autocommit=True) as raw:
            if not raw.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                raw.execute(f'CREATE DATABASE "{name}"')
        (self.folder / name / "static").mkdir(parents=True, exist_ok=True)
        parts = urlsplit(self.cluster.url)
        return {
            **os.environ,
            "DATABASE_URL": parts._replace(path=f"/{name}").geturl(),
            "SHANZHI_HOME": str(self.folder / name),
            "SHANZHI_API_RATE": "1000000",
            "PYTHONPATH": os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT)]),
        }

    def copied(self, environment: dict[str, str], name: str) -> dict[str, str]:
        """A copy of one of our databases under another name, with the same keys."""
        before = urlsplit(environment["DATABASE_URL"]).path.strip("/")
        with psycopg.connect(self.cluster.url, autocommit=True) as raw:
            raw.execute(f'CREATE DATABASE "{name}" TEMPLATE "{before}"')
        url = urlsplit(self.cluster.url)._replace(path=f"/{name}").geturl()
        return {**environment, "DATABASE_URL": url}

    def version(self) -> int:
        """Which PostgreSQL."""
        with psycopg.connect(self.cluster.url) as raw:
            return raw.info.server_version // 10_000

    def run(self, environment: dict[str, str], *words: str) -> str:
        """Run a program of ours to its end; what it printed."""
        return subprocess.run(
            [sys.executable, *words], env=environment, cwd=ROOT, check=True, text=True, stdout=subprocess.PIPE
        ).stdout

    @contextmanager
    def served(self, environment: dict[str, str], application: str) -> Iterator[None]:
        """Granian with an application on a port of its own, until the end of the block."""
        self.port = _free_port()
        command: list[str] = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(self.port), "--no-ws",
            "--log-level", "error", *SERVER, application,
        ]  # fmt: skip
        server = subprocess.Popen(command, env=environment, cwd=ROOT)
        try:
            _wait(server, self.port)
            yield
        finally:
            server.terminate()
            server.wait(20)

    def lives(self, name: str, lives: list[dict[str, Any]], seconds: float) -> float:
        """Lives a second that eight clients get out of whatever is being served."""
        plan = self.folder / "plan.json"
        plan.write_text(
            json.dumps(
                {
                    "port": self.port, "connections": CLIENTS, "warm_up": 2, "seconds": seconds, "lives": lives,
                    "name": f"{name}{time.time_ns() % 10**9}",
                }
            )
        )  # fmt: skip
        told = json.loads(self.run(dict(os.environ), "-m", "bench.http_client", str(plan)))
        return float(told["lives"] / told["seconds"])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(200):
        if server.poll() is not None:
            raise RuntimeError("the server ended by itself")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


@contextmanager
def bench() -> Iterator[Bench]:
    """A private cluster with default durability, gone at the end."""
    cluster = Cluster(*OPTIONS)
    folder = Path(tempfile.mkdtemp(prefix="shanzhi-bench-"))
    try:
        yield Bench(cluster, folder)
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def town(b: Bench, environment: dict[str, str], grids: int) -> list[dict[str, Any]]:
    """The district in our database; the lives to live there."""
    file = b.folder / "lives.json"
    b.run(environment, "-m", "bench.http_town", str(grids), str(file))
    with psycopg.connect(environment["DATABASE_URL"], autocommit=True) as raw:
        raw.execute("VACUUM (ANALYZE)")
    found: list[dict[str, Any]] = json.loads(file.read_text())
    return found


def bare(b: Bench, lives: list[dict[str, Any]]) -> dict[str, str]:
    """The bare handler's database, with the same tokens."""
    environment = b.database("bare")
    tokens = {f"{who}{n}": one[who] for n, one in enumerate(lives) for who in ("worker", "resident")}
    file = b.folder / "tokens.json"
    file.write_text(json.dumps(tokens))
    b.run(
        environment,
        "-c",
        f"import json; from bench import http_bare as h; h.create(json.load(open({str(file)!r})))",
    )
    return environment


def pgbench(b: Bench, environment: dict[str, str], seconds: float) -> float:
    """Lives a second that eight clients get out of PostgreSQL with nothing but the statements of our lives."""
    folder = b.folder / "statements"
    b.run(environment, "-m", "bench.http_statements", str(b.folder / "lives.json"), str(folder))
    scripts = [word for file in sorted(folder.glob("*.sql")) for word in ("-f", str(file))]
    url = urlsplit(environment["DATABASE_URL"])
    command: list[str] = [
        str(programs() / "pgbench"), "-n", "-M", "prepared", "-c", str(CLIENTS), "-j", "2", "-T", str(int(seconds)),
        "-h", str(b.cluster.folder), "-U", "postgres", *scripts, url.path.strip("/"),
    ]  # fmt: skip
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    failed = re.search(r"failed transactions: (\d+)", told)
    assert failed is None or failed[1] == "0", told
    found = re.search(r"tps = ([\d.]+)", told)
    assert found is not None, told
    return float(found[1])


def turns(
    b: Bench, lives: list[dict[str, Any]], rounds: int, seconds: float, **served: tuple[dict[str, str], str]
) -> dict[str, list[float]]:
    """Lives a second of each that is served, round by round, the order turned about from one round to the next: what
    a machine does in between then falls on all alike."""
    told: dict[str, list[float]] = {name: [] for name in served}
    order = list(served)
    for _ in range(rounds):
        for name in order:
            environment, application = served[name]
            with b.served(environment, application):
                told[name].append(b.lives(name, lives, seconds))
        order.reverse()
    return told


def run(quick: bool) -> Table:
    """Measure. `quick`: fewer rounds, fewer places and fewer matters."""
    seconds, rounds, grids, many = (5.0, 1, 40, 50_000) if quick else (5.0, 16, 400, 1_000_000)
    with bench() as b:
        ours = b.database("ours")
        lives = town(b, ours, grids)
        theirs = bare(b, lives)
        empty = turns(b, lives, max(1, rounds // 2), seconds, bare=(theirs, BARE), ours=(ours, OURS))
        full = b.copied(ours, "full")
        began = time.monotonic()
        b.run(full, "-m", "bench.http_load", str(many), str(b.folder / "lives.json"))
        loading = time.monotonic() - began
        filled = turns(b, lives, rounds, seconds, ours=(ours, OURS), full=(full, OURS))
        floor = pgbench(b, ours, 3 * seconds)
        version = b.version()
    table = Table("A whole life over HTTP: open, accept, resolve, rate, list the desk", "lives/s")
    table.add("bare django-ninja", statistics.mean(empty["bare"]))
    table.add("our statements by pgbench", floor)
    table.add("Shanzhi", statistics.mean(empty["ours"]), against="bare django-ninja", least=0.8)
    again = statistics.mean(filled["ours"])
    table.add("Shanzhi, once more", again, against="our statements by pgbench", note=_spread(filled["ours"]))
    table.add(
        f"Shanzhi, {many:,} matters",
        statistics.mean(filled["full"]),
        against="Shanzhi, once more",
        least=0.9,
        note=f"loaded in {loading:.0f} s; {_spread(filled['full'])}",
    )
    table.conditions = conditions(
        f"PostgreSQL {version}, {', '.join(OPTIONS)}, durability as it comes",
        clients=f"{CLIENTS} keep-alive, on the same cores",
        server=f"granian {' '.join(SERVER)}",
        rounds=f"{rounds} of {seconds:.0f} s (half as many of the bare handler), in turns, mean",
    )
    return table


def _spread(rounds: list[float]) -> str:
    return f"rounds from {min(rounds):.0f} to {max(rounds):.0f}"
