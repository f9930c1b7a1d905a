"""What law and practice forbid of handling appeals, and how `appeal` refuses it.

条例 is 北京市接诉即办工作条例, a reference outside Beijing; the other law is national.
"""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.engine.sight import audience
from shanzhi.engine.types import Matter
from shanzhi.method.check import load
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError
from tests.engine.play import MONDAY
from tests.law.courses import changed, method_of, otherwise

LAMP = "- {open: report, by: resident, with: {subject: 三楼灯不亮, category: e2105}, expect: {stage: handling, desk: community_staff}}\n"
ROAD = "- {open: report, by: resident, with: {subject: 路口坑洼, category: e0110}, expect: {stage: dispatching, desk: street_staff}}\n"
ACCUSED = "- {open: report, by: resident, with: {subject: 网格员收钱, kind: accusation, about: [grid_worker]}, expect: {level: district, desk: district_staff}}\n"
CALLED = "- {act: contact, with: {how: phone, said: 问清楚了}}\n"
ANSWERED = "- {act: resolve, with: {reply: 已换好灯泡}}\n"
CONFIRMED = "- {act: confirm, by: street_staff}\n"


def built() -> Method:
    found = method_of("appeal")
    assert found is not None
    return found


@pytest.mark.parametrize(
    "told", ["category: e2202", "danger: true", "danger: true, category: e2105"], ids=["gas", "danger", "own"]
)
def test_what_endangers_life_is_due_the_same_evening(told: str) -> None:
    """条例第十一条(一)、第十九条: danger goes through at once, and water, power, gas and heat know no weekend."""
    friday = "{now: 2026-03-06 18:00}"
    steps = f"- {{open: report, by: resident, with: {{subject: 楼道有燃气味, {told}}}, expect: {{stage: danger, due: 2026-03-06 20:00}}}}"
    assert otherwise("appeal", steps, friday) == []


def test_the_form_says_whom_to_call_in_danger() -> None:
    """条例第十一条(一): 110, 119, 120 and 122 come before any form."""
    alerts = [way.alert.zh if way.alert is not None else "" for way in built().openings.values()]
    assert all(number in alerts[0] for number in ("110", "119", "120", "122"))


def test_water_out_at_night_is_not_left_to_be_sent_on_monday() -> None:
    """条例第十九条: what is due within a day is assigned by the clock on the wall, and goes up when nobody does."""
    steps = """
- {open: report, by: resident, with: {subject: 整栋停水, category: e2107}, expect: {stage: dispatching, due: 2026-03-06 22:00}}
- {wait: 3 hours, expect: {stage: dispatching, level: district}}"""
    assert otherwise("appeal", steps, "{now: 2026-03-06 20:00}") == []


def test_who_is_accused_neither_gets_the_accusation_nor_handles_it() -> None:
    """信访工作条例第二十八、三十条: it goes past those around them; who is named is barred from every act."""
    steps = (
        ACCUSED
        + """
- {act: accept, by: grid_worker, refused: own_work}
- {act: accept, by: district_staff}
- {act: contact, by: grid_worker, with: {how: phone, said: 别说了}, refused: own_work}
- {act: ask_below, by: district_staff, with: {wanted: 去问问他}, refused: requires}"""
    )
    assert otherwise("appeal", steps) == []


def test_the_posts_around_who_is_accused_do_not_read_it() -> None:
    """信访工作条例第三十条: what accuses somebody is not handed to their unit; other matters are seen as always."""
    seen = {}
    for kind in ("accusation", "help"):
        data = {"subject": "网格员收钱", "kind": kind, "hidden": kind == "accusation"}
        matter = Matter(1, "", 1, 1, "dispatching", 1, 4, None, MONDAY, data=data)
        seen[kind] = audience(built(), matter)[0]
    assert seen == {"accusation": "above", "help": "desk"}


def test_who_accuses_is_not_named() -> None:
    """信访工作条例第三十条: nobody may let the name of who accuses be known."""
    assert built().fields["reporter"].masked is not None
    assert changed("appeal", ("sensitive: data.hidden", "sensitive: data.nobody")) != set()


