"""What law and practice forbid of a public wall, and how `appeal-wall` refuses it."""

from __future__ import annotations

from tests.law.courses import changed, goes, method_of

SAID = "- {open: say, by: resident, with: {subject: 投放点桶满, detail: 周末没人收, agree: true}}"
WRITTEN = (
    "- {act: prepare, by: community_staff, with: {shown: 投放点周末桶满, charge: 保洁, promised: 2026-03-09}}"
)
POSTED = "- {act: post, by: committee_member}"
BACKED = "- {act: endorse, by: [resident2, resident3, resident4], expect: {stage: topic}}"
FEW = "{inputs: {topic_from: 3, most_returns: 0}}"


def test_consent_is_given_and_never_presumed() -> None:
    """个人信息保护法第十四条: of one's own will and plainly; no answer is none, and no default stands for one."""
    goes("appeal-wall", """
        - {open: say, by: resident, with: {subject: 投放点桶满, detail: 周末没人收}, refused: form}
        """)  # fmt: skip
    agree = "agree: {type: boolean,"
    assert "SZ371" in changed("appeal-wall", (agree, f"{agree} default: true,"))


def test_who_does_not_consent_is_helped_all_the_same() -> None:
    """个人信息保护法第十六条: nobody is refused a service because they do not consent."""
    goes("appeal-wall", """
        - {open: say, by: resident, with: {subject: 家里漏水, detail: 卧室顶, agree: false}, expect: {stage: handed_on, opened: {appeal: 1}}}
        """)  # fmt: skip


def test_who_puts_it_up_for_another_writes_down_how_they_consented() -> None:
    """个人信息保护法第十四条: the consent is the person's own, not the worker's."""
    goes("appeal-wall", """
        - {open: for_somebody, by: grid_worker, with: {subject: 坡道太陡, detail: 轮椅上不来, reporter: resident, agree: true}, refused: form}
        - {open: for_somebody, by: grid_worker, with: {subject: 坡道太陡, detail: 轮椅上不来, agree: true, how_agreed: 当面说的}, refused: form}
        """)  # fmt: skip


def test_consent_can_be_taken_back_as_long_as_it_is_in_hand() -> None:
    """个人信息保护法第十五条: withdrawn easily, by the person alone, with no reason; what hung is taken down."""
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        {POSTED}
        - {{act: take_back, by: community_staff, refused: not_yours}}
        - {{act: take_back, by: resident, expect: {{stage: handed_on, effects: {{retract: 1, open: 1}}, opened: {{appeal: 1}}}}}}
        """)  # fmt: skip
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        - {{act: take_back, by: resident, expect: {{stage: handed_on, effects: {{retract: 0, open: 1}}}}}}
        """)  # fmt: skip
    running = [stage for stage in method_of("appeal-wall").stages.values() if not stage.end]
    assert [stage.name for stage in running if "take_back" not in stage.acts] == []
    assert [stage.name for stage in running if stage.acts["take_back"].form] == []


def test_nobody_agrees_again_for_who_took_their_consent_back() -> None:
    """个人信息保护法第十四、十五条: a yes is the person's own; by correcting a fact nobody says it for them, who opened it neither."""
    aloud = "- {open: for_somebody, by: grid_worker, with: {subject: 坡道太陡, detail: 轮椅上不来, reporter: resident, agree: true, how_agreed: 当面说的}}"
    for opened, others in ((SAID, ("community_staff",)), (aloud, ("community_staff", "grid_worker"))):
        again = "".join(
            f"""
        - {{act: correct, by: {who}, with: {{field: agree, value: "true", reason: 电话里又同意了}}, refused: own_consent}}"""
            for who in others
        )
        goes("appeal-wall", f"""
        {opened}
        - {{act: correct, by: resident, with: {{field: agree, value: "false", reason: 想了想还是不公开}}}}{again}
        - {{act: correct, by: resident, with: {{field: agree, value: "true", reason: 还是公开吧}}, expect: {{data: {{agree: true}}}}}}
        """)  # fmt: skip


def test_danger_does_not_hang_on_a_wall() -> None:
    """北京市接诉即办工作条例第十一条: emergencies go on at once, whoever would like to see them on a wall."""
    goes("appeal-wall", """
        - {open: say, by: resident, with: {subject: 电线裸露, detail: 二楼拐角, category: danger, agree: true}, expect: {stage: handed_on, opened: {appeal: 1}}}
        """)  # fmt: skip


def test_nothing_hangs_there_without_who_is_in_charge_and_until_when() -> None:
    """条例第十三、十四条: an order names who handles it and its limit; a wall is no petition drive."""
    goes("appeal-wall", f"""
        {SAID}
        - {{act: prepare, by: community_staff, with: {{shown: 投放点周末桶满}}, refused: form}}
        - {{act: prepare, by: community_staff, with: {{shown: 投放点周末桶满, charge: 保洁, promised: 2026-12-31}}, refused: requires}}
        {WRITTEN}
        - {{act: post, by: committee_member, expect: {{stage: on_wall, due: 2026-03-10 00:00, told: {{reporter: 由保洁负责}}}}}}
        """)  # fmt: skip


