"""The invented town at its pages: everybody in it has an account, and a browser of their own."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from shanzhi import library
from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_person
from shanzhi.people.models import Account, Person
from shanzhi.places.actions import add_place
from shanzhi.places.models import Place
from tests.matters.town import Town, build_town, played

PASSWORD = "Ping-An-2026-xiang"


@pytest.fixture(autouse=True)
def played_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library has what tests play."""
    monkeypatch.setattr(library, "files", played)


@pytest.fixture
def town(db: None) -> Town:
    return build_town()


def open_account(person: Person, username: str) -> Account:
    """An account that needs no change of password."""
    return Account.objects.create_user(username, PASSWORD, person=person)


def lone_resident(name: str, **facts: str) -> Person:
    """Somebody who lives in a district where nothing else is: for what needs no town."""
    district = Place.objects.first() or add_place(name="样例区", level="district", code="990101")
    return add_person(SYSTEM, name=name, home=district, facts=facts)


@pytest.fixture
def signed_in(town: Town) -> Callable[[str], Client]:
    """A browser in which somebody of the town is signed in."""
    clients: dict[str, Client] = {}

    def client(who: str) -> Client:
        if who not in clients:
            person = town.people[who]
            account = Account.objects.filter(person=person).first() or open_account(person, who)
            clients[who] = Client()
            clients[who].force_login(account)
        return clients[who]

    return client