def test_nobody_makes_known_who_accuses_by_correcting_a_fact() -> None:
    """信访工作条例第三十条: what keeps somebody unnamed is theirs to change; a kind chosen wrongly is mended with the mask kept."""
    steps = """
- {open: report, by: resident, with: {subject: 举报楼下占道经营, kind: accusation}, expect: {level: district, data: {hidden: true}}}
- {act: correct, by: district_staff, with: {field: kind, value: help, reason: 不是检举工作人员}, refused: unmasks}
- {act: correct, by: district_staff, with: {field: unnamed, value: "true", reason: 先不露名}}
- {act: correct, by: district_staff, with: {field: kind, value: help, reason: 不是检举工作人员}, refused: own_way}
- {act: sort, by: district_staff, with: {kind: help}, expect: {data: {hidden: true}}}
- {act: transfer, by: district_staff, with: {to_place: street}, expect: {level: street}}
- {act: correct, by: street_staff, with: {field: unnamed, value: "false", reason: 看看是谁}, refused: unmasks}
- {act: correct, by: resident, with: {field: unnamed, value: "false", reason: 可以露名}, expect: {data: {hidden: false}}}"""
    assert otherwise("appeal", steps) == []


def test_the_grid_is_no_handling_unit() -> None:
    """条例第十一、十二条: orders go to street, department and enterprise; no desk is a grid's."""
    grid = {"grid_worker", "grid_chief", "microgrid_worker", "building_lead", "neighbour_lead"}
    desks = {name: stage.desk.roles for name, stage in built().stages.items() if stage.desk is not None}
    assert {name for name, roles in desks.items() if grid & set(roles)} == set()
    steps = LAMP + "- {act: resolve, by: grid_worker, with: {reply: 已换好灯泡}, refused: not_yours}"
    assert otherwise("appeal", steps) == []


def test_the_community_is_not_made_to_lead_what_it_only_assists_in() -> None:
    """条例第十七条: what is not on its list is neither handed to the community nor led by it."""
    steps = (
        ROAD
        + """
- {act: to_community, by: street_staff, with: {to_place: community}, refused: requires}
- {act: transfer, by: street_staff, with: {to_place: community}, expect: {stage: dispatching, level: street, desk: street_staff}}"""
    )
    assert otherwise("appeal", steps) == []
    assert otherwise("appeal", steps.replace("e0110", "e0102").replace("路口坑洼", "垃圾没人收")) == []


def test_a_complaint_is_not_the_communitys_own_however_its_category() -> None:
    """条例第十七条; 信访工作条例第二十八条: the community is no judge of complaints about itself."""
    steps = "- {open: report, by: resident, with: {subject: 修灯的态度不好, category: e2105, kind: complaint}, expect: {stage: dispatching, level: street}}"
    assert otherwise("appeal", steps) == []


def test_an_empty_list_of_duties_is_not_adopted() -> None:
    """条例第十七条: without its lists a district cannot tell whose duty anything is."""
    whole = library.text("appeal")
    assert whole is not None
    with pytest.raises(MethodError):
        load(whole, inputs={"catalogue": {}})
    load(whole, inputs={"catalogue": {"lamp": {"label": "照明", "duty": "own", "lasts": "7 days"}}})


def test_who_is_to_do_the_work_cannot_turn_it_down() -> None:
    """条例第十一、十二条: whether it is assigned is the dispatcher's to say; the channel is named, and one may object."""
    steps = LAMP + "- {act: accept, by: community_staff, refused: no_such_act}"
    assert otherwise("appeal", steps) == []
    assert {name for name, stage in built().stages.items() if "decline" in stage.acts} == {
        "dispatching",
        "reviewing",
    }
    told = ROAD + "- {act: decline, by: street_staff, with: {grounds: court}, refused: form}"
    assert otherwise("appeal", told) == []


