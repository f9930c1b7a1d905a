"""A real browser (Debian's chromium) on a served town. SHANZHI_CHROMIUM names another one.

One browser runs for the whole session; each test gets a town of its own (half a second) and as many windows as it
asks for, signed in without typing. Whoever means to test the signing in itself opens a window for nobody.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

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
PHONE, DESK = 390, 1280
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
    return build_town()


@pytest.fixture
def account(town: Town) -> Callable[[str], Account]:
    """The account of somebody of the town, made when first asked for; its password is PASSWORD."""

    def of(who: str) -> Account:
        found = Account.objects.filter(username=who).first()
        return found or Account.objects.create_user(who, PASSWORD, person=town.people[who])

    return of


@pytest.fixture
def window(browser: Any, live_server: Any) -> Iterator[Callable[..., Any]]:
    """Opens an empty window: `window(width=390)`. Errors on the console fail the test."""
    contexts, errors, offline = [], [], []

    def open_window(*, width: int = PHONE, **more: Any) -> Any:
        more.setdefault("service_workers", "block")  # only the tests of work without a signal want theirs
        offline.append(more["service_workers"] != "block")
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
        return page

    yield open_window
    for context in contexts:
        context.close()
    # A form sent back answers 409 or 422 on purpose, and a test of a server that is away 503.
    # A line that is cut while a page still fetches something fails that fetch, where work goes on without a signal.
    meant = ("status of 4", "status of 503", *(("net::ERR_FAILED",) if any(offline) else ()))
    refused = [e for e in errors if not any(one in e for one in meant)]
    assert not refused


@pytest.fixture
def enter(
    window: Callable[..., Any], account: Callable[[str], Account], live_server: Any
) -> Callable[..., Any]:
    """Opens a page, the first of all if none is named, as somebody signed in: `enter("resident", width=390)`; None is nobody."""

    def open_page(who: str | None, address: str = "/", **more: Any) -> Any:
        page = window(**more)
        if who is not None:
            client = Client()
            client.force_login(account(who))
            name = site.SESSION_COOKIE_NAME
            page.context.add_cookies(
                [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
            )
        page.goto(address)
        return page

    return open_page
