"""What one write costs in the house: `python -m bench.writes_counted [LIST]`, in a home (and database) of its own.

An appeal is posted on the page and over the API, a vote is cast on the page and over the API; each once after some that
taught the process its places and methods. Prints JSON: for each, the statements that went to the database (those that
begin and end transactions apart), the files of ours that were run, and the functions called in them. With LIST, the
statements and the functions by name.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

WARM = 3
OURS = f"{os.sep}shanzhi{os.sep}"
BOUNDS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
SUBJECTS = ("楼道灯不亮", "井盖松动", "水压太低", "垃圾没有人收", "电梯停了两天")
"""One for each appeal: two that are alike would be taken for one."""
Write = Callable[[int], Any]


def called(write: Callable[[], Any]) -> Counter[tuple[str, str]]:
    """How often each function of ours was called, by file and name; what a module or a comprehension does is no function."""
    found: Counter[tuple[str, str]] = Counter()

    def note(frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event == "call" and OURS in code.co_filename and not code.co_name.startswith("<"):
            found[code.co_filename.rpartition(OURS)[2], code.co_qualname] += 1

    sys.setprofile(note)
    try:
        write()
    finally:
        sys.setprofile(None)
    return found


def asked(write: Callable[[], Any]) -> list[str]:
    """The statements that went to the database."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        write()
    return [query["sql"] for query in queries]


def town() -> dict[str, Write]:
    """The writes, each by a number that makes it one of its own."""
    from django.test import Client

    from shanzhi.people.models import Account
    from shanzhi.people.tokens import issue_token
    from tests.matters.method_texts import OPEN_BALLOT
    from tests.matters.town import build_town

    built = build_town()
    built.adopt(OPEN_BALLOT)
    resident = built.people["resident"]
    account = Account.objects.create(username="resident", person=resident, password="!")
    token = issue_token(built.actor("resident"), account, label="bench", scopes=("read", "act"))[1]
    page, api = Client(HTTP_HOST="127.0.0.1"), Client(HTTP_HOST="127.0.0.1")
    page.force_login(account)
    papers = {
        (face, n): built.open("secret-vote", "community_staff", values={"subject": "换灯"}).matter.id
        for face in ("page", "api")
        for n in range(WARM + 2)
    }

    def post(path: str, body: dict[str, Any]) -> None:
        sent = api.post(
            f"/api{path}", body, content_type="application/json", HTTP_AUTHORIZATION=f"Bearer {token}"
        )
        assert sent.status_code in (200, 201), sent.content

    def appeal_on_page(n: int) -> None:
        sent = page.post("/open/appeal", {"subject": SUBJECTS[n], "command": f"p{n}"})
        assert sent.status_code == 302, sent.content.decode()

    def appeal_over_api(n: int) -> None:
        values = {"subject": SUBJECTS[n]}
        post(
            "/matters",
            {"method": "appeal", "place": built.building.pk, "values": values, "command_id": f"a{n}"},
        )

    def vote_on_page(n: int) -> None:
        sent = page.post(
            f"/matters/{papers['page', n]}/acts/vote", {"choice": "agree", "command": f"v{n}", "seq": "1"}
        )
        assert sent.status_code == 302, sent.content.decode()

    def vote_over_api(n: int) -> None:
        body = {"act": "vote", "values": {"choice": "agree"}, "command_id": f"w{n}", "seq": 1}
        post(f"/matters/{papers['api', n]}/acts", body)

    return {
        "appeal, page": appeal_on_page,
        "appeal, API": appeal_over_api,
        "vote, page": vote_on_page,
        "vote, API": vote_over_api,
    }


def counted(write: Write) -> dict[str, Any]:
    """One write, counted twice over: its statements, then its functions."""
    for n in range(WARM):
        write(n)
    said = asked(lambda: write(WARM))
    functions = called(lambda: write(WARM + 1))
    queries = [one for one in said if not one.startswith(BOUNDS)]
    return {
        "queries": len(queries),
        "bounds": len(said) - len(queries),
        "files": len({file for file, _ in functions}),
        "functions": len(functions),
        "calls": functions.total(),
        "said": said,
        "called": [f"{times:4} {file}  {name}" for (file, name), times in sorted(functions.items())],
    }


def main() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "shanzhi.site.settings"
    django.setup()
    from django.core.management import call_command

    Path(os.environ["SHANZHI_HOME"]).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    found = {name: counted(write) for name, write in town().items()}
    if "LIST" not in sys.argv[1:]:
        for one in found.values():
            del one["said"], one["called"]
    json.dump(found, sys.stdout, ensure_ascii=False, indent=1)


if __name__ == "__main__":
    main()
