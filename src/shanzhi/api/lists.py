"""Lists of matters: one's desk, one's own, a place's, or a search; by a key and not by a count of pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Annotated, Literal

from django.db.models import QuerySet
from msgspec import Meta, Struct
from msgspec.structs import replace

from shanzhi.api.acts import DeskView
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import LARGEST, Message, Number, wrong
from shanzhi.api.refs import light_places, place_at
from shanzhi.api.subjects import matters
from shanzhi.matters.lists import queries
from shanzhi.matters.lists.queries import MOST, ListedMatter
from shanzhi.matters.lists.wording import stage_label
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Matter
from shanzhi.matters.models.matter import NEVER
from shanzhi.matters.rights.access import seen_by
from shanzhi.matters.writing.ground import ground
from shanzhi.method.roles import OVERSEES, ROLES, role_name
from shanzhi.method.words import Sentence
from shanzhi.people.permission import covers
from shanzhi.people.problems import Denied
from shanzhi.places.telling import full_names
from shanzhi.reading.listed import Listed, listed
from shanzhi.reading.search import find

NOT_YOUR_DESK = Sentence(
    "不能查看这个经办：只有在这个岗位上的人和上级责任岗位可以。",
    "This desk is for those who hold the post, and for the posts above.",
)
BAD_DESK = Sentence("应写成 角色@地方编号，如 grid_worker@12。", "Write role@place, such as grid_worker@12.")
BAD_KEY = Sentence("请用上一页给出的 next。", "Use the `next` of the page before.")


class MatterFilter(Message):
    """Which matters. `box`: on your desks (`inbox`), on vacant desks below you (`standing_in`), opened by you
    (`mine`), or all you may see. `desk` is one desk, such as `grid_worker@12`. `after` is the `next` of the page before.
    `text` searches all that was written, as the page for searching does; a number puts its matter first.
    """

    box: Literal["inbox", "standing_in", "mine", "all"] = "all"
    desk: Annotated[str, Meta(max_length=60)] | None = None
    place: Number | None = None
    method: Annotated[str, Meta(max_length=64)] | None = None
    stage: Annotated[str, Meta(max_length=64)] | None = None
    end: Annotated[str, Meta(max_length=16)] | None = None
    open: bool | None = None
    late: bool | None = None
    text: Annotated[str, Meta(max_length=100)] | None = None
    after: Annotated[str, Meta(max_length=60)] | None = None
    limit: Annotated[int, Meta(ge=1, le=MOST)] = 50


class MatterLine(Struct):
    """One matter in a list. `expected_at` is the earliest date something must have happened by, `place_name` the place with
    all the names above it.

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


class MatterPage(Struct):
    """A page of matters; `next` is what to send as `after` for the following one (null: this is the last). A page of a
    search may hold fewer than asked for and have a next one."""

    matters: list[MatterLine]
    next: str | None


@operation(
    matters,
    "GET",
    "/matters",
    Sentence("事项列表", "List matters"),
    about=Sentence(
        "待办按最早的时限排，其他按最近发起排；逐页用 next 续读。",
        "Desks are sorted by what is expected soonest, the others by what was opened last.",
    ),
    query=MatterFilter,
    answer=MatterPage,
    refuses=[404],
)
def list_matters(call: Call) -> MatterPage:
    """One page."""
    query: MatterFilter = call.query
    if query.desk is not None:
        return _by_date(call, _on_desk(call, query.desk))
    if query.box == "inbox":
        return _by_date(call, lambda after, limit: queries.inbox(call.actor, after=after, limit=limit))
    if query.box == "standing_in":
        return _by_date(call, lambda after, limit: queries.standing_in(call.actor, after=after, limit=limit))
    found = queries.opened_by(call.actor) if query.box == "mine" else seen_by(call.actor)
    found = _narrowed(call, found)
    return _found(call, found, query.text) if query.text else _newest_first(call, found)


