"""Asks for pages as people do, and says how long the server took: `python -m bench.pages_asked WHAT LIVES.json [TIMES]`.

`prepare` adopts what hangs on walls; `ask` times the whole of Django's handling of a request, one after another, with
no network between; `sessions` gives what a browser needs to open the same pages as the same people, a grid worker, a
resident, and staff of a community and of a street. Each prints JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

WARM = 15


def people(lives: list[dict[str, Any]]) -> dict[str, Any]:
    """The accounts that ask: two that were there, and two made in the middle of the district."""
    from django.utils import timezone

    from shanzhi.engine.types import SYSTEM
    from shanzhi.people import actions
    from shanzhi.people.models import Account
    from shanzhi.places.models import Place

    grid = Place.objects.get(pk=lives[len(lives) // 2]["desk"])
    community = grid.parent
    assert community is not None
    street = community.parent
    assert street is not None
    found = {}
    for role, place in (("community_staff", community), ("street_staff", street)):
        account = Account.objects.filter(username=role).first()
        if account is None:
            person = actions.add_person(SYSTEM, name=f"工作人员{role}", serves=place)
            actions.assign_post(
                SYSTEM, person=person, role=role, place=place, since=timezone.now() - timedelta(days=1)
            )
            account = Account.objects.create(username=role, person=person, password="!")
        found[role] = account
    for name in ("worker", "resident"):
        found[name] = Account.objects.get(username=f"{name}{len(lives) // 2}")
    return {"accounts": found, "grid": grid, "community": community, "street": street}


def addresses(who: dict[str, Any]) -> dict[str, tuple[str, Callable[[], str]]]:
    """Each page: who asks for it, and where it is."""
    from django.urls import reverse

    from shanzhi.matters.models import Matter

    community, street = who["community"], who["street"]
    chance = random.Random(11)
    below = list(
        Matter.objects.filter(origin__path__startswith=community.path).values_list("pk", flat=True)[:2000]
    )
    words = ["电动车", "井盖", "水压"]
    return {
        "inbox": ("worker", lambda: reverse("inbox")),
        "board": ("community_staff", lambda: reverse("board")),
        "board of a street": ("street_staff", lambda: reverse("board")),
        "matter": ("community_staff", lambda: reverse("matter", args=[chance.choice(below)])),
        "wall": ("resident", lambda: reverse("wall", args=[community.pk])),
        "search": ("street_staff", lambda: reverse("search") + "?q=" + chance.choice(words)),
        "map": ("street_staff", lambda: reverse("place-map", args=[street.pk])),
        "overview": ("street_staff", lambda: reverse("overview")),
        "home of a resident": ("resident", lambda: reverse("home")),
    }


def ask(lives: list[dict[str, Any]], times: int) -> dict[str, dict[str, Any]]:
    """Each page `times` over, after some that are not counted."""
    from django.test import Client

    who = people(lives)
    clients = {}
    for name, account in who["accounts"].items():
        clients[name] = Client(HTTP_HOST="127.0.0.1")
        clients[name].force_login(account)
    told = {}
    for page, (name, address) in addresses(who).items():
        spent = []
        for n in range(WARM + times):
            url = address()
            began = time.perf_counter()
            answer = clients[name].get(url)
            took = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, (page, url, answer.status_code)
            if n >= WARM:
                spent.append(took)
        told[page] = {"ms": spent, "bytes": len(answer.content)}
    return told


def sessions(lives: list[dict[str, Any]]) -> dict[str, tuple[dict[str, str] | None, str]]:
    """For each page a cookie and its address; the first page of somebody who is not signed in has none."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    who = people(lives)
    found: dict[str, tuple[dict[str, str] | None, str]] = {"first page": (None, reverse("sign-in"))}
    pages = addresses(who)
    pages["report"] = ("resident", lambda: reverse("open", args=["appeal"]))
    for page, (name, address) in pages.items():
        client = Client(HTTP_HOST="127.0.0.1")
        client.force_login(who["accounts"][name])
        key = settings.SESSION_COOKIE_NAME
        found[page] = ({"name": key, "value": client.cookies[key].value}, address())
    return found


def prepare() -> None:
    """Adopt what hangs on walls."""
    from django.utils import timezone

    from bench.http_town import METHODS
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.methods import adopting
    from shanzhi.places.models import Place

    since = timezone.now() - timedelta(days=400)
    for slug in ("task", "deliberation", "appeal-wall"):
        method = adopting.add_method(text=(METHODS / f"{slug}.yaml").read_text(encoding="utf-8"))
        adopting.adopt(actor=SYSTEM, method=method, place=Place.objects.get(level="district"), at=since)


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    django.setup()
    what, file, *rest = sys.argv[1:]
    lives = json.loads(Path(file).read_text(encoding="utf-8"))
    if what == "prepare":
        prepare()
    elif what == "sessions":
        print(json.dumps(sessions(lives)))
    else:
        print(json.dumps(ask(lives, int(*rest))))


if __name__ == "__main__":
    main()
