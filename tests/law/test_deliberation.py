"""提案议事: void votes, killed requests and judged-by-oneself objections, each refused by the law it would break."""

from __future__ import annotations

import pytest

from tests.law.courses import changed, method_of, otherwise

FOUR = "{inputs: {important: []}, roll: {count: 4, area: 40000}}"
OURS = "- {open: propose, by: resident, with: {subject: 设晾衣区, detail: 在东侧空地设晾衣杆, money: false, business: false}}\n- {act: endorse, by: resident2}\n"
THEIRS = "- {open: propose, by: resident, with: {subject: 一件业主的事, detail: 由业主共同决定, %s}}\n- {act: endorse, by: resident2}\n"
MONEY, RAISED, BUSINESS = (
    "money: true, raise: false, business: false",
    "money: true, raise: true, business: false",
    "money: false, business: true",
)
ACCEPTED = "- {act: accept, by: community_staff}\n"
CALLED = "- {act: announce_owners, by: owners_member, with: {question: 同意这样办吗, plan: 见公布的方案, convener: owners, shape: writing}}\n- {wait: 15 days, expect: {stage: owners_vote}}\n"
ANNOUNCED = "question: 同意设晾衣区吗, plan: 十组晾衣杆, money: %s, business: %s, electors: %s, shape: %s, begins: %s, venue: 活动室, tellers: [resident5, resident6]"
LATE = "2026-05-10 14:00"


def announced(
    money: str = "false", business: str = "false", electors: str = "households", shape: str = "meeting",
    begins: str = LATE, by: str = "committee_chair", why: str = "requires",
) -> str:  # fmt: skip
    """The agenda is announced, and refused."""
    with_ = ANNOUNCED % (money, business, electors, shape, begins)
    return f"- {{act: announce, by: {by}, with: {{{with_}}}, refused: {why}}}"


def papers(*choices: str) -> str:
    """Signed papers of the first owners, entered by their committee."""
    return "".join(
        f"- {{act: paper, by: owners_member, with: {{elector: resident{n or ''}, choice: {choice}, number: A{n}}}}}\n"
        for n, choice in zip((0, 2, 3, 4), choices, strict=False)
    )


@pytest.mark.parametrize("kind", [MONEY, RAISED, BUSINESS])
def test_tenants_decide_nothing_about_owners_money_and_common_parts(kind: str) -> None:
    """民法典 278, 281, 282: 由业主共同决定. What touches them goes to the owners; no agenda of residents is there."""
    course = THEIRS % kind + "- {act: accept, by: community_staff, expect: {stage: preparing_owners}}\n"
    assert otherwise("deliberation", course + announced(why="no_such_act"), FOUR) == []


@pytest.mark.parametrize(("money", "business"), [("true", "false"), ("false", "true")])
def test_a_plan_that_turns_to_owners_money_stops_there(money: str, business: str) -> None:
    """民法典 278: what was proposed as residents' own is not announced to them once its plan touches what owners own."""
    assert otherwise("deliberation", OURS + ACCEPTED + announced(money, business), FOUR) == []


def test_the_eighth_number_needs_three_quarters() -> None:
    """民法典 278(8), 利用共有部分从事经营活动: two of three for it are more than half, and not enough."""
    course = THEIRS % BUSINESS + ACCEPTED + CALLED + papers("agree", "agree", "oppose")
    assert otherwise("deliberation", course + "- {wait: 16 days, expect: {stage: not_passed}}", FOUR) == []


def test_raising_the_repair_fund_needs_three_quarters() -> None:
    """民法典 278(6)."""
    course = THEIRS % RAISED + ACCEPTED + CALLED + papers("agree", "agree", "oppose")
    assert otherwise("deliberation", course + "- {wait: 16 days, expect: {stage: not_passed}}", FOUR) == []


def test_spending_the_repair_fund_needs_more_than_half() -> None:
    """民法典 278(5): the same votes pass here."""
    course = THEIRS % MONEY + ACCEPTED + CALLED + papers("agree", "agree", "oppose")
    assert otherwise("deliberation", course + "- {wait: 16 days, expect: {stage: owners_result}}", FOUR) == []


