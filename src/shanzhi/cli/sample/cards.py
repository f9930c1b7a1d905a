"""The key holders of the sample, with invented cards that the demonstration shows: a secret ballot can be walked to its end."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from shanzhi.cli.sample.ground import Tree
from shanzhi.engine.types import SYSTEM, Refusal
from shanzhi.engine.world import HOLDER
from shanzhi.matters.ballots.cards import demo_card, register_card
from shanzhi.people.actions import assign_post
from shanzhi.people.queries import load_actor

if TYPE_CHECKING:
    from shanzhi.cli.sample.people import SamplePeople


def give_cards(tree: Tree, cast: SamplePeople, now: datetime) -> None:
    """Make each community's secretary and supervision committee, and an officer of its street, key holders with a card."""
    at, done = now - timedelta(minutes=1), set()
    for community in tree.communities:
        street = community.parent_id
        for role, place in (
            ("secretary", community.pk),
            ("supervision_member", community.pk),
            ("street_staff", street),
        ):
            person = cast.posts.get((role, place or 0))
            if person is None:
                continue
            assign_post(
                SYSTEM, person=person, role=HOLDER, place=community, since=now - timedelta(days=365), at=at
            )
            if person.pk not in done:
                done.add(person.pk)
                taken = register_card(actor=load_actor(person.pk), text=demo_card(person.pk), at=at)
                assert not isinstance(taken, Refusal), taken
