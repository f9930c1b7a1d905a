"""Notes that desks leave each other on a matter (内部留言): for the present desk and the line of duty alone.

They are no part of the history. Whoever opened the matter, is named in it, holds it as a volunteer, takes part or looks
on never reads one, whatever post they hold; search, exports, copies of personal data and the notices of others hold none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.models import DeskNote, Matter
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.rights.access import path_text, reasons, whose
from shanzhi.matters.writing import store
from shanzhi.matters.writing.ground import ground
from shanzhi.matters.writing.messages import MESSAGES
from shanzhi.matters.writing.store import Loaded
from shanzhi.matters.writing.unit import again
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Field
from shanzhi.method.roles import OVERSEES, PSEUDO
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, require, rule
from shanzhi.people.problems import BadInput

LONGEST = 1000
NOTES = "matter.desk_notes"
EMPTY = Sentence("请写下内容", "write something")
TOO_LONG = Sentence("最多 {most} 字", "at most {most} characters")
ENDED = Sentence("这件事已结束，不能再留言", "this has ended and takes no more notes")
TOLD = Sentence("“{title}”有一条内部留言", "There is a note between desks on “{title}”")
DESKS = Sentence(
    "当前经办岗位和上级责任岗位（不含当事人）", "the present desk and the posts above, parties apart"
)

action(NOTES, Sentence("读写内部留言", "read and write notes between desks"))


@rule(NOTES, who=DESKS)
def works_on_it(actor: Actor, thing: Any) -> bool:
    """`thing` is the number of a matter."""
    if actor.person is None:
        return False
    ways = reasons(actor)
    works = ways["line"] | (ways["desk"] & ~Q(desk_role__in=[*PSEUDO]))
    if not Matter.objects.filter(works, pk=thing, void=False).exclude(whose(actor)).exists():
        return False
    loaded = store.read(int(thing), timezone.now())
    return loaded is not None and actor.person not in parties_of(loaded)


def parties_of(loaded: Loaded) -> set[int]:
    """Whose matter it is: who opened it, who holds it, and everybody it names."""
    matter = loaded.record.matter
    found = set(_named(loaded.method.fields.values(), matter.data))
    holder = matter.handlers.get("@holder")
    found |= {person for person in (matter.opener, holder.person if holder else None) if person is not None}
    return found


def _named(fields: Iterable[Field], data: Mapping[str, Any]) -> Iterable[int]:
    for field in fields:
        value = data.get(field.name)
        if field.kind.points_to is Thing.PERSON and isinstance(value, int):
            yield value
        elif field.kind.rows and isinstance(value, list):
            for item in value:
                yield from _named(field.form, item)


def notes_of(actor: Actor, matter: int) -> list[DeskNote]:
    """The notes on a matter, the oldest first. Raises `Denied`."""
    require(actor, NOTES, matter)
    return list(DeskNote.objects.filter(matter=matter).select_related("person", "place").order_by("pk"))


def add_note(
    *, actor: Actor, matter: int, text: str, command_id: str | None = None, at: datetime | None = None
) -> DeskNote:
    """Leave a note; the present desk is told that there is one. Sent again with its command id it is left once.

    Raises `Denied`, and `BadInput` for an empty or too long text, a matter that has ended, or a command id that came with
    another text before.
    """
    require(actor, NOTES, matter)
    now = at or timezone.now()
    loaded = store.read(matter, now)
    assert loaded is not None
    person = actor.person
    assert person is not None
    said = text.strip()
    if not said:
        raise BadInput(EMPTY, {"text": EMPTY})
    if len(said) > LONGEST:
        why = TOO_LONG.fill(most=LONGEST)
        raise BadInput(why, {"text": why})
    state = loaded.record.matter
    command = command_id or None
    known = DeskNote.objects.filter(matter=matter, person=actor.person, command=command)
    if command is not None and (before := known.first()) is not None:
        return _same(before, said)
    if state.closed is not None:
        raise BadInput(ENDED)
    role, place = _post(actor, loaded)

    def write() -> DeskNote:
        note = DeskNote.objects.create(
            matter_id=matter, person_id=person, role=role, place_id=place, text=said, at=now, command=command
        )  # fmt: skip
        if state.desk is not None and state.desk.role not in PSEUDO:
            others = set(loaded.ground.at_desk(state.desk)) - parties_of(loaded) - {person}
            title = loaded.record.title
            tell(sorted(others), TOLD.fill(title=title), kind="desk_note", matter=matter, at=now)
        return note

    return again(write, before=lambda: _same(known.get(), said), within=transaction.atomic)


def _same(before: DeskNote, text: str) -> DeskNote:
    if before.text not in (text, ""):  # emptied where a person was erased
        raise BadInput(MESSAGES["command_taken"])
    return before


def _post(actor: Actor, loaded: Loaded) -> tuple[str, int]:
    """In which role, at which place, somebody writes: from the desk, else from their nearest post above it."""
    desk = loaded.record.matter.desk
    if desk is not None and ((desk.role, desk.place) in actor.posts or desk.office in actor.organizations):
        return desk.role, desk.place
    world = ground()
    way = (*world.path(loaded.record.matter.origin), *world.path(loaded.record.matter.place))
    posts = [post for post in actor.posts if post[0] in OVERSEES and post[1] in way]
    return max(posts, key=lambda post: (len(path_text(world.path(post[1]))), post[0]))
