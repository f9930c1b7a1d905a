"""Nearest first, on the phone alone: the server is not told where anybody stands."""

from __future__ import annotations

HERE = {"longitude": 104.0600, "latitude": 30.6700}
WITHOUT_TAGS = "(all) => all.map((title) => title.lastChild.textContent.trim())"


def titles(page):
    """The titles of the rows, in their order; a tag such as 新 stands before a title and is none of it."""
    return page.locator("[data-sorted] .row-title").evaluate_all(WITHOUT_TAGS)


def test_nearest_first_and_the_position_stays_on_the_phone(town, enter):
    for subject, lon in (("远的", 104.0900), ("近的", 104.0605), ("没有位置的", None)):
        spot = {} if lon is None else {"where": f"{lon}, 30.67"}
        town.open(values={"subject": subject, **spot})
    page = enter("grid_worker", geolocation=HERE, permissions=["geolocation"])
    page.goto("/inbox")
    sent = []
    page.on("request", lambda request: "/static/" in request.url or sent.append(request.url))
    page.click("[data-sort=near]")
    page.locator(".far").first.wait_for()
    assert titles(page) == ["近的", "远的", "没有位置的"]
    assert page.locator(".far").all_inner_texts() == ["50米", "2.9公里"]
    page.click("[data-sort=due]")
    assert titles(page) == ["远的", "近的", "没有位置的"]
    assert sent == []