@pytest.mark.parametrize(
    "change",
    [
        ("three_quarters: data.special,", ""),
        ("three_quarters: data.special", "three_quarters: data.money"),
        ("count.agree * 4 >= count.voted * 3", "count.agree * 3 >= count.voted * 2"),
        ("count.agree_area * 4 >= count.voted_area * 3", "count.agree_area * 2 > count.voted_area"),
        ("count.agree_area * 2 > count.voted_area", "count.agree_area > count.oppose_area"),
    ],
)
def test_a_copy_in_which_too_few_owners_agree_is_refused(change: tuple[str, str]) -> None:
    """民法典 278: what needs three quarters is marked, so that no copy lets less pass it, nor the rest by half."""
    assert changed("deliberation", change) == {"SZ537"}


def test_heads_without_area_pass_nothing() -> None:
    """民法典 278: both numbers; three small flats do not outvote one large."""
    areas = "{inputs: {important: []}, roll: {count: 4, area: 60000}, areas: {resident: 30000, resident2: 10000, resident3: 10000, resident4: 10000}}"
    course = THEIRS % MONEY + ACCEPTED + CALLED + papers("oppose", "agree", "agree", "agree")
    assert otherwise("deliberation", course + "- {wait: 16 days, expect: {stage: not_passed}}", areas) == []


def test_too_few_owners_decide_nothing() -> None:
    """民法典 278: two thirds of heads and of area take part; two of four do not."""
    course = THEIRS % MONEY + ACCEPTED + CALLED + papers("agree", "agree")
    assert otherwise("deliberation", course + "- {wait: 16 days, expect: {stage: owners_again}}", FOUR) == []


def test_owners_never_vote_in_secret() -> None:
    """业主大会和业主委员会指导规则: a vote is signed; an owners' vote said to be secret does not pass the checker."""
    assert "SZ530" in changed("deliberation", ("cast: inputs.owner_cast,", "cast: inputs.owner_cast, signed: false,")) | changed(
        "deliberation", ("cast: inputs.owner_cast,", "signed: '!data.special', cast: inputs.owner_cast,")
    )  # fmt: skip


def test_owners_vote_on_paper_unless_the_district_says_otherwise() -> None:
    """北京市物业管理条例 35: votes over the net go through the official system; nobody casts one here by default."""
    course = THEIRS % MONEY + ACCEPTED + CALLED
    assert otherwise("deliberation", course + "- {act: vote, by: resident, with: {choice: agree}, refused: no_such_act}", FOUR) == []  # fmt: skip


def test_an_official_result_is_not_added_to_votes_cast_here() -> None:
    """One owner would count twice."""
    mixed = "{inputs: {important: [], owner_cast: [official, paper]}, roll: {count: 4, area: 40000}}"
    assert any(
        "How votes are cast is wrong" in why
        for why in otherwise("deliberation", THEIRS % MONEY + ACCEPTED + CALLED, mixed)
    )


def signed(paper: str, elector: str, more: str) -> str:
    """A signed paper, entered by the owners' committee."""
    return (
        f"- {{act: paper, by: owners_member, with: {{elector: {elector}, choice: agree, number: {paper}{more}"
    )


def test_an_owner_may_be_voted_for_by_somebody_who_owns_nothing_with_a_written_authority() -> None:
    """议事规则, 书面授权委托书: named with the authority, for no more owners than the rules say; a paper taken back frees its proxy."""
    course = (
        THEIRS % MONEY + ACCEPTED + CALLED
        + signed("A1", "resident", ", proxy: 张三}, refused: letter_missing}\n")
        + signed("A1", "resident", ", letter: 第 1 号}, refused: letter_missing}\n")
        + signed("A1", "resident", ", proxy: 张三, letter: 第 1 号}, expect: {count: {voted: 1}}}\n")
        + signed("A2", "resident2", ", proxy: 张 三, letter: 第 2 号}, refused: too_many_letters}\n")
        + signed("A2", "resident2", ", proxy: 李四, letter: 第 2 号}, expect: {count: {voted: 2}}}\n")
        + "- {act: void_paper, by: street_staff, with: {number: A1, reason: 委托书是伪造的}, expect: {count: {voted: 1}}}\n"
        + signed("A3", "resident3", ", proxy: 张三, letter: 第 3 号}, expect: {count: {voted: 2}}}\n")
        + signed("A4", "resident4", "}, expect: {count: {voted: 3}}}")
    )  # fmt: skip
    assert otherwise("deliberation", course, FOUR) == []


