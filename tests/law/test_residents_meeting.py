"""居民（代表）会议·四议两公开: who may call it, who counts, what it may decide, and what is shown of it."""

from __future__ import annotations

import pytest

from tests.law.courses import changed, method_of, otherwise

FIVE = "{roll: {count: 5}}"
NINE = "{roll: {count: 9}}"
CALLED = "- {open: convene, by: %s, with: {subject: 活动室开放时间, detail: 晚上开到九点, four: %s, money: %s, business: %s}%s}\n"
ASKED = "- {open: request, by: resident, with: {subject: 活动室开放时间, detail: 晚上开到九点, money: %s, business: %s%s}%s}\n"
ENDORSED = "- {act: endorse, by: resident2, expect: {stage: preparing}}\n"
AGENDA = (
    "question: 同意开到晚上九点吗, plan: 志愿者轮值, money: %s, business: %s, electors: %s, shape: %s, "
    "begins: %s, venue: 活动室, tellers: [resident5, resident6]"
)
DAY = "2026-04-01 14:00"


def plain() -> str:
    """A meeting called without the four steps."""
    return CALLED % ("committee_chair", "false", "false", "false", "")


def agenda(
    electors: str = "representatives", shape: str = "meeting", money: str = "false", begins: str = DAY,
    by: str = "committee_chair", more: str = "",
) -> str:  # fmt: skip
    """The agenda is announced; `more` says what comes of it."""
    return f"- {{act: announce, by: {by}, with: {{{AGENDA % (money, 'false', electors, shape, begins)}}}{more}}}\n"


def came(*who: str) -> str:
    """Who comes on the day, and the end of the meeting."""
    return (
        f"- {{act: attend, by: [{', '.join(who)}], after: 30 days}}\n"
        "- {act: finish, by: committee_chair, after: 6 hours, expect: {stage: %s}}\n"
    )


def counted(agree: int, oppose: int) -> str:
    """Both tellers enter the same."""
    return f"- {{act: enter_totals, by: [resident5, resident6], with: {{heads_agree: {agree}, heads_oppose: {oppose}, heads_abstain: 0}}"


@pytest.mark.parametrize(("money", "business"), [("true", "false"), ("false", "true")])
def test_residents_decide_nothing_about_what_owners_own(money: str, business: str) -> None:
    """民法典 278: refused to who calls, to who asks, and once more when the plan turns to that money."""
    assert otherwise("residents-meeting", CALLED % ("committee_chair", "true", money, business, ", refused: requires")) == []  # fmt: skip
    assert otherwise("residents-meeting", ASKED % (money, business, "", ", refused: requires")) == []


def test_a_plan_that_turns_to_owners_money_stops_there() -> None:
    """民法典 278."""
    assert (
        otherwise("residents-meeting", plain() + agenda(money="true", more=", refused: requires"), NINE) == []
    )


@pytest.mark.parametrize("by", ["community_staff", "street_staff", "resident"])
def test_the_committee_calls_and_nobody_in_its_place(by: str) -> None:
    """城市居民委员会组织法: 居民会议由居民委员会召集和主持."""
    assert (
        otherwise("residents-meeting", CALLED % (by, "false", "false", "false", ", refused: not_yours")) == []
    )
    assert otherwise("residents-meeting", plain() + agenda(by=by, more=", refused: not_yours"), NINE) == []


def test_a_fifth_of_the_households_must_be_answered_by_a_meeting() -> None:
    """城市居民委员会组织法: 五分之一以上的户提议，应当召集; the committee cannot leave it."""
    stop = "- {act: stop, by: committee_chair, with: {why: 没有必要开会}, refused: requires}\n"
    late = "- {wait: 60 days, expect: {stage: preparing, late: true}}"
    assert (
        otherwise("residents-meeting", ASKED % ("false", "false", "", "") + ENDORSED + stop + late, FIVE)
        == []
    )


