"""Organisations over the API: entered with a sound code, changed, their people and licences told to who may know."""

from __future__ import annotations

from tests.people.test_organizations import CODE


def test_an_organisation_is_entered_changed_and_told(api):
    staff, place = api.as_("community_staff"), api.town.community.pk
    bad = staff.post(
        "/organizations", {"name": "样例物业", "kind": "property", "place": place, "code": "123"}
    )
    assert bad.status == 422
    made = staff.post(
        "/organizations", {"name": "样例物业", "kind": "property", "place": place, "code": CODE}
    )
    assert (made.status, made["code"]) == (201, CODE)
    number = made["id"]
    changed = staff.ask("PATCH", f"/organizations/{number}", {"until": "2031-05-01"})
    assert (changed["name"], changed["until"]) == ("样例物业", "2031-05-01")
    licence = staff.post(f"/organizations/{number}/licences", {"name": "营业执照", "number": CODE})
    assert licence.status == 201
    record = staff.get(f"/organizations/{number}")
    assert [one["number"] for one in record["licences"]] == [CODE]
    assert staff.post(f"/licences/{licence['id']}/end", {}).status == 200
    given = {
        "person": api.town.residents[0].pk, "role": "property_lead", "place": place, "organization": number,
        "function": "项目经理", "basis": "任命函",
    }  # fmt: skip
    assert api.as_("street_staff").post("/posts", given).status == 201
    told = api.as_("resident").get(f"/organizations/{number}")
    assert [(one["function"], one["role"]) for one in told["members"]] == [("项目经理", "property_lead")]
    assert told["licences"] == []
    assert api.as_("resident2").get(f"/organizations/{number}").status in (403, 404)