def test_rules_that_take_no_proxies_take_none_on_paper() -> None:
    """The same: how many is the rules' to say, and none is a number."""
    none = FOUR.replace("important: []", "important: [], owner_proxies: 0")
    course = (
        THEIRS % MONEY
        + ACCEPTED
        + CALLED
        + signed("A1", "resident", ", proxy: 张三, letter: 第 1 号}, refused: no_letters}")
    )
    assert otherwise("deliberation", course, none) == []


def test_owners_are_told_fifteen_days_ahead() -> None:
    """物业管理条例 14: at a meeting, and before papers are out."""
    soon = "question: 同意这样办吗, plan: 见公布的方案, convener: owners, shape: both, begins: 2026-03-12 14:00, venue: 活动室"
    course = THEIRS % MONEY + ACCEPTED
    meeting = f"- {{act: announce_owners, by: owners_member, with: {{{soon}}}, refused: notice_too_short}}"
    assert otherwise("deliberation", course + meeting, FOUR) == []
    early = CALLED.replace("wait: 15 days, expect: {stage: owners_vote}", "wait: 14 days, expect: {stage: owners_notice}")  # fmt: skip
    assert otherwise("deliberation", course + early, FOUR) == []


def test_what_was_not_announced_is_not_voted_on() -> None:
    """物业管理条例 14; a copy that lets the owners' agenda go unpublished does not pass the checker."""
    assert "SZ523" in changed("deliberation", ("publish: {shows: [question, plan, topics, convener", "publish: {shows: [plan, topics, convener"))  # fmt: skip


@pytest.mark.parametrize("by", ["committee_chair", "community_staff"])
def test_the_residents_committee_does_not_call_the_owners(by: str) -> None:
    """物业管理条例 13–15: their own committee calls them, or the street; the residents' committee is told."""
    called = f"- {{act: announce_owners, by: {by}, with: {{question: 同意这样办吗, plan: 见公布的方案, convener: owners, shape: writing}}, refused: not_yours}}"
    assert otherwise("deliberation", THEIRS % MONEY + ACCEPTED + called, FOUR) == []


def test_who_calls_instead_of_the_owners_committee_says_why() -> None:
    """北京市物业管理条例 36: the street, when the committee fails to."""
    alone = FOUR.replace("{inputs", "{vacant: [owners_member], inputs", 1)
    called = "- {act: announce_owners, by: street_staff, with: {question: 同意这样办吗, plan: 见公布的方案, convener: street, shape: writing}, refused: form}"
    assert otherwise("deliberation", THEIRS % MONEY + ACCEPTED + called, alone) == []


@pytest.mark.parametrize("by", ["community_staff", "street_staff"])
def test_an_employee_calls_no_residents_meeting(by: str) -> None:
    """城市居民委员会组织法: 居民会议由居民委员会召集."""
    assert otherwise("deliberation", OURS + ACCEPTED + announced(by=by, why="not_yours"), FOUR) == []


@pytest.mark.parametrize(
    "kill",
    [
        "act: reject, by: community_staff, with: {grounds: beyond, advice: 不属于自治范围}",
        "act: settle, by: community_staff, with: {settled_how: 已经口头说过了}",
        "act: merge, by: community_staff, with: {into: 7}",
    ],
)
def test_no_official_ends_what_a_fifth_asked_for(kill: str) -> None:
    """城市居民委员会组织法: a fifth of the households oblige; 物业管理条例 13: so do 20% of the owners."""
    assert otherwise("deliberation", OURS + f"- {{{kill}, refused: requires}}", FOUR) == []
    assert otherwise("deliberation", THEIRS % MONEY + f"- {{{kill}, refused: requires}}", FOUR) == []


@pytest.mark.parametrize(
    "kill",
    [
        "act: reject, by: community_staff, with: {grounds: beyond, advice: 不属于自治范围}",
        "act: merge, by: community_staff, with: {into: 7}",
    ],
)
def test_nor_is_an_owners_request_stopped_before_a_fifth_could_sign_it(kill: str) -> None:
    """物业管理条例 13: owners ask for their meeting this way alone, so nobody ends the collecting on its first day."""
    opened = THEIRS % MONEY
    assert (
        otherwise(
            "deliberation", opened.partition("- {act: endorse")[0] + f"- {{{kill}, refused: requires}}", FOUR
        )
        == []
    )


