"""What a page costs somebody on a slow line: everything that is fetched with an empty cache, as the network counts it."""

from __future__ import annotations

import pytest

MOST = 200_000
"""Bytes, all in: page, styles, scripts, pictures, and the heads of the answers. Nothing is compressed on the way here."""


@pytest.mark.parametrize(
    ("who", "address"),
    [(None, "/"), ("resident", "/"), ("resident", "/open/appeal"), ("grid_worker", "/inbox")],
    ids=["welcome", "first page", "report", "inbox"],
)
def test_a_first_page_stays_under_200_kilobytes(town, enter, who, address):
    town.open()
    page = enter(who)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    fetched: dict[str, str] = {}
    weights: dict[str, int] = {}
    network.on("Network.requestWillBeSent", lambda e: fetched.update({e["requestId"]: e["request"]["url"]}))
    network.on(
        "Network.loadingFinished",
        lambda e: weights.update({fetched.get(e["requestId"], ""): e["encodedDataLength"]}),
    )
    page.goto(address, wait_until="networkidle")
    assert len(weights) > 5
    assert min(weights[url] for url in weights if url.endswith((".css", ".js", address))) > 0
    assert sum(weights.values()) < MOST, weights
    assert all(url.startswith(page.evaluate("location.origin")) for url in weights)
