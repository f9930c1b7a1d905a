"""What is published follows from public numbers alone: the table of forms, and that both programs hold a bulletin to it."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from shanzhi.secrecy import (
    Bulletin,
    Forms,
    Numbers,
    Paper,
    Publishing,
    Result,
    SecrecyFault,
    check_box,
    check_size,
    form_sentences,
    forms_of,
    open_box,
    plain_paper,
    read_publishing,
    recount,
    unanimous,
    write_bulletin,
)
from shanzhi.secrecy.openings import Opening, open_partly
from shanzhi.secrecy.standalone.box import Box as ScriptBox
from shanzhi.secrecy.standalone.hashing import Wrong
from shanzhi.secrecy.standalone.results import Published
from tests.secrecy.boxes import ABSTAIN, NAMES, NO, YES, Box, make_box

HEADS = Publishing(NAMES, ("voted * 2 > electors", "yes * 2 > voted"))
AREAS = Publishing(NAMES, ("voted_area * 3 >= electors_area * 2", "yes_area * 2 > voted_area"))


def numbers(votes: int, heaviest: int = 80, area: int | None = None, papers: int = 0) -> Numbers:
    whole = votes * 80 if area is None else area
    return Numbers(votes - papers, papers, 0, whole, 0, heaviest, votes, whole)


def agreed(bulletin: Bulletin) -> Result:
    """The result, which program and script find right."""
    assert recount(bulletin).faults == []
    box = ScriptBox(write_bulletin(bulletin).decode())
    assert box.check(processes=1) == []
    Published(box, False).check()
    assert bulletin.result is not None
    return bulletin.result


def refused(bulletin: Bulletin) -> str:
    """What the program says is wrong; the script finds it wrong, too."""
    faults = recount(bulletin).faults
    assert faults
    box = ScriptBox(write_bulletin(bulletin).decode())
    if not box.check(processes=1):
        with pytest.raises(Wrong):
            Published(box, False).check()
    return faults[0].sentence.en


@pytest.mark.parametrize(
    ("votes", "heaviest", "heads", "expected"),
    [
        (0, 0, None, Forms("none", "none")),
        (4, 80, None, Forms("none", "none")),
        (5, 80, None, Forms("T", "T")),
        (29, 80, None, Forms("T", "T")),
        (30, 80, (30, 0, 0), Forms("E", "T")),
        (59, 80, (59, 0, 0), Forms("E", "T")),
        (60, 80, (30, 30, 0), Forms("E", "R")),
        (60, 240, (30, 30, 0), Forms("E", "R")),
        (60, 241, (30, 30, 0), Forms("E", "T")),
        (60, 80, (60, 0, 0), Forms("E", "R")),
        (100, 80, (70, 29, 1), Forms("E", "T")),
        (100, 80, (71, 0, 29), Forms("E", "T")),
        (100, 80, (1, 99, 0), Forms("E", "T")),
        (100, 80, (30, 40, 30), Forms("E", "R")),
    ],
)
def test_the_table(votes: int, heaviest: int, heads: tuple[int, ...] | None, expected: Forms) -> None:
    assert forms_of(AREAS, numbers(votes, heaviest), weighted=True, heads=heads) == expected
    assert forms_of(AREAS, numbers(votes, heaviest), weighted=False, heads=heads) == Forms(expected.heads)


def test_an_option_that_leaves_out_few_bars_shares_in_an_approval() -> None:
    assert forms_of(AREAS, numbers(100), weighted=True, heads=(99, 50, 50)).area == "T"


def test_elections_need_counts_and_a_second_count_shows_none() -> None:
    election = Publishing(NAMES, counts=True)
    assert forms_of(election, numbers(29), weighted=False).heads == "none"
    assert forms_of(election, numbers(30), weighted=False).heads == "E"
    again = replace(HEADS, again=True)
    assert forms_of(again, numbers(500), weighted=True) == Forms("T", "T")
    assert not plain_paper(again, papers=40, ballots=40, weighted=False)


def test_inputs_of_the_district_move_the_limits() -> None:
    stricter = replace(HEADS, least=10, exact=50, shares=100, heaviest=2)
    assert forms_of(stricter, numbers(9), weighted=False).heads == "none"
    assert forms_of(stricter, numbers(49), weighted=False).heads == "T"
    assert forms_of(stricter, numbers(99), weighted=True) == Forms("E", "T")
    assert forms_of(stricter, numbers(100, heaviest=200), weighted=True, heads=(50, 50, 0)).area == "T"


def test_too_small_a_roll_is_told_to_vote_openly() -> None:
    check_size(HEADS, 5)
    with pytest.raises(SecrecyFault, match="Vote openly, or decide at a meeting") as said:
        check_size(HEADS, 4)
    assert "请改为公开表决" in said.value.sentence.zh
    box = make_box([YES] * 3, electors=4)
    with pytest.raises(SecrecyFault, match="fewer than 5"):
        check_box(box.bulletin)
    refused(box.bulletin)


def test_fewer_than_five_votes_are_not_opened() -> None:
    box = make_box([YES] * 4, electors=9, publishing=HEADS)
    opened = open_box(box.bulletin, box.shares())
    assert agreed(opened) == Result(Forms("none"))
    assert (opened.openings, opened.claims) == ((), ())


@pytest.mark.parametrize(
    ("yes", "no", "electors", "passed", "failed"),
    [
        (6, 3, 9, True, None),
        (4, 4, 9, False, "yes_heads * 2 > voted_heads"),
        (5, 1, 12, False, "voted_heads * 2 > electors_heads"),
    ],
)
def test_five_to_29_votes_tell_only_whether_it_passed(
    yes: int, no: int, electors: int, passed: bool, failed: str | None
) -> None:
    box = make_box([YES] * yes + [NO] * no, electors=electors, publishing=HEADS, k=2, n=3)
    opened = open_box(box.bulletin, box.shares(1, 3))
    assert agreed(opened) == Result(Forms("T"), passed=passed, failed=failed)
    assert opened.openings == ()
    met = [(one.name, one.met) for one in opened.claims]
    hidden = "yes_heads * 2 > voted_heads"
    assert met == ([] if failed and "electors" in failed else [(hidden, passed)])


def small() -> Box:
    return make_box([YES] * 4 + [NO] * 4, publishing=HEADS)


def test_a_claim_that_does_not_hold_is_found_where_no_total_is_published() -> None:
    """Not met but claimed as met, met turned round, another claim's proof, more bits, none at all."""
    box = small()
    opened = open_box(box.bulletin, box.shares())
    claim, result = opened.claims[0], opened.result
    assert result is not None
    passed = replace(result, passed=True, failed=None)
    lost = replace(opened, claims=(replace(claim, met=True),), result=passed)
    assert "does not hold" in refused(lost)
    won = make_box([YES] * 6 + [NO] * 2, publishing=HEADS)
    won_opened = open_box(won.bulletin, won.shares())
    turned = replace(won_opened.claims[0], met=False)
    failed = replace(result, failed=turned.name)
    assert "does not hold" in refused(replace(won_opened, claims=(turned,), result=failed))
    other = replace(claim, bits=won_opened.claims[0].bits, partials=won_opened.claims[0].partials)
    assert "does not hold" in refused(replace(opened, claims=(replace(other, met=True),), result=passed))
    longer = replace(claim, bits=claim.bits + claim.bits[:192])
    assert "does not hold" in refused(replace(opened, claims=(longer,)))
    assert "not those that the rule asks for" in refused(replace(opened, claims=(), result=passed))
    assert "not those that the rule asks for" in refused(
        replace(opened, claims=(replace(claim, name="yes_heads * 3 > voted_heads"),))
    )


