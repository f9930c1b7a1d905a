"""A row becomes a matter with the history it had: opened, accepted, answered, closed by the clock, at the real times."""

from __future__ import annotations

from datetime import UTC

import pytest

from shanzhi.matters.clock import sweeping
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.imports.queries import source_of
from shanzhi.matters.models import Entry, Notice
from tests.matters.imports.tables import ANSWERED, HEADINGS, LATE, OPEN, local, matter, table, take
from tests.matters.town import Town


def history(external: str) -> list[tuple[str, str | None, int | None]]:
    rows = Entry.objects.filter(matter=matter(external)).order_by("seq")
    return [(e.act, e.role, e.person_id) for e in rows]


def test_an_answered_row_is_accepted_at_once_answered_when_it_was_and_closed_by_the_clock(town: Town) -> None:
    take(table(ANSWERED), town.district)
    row = matter("2")
    acts = [(e.act, e.at) for e in Entry.objects.filter(matter=row).order_by("seq")]
    assert acts == [
        ("open", local(2, 9)),
        ("accept", local(2, 9)),
        ("resolve", local(5, 15)),
        ("confirm", local(9, 17)),
        ("lapse", local(16, 17)),
    ]
    assert (row.stage, row.end, row.opened_at, row.closed_at) == (
        "closed",
        "done",
        local(2, 9),
        local(16, 17),
    )
    assert row.data["reply"] == "已请人换好井盖"


def test_history_names_the_role_that_acted_and_no_person(town: Town) -> None:
    take(table(ANSWERED), town.district)
    assert history("2") == [
        ("open", "anyone", None),
        ("accept", "community_staff", None),
        ("resolve", "community_staff", None),
        ("confirm", "system", None),
        ("lapse", "system", None),
    ]


def test_an_answer_after_the_limit_is_preceded_by_what_the_clock_had_to_say(town: Town) -> None:
    take(table(LATE), town.district)
    assert [act for act, _, _ in history("3")] == [
        "open",
        "accept",
        "due_soon",
        "overdue",
        "resolve",
        "confirm",
    ]
    row = matter("3")
    assert (row.stage, row.closed_at) == ("rating", None)
    assert row.due_at == local(23, 17)


def test_an_unanswered_row_is_as_old_as_it_is_and_its_date_counts_from_the_import(town: Town) -> None:
    take(table(OPEN), town.district)
    row = matter("1")
    assert (row.stage, row.desk_role, row.desk_place_id) == ("reported", "grid_worker", town.grid.pk)
    assert row.opened_at == local(2, 9)
    assert row.due_at == local(20, 15)  # four working hours after ten o'clock on a Friday
    assert [act for act, _, _ in history("1")] == ["open", "imported"]
    assert row.data["detail"] == "三楼的灯坏了两天"


def test_a_reopened_matter_comes_back_to_the_desk_and_to_nobody_invented(town: Town) -> None:
    take(table(LATE), town.district)
    row = matter("3")
    assert row.desk_role == "opener"
    state = row.state["handlers"]["handling"]
    assert (state["role"], state["place"], state["person"]) == ("street_staff", town.street.pk, None)


def test_the_order_s_own_date_is_kept(town: Town) -> None:
    headings = (*HEADINGS, "办理时限")
    rows = table((*OPEN, "2026-03-25"), (*LATE, "2026-03-12"), headings=headings)
    take(rows, town.district)
    row = matter("1")
    assert (row.stage, row.due_at, row.late) == ("handling", local(25, 23, 59).replace(second=59), False)
    clock = matter("3").state["clocks"]["handle"]
    assert clock["stopped"] == local(12, 9).astimezone(UTC).isoformat().replace("+00:00", "Z")
    assert clock["overdue"] == []


