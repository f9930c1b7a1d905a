"""A bulletin damaged or forged anywhere is never a stack trace, and never found right by one program and wrong by the other."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.secrecy import Publishing, SecrecyFault, open_box, read_bulletin, recount, write_bulletin
from shanzhi.secrecy.standalone.box import Box
from shanzhi.secrecy.standalone.hashing import Wrong
from shanzhi.secrecy.standalone.results import Published
from tests.secrecy.boxes import NAMES, NO, YES, make_box

RULE = Publishing(NAMES, ("yes > no",), least=2, exact=3, shares=3)
NOT_HASHED = {"posts", "sealed"}
"""Told beside what counts; each holder compares the card's point."""


@cache
def texts() -> tuple[str, str]:
    """A box in form T, and one in form E."""
    kept_back, shown = make_box([YES, NO], publishing=RULE), make_box([YES, YES, NO], publishing=RULE)
    return tuple(write_bulletin(open_box(box.bulletin, box.shares())).decode() for box in (kept_back, shown))  # type: ignore[return-value]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place of a JSON document."""
    inside = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-1, 300),
    st.sampled_from([2**31, 2**64, 10**30, 1.5, "", "00", "00" * 32, "ff" * 32, "é", [], {}, [[]], [1], "1"]),
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_both_programs_say_the_same_of_any_damage(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts()))
    bulletin = json.loads(text)
    path = data.draw(st.sampled_from([place for place in places(bulletin) if place]))
    inside = bulletin
    for key in path[:-1]:
        inside = inside[key]
    how = data.draw(st.sampled_from(["other", "gone", "turned"]))
    before = json.dumps(bulletin, sort_keys=True)
    if how == "gone":
        del inside[path[-1]]
    elif how == "turned" and isinstance(inside[path[-1]], str) and inside[path[-1]]:
        old = inside[path[-1]]
        at = data.draw(st.integers(0, len(old) - 1))
        inside[path[-1]] = old[:at] + ("0" if old[at] != "0" else "1") + old[at + 1 :]
    else:
        inside[path[-1]] = data.draw(VALUES)
    verdicts = right_by_program(json.dumps(bulletin)), right_by_script(json.dumps(bulletin))
    assert verdicts[0] == verdicts[1]
    if json.dumps(bulletin, sort_keys=True) != before and not NOT_HASHED & set(map(str, path)):
        unsaid = how == "gone" and path[0] in (
            "result",
            "openings",
            "claims",
        )  # a box not opened; null for what is not told
        assert verdicts == (False, False) or unsaid


def right_by_program(text: str) -> bool:
    try:
        return not recount(read_bulletin(text)).faults
    except SecrecyFault:
        return False


def right_by_script(text: str) -> bool:
    try:
        box = Box(text)
        if box.check(processes=1):
            return False
        Published(box, False).check()
    except Wrong:
        return False
    return True
