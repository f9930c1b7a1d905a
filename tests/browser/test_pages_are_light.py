"""What a page costs somebody on a slow line: everything it fetches with an empty cache, as the network counts it."""

from __future__ import annotations

from typing import Any

MOST = 200_000
"""Bytes, all in: page, styles, scripts, pictures, and the heads of the answers. Nothing is compressed on the way here."""
FIRST = [(None, "/"), ("resident", "/"), ("resident", "/open/appeal"), ("grid_worker", "/inbox")]


def fetched(page: Any, address: str) -> dict[str, int]:
    """Bytes that came over the line for each address, the page's own among them."""
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    asked: dict[str, str] = {}
    weights: dict[str, int] = {}
    network.on("Network.requestWillBeSent", lambda e: asked.update({e["requestId"]: e["request"]["url"]}))
    network.on(
        "Network.loadingFinished",
        lambda e: weights.update({asked.get(e["requestId"], ""): e["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    network.detach()
    return weights


def test_a_first_page_stays_under_200_kilobytes_and_comes_from_us_alone(town, enter):
    town.open()
    for who, address in FIRST:
        page = enter(who)
        weights = fetched(page, address)
        assert min(weights[url] for url in weights if url.endswith((".css", ".js", address))) > 0
        assert sum(weights.values()) < MOST, (who, address, weights)
        ours = (page.evaluate("location.origin"), "blob:", "data:")
        assert [url for url in weights if url and not url.startswith(ours)] == []
