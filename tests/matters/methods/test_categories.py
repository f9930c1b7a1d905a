"""Categories from the record to the figure: a code or a name counts once, what is unknown is told and lost nowhere."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import Refusal
from shanzhi.insight.appeals import report_appeals
from shanzhi.matters.history.verify import verify_range
from shanzhi.matters.imports import messages
from shanzhi.matters.imports.mapping import Mapping
from shanzhi.matters.lists import board as boards
from shanzhi.matters.methods import adopting
from shanzhi.matters.methods.categories import Categories
from shanzhi.matters.methods.compiled import versions
from shanzhi.matters.methods.upgrading import upgrade_matters
from shanzhi.matters.models import Entry, Matter
from shanzhi.people.problems import BadInput
from shanzhi.reading.search import numbers
from tests.matters.imports.tables import NOW, matter, table, take
from tests.matters.town import METHODS, Town

APPEAL = (METHODS / "appeal.yaml").read_text(encoding="utf-8")
HEADINGS = ("编号", "主题", "类别")
FREE = APPEAL.replace(
    "  category: {type: choice, options: inputs.catalogue, optional: true, when: '!has(before.category)', label: 类别}\n",
    "  category: {type: text, max: 40, optional: true, when: '!has(before.category)', label: 类别}\n",
).replace("version: 4\n", "version: 3\n")  # fmt: skip


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("灵异事件", "没有“灵异事件”这一类。先从这些大类里选，再选下一级：市容环境、"),
        ("其他", None),
        ("路灯", None),
        ("房屋和小区／路灯", None),
        ("e2110", None),
    ],
)
def test_a_category_is_told_by_code_or_name_and_an_unknown_one_gets_a_sentence(
    town: Town, written: str, told: str | None
) -> None:
    answer = town.try_open(values={"subject": "灯不亮", "category": written})
    if told is None:
        assert not isinstance(answer, Refusal)
        assert Matter.objects.get().data["category"] == ("e99" if written == "其他" else "e2110")
        return
    assert isinstance(answer, Refusal)
    assert answer.fields["category"].zh.startswith(told)
    assert not Matter.objects.exists()


def test_an_import_takes_names_and_codes_and_keeps_the_words_it_does_not_know(town: Town) -> None:
    rows = [
        ("1", "路灯坏了", "路灯"),
        ("2", "灯坏了", "e2110"),
        ("3", "怪事", "灵异事件"),
        ("4", "无类别", ""),
    ]
    outcome = take(table(*rows, headings=HEADINGS), town.district, now=NOW)
    assert outcome.report.added == 4
    assert [matter(n).data.get("category") for n in "1234"] == ["e2110", "e2110", None, None]
    note = outcome.report.notes["unknown_category"]
    assert (note.count, note.examples, note.what) == (1, ["4 灵异事件"], messages.NOTES["unknown_category"])
    assert sound()


def test_a_mapping_says_what_a_files_own_words_mean(town: Town) -> None:
    mapping = Mapping(values={"category": {"灵异事件": "邻里生活／其他邻里问题"}})
    take(table(("1", "怪事", "灵异事件"), headings=HEADINGS), town.district, mapping=mapping)
    assert matter("1").data["category"] == "e2399"
    wrong = Mapping(values={"category": {"怪": "没有这一类"}})
    with pytest.raises(BadInput, match=r"values\.category\.怪"):
        take(table(("2", "怪事", "怪"), headings=HEADINGS), town.district, mapping=wrong)


def sound() -> bool:
    """Whether every history holds."""
    return not verify_range(0, 10**9).faults


def mixed(town: Town) -> None:
    """Matters of an older version that hold names and texts of their own, and one of the newest that holds a code."""
    town.adopt(FREE)
    for subject, category in (("一", "路灯"), ("二", "城乡建设"), ("三", "噪声")):
        town.open(values={"subject": subject * 2, "category": category})
    adopting.adopt(actor=town.actor("district_staff"), method=adopting.newest("appeal"), place=town.district)
    town.open(values={"subject": "四四", "category": "e2110"})


def test_a_filter_finds_codes_and_names_under_one_entry_and_what_lies_below(town: Town) -> None:
    mixed(town)
    staff = town.actor("community_staff")
    choice = boards.BoardFilter(town.community)
    offered = [(code, label.zh) for code, label in boards.categories(staff, choice)]
    assert offered == [
        ("e21", "房屋和小区"), ("e2110", "房屋和小区／路灯"), ("e23", "邻里生活"), ("e2301", "邻里生活／噪声"),
        ("城乡建设", "城乡建设"),
    ]  # fmt: skip
    titles = {row.pk: row.title for row in Matter.objects.all()}

    def found(category: str) -> set[str]:
        chosen = boards.BoardFilter(town.community, category=category)
        return {titles[n] for n in boards.stack(staff, chosen, boards.BoardColumn("all", "")).numbers}

    assert found("e2110") == found("e21") == {"一一", "四四"}
    assert found("e23") == {"三三"}
    assert found("城乡建设") == {"二二"}
    assert found("e01") == set()


def test_figures_count_a_name_with_its_code(town: Town) -> None:
    mixed(town)
    told = {line.label.zh: line.matters for line in report_appeals(by="category").lines}
    assert told == {"房屋和小区": 2, "邻里生活": 1, "城乡建设": 1}
    below = {line.label.zh: line.matters for line in report_appeals(by="subcategory").lines}
    assert below == {"房屋和小区／路灯": 2, "邻里生活／噪声": 1, "城乡建设": 1}


def test_an_upgrade_turns_names_into_codes_and_says_so(town: Town) -> None:
    mixed(town)
    to = adopting.adoption_at("appeal", town.district)
    assert to is not None
    assert upgrade_matters(actor=town.actor("district_staff"), to=to) == 3
    held = {row.title: row.data["category"] for row in Matter.objects.all()}
    assert held == {"一一": "e2110", "二二": "城乡建设", "三三": "e2301", "四四": "e2110"}
    first = Matter.objects.get(title="一一")
    assert Entry.objects.get(matter=first.pk, act="upgrade").values["codes"] == {"category": "e2110"}
    assert sound()


def test_a_matter_is_found_by_the_name_of_its_category(town: Town) -> None:
    number = town.open(values={"subject": "灯不亮", "category": "e2203"}).matter.id
    assert numbers(town.actor("resident"), "电动自行车") == [number]
    assert numbers(town.actor("community_staff"), "公共安全") == [number]


def test_a_district_sets_its_own_tree_and_nobody_below_does(town: Town) -> None:
    rows = {"z": {"label": "路"}, "z1": {"label": "坑", "above": "z"}}
    district = town.actor("district_staff")
    adopting.adopt(actor=district, method="appeal", place=town.district, inputs={"catalogue": rows})
    town.open(values={"subject": "路上有坑", "category": "坑"})
    assert Matter.objects.get().data["category"] == "z1"
    assert isinstance(town.try_open(values={"subject": "灯不亮", "category": "e2110"}), Refusal)
    known = Categories(versions("appeal"))
    assert known.label("z1").zh == "路／坑"
    with pytest.raises(adopting.InputError) as refused:
        adopting.adopt(
            actor=town.actor("community_staff"), method="appeal", place=town.community,
            inputs={"catalogue": {"x": {"label": "别的"}}},
        )  # fmt: skip
    assert "由区县设定" in refused.value.inputs["catalogue"].zh
    adopting.adopt(
        actor=town.actor("community_staff"), method="appeal", place=town.community,
        inputs={"accept_within": "2 workhours"},
    )  # fmt: skip
    assert not isinstance(town.try_open(values={"subject": "又一个坑", "category": "z1"}), Refusal)
