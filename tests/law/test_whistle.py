"""What law and practice forbid of whistling and reporting, and how `whistle` refuses it."""

from __future__ import annotations

from tests.law.courses import changed, goes, method_of

BLOWN = "{open: blow, by: street_staff, with: {subject: 河道边堆土, detail: 两家都说不归自己}}"
CALLED = "{office: office1, wanted: 清运}, {office: office2, wanted: 说明权属}"
SENT = f"{{act: send, by: street_staff, with: {{units: [{CALLED}], spot: 三号桥}}}}"
BOTH_CAME = """
          - {act: whistle.come, by: department_staff@office2, with: {who_came: 科长, fair: proper}}
          - {act: whistle.come, by: department_staff@office1, with: {who_came: 队长, fair: proper}, expect: {stage: consulting}}"""
AGREED = "{act: agreed, by: street_staff, with: {record: 两家都到了，同意由城管清运, lead: office1, duties: [{office: office1, request: 三天内清走}]}}"


def test_a_community_asks_the_street_and_does_not_call_departments_itself() -> None:
    """北京市接诉即办工作条例第十六条: the street whistles; a community asks it to."""
    goes("whistle", """
          - {open: blow, by: community_staff, with: {subject: 河道边堆土}, refused: not_yours}
          - {open: suggest, by: community_staff, with: {subject: 河道边堆土}, expect: {stage: drafting, level: street, desk: street_staff}}
          - {act: send, by: community_staff, with: {units: [{office: office1, wanted: 清运}, {office: office2, wanted: 说明}], spot: 桥}, refused: not_yours}
        """)  # fmt: skip


def test_what_one_office_can_do_is_no_whistle() -> None:
    """条例第十六条: a whistle calls several; one office is asked for help."""
    goes("whistle", f"""
          - {BLOWN}
          - {{act: send, by: street_staff, with: {{units: [{{office: office1, wanted: 清运}}], spot: 三号桥}}, refused: form}}
        """)  # fmt: skip


def test_who_is_called_cannot_end_it_by_saying_that_it_is_not_theirs() -> None:
    """条例第十四条: others must cooperate; whether it is theirs the district decides, once, and until then they come."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}
          - {{act: whistle.refuse, by: department_staff@office2, with: {{not_ours: 堆土在红线以外}}, expect: {{stage: arriving}}}}
          - {{act: whistle.let_off, by: department_staff@office2, with: {{ruling: 自己说了不算}}, refused: own_work}}
          - {{act: whistle.let_off, by: street_staff, with: {{ruling: 街道说了不算}}, refused: not_yours}}
          - {{wait: 3 workhours, expect: {{stage: arriving, children: {{called: 2}}}}}}
          - {{act: whistle.refuse, by: department_staff@office2, with: {{not_ours: 还是不归我们}}, refused: requires}}
        """, "{now: 2026-03-02 09:00}")  # fmt: skip


def test_in_an_emergency_one_comes_first_and_disputes_on_the_spot() -> None:
    """条例第十一、十九条: emergencies wait for nobody's ruling, nor for Monday."""
    goes("whistle", """
          - {open: blow, by: street_staff, with: {subject: 外墙脱落, kind: urgent}, expect: {due: 2026-03-07 23:00}}
          - {act: send, by: street_staff, with: {units: [{office: office1, wanted: 封路}, {office: office2, wanted: 排险}], spot: 楼下}, expect: {due: 2026-03-07 23:00}}
          - {act: whistle.refuse, by: department_staff@office2, with: {not_ours: 外墙归物业管}, refused: requires}
        """, "{now: 2026-03-07 22:00}")  # fmt: skip


def test_nobody_reports_for_another_office() -> None:
    """条例第三十三条: reporting is assessed, so each office says itself that it came; the street does not tick it for them."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}
          - {{act: whistle.come, by: street_staff, with: {{who_came: 队长, fair: proper}}, refused: not_yours}}
          - {{act: whistle.come, by: department_staff@office1, with: {{who_came: 队长, fair: proper}}, refused: not_yours}}
        """)  # fmt: skip


def test_staying_away_neither_ends_the_whistle_nor_stays_unseen() -> None:
    """条例第十四、十六条: who does not come in time is told to the district, which rules; nothing is closed by waiting."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}
          - {{wait: 3 workdays, expect: {{stage: ruling, desk: district_staff, told: {{district_staff: 请督办}}}}}}
          - {{wait: 30 days, expect: {{stage: ruling, late: true}}}}
        """)  # fmt: skip


