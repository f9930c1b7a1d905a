"""The cards of the board: what it is, where, in which stage, on whose desk, until when, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.lists import board
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.people.models import Organization
from shanzhi.places.models import Place
from shanzhi.places.telling import told_apart
from shanzhi.reading.listed import seen_among
from shanzhi.reading.lists import by_number, write_key
from shanzhi.web.lists import MatterRow, rows
from shanzhi.web.words import say

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


SIZE = 15


class BoardCard(Struct):
    """One card: the row of a list, on whose desk, and the history position it was read at."""

    row: MatterRow
    desk: str
    seq: int


class Pile(Struct):
    """One column as it is shown: `count` in words, its cards, and the address of the next ones."""

    key: str
    label: Sentence | str
    tone: str
    count: str
    cards: list[BoardCard]
    more: str


def pile(
    actor: Actor,
    choice: board.BoardFilter,
    column: board.BoardColumn,
    query: dict[str, str],
    after: board.Key | None = None,
) -> Pile:
    """A page of a column. `query` is the address of the board, to go on from."""
    found = board.stack(actor, choice, column, after=after, size=SIZE, count=after is None)
    more = ""
    if found.next is not None:
        at = {**query, "column": column.key, "after": write_key(found.next)}
        more = f"{reverse('board-column')}?{urlencode(at)}"
    count = f"{found.count}+" if found.more else str(found.count)
    return Pile(column.key, column.label, column.tone, count, cards(found.numbers, actor), more)


def cards(numbers: Sequence[int], reader: Actor) -> list[BoardCard]:
    """The cards of matters, in their order; of those that the reader may see."""
    seen = seen_among(reader, numbers)
    found = by_number(seen)
    matters = [found[number] for number in numbers if number in found]
    desks = desks_of(matters)
    return [
        BoardCard(row, desks[matter.pk], matter.seq)
        for row, matter in zip(rows(matters, reader=reader, pictured=True), matters, strict=True)
    ]


def desks_of(matters: Iterable[Matter]) -> dict[int, str]:
    """Whose desk each matter lies on, in words."""
    listed = list(matters)
    at = Place.objects.filter(pk__in={m.desk_place_id for m in listed if m.desk_place_id}).defer("geometry")
    places = told_apart(at)
    offices = dict(
        Organization.objects.filter(
            pk__in={m.desk_office_id for m in listed if m.desk_office_id}
        ).values_list("pk", "name")
    )
    return {m.pk: _desk(m, places, offices) for m in listed}


def _desk(matter: Matter, places: dict[int, str], offices: dict[int, str]) -> str:
    if not matter.desk_role:
        return _("大家参与")
    stage = compiled(bytes(matter.pin), matter.adoption_id).stages[matter.stage]
    role = say(called_at(stage.desk, matter.desk_role))
    where = offices.get(matter.desk_office_id or 0) or places.get(matter.desk_place_id or 0, "")
    if matter.desk_role in ("opener", "holder"):
        return role
    return _("%(place)s %(role)s") % {"place": where, "role": role} if where else role


def now() -> datetime:
    """The moment the columns are laid out by."""
    return timezone.now()
