"""Acts said once and defaults of stages are written out: a stage has what it names, and what it says itself goes before."""

from __future__ import annotations

from shanzhi.method.check import examine, load
from tests.method.tiny import tiny

SHARED = ("data:\n", "acts:\n  note: {label: 待办, asks: [count]}\ndata:\n")
TWO = (
    "  closed:\n    label: 已销账\n    end: done",
    "  again:\n    label: 待办\n    desk: grid_worker\n    due: 1 day\n    acts: {note: , finish: {label: 办好了, to: closed}}\n"
    "  closed:\n    label: 已销账\n    end: done",
)
HERE = (
    "      finish: {label: 办好了, to: closed}\n",
    "      note:\n      finish: {label: 办好了, to: closed}\n      on: {label: 待办, to: again}\n",
)


def test_an_act_said_once_is_had_by_each_stage_that_names_it() -> None:
    method = load(tiny(SHARED, HERE, TWO))
    acts = [method.stages[name].acts["note"] for name in ("asked", "again")]
    assert [[field.name for field in act.form] for act in acts] == [["count"], ["count"]]
    assert [act.at.path for act in acts] == ["stages.asked.acts.note", "stages.again.acts.note"]


def test_what_a_stage_says_of_it_goes_before() -> None:
    here = (HERE[0], HERE[1].replace("note:\n", "note: {label: 办好了, to: again}\n"))
    method = load(tiny(SHARED, here, TWO))
    own, plain = method.stages["asked"].acts["note"], method.stages["again"].acts["note"]
    assert (own.label.zh, [route.stage for route in own.routes], [f.name for f in own.form]) == (
        "办好了",
        ["again"],
        ["count"],
    )
    assert (plain.label.zh, plain.routes) == ("待办", ())


def test_a_fault_in_an_act_said_once_is_told_once_and_where_it_is_written() -> None:
    text = tiny((SHARED[0], SHARED[1].replace("asks: [count]", "asks: [cuont]")), HERE, TWO)
    (problem,) = examine(text).errors
    assert (problem.code, problem.line) == ("SZ305", text[: text.index("cuont")].count("\n") + 1)


def test_a_name_without_an_act_is_told_and_an_act_that_no_stage_names_is_advised() -> None:
    assert [p.code for p in examine(tiny(HERE, TWO)).errors] == ["SZ344", "SZ344"]
    assert "SZ345" in [p.code for p in examine(tiny(SHARED)).problems]
    assert not examine(tiny(SHARED)).errors


def test_a_desk_that_does_not_say_by_whom_adds_to_the_default() -> None:
    said = (
        "data:\n",
        "defaults: {desk: {by: [community_staff, street_staff], not: [opener]}}\ndata:\n",
    )
    desk = load(tiny(said, ("desk: grid_worker", "desk: {not: [holder], up: 1}"))).stages["asked"].desk
    assert desk is not None
    assert (desk.by, desk.up) == (("community_staff", "street_staff"), 1)
    assert desk.barred is not None
    assert desk.barred.names == ("opener", "holder")
    assert [p.code for p in examine(tiny(("desk: grid_worker", "desk: {not: [opener]}"))).errors] == ["SZ202"]


def test_stages_have_the_defaults_unless_they_say_otherwise() -> None:
    text = tiny(
        (
            "data:\n",
            "defaults: {desk: community_staff, due: 5 days, builtins: [message], acts: {finish: {label: 办好了, to: closed}}}\ndata:\n",
        ),
        (
            "    desk: grid_worker\n    due: {lasts: inputs.within}\n    acts:\n      finish: {label: 办好了, to: closed}\n",
            "",
        ),
        ("by: grid_worker", "by: community_staff"),
    )
    stage = load(text).stages["asked"]
    assert stage.desk is not None
    assert stage.due is not None
    assert (stage.desk.roles, str(stage.due.cases[0].limit)) == (("community_staff",), "5 days")
    assert set(stage.acts) == {"message", "finish"}
    assert load(text).stages["closed"].acts == {}
    own = load(text.replace("    label: 待办\n", "    label: 待办\n    desk: grid_worker\n", 1)).stages[
        "asked"
    ]
    assert own.desk is not None
    assert own.desk.roles == ("grid_worker",)


def test_naming_one_thing_often_does_not_make_a_small_file_endless() -> None:
    acts = "".join(
        f"  a{n}: {{label: 待办, requires: [{', '.join(['{that: true, otherwise: 待办}'] * 100)}]}}\n"
        for n in range(20)
    )
    named = ", ".join(f"a{n}: " for n in range(20))
    stages = "".join(
        f"  s{n}: {{label: 待办, desk: grid_worker, due: 1 day, acts: {{{named}}}}}\n" for n in range(150)
    )
    text = tiny(("data:\n", f"acts:\n{acts}data:\n"), ("  closed:\n", f"{stages}  closed:\n"))
    assert "SZ109" in [problem.code for problem in examine(text).errors]


def test_computed_facts_are_bounded_and_none_comes_back_to_itself() -> None:
    chain = "".join(f"  f{n}: {{type: integer, is: data.f{n + 1} + 1, label: 几件}}\n" for n in range(2_000))
    few = chain.splitlines(keepends=True)
    codes = [p.code for p in examine(tiny(("data:\n", f"data:\n{chain}"))).errors]
    assert "SZ109" in codes
    circle = few[0] + few[1].replace("data.f2", "data.f0")
    faults = [p.why.en for p in examine(tiny(("data:\n", f"data:\n{circle}"))).errors]
    assert any("comes back to itself" in fault for fault in faults)
