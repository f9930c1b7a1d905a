"""A private PostgreSQL cluster for one run: its own folder, its own socket, no port, gone at the end."""

from __future__ import annotations

import atexit
import ctypes
import glob
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ACCOUNT = "postgres"


class NoPostgres(Exception):
    """The programs of PostgreSQL are not on this machine, or the cluster would not start."""


def programs() -> Path:
    """The folder with `initdb` and `postgres`: the newest under /usr/lib/postgresql, else the one on PATH."""
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"), key=lambda p: int(p.split("/")[4]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoPostgres(
            "PostgreSQL was asked for, but its programs (initdb, postgres) are neither in"
            " /usr/lib/postgresql/*/bin nor on PATH: install postgresql, or run without SHANZHI_TEST_DB=postgres."
        )
    return Path(found[-1] if found else on_path or "").parent


def _die_with_parent() -> None:
    """In the child: let the kernel stop the server if this run is killed (Linux only, else no effect)."""
    try:
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)
    except (OSError, AttributeError):
        pass


class Cluster:
    """A running cluster. `url` is its DATABASE_URL; `stop()` ends it and removes its folder."""

    def __init__(self, *options: str) -> None:
        binaries = programs()
        self.folder = Path(tempfile.mkdtemp(prefix="shanzhi-pg-"))
        self.url = f"postgresql://{ACCOUNT}@/postgres?host={self.folder}"
        as_root = os.geteuid() == 0  # PostgreSQL refuses to run as root
        if as_root:
            shutil.chown(self.folder, ACCOUNT, ACCOUNT)
        who = {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if as_root else {}
        data = self.folder / "data"
        how = f"-U {ACCOUNT} -A trust -E UTF8 --locale=C --no-sync".split()
        made = subprocess.run(
            [binaries / "initdb", "-D", data, *how],
            capture_output=True,
            text=True,
            cwd=self.folder,
            **who,  # type: ignore[call-overload]
        )
        if made.returncode:
            self._remove()
            raise NoPostgres(f"initdb failed: {made.stderr.strip()}")
        settings = options or ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
        arguments = [
            "listen_addresses=",
            f"unix_socket_directories={self.folder}",
            "max_connections=60",
            *settings,
        ]
        self.log = self.folder / "log"
        with self.log.open("w") as log:
            self.server = subprocess.Popen(
                [binaries / "postgres", "-D", data, *(part for a in arguments for part in ("-c", a))],
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=_die_with_parent,
                **who,  # type: ignore[call-overload]
            )
        atexit.register(self.stop)
        self._wait(binaries)

    def _wait(self, binaries: Path) -> None:
        for _ in range(300):
            if self.server.poll() is not None:
                break
            ready = subprocess.run([binaries / "pg_isready", "-q", "-h", self.folder], check=False)
            if ready.returncode == 0:
                return
            time.sleep(0.1)
        said = self.log.read_text()[-2000:]
        self.stop()
        raise NoPostgres(f"the PostgreSQL server did not start: {said}")

    def stop(self) -> None:
        """End the server and remove the folder; doing it twice is harmless."""
        atexit.unregister(self.stop)
        if self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(20)
            except subprocess.TimeoutExpired:
                self.server.kill()
                self.server.wait()
        self._remove()

    def _remove(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