def test_nor_does_who_should_call_the_meeting() -> None:
    """The same, by not calling it."""
    given_up = "- {act: abandon, by: %s, with: {why: 没有必要开会}, refused: requires}"
    assert otherwise("deliberation", OURS + ACCEPTED + given_up % "committee_chair", FOUR) == []
    assert otherwise("deliberation", THEIRS % MONEY + ACCEPTED + given_up % "owners_member", FOUR) == []


def test_the_party_organisation_gives_an_opinion_and_ends_nothing() -> None:
    """重大事项先经党组织研究: a record with date, attendance and conclusion; no act of the stage closes the proposal."""
    deliberation = method_of("deliberation")
    assert deliberation is not None
    ends = {name for name, stage in deliberation.stages.items() if stage.end}
    leads = {route.stage for act in deliberation.stages["studying"].acts.values() for route in act.routes}
    assert leads
    assert not leads & ends


def test_outsiders_make_no_quorum() -> None:
    """The roll says who is expected: the manager and an officer beside one household of four are one of four."""
    course = (
        f"- {{act: announce, by: committee_chair, with: {{{ANNOUNCED % ('false', 'false', 'households', 'meeting', '2026-03-20 14:00')}}}}}\n"
        "- {act: attend, by: [resident, property_lead, owners_member, street_staff], after: 18 days, expect: {count: {roll: 4, present: 1, others: 3}}}\n"
        "- {act: finish, by: committee_chair, after: 6 hours, expect: {stage: again}}"
    )
    assert otherwise("deliberation", OURS + ACCEPTED + course, FOUR) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (('data.shape == "both" || (', "count.present >= 2 || ("), "SZ538"),
        (("count.present * 2 > count.roll", "count.present * 2 >= count.roll"), "SZ539"),
        (("count.present * 3 >= count.roll * 2", "count.present * 2 > count.roll"), "SZ539"),
    ],
)
def test_a_copy_in_which_a_few_make_the_meeting_is_refused(change: tuple[str, str], code: str) -> None:
    """居民会议 and 居民代表会议: more than half, two thirds of the roll; “2 of 2” was a valid meeting once."""
    assert code in changed("deliberation", change)


def test_nobody_types_how_many_are_expected() -> None:
    """应到 comes from the roll: no fact of the method is a number of people expected or present."""
    deliberation = method_of("deliberation")
    assert deliberation is not None
    typed = {name for name, field in deliberation.fields.items() if field.type == "integer"}
    assert typed == {"backing"}


def test_half_of_those_present_is_not_more_than_half() -> None:
    """居民会议: more than half of those present."""
    course = (
        f"- {{act: announce, by: committee_chair, with: {{{ANNOUNCED % ('false', 'false', 'households', 'meeting', '2026-03-20 14:00')}}}}}\n"
        "- {act: attend, by: [resident, resident2, resident3, resident4], after: 18 days}\n"
        "- {act: finish, by: committee_chair, after: 6 hours}\n"
        "- {act: enter_totals, by: [resident5, resident6], with: {heads_agree: 2, heads_oppose: 0, heads_abstain: 0}, expect: {stage: not_passed}}"
    )
    assert otherwise("deliberation", OURS + ACCEPTED + course, FOUR) == []


def test_one_teller_decides_nothing() -> None:
    """唱票、计票、监票: two people count, and the count stands when both say the same."""
    course = (
        f"- {{act: announce, by: committee_chair, with: {{{ANNOUNCED % ('false', 'false', 'households', 'meeting', '2026-03-20 14:00')}}}}}\n"
        "- {act: attend, by: [resident, resident2, resident3], after: 18 days}\n"
        "- {act: finish, by: committee_chair, after: 6 hours}\n"
        "- {act: enter_totals, by: resident5, with: {heads_agree: 3, heads_oppose: 0, heads_abstain: 0}, expect: {stage: vote_there}}\n"
        "- {act: enter_totals, by: committee_chair, with: {heads_agree: 3, heads_oppose: 0, heads_abstain: 0}, refused: not_yours}"
    )
    assert otherwise("deliberation", OURS + ACCEPTED + course, FOUR) == []