def test_no_input_lifts_the_share_above_a_fifth() -> None:
    """The same: a district may ask for less, never for more."""
    meeting = "{inputs: {lawful_percent: 21}, roll: {count: 5}}"
    assert otherwise("residents-meeting", ASKED % ("false", "false", "", "") + ENDORSED, meeting) != []


def test_outsiders_make_no_quorum() -> None:
    """The roll says who is expected; Party members, the police and the manager sit in."""
    course = (
        plain() + agenda("households") + came("resident", "police", "secretary", "property_lead") % "again"
    )
    assert otherwise("residents-meeting", course, FIVE) == []


def test_a_copy_in_which_a_few_make_the_meeting_is_refused() -> None:
    """The same, held by the checker: a number not of the roll, or half of it, or none."""
    assert "SZ539" in changed("residents-meeting", ("count.present * 2 > count.roll", "count.present * 2 >= count.roll"))  # fmt: skip
    assert "SZ538" in changed("residents-meeting", ("count.present * 3 >= count.roll * 2 : count.present * 2 > count.roll", "count.present > 1 : count.present > 1"))  # fmt: skip


@pytest.mark.parametrize(("seats", "stage"), [(5, "again"), (6, "vote_there")])
def test_two_thirds_of_the_representatives_must_come(seats: int, stage: str) -> None:
    """居民代表会议: 三分之二以上到会; five of nine are more than half, and too few."""
    who = ("representative", *(f"representative{n}" for n in range(2, seats + 1)))
    assert otherwise("residents-meeting", plain() + agenda() + came(*who) % stage, NINE) == []


def test_half_of_those_present_is_not_more_than_half() -> None:
    """居民会议: 到会的过半数通过."""
    course = (
        plain()
        + agenda("households")
        + came("resident", "resident2", "resident3", "resident4") % "vote_there"
    )
    assert (
        otherwise("residents-meeting", course + counted(2, 2) + ", expect: {stage: not_passed}}", FIVE) == []
    )


def test_one_who_counts_alone_decides_nothing() -> None:
    """唱票、计票、监票: two count, and who is no teller counts nothing."""
    course = plain() + agenda("households") + came("resident", "resident2", "resident3") % "vote_there"
    one = counted(3, 0).replace("[resident5, resident6]", "resident5") + ", expect: {stage: vote_there}}\n"
    other = counted(3, 0).replace("[resident5, resident6]", "committee_chair") + ", refused: not_yours}"
    assert otherwise("residents-meeting", course + one + other, FIVE) == []


def test_notice_is_given_ten_days_ahead() -> None:
    """居民会议: 提前十日公布."""
    soon = agenda(begins="2026-03-10 14:00", more=", refused: notice_too_short")
    assert otherwise("residents-meeting", plain() + soon, NINE) == []


def test_what_was_not_announced_is_not_decided() -> None:
    """A copy whose agenda leaves the question out does not pass the checker."""
    assert "SZ523" in changed("residents-meeting", ("publish: {shows: [question, plan, topics", "publish: {shows: [plan, topics"))  # fmt: skip


@pytest.mark.parametrize(("electors", "shape"), [("representatives", "meeting"), ("households", "writing")])
def test_a_covenant_is_made_by_the_residents_meeting(electors: str, shape: str) -> None:
    """城市居民委员会组织法: 居民公约由居民会议讨论制定, and is filed with the street."""
    asked = ASKED % ("false", "false", ", covenant: true", "") + ENDORSED
    assert (
        otherwise("residents-meeting", asked + agenda(electors, shape, more=", refused: requires"), FIVE)
        == []
    )