def test_a_rating_is_recorded_where_it_is_whole(town: Town) -> None:
    headings = (*HEADINGS, "是否联系", "是否解决", "满意度", "评价时间")
    whole = ("4", *ANSWERED[1:], "是", "已解决", "满意", "2026-03-10 10:00")
    partial = ("5", *ANSWERED[1:3], "2026-03-03 09:00", *ANSWERED[4:], "", "已解决", "满意", "")
    outcome = take(table(whole, partial, headings=headings), town.district)
    data = matter("4").data
    assert (data["contacted"], data["solved"], data["stars"], matter("4").end) == (True, True, 4, "done")
    assert "stars" not in matter("5").data
    assert outcome.report.notes["no_rating"].count == 1
    assert source_of(matter("5").pk).extra["满意度"] == "满意"  # type: ignore[union-attr]


def test_texts_too_long_for_their_field_go_on_in_messages(town: Town) -> None:
    detail = "长" * 7_000
    answer = "答" * 5_500
    long = ("6", "", "题" * 100, "2026-03-02 09:00", detail, answer, "2026-03-05 15:00")
    short = ("7", "", "无", "2026-03-02 09:00", "路灯不亮，请修一修", "已收悉", "2026-03-05 15:00")
    outcome = take(table(long, short), town.district)
    assert not outcome.report.rejected
    data = matter("6").data
    messages = Entry.objects.filter(matter=matter("6"), act="message").order_by("seq")
    by_role: dict[str | None, str] = {}
    for entry in messages:
        by_role[entry.role] = by_role.get(entry.role, "") + entry.values["text"]
    assert data["subject"].endswith("…")
    assert data["detail"] + by_role["opener"] == "题" * 100 + "\n" + detail
    assert data["reply"] + by_role["district_staff"] == answer
    assert matter("7").data["subject"] == "无 路灯不亮，请修一修"[:1] or matter("7").data[
        "subject"
    ].startswith("无")
    assert matter("7").data["reply"] == "原答复：已收悉"


def test_a_class_named_in_the_file_sets_the_limit(town: Town) -> None:
    headings = (*HEADINGS, "紧急程度")
    take(table((*LATE, "复杂"), headings=headings), town.district)
    assert matter("3").data["urgency"] == "complex"
    assert matter("3").state["clocks"]["handle"]["limit"] == "15 days"


def test_a_known_telephone_number_makes_its_holder_the_author_and_is_kept_sealed(town: Town) -> None:
    headings = ("诉求编号", "诉求人", "联系电话", "诉求内容", "登记时间")
    rows = table(
        ("K1", "居民1", "138 0000 0001", "楼道灯不亮", "2026-03-18 09:00"),
        ("K2", "别人", "13800000002", "楼道有杂物", "2026-03-18 09:00"),
        headings=headings,
    )
    outcome = take(rows, town.district)
    assert matter("K1").opener_id == town.residents[0].pk
    assert matter("K2").opener_id is None
    assert outcome.report.notes["known"].count == 1
    assert "phone" not in matter("K2").data
    assert matter("K2").sealed is not None
    assert source_of(matter("K2").pk).author == "别*"  # type: ignore[union-attr]


def test_an_import_floods_nobody(town: Town) -> None:
    rows = [
        (str(n), "", f"第一网格灯不亮 {n}", "2026-03-18 09:00", f"在 {n} 楼", "", "") for n in range(1, 41)
    ]
    take(table(*rows), town.district)
    notices = list(Notice.objects.filter(person=town.people["grid_worker"]))
    assert [(n.kind, "40" in n.zh, "40" in n.en) for n in notices] == [("imported", True, True)]


def test_every_matter_verifies_and_the_clock_goes_on_with_it(town: Town) -> None:
    take(table(OPEN, ANSWERED, LATE), town.district)
    assert verify_matters(files=False).faults == []
    swept = sweeping.tick(now=local(31, 12))
    assert not swept.faults
    assert matter("1").place_id != town.grid.pk  # not accepted in time: moved up
    assert matter("3").end == "done"
    assert verify_matters(files=False).faults == []


@pytest.mark.parametrize("slug", ["appeal"])
def test_every_imported_matter_stands_somewhere_with_a_date_or_is_closed(town: Town, slug: str) -> None:
    take(table(OPEN, ANSWERED, LATE), town.district)
    for external in "123":
        row = matter(external)
        assert row.method == slug
        assert row.closed_at is not None or (row.desk_role and row.desk_place_id and row.due_at)
