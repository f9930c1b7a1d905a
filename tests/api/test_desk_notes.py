"""Notes between desks over the API."""

from __future__ import annotations


def test_desks_write_and_read_and_to_others_there_are_none(api, open_one):
    number = open_one()
    street, worker, resident = (api.as_(who) for who in ("street_staff", "grid_worker", "resident"))
    body = {"text": "先核实产权", "command_id": "n1"}
    for _ in range(2):
        made = street.post(f"/matters/{number}/notes", body)
        assert made.status == 201, made.data
    (note,) = worker.get(f"/matters/{number}/notes")["notes"]
    assert (note["text"], note["role"]) == ("先核实产权", "street_staff")
    for verb in (resident.get, lambda path: resident.post(path, body)):
        assert verb(f"/matters/{number}/notes").status == 404
    assert street.post(f"/matters/{number}/notes", {"text": " "}).status == 422
    assert "先核实产权" not in str(resident.get(f"/matters/{number}").data)
