"""A stage that uses a fragment is that fragment: written out, pinned by content, its faults told where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanzhi import library
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import examine, load
from shanzhi.method.diff import compare
from shanzhi.method.fragment_alone import examine_file
from shanzhi.method.fragments import joined
from shanzhi.method.model import Method
from shanzhi.method.read import MAX_BYTES
from tests.method.tiny import LOOK, used

FILE = Path(__file__).parent / "visited.yaml"
PART = """\
fragment: look
title: 看一看
version: 1
source: 本库自编
takes: {who: {type: person, label: 请谁看}}
inputs: {wait: {type: duration, default: 3 days, label: 等多久}}
data: {seen: {type: text, max: 20, label: 看到什么}}
stages:
  looking:
    label: 正在看
    desk: [people.who]
    due: {lasts: inputs.wait, then: over}
    acts:
      look: {label: 看过了, asks: [seen], to: good}
      over: {label: 没看, by: [system], to: bad}
outcomes: {good: 好, bad: 不好}
"""


def visited() -> str:
    return library.with_fragments(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def method() -> Method:
    return load(visited(), english=library.english)


def test_its_stages_facts_and_inputs_are_those_of_the_method(method: Method) -> None:
    assert list(method.stages) == ["doing", "checking", "rating", "rating_calling", "closed", "unsolved"]
    assert {"rating_solved", "rating_reached", "checking_missing"} <= method.fields.keys()
    assert list(method.inputs) == ["checking_check_within", "rating_ask_within", "rating_call_within"]
    assert method.inputs["rating_ask_within"].set_by == "street"


def test_its_exits_lead_where_the_stage_says(method: Method) -> None:
    routes = method.stages["rating_calling"].acts["rate"].routes
    assert [(one.stage, one.when.source if one.when is not None else None) for one in routes] == [
        ("closed", 'data.rating_solved && data.rating_grade in ["best", "good", "fair"]'),
        ("doing", "visits.doing < 2"),
        ("unsolved", None),
    ]
    assert [one.label.zh if one.label is not None else None for one in routes] == [None, "重办", None]


def test_a_case_of_an_exit_holds_only_where_the_fragment_comes_to_it() -> None:
    exits = "{good: [{when: data.count > 1, stage: closed}, {stage: asked}]}"
    to = "to: [{when: \"data.seen == 'a'\", stage: good}, {stage: good}]"
    routes = load(used(("{good: closed}", exits), ("to: good", to))).stages["rating"].acts["finish"].routes
    assert [(one.stage, one.when.source if one.when is not None else None) for one in routes] == [
        ("closed", "(data.rating_seen == 'a') && (data.count > 1)"),
        ("asked", "data.rating_seen == 'a'"),
        ("closed", "data.count > 1"),
        ("asked", None),
    ]


def test_what_it_is_given_stands_in_its_place_and_what_the_stage_says_is_its_default(method: Method) -> None:
    asking, calling = method.stages["rating"], method.stages["rating_calling"]
    assert asking.desk is not None
    assert asking.desk.by == ("people.reporter",)
    assert calling.desk is not None
    assert calling.desk.by == ("street_staff",)
    barred = calling.desk.barred
    assert barred is not None
    assert barred.stages == ("doing", "checking")


def test_its_title_is_told_once(method: Method) -> None:
    told = {name: one.part.name.zh for name, one in method.stages.items() if one.part is not None}
    assert told == {
        "checking": "核一核（片段“旁人核查” four-eyes@1）",
        "rating": "回访评价（片段 visit-back@1）",
    }


def test_its_english_comes_with_it(method: Method) -> None:
    assert method.stages["rating_calling"].label.en == "Telephone call-back"
    assert method.fields["rating_comment"].label.en == "Your words"
    assert not [p for p in examine(visited(), english=library.english).problems if "片段" in p.why.zh]


def test_english_of_a_text_with_a_fact_speaks_of_the_fact_of_the_method() -> None:
    said = used(
        ("finish: {label: 办好了, not:", "finish: {label: 办好了, confirm: '{seen}？', not:"),
        (
            "    outcomes: {good: 办好了}",
            "    outcomes: {good: 办好了}\n    en: {'{seen}？': 'Is it {seen}?'}",
        ),
    )
    confirm = load(said).stages["rating"].acts["finish"].confirm
    assert confirm is not None
    assert (confirm.zh, confirm.en) == ("{rating_seen}？", "Is it {rating_seen}?")


def test_the_examples_of_a_method_play_through_its_fragments() -> None:
    outcome = run_examples(visited(), library.english)
    assert [p.show("visited") for p in outcome.problems if p.code in ("SZ701", "SZ704")] == []
    open_ways = [p for p in outcome.problems if p.code == "SZ702"]
    assert open_ways
    uses = [n for n, line in enumerate(FILE.read_text("utf-8").splitlines(), 1) if "use:" in line]
    assert {p.line for p in open_ways if "片段" in p.why.zh} <= set(uses)


def test_its_content_is_part_of_the_method_and_its_english_is_not(method: Method) -> None:
    text = visited()
    less = text.replace("default: 3 days, max: 7 days", "default: 2 days, max: 7 days")
    other = load(less, english=library.english)
    assert other.hash != method.hash
    assert {one.path for one in compare(method, other)} == {
        "inputs.rating_ask_within.default",
        "stages.rating.due",
    }
    assert load(text.replace("Telephone call-back", "Call")).hash == method.hash


def test_a_text_that_has_its_fragments_never_asks_for_them() -> None:
    text = visited()
    assert joined(text, lambda _name, _version: PART) == text
    assert load(text).hash == load(joined(text, lambda _name, _version: None)).hash


@pytest.mark.parametrize("last", [True, False])
def test_a_file_that_brings_a_fragment_of_its_own_gets_the_others(last: bool) -> None:
    """What is uploaded is one file: its own fragments stand in it, those of the library come to it."""
    head, _, examples = FILE.read_text(encoding="utf-8").partition("examples:\n")
    ours = visited().partition("\n  four-eyes:\n")[2].partition("\n  visit-back:\n")[0]
    own = f"fragments:\n  four-eyes:\n{ours}\n"
    parts = [f"examples:\n{examples.rstrip()}\n", own]
    text = head + "".join(parts if last else reversed(parts))
    whole = library.with_fragments(text)
    assert whole.count("\nfragments:\n") == 1
    assert [p for p in examine(whole, english=library.english).errors if p.code.startswith("SZ35")] == []
    assert {"rating_calling", "rating_solved"} <= {*load(whole).stages, *load(whole).fields}
    assert library.with_fragments(whole) == whole


def test_a_text_names_somebody_of_the_fragment_as_the_method_calls_them() -> None:
    part = PART.replace("label: 正在看\n", "label: 正在看\n    says: 请{people.who}看，{seen}\n")
    text = used().partition("fragments:")[0]
    text = text.replace("outcomes: {good: closed}", "outcomes: {good: closed, bad: closed}")
    found = examine(joined(text, lambda _name, _version: part)).method
    says = found.stages["rating"].says if found is not None else None
    assert says is not None
    assert says.zh == "请{people.mine}看，{rating_seen}"


def test_english_that_a_glossary_has_goes_with_a_fragment() -> None:
    assert not [p for p in examine(visited()).problems if p.code == "SZ511" and "片段" in p.why.zh]


def test_two_stages_may_use_one_fragment() -> None:
    second = "  again:\n    label: 待办\n    desk: grid_worker\n    use: look@1\n    with: {who: opener}\n    outcomes: {good: closed}\n"
    built = load(used(("{good: closed}\n", "{good: again}\n" + second)))
    assert {"rating_seen", "again_seen"} <= built.fields.keys()
    assert built.stages["rating"].acts["finish"].routes[0].stage == "again"


def test_names_that_two_uses_both_make_are_told() -> None:
    inner = (
        "to: good}}}",
        "to: [{when: data.seen == 'a', stage: more}, {stage: good}]}}}\n      more: {label: 待办, due: 2 days, acts: {on: {label: 办好了, to: good}}}\n      b_more: {label: 待办, due: 2 days, acts: {on: {label: 办好了, to: good}}}",
    )
    second = "  rating_b:\n    label: 待办\n    desk: grid_worker\n    use: look@1\n    with: {who: opener}\n    outcomes: {good: closed}\n"
    found = examine(used(("{good: closed}\n", "{good: rating_b}\n" + second), inner)).errors
    assert "SZ357" in [p.code for p in found]
    assert any("rating_b_more" in p.why.zh for p in found)


def test_a_fault_within_is_told_where_it_is_used_with_the_line_of_its_file(tmp_path: Path) -> None:
    (tmp_path / "fragments").mkdir()
    (tmp_path / "fragments" / "look.yaml").write_text(
        PART.replace("asks: [seen]", "asks: [sene]"), encoding="utf-8"
    )
    text = used(("use: look@1", "use: look@1")).partition("fragments:")[0] + "examples: []\n"
    text = text.replace("{good: closed}", "{good: closed, bad: closed}")
    file = tmp_path / "tiny.yaml"
    (problem,) = [p for p in examine(library.with_fragments(text, file)).errors if p.code == "SZ358"]
    assert problem.line == text[: text.index("use: look")].count("\n") + 1
    assert problem.why.zh.startswith("片段 look 第 14 行：")
    assert "seen" in problem.why.zh


def test_the_version_named_is_looked_for_before_the_newest(tmp_path: Path) -> None:
    folder = tmp_path / "fragments"
    folder.mkdir()
    (folder / "look.yaml").write_text(PART.replace("version: 1", "version: 2"), encoding="utf-8")
    text = used().partition("fragments:")[0].replace("{good: closed}", "{good: closed, bad: closed}")
    file = tmp_path / "tiny.yaml"
    assert "SZ353" in [p.code for p in examine(library.with_fragments(text, file)).errors]
    (folder / "look@1.yaml").write_text(PART, encoding="utf-8")
    assert "SZ353" not in [p.code for p in examine(library.with_fragments(text, file)).errors]


@pytest.mark.parametrize("name", sorted(library.fragment_files()))
def test_the_fragments_of_the_library_are_sound(name: str) -> None:
    file = library.fragment_files()[name]
    assert examine_file(file.read_bytes(), english=lambda _id: library.english_beside(file)).problems == []


def test_a_fragment_is_checked_on_its_own_at_the_lines_of_its_file() -> None:
    text = PART.replace("asks: [seen]", "asks: [seen, other]")
    found = examine_file(text).errors
    assert [(p.code, p.line) for p in found] == [("SZ358", 14)]
    assert "片段 look" not in found[0].why.zh
    assert examine_file(PART).errors == []


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("version: 1\n", "", "SZ202"),
        ("outcomes: {good: 好, bad: 不好}", "outcomes: {}", "SZ207"),
        ("    due: {lasts: inputs.wait, then: over}\n", "", "SZ516"),
        ("label: 正在看\n", "label: 正在看\n    use: look@1\n", "SZ363"),
        ("inputs.wait", "inputs.other", "SZ358"),
        ("title: 看一看\n", "title: 看一看\nclocks: {}\n", "SZ201"),
        ("to: good", "to: gone", "SZ360"),
        ("to: bad", "to: good", "SZ366"),
    ],
)
def test_what_is_wrong_with_a_fragment_is_told(old: str, new: str, code: str) -> None:
    assert old in PART
    assert code in [p.code for p in examine_file(PART.replace(old, new)).problems]


def test_a_fragment_that_cannot_be_read_leaves_the_method_to_be_told_of() -> None:
    text = used().partition("fragments:")[0]
    for broken in ("fragment: [", "- 1", "", "x" * (MAX_BYTES + 1)):
        assert joined(text, lambda _name, _version, broken=broken: broken) == text
    assert "SZ352" in [p.code for p in examine(text).errors]


GROUPS = (
    PART.replace(
        "inputs:", "roles: {near: [grid_worker, community_staff], all_of: [near, street_staff]}\ninputs:"
    )
    .replace("desk: [people.who]", "desk: {by: [people.who, all_of], off_hours: near}")
    .replace(
        "acts:\n",
        "acts:\n      help: {label: 帮着看, by: [near], effects: [{notify: {whom: near, text: 请看}}]}\n",
    )
)


def test_a_fragment_has_groups_of_roles_of_its_own() -> None:
    assert [p.why.en for p in examine_file(GROUPS).errors] == []
    text = used(("outcomes: {good: closed}", "outcomes: {good: closed, bad: closed}"), (LOOK, ""))
    stage = load(joined(text, lambda _name, _version: GROUPS)).stages["rating"]
    assert stage.desk is not None
    assert stage.desk.by[-3:] == ("grid_worker", "community_staff", "street_staff")
    assert stage.desk.off is not None
    assert stage.desk.off.by == ("grid_worker", "community_staff")
    assert stage.acts["help"].who.roles == {"grid_worker", "community_staff"}
    assert stage.acts["help"].effects[0].values["whom"] == ("grid_worker", "community_staff")


def test_a_group_of_a_fragment_has_no_name_of_a_role_and_no_unknown_role() -> None:
    taken = GROUPS.replace("near: [", "steward: [")
    assert "SZ315" in [p.code for p in examine_file(taken).errors]
    unknown = GROUPS.replace("[near, street_staff]", "[near, street_stuff]")
    assert [(p.code, p.line) for p in examine_file(unknown).errors] == [("SZ303", 6)], (
        "told where the group is written"
    )
