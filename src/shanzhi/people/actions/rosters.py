"""Taking in a roster (花名册) of posts, households or organisations, row by row; running it again changes nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.roles import WITHIN_BUILDING
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.actions.households import (
    HOUSEHOLD_NAME,
    add_household,
    move_household,
    set_household,
)
from shanzhi.people.actions.owners import take_area
from shanzhi.people.actions.persons import add_person, set_contact
from shanzhi.people.actions.posts import assign_post
from shanzhi.people.actions.roster_owners import take_owners
from shanzhi.people.actions.roster_units import take_unit
from shanzhi.people.audit_batch import audited_apart, audited_at_once
from shanzhi.people.checks import clean_facts, clean_name, person_name
from shanzhi.people.facts import facts_of
from shanzhi.people.matching import on_record, unit_of
from shanzhi.people.models import Organization, Person, Post
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.roster_lookup import AtHand
from shanzhi.people.roster_rows import HEADINGS, birth_of, day_of, flat_area, role_of, use_of
from shanzhi.places.models import Place
from shanzhi.tables.report import Progress, Rejected, Report
from shanzhi.tables.sheets import Sheet, read_sheet

BATCH = 200
"""Rows in one transaction, so that nobody waits long for an import."""

NEITHER = Sentence(
    "认不出这是哪种名册：岗位名册要有“姓名”和“岗位”列，住户名册要有“门牌”列，单位名册要有“单位名称”列",
    "it is unclear what this lists: a roster of posts has columns 姓名 and 岗位, one of households 门牌, one of organisations 单位名称",
)
NO_NAME = Sentence("这一行没有姓名", "this row has no name")
NO_ROLE = Sentence("这一行没有岗位", "this row names no post")
NO_DOOR = Sentence("这一行没有门牌", "this row has no door")
IGNORED = Sentence("没有用到的列", "columns that were not used")


_Take = Callable[[Actor, Mapping[str, str], AtHand, datetime], str]
"""Takes one row and says what came of it: `added`, `changed` or `unchanged`."""


class _Undone(Exception):
    """Ends a dry run: everything it wrote is taken back."""


def import_people(
    by: Actor,
    *,
    content: bytes,
    file: str,
    place: Place,
    sheet: str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
    at: datetime | None = None,
) -> Report:
    """Take in a csv or spreadsheet of posts (姓名、岗位…), households (门牌、姓名…) or organisations (单位名称…) inside a place.

    `sheet` picks one of a workbook. A row that cannot be taken is in `rejected` with its reason, and changes nothing; the others are taken.
    The same file taken again adds nothing. `dry_run` says what would happen and writes nothing.
    """
    listed = read_sheet(content, file, HEADINGS, sheet=sheet)
    take: _Take
    if "role" in listed.columns and "name" in listed.columns:
        take = _post
    elif "door" in listed.columns:
        take = _member
    elif "unit_name" in listed.columns:
        take = take_unit
    else:
        raise BadInput(NEITHER)
    report, now = Report(headings=listed.headings, notes=listed.table.notes()), at or timezone.now()
    for heading in listed.ignored:
        report.note("ignored", IGNORED, heading)
    try:
        with transaction.atomic() if dry_run else nullcontext():
            _rows(by, listed, take, AtHand(place), report, now, progress)
            if dry_run:
                raise _Undone
            detail = {
                "place": place.pk,
                "added": report.added,
                "changed": report.changed,
                "rejected": len(report.rejected),
            }
            audit.record("people.import", by=by, detail=detail, at=now)
    except _Undone:
        pass
    return report


def _rows(
    by: Actor,
    sheet: Sheet,
    take: _Take,
    hand: AtHand,
    report: Report,
    now: datetime,
    progress: Progress | None,
) -> None:
    rows, done = iter(sheet.records()), 0
    while batch := list(islice(rows, BATCH)):
        with audited_at_once():
            hand.read(row for _number, _cells, row in batch)
            for number, cells, row in batch:
                try:
                    sheet.check(row)
                    with audited_apart():
                        outcome = take(by, row, hand, now)
                except (BadInput, Denied) as refused:
                    hand.forget(row)
                    report.rejected.append(Rejected(sheet.file, number, cells, refused.sentence))
                else:
                    setattr(report, outcome, getattr(report, outcome) + 1)
        done += len(batch)
        if progress is not None:
            progress(done, len(sheet.rows))


def _member(by: Actor, row: Mapping[str, str], hand: AtHand, now: datetime) -> str:
    """One person of a household, or the household alone where the row names nobody."""
    spot = hand.spot(row)
    if not spot.door:
        raise BadInput(NO_DOOR)
    door = clean_name(spot.door, HOUSEHOLD_NAME, 80)
    area, source = flat_area(row)
    given = row.get("name") or row.get("head")
    name = person_name(given) if given else None
    household = hand.household(spot, name)
    outcome = "unchanged"
    if household is None:
        household = add_household(
            by, name=door, place=hand.enter(by, spot), area=area, source=source, use=use_of(row), at=now
        )
        hand.keep(spot, household)
        outcome = "added"
    else:
        if area and take_area(by, household=household, area=area, source=source, at=now):
            outcome = "changed"
        if spot.parts and household.place.level not in (*WITHIN_BUILDING, "household"):
            move_household(by, household=household, place=hand.enter(by, spot), name=door, at=now)
            hand.keep(spot, household)
            outcome = "changed"
    if not name:
        return _either(outcome, take_owners(by, row, household, hand, now))
    facts = _facts(row)
    person = hand.member(household, name, facts)
    if person is None:
        person = add_person(by, name=name, household=household, facts=facts, at=now)
        hand.keep_person(person)
        outcome = "added"
    elif _correct(by, person, facts, now):
        hand.keep_number(person)
        outcome = "changed" if outcome == "unchanged" else outcome
    heads = row.get("relation") in ("户主", "本人") or (given and row.get("head") == given)
    if heads and household.head_id != person.pk:
        set_household(by, household=household, head=person, at=now)
        outcome = "changed" if outcome == "unchanged" else outcome
    return _either(outcome, take_owners(by, row, household, hand, now))


def _either(outcome: str, changed: bool) -> str:
    return "changed" if changed and outcome == "unchanged" else outcome


def _post(by: Actor, row: Mapping[str, str], hand: AtHand, now: datetime) -> str:
    """One post: its holder is found, or entered as serving there, and appointed unless it is so already."""
    if not row.get("name"):
        raise BadInput(NO_NAME)
    if not row.get("role"):
        raise BadInput(NO_ROLE)
    scope = hand.scope
    place, role, unit = hand.place(row), role_of(row["role"]), unit_of(row, scope)
    since = day_of(row["since"]) if "since" in row else None
    until = day_of(row["until"], last=True) if "until" in row else None
    facts = _facts(row)
    person, outcome = on_record(row["name"], facts, scope), "unchanged"
    if person is None:
        person = add_person(by, name=row["name"], serves=place, facts=facts, at=now)
        outcome = "added"
    elif _correct(by, person, facts, now):
        outcome = "changed"
    same = Post.objects.in_force(since if since and since > now else now)
    held = same.filter(person=person, role=role, place=place, organization=unit).first()
    as_listed = held and since in (None, held.since) and until in (None, held.until)
    if not as_listed and not _ran_already(person, role, place, unit, since, until):
        basis = row.get("basis", "")
        assign_post(
            by,
            listed=True,
            person=person,
            role=role,
            place=place,
            organization=unit,
            since=since,
            until=until,
            basis=basis,
            at=now,
        )
        outcome = "added"
    return outcome


def _ran_already(
    person: Person,
    role: str,
    place: Place,
    unit: Organization | None,
    since: datetime | None,
    until: datetime | None,
) -> bool:
    """Whether exactly this term is on record already, past or to come."""
    terms = Post.objects.filter(person=person, role=role, place=place, organization=unit, until=until)
    return since is not None and terms.filter(since=since).exists()


def _facts(row: Mapping[str, str]) -> dict[str, str | None]:
    facts: dict[str, str | None] = {field: row[field] for field in ("phone", "id_number") if field in row}
    if "birth" in row:
        facts["birth"] = birth_of(row["birth"])
    return facts


def _correct(by: Actor, person: Person, facts: Mapping[str, str | None], now: datetime) -> bool:
    """Bring facts up to what the roster says. Returns whether any differed."""
    cleaned = clean_facts(facts, timezone.localdate(now))
    known = facts_of(person)
    new = {kind: value for kind, value in cleaned.items() if value and known.get(kind) != value}
    if new:
        set_contact(by, person=person, facts=new, at=now)
    return bool(new)