@pytest.mark.parametrize("party", [(30, 19, 19), (30, 20, 10), (30, 31, 20)])
def test_the_party_members_deliberate_in_due_number(party: tuple[int, int, int]) -> None:
    """四议两公开: 党员大会 with two thirds there and more than half of them for it; and the sums must be possible."""
    roll, there, agreed = party
    course = (
        CALLED % ("secretary", "true", "false", "false", "")
        + "- {act: propose, by: secretary, with: {proposal: 三月二日支委会研究，建议延长}}\n"
        + "- {act: agree, by: committee_chair, with: {held_on: 2026-03-02, attended: 7, opinion: 可行，安排志愿者}}\n"
        + f"- {{act: pass, by: secretary, with: {{party_roll: {roll}, party_came: {there}, party_agreed: {agreed}, party_opinion: 同意}}, refused: requires}}"
    )
    assert otherwise("residents-meeting", course) == []


def test_the_four_steps_decide_nothing_themselves() -> None:
    """四议两公开: proposal, discussion and deliberation lead to the meeting, never to a decision."""
    meeting = method_of("residents-meeting")
    assert meeting is not None
    leads = {
        route.stage
        for name in ("proposing", "consulting", "deliberating")
        for act in meeting.stages[name].acts.values()
        for route in act.routes
    }
    assert leads == {"proposing", "consulting", "deliberating", "preparing", "not_held"}


def test_decision_and_result_are_both_published_seven_days() -> None:
    """两公开: no way leads to the end but by both, and no community shortens them."""
    meeting = method_of("residents-meeting")
    assert meeting is not None
    for name in ("decision_shown", "result_shown"):
        assert meeting.stages[name].block is not None
    for short in ("show_for", "result_for"):
        given = f"{{inputs: {{{short}: 3 days}}, roll: {{count: 9}}}}"
        assert (
            otherwise("residents-meeting", plain() + agenda(more=", expect: {stage: meeting}"), given) != []
        )


def test_the_meeting_leaves_a_signed_record() -> None:
    """会议记录: nothing is published as decided before the record is filed."""
    course = plain() + agenda("households") + came("resident", "resident2", "resident3") % "vote_there"
    unfiled = counted(3, 0) + "}\n- {act: file, by: community_staff, refused: form}"
    assert otherwise("residents-meeting", course + unfiled, FIVE) == []


def test_who_ran_the_meeting_judges_no_objection() -> None:
    """The checker holds it."""
    assert "SZ531" in changed("residents-meeting", ("actors.meeting, actors.vote_there, actors.voting", "actors.filing"))  # fmt: skip


ASKED_BY_A_FIFTH = ASKED % ("false", "false", "", "") + ENDORSED
NOBODY_CAME = "- {act: finish, by: committee_chair, after: 35 days, expect: {stage: again}}\n"
STOPPED = "- {act: stop, by: committee_chair, with: {why: 没有人来就算了}%s}\n"


def test_what_a_fifth_asked_for_is_not_given_up_at_the_first_empty_room() -> None:
    """居委会组织法: a fifth obliges the committee to call it; an empty room, or silence after it, is no way out while it may be tried again."""
    held = ASKED_BY_A_FIFTH + agenda("households") + NOBODY_CAME
    assert otherwise("residents-meeting", held + STOPPED % ", refused: requires", FIVE) == []
    undecided = held + "- {wait: 6 workdays, expect: {stage: preparing}}\n"
    again = undecided + agenda("households", begins="2026-05-10 14:00") + NOBODY_CAME
    assert otherwise("residents-meeting", again + STOPPED % "", FIVE) == []


def test_a_meeting_that_must_be_called_is_not_set_for_next_year() -> None:
    """The date of the agenda is a date to meet on, not a way to put it off."""
    far = ASKED_BY_A_FIFTH + agenda("households", begins="2027-04-01 14:00", more=", refused: requires")
    assert otherwise("residents-meeting", far, FIVE) == []


def test_who_calls_the_meeting_does_not_count_it() -> None:
    """监票、计票: the count is not in the hands of whoever called the meeting."""
    own = agenda("households", more=", refused: requires").replace("resident5,", "committee_chair,")
    assert otherwise("residents-meeting", plain() + own, FIVE) == []
