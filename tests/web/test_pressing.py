"""What goes before all else on a desk: pressed for from above (督办), or come back after it was answered (退回重办)."""

from __future__ import annotations

import re
from datetime import timedelta

from django.utils import timezone

from shanzhi.matters.models import Matter, Notice

MARK = r'<span class="tag bad">\s*督办'


def soon(days: int = 3) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def order(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'class="row" href="/matters/(\d+)"', page)]


def test_pressed_for_from_above_stands_first_and_marked_until_it_is_answered(town, signed_in):
    first, second = (town.open(values={"subject": f"{n}号楼灯不亮"}).matter.id for n in "甲乙")
    worker, street = signed_in("grid_worker"), signed_in("street_staff")
    assert order(worker.get("/inbox").content.decode())[:2] == [first, second]
    address = f"/matters/{second}/acts/remind"
    assert "督办" in street.get(f"/matters/{second}").content.decode()
    assert street.get(address).status_code == 200
    sent = street.post(address, {"text": "三日内报进展", "until": soon(), "command": "r1"})
    assert sent.status_code == 302
    page = worker.get("/inbox").content.decode()
    assert order(page)[:2] == [second, first]
    assert len(re.findall(MARK, page)) == 1
    assert re.search(MARK, worker.get("/").content.decode())
    assert re.search(MARK, street.get("/board").content.decode())
    assert "三日内报进展" in worker.get(f"/matters/{second}").content.decode()
    assert "三日内报进展" in worker.get(f"/matters/{second}/acts/accept").content.decode()
    told = Notice.objects.filter(person=town.people["grid_worker"], kind="urged").get()
    assert "三日内报进展" in told.zh
    assert "三日内报进展" in told.en
    town.act(second, "accept", urgency="normal")
    assert Matter.objects.get(pk=second).urged_until is None
    page = worker.get("/inbox").content.decode()
    assert not re.search(MARK, page)
    assert sorted(order(page)) == [first, second]


def test_the_page_refuses_a_day_that_has_passed_and_keeps_what_was_typed(town, signed_in):
    number = town.open().matter.id
    street = signed_in("street_staff")
    answer = street.post(
        f"/matters/{number}/acts/remind", {"text": "快办", "until": soon(-1), "command": "r1"}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "已经过去" in page
    assert "快办" in page
    assert Matter.objects.get(pk=number).urged_until is None


def test_taken_over_it_lies_with_those_who_took_it_and_its_old_desk_is_told(town, signed_in):
    number = town.open().matter.id
    street = signed_in("street_staff")
    form = {"text": "街道来办", "until": soon(), "take_over": "true", "command": "r1"}
    assert street.post(f"/matters/{number}/acts/remind", form).status_code == 302
    row = Matter.objects.get(pk=number)
    assert (row.desk_role, row.desk_place_id, row.place_id) == (
        "street_staff",
        town.street.pk,
        town.street.pk,
    )
    assert number in order(street.get("/inbox").content.decode())
    assert number not in order(signed_in("grid_worker").get("/inbox").content.decode())
    assert Notice.objects.filter(person=town.people["grid_worker"], kind="urged").count() == 1


def test_work_rejected_with_one_star_comes_back_first_and_marked(town, signed_in):
    other = town.open(values={"subject": "别的事"}).matter.id
    town.act(other, "accept", urgency="urgent")
    number = town.open().matter.id
    town.act(number, "accept", urgency="complex")
    town.act(number, "resolve", reply="已换灯泡，请看")
    town.act(number, "confirm", "community_staff")
    town.act(number, "rate", "resident", contacted=True, solved=False, stars=1)
    page = signed_in("grid_worker").get("/inbox").content.decode()
    assert order(page)[:2] == [number, other]
    assert page.count("退回重办") == 1
    assert "退回重办" in signed_in("grid_worker").get(f"/matters/{number}").content.decode()
    assert "退回重办" not in signed_in("resident").get("/mine").content.decode()


def test_a_check_that_is_not_passed_sends_it_back_marked_and_waiting_does_not(town, signed_in):
    back, waits = (town.open(values={"subject": f"{n}号楼灯不亮"}).matter.id for n in "甲乙")
    for number in (back, waits):
        town.act(number, "accept", urgency="normal")
    town.act(waits, "ask_info", question="哪一层？")
    town.act(waits, "supply", "resident", supplement="三层")
    town.act(back, "resolve", reply="已换灯泡，请看")
    town.act(back, "send_back", "community_staff", back_reason="还有两处没亮")
    marked = dict(Matter.objects.values_list("pk", "returned"))
    assert marked == {back: True, waits: False}


def test_every_page_of_a_long_inbox_shows_each_matter_once(town, signed_in):
    numbers = [town.open(values={"subject": f"第{n}件"}).matter.id for n in range(35)]
    town.act(numbers[-1], "remind", "street_staff", text="快办", until=soon())
    worker = signed_in("grid_worker")
    page, seen = worker.get("/inbox").content.decode(), []
    seen += order(page)
    assert seen[0] == numbers[-1]
    while more := re.search(r'href="\?([^"]*after=[^"]+)"', page):
        page = worker.get(f"/inbox?{more[1].replace('&amp;', '&')}").content.decode()
        seen += order(page)
    assert sorted(seen) == numbers
