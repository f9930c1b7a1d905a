"""Any box: program and script open it to what a plain count of the same choices gives, and publish no more than its form."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from shanzhi.secrecy import Publishing, numbers_of, open_box, recount, write_bulletin
from shanzhi.secrecy.standalone.box import Box as ScriptBox
from shanzhi.secrecy.standalone.results import Count, Published
from tests.secrecy.boxes import make_box


@st.composite
def questions(draw: st.DrawFn) -> dict[str, object]:
    """Choices under some rule of choosing, perhaps with areas, some struck out; the limits are low, so that small boxes do."""
    options = draw(st.integers(1, 4))
    lo = draw(st.integers(0, options))
    hi = draw(st.integers(max(lo, 1), options))
    choice = st.lists(st.booleans(), min_size=options, max_size=options).filter(lambda c: lo <= sum(c) <= hi)
    choices = draw(st.lists(choice, min_size=0, max_size=7))
    electors = max(2, len(choices)) + draw(st.integers(0, 3))
    weighted = draw(st.booleans())
    weights = (
        draw(st.lists(st.integers(1, 10**6), min_size=electors, max_size=electors)) if weighted else None
    )
    names = tuple(f"plan_{j}" for j in range(options))
    kind = "_area" if weighted else "_heads"
    number = st.integers(0, 4)
    conditions = draw(
        st.lists(
            st.builds(
                lambda a, b, c, sign: f"{names[a % options]}{kind} * {b + 1} {sign} voted{kind} * {c}",
                number, number, number, st.sampled_from([">", ">=", "<", "<="]),
            ),
            max_size=2,
            unique=True,
        )
    )  # fmt: skip
    exact = draw(st.integers(2, 6))
    rule = Publishing(
        names,
        tuple(conditions),
        again=draw(st.booleans()),
        least=2,
        exact=exact,
        shares=exact,
        heaviest=100,
        papers=2,
    )
    struck = draw(st.sets(st.integers(0, max(len(choices) - 1, 0)), max_size=2)) if choices else set()
    n = draw(st.integers(1, 3))
    return {
        "choices": [tuple(map(int, one)) for one in choices] or [], "electors": electors, "weights": weights,
        "publishing": rule, "lo": lo, "hi": hi, "struck": sorted(struck), "n": n, "k": draw(st.integers(1, n)),
    }  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(questions())
def test_program_and_script_agree_with_the_plain_count(asked: dict[str, object]) -> None:
    choices, rule = asked["choices"], asked["publishing"]
    assert isinstance(choices, list)
    assert isinstance(rule, Publishing)
    box = make_box(**asked)  # type: ignore[arg-type]
    opened = open_box(box.bulletin, box.shares())
    recounted = recount(opened)
    assert recounted.faults == []
    text = write_bulletin(opened).decode()
    script = ScriptBox(text)
    assert script.check(processes=1) == []
    Published(script, False).check()

    struck = set(asked["struck"])  # type: ignore[call-overload]
    counted = [(i, one) for i, one in enumerate(choices) if i not in struck]
    heads = tuple(sum(one[j] for _, one in counted) for j in range(len(rule.names)))
    area = tuple(sum(box.roll[i].weight * one[j] for i, one in counted) for j in range(len(rule.names)))
    result = opened.result
    assert result is not None
    if result.heads is not None:
        assert result.heads == heads
    numbers = numbers_of(box.bulletin.question, box.roll, box.bulletin.ballots, box.bulletin.closing)
    if result.shares is not None:
        assert result.shares == tuple(
            (200 * one + numbers.voted_area) // (2 * numbers.voted_area) for one in area
        )
    if result.forms.heads == "none":
        assert len(counted) < rule.least
        assert (result.heads, result.shares, result.passed) == (None, None, None)
    else:
        known = {f"heads {j}": one for j, one in enumerate(heads)} | {
            f"area {j}": one for j, one in enumerate(area)
        }
        holds = [
            sum(f * known[name] for name, f in one.secret) + one.constant(numbers) >= 0
            for one in rule.rules()
        ]
        assert result.passed == (all(holds) if holds else None)

    shares = [(one.holder, int.from_bytes(one.secret, "little")) for one in box.shares()]
    again = ScriptBox(write_bulletin(box.bulletin).decode())
    assert again.check(processes=1) == []
    assert Count(again, shares).complete()["result"] == json.loads(text)["result"]
