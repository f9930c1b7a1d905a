"""Whatever an address names by its number: what is not there, and what is not yours, get one answer.

Every operation of the API and every page whose address holds a number is asked as somebody of another district, as
somebody of another post and as each administrator, once with the number of something that is there and once with
none's. What everybody signed in may read is listed with its reason, and asked for its writing acts all the same.
"""

from __future__ import annotations

import json
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from shanzhi.api import limits
from shanzhi.api.main import api as operations
from shanzhi.engine.types import SYSTEM
from shanzhi.ledger.models import Account as Balance
from shanzhi.ledger.models import Unit
from shanzhi.matters.desks.replies import ReplyDesk, add_reply
from shanzhi.matters.models import Adoption, File, ImportJob, InputRequest
from shanzhi.people import actions as people
from shanzhi.people.models import Account, Consent, Token
from shanzhi.people.queries import actor_of
from shanzhi.places.actions import add_place
from shanzhi.registers.actions import By, Whose, write_entry
from shanzhi.web.urls import urlpatterns
from tests.api.test_who_may_do_what import ANSWERS
from tests.web.conftest import PASSWORD
from tests.web.test_strangers_are_kept_out import OPEN, main_of

NONE = 987_654_321
PUBLIC = {
    "/places/{number}": "which places there are is public",
    "/places/{number}/responsible": "who answers for a place is public",
    "/adoptions/{number}": "what is adopted where is public",
    "place": "which places there are is public",
    "buildings": "who leads which building is public",
    "holders": "who holds a key of a place is public among those who serve",
    "posts": "who holds a post is public",
    "place-matters": "lists the matters the reader may see",
    "place-map": "shows what the reader may see",
    "map-matters": "shows what the reader may see",
}
TRIED = {
    "replies": {"title": "已办", "text": "办好了"},
    "openings": {"content": "{}"},
    "accept": {"act": "accept", "values": ANSWERS["accept"]},
    "looks": {"fields": ["phone"], "purpose": "联系当事人"},
    "look-approvals": {"viewer": 1, "purpose": "核实情况"},
    "corrections": {"text": "楼道灯", "reason": "写错了"},
    "retraction": {"reason": "写错了"},
    "notes": {"text": "请先看一看"},
    "consents": {"scope": "process", "purpose": "联系"},
    "erase": {"reason": "本人申请"},
    "died": {"on": "2026-01-01"},
    "end": {"reason": "换届"},
    "acts": {"act": "accept", "values": ANSWERS["accept"]},
    "adoptions": {"inputs": {}},
    "upgrade": {"mapping": {}, "dry_run": False},
    "places": {"name": "改名"},
    "people": {"name": "改名"},
    "households": {"name": "改名"},
    "organizations": {"name": "改名"},
    "licences": {"name": "营业执照", "number": "1"},
    "alive": {"reason": "本人到场"},
    "split": {"name": "909", "members": [1]},
    "merge": {"into": 1},
    "leave": {"away": True},
    "look-questions": {"look": 1, "text": "为什么看"},
    "proxy": {"name": "居民2", "door": "一栋 一单元 201"},
}


@pytest.fixture
def there(api):
    """The number of one thing of each kind, by the first part of its address."""
    town = api.town
    other = add_place(name="别处区", level="district", code="990102")
    town.people["elsewhere"] = people.add_person(SYSTEM, name="外人甲", home=other)
    person = town.residents[0]
    account = Account.objects.create_user("there", PASSWORD, person=person)
    token = Token.objects.create(account=account, label="t", digest="d", expires_at=timezone.now())
    consent = Consent.objects.create(person=person, scope="process", purpose="联系", given_at=timezone.now())
    number = town.open().matter.id
    desk = ReplyDesk("grid_worker", town.grid.pk)
    reply = add_reply(actor=town.actor("grid_worker"), desk=desk, title="已办", text="办好了")
    file = File.objects.create(
        id=uuid4(),
        matter_id=number,
        person=person,
        name="a.txt",
        type="text/plain",
        size=1,
        hash="0" * 64,
        at=timezone.now(),
    )
    administrator, _ = people.open_account(SYSTEM, username="admin1", kind="system_admin")
    security, _ = people.open_account(SYSTEM, username="admin2", kind="security_admin")
    asked = people.ask_for_account(actor_of(security), act="unlock", account=administrator, reason="忘记密码")
    job = ImportJob.objects.create(
        kind="people", state="ready", file="a.csv", digest="0" * 64, place=town.community, by=person.pk,
        asked_at=timezone.now(),
    )  # fmt: skip
    wanted = InputRequest.objects.create(
        slug="appeal", place=town.community, inputs={"not_taken": []}, level="district", reason="x",
        by=person.pk, asked_at=timezone.now(),
    )  # fmt: skip
    kept = write_entry(
        Whose("helpers", "helpers", "person", person.pk), event="entered", at=timezone.now(), by=By(),
        place=town.building.pk,
    )  # fmt: skip
    shop = people.add_organization(SYSTEM, name="样例小店", kind="merchant", place=town.community)
    points = Unit.objects.create(book="helpers.points", counts="points", label_zh="积分", label_en="points")
    held = Balance.objects.create(book=points.pk, kind="person", owner=person.pk, place=town.community.pk)
    return {
        "imports": job.pk,
        "input-requests": wanted.pk,
        "account-requests": asked.pk,
        "requests": asked.pk,
        "matters": number,
        "people": person.pk,
        "households": town.households[0].pk,
        "organizations": shop.pk,
        "licences": shop.licences.create(name="营业执照", number="1").pk,
        "posts": town.people["grid_worker"].posts.get().pk,
        "adoptions": Adoption.objects.earliest("pk").pk,
        "places": town.grid.pk,
        "buildings": town.building.pk,
        "accounts": account.pk,
        "tokens": token.pk,
        "consents": consent.pk,
        "files": str(file.pk),
        "wall": number,
        "replies": reply.pk,
        "registers": kept.pk,
        "ledger": held.pk,
        "v": number,
    }


