"""A sign that turns a text round (U+202E) in a title is in no record and so on no face: pages, lists, notices."""

import pytest

from shanzhi.matters.models import Entry, Matter, Notice

TURNING = "\u202e"
TITLE = f"楼道灯{TURNING}不亮"


@pytest.fixture
def number(town):
    return town.open(values={"subject": TITLE, "detail": f"三楼{TURNING}的灯"}).matter.id


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("grid_worker", "/inbox"), ("grid_worker", "/matters/{n}"), ("community_staff", "/board"),
        ("resident", "/mine"), ("grid_worker", "/search?q=楼道灯"), ("grid_worker", "/notices"),

    ],
)  # fmt: skip
def test_no_page_holds_it(town, signed_in, number, who, address):
    answer = signed_in(who).get(address.format(n=number))
    assert answer.status_code == 200
    assert TURNING not in answer.content.decode()


def test_the_record_and_what_is_told_hold_it_nowhere(town, number):
    town.act(number, "accept", "grid_worker", urgency="normal")
    town.act(number, "resolve", "grid_worker", reply=f"换好了{TURNING}请看看")
    row = Matter.objects.get()
    assert row.title == "楼道灯不亮"
    told = [row.title, str(row.data), *(str(e.values) for e in Entry.objects.all())]
    told += [text for notice in Notice.objects.all() for text in (notice.zh, notice.en)]
    assert len(told) > 5
    assert not any(TURNING in text or "\\u202e" in text for text in told)
