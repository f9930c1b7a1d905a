"""A district for the measurement of requests: `python -m bench.http_town GRIDS FILE`, then `bench.http_load`.

Streets, communities and grids; in each grid a worker and a resident with a token each. The method `appeal` is
adopted with its verification switched off, so that a life is open, accept, resolve, rate. Writes the lives that clients
live as JSON.
"""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

METHODS = Path(__file__).parents[1] / "tests" / "methods"
"""What the tests play: a course that stays as it is, so that figures can be compared."""


def build(grids: int) -> list[dict[str, Any]]:
    """The district in an empty database. Returns one life for each grid: who lives it, and where."""
    from django.utils import timezone

    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.methods import adopting
    from shanzhi.people import actions as people
    from shanzhi.people.models import Account, Person
    from shanzhi.people.queries import load_actor
    from shanzhi.people.tokens import issue_token
    from shanzhi.places.actions import add_place

    since = timezone.now() - timedelta(days=400)
    district = add_place(name="样例区", level="district", code="990101")
    adopting.adopt(
        actor=SYSTEM,
        method=adopting.add_method(text=(METHODS / "appeal.yaml").read_text(encoding="utf-8")),
        place=district,
        inputs={"verify": False},
        at=since,
    )

    def token(name: str, person: Person) -> str:
        account = Account.objects.create(username=name, person=person, password="!")
        actor = load_actor(person.pk)
        return issue_token(actor, account, label="bench", scopes=("read", "act"))[1]

    lives = []
    community = None
    for n in range(grids):
        if n % 10 == 0:
            if n % 100 == 0:
                street = add_place(name=f"第{n // 100 + 1}街道", level="street", parent=district)
            community = add_place(name=f"第{n // 10 + 1}社区", level="community", parent=street)
        grid = add_place(name=f"第{n + 1}网格", level="grid", parent=community)
        building = add_place(name="一栋", level="building", parent=grid)
        worker = people.add_person(SYSTEM, name=f"网格员{n + 1}", serves=grid)
        people.assign_post(SYSTEM, person=worker, role="grid_worker", place=grid, since=since)
        resident = people.add_person(SYSTEM, name=f"居民{n + 1}", home=building)
        lives.append(
            {
                "place": building.pk,
                "desk": grid.pk,
                "worker": token(f"worker{n}", worker),
                "resident": token(f"resident{n}", resident),
            }
        )
    return lives


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    Path(sys.argv[2]).write_bytes(msgspec.json.encode(build(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