def test_nobody_types_a_secret_choice_beside_a_name() -> None:
    """A secret vote on paper: who drew a paper is registered, and no clerk enters whose choice it was."""
    course = (
        f"- {{act: announce, by: committee_chair, with: {{{ANNOUNCED.replace(', begins: %s, venue: 活动室, tellers: [resident5, resident6]', '') % ('false', 'false', 'households', 'writing')}}}}}\n"
        "- {act: paper, by: grid_worker, with: {elector: resident, choice: agree, number: A1}, refused: paper_is_secret}"
    )
    assert (
        otherwise(
            "deliberation", OURS + ACCEPTED + course, "{roll: {count: 6}, inputs: {lawful_percent: 15}}"
        )
        == []
    )


@pytest.mark.parametrize(("electors", "shape"), [("representatives", "meeting"), ("households", "writing")])
def test_a_covenant_is_made_by_the_residents_meeting(electors: str, shape: str) -> None:
    """城市居民委员会组织法: 居民公约由居民会议讨论制定."""
    course = OURS.replace("business: false", "business: false, covenant: residents") + ACCEPTED
    assert otherwise("deliberation", course + announced(electors=electors, shape=shape), FOUR) == []


def test_who_ran_the_vote_judges_no_objection() -> None:
    """民法典 280, and D: the desk that ran the vote does not say whether it went well; the checker holds it."""
    assert "SZ531" in changed("deliberation", ("actors.residents_vote, actors.owners_meeting", "actors.owners_meeting"))  # fmt: skip


def test_the_committees_are_told_when_owners_are_called_and_have_decided() -> None:
    """物业管理条例 14: the residents' committee is told at the same time."""
    course = (
        THEIRS % MONEY
        + ACCEPTED
        + CALLED.replace(
            "- {wait",
            "- {act: message, by: resident, with: {text: 知道了}}\n- {wait",
        )
        + papers("agree", "agree", "agree")
        + "- {wait: 16 days, expect: {told: {committee_chair: 业主决定}}}"
    )
    told = course.replace("shape: writing}}\n", "shape: writing}, expect: {told: {committee_chair: 表决事项已公布}}}\n")  # fmt: skip
    assert otherwise("deliberation", told, FOUR) == []


def test_nobody_is_made_to_carry_out_what_was_decided() -> None:
    """志愿服务条例 25: a task named to a neighbour waits for their word, and its refusal leaves it with the community."""
    course = (
        f"- {{act: announce, by: committee_chair, with: {{{ANNOUNCED.replace(', begins: %s, venue: 活动室, tellers: [resident5, resident6]', ', secret: false') % ('false', 'false', 'households', 'writing')}}}}}\n"
        "- {act: vote, by: [resident, resident2, resident3, resident4], with: {choice: agree}}\n"
        "- {wait: 8 days}\n"
        "- {act: assign, by: community_staff, with: {tasks: [{subject: 装晾衣杆, owner: volunteer}]}, expect: {children: {asked: 1}}}\n"
        "- {act: task.decline, by: volunteer, expect: {children: {doing: 1}}}"
    )
    assert otherwise("deliberation", OURS + ACCEPTED + course, FOUR) == []


def test_what_residents_are_not_content_with_is_not_called_done() -> None:
    """Falsehood: judged badly twice it ends as not solved."""
    deliberation = method_of("deliberation")
    assert deliberation is not None
    assert deliberation.stages["unsolved"].end == "unsolved"


def test_what_owners_asked_for_is_not_given_up_because_few_took_part() -> None:
    """物业管理条例 13: too few papers, or silence after them, is no way out while it may be tried again."""
    held = THEIRS % BUSINESS + ACCEPTED + CALLED + "- {wait: 16 days, expect: {stage: owners_again}}\n"
    stopped = "- {act: stop, by: owners_member, with: {why: 没有人投票}%s}\n"
    again = "- {wait: 15 workdays, expect: {stage: preparing_owners}}\n"
    assert otherwise("deliberation", held + stopped % ", refused: requires" + again, FOUR) == []
    tried = (
        held
        + "- {act: again, by: owners_member}\n"
        + CALLED
        + "- {wait: 16 days, expect: {stage: owners_again}}\n"
    )
    assert otherwise("deliberation", tried + stopped % "", FOUR) == []


def test_who_calls_it_does_not_count_it() -> None:
    """计票人、监票人 are others than whoever called the meeting or the vote."""
    own = announced().replace("resident5,", "committee_chair,")
    assert otherwise("deliberation", OURS + ACCEPTED + own, FOUR) == []