def plain(content: bytes, number: object, there: object) -> str:
    """An answer as it would be for the thing that is there, without what is new in each page."""
    text = content.decode().replace(str(number), str(there))
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|name="command" value)="[^"]*"', "", text)


def numbered():
    """Each operation whose address holds a number: its verb and path."""
    for path, verbs in operations.get_openapi_schema()["paths"].items():
        if re.search(r"\{(number|file|consent)\}", path):
            for verb in verbs:
                yield verb.upper(), path.removeprefix("/api")


def body_of(verb: str, path: str):
    last = [part for part in path.split("/") if "{" not in part][-1]
    return None if verb in ("GET", "DELETE") else TRIED.get(last, {})


def browser(account: Account) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(account)
    return client


def signed_in_as(api, who: str) -> Client:
    person = api.town.people[who]
    account = Account.objects.filter(person=person).first()
    return browser(account or Account.objects.create_user(f"page-{who}", PASSWORD, person=person))


@pytest.mark.parametrize("who", ["elsewhere", "department_staff"])
def test_no_operation_tells_a_stranger_what_there_is(api, there, who):
    client = signed_in_as(api, who)
    asked = 0
    for verb, path in numbered():
        kind = path.split("/")[1]
        if kind == "open311" or (verb == "GET" and path in PUBLIC):
            continue
        kind = "tokens" if "tokens" in path else kind
        limits.forget()
        told = []
        for number in (there[kind], str(uuid4()) if kind == "files" else NONE):
            address = path.replace("{number}", str(number)).replace("{file}", str(number))
            address = address.replace("{consent}", str(there["consents"] if number != NONE else NONE))
            body = json.dumps(body_of(verb, path))
            got = client.generic(verb, f"/api{address}", body, content_type="application/json")
            told.append((got.status_code, plain(got.content, number, there[kind])))
        assert told[0] == told[1], (who, verb, path)
        assert told[0][0] == 404, (who, verb, path, told[0])
        asked += 1
    assert asked >= 25


@pytest.mark.parametrize("kind", ["system_admin", "security_admin", "audit_admin"])
def test_no_operation_tells_an_administrator_what_there_is(api, there, kind):
    client = browser(Account.objects.create_user("guanli", PASSWORD, kind=kind))
    for verb, path in numbered():
        family = path.split("/")[1]
        # Accounts are theirs to see, terms the security administrator's to end, looks the audit administrator's to read.
        if (
            family in ("accounts", "account-requests", "open311", "posts")
            or path == "/people/{number}/looks"
            or path in PUBLIC
        ):
            continue
        family = "tokens" if "tokens" in path else family
        limits.forget()
        told = []
        for number in (there[family], str(uuid4()) if family == "files" else NONE):
            address = path.replace("{number}", str(number)).replace("{file}", str(number))
            address = address.replace("{consent}", str(there["consents"]))
            body = json.dumps(body_of(verb, path))
            got = client.generic(verb, f"/api{address}", body, content_type="application/json")
            told.append((got.status_code, plain(got.content, number, there[family])))
        assert told[0] == told[1], (kind, verb, path)


FORMS = {"reason": "换届", "purpose": "联系当事人", "role": "grid_chief", "name": "改名", "step": "save"}
SLUGS = {
    "<slug:slug>": "appeal",
    "<str:name>": "accept",
    "<str:code>": "abcdef",
    "<slug:name>": "close",
    "<str:field>": "phone",
}


@pytest.mark.parametrize("who", ["elsewhere", "department_staff"])
def test_no_page_tells_a_stranger_what_there_is(api, there, who):
    client = signed_in_as(api, who)
    asked = 0
    for pattern in urlpatterns:
        route = str(pattern.pattern)
        if pattern.name in OPEN or not re.search(r"<(int|uuid):number>", route):
            continue
        first, second = [*route.split("/"), ""][:2]
        kind = {"library": "places", "account": "tokens", "administration": second}.get(first, first)
        for part, value in SLUGS.items():
            route = route.replace(part, value)
        for send in (client.get, client.post):
            if send == client.get and pattern.name in PUBLIC:
                continue
            told = []
            for number in (there[kind], str(uuid4()) if kind == "files" else NONE):
                address = re.sub(r"<(int|uuid):number>", str(number), route)
                got = send(f"/{address}", FORMS if send == client.post else {})
                shown = main_of(got) or got.content.decode()
                told.append((got.status_code, plain(shown.encode(), number, there[kind])))
            assert told[0] == told[1], (who, pattern.name, send.__name__)
            assert told[0][0] in (404, 405), (who, pattern.name, told[0])
            asked += 1
    assert asked >= 30
