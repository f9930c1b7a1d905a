"""What becomes of a household: parted, put together with another, moved out whole, closed."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from shanzhi.api.households import Called, HouseholdView, household_view
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message, Number
from shanzhi.api.refs import household_at, kept_household, named_person, place_at
from shanzhi.api.subjects import posts
from shanzhi.method.words import Sentence
from shanzhi.people import actions
from shanzhi.people.models import Household
from shanzhi.people.problems import BadInput

ONE_OF = Sentence("`to`、`home` 和 `away` 请只给一个", "give exactly one of `to`, `home` and `away`")


class HouseholdSplit(Message):
    """Who goes (`members`), and the door of the new household; `place` is where it is (left out: the same)."""

    name: Called
    members: Annotated[list[Number], Meta(min_length=1, max_length=50)]
    place: Number | None = None
    head: Number | None = None


class HouseholdMerge(Message):
    """The household that stays."""

    into: Number


class HouseholdLeaving(Message):
    """Where all of them go: `to` a household, to live at the place `home`, or `away` from here."""

    to: Number | None = None
    home: Number | None = None
    away: bool = False


class HouseholdMoved(Struct):
    """The household, and how many people moved."""

    household: HouseholdView
    moved: int


@operation(
    posts,
    "POST",
    "/households/{int:number}/split",
    Sentence("分户", "Part a household"),
    body=HouseholdSplit,
    answer=HouseholdView,
    status=201,
    makes=lambda number: Household.objects.filter(pk=number, closed_at=None).exists(),
    scope="act",
    refuses=[404],
    examples={"son": {"name": "502", "members": [31], "head": 31}},
)
def split_household(call: Call, number: int) -> HouseholdView:
    """The new household, with the members who went; it has no area and no owner on record yet."""
    body: HouseholdSplit = call.body
    made = actions.split_household(
        call.actor,
        household=kept_household(call.actor, number),
        name=body.name,
        members=[named_person(call.actor, one) for one in body.members],
        place=place_at(body.place) if body.place is not None else None,
        head=named_person(call.actor, body.head) if body.head is not None else None,
    )
    return household_view(household_at(made.pk))


@operation(
    posts,
    "POST",
    "/households/{int:number}/merge",
    Sentence("并户", "Put a household together with another"),
    body=HouseholdMerge,
    answer=HouseholdMoved,
    scope="act",
    refuses=[404],
)
def merge_households(call: Call, number: int) -> HouseholdMoved:
    """The household that stays. Refused where each has owners or an area of its own: those are two flats."""
    household, into = kept_household(call.actor, number), kept_household(call.actor, call.body.into)
    moved = actions.merge_households(call.actor, household=household, into=into)
    return HouseholdMoved(household_view(household_at(into.pk)), moved)


@operation(
    posts,
    "POST",
    "/households/{int:number}/leave",
    Sentence("全户迁走", "Let a whole household move"),
    body=HouseholdLeaving,
    answer=HouseholdMoved,
    scope="act",
    refuses=[404],
)
def move_whole_household(call: Call, number: int) -> HouseholdMoved:
    """The household stays on record, as the flat that stands empty."""
    body: HouseholdLeaving = call.body
    household = kept_household(call.actor, number)
    if sum((body.to is not None, body.home is not None, body.away)) != 1:
        raise BadInput(ONE_OF)
    moved = actions.move_whole_household(
        call.actor,
        household=household,
        to=kept_household(call.actor, body.to) if body.to is not None else None,
        home=place_at(body.home) if body.home is not None else None,
    )
    return HouseholdMoved(household_view(household_at(number)), moved)


@operation(
    posts,
    "POST",
    "/households/{int:number}/close",
    Sentence("注销住户", "Close a household"),
    answer=HouseholdView,
    scope="act",
    refuses=[404],
)
def close_household(call: Call, number: int) -> HouseholdView:
    """It keeps its record."""
    actions.close_household(call.actor, household=kept_household(call.actor, number))
    return household_view(household_at(number))
