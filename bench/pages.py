"""Pages at 1,000 and at 1,000,000 matters on PostgreSQL, what they weigh, and when a slow phone shows them.

The server's part is the whole of Django's handling, request after request, at the 95th percentile; the smaller district
has fewer places too, so that a desk has something to show in both. The phone's part is Chromium with its processor
slowed four times, over HTTP on the same machine, nothing kept from before.
"""

from __future__ import annotations

import json
import statistics
from pathlib import Path
from typing import Any

from bench.http import OPTIONS, OURS, Bench, bench, town
from bench.table import Table, conditions

FEW, MANY = 1_000, 1_000_000
SLOWER = 4
ALLOWED = 3
"""How many times longer a page may take at MANY matters."""
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAINTED = """() => new Promise((done) => new PerformanceObserver((list) => {
  const found = list.getEntries().find((one) => one.name === "first-contentful-paint");
  if (found) done(found.startTime);
}).observe({ type: "paint", buffered: true }))"""


def asked(b: Bench, name: str, grids: int, count: int, times: int) -> dict[str, dict[str, Any]]:
    """A district of so many matters, and its pages asked for."""
    environment = b.database(name)
    town(b, environment, grids)
    lives = str(b.folder / "lives.json")
    b.run(environment, "-m", "bench.pages_asked", "prepare", lives)
    b.run(environment, "-m", "bench.http_load", str(count), lives)
    found: dict[str, dict[str, Any]] = json.loads(
        b.run(environment, "-m", "bench.pages_asked", "ask", lives, str(times))
    )
    return found


def shown(b: Bench, name: str, times: int) -> dict[str, dict[str, Any]]:
    """The same district in a browser on a slow phone: for each page, milliseconds to the first paint, and bytes."""
    from playwright.sync_api import sync_playwright

    environment = b.database(name)
    sessions = json.loads(
        b.run(environment, "-m", "bench.pages_asked", "sessions", str(b.folder / "lives.json"))
    )
    told: dict[str, dict[str, Any]] = {}
    with b.served(environment, OURS), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for page_name, (cookie, address) in sessions.items():
            painted, weight = [], 0
            for _ in range(times):
                context = browser.new_context(
                    viewport={"width": 390, "height": 844},
                    base_url=f"http://127.0.0.1:{b.port}",
                    service_workers="block",
                )
                if cookie:
                    context.add_cookies(
                        [
                            {
                                "name": cookie["name"],
                                "value": cookie["value"],
                                "url": f"http://127.0.0.1:{b.port}",
                            }
                        ]
                    )
                page = context.new_page()
                line = context.new_cdp_session(page)
                line.send("Network.enable")
                line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
                sizes: list[int] = []
                line.on("Network.loadingFinished", lambda one, s=sizes: s.append(one["encodedDataLength"]))
                page.goto(address, wait_until="networkidle")
                painted.append(float(page.evaluate(PAINTED)))
                weight = int(sum(sizes))
                context.close()
            told[page_name] = {"paint": statistics.median(painted), "bytes": weight}
        browser.close()
    return told


def p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1]


def run(quick: bool) -> Table:
    """Measure. `quick`: fewer matters and requests."""
    many, grids, times = (20_000, 40, 40) if quick else (MANY, 400, 200)
    with bench() as b:
        few_at = asked(b, "few", 4, FEW, times)
        many_at = asked(b, "many", grids, many, times)
        phone = shown(b, "many", 3 if quick else 7) if Path(CHROMIUM).exists() else {}
        version = b.version()
    table = Table(
        f"Pages: requests a second at the 95th percentile, {FEW:,} and {many:,} matters; a phone {SLOWER} times slower",
        "pages/s",
        conditions=conditions(f"PostgreSQL {version}, {', '.join(OPTIONS)}", requests=str(times)),
    )
    for name, found in few_at.items():
        before, after = p95(found["ms"]), p95(many_at[name]["ms"])
        table.add(name, 1000 / before, note=f"p95 {before:.1f} ms")
        table.add(
            f"{name}, {many:,} matters",
            1000 / after,
            against=name,
            least=1 / ALLOWED,
            note=f"p95 {after:.1f} ms, {many_at[name]['bytes'] / 1000:.0f} kB of HTML",
        )
    for name, seen in phone.items():
        table.add(
            f"phone: {name}",
            1000 / seen["paint"],
            note=f"first paint {seen['paint']:.0f} ms, {seen['bytes'] / 1000:.0f} kB over the line",
        )
    return table
