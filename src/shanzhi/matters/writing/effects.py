"""Carries out the effects of a decision, in the transaction that writes it: the closed list, each with one function.

Notices are written with the entries; here is the rest. An effect writes of its own matter; what it asks of others it
leaves to the queue (`writing.follow_ups`). One that cannot be carried out (a matter to merge into that does not exist,
a method not adopted) refuses the whole act, by `Refused`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q

from shanzhi.engine.blocks.base import ASKED
from shanzhi.engine.effects import MERGED
from shanzhi.engine.memory_ledger import MOVES
from shanzhi.engine.named import named, persons
from shanzhi.engine.sight import concerned, kept_from, shown_by_name, sides
from shanzhi.engine.types import Decision, Desk, Effect, Entry
from shanzhi.engine.types import Matter as State
from shanzhi.matters.ballots.effects import carry_out_ballot
from shanzhi.matters.ballots.keys import BadBallot
from shanzhi.matters.files.keeping import drop
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Document, File, KeptFrom, Link, Matter, Named, Publication, Watch
from shanzhi.matters.models.matter import BY_NAME
from shanzhi.matters.notices.audience import withheld
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.rights.readers import whom_text
from shanzhi.matters.writing.appointing import change_post
from shanzhi.matters.writing.books import carry_out_award, carry_out_looks, carry_out_move, hold_accounts
from shanzhi.matters.writing.children import act_in, join_parent, open_from, release_children
from shanzhi.matters.writing.follow_ups import EffectContext
from shanzhi.matters.writing.ground import ground
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.participation import participants
from shanzhi.matters.writing.publishing import leaflet_of
from shanzhi.matters.writing.registers import write_register
from shanzhi.matters.writing.rolls import keep
from shanzhi.matters.writing.unit import Lost, Refused
from shanzhi.method.blocks import SUPPORT, kind_of
from shanzhi.method.effects import EFFECTS
from shanzhi.method.field_types import Thing
from shanzhi.method.model import Method
from shanzhi.method.people import parts
from shanzhi.method.rooms import Incomplete
from shanzhi.method.words import Sentence

LINKED = Sentence("{number} 号事项并入或关联了“{title}”", "matter {number} was linked to “{title}”")
TOLD = frozenset({"arrived", "told", "message", "notify", "remind", "overdue", "urged"})
"""Effects that come to notices alone."""


def effects_left(decision: Decision, method: Method, *, own: bool = False) -> tuple[Effect, ...]:
    """The effects that need statements of their own; taking in uploaded files is one of them.

    `own` says that the first entry is what somebody just answered, whose files must become the matter's.
    """
    found = [effect for effect in decision.effects if effect.kind not in TOLD]
    taken = [
        name
        for entry in decision.entries
        for name in files_in(method, answers_in(method, entry.act, entry.values))
    ]
    if taken:
        first = decision.entries[0]
        theirs = files_in(method, answers_in(method, first.act, first.values)) if own else []
        found.insert(0, Effect("files", {"ids": taken, "theirs": theirs}))
    kept = kept_from(method, decision.matter)
    acts = {entry.act for entry in decision.entries}
    if kept or (concerned(method) and "correct" in acts) or (decision.matter.parent and "open" in acts):
        found.append(Effect("keep_from", {"persons": sorted(kept)}))
    if (method.standing and _changes_standing(method, decision)) or _asks_one_by_one(method, decision):
        found.append(Effect("named", _standing(method, decision.matter)))
    return tuple(found)


def _changes_standing(method: Method, decision: Decision) -> bool:
    """Whether a decision may have changed who has a standing in the matter: whom it names, or what a sight shows now."""
    matter = decision.matter
    if decision.entries[0].act == "open":
        return any(
            tag != f"person:{matter.opener}"
            for name in method.standing
            for tag in named(method, matter.data, name)
        )
    if len(method.standing) > len(method.sides):
        return True
    touched = {name for entry in decision.entries for name in entry.values} & method.standing
    acts = {entry.act for entry in decision.entries}
    return (
        bool(touched)
        or not acts.isdisjoint(("correct", "hand_over"))
        or any(_clears(method, e) for e in decision.entries)
    )


def _asks_one_by_one(method: Method, decision: Decision) -> bool:
    """Whether a decision may have changed whom a block asks each by themselves."""
    names = {decision.matter.stage, *(entry.stage for entry in decision.entries)}
    stages = (method.stages.get(name or "") for name in names)
    return any(one is not None and one.block is not None and kind_of(one.block).one_by_one for one in stages)


def _clears(method: Method, entry: Entry) -> bool:
    stage = method.stages.get(entry.stage or "")
    act = stage.acts.get(entry.act) if stage is not None else None
    return act is not None and not method.standing.isdisjoint(act.clear)


def _standing(method: Method, matter: State) -> dict[str, Any]:
    """Who has a standing in a matter besides its opener: sides, and those to whom a sight shows something."""
    own = dict.fromkeys(sides(method, matter), True)
    found = dict.fromkeys(shown_by_name(method, matter), False) | own
    found.pop(f"person:{matter.opener}", None)
    standing = [[*parts(tag), side] for tag, side in found.items()]
    asked = [parts(tag) for tag in matter.tally.get(ASKED, ())]
    return {"persons": [*standing, *([f"{BY_NAME}{kind}", number, False] for kind, number in asked if kind)]}


def answers_in(method: Method, act: str, values: dict[str, Any]) -> dict[str, Any]:
    """What an entry answers, by field: of a correction, the field that it corrects and what is right."""
    if act == "correct" and "after" in values and values.get("field") in method.fields:
        return {values["field"]: values["after"]}
    return values


def files_in(method: Method, values: dict[str, Any]) -> list[str]:
    """The uploaded files that checked values name."""
    found: list[str] = []
    for name, value in values.items():
        field = method.fields.get(name)
        if (field is not None and field.kind.points_to is Thing.FILE) or (
            name == "files" and isinstance(value, list)
        ):
            found += value
        elif field is not None and field.kind.rows and isinstance(value, list):
            files = [f.name for f in field.form if f.kind.points_to is Thing.FILE]
            found += [one for item in value for name in files for one in item.get(name, ())]
    return found


def carry_out(carrier: EffectContext, effects: tuple[Effect, ...]) -> None:
    """Carry out effects in order. Raises `Refused`."""
    hold_accounts(effects)
    for n, effect in enumerate(effects, 1):
        _KINDS[effect.kind](carrier, {**effect.values, "n": n, "kind": effect.kind})


def _files(carrier: EffectContext, values: dict[str, Any]) -> None:
    free = File.objects.filter(pk__in=values["ids"], matter=None)
    free.update(matter=carrier.matter, seq=carrier.seq)
    if File.objects.filter(pk__in=values["theirs"]).exclude(matter=carrier.matter).exists():
        raise Lost  # another matter took one in since it was looked for: decided anew, and told


def _destroy(carrier: EffectContext, values: dict[str, Any]) -> None:
    drop(File.objects.filter(pk__in=values["files"], matter=carrier.matter))


def _keep_from(carrier: EffectContext, values: dict[str, Any]) -> None:
    """It is written anew with each act, since a correction may name another; what helps a matter is kept as that is."""
    parent = carrier.decision.matter.parent
    above = KeptFrom.objects.filter(matter=parent).values_list("person", flat=True) if parent else ()
    wanted, written = {*values["persons"], *above}, KeptFrom.objects.filter(matter=carrier.matter)
    there = set(written.values_list("person", flat=True))
    if gone := there - wanted:
        written.filter(person__in=gone).delete()
    KeptFrom.objects.bulk_create(
        [KeptFrom(matter_id=carrier.matter, person_id=p) for p in sorted(wanted - there)]
    )


def _named(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Written anew where it changed."""
    wanted = {(kind, number): side for kind, number, side in values["persons"]}
    rows = Named.objects.filter(matter=carrier.matter)
    there = {(row.kind, row.number): row for row in rows}
    gone = [row.pk for key, row in there.items() if wanted.get(key) != row.side]
    if gone:
        Named.objects.filter(pk__in=gone).delete()
    fresh = [key for key, side in wanted.items() if key not in there or there[key].side != side]
    Named.objects.bulk_create(
        [
            Named(matter_id=carrier.matter, kind=kind, number=number, side=wanted[kind, number])
            for kind, number in fresh
        ]
    )


