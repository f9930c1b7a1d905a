"""Opening a matter and acting on it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.faults import Problem, problem_of, refused
from shanzhi.api.operation import Call, Reply, operation
from shanzhi.api.reading import CommandId, Message, Number, Text
from shanzhi.api.sent_again import command_of, opening_of
from shanzhi.api.subjects import matters
from shanzhi.engine.types import Desk, Entry, Refusal
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption
from shanzhi.matters.writing import actions
from shanzhi.matters.writing.actions import Done
from shanzhi.matters.writing.publishing import Confirmation
from shanzhi.method.roles import role_name
from shanzhi.method.rules import called_at
from shanzhi.method.words import Sentence
from shanzhi.people.permission import allowed

Longitude = Annotated[float, Meta(ge=-180, le=180)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]


class Confirmed(Message):
    """The pieces found in what an act makes public that are to stay there, as they are written, and why."""

    pieces: list[Text]
    reason: Text

    def plain(self) -> Confirmation:
        return Confirmation(tuple(self.pieces), self.reason)


class NewMatter(Message):
    """A matter to open: at a place, or at a point (longitude, latitude; WGS-84). `opening` is the way in; left out, the first
    that is open to the caller."""

    method: Text
    place: Number | None = None
    point: tuple[Longitude, Latitude] | None = None
    values: dict[str, Any] = {}
    opening: Text | None = None
    command_id: CommandId | None = None
    confirmed: Confirmed | None = None


class NewAct(Message):
    """An act on a matter. `seq` is the history position you saw; leave it out to act on whatever stands now.

    An act that would make public what reaches or identifies somebody is refused with the `pieces` found and a `preview`
    of what everybody would read: mend the text, or name in `confirmed` each piece that stays, with the reason.
    """

    act: Text
    values: dict[str, Any] = {}
    command_id: CommandId | None = None
    seq: Annotated[int, Meta(ge=1)] | None = None
    confirmed: Confirmed | None = None


class DryRun(Message):
    """`dry_run=1`: say whether it would be done, and write nothing."""

    dry_run: bool = False


class Verdict(Struct):
    """What a dry run says: whether it would be done, and if not, why not."""

    possible: bool
    why: Problem | None = None


class DeskView(Struct):
    """On whose desk a matter lies: a role at a place, perhaps at one office, perhaps one person."""

    role: str
    title: str
    place: int
    office: int | None = None
    person: int | None = None


class EntryMade(Struct):
    """One entry that an act appended to the history."""

    seq: int
    act: str
    at: datetime
    role: str | None
    stage: str | None
    to: str


class Step(Struct):
    """How a matter stands after an act: where, with whom, until when.

    `repeated` says that this command had been carried out before, and nothing happened now.
    """

    number: int
    title: str
    stage: str
    seq: int
    place: int
    desk: DeskView | None
    due_at: datetime | None
    provisional: bool
    closed_at: datetime | None
    end: str | None
    entries: list[EntryMade]
    repeated: bool


def step(done: Done, call: Call) -> Step:
    """What an act came to, for its caller."""
    matter = done.matter
    desk = matter.desk
    return Step(
        matter.id,
        done.title,
        matter.stage,
        matter.seq,
        matter.place,
        _on_desk(done, desk, call) if desk is not None else None,
        matter.due,
        matter.provisional,
        matter.closed,
        matter.end,
        [_made(entry) for entry in done.entries],
        done.repeated,
    )


def _on_desk(done: Done, desk: Desk, call: Call) -> DeskView:
    """On whom it waits as a person is told to that person and to those who see the whole."""
    own = desk.person is None or desk.person == call.actor.person
    told = own or allowed(call.actor, "matter.see_whole", done.matter.id)
    title = role_name(desk.role)
    if desk.role == "holder":
        adoption = Adoption.objects.select_related("method").get(pk=done.adoption)
        title = called_at(method_of(adoption).stages[done.matter.stage].desk, desk.role)
    return DeskView(
        desk.role, title.text(call.language), desk.place, desk.office, desk.person if told else None
    )


def _made(entry: Entry) -> EntryMade:
    return EntryMade(entry.seq, entry.act, entry.at, entry.role, entry.stage, entry.to)


def _verdict(refusal: Refusal | None, call: Call) -> Verdict:
    return Verdict(refusal is None, None if refusal is None else problem_of(refused(refusal), call.language))


@operation(
    matters,
    "POST",
    "/matters",
    Sentence("发起事项", "Open a matter"),
    again="own",
    about=Sentence(
        "在某地（或某点）按已采用的工作法发起一件事项；表单见 /methods/{slug}/form。",
        "Opens a matter at a place (or a point) by a method adopted there; its form is at /methods/{slug}/form.",
    ),
    query=DryRun,
    body=NewMatter,
    answer=(Step, Verdict),
    status=201,
    also=[200],
    scope="act",
    recalled=True,
    refuses=[409, 503],
    examples={
        "appeal": {
            "method": "appeal",
            "place": 7,
            "values": {"subject": "楼道灯不亮", "detail": "三楼到四楼的灯坏了三天"},
            "command_id": "f3b1c6d0",
        }
    },
)
def open_matter(call: Call) -> Reply | Verdict | Refusal:
    """Opens by the nearest adoption; a repeated command answers 200 with the first answer."""
    body: NewMatter = call.body
    what: dict[str, Any] = {
        "actor": call.actor,
        "method": body.method,
        "place": body.place,
        "point": body.point,
        "values": body.values,
        "way": body.opening or "",
        "as_of": call.caller.as_of,
        "confirmed": body.confirmed.plain() if body.confirmed is not None else None,
    }
    if call.query.dry_run:
        return Reply(_verdict(actions.why_not_open(**what), call), status=200)
    sent = (body.method, body.place, body.point, body.values, *((body.opening,) if body.opening else ()))
    done = actions.open_matter(**what, command_id=opening_of(call, body.command_id, *sent))
    if isinstance(done, Refusal):
        return done
    return Reply(
        step(done, call),
        status=200 if done.repeated else 201,
        headers={"Location": f"/api/matters/{done.matter.id}"},
    )


@operation(
    matters,
    "POST",
    "/matters/{int:number}/acts",
    Sentence("办理：做一个动作", "Do an act"),
    again="own",
    about=Sentence(
        "可做的动作和各自的表单见事项的 acts。",
        "What can be done, with its form, is in the matter's acts.",
    ),
    query=DryRun,
    body=NewAct,
    answer=(Step, Verdict),
    scope="act",
    recalled=True,
    refuses=[404, 409, 503],
    examples={
        "contact": {
            "act": "contact",
            "values": {"how": "phone", "said": "约好明天上门"},
            "seq": 1,
            "command_id": "9d2e77aa",
        },
        "message": {"act": "message", "values": {"text": "晚上七点以后在家"}},
    },
)
def act_on_matter(call: Call, number: int) -> Step | Verdict | Refusal:
    """Decides and writes in one; whoever may not see the matter learns nothing of it."""
    body: NewAct = call.body
    confirmed = body.confirmed.plain() if body.confirmed is not None else None
    if call.query.dry_run:
        refusal = actions.why_not(
            actor=call.actor,
            matter=number,
            act=body.act,
            values=body.values,
            seq=body.seq,
            as_of=call.caller.as_of,
            confirmed=confirmed,
        )
        if refusal is not None and refusal.code == "no_such_matter":
            return refusal
        return _verdict(refusal, call)
    done = actions.act(
        actor=call.actor,
        matter=number,
        act=body.act,
        values=body.values,
        command_id=command_of(call, body.command_id, number, body.act, body.values),
        seq=body.seq,
        as_of=call.caller.as_of,
        confirmed=confirmed,
    )
    return done if isinstance(done, Refusal) else step(done, call)
