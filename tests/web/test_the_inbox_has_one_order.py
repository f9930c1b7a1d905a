"""The inbox is in one order on its page, in its file and in what a phone takes along: what presses first."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from shanzhi.matters.lists.queries import in_turn
from shanzhi.matters.models import Matter


@pytest.fixture
def desk(town) -> list[int]:
    """Four on one desk: the third came back, the last is asked for from above."""
    numbers = [town.open(values={"subject": f"第{n}件小事"}).matter.id for n in range(4)]
    now = timezone.now()
    for n, number in enumerate(numbers):
        Matter.objects.filter(pk=number).update(expected_at=now + timedelta(days=n + 1))
    Matter.objects.filter(pk=numbers[2]).update(returned=True)
    Matter.objects.filter(pk=numbers[3]).update(urged_until=now + timedelta(hours=5))
    return [numbers[n] for n in (3, 2, 0, 1)]


def order_in(text: str, desk: list[int]) -> list[int]:
    found = [int(number) for number in re.findall(r"/matters/(\d+)\"", text)]
    return [number for number in dict.fromkeys(found) if number in desk]


def test_page_file_and_pocket_have_one_order(town, signed_in, desk) -> None:
    client, who = signed_in("grid_worker"), town.actor("grid_worker")
    assert [line.id for line in in_turn(who).lines] == desk
    assert order_in(client.get("/inbox").content.decode(), desk) == desk
    pocket = client.get("/offline/pocket").json()
    inbox = next(page for page in pocket["pages"] if page["url"] == "/inbox")
    assert order_in(inbox["main"], desk) == desk
    file = client.get("/inbox?as=xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(file.content)).get_sheet_by_index(0).to_python()
    told = " ".join(str(cell) for row in rows for cell in row)
    places = [told.index(f"第{n}件小事") for n in (3, 2, 0, 1)]
    assert places == sorted(places)


def test_a_long_inbox_is_read_page_by_page_without_gap_or_double(town, desk) -> None:
    who, after, found = town.actor("grid_worker"), None, []
    while True:
        turn = in_turn(who, after=after, limit=1)
        found += [line.id for line in turn.lines]
        if (after := turn.next) is None:
            break
    assert found == desk
