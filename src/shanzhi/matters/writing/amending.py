"""Correcting what a matter made public, and taking it down, without ending the matter.

Each is an entry of the history. A correction says what stands there and what shall stand instead, in heading and facts
alike; it is looked through as any publication is (`publishing`). The row that everybody reads is changed, so that no
face can show the old text, and what it said before is kept as a version for those who may correct it. PIPL art. 46, 47;
政府信息公开条例 art. 41.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from msgspec.structs import replace

from shanzhi.engine.draft import Draft
from shanzhi.engine.frozen import frozen_facts
from shanzhi.engine.types import Actor, Command, Decision, Effect, Entry, Refusal
from shanzhi.matters.models import Matter, Publication, PublicationVersion
from shanzhi.matters.rights.access import in_line, on_desk
from shanzhi.matters.writing import publishing, store
from shanzhi.matters.writing.follow_ups import Change
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.publishing import Confirmation, Leaflet
from shanzhi.matters.writing.repeats import sent_as
from shanzhi.matters.writing.running import Done, improper, run
from shanzhi.method.blocks import kind_of
from shanzhi.method.model import Field, Method
from shanzhi.method.roles import ANSWERING
from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, allowed, rule

AMENDED, RETRACTED = "amend_public", "retract_public"
STRUCK = "***"
"""What stands where something was struck out."""

action("publication.correct", Sentence("更正、撤下公开的内容", "correct what is public, and take it down"))


@rule(
    "publication.correct",
    who=Sentence("经办岗位和上级责任岗位", "the post that handles it, and the posts above"),
)
def answers_for_it(actor: Actor, thing: Any) -> bool:
    """`thing` is the number of a matter. A resident at whose desk it lies does not publish."""
    if actor.person is None or not isinstance(thing, int):
        return False
    desk = on_desk(actor) & ~Q(desk_role__in=["opener", "holder"])
    over = replace(actor, posts=frozenset(post for post in actor.posts if post[0] in ANSWERING))
    return Matter.objects.filter(desk | in_line(over), pk=thing, void=False).exists()


def public_now(matter: int, at: datetime | None = None) -> QuerySet[Publication]:
    """What of a matter is public at a moment, in the order in which it was published."""
    now = at or timezone.now()
    return Publication.objects.filter(Q(until=None) | Q(until__gt=now), matter=matter).order_by("pk")


def amend(
    *,
    actor: Actor,
    matter: int,
    text: str,
    value: str = "",
    reason: str,
    confirmed: Confirmation | None = None,
    command_id: str | None = None,
) -> Done | Refusal:
    """Put `value` where `text` stands in what is public of a matter; without a value it is struck out.

    The facts of the matter are corrected with it, so that no later publication brings the old text back. While such a
    fact is voted on it can only be struck out. By right of `publication.correct`; refused by `Unlooked` as publishing is.
    """
    wanted = _Correction(text, value.strip() or STRUCK, reason.strip(), struck=not value.strip())
    sent = sent_as(actor, command_id, AMENDED, (matter, wanted.text, wanted.value, wanted.reason))
    command = Command(command_id or "", AMENDED, timezone.now(), actor, sent=sent)
    return _run(matter, command, wanted.reason, lambda d: _amend(d, wanted, confirmed))


def retract(*, actor: Actor, matter: int, reason: str, command_id: str | None = None) -> Done | Refusal:
    """Take down all that is public of a matter; the matter goes on. By right of `publication.correct`."""
    why = reason.strip()
    sent = sent_as(actor, command_id, RETRACTED, (matter, why))
    command = Command(command_id or "", RETRACTED, timezone.now(), actor, sent=sent)
    return _run(matter, command, why, lambda d: _retract(d, why))


class _Correction:
    """What a correction asks: `text` as it stands, `value` instead."""

    def __init__(self, text: str, value: str, reason: str, *, struck: bool) -> None:
        self.text, self.value, self.reason, self.struck = text.strip(), value, reason, struck

    def __call__(self, text: str) -> str:
        return text.replace(self.text, self.value)


class _At:
    """The moment of a correction: the matter as it was read, who acts, by which command."""

    def __init__(self, loaded: store.Loaded, command: Command) -> None:
        self.loaded, self.actor, self.command = loaded, command.actor, command
        self.matter, self.method = loaded.record.matter, loaded.method
        self.at = max(command.at, self.matter.entered or self.matter.opened)

    def entry(self, values: dict[str, Any]) -> Entry:
        here, way = self.matter, {*self.loaded.ground.path(self.matter.place)}
        role = next((role for role, place in sorted(self.actor.posts) if place in way), None)
        return Entry(
            here.seq + 1, here.visit, self.command.act, self.at, self.actor.person, role, here.place, here.stage,
            here.stage, values,
        )  # fmt: skip


_Then = Callable[[], object]
"""Writes what belongs to a decision: the rows that everybody reads."""
_Decided = tuple[Decision, _Then] | Refusal


def _run(matter: int, command: Command, reason: str, do: Callable[[_At], _Decided]) -> Done | Refusal:
    problem = improper(command.id or None, None)
    if problem is not None:
        return problem

    then: list[_Then] = []

    def decide(loaded: store.Loaded) -> Decision | Refusal:
        if not allowed(command.actor, "publication.correct", matter):
            return refusal("not_to_correct")
        if len(reason) < publishing.LEAST_REASON:
            return replace(refusal("no_reason"), fields={"reason": refusal("no_reason").why})
        found = do(_At(loaded, command))
        if isinstance(found, Refusal):
            return found
        then[:] = [found[1]]
        return found[0]

    change = Change(matter, command, decide, lambda written: then[0](), own=True, filled=lambda effects: ())
    return run(change, command.at, matter)


def _amend(d: _At, change: _Correction, confirmed: Confirmation | None) -> _Decided:
    rows = list(public_now(d.matter.id, d.at))
    if not rows:
        return refusal("nothing_public")
    if change.text and change.value == change.text:
        return replace(refusal("unchanged"), fields={"value": refusal("unchanged").why})
    before = {row.pk: Leaflet({"zh": row.title_zh, "en": row.title_en}, row.fields) for row in rows}
    after = {pk: _changed(one, d.method, change) for pk, one in before.items()} if change.text else before
    touched = [row for row in rows if after[row.pk] != before[row.pk]]
    if not touched:
        said = refusal("not_there", text=change.text)
        return replace(said, fields={"text": said.why})
    names = {
        name for row in touched for name, value in row.fields.items() if after[row.pk].fields[name] != value
    }
    problem = _not_now(d, names, change) or _empty(d.method, [after[row.pk] for row in touched])
    if problem is not None:
        return problem
    shown = [after[row.pk] for row in touched]
    stays, problem = publishing.judged(shown, d.method, publishing.eye_of(d.matter), confirmed)
    if problem is not None:
        return problem
    facts = {name: d.matter.data[name] for name in names if name in d.matter.data}
    data = {**d.matter.data, **publishing.change_texts(d.method, facts, change)}
    entry = d.entry({"reason": change.reason, "publications": len(touched)})
    # The effects are written as such to no list: they tell the search what can be found from now on.
    told = [Effect("publish", {"title": one.title, "shown": one.fields}) for one in shown]
    decision = Decision(replace(d.matter, seq=entry.seq, data=data), (entry,), tuple(told))
    if stays and confirmed is not None:
        decision = publishing.noted(decision, d.actor, stays, confirmed)

    def renew() -> None:
        for row in touched:
            _new_version(row, after[row.pk], entry.seq, d.at, publishing.keys_of(stays))

    return decision, renew


def _changed(leaflet: Leaflet, method: Method, change: _Correction) -> Leaflet:
    title = {language: change(text)[:200] for language, text in leaflet.title.items()}
    return Leaflet(title, publishing.change_texts(method, leaflet.fields, change))


def _not_now(d: _At, names: set[str], change: _Correction) -> Refusal | None:
    """What is voted on, or counted by, is not put in other words meanwhile; what is shown may be corrected."""
    stage = d.method.stages.get(d.matter.stage)
    if change.struck or d.matter.closed is not None or stage is None or stage.block is None:
        return None
    if kind_of(stage.block).shows is not None:
        return None
    held = frozen_facts(Draft(d.method, d.matter, d.command, d.loaded.ground, d.at)) & names
    for name in sorted(held):
        return refusal("voted_on", field=d.method.fields[name].label)
    return None


def _empty(method: Method, shown: list[Leaflet]) -> Refusal | None:
    for leaflet in shown:
        for name, value in leaflet.fields.items():
            field: Field | None = method.fields.get(name)
            if isinstance(value, str) and not value.strip() and field is not None:
                return refusal("emptied", field=field.label)
    return None


def _new_version(row: Publication, after: Leaflet, seq: int, at: datetime, kept: list[str]) -> None:
    PublicationVersion.objects.create(
        publication=row, version=row.version, seq=seq, title_zh=row.title_zh, title_en=row.title_en,
        fields=row.fields, until=at,
    )  # fmt: skip
    Publication.objects.filter(pk=row.pk).update(
        title_zh=after.title["zh"], title_en=after.title["en"], fields=after.fields, version=row.version + 1,
        corrected=at, kept=sorted({*row.kept, *kept}),
    )  # fmt: skip


def _retract(d: _At, reason: str) -> _Decided:
    rows = public_now(d.matter.id, d.at)
    count = rows.count()
    if not count:
        return refusal("nothing_public")
    entry = d.entry({"reason": reason, "publications": count})
    decision = Decision(replace(d.matter, seq=entry.seq), (entry,))
    return decision, lambda: rows.update(until=d.at)
