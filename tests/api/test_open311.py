"""Open311 GeoReport v2: services, definitions and requests as the published schemas have them, and no person in them."""

import json
import os
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from shapely.geometry import box

from shanzhi.places.actions import reshape_place
from tests.matters.town import METHODS

SCHEMAS = (
    Path(os.environ.get("SHANZHI_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
    / "open311/schema/georeport-v2"
)
FORM = "application/x-www-form-urlencoded"
V2 = "/open311/v2"


def check(name, data):
    """Hold an answer to the published JSON Schema of its kind."""
    jsonschema = pytest.importorskip("jsonschema")
    if not SCHEMAS.is_dir():
        pytest.skip(f"the GeoReport schemas are not at {SCHEMAS}")
    schema = json.loads((SCHEMAS / name).read_text(encoding="utf-8"))
    if schema.get("type") == "array":  # a list file names its item's file
        item = json.loads((SCHEMAS / schema["items"]["$ref"]).read_text(encoding="utf-8"))
        for one in data:
            jsonschema.validate(one, item)
    else:
        jsonschema.validate(data, schema)
    assert data


@pytest.fixture
def mapped(api):
    """The grid has a shape, and a method for everyone's eyes is adopted beside the appeal."""
    reshape_place(place=api.town.grid, geometry=box(104.0, 30.6, 104.1, 30.7))
    text = (METHODS / "appeal.yaml").read_text(encoding="utf-8")
    text = text.replace("method: appeal\n", "method: open-appeal\n").replace(
        "visible: desk", "visible: public"
    )
    api.town.adopt(text)
    return api


def report(api, who="resident", **given):
    body = {"service_code": "open-appeal", "lat": 30.65, "long": 104.05, "description": "路灯不亮", **given}
    return api.as_(who).ask("POST", f"{V2}/requests.json", urlencode(body).encode(), CONTENT_TYPE=FORM)


def test_services_and_their_questions(mapped):
    found = mapped.nobody().get(f"{V2}/services.json?jurisdiction_id=990101")
    check("services.json", found.data)
    assert {one["service_code"] for one in found.data} == {"appeal", "open-appeal"}
    definition = mapped.nobody().get(f"{V2}/services/appeal.json")
    check("service-definition.json", definition.data)
    assert {a["code"] for a in definition["attributes"]} == {"category", "phone"}
    assert (
        mapped.nobody("en").get(f"{V2}/services.json").data[0]["service_name"]
        != found.data[0]["service_name"]
    )


def test_a_request_is_a_matter_and_shows_no_person(mapped):
    made = report(
        mapped, description="路灯不亮\n三号楼东侧，晚上很黑", phone="13911112222", email="a@example.cn"
    )
    assert made.status == 201, made.data
    number = made.data[0]["service_request_id"]
    matter = mapped.as_("grid_worker").get(f"/matters/{number}")
    answers = {a["name"]: a["value"] for a in matter["answers"]}
    assert (matter["title"], matter["opener"]["name"]) == ("路灯不亮", "居民1")
    assert answers["detail"].endswith("晚上很黑")
    assert answers["phone"] == "139****2222"
    one = mapped.nobody().get(f"{V2}/requests/{number}.json")
    check("requests.json", one.data)
    listed = mapped.nobody().get(f"{V2}/requests.json?status=open&service_code=open-appeal")
    check("requests.json", listed.data)
    assert [r["service_request_id"] for r in listed.data] == [number]
    assert (listed.data[0]["lat"], listed.data[0]["long"]) == (30.65, 104.05)
    assert "居民" not in one.content.decode()
    assert "139" not in one.content.decode()
    assert mapped.nobody().get(f"{V2}/requests.json?status=closed").data == []


def test_what_a_method_does_not_make_public_is_not_shown(mapped):
    made = report(mapped, service_code="appeal")
    number = made.data[0]["service_request_id"]
    assert mapped.nobody().get(f"{V2}/requests/{number}.json").status == 404
    assert mapped.nobody().get(f"{V2}/requests.json").data == []
    assert len(mapped.as_("grid_worker").get(f"{V2}/requests.json").data) == 1


def test_a_token_as_api_key(mapped):
    key = mapped.as_("resident2").token
    body = {
        "service_code": "open-appeal",
        "lat": 30.65,
        "long": 104.05,
        "description": "井盖松动",
        "api_key": key,
    }
    made = mapped.nobody().ask("POST", f"{V2}/requests.json", urlencode(body).encode(), CONTENT_TYPE=FORM)
    assert made.status == 201, made.data
    body["api_key"] = "wrong"
    bad = mapped.nobody().ask("POST", f"{V2}/requests.json", urlencode(body).encode(), CONTENT_TYPE=FORM)
    assert bad.status == 403
    assert bad.data[0]["code"] == 403


def test_xml(mapped):
    report(mapped, description="灯 <坏> & 黑")
    services = mapped.nobody().get(f"{V2}/services.xml")
    assert [e.text for e in ElementTree.fromstring(services.content).iter("service_code")] == [
        "appeal",
        "open-appeal",
    ]
    requests = mapped.nobody().get(f"{V2}/requests.xml")
    assert ElementTree.fromstring(requests.content).find("request/description").text == "灯 <坏> & 黑"
    missing = mapped.nobody().get(f"{V2}/requests/77777.xml")
    assert (missing.status, ElementTree.fromstring(missing.content).find("error/code").text) == (404, "404")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"service_code": ""}, 400),
        ({"service_code": "nothing"}, 404),
        ({"lat": "north"}, 400),
        ({"lat": 300}, 400),
        ({"lat": 1, "long": 1}, 422),
        ({"description": ""}, 422),
        ({"lat": "", "long": "", "address_string": "没有这个地方"}, 400),
        ({"lat": "", "long": "", "address_id": "x"}, 404),
        ({"attribute[category]": "长" * 500}, 422),
    ],
)
def test_bad_requests_are_told_as_the_standard_has_it(mapped, given, status):
    got = report(mapped, **given)
    assert got.status == status, got.data
    assert got.data[0]["code"] == status
    assert got.data[0]["description"]


@pytest.mark.parametrize("query", ["status=new", "start_date=yesterday", "start_date=2020-01-01T00:00:00Z"])
def test_bad_searches(mapped, query):
    assert mapped.nobody().get(f"{V2}/requests.json?{query}").status == 400
