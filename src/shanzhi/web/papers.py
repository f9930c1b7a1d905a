"""The desk's lists as documents: board, search, posts, persons, places, buildings; as on the screen, masked as there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import board as boards
from shanzhi.matters.models import Adoption
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.people.models import Household, Person, Post
from shanzhi.people.privacy import masked
from shanzhi.people.queries import Vacancy
from shanzhi.people.telling import homes_told_apart, lives_at
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name, told_apart
from shanzhi.press.paper import Paper, Part, Table
from shanzhi.reading import search as searching
from shanzhi.reading.lists import by_number
from shanzhi.web.exports import ListColumn, list_paper, matters_paper, tabled
from shanzhi.web.lists import tell
from shanzhi.web.words import last_day, say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


MOST_FOUND = 500
"""Matters a search gives as a file: the latest."""


def board_paper(who: Actor, choice: boards.BoardFilter, most: int) -> Paper:
    """The cards of a board, soonest expected first."""
    found = boards.stack(who, choice, boards.BoardColumn("all", ""), size=most, count=False).numbers
    title = (
        _("看板：%(place)s") % {"place": place_name(choice.place)} if choice.place is not None else _("看板")
    )
    return matters_paper(title, in_order(found))


def found_paper(who: Actor, text: str) -> Paper:
    """What a text finds, the latest first."""
    numbers: list[int] = []
    page = searching.find(who, text)
    numbers += [hit.matter for hit in page.hits]
    while page.next and len(numbers) < MOST_FOUND:
        page = searching.find(who, text, after=page.next)
        numbers += [hit.matter for hit in page.hits]
    return matters_paper(
        _("检索：%(text)s") % {"text": text}, in_order(list(dict.fromkeys(numbers))[:MOST_FOUND])
    )


def in_order(numbers: Sequence[int]) -> list[Matter]:
    """Matters by number, in that order."""
    found = by_number(numbers)
    return [found[number] for number in numbers if number in found]


def posts_paper(here: Place, gaps: Iterable[Vacancy], held: Iterable[Post]) -> Paper:
    """The posts below a place: those to be filled, and those held with their terms."""
    held, gaps = list(held), list(gaps)
    tell([*(post.place for post in held), *(gap.place for gap in gaps)])
    serving: list[ListColumn[Post]] = [
        ListColumn(_("地方"), lambda post: post.place.told, width=2),
        ListColumn(_("岗位"), lambda post: say(role_name(post.role)), width=1.5),
        ListColumn(_("姓名"), lambda post: post.person.name, width=1.5),
        ListColumn(
            _("所属单位"), lambda post: post.organization.name if post.organization else "", width=1.5
        ),
        ListColumn(_("从"), lambda post: post.since, "date"),
        ListColumn(_("任期到"), lambda post: last_day(post.until), "date"),
    ]
    parts: list[Part] = [_gaps(gaps), tabled(held, serving, _("在任"))]
    return Paper(_("%(place)s的岗位") % {"place": place_name(here)}, parts)


def _gaps(gaps: Iterable[Vacancy]) -> Table:
    columns: list[ListColumn[Vacancy]] = [
        ListColumn(_("地方"), lambda gap: gap.place.told, width=2),
        ListColumn(_("岗位"), lambda gap: say(role_name(gap.role)), width=2),
        ListColumn(_("从哪天起空缺"), lambda gap: gap.since, "date"),
    ]
    return tabled(gaps, columns, _("待补的岗位"))


def people_paper(here: Place, people: Iterable[Person], homes: Iterable[Household]) -> Paper:
    """Persons and households as the list shows them: names and telephones masked."""
    listed = list(homes)
    names = homes_told_apart(listed)
    doors: list[ListColumn[Household]] = [ListColumn(_("住户"), lambda home: names[home.pk])]
    parts: list[Part] = [_persons(people, pgettext("heading", "人员")), tabled(listed, doors, _("住户"))]
    return Paper(_("%(place)s的人员") % {"place": place_name(here)}, parts)


def household_paper(title: str, where: str, members: Iterable[Person]) -> Paper:
    """The members of one household, masked."""
    return Paper(title, [_persons(members, _("成员"))], where)


def _persons(people: Iterable[Person], title: str) -> Table:
    listed = list(people)
    where = lives_at(listed)
    columns: list[ListColumn[Person]] = [
        ListColumn(_("姓名"), lambda person: masked(person)["name"]),
        ListColumn(_("住处"), lambda person: where[person.pk], width=2),
        ListColumn(_("电话"), lambda person: masked(person).get("phone", "")),
    ]
    return tabled(listed, columns, title)


def places_paper(title: str, found: Iterable[Place]) -> Paper:
    """Places by name."""
    return Paper(title, [_places(found)])


def place_paper(
    here: Place,
    below: Iterable[Place],
    loads: Mapping[int, str],
    posts: Iterable[Post],
    gaps: Iterable[Vacancy],
    methods: Iterable[tuple[Adoption, Method]],
) -> Paper:
    """The lists of one place: who answers, which posts are vacant, what lies below, which methods are used."""
    answering: list[ListColumn[Post]] = [
        ListColumn(_("岗位"), lambda post: say(role_name(post.role))),
        ListColumn(_("姓名"), lambda post: post.person.name),
        ListColumn(
            _("所属单位"), lambda post: post.organization.name if post.organization else "", width=1.5
        ),
        ListColumn(_("任期到"), lambda post: last_day(post.until), "date"),
    ]
    used: list[ListColumn[tuple[Adoption, Method]]] = [
        ListColumn(_("工作法"), lambda one: say(one[1].title), width=2),
        ListColumn(_("版本"), lambda one: one[1].version, "number"),
        ListColumn(_("采用的地方"), lambda one: names[one[0].place_id]),
    ]
    methods = list(methods)
    names = told_apart(adoption.place for adoption, _method in methods)
    parts: list[Part] = [
        _places(below, _("下面的地方"), loads),
        tabled(posts, answering, _("责任人")),
        _gaps(gaps),
        tabled(methods, used, _("采用的工作法")),
    ]
    return Paper(place_name(here), parts)


def _counted(text: str) -> int | str:
    """A count as a number; one that was counted no further (30+) as it stands."""
    return int(text) if text.isdecimal() else text


def _places(found: Iterable[Place], title: str = "", loads: Mapping[int, str] | None = None) -> Table:
    found = list(found)
    tell(found)
    columns: list[ListColumn[Place]] = [
        ListColumn(_("地方"), lambda place: place.told, width=3),
        ListColumn(_("层级"), lambda place: say(LEVEL_NAMES.get(place.level, place.level))),
    ]
    if loads:
        columns.append(ListColumn(_("在办"), lambda place: _counted(loads.get(place.pk, "")), "number"))
    return tabled(found, columns, title)


def buildings_paper(here: Place, buildings: Iterable[Place], held: Mapping[int, list[Post]]) -> Paper:
    """The buildings of a place, and who answers for each."""
    buildings = list(buildings)
    tell(buildings)

    def answers(place: Place) -> str:
        return _("、").join(
            f"{say(role_name(post.role))} {post.person.name}" for post in held.get(place.pk, [])
        )

    columns: list[ListColumn[Place]] = [
        ListColumn(_("楼栋"), lambda place: place.told),
        ListColumn(_("谁来包"), answers, width=2),
    ]
    return list_paper(_("%(place)s的分区包楼") % {"place": place_name(here)}, buildings, columns)
