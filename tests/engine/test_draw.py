"""A draw: entries and their digest first, a seed that is yet to come, and one result that anybody comes to."""

from __future__ import annotations

import hashlib
from math import comb

import pytest

from shanzhi.engine.blocks.digests import digest_of
from shanzhi.engine.blocks.lots import LotError, draw_lots, key_of
from shanzhi.engine.examples import run_examples
from shanzhi.method.check import check, load
from tests.engine.play import DAY, Play
from tests.matters.drawing_lots import LOTS

THROW = "1 2 3 4 5 6 1 2 3 4 5 6"
NAMES = ("甲", "乙", "丙", "丁", "戊")


def played(*changes: tuple[str, str]) -> Play:
    text = LOTS
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    if "source: committed" in text:  # its example throws dice
        kept = [line for line in text.splitlines() if "act: enter_seed" not in line]
        text = "\n".join(kept).replace("expect: {stage: closed, end: done}", "expect: {stage: drawing}")
    return Play(load(text))


def opened(*changes: tuple[str, str], at: str = "2026-03-04T10:00") -> Play:
    play = played(*changes)
    play.open("community_staff", place=3, subject="充电位", entries=[{"name": name} for name in NAMES], at=at)
    return play


COMMITTED = (
    ("source: dice", "source: committed"),
    ("      tellers: [community_staff, street_staff]\n", "      by: [resident]\n"),
)


