"""Every list leaves as a file: the rows of the page, masked as there, for those who see the page, and on the record."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import ElectorCode
from shanzhi.matters.writing.actions import Done
from shanzhi.matters.writing.publishing import Confirmation
from shanzhi.people.actions import ask_for_account, end_post, set_contact
from shanzhi.people.actors import actor_of
from shanzhi.people.models import Account, AuditRecord, Post
from shanzhi.people.privacy import unmask
from shanzhi.reading import walls
from shanzhi.web.urls import urlpatterns
from tests.matters.town import METHODS, Town
from tests.web.conftest import PASSWORD
from tests.web.gathering import gather
from tests.web.test_block_votes import cast_secretly

SignedIn = Callable[[str], Client]
TYPED = "楼道灯坏了，打 13911112222"
NUMBER = "13800005678"


@pytest.fixture
def lived_in(town: Town) -> Town:
    """A town with something in every list."""
    for name in ("task", "deliberation", "appeal-wall"):
        town.adopt((METHODS / f"{name}.yaml").read_text())
    town.open(values={"subject": TYPED})
    for subject in ("一栋门口积水", "路灯不亮"):
        values = {"subject": subject, "detail": "雨后积水", "agree": True}
        done = town.open("appeal-wall", values=values, place=town.community.pk)
        shown = {"shown_title": subject, "shown": f"{subject}，打 {NUMBER}"}
        kept = Confirmation((NUMBER,), "值班电话")
        assert isinstance(town.try_act(done, "post", "community_staff", values=shown, confirmed=kept), Done)
    resident = town.people["resident"]
    set_contact(SYSTEM, person=resident, facts={"phone": NUMBER})
    unmask(town.actor("grid_worker"), resident, ["phone"], purpose=f"核实 {NUMBER}")
    Account.objects.create_user("auditor", PASSWORD, kind="audit_admin")
    system = Account.objects.create_user("system", PASSWORD, kind="system_admin")
    security = Account.objects.create_user("security", PASSWORD, kind="security_admin")
    ask_for_account(actor_of(security), act="password", account=system, reason=f"离岗，打 {NUMBER}")
    return town


@pytest.fixture
def signed(lived_in: Town, signed_in: SignedIn) -> SignedIn:
    """The browser of somebody of the town, or of an administrator."""

    def client(who: str) -> Client:
        if who not in ("auditor", "system"):
            return signed_in(who)
        found = Client()
        found.force_login(Account.objects.get(username=who))
        return found

    return client


def sheets(client: Client, path: str) -> list[list[list[Any]]]:
    """The tables of a page taken along, without their headings."""
    made = client.get(f"{path}{'&' if '?' in path else '?'}as=xlsx")
    assert made.status_code == 200, path
    assert made["Content-Disposition"].startswith("attachment"), path
    book = CalamineWorkbook.from_filelike(io.BytesIO(made.content))
    return [book.get_sheet_by_index(n).to_python()[1:] for n in range(len(book.sheet_names))]


# name of the page: its list in the audit, who takes it, what a page shows in its first table (of its context)
LISTS: dict[str, tuple[str, str, Callable[[Any], int]]] = {
    "wall": ("wall", "resident", lambda page: len(page["posters"])),
    "notices": ("notices", "resident", lambda page: len(page["rows"])),
    "library": ("library", "resident", lambda page: len(page["methods"])),
    "tokens": ("tokens", "grid_worker", lambda page: len(page["tokens"])),
    "account-looks": ("looks", "resident", lambda page: len(page["rows"])),
    "accounts": ("accounts", "system", lambda page: len(page["rows"])),
    "account-requests": ("account-requests", "auditor", lambda page: len(page["waiting"])),
    "places": ("places", "district_staff", lambda page: len(page["found"])),
    "place": ("place", "resident", lambda page: len(page["children"])),
    "place-map": ("map", "street_staff", lambda page: len(page["found"])),
    "buildings": ("buildings", "community_staff", lambda page: len(page["rows"])),
    "people": ("people", "community_staff", lambda page: len(page["people"])),
    "household-page": ("household", "community_staff", lambda page: len(page["members"])),
    "organizations": ("organizations", "district_staff", lambda page: len(page["rows"])),
    "posts": ("posts", "street_staff", lambda page: len(page["gaps"])),
    "inbox": ("inbox", "grid_worker", lambda page: len(page["rows"])),
    "mine": ("mine", "resident", lambda page: len(page["cards"])),
    "place-matters": ("place-matters", "street_staff", lambda page: len(page["rows"])),
    "overview-matters": ("overview-matters", "street_staff", lambda page: page["count"]),
    "search": ("search", "grid_worker", lambda page: len(page["lines"])),
}


def address(name: str, town: Town) -> str:
    here = {
        "place-map": town.street,
        "organizations": town.district,
        "place-matters": town.street,
        "posts": town.street,
    }.get(name, town.community)
    asks = {"places": "?q=网格", "overview-matters": "?what=open", "search": "?q=楼道灯"}.get(name, "")
    number = town.people["resident"].household_id if name == "household-page" else here.pk
    route = next(str(p.pattern) for p in urlpatterns if p.name == name)
    return f"/{route.replace('<int:number>', str(number))}{asks}"


def test_each_list_leaves_with_the_rows_of_its_page_masked_and_recorded(
    lived_in: Town, signed: SignedIn
) -> None:
    worker = signed("grid_worker")
    worker.post("/account/tokens", {"label": "程序", "scope": "read", "days": "30"})
    for name, (listed, who, shown) in LISTS.items():
        path, client = address(name, lived_in), signed(who)
        page = client.get(path)
        assert "as=xlsx" in page.content.decode(), name
        tables = sheets(client, path)
        assert len(tables[0]) == shown(page.context) > 0, name
        assert not any(number in str(tables) for number in (TYPED[-11:], NUMBER)), name
        record = AuditRecord.objects.latest("seq")
        assert record.kind == "list.export"
        assert record.detail == {"list": listed, "form": "xlsx", "rows": sum(map(len, tables))}, name
        assert str(record.account) == client.session["_auth_user_id"], name
        _as_the_page_gives(signed("resident2"), path, shown)


def _as_the_page_gives(client: Client, path: str, shown: Callable[[Any], int]) -> None:
    """Whoever does not see a list as a page does not get it as a file; whoever sees less of it gets as much."""
    page = client.get(path)
    before = AuditRecord.objects.count()
    if page.status_code == 200:
        assert len(sheets(client, path)[0]) == shown(page.context), path
        return
    assert client.get(f"{path}{'&' if '?' in path else '?'}as=xlsx").status_code == page.status_code, path
    assert AuditRecord.objects.count() == before, path


def test_a_place_leaves_with_all_its_lists(lived_in: Town, signed: SignedIn) -> None:
    below, posts, vacant, methods = sheets(signed("community_staff"), f"/places/{lived_in.community.pk}")
    assert [row[0] for row in below] == ["第一网格", "第二网格"]
    assert [row[1] for row in posts] == ["community_staff甲"]
    assert [row[0] for row in vacant]
    assert "诉求闭环" in [row[0] for row in methods]
    assert sheets(signed("resident"), f"/places/{lived_in.community.pk}")[2] == []
    assert signed("resident").get(f"/places/{lived_in.community.pk}").context["vacancies"] == []


def test_an_inbox_leaves_with_what_one_stands_in_for(lived_in: Town, signed: SignedIn) -> None:
    lived_in.open(values={"subject": "没有网格员的网格"}, place=lived_in.other_grid.pk)
    post = Post.objects.get(person=lived_in.people["grid_worker@other"])
    end_post(SYSTEM, post=post, reason="调离")
    client = signed("community_staff")
    tables = sheets(client, "/inbox")
    page = client.get("/inbox").context
    assert [len(table) for table in tables] == [len(page["rows"]), len(page["standing_in"])]
    assert [row[1] for row in tables[1]] == ["没有网格员的网格"]


def test_a_wall_leaves_whole_however_many_pages_it_fills(
    lived_in: Town, signed: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walls, "MOST", 1)
    path = f"/wall/at/{lived_in.community.pk}"
    rows = sheets(signed("resident"), path)[0]
    assert [row[1] for row in rows] == ["路灯不亮", "一栋门口积水"]
    assert "138****5678" in rows[0][2]
    assert sheets(signed("resident"), f"{path}?state=closed") == [[]]
    stranger = Client().get(f"{path}?as=xlsx")
    assert stranger.status_code == 302
    assert stranger["Location"].startswith("/sign-in?next=%2Fwall%2Fat%2F")
    assert "as=xlsx" not in Client().get(path).content.decode()


def test_the_audit_leaves_for_its_administrator_and_that_is_on_it(lived_in: Town, signed: SignedIn) -> None:
    auditor = signed("auditor")
    before = AuditRecord.objects.count()
    rows = sheets(auditor, "/administration/audit")[0]
    assert len(rows) == before
    assert "核实" not in str(rows)
    last = AuditRecord.objects.order_by("-seq")[:2]
    assert [(line.kind, line.detail) for line in last] == [
        ("list.export", {"list": "audit", "form": "xlsx", "rows": before}),
        ("audit.read", {"chosen": {}}),
    ]
    chosen = sheets(auditor, "/administration/audit?kind=look")[0]
    assert len(chosen) == 1
    assert "look" in chosen[0]
    assert signed("system").get("/administration/audit?as=xlsx").status_code == 404


def test_who_came_to_a_meeting_leaves_for_its_desk_alone(town: Town, signed_in: SignedIn) -> None:
    number = gather(town, "call")
    town.act(number, "attend_for", "community_staff", person=town.people["resident"].pk)
    path = f"/matters/{number}/attendance"
    assert [row[0] for row in sheets(signed_in("community_staff"), path)[0]] == ["居民1"]
    assert signed_in("resident").get(f"{path}?as=xlsx").status_code == 403


def test_who_took_part_in_a_secret_ballot_leaves_for_staff_and_says_no_choice(
    town: Town, signed_in: SignedIn
) -> None:
    number = gather(town, "poll")
    cast_secretly(signed_in("resident"), number, "1")
    path = f"/matters/{number}/box/participants"
    staff = signed_in("community_staff")
    assert "as=xlsx" in staff.get(path).content.decode()
    (rows,) = sheets(staff, path)
    (code,) = ElectorCode.objects.filter(key=f"household:{town.households[0].pk}").values_list("e", flat=True)
    assert [(row[0], row[1], row[3]) for row in rows] == [("居民1", "已投", bytes(code).hex()[:10])]
    assert len(rows[0]) == 4
    assert AuditRecord.objects.latest("seq").detail == {"list": "participants", "form": "xlsx", "rows": 1}
    assert signed_in("resident2").get(f"{path}?as=xlsx").status_code == 404


def test_who_holds_the_keys_leaves_for_whoever_sees_them(town: Town, signed_in: SignedIn) -> None:
    gather(town, "poll")
    path = f"/places/{town.community.pk}/holders"
    staff = signed_in("community_staff")
    page = staff.get(path)
    assert "as=xlsx" in page.content.decode()
    (rows,) = sheets(staff, path)
    shown = [(one["post"].person.name, one["short"]) for one in page.context["holders"]]
    assert [(row[0], row[1]) for row in rows] == shown
    assert len(shown) == 3
    assert signed_in("resident").get(f"{path}?as=xlsx").status_code == 404


# Pages that are no list of records: forms, single records, what is done on them, what scripts ask for.
ELSEWHERE = {
    "board",
    "overview",
    "minutes",
    "matter-sheet",
    "audit",
    "imports",
    "import-batch",
    "input-requests",
    "attendance",
    "wall",
    "participants",
    "holders",
    "paper-register",
    "register-corrections",
    "register",
    "ledger-account",
    "ledger-place",
}
NO_LISTS = {
    "home", "sign-in", "sign-in-code", "sign-in-link", "sign-in-asked", "sign-in-by-link", "sign-in-oidc",
    "sign-in-oidc-back", "sign-out", "demo", "design", "account", "account-password", "account-second-factor",
    "account-notices", "account-contact", "take-along", "erase", "my-wall", "poster", "support", "household", "contact",
    "token-revoke", "account-act", "display", "awake", "methods", "method-read", "open", "open-by", "board-column", "batch", "matter", "act",
    "meeting", "projector", "desk-note", "vote", "proxy", "paper-votes", "look", "file", "map-matters", "map-setup", "map-shapes",
    "map-at", "post-new", "post-end", "person-new", "person-correct", "person-move", "person-died", "place-new", "household-new", "person", "person-look", "method", "adopt", "upgrade",
    "worker", "manifest", "icon", "away", "pocket", "queue", "queue-away", "who", "notices-read",
    "household-owners", "person-alive", "look-ask", "household-change", "household-split", "household-merge", "household-leave",
    "household-close", "account-request", "my-card", "secret-papers", "receipt", "opening", "bulletin", "sheet",
    "ballot-script", "election", "election-proxy", "election-give", "election-papers", "election-count", "election-result", "registers", "ledger-accounts", "draw-record", "draw-program",
    "register-entry", "register-look", "voucher", "voucher-scan", "publications", "system", "system-clock", "system-calendar", "method-upload", "import-job", "import-act",
    "import-rejected", "photo", "thumbnail",
    "role-names", "organization", "organization-new", "organization-change", "organization-close", "licence-new", "licence-end",
    "replies", "reply-new", "reply-change", "reply-retire",
}  # fmt: skip


def test_a_new_page_is_a_list_that_leaves_or_none() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*LISTS, *ELSEWHERE, *NO_LISTS}
