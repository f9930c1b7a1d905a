"""Importing again, going on after a break, taking in what changed, and taking it all back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.imports import taking
from shanzhi.matters.imports.queries import imports, source_of
from shanzhi.matters.imports.undoing import undo_import
from shanzhi.matters.lists.queries import count_matters
from shanzhi.matters.models import Entry, Import, ImportedRow, Likeness, Link, Matter
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from tests.matters.imports.tables import ANSWERED, HEADINGS, LATE, NOW, OPEN, local, matter, table, take
from tests.matters.town import Town

ROWS = [(str(n), "", f"第一网格路灯不亮 {n}", "2026-03-18 09:00", f"第 {n} 盏", "", "") for n in range(1, 31)]


def test_the_same_file_again_adds_nothing(town: Town) -> None:
    content = table(OPEN, ANSWERED, LATE)
    take(content, town.district)
    again = take(content, town.district)
    assert (again.report.added, again.report.unchanged, again.batch) == (0, 3, None)
    assert (count_matters(), Import.objects.count()) == (3, 1)


def test_rows_without_a_number_are_known_by_what_they_say(town: Town) -> None:
    headings = ("留言主题", "留言时间", "留言详情")
    rows = [("路灯不亮", "2026-03-18 09:00", "三楼"), ("路灯不亮", "2026-03-18 09:00", "四楼")]
    assert take(table(*rows, rows[0], headings=headings), town.district).report.added == 2
    again = take(table(*rows, ("井盖松动", "2026-03-19", ""), headings=headings), town.district)
    assert (again.report.added, again.report.unchanged) == (1, 2)


def test_a_number_that_stands_for_something_else_is_told_and_another_system_may_use_it(town: Town) -> None:
    take(table(OPEN), town.district)
    other = ("1", "", "完全另一件事", "2026-03-18 09:00", "", "", "")
    refused = take(table(other), town.district)
    assert str(matter("1").pk) in refused.report.rejected[0].why.zh
    assert "--source" in refused.report.rejected[0].why.en
    from shanzhi.matters.imports.mapping import Mapping

    assert take(table(other), town.district, mapping=Mapping(source="hotline")).report.added == 1


def test_a_number_twice_in_one_file(town: Town) -> None:
    outcome = take(table(OPEN, OPEN, ("1", *ANSWERED[1:])), town.district)
    assert (outcome.report.added, outcome.report.unchanged, len(outcome.report.rejected)) == (1, 1, 1)


class Killed(Exception):
    pass


@pytest.mark.parametrize("at", ["before", "within", "after"])
def test_an_import_killed_midway_goes_on_where_it_stopped(
    town: Town, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    monkeypatch.setattr(taking, "CHUNK", 10)
    write = taking.write_lives
    calls: list[int] = []

    def dying(taken: Any, batch: Any, now: Any) -> None:
        calls.append(len(taken))
        if len(calls) == 2:
            if at == "before":
                raise Killed
            with transaction.atomic():
                write(taken, batch, now)
                if at == "within":
                    raise Killed
            raise Killed
        write(taken, batch, now)

    monkeypatch.setattr(taking, "write_lives", dying)
    with pytest.raises(Killed):
        take(table(*ROWS), town.district)
    assert count_matters() == 10
    assert Import.objects.get().finished_at is None
    monkeypatch.setattr(taking, "write_lives", write)
    outcome = take(table(*ROWS), town.district)
    assert (outcome.report.added, outcome.report.unchanged) == (20, 10)
    batch = Import.objects.get()
    assert (count_matters(), batch.taken, batch.pk) == (30, 30, outcome.batch)
    assert batch.finished_at is not None
    assert verify_matters(files=False).faults == []


def test_an_import_killed_before_its_end_is_finished_by_running_it_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    from shanzhi.matters.imports import actions

    def dying(**_: Any) -> None:
        raise Killed

    find = actions.find_alike
    monkeypatch.setattr(actions, "find_alike", dying)
    with pytest.raises(Killed):
        take(table(*ROWS), town.district)
    monkeypatch.setattr(actions, "find_alike", find)
    outcome = take(table(*ROWS), town.district)
    assert (outcome.report.added, outcome.batch) == (0, Import.objects.get().pk)
    assert Import.objects.get().finished_at is not None


def test_an_answer_that_came_since_is_recorded_on_the_matter(town: Town) -> None:
    take(table(OPEN, ("2", *OPEN[1:])), town.district)
    town.act(matter("2").pk, "accept", urgency="normal")
    later = [(*row[:5], "已换灯泡，请看看", "2026-03-21 15:00") for row in (OPEN, ("2", *OPEN[1:]))]
    again = take(table(*later), town.district, now=local(22, 9), file="下周.csv")
    assert (again.report.added, again.report.changed, again.report.unchanged) == (0, 1, 0)
    assert matter("1").stage == "verifying"
    acts = [(e.act, e.at) for e in Entry.objects.filter(matter=matter("1")).order_by("seq")]
    assert acts[-2:] == [("accept", NOW), ("resolve", local(21, 15))]
    assert "已有人办理" in again.report.rejected[0].why.zh
    assert matter("2").stage == "handling"
    assert take(table(*later), town.district, now=local(22, 9)).report.changed == 0


def test_undoing_makes_untouched_matters_void_and_leaves_the_others(town: Town) -> None:
    outcome = take(
        table(OPEN, ("2", *OPEN[1:]), ("4", *OPEN[1:]), ANSWERED[:0] or ("5", *ANSWERED[1:])), town.district
    )
    assert outcome.batch is not None
    town.act(matter("1").pk, "accept", urgency="normal")
    own = town.open(values={"subject": "同一件事", "detail": "也是灯"})
    town.act(own.matter.id, "merge", into=matter("2").pk)
    undone = undo_import(actor=SYSTEM, number=outcome.batch, now=local(21))
    assert undone.voided == 2
    assert [(pk, why.en) for pk, why in undone.left] == [
        (matter("1").pk, "somebody has acted on it since"),
        (matter("2").pk, "another matter was merged into it or points to it"),
    ]
    void = Matter.objects.filter(void=True)
    assert {row.external for row in void} == {"4", "5"}
    assert all(row.wakes_at is None and row.closed_at is not None for row in void)
    last = Entry.objects.filter(matter=void[0]).order_by("-seq")[0]
    assert last.act == "void"
    assert "留言.csv" in last.values["reason"]
    assert Link.objects.count() == 1
    assert count_matters() == 3
    assert verify_matters(files=False).faults == []
    assert [one.undone_at for one in imports()] == [local(21)]


def test_what_was_undone_can_be_imported_again(town: Town) -> None:
    content = table(OPEN, ANSWERED)
    first = take(content, town.district)
    assert first.batch is not None
    undo_import(actor=SYSTEM, number=first.batch)
    assert count_matters() == 0
    assert not ImportedRow.objects.exclude(sealed=None).exists()
    again = take(content, town.district)
    assert (again.report.added, count_matters()) == (2, 2)
    assert again.batch != first.batch


def test_undoing_twice_and_undoing_nothing(town: Town) -> None:
    outcome = take(table(OPEN), town.district)
    assert outcome.batch is not None
    assert undo_import(actor=SYSTEM, number=outcome.batch).voided == 1
    assert undo_import(actor=SYSTEM, number=outcome.batch).voided == 0
    with pytest.raises(BadInput, match="999"):
        undo_import(actor=SYSTEM, number=999)


def test_undoing_forgets_what_seemed_the_same(town: Town) -> None:
    text = "第一网格三号楼二单元门口的路灯已经坏了半个月，晚上老人小孩出门很不安全，请尽快派人来修。"
    rows = [(str(n), f"网友{n}", "路灯坏了", f"2026-03-1{n} 09:00", text, "", "") for n in (1, 2)]
    outcome = take(table(*rows), town.district)
    assert (outcome.alike, outcome.batch is not None, Likeness.objects.count()) == (1, True, 1)
    undo_import(actor=SYSTEM, number=outcome.batch or 0)
    assert Likeness.objects.count() == 0


def test_only_staff_of_the_place_may_import_and_undo(town: Town) -> None:
    from shanzhi.matters.imports.actions import draft, import_appeals, prepare

    drafting = draft(prepare(content=table(OPEN), file="x.csv"), method="appeal", at=town.district, now=NOW)
    for who in ("resident", "grid_worker", "community_staff"):
        with pytest.raises(Denied):
            import_appeals(actor=town.actor(who), drafting=drafting, at=town.district)
    outcome = import_appeals(actor=town.actor("district_staff"), drafting=drafting, at=town.district)
    with pytest.raises(Denied):
        undo_import(actor=town.actor("grid_worker"), number=outcome.batch or 0)
    assert undo_import(actor=town.actor("district_staff"), number=outcome.batch or 0).voided == 1


def test_a_dry_run_decides_all_and_writes_nothing(town: Town) -> None:
    bad = ("9", "", "路灯不亮", "不是时间", "", "", "")
    outcome = take(table(OPEN, ANSWERED, bad), town.district, dry_run=True)
    assert (outcome.report.added, len(outcome.report.rejected), outcome.batch) == (2, 1, None)
    assert (Matter.objects.count(), Import.objects.count()) == (0, 0)


def test_the_row_stands_beside_its_matter(town: Town) -> None:
    take(table((*OPEN, "12"), headings=(*HEADINGS, "点赞数")), town.district)
    source = source_of(matter("1").pk)
    assert source is not None
    assert (source.file, source.row, source.external, source.extra) == ("留言.csv", 2, "1", {"点赞数": "12"})
    assert source.author == "网**"


def test_two_imports_of_the_same_file_at_once_double_nothing(
    town_for_many: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "CHUNK", 5)
    content = table(*ROWS)
    ready = Barrier(2)

    def one() -> int:
        try:
            ready.wait(30)
            return take(content, town_for_many.district).report.added
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        added = [future.result(120) for future in [pool.submit(one), pool.submit(one)]]
    assert sum(added) == count_matters() == 30
    assert verify_matters(files=False).faults == []
