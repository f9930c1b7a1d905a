"""A town that can vote in secret: more households, three key holders, and their cards."""

from __future__ import annotations

from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.matters.ballots.cards import register_card
from shanzhi.matters.models import HolderKey
from shanzhi.people import actions as people
from shanzhi.people.queries import load_actor
from shanzhi.secrecy import draw_card
from tests.matters.town import SINCE, Town

HOLDING = ("secretary", "supervision_member", "street_staff")


def settle(town: Town, homes: int) -> None:
    """Let so many households live in the building, one person in each: `resident` … `resident8`."""
    for n in range(len(town.residents) + 1, homes + 1):
        home = people.add_household(SYSTEM, name=f"一单元 {n}01", place=town.building, area=8_000 + 100 * n)
        person = people.add_person(SYSTEM, name=f"居民{n}", household=home, facts={"birth": "1960-05-06"})
        town.households.append(home)
        town.residents.append(person)
        town.people[f"resident{n}"] = person


def give_cards(town: Town, holders: int = 3) -> list[str]:
    """Make so many people key holders of the community, and let each take a card into use. Their cards."""
    cards = []
    for n, role in enumerate(HOLDING[:holders], 1):
        if role not in town.people:
            town.people[role] = town.appoint(role, town.community, f"{role}甲")
        person = town.people[role]
        people.assign_post(SYSTEM, person=person, role="key_holder", place=town.community, since=SINCE)
        town.people[f"holder{n}"] = person
        card = draw_card()
        taken = register_card(actor=load_actor(person.pk), text=card.text)
        assert isinstance(taken, HolderKey), taken
        cards.append(card.text)
    return cards


def refused(answer: object) -> str:
    """The code of a refusal."""
    assert isinstance(answer, Refusal), answer
    return answer.code
