"""Notes between desks on the page of a matter and over the API."""

from __future__ import annotations

from shanzhi.matters.models import DeskNote

WORDS = "先别催居民，周三到货"


def test_a_note_is_left_and_read_on_the_page_and_parties_see_no_room_for_one(town, signed_in):
    number = town.open().matter.id
    street, worker, resident = (signed_in(who) for who in ("street_staff", "grid_worker", "resident"))
    assert "内部留言" in street.get(f"/matters/{number}").content.decode()
    sent = street.post(f"/matters/{number}/notes", {"text": WORDS, "command": "n1"}, follow=True)
    assert WORDS in sent.content.decode()
    assert WORDS in worker.get(f"/matters/{number}").content.decode()
    page = resident.get(f"/matters/{number}").content.decode()
    assert "内部留言" not in page
    assert WORDS not in page
    assert resident.post(f"/matters/{number}/notes", {"text": "我看看"}).status_code == 404
    assert DeskNote.objects.count() == 1


def test_an_empty_note_is_told_and_a_long_one_is_kept_to_be_shortened(town, signed_in):
    number = town.open().matter.id
    worker = signed_in("grid_worker")
    assert worker.post(f"/matters/{number}/notes", {"text": " "}).status_code == 422
    answer = worker.post(f"/matters/{number}/notes", {"text": "长" * 1001})
    assert answer.status_code == 422
    assert "长" * 1001 in answer.content.decode()
    assert not DeskNote.objects.exists()
