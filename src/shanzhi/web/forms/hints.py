"""What is offered while somebody describes a matter: that it is known already (我也是), and which place they name.

Nothing is decided by it. What was offered once is marked in the form (`seen`), so that nobody is asked twice: with
scripts it stands there while one types, without them it comes as a second step.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.matters.search.nearby import nearly_same
from shanzhi.method.model import Field
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.places.queries import find_by_text, is_outside
from shanzhi.reading.walls import similar
from shanzhi.web.forms.picking import Asker, place_choices
from shanzhi.web.forms.questions import Choice
from shanzhi.web.forms.sheet import Sheet
from shanzhi.web.lists import rows
from shanzhi.web.numbers import is_number
from shanzhi.web.posters import posters

if TYPE_CHECKING:
    from shanzhi.matters.models import Matter


SEEN = "seen"
"""The name of the inputs that say what was offered."""
ALL = "all"
"""Says that nothing more need be offered."""
SURE = 0.5
MOST_PLACES = 3
MOST_ON_WALL = 2
NAMED_LEVELS = frozenset({"building", "unit", "microgrid", "grid", "community"})


class Twin(Struct):
    """A matter that may be the same: what it is, where it stands, and whether it is the reader's own, or on the wall."""

    number: int
    title: str
    where: str
    stage: Sentence | str
    since: datetime
    own: bool = False
    wall: bool = False


class Hints(Struct):
    """What is offered: matters to join, places to choose; and that the point set lies `outside` what is kept here."""

    twins: list[Twin] = []
    places: list[Choice] = []
    outside: bool = False

    @property
    def marks(self) -> list[str]:
        """What says in the form that all this was offered."""
        marks = [f"m{twin.number}" for twin in self.twins] + [f"p{place.value}" for place in self.places]
        return [*marks, "outside"] if self.outside else marks

    def unseen(self, sheet: Sheet) -> bool:
        """Whether something of it was not offered yet."""
        seen = sheet.data.getlist(SEEN)
        return ALL not in seen and not set(self.marks) <= set(seen)


def hints_of(sheet: Sheet, method: str, place: Place, at: str, point: tuple[float, float] | None) -> Hints:
    """What to offer for the answers so far. `at` is the place chosen, if one was."""
    text = "，".join(str(sheet.values.get(f.name) or "") for f in sheet.form if tells(f)).strip("，")[:1000]
    outside = point is not None and is_outside(*point)
    if len(text) < 2:
        return Hints(outside=outside)
    where = Place.objects.filter(pk=int(at)).first() if is_number(at) else None
    here = where or place
    way = Place.objects.filter(pk__in=here.ancestor_ids).defer("geometry").in_bulk()
    community = next((one for one in way.values() if one.level == "community"), None)
    actor = sheet.asker.actor
    alike = nearly_same(actor, method=method, place=here, text=text, point=point, around=community or here)
    found = [one.matter for one in alike]
    own = {matter.pk for matter in found if matter.opener_id == actor.person}
    twins = [_twin(matter, matter.pk in own, actor) for matter in found]
    return Hints(
        [*twins, *_on_the_wall(actor, community, text, twins)],
        _named(sheet.asker, text, place, way.get(place.ancestor_ids[0]), at, point),
        outside,
    )


def _on_the_wall(actor: Actor, community: Place | None, text: str, found: list[Twin]) -> list[Twin]:
    """What neighbours put on the wall of the community, that the asker can still say 我也是 to."""
    known = {twin.number for twin in found}
    cards = similar(actor, community, text, MOST_ON_WALL) if community is not None else []
    open_ = [card for card in cards if card.may_support and card.matter not in known]
    shown = posters(actor, open_) if open_ else []
    return [Twin(one.number, one.title, one.where, one.stage, one.since, wall=True) for one in shown]


def tells(field: Field) -> bool:
    """Whether an answer describes what happened or where, in words of one's own."""
    return field.kind.written and not field.sensitive


def _twin(matter: Matter, own: bool, who: Actor) -> Twin:
    row = rows([matter], reader=who)[0]
    return Twin(row.number, row.title, row.place, row.stage, matter.opened_at, own)


def _named(
    asker: Asker, text: str, place: Place, top: Place | None, at: str, point: tuple[float, float] | None
) -> list[Choice]:
    """The places a text names, where they are not the one it is taken for anyway."""
    if point is not None:
        return []
    matches = find_by_text(text, within=top) if top is not None else []
    ids = [m.place for m in matches if m.sure >= SURE and m.level in NAMED_LEVELS]
    ids = [pk for pk in dict.fromkeys(ids) if pk not in place.ancestor_ids][:MOST_PLACES]
    if not ids:
        return []
    by_id = Place.objects.filter(closed_at=None).defer("geometry").in_bulk(ids)
    choices = place_choices((by_id[pk] for pk in ids if pk in by_id), asker)
    for choice in choices:
        choice.chosen = choice.value == at
    return choices
