"""网格队伍调整: nobody elected is dismissed by a click, no Party member is “appointed”, and the street decides on grid workers."""

from __future__ import annotations

import pytest

from tests.law.courses import changed, goes, method_of

ELSEWHERE = "subject: 外区的楼长, elected: [{role: building_lead, where: district, who: resident3}], met_on: 2026-03-01, record: [file1]"
RECALL = "subject: 罢免院委会主任, result: recalled, elected: [{role: yard_chief, where: microgrid, who: resident3}], met_on: 2026-03-01"


@pytest.mark.parametrize(
    "role",
    ["yard_chief", "yard_member", "building_lead", "group_lead", "representative", "committee_chair"],
)
def test_an_elected_person_is_not_dismissed_by_an_order(role: str) -> None:
    """城市居民委员会组织法: whoever residents choose, residents recall. Nobody can propose it as an engagement."""
    goes("grid-network", f"""
        - open: hire
          by: secretary
          with: {{subject: 免职, hired: [{{change: leave, role: {role}, where: microgrid, who: resident3}}], reason: 不合适}}
          refused: form
    """)  # fmt: skip


def test_a_recall_without_its_minutes_or_without_a_majority_is_not_entered() -> None:
    """城市居民委员会组织法: 罢免 by those who elected, at a meeting."""
    goes("grid-network", f"""
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 30, came: 20, agreed: 15}}, refused: form}}
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 30, came: 20, agreed: 10, record: [file1]}}, refused: requires}}
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 30, came: 20, agreed: 21, record: [file1]}}, refused: requires}}
        - {{open: election, by: secretary, with: {{{RECALL}, record: [file1]}}, refused: form}}
    """)  # fmt: skip


def test_a_handful_does_not_recall_whom_a_yard_elected() -> None:
    """城市居民委员会组织法: a meeting is one when more than half came; who only sits in is not among them."""
    goes("grid-network", f"""
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 200, came: 3, agreed: 2, record: [file1]}}, refused: requires}}
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 20, came: 25, agreed: 20, record: [file1]}}, refused: requires}}
        - {{open: election, by: secretary, with: {{{RECALL}, came: 20, agreed: 15, record: [file1]}}, refused: form}}
    """)  # fmt: skip


@pytest.mark.parametrize("role", ["yard_chief", "building_lead", "group_lead", "team_lead", "representative"])
def test_sharing_out_buildings_elects_nobody(role: str) -> None:
    """城市居民委员会组织法: members share the buildings among them; who must be elected does not come to a post that way."""
    goes("grid-network", f"""
        - open: election
          by: secretary
          with: {{subject: 分区包楼, result: shared, elected: [{{role: {role}, where: building, who: resident3}}], met_on: 2026-03-01, record: [file1]}}
          refused: requires
    """)  # fmt: skip


def test_no_result_is_entered_of_a_meeting_still_to_come() -> None:
    """城市居民委员会组织法: residents decide first, and then it is entered."""
    result = RECALL.replace("2026-03-01", "2026-12-01")
    goes("grid-network", f"""
        - {{open: election, by: secretary, with: {{{result}, eligible: 30, came: 20, agreed: 15, record: [file1]}}, refused: requires}}
    """, "{now: 2026-03-02 09:00}")  # fmt: skip


def test_a_recall_is_shown_to_residents_before_it_takes_effect() -> None:
    """城市居民委员会组织法: residents see it and may object; nothing is dismissed unseen."""
    goes("grid-network", f"""
        - {{open: election, by: secretary, with: {{{RECALL}, eligible: 30, came: 20, agreed: 15, record: [file1]}}, expect: {{stage: shown}}}}
        - {{act: object, by: resident, with: {{reason: 那天没有开会}}}}
        - {{act: answer, by: secretary, with: {{objection: 1, upheld: false, answer: 不成立}}, refused: not_yours}}
        - {{act: answer, by: supervision_member, with: {{objection: 1, upheld: true, answer: 属实，没有开会}}}}
        - {{wait: 6 workdays, expect: {{end: refused}}}}
    """)  # fmt: skip


def test_the_engine_itself_refuses_an_elected_post_without_the_record() -> None:
    """城市居民委员会组织法: a changed file that leaves the record out is told so when it is checked."""
    assert changed("grid-network", (", until: data.until, record: data.record}", ", until: data.until}"))


@pytest.mark.parametrize("change", ["take", "renew", "leave"])
def test_no_party_member_is_appointed_or_dismissed(change: str) -> None:
    """党章: membership is no post that a community gives or takes; members are paired with households."""
    goes("grid-network", f"""
        - open: hire
          by: secretary
          with: {{subject: 免去党员, hired: [{{change: {change}, role: party_member, where: grid, who: resident3}}], reason: 工作变动}}
          refused: form
    """)  # fmt: skip


def test_pairing_is_called_pairing() -> None:
    """Neither 任命 nor 免职 stands anywhere: these words are for cadres."""
    method = method_of("grid-network")
    (pairing,) = [one for one in method.fields["paired"].form if one.name == "pairing"]
    assert [one.label.zh for one in pairing.options] == ["包联", "解除包联"]
    said = [one.label.zh for one in method.fields.values()] + [one.label.zh for one in method.stages.values()]
    assert not [text for text in said if "任命" in text or "免职" in text]


def test_the_community_proposes_a_grid_worker_and_the_street_decides() -> None:
    """How grid workers are engaged: never by who proposes them."""
    goes("grid-network", """
        - open: hire
          by: community_staff
          with: {subject: 换网格员, hired: [{change: take, role: grid_worker, where: grid, who: resident2}], reason: 原网格员调走}
          expect: {stage: deciding, desk: street_staff}
        - {act: approve, by: secretary, refused: not_yours}
        - {act: approve, by: street_staff, expect: {stage: shown}}
    """)  # fmt: skip


def test_publicity_cannot_be_switched_off() -> None:
    """Publicity is part of every course that gives or takes a post but pairing, and lasts three working days at least."""
    method = method_of("grid-network")
    assert {route.stage for route in method.stages["deciding"].acts["approve"].routes} == {"shown"}
    assert {route.stage for route in method.openings["election"].routes} == {"shown"}
    assert method.inputs["show_for"].min == "3 workdays"


def test_a_post_elsewhere_is_refused_when_it_is_written_not_after_it_was_shown() -> None:
    """居委会组织法: residents choose and recall their own; nobody's office elsewhere is put up for their objections."""
    goes("grid-network", f"""
          - {{open: election, by: yard_chief, with: {{{ELSEWHERE}, result: recalled, eligible: 10, came: 8, agreed: 8}}, refused: post_elsewhere}}
          - {{open: election, by: yard_chief, with: {{{ELSEWHERE}, result: resigned}}, refused: post_elsewhere}}
          - {{open: hire, by: community_staff, with: {{subject: 换人, hired: [{{change: leave, role: grid_worker, where: district, who: resident}}], reason: 调整}}, refused: post_elsewhere}}
          - {{open: hire, by: community_staff, with: {{subject: 换人, hired: [{{change: take, role: grid_worker, where: community, who: resident}}], reason: 调整}}, refused: post_level}}
        """)  # fmt: skip
