"""The desk's lists as documents: the board, what a search found, posts, persons; as on the screen, masked as there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from shanzhi.engine.types import Actor
from shanzhi.matters import board as boards
from shanzhi.matters import search as searching
from shanzhi.matters.models import Matter
from shanzhi.method.roles import role_name
from shanzhi.people.models import Person, Post
from shanzhi.people.privacy import masked
from shanzhi.people.queries import Vacancy
from shanzhi.places.models import Place
from shanzhi.press.paper import Cell, Column, Paper, Part, Table
from shanzhi.web.exports import matters_paper
from shanzhi.web.lists import with_names
from shanzhi.web.words import say

MOST_FOUND = 500
"""Matters a search gives as a file: the latest."""


def board_paper(who: Actor, choice: boards.Choice, most: int) -> Paper:
    """The cards of a board, soonest expected first."""
    found = boards.stack(who, choice, boards.Column("all", ""), size=most, count=False).numbers
    title = _("看板：%(place)s") % {"place": choice.place.name} if choice.place is not None else _("看板")
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
    found = {matter.pk: matter for matter in with_names(Matter.objects.filter(pk__in=numbers))}
    return [found[number] for number in numbers if number in found]


def posts_paper(here: Place, gaps: Iterable[Vacancy], held: Iterable[Post]) -> Paper:
    """The posts below a place: those to be filled, and those held with their terms."""
    vacant: list[list[Cell]] = [[gap.place.name, say(role_name(gap.role)), gap.since] for gap in gaps]
    serving: list[list[Cell]] = [
        [post.place.name, say(role_name(post.role)), post.person.name, post.organization.name if post.organization else "", post.since, post.until]
        for post in held
    ]  # fmt: skip
    parts: list[Part] = [
        Table([Column(_("地方"), width=2), Column(_("岗位"), width=2), Column(_("从哪天起空缺"), "date")], vacant, _("待补的岗位")),
        Table(
            [
                Column(_("地方"), width=2), Column(_("岗位"), width=1.5), Column(_("姓名"), width=1.5), Column(_("所属单位"), width=1.5),
                Column(_("从"), "date"), Column(_("任期到"), "date"),
            ],
            serving,
            _("在任"),
        ),
    ]  # fmt: skip
    return Paper(_("%(place)s的岗位") % {"place": here.name}, parts)


def people_paper(here: Place, people: Iterable[Person]) -> Paper:
    """Persons as the list shows them: names and telephones masked."""
    rows: list[list[Cell]] = []
    for person in people:
        shown = masked(person)
        home = person.household
        door = (
            f"{home.place.name} {home.name}" if home is not None else person.home.name if person.home else ""
        )
        rows.append([shown["name"], door, shown.get("phone", "")])
    columns = [Column(_("姓名")), Column(_("住处"), width=2), Column(_("电话"))]
    return Paper(_("%(place)s的人员") % {"place": here.name}, [Table(columns, rows)])
