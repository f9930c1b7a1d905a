"""Object by object: every actor × matter × operation, denied unless a rule grants it."""

import itertools

import pytest

from tests.matters.town import METHODS

ACTORS = (
    "resident",
    "resident2",
    "grid_worker",
    "grid_worker@other",
    "community_staff",
    "street_staff",
    "district_staff",
    "department_staff",
)
IN_LINE = {"grid_worker", "community_staff", "street_staff", "district_staff"}


@pytest.fixture
def numbers(api, open_one):
    """A matter of the resident's at the grid's desk, and one of resident2's answered and waiting for its rating."""
    first = open_one("resident")
    second = open_one("resident2")
    worker = api.as_("grid_worker")
    worker.post(f"/matters/{second}/acts", {"act": "accept", "values": {"urgency": "normal"}})
    worker.post(f"/matters/{second}/acts", {"act": "resolve", "values": {"reply": "已换灯泡，请查看"}})
    api.as_("community_staff").post(f"/matters/{second}/acts", {"act": "confirm"})
    return {"resident": first, "resident2": second}


def test_who_sees_which_matter(api, numbers):
    for who, owner in itertools.product((*ACTORS, None), numbers):
        caller = api.as_(who) if who else api.nobody()
        number = numbers[owner]
        sees = who == owner or who in IN_LINE
        wanted = 200 if sees else 404 if who else 401
        assert caller.get(f"/matters/{number}").status == wanted, (who, owner)
        assert caller.get(f"/matters/{number}/entries").status == wanted, (who, owner)
        listed = caller.get("/matters")
        if who:
            assert (number in [line["number"] for line in listed["matters"]]) is sees, (who, owner)
            assert number in [n["number"] for n in caller.get("/matters?text=楼道")["matters"]] or not sees
        found = caller.get(f"/matters?text=%23{number}") if who else None
        assert found is None or (len(found["matters"]) == 1) is sees


WHO_MAY = {
    ("accept", "resident"): {"grid_worker"},
    ("escalate", "resident"): {"grid_worker"},
    ("withdraw", "resident"): {"resident"},
    ("message", "resident"): {"resident", "grid_worker"},
    ("watch", "resident"): {"resident", *IN_LINE},
    ("rate", "resident2"): {"resident2"},
    ("message", "resident2"): {"resident2"},
    ("withdraw", "resident2"): {"resident2"},
    ("watch", "resident2"): {"resident2", *IN_LINE},
    ("accept", "resident2"): set(),
    ("confirm", "resident2"): set(),
    ("due", "resident"): set(),
    ("joined", "resident"): set(),
    ("open", "resident"): set(),
    ("nothing", "resident"): set(),
}
ANSWERS = {
    "accept": {"urgency": "normal"},
    "message": {"text": "你好"},
    "withdraw": {"reason": "不需要了"},
    "rate": {"contacted": True, "solved": True, "stars": 5},
}


def test_who_may_do_which_act(api, numbers):
    for (act, owner), may in WHO_MAY.items():
        body = {"act": act, "values": ANSWERS.get(act, {})}
        for who in ACTORS:
            got = api.as_(who).post(f"/matters/{numbers[owner]}/acts?dry_run=1", body)
            if who in may:
                assert (got.status, got["possible"]) == (200, True), (act, owner, who, got.data)
            elif who in IN_LINE or who == owner:
                assert (got.status, got["possible"]) == (200, False), (act, owner, who, got.data)
            else:
                assert got.status == 404, (act, owner, who, got.data)


def test_a_stranger_can_neither_act_nor_follow_nor_learn_of_it(api, numbers):
    for act in ("watch", "message", "accept", "nothing"):
        got = api.as_("resident2").post(f"/matters/{numbers['resident']}/acts", {"act": act})
        assert (got.status, got["code"]) == (404, "no_such_matter"), act
    assert api.as_("resident").get(f"/matters/{numbers['resident']}")["seq"] == 1


def test_sensitive_answers_are_for_those_who_have_it_in_hand(api, numbers):
    for who in ACTORS:
        got = api.as_(who).post(
            f"/matters/{numbers['resident']}/looks", {"fields": ["phone"], "purpose": "电话联系"}
        )
        wanted = 200 if who in ("resident", "grid_worker") else 403 if who in IN_LINE else 404
        assert got.status == wanted, (who, got.data)


def test_files_are_for_their_sender_and_those_who_see_the_matter(api, numbers):
    resident = api.as_("resident")
    sent = resident.ask("POST", "/files?name=照片.txt", b"hello", CONTENT_TYPE="application/octet-stream")
    assert sent.status == 201, sent.data
    path = f"/files/{sent['id']}"
    assert {who: api.as_(who).get(path).status for who in ACTORS} == {
        who: 200 if who == "resident" else 404 for who in ACTORS
    }
    stolen = api.as_("resident2").post(
        f"/matters/{numbers['resident2']}/acts", {"act": "attach", "values": {"files": [sent["id"]]}}
    )
    assert (stolen.status, stolen["code"]) == (422, "unknown_refs")
    attached = resident.post(
        f"/matters/{numbers['resident']}/acts", {"act": "attach", "values": {"files": [sent["id"]]}}
    )
    assert attached.status == 200, attached.data
    assert {who: api.as_(who).get(path).status for who in ACTORS} == {
        who: 200 if who == "resident" or who in IN_LINE else 404 for who in ACTORS
    }
    got = api.as_("grid_worker").get(path)
    assert got.content == b"hello"
    assert got.headers["Content-Disposition"].startswith("attachment")