def _watch(carrier: EffectContext, values: dict[str, Any]) -> None:
    _follow(carrier.matter, [values["person"]], None, carrier.at)


def _unwatch(carrier: EffectContext, values: dict[str, Any]) -> None:
    """`watched` stays: it only says that one must look who follows."""
    Watch.objects.filter(matter=carrier.matter, person=values["person"], through=None).delete()


def _follow(matter: int, people: list[int], through: int | None, at: datetime) -> None:
    watches = [
        Watch(matter_id=matter, person_id=p, through_id=through, since=at) for p in dict.fromkeys(people)
    ]
    Watch.objects.bulk_create(watches, ignore_conflicts=True)
    Matter.objects.filter(pk=matter).update(watched=True)


def _whose_it_is(carrier: EffectContext) -> list[int]:
    """Who opened a matter, its parties, and those who support it."""
    matter = carrier.decision.matter
    found = [matter.opener] if matter.opener is not None else []
    found += persons(ground(carrier.now), sides(carrier.method, matter))
    return [*found, *sorted(participants(carrier.matter, SUPPORT))]


def _link(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Link, and let the merged matter's people follow the one that goes on. Its desk is told."""
    target = Matter.objects.filter(pk=values["to"], void=False).first()
    if target is None:
        raise Refused(refusal("no_such_matter", number=values["to"]))
    if values["of"] and target.method not in values["of"]:
        method = compiled(bytes(target.pin), target.adoption_id).title
        raise Refused(refusal("other_method", number=target.pk, method=method))
    if target.pk == carrier.matter:
        raise Refused(refusal("own_link"))
    if Link.objects.filter(matter=target, to=carrier.matter, relation="duplicate").exists():
        raise Refused(refusal("link_back"))
    if values["relation"] == MERGED and target.closed_at is not None:
        raise Refused(refusal("merged_into_closed", number=target.pk))
    Link.objects.get_or_create(
        matter_id=carrier.matter,
        to=target,
        relation=values["relation"],
        defaults={"follow": values["follow"], "seq": carrier.seq, "at": carrier.at},
    )
    if values["follow"]:
        _follow(target.pk, _whose_it_is(carrier), carrier.matter, carrier.at)
        for person, through in list(
            Watch.objects.filter(matter=carrier.matter).values_list("person", "through")
        ):
            _follow(target.pk, [person], through or carrier.matter, carrier.at)
    if target.desk_place_id is not None:
        desk = Desk(target.desk_role, target.desk_place_id, target.desk_office_id, target.desk_person_id)
        text = LINKED.fill(number=carrier.matter, title=target.title)
        own = {carrier.actor.person, *withheld(carrier.method, carrier.decision.matter)}
        at_desk = [p for p in ground(carrier.now).at_desk(desk) if p not in own]
        tell(at_desk, text, kind="linked", matter=target.pk, at=carrier.at)


def _publish(carrier: EffectContext, values: dict[str, Any]) -> None:
    matter = carrier.decision.matter
    effect = Effect("publish", values)
    leaflet = leaflet_of(effect, matter, carrier.method, carrier.title)
    Publication.objects.create(
        matter_id=matter.id,
        seq=carrier.seq,
        place_id=matter.place,
        title_zh=leaflet.title["zh"],
        title_en=leaflet.title["en"],
        fields=leaflet.fields,
        since=carrier.at,
        until=values.get("until"),
        kept=values.get("kept", []),
        whom=whom_text(values.get("whom")),
        within_id=values.get("within"),
    )


def _document(carrier: EffectContext, values: dict[str, Any]) -> None:
    Document.objects.create(
        matter_id=carrier.matter,
        seq=carrier.seq,
        n=values["n"],
        title_zh=values["title"]["zh"][:200],
        title_en=values["title"]["en"][:200],
        text_zh=values["text"]["zh"],
        text_en=values["text"]["en"],
        at=carrier.at,
    )


def _ballot(carrier: EffectContext, values: dict[str, Any]) -> None:
    """What a secret ballot keeps beside the history: its key, the sealed votes, the closing, the opening."""
    try:
        carry_out_ballot(carrier, values)
    except BadBallot as problem:
        raise Refused(problem.refusal) from None


def _roll(carrier: EffectContext, values: dict[str, Any]) -> None:
    keep(
        carrier.matter,
        values["visit"],
        kind=values["electors"],
        place=values["place"],
        roll=values["roll"],
        at=carrier.now,
    )


def _retract(carrier: EffectContext, values: dict[str, Any]) -> None:
    """What the matter made public is public no longer; that it was stays in the record."""
    running = Publication.objects.filter(matter=carrier.matter).filter(
        Q(until=None) | Q(until__gt=carrier.at)
    )
    running.update(until=carrier.at)


_KINDS: dict[str, Callable[[EffectContext, dict[str, Any]], None]] = {
    "files": _files,
    "destroy": _destroy,
    "keep_from": _keep_from,
    "named": _named,
    "watch": _watch,
    "unwatch": _unwatch,
    "link": _link,
    "publish": _publish,
    "document": _document,
    "award": carry_out_award,
    "balances_read": carry_out_looks,
    **dict.fromkeys(MOVES, carry_out_move),
    "roll": _roll,
    "deal_key": _ballot,
    "box": _ballot,
    "draw": _ballot,
    "strike": _ballot,
    "close_box": _ballot,
    "open_box": _ballot,
    "retract": _retract,
    "register": write_register,
    "appoint": change_post,
    "dismiss": change_post,
    "open": open_from,
    "act": act_in,
    "child": open_from,
    "parent": join_parent,
    "release_children": release_children,
}
if lacking := set(EFFECTS) - set(_KINDS) - TOLD:
    raise Incomplete(f"effects that nobody carries out: {', '.join(sorted(lacking))}")
