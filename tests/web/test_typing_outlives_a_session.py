"""Whatever form somebody types into, a session that ran out meanwhile takes nothing with it; secrets are never kept."""

from __future__ import annotations

import html
import re
import time

import msgspec
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.urls import reverse

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions as people
from shanzhi.people.models import Account, Post
from shanzhi.people.problems import Denied
from shanzhi.people.purposes import choices
from shanzhi.people.sealing import seal
from shanzhi.web.form_resumed import KEPT, SENT_TO
from shanzhi.web.urls import urlpatterns
from tests.matters.town import METHODS
from tests.web.conftest import PASSWORD

TYPED = "打了一半的字"

NOTHING_TYPED = {
    "home": "no form",
    "display": "two switches",
    "sign-out": "a button",
    "notices-read": "a button",
    "token-revoke": "a button",
    "support": "a button",
    "account-request": "a button",
    "household-close": "a button",
    "organization-close": "a button",
    "licence-end": "a button",
    "holders": "ticks",
    "take-along": "a button",
    "system-clock": "a button",
    "method-upload": "a file",
    "reply-retire": "a button",
    "imports": "a file, and choices",
    "import-batch": "a button",
    "erase": "one choice, and a word that it is meant",
    "demo": "a button",
    "sign-in-link": "asked before one is signed in",
    "sign-in-by-link": "asked before one is signed in",
}
SECRETS = {
    "sign-in": "a password",
    "sign-in-code": "a code",
    "sign-in-asked": "a code",
    "account-password": "passwords",
    "account-second-factor": "a code",
    "account-contact": "a code",
    "vote": "a vote",
    "election": "a vote",
    "secret-papers": "votes",
    "receipt": "a vote's key",
    "opening": "key cards",
    "my-card": "a key card",
}
PLACED = {
    "number": 1,
    "name": "accept",
    "slug": "appeal",
    "way": "start",
    "field": "phone",
    "key": "k",
    "code": "c",
    "size": 192,
}


def takes_post(pattern) -> bool:
    """Whether a page's address takes what a form sends, told by its refusal of what no page takes."""
    wanted = {name: PLACED[name] for name in pattern.pattern.converters}
    request = RequestFactory().generic("BREW", "/")
    request.user, request.session = AnonymousUser(), {}
    try:
        answer = pattern.callback(request, **wanted)
    except Denied:
        return True
    return answer.status_code != 405 or "POST" in answer.headers["Allow"]


def test_every_form_keeps_what_is_typed_or_has_a_reason_not_to(db):
    forms = {one.name: one.callback for one in urlpatterns if one.name != "file" and takes_post(one)}
    keeping = {name for name, view in forms.items() if getattr(view, "keeps_typed", False)}
    assert keeping.isdisjoint(SECRETS)
    assert set(forms) - keeping == {*NOTHING_TYPED, *SECRETS} & set(forms)
    assert {"act", "open", "desk-note", "look"} <= keeping


def again(client: Client, who: str, address: str, data: dict[str, str]) -> str:
    """The page to which one comes back after having sent a form without a session, and signed in again."""
    client.logout()
    asked = client.post(address, data)
    page = asked.content.decode()
    assert asked.status_code == 401
    hidden = {
        name: html.unescape(re.search(rf'name="{name}" value="([^"]*)"', page).group(1))
        for name in ("next", "kept")
    }
    back = client.post("/sign-in", {"username": who, "password": PASSWORD, **hidden})
    assert back.status_code == 302
    return html.unescape(client.get(back["Location"]).content.decode())


@pytest.fixture
def addresses(town) -> dict[str, str]:
    """Addresses of forms by name, at things of the town that somebody may change."""
    number = town.open(values={"subject": "楼道灯不亮", "phone": "13800000001"}).matter.id
    post = Post.objects.get(person=town.people["grid_worker@other"])
    people.assign_post(
        SYSTEM, person=town.people["community_staff"], role="secretary", place=town.community, since=None
    )
    return {
        "desk-note": reverse("desk-note", args=[number]),
        "look": reverse("look", args=[number, "phone"]),
        "act": reverse("act", args=[number, "message"]),
        "open": reverse("open", args=["appeal"]),
        "contact": reverse("contact"),
        "account-notices": reverse("account-notices"),
        "tokens": reverse("tokens"),
        "person-look": reverse("person-look", args=[town.residents[0].pk]),
        "person-new": reverse("person-new", args=[town.community.pk]),
        "household-new": reverse("household-new", args=[town.community.pk]),
        "household-owners": reverse("household-owners", args=[town.households[0].pk]),
        "person-correct": reverse("person-correct", args=[town.residents[0].pk]),
        "place-new": reverse("place-new", args=[town.community.pk]),
        "post-new": reverse("post-new", args=[town.community.pk]),
        "post-end": reverse("post-end", args=[post.pk]),
        "buildings": reverse("buildings", args=[town.community.pk]),
        "adopt": reverse("adopt", args=["appeal", town.community.pk]),
    }


