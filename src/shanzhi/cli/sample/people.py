"""The people of the sample district: one household behind every door, and someone in nearly every post.

A few posts stand vacant and a few terms end soon, as they do anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from msgspec import Struct

from shanzhi.cli.sample.bodies import make_bodies
from shanzhi.cli.sample.ground import BUILDINGS, DOORS, Tree
from shanzhi.cli.sample.owners import make_owners
from shanzhi.engine.types import SYSTEM
from shanzhi.method.roles import ROLES
from shanzhi.people.actions import (
    add_household,
    add_organization,
    add_person,
    ask_for_new_account,
    assign_post,
    open_account,
)
from shanzhi.people.actors import actor_of
from shanzhi.people.models import Account, Organization, Person
from shanzhi.places.models import Place

STEMS = "甲乙丙丁戊己庚辛壬癸"
OFFICES = ("城市管理局（示例）", "住房和建设局（示例）", "公安分局（示例）")
STREET_ROLES = ("street_staff", "social_worker", "inspector")
COMMUNITY_ROLES = (
    "health_worker",
    "secretary",
    "community_staff",
    "social_worker",
    "mediator",
    "committee_chair",
    "committee_member",
    "supervision_member",
    "police",
    "property_lead",
    "owners_member",
)
GRID_ROLES = ("grid_worker", "grid_chief", "party_member", "volunteer", "representative")
RESIDENTS_SIGNED_IN = 24
VACANT_GRIDS = frozenset({7, 19})
ENDING_SOON = frozenset({3, 11, 23})
VACANT_BUILDINGS = frozenset({19, 46, 61, 103})
VACANT_YARDS = frozenset({9, 24, 45})
NEIGHBOURS_SIGNED_IN = 8


class SamplePeople(Struct):
    """Who was made: accounts for those who sign in, offices, and everyone in a post by (role, place)."""

    residents: list[Person] = []
    offices: list[Organization] = []
    posts: dict[tuple[str, int], Person] = {}
    accounts: list[Account] = []
    owners: list[Person] = []
    """A couple with one flat, and who acts for the developer."""


class _Names:
    """网格员甲, 网格员乙 …, 网格员甲二: plainly invented, each once."""

    def __init__(self) -> None:
        self.count: dict[str, int] = {}

    def next(self, role: str) -> str:
        number = self.count[role] = self.count.get(role, -1) + 1
        turn, stem = divmod(number, len(STEMS))
        return f"{ROLES[role].name.zh}{STEMS[stem]}{turn + 1 if turn else ''}"


def make_people(tree: Tree, password: str, now: datetime) -> SamplePeople:
    """Households, residents, offices, posts and accounts, as of a year ago."""
    began = now - timedelta(days=365)
    cast = SamplePeople()
    names = _Names()
    for number, door in enumerate(tree.doors, 1):
        household = add_household(
            SYSTEM, name=f"{number:04} 户", place=door, area=6000 + number % 7 * 1000, at=began
        )
        resident = add_person(
            SYSTEM,
            name=f"居民 {number:04}",
            household=household,
            facts={"phone": f"1380000{number:04}"},
            at=began,
        )
        cast.residents.append(resident)
    for name in OFFICES:
        cast.offices.append(
            add_organization(SYSTEM, name=name, kind="department", place=tree.district, at=began)
        )
    for role, place, office in _posts(tree, cast):
        person = add_person(SYSTEM, name=names.next(role), serves=place, at=began)
        _appoint(cast, person, role, place, began, now, office=office, soon=_soon(tree, role, place))
        _sign_in(cast, f"{role}{names.count[role] + 1}", person, password)
    signed_in: Counter[str] = Counter()
    for number, (role, place, resident) in enumerate(_neighbours(tree, cast)):
        _appoint(cast, resident, role, place, began, now, soon=number in ENDING_SOON)
        if number < NEIGHBOURS_SIGNED_IN:
            signed_in[role] += 1
            _sign_in(cast, f"{role}{signed_in[role]}", resident, password)
    for number, resident in enumerate(cast.residents[:: len(cast.residents) // RESIDENTS_SIGNED_IN], 1):
        _sign_in(cast, f"resident{number}", resident, password)
    make_owners(tree, cast, began)
    make_bodies(tree, began)
    for number, owner in enumerate(cast.owners, 1):
        _sign_in(cast, f"owner{number}", owner, password)
    return cast


def make_administrators(cast: SamplePeople, now: datetime) -> None:
    """The three who administer, with the sample's one password, and a request that waits to be confirmed."""
    made = {}
    for kind in ("system_admin", "security_admin", "audit_admin"):
        made[kind], _ = open_account(SYSTEM, username=f"{kind}1", kind=kind, like=cast.accounts[0])
    ask_for_new_account(
        actor_of(made["security_admin"]),
        username="system_admin2",
        kind="system_admin",
        reason="夜间值班，轮换一人",
        at=now - timedelta(hours=5),
    )


def _soon(tree: Tree, role: str, place: Place) -> bool:
    return role == "grid_chief" and tree.grids.index(place) in ENDING_SOON


def _appoint(
    cast: SamplePeople, person: Person, role: str, place: Place, began: datetime, now: datetime, *,
    office: Organization | None = None, soon: bool = False,
) -> None:  # fmt: skip
    """Give a post as of a year ago; `soon` lets its term end in some weeks."""
    until = now + timedelta(days=40) if soon else None
    assign_post(
        SYSTEM, person=person, role=role, place=place, organization=office, since=began, until=until, at=began
    )  # fmt: skip
    cast.posts[role, office.pk if office else place.pk] = person


def _neighbours(tree: Tree, cast: SamplePeople) -> Iterator[tuple[str, Place, Person]]:
    """Residents who serve where they live: a lead for nearly every building and yard, the last and the third to move in."""
    for number, building in enumerate(tree.buildings):
        first = number * DOORS
        if number not in VACANT_BUILDINGS:
            yield "building_lead", building, cast.residents[first + DOORS - 1]
        if number % BUILDINGS == 0 and number // BUILDINGS not in VACANT_YARDS:
            yield "team_lead", building.parent or building, cast.residents[first + 2]


def _sign_in(cast: SamplePeople, username: str, person: Person, password: str) -> None:
    """An account with the sample's one password, which need not be changed."""
    like = cast.accounts[0] if cast.accounts else None
    account, _ = open_account(SYSTEM, username=username, person=person, password=password, like=like)
    if like is None:
        account.must_change_password = False
        account.save(update_fields=["must_change_password"])
    cast.accounts.append(account)


def _posts(tree: Tree, cast: SamplePeople) -> Iterator[tuple[str, Place, Organization | None]]:
    yield from (("district_staff", tree.district, None) for _ in range(2))
    yield from (("department_staff", tree.district, office) for office in cast.offices)
    yield from ((role, street, None) for street in tree.streets for role in STREET_ROLES)
    yield "inspector", tree.district, None  # charged with ending formalism
    yield from ((role, community, None) for community in tree.communities for role in COMMUNITY_ROLES)
    for number, grid in enumerate(tree.grids):
        yield from (
            (role, grid, None)
            for role in GRID_ROLES
            if not (role == "grid_worker" and number in VACANT_GRIDS)
        )
    yield from (("microgrid_worker", microgrid, None) for microgrid in tree.microgrids[::2])
    yield from (("neighbour_lead", building, None) for building in tree.buildings[1::6])
