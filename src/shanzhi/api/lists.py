"""Lists of matters: one's desk, one's own, a place's, or a search; by a key and not by a count of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Literal

from msgspec import Meta, Struct
from msgspec.structs import replace

from shanzhi.api.acts import DeskView
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number, wrong
from shanzhi.api.refs import light_places, place_at
from shanzhi.api.subjects import matters
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.method.roles import ROLES
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.places.telling import full_names
from shanzhi.reading.invitations import invitations
from shanzhi.reading.listed import Listed, dated, listed
from shanzhi.reading.lists import (
    LARGEST_PAGE,
    Key,
    Narrowing,
    as_lines,
    by_number,
    inbox,
    narrowed,
    newest_first,
    one_desk,
    opened_by,
    read_key,
    read_number,
    standing_in,
    visible,
    write_key,
)
from shanzhi.reading.search import find

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from shanzhi.matters.lists.queries import ListedMatter, Turn
    from shanzhi.matters.models import Matter

BAD_DESK = Sentence("应写成 角色@地方编号，如 grid_worker@12。", "Write role@place, such as grid_worker@12.")
BAD_KEY = Sentence("请用上一页给出的 next。", "Use the `next` of the page before.")


class MatterFilter(Message):
    """Which matters. `box`: on your desks (`inbox`), on vacant desks below you (`standing_in`), what you are invited to take
    part in (`asked`), opened by you (`mine`), or all you may see. `desk` is one desk, such as `grid_worker@12`. `after` is the `next` of the page before.
    `text` searches all that was written, as the page for searching does; a number puts its matter first.
    """

    box: Literal["inbox", "standing_in", "asked", "mine", "all"] = "all"
    desk: Annotated[str, Meta(max_length=60)] | None = None
    place: Number | None = None
    method: Annotated[str, Meta(max_length=64)] | None = None
    stage: Annotated[str, Meta(max_length=64)] | None = None
    end: Annotated[str, Meta(max_length=16)] | None = None
    open: bool | None = None
    late: bool | None = None
    text: Annotated[str, Meta(max_length=100)] | None = None
    after: Annotated[str, Meta(max_length=60)] | None = None
    limit: Annotated[int, Meta(ge=1, le=LARGEST_PAGE)] = 50


class MatterLine(Struct):
    """One matter in a list. `expected_at` is the earliest date something must have happened by, `place_name` the place with
    all the names above it.

    `late` says that its date has passed. `asks`, of the box `asked`, is the kind of the block by which it asks: `ballot`,
    `session`, `endorse`, `survey`, `publicity`, `claim`.

    `urged_until` is until when a post above wants an answer (督办), `returned` that it came back to a desk that had finished
    with it; both are told to its parties.
    """

    number: int
    method: str
    title: str
    stage: str
    stage_label: str
    place: int
    place_name: str
    desk: DeskView | None
    opened_at: datetime
    expected_at: datetime | None
    late: bool
    closed_at: datetime | None
    end: str | None
    seq: int
    urged_until: datetime | None = None
    returned: bool = False
    asks: str | None = None


class MatterPage(Struct):
    """A page of matters; `next` is what to send as `after` for the following one (null: this is the last). A page of a
    search may hold fewer than asked for and have a next one; beside the first page of `inbox` comes all that presses."""

    matters: list[MatterLine]
    next: str | None


@operation(
    matters,
    "GET",
    "/matters",
    Sentence("事项列表", "List matters"),
    about=Sentence(
        "待办先排督办和退回的，再按最早的时限排；其他按最近发起排；逐页用 next 续读。",
        "Your desks begin with what presses (asked for from above, or come back), then what is expected soonest; the others with what was opened last.",
    ),
    query=MatterFilter,
    answer=MatterPage,
    refuses=[404],
)
def list_matters(call: Call) -> MatterPage:
    """One page."""
    query: MatterFilter = call.query
    if query.desk is not None:
        role, place = _desk(query.desk)
        return _desks(call, lambda after: one_desk(call.actor, role, place, after=after, size=query.limit))
    if query.box == "inbox":
        return _desks(call, lambda after: inbox(call.actor, after=after, size=query.limit))
    if query.box == "standing_in":
        return _desks(call, lambda after: standing_in(call.actor, after=after, size=query.limit))
    if query.box == "asked":
        return _asked(call)
    all_there = opened_by(call.actor) if query.box == "mine" else visible(call.actor)
    found = narrowed(call.actor, all_there, _narrowing(query))
    return _found(call, found, query.text) if query.text else _newest_first(call, found)


def _desk(desk: str) -> tuple[str, int]:
    """The role and the place of one desk."""
    role, _, number = desk.partition("@")
    place = read_number(number)
    if role not in ROLES or not place or place > LARGEST:
        raise wrong({"desk": BAD_DESK})
    return role, place


def _desks(call: Call, read: Callable[[Key | None], Turn]) -> MatterPage:
    """What lies on desks. Whose it is, or who answers for it, is a party and told all."""
    turn = read(_date_key(call))
    return MatterPage(
        _told(turn.lines, call.language), write_key(turn.next) if turn.next is not None else None
    )


def _asked(call: Call) -> MatterPage:
    """What the caller is invited to, and how."""
    limit = call.query.limit
    found = invitations(call.actor, after=_date_key(call), size=limit + 1)
    shown = lines([one.matter for one in found[:limit]], call)
    for line, one in zip(shown, found, strict=False):
        line.asks = one.asks
    last = found[limit - 1].matter if len(found) > limit else None
    return MatterPage(shown, write_key((last.expected_at, last.pk)) if last is not None else None)


def _date_key(call: Call) -> Key | None:
    if not call.query.after:
        return None
    key = read_key(call.query.after)
    if key is None or key[1] > LARGEST:
        raise wrong({"after": BAD_KEY})
    return key


def _narrowing(query: MatterFilter) -> Narrowing:
    place = place_at(query.place) if query.place is not None else None
    return Narrowing(query.method, query.stage, query.end, query.open, query.late, place)


def _found(call: Call, among: QuerySet[Matter], text: str) -> MatterPage:
    """What a text finds among these, by the index that the pages search too."""
    query: MatterFilter = call.query
    after = int(_number_key(query.after)) if query.after is not None else 0
    page = find(call.actor, text, after=after, limit=query.limit, among=among, place=query.place)
    rows = by_number(hit.matter for hit in page.hits)
    shown = lines([rows[hit.matter] for hit in page.hits if hit.matter in rows], call)
    return MatterPage(shown, str(page.next) if page.next else None)


def _number_key(after: str) -> str:
    number = read_number(after)
    if number is None or number > LARGEST:
        raise wrong({"after": BAD_KEY})
    return after


def _newest_first(call: Call, found: QuerySet[Matter]) -> MatterPage:
    after = _number_key(call.query.after) if call.query.after is not None else ""
    page = newest_first(found, after, call.query.limit)
    return MatterPage(lines(page.matters, call), page.next or None)


def lines(rows: Iterable[Matter], call: Call) -> list[MatterLine]:
    """Matters (`lean`: their places read with them) as a list shows them to the caller."""
    some = list(rows)
    told = listed(call.actor, some)
    return _told([_as_told(line, told[line.id]) for line in as_lines(some)], call.language)


def _as_told(line: ListedMatter, told: Listed) -> ListedMatter:
    """A line with no more than its reader is told."""
    return replace(
        line,
        place=told.place.pk,
        desk_person=told.desk_person,
        urged_until=told.urged_until,
        returned=told.returned,
    )


def _told(lines: Sequence[ListedMatter], language: str) -> list[MatterLine]:
    names = full_names(light_places().filter(pk__in={line.place for line in lines}))
    return [_line(line, names.get(line.place, ""), language) for line in lines]


def _line(line: ListedMatter, place_name: str, language: str) -> MatterLine:
    desk = None
    due, late = dated(line.closed_at, line.expected_at, line.late)
    if line.desk_role and line.desk_place is not None:
        stage = compiled(line.pin, line.adoption).stages[line.stage]
        title = called_at(stage.desk, line.desk_role).text(language)
        desk = DeskView(line.desk_role, title, line.desk_place, line.desk_office, line.desk_person)
    return MatterLine(
        line.id,
        line.method,
        line.title,
        line.stage,
        _stage(line.pin, line.adoption, line.stage, line.end or None, language),
        line.place,
        place_name,
        desk,
        line.opened_at,
        due,
        late,
        line.closed_at,
        line.end or None,
        line.seq,
        line.urged_until,
        line.returned,
    )


@lru_cache(maxsize=4096)
def _stage(pin: bytes, adoption: int, stage: str, end: str | None, language: str) -> str:
    """Where a matter stands, by the method it is pinned to."""
    return stage_label(compiled(pin, adoption), stage, end).text(language)