def test_who_declined_does_not_review_it_and_what_nobody_reviews_is_assigned() -> None:
    """信访工作条例第二十八条: another decides on the objection, a level up."""
    steps = (
        ROAD
        + """
- {act: decline, by: street_staff, with: {grounds: beyond, channel: 请找物业}, refused: form}
- {act: decline, by: street_staff, with: {grounds: beyond, channel: 请找物业公司协商}, expect: {stage: telling, told: {reporter: 物业公司}}}
- {act: object, by: resident, with: {objection: 这是市政道路}, expect: {stage: reviewing, desk: district_staff}}
- {act: decline, by: street_staff, with: {grounds: beyond, channel: 请找物业公司协商}, refused: own_work}
- {wait: 1 workday, expect: {stage: dispatching}}"""
    )
    assert otherwise("appeal", steps) == []


def test_moving_up_and_doing_anew_give_no_more_time() -> None:
    """条例第十三、十四条: the order states its limit, counted from the report; nothing but an approved extension adds to it."""
    steps = (
        LAMP
        + """
- {act: escalate_up, by: community_staff, after: 3 days, with: {reason: 线路要整栋换}, expect: {stage: dispatching, level: street}}
- {act: accept, by: street_staff, expect: {stage: handling, due: 2026-03-09 09:00}}
- {act: escalate_up, by: street_staff, with: {reason: 要区里定资金}, expect: {stage: dispatching, level: district}}
- {act: accept, by: district_staff, expect: {stage: handling, due: 2026-03-09 09:00}}
- {act: contact, by: district_staff, with: {how: phone, said: 说明了安排}}
- {act: resolve, by: district_staff, with: {reply: 已安排整栋更换}}
- {act: send_back, by: district_staff2, with: {missing: 还没有动工}, expect: {stage: handling, due: 2026-03-09 09:00}}"""
    )
    assert otherwise("appeal", steps) == []


def test_what_is_urgent_gets_no_extension() -> None:
    """条例第十五条: a two-hour order put off by weeks is none."""
    steps = """
- {open: report, by: resident, with: {subject: 电线掉在路上, category: e0408}, expect: {stage: danger}}
- {act: go_on, by: street_staff, expect: {stage: handling}}
- {act: ask_extension, by: street_staff, with: {extension: 1 day, reason: 等电力公司来}, refused: requires}"""
    assert otherwise("appeal", steps, "{now: 2026-03-06 18:00}") == []


def test_the_clock_does_not_write_that_it_was_verified() -> None:
    """条例第三十五条(三): what nobody looked at is recorded as not verified, never as passed."""
    steps = (
        LAMP
        + CALLED
        + ANSWERED
        + "- {wait: 3 workdays, expect: {stage: rating, data: {checked: not_checked}}}"
    )
    assert otherwise("appeal", steps) == []


def test_nobody_verifies_or_calls_back_on_their_own_work() -> None:
    """信访工作条例第二十八条; 条例第二十三条: the one who answered neither checks nor asks how it was."""
    steps = (
        "- {open: report, by: resident, with: {subject: 噪声扰民, category: e2301}}\n- {act: accept, by: street_staff}\n"
        + CALLED
        + ANSWERED
        + """
- {act: confirm, by: street_staff, refused: own_work}
- {act: confirm, by: district_staff}
- {wait: 4 days, expect: {stage: rating_calling}}
- {act: unreached, by: street_staff, refused: own_work}"""
    )
    assert otherwise("appeal", steps) == []


def test_what_is_not_solved_is_not_closed_out() -> None:
    """条例第十五条(二)、第二十四条: it is explained, kept on the books and looked at; it never ends as done."""
    steps = (
        LAMP
        + CALLED
        + ANSWERED
        + CONFIRMED
        + """
- {act: rate, by: resident, with: {rating_contacted: false, rating_solved: false, rating_grade: worst}, expect: {stage: hanging}}
- {act: agree, by: street_staff, with: {remains: 整栋线路明年更换，可打 12345}, expect: {stage: hung, told: {reporter: 12345}}}
- {act: still, by: street_staff, after: 90 days, with: {remains: 今年没有排上，可打 12345}, expect: {end: unsolved}}"""
    )
    assert otherwise("appeal", steps, "{inputs: {most_redone: 0, most_looks: 1}}") == []


