"""Nobody sees a page, a matter or an act by knowing its address."""

from __future__ import annotations

import pytest
from django.test import Client

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.people.models import Account
from shanzhi.web.urls import urlpatterns
from tests.web.conftest import PASSWORD
from tests.web.every_kind import EVERY_KIND


def main_of(answer) -> str:
    """What stands in the page's main part."""
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


KEEPING = {
    "election-proxy",
    "election-give",
    "election-papers",
    "election-count",
    "open",
    "open-by",
    "act",
    "contact",
    "batch",
    "post-new",
    "person-new",
    "household-new",
    "person-correct",
    "person-move",
    "person-died",
    "place-new",
    "household-owners",
    "person-alive",
    "look-ask",
    "household-change",
    "household-split",
    "household-merge",
    "household-leave",
    "organization-new",
    "organization-change",
    "licence-new",
    "role-names",
    "publications",
    "desk-note",
    "look",
    "register-look",
    "person-look",
    "post-end",
    "buildings",
    "adopt",
    "upgrade",
    "account-notices",
    "tokens",
    "accounts",
    "account-act",
    "proxy",
    "paper-votes",
    "system-calendar",
    "reply-new",
    "reply-change",
    "import-act",
    "input-requests",
}
SIGNING_IN = {
    "sign-in",
    "sign-in-code",
    "sign-in-link",
    "sign-in-asked",
    "sign-in-by-link",
    "sign-in-oidc",
    "sign-in-oidc-back",
}
# Made for nobody in particular: what a phone keeps for when there is no signal, and says nothing to a stranger.
OFFLINE = {"worker", "manifest", "icon", "away", "queue-away", "pocket", "who"}
WALL = {"my-wall", "wall", "poster"}
# Files and photos: what hangs on the wall is everybody's, of anything else a stranger learns nothing.
READ = {"file", "thumbnail", "photo"}
OPEN = {"home", "demo", "design", "display", "ballot-script", "draw-program", *SIGNING_IN, *OFFLINE, *WALL}


@pytest.mark.parametrize("pattern", [p for p in urlpatterns if p.name not in OPEN], ids=lambda p: p.name)
def test_every_page_asks_to_sign_in_first(db, pattern):
    route = str(pattern.pattern)
    for part, value in {
        "<int:number>": "1",
        "<slug:slug>": "appeal",
        "<slug:way>": "start",
        "<str:name>": "accept",
        "<slug:name>": "lock",
        "<str:field>": "phone",
    }.items():
        route = route.replace(part, value)
    route = route.replace("<uuid:number>", "00000000-0000-4000-8000-000000000000")
    for answer in (
        Client().get(f"/{route}"),
        *([] if pattern.name in READ else [Client().post(f"/{route}")]),
    ):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in")
    if pattern.name in READ:
        assert Client().post(f"/{route}").status_code == 405
        return
    typed = Client().post(f"/{route}", {"subject": "楼道灯不亮"})
    assert typed.status_code == (401 if pattern.name in KEEPING else 302)


def test_a_stranger_does_not_learn_that_a_matter_is_there(town, signed_in):
    number = town.open().matter.id
    stranger = signed_in("grid_worker@other")
    there, not_there = stranger.get(f"/matters/{number}"), stranger.get("/matters/999999")
    assert (there.status_code, not_there.status_code) == (404, 404)
    assert main_of(there) == main_of(not_there)
    assert stranger.get(f"/matters/{number}/acts/accept").status_code == 404
    assert stranger.post(f"/matters/{number}/acts/accept", {"urgency": "normal"}).status_code == 404
    assert stranger.post(f"/matters/{number}/look/phone", {"purpose": "看看"}).status_code == 404


def test_a_neighbour_sees_the_course_without_names_and_messages(town, signed_in):
    town.adopt(EVERY_KIND)
    home = town.households[0]
    child = people.add_person(SYSTEM, name="孩子甲", household=home, facts={"birth": "2016-01-02"})
    people.set_household(SYSTEM, household=home, head=town.residents[0])
    done = town.open(
        "every-kind", values={"subject": "楼道灯不亮", "friend": child.pk, "tasks": [{"what": "换灯"}]}
    )
    town.act(done, "message", "resident", text="晚上七点以后在家")
    page = signed_in("resident2").get(f"/matters/{done.matter.id}").content.decode()
    assert "楼道灯不亮" in page
    assert "逐项办" in page
    for hidden in ("居民1", "孩子甲", "晚上七点以后在家", "138****0001", "13800000001"):
        assert hidden not in page


def test_sensitive_answers_are_masked_and_each_look_is_recorded(town, signed_in):
    from shanzhi.people.models import Look

    number = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"}).matter.id
    worker = signed_in("grid_worker")
    page = worker.get(f"/matters/{number}").content.decode()
    assert "139****5678" in page
    assert "13912345678" not in page
    assert worker.post(f"/matters/{number}/look/phone", {"purpose": " "}).status_code == 400
    assert Look.objects.count() == 0
    shown = worker.post(f"/matters/{number}/look/phone", {"purpose": "联系当事人"})
    assert "13912345678" in shown.content.decode()
    (look,) = Look.objects.all()
    assert (look.person, look.subject, look.detail["fields"]) == (
        town.people["grid_worker"].pk,
        town.residents[0].pk,
        ["phone"],
    )


def test_who_has_no_right_to_a_look_gets_a_sentence_and_no_number(town, signed_in):
    number = town.open(values={"subject": "楼道灯不亮", "phone": "13912345678"}).matter.id
    answer = signed_in("community_staff").post(f"/matters/{number}/look/phone", {"purpose": "看看"})
    assert answer.status_code == 403
    assert "13912345678" not in answer.content.decode()


def test_an_administrator_sees_no_matters(town):
    number = town.open().matter.id
    Account.objects.create_user("guanli", PASSWORD, kind="system_admin")
    client = Client()
    client.force_login(Account.objects.get(username="guanli"))
    assert client.get(f"/matters/{number}").status_code == 404
    assert "楼道灯不亮" not in client.get("/").content.decode()
    assert "楼道灯不亮" not in client.get("/inbox").content.decode()


def test_only_who_may_adopt_reaches_the_inputs(town, signed_in):
    address = f"/library/appeal/adopt/{town.community.pk}"
    assert signed_in("resident").get(address).status_code == 404
    assert signed_in("grid_worker").post(address, {"step": "save"}).status_code == 404
    assert signed_in("street_staff").get(address).status_code == 200
