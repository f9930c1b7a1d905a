"""Headings recognised, mappings adjusted, kept, and checked with a sentence for each fault."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shanzhi.matters.imports.actions import prepare
from shanzhi.matters.imports.headings import BY_HEADING, FIELDS
from shanzhi.matters.imports.mapping import (
    Acts,
    Flag,
    Making,
    Mapping,
    Top,
    find_mapping,
    read_mapping,
    shipped,
    written,
)
from shanzhi.people.problems import BadInput
from shanzhi.tables.headings import heading_form
from tests.matters.imports.tables import OPEN, table


def mapped(*headings: str) -> dict[str, str]:
    content = table(tuple("x" for _ in headings), headings=headings)
    return prepare(content=content, file="x.csv").mapping.columns


def test_the_headings_of_usual_exports_are_known() -> None:
    assert mapped("工单编号", "诉求人", "联系电话（必填）", "诉求标题", "诉求内容", "登记时间", "办理时限", "办理结果", "办结时间") == {
        "工单编号": "external", "诉求人": "author", "联系电话（必填）": "phone", "诉求标题": "subject", "诉求内容": "detail",
        "登记时间": "opened", "办理时限": "target", "办理结果": "answer", "办结时间": "answered",
    }  # fmt: skip


def test_no_heading_means_two_things() -> None:
    forms = [heading_form(heading) for known in FIELDS.values() for heading in known.headings]
    assert len(forms) == len(set(forms)) == len(BY_HEADING)


def test_columns_can_be_changed_and_left_out() -> None:
    content = table(("1", "a", "b", "2026-03-02"), headings=("编号", "甲", "乙", "留言时间"))
    prepared = prepare(
        content=content, file="x.csv", changes={"甲": "subject", " 乙 ": "detail", "留言时间": "-"}
    )
    assert prepared.mapping.columns == {"编号": "external", "甲": "subject", "乙": "detail", "留言时间": "-"}


def test_what_a_mapping_says_wins_over_what_a_heading_looks_like() -> None:
    mapping = read_mapping("columns: {留言主题: detail, 留言详情: '-'}".encode(), "m.yaml")
    columns = prepare(content=table(OPEN), file="x.csv", mapping=mapping).mapping.columns
    assert (columns["留言主题"], columns["留言详情"], columns["留言编号"]) == ("detail", "-", "external")


def test_a_kept_mapping_reads_as_it_was() -> None:
    for mapping in (
        Mapping(),
        find_mapping("boston-311"),
        Mapping(zone="UTC", fixed={"urgency": "quick"}, columns={"a: b": "-"}),
    ):
        assert (
            read_mapping(written(mapping).encode() or b"{}", "m.yaml") == mapping
            or written(mapping).strip() == "{}"
        )


def test_the_mappings_that_are_shipped_can_be_used() -> None:
    assert shipped() == ["boston-311"]
    assert find_mapping("boston-311").time_zone.key == "America/New_York"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("columns: {A: externl}", "external"),
        ("colums: {}", "colums"),
        ("columns: [1]", "名称：内容"),
        ("zone: Mars/Olympus", "Mars/Olympus"),
        ("crs: nowhere", "nowhere"),
        ("dates: ydm", "ymd"),
        ("accept: maybe", "always"),
        ("places: {column: a, level: planet}", "district"),
        ("in_time: {column: a}", "in_time"),
        ("source: ''", "1 至 32"),
        ("fixed: {nobody: 1}", "nobody"),
        ("a: &x [*x]", "别名"),
        ("a: [", "YAML"),
    ],
)
def test_a_faulty_mapping_says_what_is_wrong(text: str, says: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_mapping(text.encode(), "m.yaml")
    assert says in refused.value.sentence.zh
    assert refused.value.sentence.en


def test_unknown_columns_and_mappings_are_told_with_what_is_near() -> None:
    with pytest.raises(BadInput, match="留言主题"):
        prepare(content=table(OPEN), file="x.csv", changes={"留言主": "subject"})
    with pytest.raises(BadInput, match="boston-311"):
        find_mapping("boston-31")
    with pytest.raises(BadInput, match="--map"):
        prepare(content=table(("1", "2"), headings=("甲", "乙")), file="x.csv")


@given(st.binary(max_size=200))
def test_no_content_breaks_the_reader_of_mappings(content: bytes) -> None:
    problem: BadInput | None = None
    try:
        assert isinstance(read_mapping(content, "m.yaml"), Mapping)
    except BadInput as bad:
        problem = bad
    assert problem is None or problem.sentence.en


PLACED = table(("1", "灯坏了", "东区"), headings=("编号", "标题", "片区"))


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ("places: {column: 无此列, level: street}", "无此列"),
        ("columns: {标题: subject}\nplaces: {column: 标题, level: street}", "places.column"),
        ("places: {level: street}", "places.column"),
        ("in_time: {column: 无此列, in_time: 是, late: 否}", "in_time.column"),
    ],
)
def test_a_key_that_would_do_nothing_is_refused(mapping: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        prepare(content=PLACED, file="x.csv", mapping=read_mapping(mapping.encode(), "m.yaml"))


@pytest.mark.parametrize(
    "mapping",
    ["values: {subject: {a: b}}", "values: {status: {Open: offen}}", "values: {stars: {good: '9'}}"],
)
def test_words_that_could_mean_nothing_are_refused(mapping: str) -> None:
    with pytest.raises(BadInput, match=r"values"):
        read_mapping(mapping.encode(), "m.yaml")


def test_the_column_of_places_need_not_be_named_twice() -> None:
    mapping = read_mapping("places: {column: 片区, level: street}".encode(), "m.yaml")
    assert prepare(content=PLACED, file="x.csv", mapping=mapping).mapping.columns["片区"] == "place"


def test_columns_that_the_file_has_not_are_told() -> None:
    mapping = read_mapping("columns: {无此列: detail}".encode(), "m.yaml")
    prepared = prepare(content=PLACED, file="x.csv", mapping=mapping)
    assert prepared.table.asides["absent"].examples == ["无此列"]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("created_date", "opened"), ("Created Date", "opened"), ("closed_date", "answered"), ("unique_key", "external"),
        ("complaint_type", "subject"), ("resolution_description", "answer"), ("due_date", "target"),
    ],
)  # fmt: skip
def test_the_headings_of_open_data_portals_are_known(heading: str, field: str) -> None:
    content = table(("1", "x", "y"), headings=(heading, "标题" if field != "subject" else "编号", "地址"))
    assert prepare(content=content, file="x.csv").mapping.columns[heading] == field


def test_every_key_of_a_mapping_is_told_of_in_the_docs() -> None:
    docs = (Path(__file__).parents[3] / "docs" / "operators-import.md").read_text(encoding="utf-8")
    page = docs[docs.index("## The mapping file") :]
    keys = [
        *Mapping.__struct_fields__, *(f"places.{key}" for key in Making.__struct_fields__),
        *(f"places.top.{key}" for key in Top.__struct_fields__), *(f"acts.{key}" for key in Acts.__struct_fields__),
        *(f"in_time.{key}" for key in Flag.__struct_fields__),
    ]  # fmt: skip
    assert [key for key in (*keys, *FIELDS) if f"`{key}`" not in page] == []
