"""Pictures of the pages for the README and the documentation: `make screenshots`, and only some with ONLY=name.

A fresh home is filled with the sample district and served; a browser opens each page that screenshots.toml lists, as
the person it names. Only what was started here is ended. The pictures are small: a palette instead of full colour.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from tools.tree import ROOT

LIST = ROOT / "tools" / "screenshots.toml"
IMAGES = ROOT / "docs" / "images"
MOST = 150_000
"""Bytes a picture may have."""
WIDTHS = {"phone": (390, 844, 2), "desk": (1280, 800, 1)}
"""Width and height in CSS pixels, and how many dots each has."""
SHANZHI = Path(sys.executable).with_name("shanzhi")
PATIENCE = 60
TAKEN = """async () => {
  const path = (address) => new URL(address, location).pathname;
  const listed = [...document.querySelectorAll("main a[href^='/matters/']")].map((a) => path(a.href)).slice(0, 20);
  const taken = async () => {
    const there = (await store.pages()).map((page) => path(page.url));
    return there.length && listed.every((one) => there.includes(one)) && (await store.mark("frame"));
  };
  while (!(await taken())) await new Promise((on) => setTimeout(on, 100));
}"""
"""Ends when a phone has taken along what is on its desk, which comes in pieces (static/web/offline/store.js)."""


def shots(only: str = "") -> list[dict[str, Any]]:
    """What the list asks for, with all that it may leave out filled in."""
    listed = tomllib.loads(LIST.read_text(encoding="utf-8"))["shot"]
    given = {"click": [], "themes": ["light"], "large": False, "offline": False}
    return [given | shot for shot in listed if not only or shot["name"] == only]


def pictures(shot: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """The pictures of one page: the file's name, the width, the theme."""
    for width in shot["widths"]:
        for theme in shot["themes"]:
            yield f"{shot['name']}-{width}{'-dark' if theme == 'dark' else ''}.png", width, theme


@contextmanager
def served(home: Path) -> Iterator[str]:
    """The sample district of that home, served on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(SHANZHI), "demo", "--port", str(port)]
    server = subprocess.Popen(
        command, env=os.environ | {"SHANZHI_HOME": str(home)}, stdout=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(PATIENCE * 5):
            if server.poll() is not None:
                raise SystemExit("the sample district could not be served")
            try:
                urllib.request.urlopen(f"{address}/sign-in", timeout=2).close()  # noqa: S310
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def session_of(username: str) -> dict[str, str]:
    """The cookie of somebody who has signed in; the sample district's own home must be in the environment."""
    from django.conf import settings
    from django.test import Client

    from shanzhi.people.models import Account

    client = Client()
    client.force_login(Account.objects.get(username=username))
    return {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}


def small(png: bytes) -> bytes:
    """The same picture with a palette, in as many colours as fit."""
    from PIL import Image

    for colours in (256, 128, 64):
        picture = Image.open(BytesIO(png)).convert("RGB").quantize(colours, dither=Image.Dither.NONE)
        out = BytesIO()
        picture.save(out, "PNG", optimize=True)
        if out.tell() <= MOST:
            break
    return out.getvalue()


def take(browser: Any, address: str, shot: dict[str, Any], width: str, theme: str) -> bytes:
    """One picture, as the page first shows itself in a window of that width."""
    wide, tall, dots = WIDTHS[width]
    context = browser.new_context(
        base_url=address,
        viewport={"width": wide, "height": tall},
        device_scale_factor=dots,
        color_scheme=theme,
        reduced_motion="reduce",
        locale="zh-CN",
    )
    cookies = [session_of(shot["who"])] if shot["who"] else []
    cookies += [{"name": "text", "value": "large"}] if shot["large"] else []
    context.add_cookies([cookie | {"url": address} for cookie in cookies])
    page = context.new_page()
    answer = page.goto(shot["at"], wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"{shot['name']}: {shot['at']} cannot be shown to “{shot['who']}”")
    if shot["offline"]:
        page.reload(wait_until="networkidle")  # the worker of the first visit answers from the second on
        page.evaluate(TAKEN)
        context.set_offline(True)
        page.goto(shot["at"])
    for target in shot["click"]:
        found = page.locator(target).first
        found.evaluate("element => element.removeAttribute('target')")  # or it would open elsewhere
        found.click()
        page.wait_for_load_state("networkidle")
    png: bytes = page.screenshot()
    context.close()
    return png


def main(only: str = "") -> int:
    """Take them all, or those named; says what was written, and fails where one is too large."""
    from playwright.sync_api import sync_playwright

    chosen = shots(only)
    chromium = shutil.which(os.environ.get("SHANZHI_CHROMIUM", "/usr/bin/chromium"))
    heavy = []
    with tempfile.TemporaryDirectory(prefix="shanzhi-pictures-") as home:
        os.environ |= {
            "SHANZHI_HOME": home,
            "DJANGO_SETTINGS_MODULE": "shanzhi.site.settings",
            "DJANGO_ALLOW_ASYNC_UNSAFE": "true",  # the browser's loop runs in this thread too
        }
        subprocess.run([SHANZHI, "demo", "--no-serve"], check=True, stdout=subprocess.DEVNULL)
        import django

        django.setup()
        with served(Path(home)) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium,
                args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
            )
            for shot in chosen:
                for name, width, theme in pictures(shot):
                    png = small(take(browser, address, shot, width, theme))
                    (IMAGES / name).write_bytes(png)
                    print(f"{name}: {len(png) // 1000} kB")
                    heavy += [name] if len(png) > MOST else []
            browser.close()
    for name in heavy:
        print(f"{name}: more than {MOST // 1000} kB; show less of the page")
    return 1 if heavy else 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:2]))