def sealed(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


def test_the_example_lives() -> None:
    assert [
        p.show("", "en") for p in check(LOTS) if p.code not in ("SZ511", "SZ512") and p.weight == "error"
    ] == []
    outcome = run_examples(LOTS)
    assert [[p.why.en for p in e.problems] for e in outcome.examples] == [[]]


def test_the_lots_are_those_of_a_plain_count() -> None:
    """RFC 3797: hash the index, the key and the index again; the rest by the number left is the place among those left."""
    key = key_of([[5, 2, 12], [9], [0, 41]])
    assert key == "2.5.12./9./0.41./"
    for pool in (1, 2, 7, 100):
        left, found = list(range(1, pool + 1)), []
        for n in range(pool):
            edge = n.to_bytes(2, "big")
            value = int.from_bytes(hashlib.sha256(edge + key.encode() + edge).digest(), "big")
            found.append(left.pop(value % len(left)))
        assert draw_lots(key, pool, pool) == found
        assert sorted(found) == list(range(1, pool + 1))
        assert draw_lots(key, pool, 3) == found[:3]
    assert draw_lots(key, 5, 9) == draw_lots(key, 5, 5)


def test_no_place_is_preferred() -> None:
    """Each pair of five comes as often as any other, as far as six thousand keys tell."""
    seen: dict[frozenset[int], int] = {}
    for n in range(6_000):
        pair = frozenset(draw_lots(key_of([[n]]), 5, 2))
        seen[pair] = seen.get(pair, 0) + 1
    assert len(seen) == comb(5, 2)
    assert all(450 < count < 750 for count in seen.values())


@pytest.mark.parametrize("sources", [[], [[]], [[-1]]])
def test_no_key_is_made_of_nothing(sources: list[list[int]]) -> None:
    with pytest.raises(LotError):
        key_of(sources)


def test_entries_and_digest_stand_in_the_history_before_the_seed_can_be() -> None:
    play = opened()
    fixed = play.entries[-1]
    assert (fixed.act, fixed.values["entries"]) == ("entries_fixed", list(NAMES))
    assert fixed.values["digest"] == play.matter.tally["digest"] == digest_of(list(NAMES))
    refusal = play.refused("enter_seed", "community_staff", numbers=THROW)
    assert refusal.code == "seed_not_there"
    assert play.refused("correct", "community_staff", field="entries", value="x", reason="漏了").code in (
        "shown_now",
        "form",
        "no_such_field",
    )


def test_a_seed_that_is_past_is_refused() -> None:
    """What is known already could have been looked up before the entries were fixed."""
    play = played()
    given = {"subject": "充电位", "entries": [{"name": "甲"}]}
    assert play.try_open("community_staff", 3, **given, at="2026-03-01T10:00").code == "seed_is_past"
    assert play.try_open("community_staff", 3, **given, at="2026-04-01T10:00").code == "seed_too_late"


def test_two_enter_the_same_throw_each_alone() -> None:
    play = opened()
    play.do("enter_seed", "community_staff", after=3 * DAY, numbers=THROW)
    play.do("enter_seed", "community_staff", numbers=THROW)
    assert play.stage == "drawing"
    assert play.refused("enter_seed", "street_staff", numbers=THROW[:-1] + "5").code == "seeds_differ"
    play.do("enter_seed", "street_staff", numbers=THROW.replace(" ", "，"))
    assert play.stage == "closed"
    outcome = next(e for e in play.entries if e.note == "outcome")
    tally = outcome.values["tally"]
    assert tally["key"] == "".join(f"{n}./" for n in THROW.split())
    places = draw_lots(tally["key"], 5, 3)
    assert tally["drawn"] == places
    assert [line["name"] for line in play.matter.data["drawn"]] == [NAMES[n - 1] for n in places[:2]]
    assert [line["name"] for line in play.matter.data["spare"]] == [NAMES[places[2] - 1]]


@pytest.mark.parametrize("numbers", ["1 2 3", THROW[:-1] + "7", "一 二 三", THROW + " 0"])
def test_a_throw_of_too_few_or_wrong_dice_is_sent_back(numbers: str) -> None:
    play = opened()
    refusal = play.refused("enter_seed", "community_staff", after=3 * DAY, numbers=numbers)
    assert list(refusal.fields) == ["numbers"]


def test_published_numbers_are_sorted_group_by_group() -> None:
    play = opened(("source: dice", "source: published"))
    play.do("enter_seed", "community_staff", after=3 * DAY, numbers="33 9 18 / 07")
    play.do("enter_seed", "street_staff", numbers="09 18 33/7")
    outcome = next(e for e in play.entries if e.note == "outcome")
    assert outcome.values["tally"]["key"] == "9.18.33./7./"


def test_words_that_several_seal_and_tell_make_the_seed() -> None:
    play = opened(*COMMITTED)
    words = {"resident": "我家阳台上有三盆花", "resident2": "今年的桂花开得早"}
    for who, said in words.items():
        play.do("commit", who, sealed=sealed(said))
    assert play.refused("commit", "resident", sealed=sealed("换一句话试试看")).code == "already"
    assert play.refused("reveal", "resident", secret=words["resident"]).code == "seed_not_there"
    assert (
        play.refused("commit", "resident3", after=3 * DAY, sealed=sealed("来晚了的一句话")).code
        == "window_over"
    )
    assert play.refused("reveal", "resident3", secret="来晚了的一句话").code == "nothing_sealed"
    assert play.refused("reveal", "resident", secret="换了一句话再试试").code == "not_what_was_sealed"
    for who, said in words.items():
        play.do("reveal", who, secret=said)
    assert play.stage == "closed"


@pytest.mark.parametrize(("unrevealed", "end"), [("void", "ended"), ("rest", "closed")])
def test_who_does_not_tell_in_time_decides_no_draw_unless_the_method_goes_on(
    unrevealed: str, end: str
) -> None:
    """Whoever tells last could else choose between two results by keeping silent."""
    play = opened(
        *COMMITTED, ("      by: [resident]\n", f"      by: [resident]\n      unrevealed: {unrevealed}\n")
    )
    words = {f"resident{n}": f"第 {n} 家的一句暗语" for n in (2, 3, 4)}
    for who, said in words.items():
        play.do("commit", who, sealed=sealed(said))
    play.wait(3 * DAY)
    for who in ("resident2", "resident3"):
        play.do("reveal", who, secret=words[who])
    assert play.stage == "drawing"
    play.run(8 * DAY)
    assert play.stage == end


def test_without_a_seed_nothing_is_drawn() -> None:
    play = opened()
    play.do("enter_seed", "community_staff", after=3 * DAY, numbers=THROW)
    play.run(8 * DAY)
    assert (play.stage, play.matter.data.get("drawn")) == ("ended", None)
    assert play.matter.data["drawn_words"]["words"] == "5 个，没有抽。没有抽成。"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("shown: name", "shown: phone", "SZ305"),
        ("of: data.entries", "of: data.subject", "SZ306"),
        ("begins: data.at", "begins: data.subject", "SZ306"),
        ("private: false", "private: true", "SZ520"),
        (", undrawn: ended", "", "SZ313"),
    ],
)
def test_settings_that_do_not_fit_are_told_to_the_author(before: str, after: str, code: str) -> None:
    assert before in LOTS
    assert code in {p.code for p in check(LOTS.replace(before, after))}
