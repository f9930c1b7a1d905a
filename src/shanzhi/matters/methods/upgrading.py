"""Moving running matters to another version or other inputs of their method: an act in each one's history.

A matter keeps the version it was opened under until somebody upgrades it. A stage that the new version has
(with the same block) goes on as it is, desk and date unchanged; a stage that it lacks must be mapped to one it
has, which is then entered anew. Nothing is upgraded as long as one live stage is left unmapped, one open block
would go on by other rules (it ends by those it was opened under), or one matter holds a fact that the new version
cannot take or would show to more people.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone
from msgspec import Struct

from shanzhi.engine.blocks.base import BLOCKED
from shanzhi.engine.draft import Draft
from shanzhi.engine.facts import record
from shanzhi.engine.firing import taken_by_the_clock
from shanzhi.engine.limits import begin_missed
from shanzhi.engine.moves import enter
from shanzhi.engine.refusals import Refuse
from shanzhi.engine.types import SYSTEM, Actor, Command, Decision, Matter, Refusal
from shanzhi.matters.methods.categories import recoded
from shanzhi.matters.methods.compiled import method_of, usable
from shanzhi.matters.models import Adoption
from shanzhi.matters.models import Matter as MatterRow
from shanzhi.matters.writing import store
from shanzhi.matters.writing.follow_ups import Change
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.path import settle
from shanzhi.method.block_rules import changed_rules
from shanzhi.method.model import Method, Stage
from shanzhi.method.recorded_facts import Misfit, misfits
from shanzhi.method.words import Sentence
from shanzhi.people.permission import require
from shanzhi.places.models import Place

NAMED = 20
"""How many matters a refusal names."""


class Move(Struct, frozen=True):
    """The matters of one live stage: how many, and the stage of the new version they go to (None: it lacks one)."""

    stage: str
    count: int
    to: str | None
    anew: bool


class Held(Struct, frozen=True):
    """Matters whose open block the new version would change: their numbers, and which rules."""

    stage: str
    matters: tuple[int, ...]
    rules: tuple[Sentence, ...]


class Unfit(Struct, frozen=True):
    """Matters whose facts the new version cannot take, or would show to more people: their numbers, and why."""

    matters: tuple[int, ...]
    why: Sentence


class Plan(Struct, frozen=True):
    """What an upgrade would do."""

    adoption: int
    moves: tuple[Move, ...]
    held: tuple[Held, ...] = ()
    unfit: tuple[Unfit, ...] = ()

    @property
    def lacking(self) -> list[str]:
        """Live stages that the new version lacks and that are not mapped."""
        return [move.stage for move in self.moves if move.to is None]

    @property
    def count(self) -> int:
        return sum(move.count for move in self.moves)


def plan_upgrade(*, to: Adoption, mapping: Mapping[str, str] | None = None) -> Plan:
    """What moving every running matter below the adopting place to `to` would do. Nothing is written."""
    method = usable(to)
    held: list[Held] = []
    unfit: dict[str, Unfit] = {}
    running = _running(to).values_list("adoption", "stage").annotate(n=Count("pk")).order_by("stage")
    moves: dict[str, Move] = {}
    versions = {row[0] for row in running}
    known_versions = Adoption.objects.select_related("method").in_bulk(versions)
    for adoption in sorted(versions):
        _add_unfit(unfit, to, adoption, misfits(method_of(known_versions[adoption]), method))
    for adoption, stage, count in running:
        before = method_of(known_versions[adoption])
        target, anew = _target(before, method, stage, mapping or {})
        if (kept := _held(to, adoption, stage, _changes(before, method, stage, target, anew))) is not None:
            held.append(kept)
        known = moves.get(stage)
        if known is not None:
            count += known.count
            target, anew = (target if known.to is not None else None), anew or known.anew
        moves[stage] = Move(stage, count, target, anew)
    return Plan(to.pk, tuple(moves.values()), tuple(held), tuple(unfit.values()))


def _add_unfit(found: dict[str, Unfit], to: Adoption, adoption: int, why: list[Misfit]) -> None:
    """Add the matters of one version that these misfits touch, reason by reason."""
    if not why:
        return
    rows = _running(to).filter(adoption=adoption).order_by("pk").values_list("pk", "data")
    for number, data in rows.iterator():
        for misfit in why:
            if misfit.touches(data):
                before = found.get(misfit.why.zh)
                found[misfit.why.zh] = Unfit((*(before.matters if before else ()), number), misfit.why)


def _changes(before: Method, after: Method, stage: str, target: str | None, anew: bool) -> list[Sentence]:
    """What moving on would change of the block of a live stage; one that is entered anew loses what was collected."""
    old = before.stages.get(stage)
    new = after.stages.get(target) if target is not None else None
    if old is None or new is None:
        return []  # it has nowhere to go yet: that is told first
    return changed_rules(before, old.block, after, new.block if not anew else None)


def _held(to: Adoption, adoption: int, stage: str, rules: list[Sentence]) -> Held | None:
    """The matters of a stage that these changes would reach; those whose rules gave no result need new ones."""
    if not rules:
        return None
    found = _running(to).filter(adoption=adoption, stage=stage).order_by("pk").values_list("pk", "state")
    numbers = [pk for pk, state in found.iterator() if BLOCKED not in state.get("tally", {})]
    return Held(stage, tuple(numbers), tuple(rules)) if numbers else None


def _open_block(held: Iterable[Held]) -> Refusal:
    """That open blocks keep their rules, with the matters named."""
    numbers = [number for one in held for number in one.matters]
    rules = {rule.zh: rule for one in held for rule in one.rules}.values()
    return refusal("open_block", count=len(numbers), matters=_numbers(numbers), rules=_listed(rules))


def _unfit_facts(unfit: Iterable[Unfit]) -> Refusal:
    """That matters keep the version that takes their facts, with the matters named."""
    numbers = sorted({number for one in unfit for number in one.matters})
    reasons = {one.why.zh: one.why for one in unfit}.values()
    return refusal("unfit_facts", count=len(numbers), matters=_numbers(numbers), reasons=_listed(reasons))


def _numbers(numbers: list[int]) -> Sentence:
    more = len(numbers) - NAMED
    return Sentence(
        "、".join(f"{n} 号" for n in numbers[:NAMED]) + (" 等" if more > 0 else ""),
        ", ".join(map(str, numbers[:NAMED])) + (f" and {more} more" if more > 0 else ""),
    )


def _listed(sentences: Iterable[Sentence]) -> Sentence:
    said = list(sentences)
    return Sentence("；".join(one.zh for one in said), "; ".join(one.en for one in said))


def upgrade_matters(
    *, actor: Actor, to: Adoption, mapping: Mapping[str, str] | None = None, at: datetime | None = None
) -> int | Refusal:
    """Move every running matter below the adopting place to `to`; how many. Each is an act and a transaction.

    Can be stopped and run again. Refused, naming the stages, if a live stage has nowhere to go.
    """
    require(actor, "method.adopt", to.place)
    plan = plan_upgrade(to=to, mapping=mapping)
    if plan.lacking:
        return refusal("lacks_stage", stages="、".join(plan.lacking))
    if plan.held:
        return _open_block(plan.held)
    if plan.unfit:
        return _unfit_facts(plan.unfit)
    done = 0
    for matter in list(_running(to).order_by("pk").values_list("pk", flat=True)):
        answer = upgrade_matter(actor=actor, matter=matter, to=to, mapping=mapping, at=at)
        if isinstance(answer, Refusal):
            return answer
        done += 1
    return done


def upgrade_matter(
    *,
    actor: Actor,
    matter: int,
    to: Adoption,
    mapping: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Matter | Refusal:
    """Move one running matter to another adoption of its method, as an act in its history."""
    require(actor, "method.adopt", to.place)
    now = at or timezone.now()
    method = usable(to)
    command = Command("", "upgrade", now, actor)
    answer = settle(
        Change(matter, command, lambda loaded: _upgraded(loaded, to, method, mapping or {}, command)), now
    )
    if answer is None:
        loaded = store.read(matter, now)
        if loaded is None or loaded.void:
            return refusal("no_such_matter", number=matter)
        return loaded.record.matter
    return answer if isinstance(answer, Refusal) else answer.decision.matter


def _upgraded(
    loaded: store.Loaded, to: Adoption, method: Method, mapping: Mapping[str, str], command: Command
) -> Decision | Refusal | None:
    """The decision, with the matter as it was read pinned to the other version; None where it is there already."""
    record, before = loaded.record, loaded.method
    number = record.matter.id
    if record.adoption == to.pk:
        return None
    if record.matter.closed is not None or before.id != method.id:
        return refusal("not_upgradable", number=number, method=method.title)
    target, anew = _target(before, method, record.matter.stage, mapping)
    if target is None:
        return refusal("lacks_stage", stages=record.matter.stage)
    rules = _changes(before, method, record.matter.stage, target, anew)
    if rules and BLOCKED not in record.matter.tally:
        return _open_block([Held(record.matter.stage, (number,), tuple(rules))])
    unfit = [one for one in misfits(before, method) if one.touches(record.matter.data)]
    if unfit:
        return _unfit_facts([Unfit((number,), one.why) for one in unfit])
    answer = _decide(method, before, record.matter, command, loaded, target, anew)
    loaded.method = method
    record.adoption, record.pin = to.pk, bytes(to.pin)
    return answer


def _decide(
    method: Method,
    before: Method,
    matter: Matter,
    command: Command,
    loaded: store.Loaded,
    target: str,
    anew: bool,
) -> Decision | Refusal:
    d = Draft(method, matter, command, loaded.ground, max(command.at, matter.entered or matter.opened))
    d.role = "system" if command.actor.person is None else None
    values = {"from": f"{before.version} {before.hash}", "to": f"{method.version} {method.hash}"}
    codes = recoded(method, matter.data)
    d.note("upgrade", values | ({"codes": codes} if codes else {}), to=target)
    if codes:
        record(d, codes)
    stage = method.stages[target]
    try:
        begin_missed(d, stage, None if anew else matter.entered)
        if anew:
            enter(d, target)
        elif d.late and not _led_on(before.stages[matter.stage]):
            # What is late already would wait for good for an act of the clock that only this version has.
            d.actor, d.role = SYSTEM, "system"
            taken = taken_by_the_clock(d)
            d = taken if isinstance(taken, Draft) else d
        return d.finish()
    except Refuse as refused:
        return refused.refusal


def _led_on(stage: Stage) -> bool:
    """Whether the clock led on from a stage when its time was over."""
    return stage.due is not None and stage.due.then is not None


def _running(to: Adoption) -> QuerySet[MatterRow]:
    place = Place.objects.get(pk=to.place_id)
    below = MatterRow.objects.filter(method=to.slug, closed_at=None, origin__path__begins=place.path)
    return below.exclude(adoption=to)


def _target(before: Method, after: Method, stage: str, mapping: Mapping[str, str]) -> tuple[str | None, bool]:
    """Where a live stage leads in the new version, and whether it is entered anew."""
    name = mapping.get(stage, stage)
    found = after.stages.get(name)
    if found is None or found.end is not None:
        return None, False
    old = before.stages.get(stage)
    kinds = [s.block.kind if s is not None and s.block is not None else None for s in (old, found)]
    if name == stage and kinds[0] == kinds[1]:
        return name, False
    return (name, True) if stage in mapping else (None, False)
