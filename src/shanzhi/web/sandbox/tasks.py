"""The tasks of each role, read from `tasks.yaml`, and whether a person has done them: told by the records alone."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from django.urls import reverse
from msgspec import Struct
from ruamel.yaml import YAML

from shanzhi.engine.types import Actor
from shanzhi.matters.models import Entry
from shanzhi.matters.rights.access import asked, on_desk, seen_by
from shanzhi.matters.writing.actions import acts_open_to
from shanzhi.method.words import Sentence
from shanzhi.people.models import AuditRecord
from shanzhi.people.permission import Administrator
from shanzhi.web.context import first_role

FILE = Path(__file__).parent / "tasks.yaml"
BUILT = "demo.built"
"""The kind of audit record that says when a demonstration was filled: what was done before was done by nobody."""
ANYONE, RESIDENT = "anyone", "resident"
LOOKED_AT = 8
"""Matters of a stage that are looked at for one in which the task can be done."""
NONE_WAITS = Sentence(
    "现在没有这样的一件在等您，换一个人试试。", "No such matter waits for you now; try as somebody else."
)


class Done(Struct, frozen=True, forbid_unknown_fields=True):
    """The record that shows a task as done: one of these acts (of this method), or one of these lines in the audit."""

    act: tuple[str, ...] = ()
    method: str = ""
    audit: tuple[str, ...] = ()


class Task(Struct, frozen=True, forbid_unknown_fields=True):
    """One task. `go` is where it is done: `open METHOD`, `page NAME`, `matter METHOD STAGE …` (the first named first), with
    `facts` only a matter whose facts are these. What is done elsewhere does not tick it off."""

    title: tuple[str, str]
    how: tuple[str, str]
    go: str
    done: Done
    facts: dict[str, str] = {}

    @property
    def said(self) -> Sentence:
        """The title in both languages."""
        return Sentence(*self.title)


class TaskCard(Struct, frozen=True):
    """A task as the card shows it."""

    title: Sentence
    how: Sentence
    url: str
    done: bool


@cache
def tasks() -> dict[str, tuple[Task, ...]]:
    """The tasks of every role. Raises `msgspec.ValidationError` for a file that does not fit."""
    plain = YAML(typ="safe", pure=True).load(FILE.read_text("utf-8"))
    return msgspec.convert(plain, dict[str, tuple[Task, ...]])


def role_of(actor: Actor) -> str:
    """The role whose tasks a person gets: the highest of theirs that has some, else what anyone does."""
    if isinstance(actor, Administrator):
        return actor.kind
    if not actor.posts:
        return RESIDENT
    role = first_role(actor.posts) or ANYONE
    return role if role in tasks() else ANYONE


def first_tasks(actor: Actor, since: datetime) -> list[TaskCard]:
    """A person's first tasks, and which of them they have done since."""
    return [_shown(actor, task, since) for task in tasks()[role_of(actor)]]


def _shown(actor: Actor, task: Task, since: datetime) -> TaskCard:
    where, how = _where(actor, task), Sentence(*task.how)
    if where is None:
        where, how = reverse("inbox" if actor.posts else "mine"), NONE_WAITS
    return TaskCard(task.said, how, where, _is_done(actor, task, since))


def _is_done(actor: Actor, task: Task, since: datetime) -> bool:
    done = task.done
    if done.audit:
        lines = AuditRecord.objects.filter(kind__in=done.audit, result="ok", at__gt=since)
        if isinstance(actor, Administrator):
            return lines.filter(account=actor.account).exists()
        return lines.filter(person=actor.person).exists()
    entries = Entry.objects.filter(person=actor.person, act__in=done.act, at__gt=since)
    if done.method:
        entries = entries.filter(matter__method=done.method)
    kind, *names = task.go.split()
    if kind == "matter":
        entries = entries.filter(matter__method=names[0], stage__in=names[1:])
    if task.facts:
        return any(_so(data, task) for data in entries.values_list("matter__data", flat=True))
    return entries.exists()


def _so(data: dict[str, Any], task: Task) -> bool:
    """Whether the facts of a matter are those of a task."""
    return all(data.get(name) == value for name, value in task.facts.items())


def _where(actor: Actor, task: Task) -> str | None:
    """Where the task is done; None where no matter waits in which this person can do it."""
    kind, *names = task.go.split()
    if kind == "open":
        return reverse("open", args=names)
    if kind == "page":
        return reverse(names[0])
    waiting = seen_by(actor).filter(on_desk(actor) | asked(actor), method=names[0], closed_at=None)
    for stage in names[1:]:
        rows = waiting.filter(stage=stage).order_by("expected_at", "pk").values_list("pk", "data")
        found = [number for number, data in rows if _so(data, task)]
        for number in found[:LOOKED_AT]:
            if any(act.name in task.done.act for act in acts_open_to(actor=actor, matter=number)):
                return reverse("matter", args=[number])
    return None


def built_at() -> datetime | None:
    """When this demonstration was filled; None where it is none."""
    return AuditRecord.objects.filter(kind=BUILT).order_by("-seq").values_list("at", flat=True).first()
