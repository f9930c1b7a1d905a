"""How many cells the matrix of sight has (method × stage × standing × face), how many a second, and how many are holes: none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.table import Table, conditions

ROOT = Path(__file__).parents[1]
QUICK = ["errand"]
# In a process and a home of its own, in which Django has not been set up for another database.
MEASURE = """
import json, os, sys, time
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shanzhi.site.settings")
import django; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.reading import sight_matrix
from tests.reading.sight_town import build
scene = build(json.loads(sys.argv[1]) or None)
begun = time.perf_counter()
found = sight_matrix.run(scene)
print(json.dumps([found.cells, len(found.holes), len(scene.matters), time.perf_counter() - begun]))
"""


def run(quick: bool) -> Table:
    """Build the town of tests/reading and look at everything."""
    with tempfile.TemporaryDirectory(prefix="shanzhi-sight-") as home:
        environment = {**os.environ, "SHANZHI_HOME": home, "PYTHONPATH": str(ROOT)}
        environment.pop("DATABASE_URL", None)
        asked = json.dumps(QUICK if quick else [])
        done = subprocess.run(
            [sys.executable, "-c", MEASURE, asked], cwd=ROOT, env=environment, check=True, capture_output=True
        )
    cells, holes, matters, took = json.loads(done.stdout.splitlines()[-1])
    table = Table("the matrix of sight", "cells", conditions=conditions())
    table.add("cells", cells, note=f"{matters} matters, {cells / took:,.0f} cells/s, {took:.0f} s")
    table.add("holes", holes, note="a cell that shows what the table forbids, or hides what it promises")
    return table