@pytest.mark.parametrize(
    ("form", "who", "field"),
    [
        ("desk-note", "grid_worker", "text"),
        ("act", "grid_worker", "text"),
        ("open", "resident", "detail"),
        ("contact", "resident", "address"),
        ("tokens", "resident", "label"),
        ("person-new", "community_staff", "name"),
        ("household-new", "community_staff", "name"),
        ("household-owners", "community_staff", "reason"),
        ("person-correct", "community_staff", "name"),
        ("post-new", "district_staff", "basis"),
        ("post-end", "community_staff", "reason"),
        ("buildings", "community_staff", "basis"),
    ],
)
def test_what_was_typed_stands_in_its_form_again(town, signed_in, addresses, form, who, field):
    client = signed_in(who)
    data = {field: TYPED, "command": "c-1"}
    if form == "household-owners":
        data["name"] = "远方业主"
    page = again(client, who, addresses[form], data)
    box = re.search(rf'<(?:input|textarea)[^>]*name="{field}"[^>]*>(?:\s*{TYPED})?', page)
    assert box is not None
    assert TYPED in box.group(0)
    assert TYPED not in html.unescape(client.get(addresses["act"]).content.decode())


def test_inputs_of_a_method_stand_in_their_form_again(town, signed_in, addresses):
    sent = {"normal_within.amount": "13", "normal_within.unit": "days"}
    page = again(signed_in("district_staff"), "district_staff", addresses["adopt"], sent)
    assert re.search(r'name="normal_within.amount"[^>]*value="13"', page)


@pytest.mark.parametrize(("form", "who"), [("look", "grid_worker"), ("person-look", "community_staff")])
def test_what_a_look_is_for_is_asked_again_filled_in_and_nothing_is_seen(
    town, signed_in, addresses, form, who
):
    purpose = choices()[0].zh
    page = again(signed_in(who), who, addresses[form], {"purpose": purpose, "more": TYPED})
    assert f"<option selected>{purpose}</option>" in page
    assert f'value="{TYPED}"' in page
    assert "13800000001" not in page


def test_why_an_administrators_account_is_asked_for_is_kept_beside_that_account(db):
    safe, system = (
        Account.objects.create_user(kind, PASSWORD, kind=kind) for kind in ("security_admin", "system_admin")
    )
    client, accounts = Client(), reverse("accounts")
    asked = client.post(reverse("account-act", args=[system.pk, "close"]), {"reason": TYPED})
    page = html.unescape(asked.content.decode())
    assert f'name="next" value="{accounts}"' in page
    answers = {"reason": [TYPED], SENT_TO: [reverse("account-act", args=[system.pk, "close"])]}
    assert msgspec.json.encode(answers).decode() in page
    client.force_login(safe)
    session = client.session
    session[KEPT] = [accounts, int(time.time()), seal({"typed": answers}, KEPT).hex()]
    session.save()
    shown = client.get(accounts).content.decode()
    box = f'id="reason-{system.pk}" name="reason" maxlength="200" required value="{TYPED}"'
    assert (box in shown, shown.count(TYPED)) == (True, 1)
    assert Account.objects.get(pk=system.pk).is_active


def test_of_files_that_were_not_taken_along_it_is_told(town, signed_in, addresses):
    """Words come back, files do not: whoever sends the form again knows that the photo is missing."""

    def sent():
        photo = SimpleUploadedFile("a.jpg", b"x" * 20, content_type="image/jpeg")
        return {"subject": TYPED, "photos": photo, "command": "c-1"}

    asked = Client().post(addresses["open"], sent()).content.decode()
    assert "照片和文件要再选一次" in asked
    page = again(signed_in("resident"), "resident", addresses["open"], sent())
    assert TYPED in page
    assert "照片和文件没有带过来" in page


def test_the_home_that_is_known_is_shown_and_not_asked_again(town, signed_in):
    town.adopt((METHODS / "errand.yaml").read_text())
    page = signed_in("resident").get("/open/errand").content.decode()
    home = page.partition('id="q-home-field"')[2].partition("</fieldset>")[0]
    assert "系统已有，不用再填" in home
    assert "一栋" in home.partition("<details")[0]
