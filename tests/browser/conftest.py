"""A real browser (Debian's chromium) on a served town. SHANZHI_CHROMIUM names another one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shanzhi.people.models import Account
from tests.matters.town import Town, build_town

PASSWORD = "Ping-An-2026-xiang"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Playwright runs an event loop in the thread of the test; the database is used there all the same, one thing at a time.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def chromium() -> str | None:
    return shutil.which(os.environ.get("SHANZHI_CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        pytest.skip("no chromium here: install it, or name one in SHANZHI_CHROMIUM")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


@pytest.fixture
def town(transactional_db: None, settings: Any, tmp_path: Any) -> Town:
    settings.MEDIA_ROOT = tmp_path
    town = build_town()
    for who in ("resident", "resident2", "grid_worker", "community_staff", "street_staff"):
        Account.objects.create_user(who, PASSWORD, person=town.people[who])
    return town


@pytest.fixture
def enter(town: Town, browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens a page as somebody signed in: `enter("resident", width=390)`. Errors on the console fail the test."""
    contexts, errors = [], []

    def open_page(who: str | None, *, width: int = 390, **more: Any) -> Any:
        more.setdefault("service_workers", "block")  # only the tests of work without signal want theirs
        context = browser.new_context(
            viewport={"width": width, "height": 844 if width < 600 else 900},
            base_url=live_server.url,
            locale="zh-CN",
            **more,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        if who is not None:
            page.goto("/sign-in")
            page.fill("#username", who)
            page.fill("#password", PASSWORD)
            page.click("main .button.main")
            page.wait_for_url("**/")
        return page

    yield open_page
    for context in contexts:
        context.close()
    refused = [e for e in errors if "status of 4" not in e]  # a form sent back answers 409 or 422 on purpose
    assert not refused
