"""Methods, adoptions and places over the API."""

import json

import jsonschema
from shapely.geometry import box, mapping


def test_the_library_its_text_drawing_and_schema_are_public(api):
    stranger = api.nobody()
    found = stranger.get("/methods")
    taken = {line["slug"]: line["taken"] for line in found["methods"]}
    assert taken["appeal"] is True
    assert taken["errand"] is False
    assert api.nobody("en").get("/methods/appeal")["title"] != stranger.get("/methods/appeal")["title"]
    text = stranger.get("/methods/appeal/text").content.decode()
    assert text.startswith("method: appeal")
    drawing = stranger.get("/methods/appeal/drawing")
    assert drawing.content.startswith(b"<svg")
    schema = json.loads(stranger.get("/methods/schema").content)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert stranger.get("/methods/nothing").status == 404
    assert stranger.get("/methods/appeal?version=99").status == 404


def test_a_file_is_checked_with_every_problem_at_once(api):
    text = api.nobody().get("/methods/appeal/text").content.decode()
    staff = api.as_("street_staff")
    assert staff.post("/methods/check", {"text": text})["sound"] is True
    broken = staff.post(
        "/methods/check", {"text": text.replace("to: handling", "to: nowhere", 1) + "colour: 1\n"}
    )
    assert broken["sound"] is False
    codes = {problem["code"] for problem in broken["problems"]}
    assert {"SZ301", "SZ201"} <= codes
    adopted = staff.post("/adoptions", {"place": api.town.street.pk, "text": "method: x"})
    assert (adopted.status, adopted["code"]) == (422, "bad_method")
    assert adopted["fields"]


def test_adopting_setting_inputs_upgrading_and_ending(api, open_one):
    staff = api.as_("street_staff")
    street = api.town.street.pk
    adopted = staff.post("/adoptions", {"place": street, "method": "appeal", "inputs": {"verify": False}})
    assert (adopted.status, adopted["set"]) == (201, {"verify": False}), adopted.data
    number = open_one()
    wrong = staff.ask("PATCH", f"/adoptions/{adopted['id']}", {"inputs": {"satisfied_from": 9}})
    assert (wrong.status, list(wrong["fields"])) == (422, ["satisfied_from"])
    set_ = staff.ask("PATCH", f"/adoptions/{adopted['id']}", {"inputs": {"satisfied_from": 4}})
    assert set_["set"] == {"verify": False, "satisfied_from": 4}
    assert staff.ask("PATCH", f"/adoptions/{adopted['id']}", {"inputs": {}}).status == 409
    plan = staff.post(f"/adoptions/{set_['id']}/upgrade", {"dry_run": True})
    assert (plan["done"], [(m["stage"], m["count"]) for m in plan["moves"]]) == (0, [("reported", 1)])
    assert staff.post(f"/adoptions/{set_['id']}/upgrade", {})["done"] == 1
    assert api.as_("resident").get(f"/matters/{number}")["entries"][0]["act"] == "upgrade"
    here = api.nobody().get(f"/adoptions?place={api.town.grid.pk}")
    nearest = here["adoptions"][0]
    assert (nearest["method"], nearest["place"]["id"]) == ("appeal", street)
    assert staff.ask("DELETE", f"/adoptions/{set_['id']}")["until"] is not None
    assert api.as_("community_staff").post("/adoptions", {"place": street, "method": "appeal"}).status == 403