def test_gathering_support_does_not_stop_the_handling() -> None:
    """条例第十三条: the limit runs from the day it was put up; becoming a topic, or being sent back, does not fill it again."""
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        {POSTED}
        - {{wait: 8 days, expect: {{stage: answering, late: true}}}}
        - {{act: answer, by: community_staff, with: {{reply: 周末加收一次}}, expect: {{stage: answered}}}}
        """)  # fmt: skip
    assert method_of("appeal-wall").clocks["handle"].starts == {"on_wall"}


def test_a_buildings_matter_is_that_buildings() -> None:
    """民法典第二百七十八条 by its sense: who is concerned decides; a stairwell of five is not outvoted by a community."""
    goes("appeal-wall", f"""
        - {{open: say, by: resident, with: {{subject: 楼前装充电棚, detail: 没地方充, agree: true, scope: building}}}}
        {WRITTEN}
        - {{act: post, by: committee_member, expect: {{count: {{needs: 1}}}}}}
        """, "{inputs: {topic_percent: 20}, roll: {count: 5}}")  # fmt: skip


def test_who_wrote_it_does_not_put_it_up() -> None:
    """信息公开保密审查: two people look before anything is public."""
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        - {{act: post, by: community_staff, refused: own_work}}
        """)  # fmt: skip


def test_nothing_is_public_to_the_whole_internet_unless_the_district_says_so() -> None:
    """个人信息保护法第六条: the smallest circle that serves the purpose; who lives there, signed in."""
    wall = method_of("appeal-wall")
    assert wall.values["width"] == "community"
    assert wall.inputs["width"].set_by == "district"
    published = [
        effect
        for stage in wall.stages.values()
        for act in stage.acts.values()
        for effect in act.effects
        if effect.kind == "publish"
    ]
    assert published
    for effect in published:
        assert effect.when is not None
        assert ('"public"' in effect.when.source) == (not effect.values.get("whom")), effect.at


def test_a_resident_need_not_know_the_legal_kind() -> None:
    """民法典第二百七十八条 sorts what owners decide; whoever says that a lamp is out is not asked about it."""
    words = "".join(one.label.zh for one in method_of("appeal-wall").fields["category"].options)
    assert "维修资金" not in words
    assert "共有部分" not in words
    assert "照明" in words


def test_silence_is_no_confirmation_and_unsolved_is_not_closed_out() -> None:
    """条例第二十三、三十五条: nothing is written down as solved that nobody said was."""
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        {POSTED}
        - {{act: answer, by: community_staff, with: {{reply: 周末加收一次}}}}
        - {{wait: 8 days, expect: {{stage: closed, data: {{confirmed: unconfirmed}}}}}}
        """)  # fmt: skip
    goes("appeal-wall", f"""
        {SAID}
        {WRITTEN}
        {POSTED}
        {BACKED}
        - {{act: answer, by: community_staff, with: {{reply: 人手不够收不过来}}}}
        - {{act: not_solved, by: resident, with: {{missing: 还是满}}, expect: {{stage: unsolved, end: unsolved}}}}
        """, FEW)  # fmt: skip


def test_who_brought_it_does_not_answer_it_and_confirm_it_too() -> None:
    """条例第三十五条 by its sense: a worker's own matter is handled by somebody else; two people stand behind 解决了."""
    own = "- {open: for_somebody, by: community_staff, with: {subject: 坡道太陡, detail: 我家住这里, reporter: community_staff, agree: true, how_agreed: 本人提的}}"
    refused = "- {act: answer, by: community_staff, with: {reply: 已经垫平了}, refused: own_work}"
    goes("appeal-wall", f"""
        {own}
        {WRITTEN}
        {POSTED}
        {refused}
        - {{act: endorse, by: [resident2, resident3, resident4], expect: {{stage: topic, desk: street_staff}}}}
        {refused}
        - {{act: answer, by: street_staff, with: {{reply: 物业已把坡道放缓}}}}
        - {{act: not_solved, by: community_staff, with: {{missing: 还是太陡}}, expect: {{stage: unsolved}}}}
        """, FEW)  # fmt: skip
    goes("appeal-wall", f"""
        {own}
        {WRITTEN}
        {POSTED}
        - {{wait: 8 days, expect: {{stage: answering, desk: street_staff}}}}
        {refused}
        """)  # fmt: skip


def test_who_put_it_up_for_another_does_not_call_it_off_for_them() -> None:
    """劝撤: who withdraws leaves the rates, so only the person withdraws; whoever entered it for them does not."""
    goes("appeal-wall", """
        - {open: for_somebody, by: grid_worker, with: {subject: 坡道太陡, detail: 轮椅上不来, reporter: resident, agree: true, how_agreed: 当面说的}}
        - {act: call_off, by: grid_worker, with: {why_off: 他不想说了}, refused: not_yours}
        - {act: call_off, by: resident, with: {why_off: 已经铺平了}, expect: {end: withdrawn}}
        """)  # fmt: skip
    assert "withdrawn" in method_of("appeal-wall").measures