def test_persons_are_for_their_place_and_themselves(api):
    person = api.town.residents[0].pk
    sees = {"resident", *IN_LINE}
    knows = {"resident", "grid_worker", "community_staff", "street_staff"}
    for who in ACTORS:
        caller = api.as_(who)
        assert caller.get(f"/people/{person}").status == (200 if who in sees else 404), who
        place = caller.get(f"/people?place={api.town.building.pk}")
        assert place.status == (200 if who in IN_LINE else 403), who
        look = caller.post(f"/people/{person}/looks", {"fields": ["phone"], "purpose": "通知"})
        assert look.status == (200 if who in knows else 403 if who in sees else 404), who
        households = caller.get(f"/households?place={api.town.building.pk}")
        assert households.status == (200 if who in IN_LINE else 403), who
    masked = api.as_("grid_worker").get(f"/people/{person}")
    assert masked["facts"]["phone"] == "138****0001"
    assert masked["name"] == "居**"
    by_phone = api.as_("grid_worker@other").get("/people?phone=13800000001")
    assert by_phone["people"] == []


def test_posts_methods_and_places_are_changed_by_those_above(api):
    town = api.town
    other = town.residents[2].pk
    for who in ACTORS:
        caller = api.as_(who)
        leads = who in {"community_staff", "street_staff", "district_staff"}
        post = caller.post(
            "/posts", {"person": other, "role": "grid_chief", "place": town.grid.pk, "basis": who}
        )
        assert post.status == (201 if leads else 403), (who, post.data)
        if leads:
            ended = caller.post(f"/posts/{post['id']}/end", {"reason": "换届"})
            assert ended.status == 200, ended.data
        adopts = who in {"street_staff", "district_staff"}
        adoption = caller.post("/adoptions", {"place": town.street.pk, "method": "errand"})
        assert adoption.status == (201 if adopts else 403), (who, adoption.data)
        place = caller.post("/places", {"name": f"{who}网格", "level": "grid", "parent": town.community.pk})
        assert place.status == (201 if leads else 403), (who, place.data)


def test_a_person_is_erased_by_themselves_or_by_staff(api):
    person = api.town.residents[2].pk
    for who in ("resident", "grid_worker@other", "department_staff"):
        assert api.as_(who).post(f"/people/{person}/erase", {"reason": "试"}).status == 404
    assert api.as_("grid_worker").post(f"/people/{person}/erase", {"reason": "试"}).status == 403
    done = api.as_("community_staff").post(f"/people/{person}/erase", {"reason": "本人申请"})
    assert (done.status, done["name"], done["facts"]) == (200, "", {})


def test_administration_is_for_administrators_in_a_session(api):
    for who in ACTORS:
        caller = api.as_(who)
        for verb, path, body in (
            ("GET", "/audit", None),
            ("POST", "/accounts", {"username": "x"}),
            ("POST", "/accounts/1/close", None),
            ("POST", "/accounts/1/unlock", None),
            ("GET", "/me/tokens", None),
            ("POST", "/me/tokens", {"label": "more", "scopes": ["act"]}),
        ):
            got = caller.ask(verb, path, body)
            assert (got.status, got["code"]) == (403, "session_only"), (who, path)


def test_who_looks_on_learns_of_nobody_not_even_by_a_number(api):
    town = api.town
    town.adopt((METHODS / "appeal-wall.yaml").read_text())
    values = {"subject": "楼道灯不亮", "detail": "老人摔过一次"}
    number = town.open("appeal-wall", values=values).matter.id
    town.act(number, "post", "community_staff", shown="三栋门口没有路灯")
    town.act(number, "answer", "community_staff", reply="感应灯已经装好")
    neighbour, opener = api.as_("resident2"), town.people["resident"]
    for _ in range(2):
        seen = neighbour.get(f"/matters/{number}")
        assert (seen["whole"], seen["opener"], seen["desk"]["people"]) == (False, None, [])
        followed = neighbour.post(f"/matters/{number}/acts", {"act": "watch", "values": {}})
        assert followed.status == 200
        assert followed["desk"] | {"title": ""} == {
            "role": "opener", "title": "", "place": town.community.pk, "office": None, "person": None,
        }  # fmt: skip
    seen = api.as_("community_staff").get(f"/matters/{number}")
    assert (seen["opener"]["name"], seen["desk"]["people"][0]["id"]) == (opener.name, opener.pk)
    assert api.as_("resident").get(f"/matters/{number}")["opener"]["id"] == opener.pk