def test_satisfied_but_not_solved_is_done_again() -> None:
    """条例第十五条(二): a kind word about the staff does not close what is still broken."""
    steps = (
        LAMP
        + CALLED
        + ANSWERED
        + CONFIRMED
        + "- {act: rate, by: resident, with: {rating_contacted: true, rating_solved: false, rating_grade: best}, expect: {stage: redoing}}"
    )
    assert otherwise("appeal", steps) == []


def test_a_community_does_not_order_departments_about() -> None:
    """条例第十六条: assigning and whistling are the street's; the community asks its street."""
    steps = (
        LAMP
        + """
- {act: ask_help, by: community_staff, with: {helpers: [{office: office1, request: 请派电工来}]}, refused: requires}
- {act: whistle, by: community_staff, with: {stuck: 物业不肯开配电箱}, refused: requires}
- {act: assign, by: community_staff, with: {office: office1}, refused: no_such_act}"""
    )
    assert otherwise("appeal", steps) == []


def test_who_does_not_rate_is_called_and_counts_as_not_reached_otherwise() -> None:
    """条例第二十三条: the call back is somebody else's; silence is neither contact nor satisfaction."""
    steps = (
        LAMP
        + CALLED
        + ANSWERED
        + CONFIRMED
        + """
- {wait: 4 days, expect: {stage: rating_calling, desk: street_staff}}
- {wait: 10 workdays, expect: {stage: closed, data: {rating_reached: false}}}"""
    )
    assert otherwise("appeal", steps) == []
    assert {_among(name) for name in ("response", "solution", "satisfaction")} == {"data.rating_reached"}


def test_what_was_never_assigned_counts_among_what_was_due() -> None:
    """A figure that begins at acceptance leaves out whoever was never accepted (结案率、按期办理率)."""
    for name in ("closing", "on_time", "handled"):
        assert "started" not in _among(name)
        assert "visits" not in _among(name)
    waited = (
        ROAD
        + "- {wait: 20 days}\n- {act: assign, by: district_staff, with: {office: office1}, expect: {stage: handling, due: 2026-03-17 09:00}}"
    )
    assert otherwise("appeal", waited) == []


def _among(name: str) -> str:
    """Of what a measure is a share, as it is written."""
    among = built().measures[name].of
    return among.source if among is not None else ""


def test_contact_comes_before_the_answer() -> None:
    """条例第十五条(一): to contact who asked in time is a duty of its own."""
    assert (
        otherwise(
            "appeal",
            LAMP + "- {act: resolve, by: community_staff, with: {reply: 已换好灯泡}, refused: requires}",
        )
        == []
    )


def test_who_handles_it_cannot_have_it_withdrawn() -> None:
    """Pressed withdrawals dress figures: once in hand, somebody else asks, and what nobody asked goes on."""
    steps = (
        LAMP
        + """
- {act: take_back, by: community_staff, with: {why_back: 替他撤了}, refused: not_yours}
- {act: take_back, by: resident, with: {why_back: 社区让我撤的}, expect: {stage: taking_back, desk: street_staff}}
- {act: willing, by: community_staff, refused: not_yours}
- {wait: 2 workdays, expect: {stage: handling, desk: community_staff}}"""
    )
    assert otherwise("appeal", steps) == []
    assert "withdrawn" in built().measures


def test_nothing_in_hand_is_withdrawn_at_once_by_any_door() -> None:
    """条例第三十五条(三): not from a question put to the person, an answer, a second try or the books, nor after moving it up."""
    assert {name for name, stage in built().stages.items() if "withdraw" in stage.acts} == set()
    assert {name for name, stage in built().stages.items() if "take_back" in stage.acts} == {
        "dispatching",
        "handling",
    }
    steps = (
        LAMP
        + """
- {act: escalate_up, by: community_staff, with: {reason: 线路要整栋换}, expect: {stage: dispatching}}
- {act: take_back, by: resident, with: {why_back: 社区让我撤的}, refused: requires}"""
    )
    assert otherwise("appeal", steps) == []