def test_the_tree_the_place_at_a_point_and_who_answers(api):
    staff = api.as_("community_staff")
    community = api.town.community.pk
    below = staff.get(f"/places?parent={community}")
    assert [place["name"] for place in below["places"]] == ["第一网格", "第二网格"]
    outline = mapping(box(104.0, 30.6, 104.1, 30.7))
    made = staff.post(
        "/places", {"name": "第三网格", "level": "grid", "parent": community, "outline": outline}
    )
    assert made.status == 201, made.data
    at = staff.get("/places/at?lon=104.05&lat=30.65")
    assert (at["id"], at["full_name"]) == (made["id"], made["full_name"])
    assert staff.get("/places/at?lon=10&lat=10").status == 404
    named = staff.get("/places/named?text=样例社区第三网格门口" + f"&within={community}")
    assert named["matches"][0]["place"]["id"] == made["id"]
    answers = staff.get(f"/places/{made['id']}/responsible")
    assert answers["posts"][0]["role"] == "community_staff"
    assert answers["vacant"][0]["id"] == made["id"]
    changed = staff.ask("PATCH", f"/places/{made['id']}", {"name": "新网格"})
    assert (changed["name"], changed["other_names"]) == ("新网格", ["第三网格"])
    bad = staff.ask("PATCH", f"/places/{made['id']}", {"outline": {"type": "Point", "coordinates": [1]}})
    assert bad.status == 422
    assert staff.post(f"/places/{made['id']}/close", {})["closed_at"] is not None
    assert staff.post("/places", {"name": "区", "level": "district", "parent": community}).status == 422


def test_households_people_and_consents(api):
    worker = api.as_("grid_worker")
    home = worker.post("/households", {"name": "二单元 101", "place": api.town.building.pk, "area": 9000})
    assert home.status == 201, home.data
    person = worker.post(
        "/people", {"name": "居民九", "household": home["id"], "facts": {"phone": "13800000009"}}
    )
    assert (person.status, person["facts"]) == (201, {"phone": "138****0009"})
    bad = worker.post("/people", {"name": "居民十", "household": home["id"], "facts": {"phone": "12"}})
    assert (bad.status, list(bad["fields"])) == (422, ["phone"])
    number = person["id"]
    moved = worker.ask("PATCH", f"/people/{number}", {"name": "居民玖", "facts": {"email": "abc@example.cn"}})
    assert moved["facts"]["email"] == "a***@example.cn"
    consent = worker.post(f"/people/{number}/consents", {"scope": "publish", "purpose": "公示姓名"})
    assert consent.status == 201, consent.data
    gone = worker.ask("DELETE", f"/people/{number}/consents/{consent['id']}")
    assert gone["withdrawn_at"] is not None
    head = worker.ask("PATCH", f"/households/{home['id']}", {"head": number, "area": 9100})
    assert (head["head"], head["area"]) == (number, 9100)
    vacant = worker.get(f"/posts/vacancies?place={api.town.community.pk}")
    assert {v["role"] for v in vacant["vacancies"]} >= {"secretary"}


def test_reports_and_measures_are_for_the_line_of_duty(api, open_one):
    number = open_one()
    town = api.town
    for who, act, values in (
        ("grid_worker", "accept", {"urgency": "normal"}),
        ("grid_worker", "resolve", {"reply": "已换灯泡，请查看"}),
        ("community_staff", "confirm", {}),
        ("resident", "rate", {"contacted": True, "solved": True, "stars": 5}),
    ):
        done = api.as_(who).post(f"/matters/{number}/acts", {"act": act, "values": values})
        assert done.status == 200, done.data
    open_one("resident2")
    report = api.as_("community_staff").get(f"/reports/appeals?place={town.community.pk}&by=place")
    assert report.status == 200, report.data
    assert report["total"]["matters"] == 2
    assert {line["label"] for line in report["lines"]} == {"第一网格"}
    assert report["total"]["rates"]["solution"]["value"] == 1.0
    measures = api.as_("community_staff").get(f"/reports/measures?place={town.community.pk}&method=appeal")
    assert {m["name"]: m["value"] for m in measures["measures"]}["solution"] == 1.0
    for who in ("resident", "department_staff"):
        assert api.as_(who).get(f"/reports/appeals?place={town.community.pk}").status == 403
        assert api.as_(who).get(f"/reports/measures?place={town.community.pk}&method=appeal").status == 403
    assert api.as_("grid_worker").get(f"/reports/appeals?place={town.community.pk}").status == 403
    assert (
        api.as_("community_staff").get(f"/reports/appeals?place={town.community.pk}&by=person").status == 422
    )
    assert api.as_("resident").get("/points")["entries"] == []