def test_the_street_does_not_rule_on_its_own_whistle() -> None:
    """条例第十四条: a dispute about who handles it is settled one level up."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}{BOTH_CAME}
          - {{act: report_up, by: street_staff, with: {{record: 两家都到了，都说不归自己, trouble: 都说不归自己}}, expect: {{stage: ruling}}}}
          - {{act: impossible, by: street_staff, with: {{ruling: 办不了就算了, remains: 以后再说吧}}, refused: own_work}}
        """)  # fmt: skip


def test_who_whistled_does_not_check_it_and_rate_the_offices() -> None:
    """条例第三十三条, and the ban on false reports in 第三十五条: somebody else looks whether it was done."""
    done = "{act: confirm, by: street_staff, with: {seen: 去看了, result: 堆土清走了, good: [office1]}"
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}{BOTH_CAME}
          - {AGREED}
          - {{act: assist.answer, by: department_staff@office1, with: {{result: 已清走}}, expect: {{stage: checking}}}}
          - {done}, refused: own_work}}
        """)  # fmt: skip


def test_a_whistle_is_not_closed_before_both_sides_are_rated() -> None:
    """条例第三十三条: the whistle is assessed as well as the reporting."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}
          - {{act: whistle.come, by: department_staff@office2, with: {{who_came: 科长}}, refused: form}}{BOTH_CAME}
          - {AGREED}
          - {{act: assist.answer, by: department_staff@office1, with: {{result: 已清走}}}}
          - {{act: confirm, by: street_staff2, with: {{seen: 去看了, result: 堆土清走了}}, refused: requires}}
        """)  # fmt: skip


def test_the_figures_are_of_offices_and_a_ranking_of_people_is_refused() -> None:
    """国办函〔2026〕12 号: both sides are measured as bodies; staff are neither scored nor ranked."""
    whistle = method_of("whistle")
    assert {field.type for field in whistle.fields.values() if field.name in ("good", "poor")} == {"offices"}
    assert "SZ602" in changed("whistle", ("街道评为到位的单位数", "部门工作人员报到考核得分"))


def test_what_was_not_achieved_is_no_success() -> None:
    """条例第十五条: what cannot be done is explained, and counts nowhere as done."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}
          - {{wait: 3 workdays}}
          - {{act: impossible, by: district_staff, with: {{ruling: 权属要等测绘, remains: 测绘后再吹一次}}, expect: {{stage: unsolved, end: unsolved, told: {{opener: 测绘后}}}}}}
        """)  # fmt: skip


def test_neither_side_withdraws_it_quietly() -> None:
    """Withdrawing takes a matter out of every figure: a whistle is dropped with its reason, or carried through."""
    assert {name for name, stage in method_of("whistle").stages.items() if "withdraw" in stage.acts} == set()
    goes("whistle", f"""
          - {BLOWN}
          - {{act: drop, by: street_staff, with: {{why: 算了}}, refused: form}}
          - {SENT}
          - {{act: drop, by: street_staff, with: {{why: 不想再办了}}, refused: no_such_act}}
        """)  # fmt: skip


def test_one_office_written_twice_is_no_whistle() -> None:
    """条例第十六条: a whistle calls several, and two lines of one office are one."""
    goes("whistle", f"""
          - {BLOWN}
          - {{act: send, by: street_staff, with: {{units: [{{office: office1, wanted: 清运}}, {{office: office1, wanted: 说明权属}}], spot: 三号桥}}, refused: requires}}
        """)  # fmt: skip


def test_who_leads_does_a_part_and_no_office_is_rated_both_ways() -> None:
    """条例第十四、三十三条: the one who leads is answerable for the whole; an assessment says one thing of each office."""
    goes("whistle", f"""
          - {BLOWN}
          - {SENT}{BOTH_CAME}
          - {{act: agreed, by: street_staff, with: {{record: 两家都到了，同意由城管清运, lead: office2, duties: [{{office: office1, request: 三天内清走}}]}}, refused: requires}}
          - {AGREED}
          - {{act: assist.answer, by: department_staff@office1, with: {{result: 已清走}}}}
          - {{act: confirm, by: street_staff2, with: {{seen: 去看了, result: 堆土清走了, good: [office1], poor: [office1]}}, refused: requires}}
        """)  # fmt: skip