def _on_desk(call: Call, desk: str) -> Callable[[tuple[datetime, int] | None, int], list[ListedMatter]]:
    """One desk, for those who hold it or stand above it."""
    role, _, number = desk.partition("@")
    if role not in ROLES or not (number.isascii() and number.isdecimal() and 0 < int(number) <= LARGEST):
        raise wrong({"desk": BAD_DESK})
    place = int(number)
    if (role, place) not in call.actor.posts and not covers(call.actor, ground().path(place), OVERSEES):
        raise Denied(NOT_YOUR_DESK)
    return lambda after, limit: queries.on_one_desk(call.actor, role, place, after=after, limit=limit)


def _by_date(
    call: Call, read: Callable[[tuple[datetime, int] | None, int], list[ListedMatter]]
) -> MatterPage:
    limit = call.query.limit
    after = _date_key(call.query.after) if call.query.after else None
    found = read(after, min(limit + 1, MOST))
    shown = found[:limit]
    more = len(found) > limit or (limit == MOST and len(found) == MOST)
    return MatterPage(_told(shown, call.language), _key_text(shown[-1]) if more else None)


def _date_key(text: str) -> tuple[datetime, int]:
    at, _, number = text.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        if moment.tzinfo is None or not 0 <= int(number) <= LARGEST:
            raise ValueError
        return moment, int(number)
    except (ValueError, OverflowError):
        raise wrong({"after": BAD_KEY}) from None


def _key_text(line: ListedMatter) -> str:
    at, number = line.key
    return f"{at.isoformat()}~{number}"


def _narrowed(call: Call, found: QuerySet[Matter]) -> QuerySet[Matter]:
    query: MatterFilter = call.query
    chosen = {
        name: value
        for name in ("method", "stage", "end", "late")
        if (value := getattr(query, name)) is not None
    }
    if query.open is not None:
        chosen["closed_at__isnull"] = query.open
    if query.place is not None:
        chosen["origin__path__begins"] = place_at(query.place).path
    return found.filter(**chosen)


def _found(call: Call, among: QuerySet[Matter], text: str) -> MatterPage:
    """What a text finds among these, by the index that the pages search too."""
    query: MatterFilter = call.query
    after = _number_key(query.after) if query.after is not None else 0
    page = find(call.actor, text, after=after, limit=query.limit, among=among, place=query.place)
    rows = lean(Matter.objects.all()).in_bulk([hit.matter for hit in page.hits])
    shown = lines([rows[hit.matter] for hit in page.hits if hit.matter in rows], call)
    return MatterPage(shown, str(page.next) if page.next else None)


def _number_key(after: str) -> int:
    if not (after.isascii() and after.isdecimal() and int(after) <= LARGEST):
        raise wrong({"after": BAD_KEY})
    return int(after)


def lean(found: QuerySet[Matter]) -> QuerySet[Matter]:
    """What lines need of matters, their places with them."""
    return found.select_related("place", "origin").defer(
        "place__geometry", "origin__geometry", "data", "state", "sealed", "head"
    )


def _newest_first(call: Call, found: QuerySet[Matter]) -> MatterPage:
    after, limit = call.query.after, call.query.limit
    if after is not None:
        found = found.filter(pk__lt=_number_key(after))
    rows = list(lean(found).order_by("-pk")[: limit + 1])
    shown = lines(rows[:limit], call)
    return MatterPage(shown, str(rows[limit - 1].pk) if len(rows) > limit else None)


def lines(rows: Iterable[Matter], call: Call) -> list[MatterLine]:
    """Matters (`lean`: their places read with them) as a list shows them to the caller."""
    some = list(rows)
    told = listed(call.actor, some)
    return _told([_as_told(queries.line_of(row), told[row.pk]) for row in some], call.language)


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
    if line.desk_role and line.desk_place is not None:
        title = role_name(line.desk_role).text(language)
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
        None if line.expected_at >= NEVER else line.expected_at,
        line.late,
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
