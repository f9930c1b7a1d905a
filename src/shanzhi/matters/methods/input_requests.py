"""Asking the level above for an input that is theirs to set (`set_by`), and its answer: granted, it is set at once.

A lower place cannot set what moves its work to others; it can say why it should be otherwise. Who may set it there
answers, never who asked; the asker is told, and the audit keeps both.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.matters.methods import adopting
from shanzhi.matters.methods.adopting import ADOPTS, adoption_at, level_of
from shanzhi.matters.methods.compiled import method_of, with_inputs
from shanzhi.matters.models import InputRequest
from shanzhi.matters.notices.telling import tell
from shanzhi.method.model import Method as Compiled
from shanzhi.method.paths import RANK
from shanzhi.method.who_sets import not_theirs
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.models import Post
from shanzhi.people.permission import action, allowed, covers, require, rule
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.telling import place_name

action("method.answer", Sentence("答复参数的申请", "answer what is asked for inputs"))

NO_REASON = Sentence("请写明为什么要改", "say why it should be changed")
OWN = Sentence(
    "这些参数您可以自己设，不用申请", "you may set these inputs yourself, there is nothing to ask for"
)
WAITS = Sentence(
    "“{place}”这个工作法已有一件申请在等答复，请先等它办结",
    "{place} has something waiting to be answered for this method already: wait until it is decided",
)
NEWER = Sentence(
    "这里的参数是新版的，那里用的还是旧版；请先采用新版（这几项保持原值），再申请",
    "these are the inputs of a newer version than the one in use: adopt it first, leaving these as they are, then ask",
)
OVER = Sentence("这件申请已经答复过", "this was answered already")
ASKED = Sentence(
    "“{place}”申请改“{method}”的参数：{labels}。请在“工作法”里答复。",
    "{place} asks for other inputs of {method}: {labels}. Answer under “Methods”.",
)
GRANTED = Sentence(
    "“{place}”申请的参数已同意并生效：{labels}。", "What {place} asked for is granted and in force: {labels}."
)
REFUSED = Sentence(
    "“{place}”申请的参数没有同意：{labels}。{answer}",
    "What {place} asked for was not granted: {labels}. {answer}",
)


@rule("method.answer", who=Sentence("有权设定它的上级工作人员", "staff of the level that sets it"))
def sets_it(actor: Actor, thing: Any) -> bool:
    """`thing` is a request. Nobody answers their own."""
    if not isinstance(thing, InputRequest) or thing.by == actor.person:
        return False
    if not covers(actor, thing.place.ancestor_ids, ADOPTS):
        return False
    level = level_of(actor, thing.place)
    return level is not None and RANK[level] <= RANK[thing.level]


def ask_for_inputs(
    *,
    actor: Actor,
    method: str,
    place: Place,
    inputs: Mapping[str, Any],
    reason: str,
    typed_for: str | None = None,
    at: datetime | None = None,
) -> InputRequest:
    """Ask for those of `inputs` that a level above sets; the others are left aside.

    `typed_for` is the hash of the version they were typed for, where that may be another than the one in force: what
    is asked for is set in the one in force. Raises `Denied`, `BadInput`, or
    `InputError` with a sentence for each value that will not do.
    """
    require(actor, "method.adopt", place)
    base = adoption_at(method, place)
    if base is None:
        raise BadInput(adopting.NOT_ADOPTED.fill(place=place_name(place), method=method))
    if typed_for not in (None, base.method.hash):
        raise BadInput(NEWER)
    after = with_inputs(base.method, {**base.inputs, **inputs})
    names = sorted(reserved(actor, after, method_of(base).values, place))
    if not names:
        raise BadInput(OWN)
    if not reason.strip():
        raise BadInput(NO_REASON, {"reason": NO_REASON})
    now = at or timezone.now()
    level = min((str(after.inputs[name].set_by) for name in names), key=RANK.__getitem__)
    with transaction.atomic():
        audit.lock_chain()
        if waiting().filter(slug=method, place=place).exists():
            raise BadInput(WAITS.fill(place=place_name(place)))
        asked = InputRequest.objects.create(
            slug=method,
            place=place,
            inputs={name: inputs[name] for name in names},
            level=level,
            reason=reason.strip()[:500],
            by=actor.person or 0,
            asked_at=now,
        )
        text = ASKED.fill(place=place_name(place), method=after.title, labels=labels(after, asked))
        tell(_answerers(asked), text, kind="inputs", matter=None, at=now)
        _record("method.ask", actor, asked, now)
    return asked


def answer_inputs(
    *, actor: Actor, asked: InputRequest, grant: bool, answer: str = "", at: datetime | None = None
) -> None:
    """Grant it, so that it is set at once for matters opened from now on, or refuse it. Once; the asker is told."""
    require(actor, "method.answer", asked)
    if not grant and not answer.strip():
        raise BadInput(NO_REASON, {"answer": NO_REASON})
    now = at or timezone.now()
    with transaction.atomic():
        mine = waiting().filter(pk=asked.pk)
        decided = {
            "decided_by": actor.person,
            "decided_at": now,
            "granted": grant,
            "answer": answer.strip()[:500],
        }
        if mine.update(**decided) != 1:
            raise BadInput(OVER)
        base = adoption_at(asked.slug, asked.place)
        if base is None:
            raise BadInput(adopting.NOT_ADOPTED.fill(place=place_name(asked.place), method=asked.slug))
        if grant:
            adopting.adopt(
                actor=actor,
                method=base.method,
                place=asked.place,
                inputs={**base.inputs, **asked.inputs},
                at=at,
            )
        method = method_of(base)
        form = GRANTED if grant else REFUSED
        text = form.fill(place=place_name(asked.place), labels=labels(method, asked), answer=answer.strip())
        tell([asked.by], text, kind="inputs", matter=None, at=now)
        _record("method.answer", actor, asked, now, granted=grant)
    asked.refresh_from_db()


def reserved(actor: Actor, after: Compiled, before: Mapping[str, Any], place: Place) -> dict[str, Sentence]:
    """The inputs that the actor would set otherwise than they are and that a level above sets, each with its sentence."""
    level = level_of(actor, place)
    return not_theirs(after, before, level) if level is not None else {}


def after_request(asked: InputRequest) -> Compiled:
    """The method as it would be at the asking place. Raises `InputError` where a newer version takes the value no more."""
    base = adoption_at(asked.slug, asked.place)
    if base is None:
        raise BadInput(adopting.NOT_ADOPTED.fill(place=place_name(asked.place), method=asked.slug))
    return with_inputs(base.method, {**base.inputs, **asked.inputs})


def waiting() -> QuerySet[InputRequest]:
    """What is not answered, first asked first."""
    return InputRequest.objects.filter(decided_at=None).select_related("place").order_by("pk")


def to_answer(actor: Actor) -> list[InputRequest]:
    """What waits for an answer that the actor may give, first asked first."""
    held = Place.objects.filter(pk__in={at for role, at in actor.posts if role in ADOPTS})
    below = [Q(place__path__begins=place.path) for place in held]
    found = waiting().filter(reduce(or_, below)) if below else ()
    return [one for one in found if allowed(actor, "method.answer", one)]


def theirs(actor: Actor) -> QuerySet[InputRequest]:
    """Requests of the places where the actor adopts methods, and of all below, the latest first."""
    held = Place.objects.filter(pk__in={at for role, at in actor.posts if role in ADOPTS})
    numbers = [
        pk
        for place in held
        for pk in InputRequest.objects.filter(place__path__begins=place.path).values_list("pk", flat=True)
    ]
    return InputRequest.objects.filter(pk__in=numbers).select_related("place").order_by("-pk")


def labels(method: Compiled, asked: InputRequest) -> Sentence:
    """What is asked for, in the words of the method."""
    found = [method.inputs[name].label for name in asked.inputs if name in method.inputs]
    return Sentence("、".join(one.zh for one in found), ", ".join(one.en for one in found))


def _answerers(asked: InputRequest) -> list[int]:
    """Those who may answer and are nearest: who holds an office at the level that sets it."""
    there = Post.objects.in_force().filter(
        place__in=asked.place.ancestor_ids, place__level=asked.level, role__in=ADOPTS
    )
    return [person for person in there.values_list("person", flat=True) if person != asked.by]


def _record(kind: str, actor: Actor, asked: InputRequest, at: datetime, **more: Any) -> None:
    detail = {
        "method": asked.slug,
        "place": asked.place_id,
        "inputs": sorted(asked.inputs),
        "asked": asked.pk,
    }
    audit.record(kind, by=actor, detail={**detail, **more}, at=at)
