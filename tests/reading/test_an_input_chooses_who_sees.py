"""An input chooses how wide a matter is seen: within the community, or by everyone; and which posts read it."""

from __future__ import annotations

import pytest

from shanzhi.engine.sight import audience, sights_now
from shanzhi.engine.types import Matter
from shanzhi.method.check import examine, load
from shanzhi.method.model import Method
from shanzhi.method.recorded_facts import misfits
from shanzhi.method.sights import shows
from tests.engine.play import MONDAY
from tests.method.tiny import TINY

WIDE = TINY.replace(
    "inputs:\n",
    "visible:\n"
    "  - {shows: [subject], whom: [place], when: 'inputs.width != \"desk\"'}\n"
    "  - {shows: all, whom: [public], when: 'inputs.width == \"public\"'}\n"
    "  - {shows: [subject, count], whom: [inputs.readers]}\n"
    "inputs:\n"
    "  width: {type: choice, default: place, label: 给谁看, set_by: district, options: {desk: 不公开, place: 本社区登录可见, public: 公开}}\n"
    "  readers: {type: roles, default: [], label: 还给哪些岗位看}\n",
)


def seen(method: Method) -> tuple[tuple[str, str], list[list[str]]]:
    """The widest audience and the posts besides, and what each sight shows now."""
    matter = Matter(1, "", 1, 1, "asked", 4, 4, None, MONDAY, data={"subject": "灯", "count": 2})
    told = [[n for n, f in method.fields.items() if shows(one, f)] for one in sights_now(method, matter)]
    return audience(method, matter), told


@pytest.mark.parametrize(
    ("width", "widest", "told"),
    [
        ("desk", "desk", [["subject", "count"]]),
        ("place", "place", [["subject"], ["subject", "count"]]),
        ("public", "public", [["subject"], ["subject", "count"], ["subject", "count"]]),
    ],
)
def test_the_width_is_what_the_place_sets(width: str, widest: str, told: list[list[str]]) -> None:
    assert seen(load(WIDE, inputs={"width": width})) == ((widest, ""), told)


def test_posts_that_read_it_are_what_the_place_sets() -> None:
    method = load(WIDE, inputs={"width": "desk", "readers": ["volunteer", "steward"]})
    assert seen(method)[0] == ("desk", " steward volunteer ")


def test_an_input_that_holds_no_roles_is_none() -> None:
    codes = [problem.code for problem in examine(WIDE.replace("inputs.readers", "inputs.width")).errors]
    assert codes == ["SZ306"]
    codes = [problem.code for problem in examine(WIDE.replace("[inputs.readers]", "[inputs.nobody]")).errors]
    assert "SZ304" in codes


@pytest.mark.parametrize(("word", "whom"), [("place", ["place"]), ("public", ["public"]), ("desk", None)])
def test_the_words_of_old_are_written_out(word: str, whom: list[str] | None) -> None:
    method = load(TINY.replace("inputs:\n", f"visible: {word}\ninputs:\n"))
    assert [[name for name in ("place", "public") if getattr(one, name)] for one in method.visible] == (
        [whom] if whom else []
    )
    assert all(one.shows is None for one in method.visible)


def test_the_posts_below_do_not_read_it_while_a_condition_holds() -> None:
    told = "visible:\n  - {shows: all, whom: [above], when: data.count > 1}\ninputs:\n"
    assert seen(load(TINY.replace("inputs:\n", told)))[0] == ("above", "")
    assert seen(load(TINY.replace("inputs:\n", told.replace("> 1", "> 2"))))[0] == ("desk", "")


def test_a_version_that_shows_the_posts_below_more_is_none_to_go_over_to() -> None:
    told = "visible:\n  - {shows: all, whom: [above], when: data.count > 1}\ninputs:\n"
    narrow, wide = load(TINY.replace("inputs:\n", told)), load(TINY)
    assert [one.why.zh[:9] for one in misfits(narrow, wide)] == ["经办以下的岗位也会"]
    assert misfits(narrow, narrow) == []
