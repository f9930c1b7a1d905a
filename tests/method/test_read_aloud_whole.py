"""What a reader looks for in a whole method: each way in, who sets what, tables row by row, and what is often asked."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.method.aloud.changes import changed_sentences
from shanzhi.method.aloud.settings import SET_BY, SET_BY_ANY
from shanzhi.method.aloud.whole import Part, read_aloud
from shanzhi.method.check import load
from shanzhi.method.roles import LEVEL_NAMES
from tests.method.test_read_aloud import of_the_library, sentences
from tests.method.tiny import tiny


def part_of(name: str, heading: str) -> Part:
    return next(one for one in read_aloud(of_the_library(name)).parts if one.heading.zh == heading)


def lines_of(name: str, heading: str) -> list[str]:
    return [line.text.zh for line in part_of(name, heading).lines]


def test_each_way_in_is_told_by_itself_and_where_it_lands_case_by_case() -> None:
    ways = part_of("appeal", "怎样开始")
    assert [one.heading.zh for one in ways.parts] == [
        "反映问题",
        "走访、巡查上报",
        "登记来电、来访和外来工单",
    ]
    told = [line.text.zh for line in ways.parts[0].lines]
    assert any(one.startswith("落在哪一级：“哪一种”是“举报”的，落在区县；") for one in told)
    assert not part_of("task", "怎样开始").parts  # a single one needs no heading


def test_what_no_person_opens_is_not_told_as_a_button() -> None:
    first = part_of("assist", "怎样开始").lines[0].text.zh
    assert first == "不由人发起：由别的事项带出，填的内容也由那件事项带来（叫“请单位协办”）。"


@pytest.mark.parametrize("name", library.names())
def test_everything_that_can_be_set_stands_under_whoever_sets_it(name: str) -> None:
    method = of_the_library(name)
    by = {one.heading.zh: one.lines for one in part_of(name, "本地可以设什么").parts}
    for one in method.inputs.values():
        heading = SET_BY_ANY if one.set_by is None else SET_BY.fill(l=LEVEL_NAMES[one.set_by])
        assert any(line.text.zh.startswith(f"“{one.label.zh}”：") for line in by[heading.zh]), one.name
    assert sum(map(len, by.values())) == len(method.inputs)


def test_a_limit_that_a_table_says_is_told_by_the_table_and_its_rows_stand_where_it_is_set() -> None:
    said = list(sentences(read_aloud(of_the_library("appeal"))))
    (clock,) = [one for one in said if one.startswith("“办理时限”：到")]
    assert "“类别”已填的，按“诉求类别与社区职责清单”里“类别”那一行的“办理时限”" in clock
    assert "私搭乱建" not in clock
    assert "“市容环境／暴露垃圾”——“社区职责”：“协助（街道主办）”；“办理时限”：24 小时。" in said


def test_a_row_that_changed_is_heard_between_two_versions() -> None:
    text = library.text("appeal") or ""
    row = "{label: 道路遗撒, above: e01, lasts: 24 hours}"
    assert text.count(row) == 1
    before, after = load(text), load(text.replace(row, row.replace("24 hours", "12 hours")))
    told = [(one.added, one.told.text.zh) for one in changed_sentences(read_aloud(before), read_aloud(after))]
    assert (False, "“市容环境／道路遗撒”——“办理时限”：24 小时。") in told
    assert (True, "“市容环境／道路遗撒”——“办理时限”：12 小时。") in told
    assert len(told) == 2


def test_who_asks_for_more_time_and_who_decides_is_said_in_one_place() -> None:
    (more,) = [one for one in lines_of("appeal", "常问的几件事") if one.startswith("延期：")]
    assert "由经办在“办理中”（“申请延期”）提出" in more
    assert "在“延期待审”由街道工作人员、区级工作人员" in more
    assert more.endswith("用“同意延期”决定。")
    assert "延期：没有。" in lines_of("whistle", "常问的几件事")


def test_when_a_limit_stands_still_and_which_papers_come_out_are_said_also_where_there_are_none() -> None:
    said = lines_of("appeal", "常问的几件事")
    assert "停算：在“待补充”时，“办理时限”停着不算。" in said
    assert "文书：不生成。" in said
    said = lines_of("whistle", "常问的几件事")
    assert "停算：没有，时限一直走。" in said
    assert (
        "文书：「哨单」（在“填哨单”）；「会商纪要」（在“会商”）；「区里裁定意见」（在“区里裁定”）。" in said
    )


def test_more_time_that_the_desk_takes_by_itself_is_told_without_an_asker() -> None:
    text = tiny(
        (
            "measures:\n",
            "clocks:\n  whole: {label: 时限, starts: [open], lasts: 9 days, ends: [closed]}\nmeasures:\n",
        ),
        ("      finish:", "      longer: {label: 几件, extend: {clock: whole, more: 2 days}}\n      finish:"),
    )
    (more,) = [one for one in sentences(read_aloud(load(text))) if one.startswith("延期：")]
    assert more == "延期：“时限”可以延长；在“待办”由网格员用“几件”决定。"


def test_what_changed_below_an_act_is_told_with_the_act() -> None:
    text = library.text("appeal-wall") or ""
    old = "otherwise: 本人没有同意公开；请退回去，转诉求办理。"
    assert text.count(old) == 1
    before, after = (
        load(text),
        load(text.replace("本人没有同意公开；请退回去，转诉求办理。", "本人没有同意。")),
    )
    told = [one.told for one in changed_sentences(read_aloud(before), read_aloud(after))]
    assert {one.where.zh for one in told} == {"上墙前再看一遍"}
    assert all(one.whole.zh.startswith("“可以上墙”——前提：") for one in told)


def test_what_is_published_to_whom_an_input_says_is_told_once() -> None:
    told = [
        one for one in sentences(read_aloud(of_the_library("appeal-wall"))) if one.startswith("公开“进展”")
    ]
    assert told
    assert set(told) == {
        "公开“进展”（给谁看按“墙给谁看”（本地可设，现为“本社区居民，登录可看”））。",
    }


def test_bounds_say_what_they_count_and_places_of_which_levels_they_are() -> None:
    told = "\n".join(sentences(read_aloud(of_the_library("appeal-wall"))))
    assert "“照片”（选填，最多 9 个文件，只给经办人看，不上墙）" in told
    assert "不填就是全社区的事，只能是网格、微网格、楼栋）" in told
