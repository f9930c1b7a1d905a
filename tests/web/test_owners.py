"""Owners and the area of a flat, on their page and over the API: one rule behind both."""

from __future__ import annotations

import pytest

from shanzhi.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def address(town) -> str:
    return f"/households/{town.households[0].pk}/owners"


def owners_of(town, n: int = 0) -> list[tuple[str, str]]:
    rows = town.households[n].ownerships.select_related("person").order_by("pk")
    return [(row.person.name, row.share) for row in rows]


def test_members_are_ticked_and_others_named_with_their_telephone(town, signed_in, address) -> None:
    staff = signed_in("community_staff")
    shown = staff.get(address).content.decode()
    assert "不清楚" in staff.get(f"/households/{town.households[0].pk}").content.decode()
    member = town.residents[0].pk
    assert f'value="{member}"' in shown
    sent = {
        "owner": [str(member)],
        f"share.{member}": "1/2",
        "name": "远方业主",
        "phone": "13800000099",
        "share": "1/2",
        "area": "81.5",
        "source": "registered",
    }
    assert staff.post(address, sent).status_code == 302
    assert owners_of(town) == [("居民1", "1/2"), ("远方业主", "1/2")]
    town.households[0].refresh_from_db()
    assert (town.households[0].area, town.households[0].area_source) == (8_150, "registered")
    before = Person.objects.count()
    staff.post(address, sent)
    assert (Person.objects.count(), len(owners_of(town))) == (before, 2)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"name": "只有姓名", "area": "80"}, "电话"),
        ({"area": "八十"}, "86.5"),
        ({"area": "80", "name": "远方业主", "phone": "13800000099", "share": "一半"}, "份额"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_written(town, signed_in, address, sent, said) -> None:
    before, area = Person.objects.count(), town.households[0].area
    answer = signed_in("community_staff").post(address, sent)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    town.households[0].refresh_from_db()
    assert (Person.objects.count(), town.households[0].area, owners_of(town)) == (before, area, [])


def test_only_those_who_keep_the_rolls_there_say_who_owns(town, signed_in, address) -> None:
    for who in ("resident", "grid_worker@other"):
        assert signed_in(who).get(address).status_code in (403, 404)
        assert signed_in(who).post(address, {"area": "1"}).status_code in (403, 404)
    assert owners_of(town) == []
