"""督办 over the API: who may, what is refused, where it is read, and that onlookers learn nothing of it."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone


def test_a_post_above_presses_and_the_desk_reads_it_and_answers(api, open_one):
    number = open_one()
    street, worker = api.as_("street_staff"), api.as_("grid_worker")
    until = (timezone.localdate() + timedelta(days=3)).isoformat()
    act = {"act": "remind", "values": {"text": "三日内报进展", "until": until}}
    assert worker.post(f"/matters/{number}/acts", act).status in (403, 409, 422)
    assert any(one["act"] == "remind" for one in street.get(f"/matters/{number}")["acts"])
    bad = {"act": "remind", "values": {"text": "三日内报进展", "until": "2020-01-01"}}
    refused = street.post(f"/matters/{number}/acts", bad)
    assert refused.status == 422
    assert "until" in str(refused.data)
    assert street.post(f"/matters/{number}/acts", act).status == 200
    seen = worker.get(f"/matters/{number}")
    assert seen["urged"]["text"] == "三日内报进展"
    assert seen["urged"]["role"] == "街道工作人员"
    (line,) = worker.get("/matters?box=inbox")["matters"]
    assert line["urged_until"] is not None
    assert line["returned"] is False
    assert seen["entries"][0]["act"] == "remind"
    assert (
        worker.post(f"/matters/{number}/acts", {"act": "message", "values": {"text": "今天去"}}).status == 200
    )
    assert worker.get(f"/matters/{number}")["urged"] is None
    assert worker.get("/matters?box=inbox")["matters"][0]["urged_until"] is None