def test_a_total_that_the_form_keeps_back_is_found_in_a_bulletin() -> None:
    box = small()
    found = check_box(box.bulletin)
    opened = open_box(box.bulletin, box.shares())
    sum_ = found.sums["heads 0"]
    partial = open_partly(found.context, box.bulletin.z, sum_, box.share(1))
    assert opened.result is not None
    told = replace(opened, openings=(Opening("heads 0", {1: partial}),))
    assert "must not be" in refused(told)
    assert refused(replace(opened, result=replace(opened.result, heads=(4, 4, 0))))


def test_thirty_votes_tell_each_options_votes() -> None:
    box = make_box([YES] * 20 + [NO] * 11 + [ABSTAIN], publishing=HEADS, struck=(0,))
    result = agreed(open_box(box.bulletin, box.shares()))
    assert result == Result(Forms("E"), heads=(19, 11, 1), passed=True)


def test_areas_from_sixty_votes_on_are_told_in_whole_per_cent() -> None:
    weights = [8000 + 37 * i for i in range(62)]
    choices = [YES] * 32 + [NO] * 30
    box = make_box(choices, weights=weights, publishing=AREAS, k=2, n=2)
    opened = open_box(box.bulletin, box.shares())
    area, whole = sum(weights[:32]), sum(weights)
    yes, lost = round(100 * area / whole), 2 * area <= whole
    result = agreed(opened)
    assert (result.forms, result.heads, result.area) == (Forms("E", "R"), (32, 30, 0), None)
    assert (result.shares, result.passed) == ((yes, 100 - yes, 0), not lost)
    assert [one.name for one in opened.openings] == ["heads 0", "heads 1", "heads 2"]
    assert len(opened.claims) == 7
    assert result.shares is not None
    other = (result.shares[0] + 1, result.shares[1] - 1, result.shares[2])
    assert "not those that the rule asks for" in refused(
        replace(opened, result=replace(result, shares=other))
    )


