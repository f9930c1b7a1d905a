"""Roles: who is filled how, who answers for a place, and former names in files."""

from __future__ import annotations

from shanzhi.method.lifting import lift
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read
from shanzhi.method.roles import ANSWERING, FILLED, FORMER, LEADERS, OVERSEES, ROLES, STAFF, role_name


def nodes(text: str) -> Node:
    root = read(text, Problems())
    assert root is not None
    return root


def test_every_role_says_how_it_is_filled() -> None:
    assert {role.filled for role in ROLES.values()} == set(FILLED)
    elected = {name for name, role in ROLES.items() if role.elected}
    assert elected >= {
        "committee_chair",
        "committee_member",
        "representative",
        "group_lead",
        "supervision_member",
    }
    assert elected >= {"building_lead", "yard_chief", "yard_member", "owners_member", "mediation_committee"}


def test_whoever_is_elected_is_no_employee_and_sees_what_a_method_gives_them() -> None:
    elected = {name for name, role in ROLES.items() if role.elected} - {"committee_chair"}
    assert not elected & (STAFF | OVERSEES | LEADERS)
    assert set(ANSWERING) <= OVERSEES
    assert LEADERS <= OVERSEES


def test_a_role_kept_under_a_former_name_is_called_as_it_is_now() -> None:
    assert role_name("owners_committee") == ROLES["owners_member"].name
    assert not set(FORMER) & set(ROLES)


FORMERLY = """
roles: {watches: [yard_chief, supervisor]}
data: {role: {type: choice, options: {property_manager: 物业, volunteer: 志愿者}}}
stages:
  checking: {desk: {role: [owners_committee]}, acts: {confirm: {by: [supervisor], requires: [{that: 'data.role != "supervisor"'}]}}}
examples: [{when: [{act: confirm, by: owners_committee}]}]
"""


def test_former_names_are_lifted_wherever_a_file_names_who() -> None:
    lifted = lift(nodes(FORMERLY))
    text = str(lifted.root.plain())
    former = [old for old in FORMER if old.isascii()]
    assert not [old for old in former if f"'{old}'" in text or f'"{old}"' in text]
    assert text.count("supervision_member") == 3
    assert "property_lead" in text
    assert [remark for remark in lifted.remarks if "inspector" in remark.en]
    assert not lift(lifted.root).changed


def test_a_name_that_the_file_gives_to_something_of_its_own_stays() -> None:
    root = nodes("data: {}\nstages: {supervisor: {end: done}, asked: {acts: {pass: {to: supervisor}}}}")
    assert lift(root).root is root