def test_an_accusation_does_not_come_round_to_those_it_accuses() -> None:
    """信访工作条例第三十条: it is neither sent down again nor told to others on the way of asking for help."""
    steps = (
        ACCUSED
        + """
- {act: transfer, by: district_staff, with: {to_place: street}, refused: requires}
- {act: accept, by: district_staff}
- {act: ask_help, by: district_staff, with: {helpers: [{office: office1, request: 请查一查台账}]}, refused: requires}
- {act: whistle, by: district_staff, with: {stuck: 要几家一起查}, refused: requires}
- {act: assign, by: district_staff, with: {office: office1}, refused: no_such_act}"""
    )
    assert otherwise("appeal", steps) == []


def test_where_somebody_may_be_hurt_help_is_called_whoever_is_to_blame() -> None:
    """条例第十一条(一): life first; the accused is still barred."""
    steps = """
- {open: report, by: resident, with: {subject: 消防通道锁了，里面有人, danger: true, kind: complaint, about: [grid_worker]}, expect: {stage: danger}}
- {act: ask_help, by: street_staff, with: {helpers: [{office: office1, request: 请马上来开门}]}, expect: {stage: jointly}}"""
    assert otherwise("appeal", steps) == []


def test_who_handled_it_does_not_rate_it_as_the_one_who_reported() -> None:
    """条例第二十三条: whoever reports, handles and praises their own work is no satisfied resident."""
    steps = (
        "- {open: visit, by: community_staff, with: {subject: 楼道堆物, category: e2106}}\n"
        + CALLED
        + ANSWERED
        + CONFIRMED
        + "- {act: rate, by: community_staff, with: {rating_contacted: true, rating_solved: true, rating_grade: best}, refused: own_work}"
    )
    assert otherwise("appeal", steps) == []


def test_time_is_not_stretched_by_questions_or_long_extensions() -> None:
    """条例第十三、十九条: what is urgent stands still for no answer; a day's order is not put off by a week."""
    urgent = """
- {open: report, by: resident, with: {subject: 电线掉在路上, category: e0408}}
- {act: assign, by: street_staff, with: {office: office1}}
- {act: ask_info, by: department_staff@office1, with: {question: 在哪一段}, refused: requires}"""
    assert otherwise("appeal", urgent) == []
    water = """
- {open: report, by: resident, with: {subject: 整栋停水, category: e2107}}
- {act: accept, by: street_staff}
- {act: ask_extension, by: street_staff, with: {extension: 7 days, reason: 等水务公司来修}, refused: requires}
- {act: ask_extension, by: street_staff, with: {extension: 1 day, reason: 等水务公司来修}, expect: {stage: extending}}"""
    assert otherwise("appeal", water) == []


def test_that_contact_was_made_elsewhere_is_said_only_of_what_came_from_elsewhere() -> None:
    """条例第十五条(一): the words for orders of another system are no way round the duty to contact."""
    before = "- {act: contact, with: {how: before, said: 没有联系}}\n"
    steps = (
        LAMP + before + "- {act: resolve, by: community_staff, with: {reply: 已换好灯泡}, refused: requires}"
    )
    assert otherwise("appeal", steps) == []
    order = "- {open: order, by: street_staff, with: {source: hotline, order_no: W1, subject: 三楼灯不亮, category: e2105}}\n"
    assert (
        otherwise("appeal", order + before + ANSWERED.replace("}}", "}, expect: {stage: verifying}}")) == []
    )


def test_local_law_is_told_as_a_reference() -> None:
    """Outside Beijing its ordinance is followed, not rested on."""
    assert {(one.region, one.kind) for one in built().basis} >= {
        ("110000", "reference"),
        ("national", "basis"),
    }
    assert ("110000", "basis") not in {(one.region, one.kind) for one in built().basis}