@pytest.mark.parametrize(
    ("choices", "heavy"),
    [([YES] * 60 + [NO] * 1, 0), ([YES] * 31 + [NO] * 30, 200_000), ([YES] * 20 + [NO] * 12, 0)],
    ids=["one against", "one flat above five per cent", "fewer than sixty"],
)
def test_areas_are_kept_back_where_shares_would_tell(choices: list[tuple[int, ...]], heavy: int) -> None:
    weights = [8000 + 37 * i for i in range(len(choices))]
    weights[0] += heavy
    box = make_box(choices, weights=weights, publishing=AREAS)
    opened = open_box(box.bulletin, box.shares())
    assert opened.result is not None
    assert (opened.result.forms, opened.result.shares, opened.result.area) == (Forms("E", "T"), None, None)
    assert [one.name for one in opened.claims] == ["yes_area * 2 > voted_area"]
    assert recount(opened).faults == []


def test_plain_paper_totals_stand_only_where_they_are_of_many() -> None:
    rule = Publishing(NAMES)
    for papers, ballots, weighted, allowed in (
        (0, 7, True, True),
        (30, 30, False, True),
        (29, 30, False, False),
        (30, 29, False, False),
        (40, 0, False, True),
        (40, 40, True, False),
    ):
        assert plain_paper(rule, papers=papers, ballots=ballots, weighted=weighted) is allowed
    box = make_box([YES] * 30, drawn=31, paper=Paper((20, 10, 0), spoilt=1))
    assert agreed(open_box(box.bulletin, box.shares())).heads == (50, 10, 0)
    few = make_box([YES] * 30, drawn=4, paper=Paper((3, 1, 0)))
    assert "give votes away" in refused(few.bulletin)
    sealed = make_box([YES] * 30, drawn=1, paper=Paper((0, 0, 0), spoilt=1))
    assert agreed(open_box(sealed.bulletin, sealed.shares())).heads == (30, 0, 0)


@pytest.mark.parametrize(
    "paper", [Paper((3, 1, 0)), Paper((2, 1, 0), spoilt=1), Paper((1, 0)), Paper((1, 1, 1), (5, 5, 5))]
)
def test_paper_totals_that_do_not_fit_the_papers_drawn_are_refused(paper: Paper) -> None:
    box = make_box([YES] * 6, drawn=3, paper=paper)
    if sum(paper.heads) + paper.spoilt > 3 or len(paper.heads) != 3 or paper.area:
        assert "correct this before the box is sealed" in refused(box.bulletin)
    else:
        refused(box.bulletin)


def test_canonical_text_is_read_back_and_no_other() -> None:
    text = AREAS.text()
    assert read_publishing(text, 3) == replace(
        AREAS, conditions=("voted_area * 3 >= electors_area * 2", "yes_area * 2 > voted_area")
    )
    for other in (
        text + " ",
        text.replace('"least":5', '"least":1'),
        "{}",
        "exact",
        text.replace("* 2", "*2"),
    ):
        with pytest.raises(SecrecyFault):
            read_publishing(other, 3)
    with pytest.raises(SecrecyFault):
        read_publishing(text, 2)


@pytest.mark.parametrize(
    "text",
    [
        "yes * no > 3",
        "yes > 1 > 0",
        "yes",
        "maybe > 1",
        "yes / 2 > 1",
        "(yes) > 1",
        "yes * > 1",
        "> 1",
        "yes + > 1",
    ],
)
def test_a_condition_that_cannot_be_claimed_is_refused_in_words(text: str) -> None:
    with pytest.raises(SecrecyFault) as said:
        Publishing(NAMES, (text,)).text()
    assert text in said.value.sentence.zh
    assert said.value.kind == "publish"


def test_a_vote_that_only_all_can_pass_is_known_beforehand() -> None:
    whole = numbers(20)
    assert unanimous(Publishing(NAMES, ("yes >= electors",)), whole)
    assert not unanimous(Publishing(NAMES, ("yes * 2 > electors",)), whole)


def test_the_page_says_the_form_before_the_first_vote() -> None:
    said = [one.en for one in form_sentences(AREAS, electors=200, weighted=True)]
    assert said[1] == "5 to 29 votes: only whether it passed is published."
    assert said[-1].startswith("Areas: in whole per cent from 60 votes on, if no weight exceeds 5%")
    assert len(form_sentences(HEADS, electors=12, weighted=False)) == 2
