"""Organisations: their code checks, their people act for them, their licences and terms are kept."""

from __future__ import annotations

from datetime import date

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.credit_codes import check_sign, is_credit_code
from shanzhi.people.models import AuditRecord, Licence, Organization
from shanzhi.people.problems import BadInput, Denied
from shanzhi.people.queries import load_actor

FIRST = "91510105MA6CPXXX0"
CODE = FIRST + check_sign(FIRST)


def test_the_code_of_the_standard_checks() -> None:
    assert is_credit_code("91350100M000100Y43")  # the example of GB 32100-2015
    assert is_credit_code(CODE)
    for wrong in ("91350100M000100Y44", "91350100M000100Y4", "9135O100M000100Y43", "91350100m000100y43"):
        assert not is_credit_code(wrong)


def test_an_organisation_is_entered_once_with_a_sound_code(ground) -> None:
    firm = actions.add_organization(
        SYSTEM, name="样例物业", kind="property", place=ground.community, code=f" {CODE.lower()} "
    )
    assert firm.code == CODE
    for more in (
        {"name": "样例物业"},
        {"name": "别的物业", "code": CODE},
        {"name": "错码物业", "code": "123"},
    ):
        with pytest.raises(BadInput):
            actions.add_organization(SYSTEM, kind="property", place=ground.community, **more)


def test_whoever_holds_a_post_in_an_organisation_acts_for_it(ground) -> None:
    firm = actions.add_organization(SYSTEM, name="样例物业", kind="property", place=ground.community)
    post = ground.post(
        "property_lead", ground.community, "项目负责人甲", organization=firm, function="项目经理"
    )
    assert post.function == "项目经理"
    assert load_actor(post.person_id).organizations == {firm.pk}
    actions.end_post(SYSTEM, post=post, reason="换人")
    assert load_actor(post.person_id).organizations == frozenset()


def test_a_body_has_a_term_and_what_changes_is_on_record(ground) -> None:
    body = actions.add_organization(SYSTEM, name="样例小区业委会", kind="owners", place=ground.community)
    with pytest.raises(BadInput, match="届满"):
        actions.set_organization(SYSTEM, organization=body, since=date(2026, 5, 1), until=date(2026, 5, 1))
    body.refresh_from_db()
    actions.set_organization(SYSTEM, organization=body, since=date(2026, 5, 1), until=date(2031, 5, 1))
    actions.set_organization(SYSTEM, organization=body, until=date(2031, 5, 1))
    records = AuditRecord.objects.filter(kind="organization.set")
    assert [record.detail["fields"] for record in records] == [["since", "until"]]


def test_licences_are_renewed_and_ended(ground) -> None:
    firm = actions.add_organization(SYSTEM, name="样例家政", kind="merchant", place=ground.community)
    first = actions.add_licence(SYSTEM, organization=firm, name="营业执照", number=CODE)
    again = actions.add_licence(
        SYSTEM, organization=firm, name="营业执照", number=CODE, until=date(2030, 1, 1)
    )
    assert (first.pk, again.until) == (again.pk, date(2030, 1, 1))
    actions.end_licence(SYSTEM, licence=again)
    with pytest.raises(BadInput):
        actions.end_licence(SYSTEM, licence=Licence.objects.get())


def test_only_who_keeps_the_rolls_there_enters_one(ground) -> None:
    with pytest.raises(Denied):
        actions.add_organization(
            ground.worker("volunteer", ground.grid), name="样例物业", kind="property", place=ground.community
        )
    keeper = ground.worker("community_staff", ground.community)
    firm = actions.add_organization(keeper, name="样例物业", kind="property", place=ground.community)
    with pytest.raises(Denied):
        actions.set_organization(
            ground.worker("grid_worker", ground.other_grid), organization=firm, name="别名"
        )


LIST = f"""社区,单位名称,单位类别,统一社会信用代码,证照名称,证照编号,证照有效期至,联系人,单位职务,手机
样例社区,样例物业,物业企业,{CODE},营业执照,{CODE},2030-01-01,经理甲,项目经理,13900000011
样例社区,样例小区业委会,业委会,,,,,主任乙,主任,13900000012
样例社区,样例小吃店,商户,91350100M000100Y44,,,,店主丙,,13900000013
样例社区,样例合唱团,歌唱,,,,,,,
"""


def test_a_list_of_organisations_is_taken_with_licences_and_who_acts_for_them(ground) -> None:
    report = take(ground, LIST)
    assert (report.added, [row.row for row in report.rejected]) == (2, [4, 5])
    firm, body = Organization.objects.get(kind="property"), Organization.objects.get(kind="owners")
    assert [(one.name, one.until) for one in firm.licences.all()] == [("营业执照", date(2030, 1, 1))]
    held = {(post.role, post.function, post.person.name) for post in (*firm.posts.all(), *body.posts.all())}
    assert held == {("property_lead", "项目经理", "经理甲"), ("owners_member", "主任", "主任乙")}
    again = take(ground, LIST)
    assert (again.added, again.changed, len(again.rejected)) == (0, 0, 2)
    changed = take(
        ground, "社区,单位名称,单位类别\n样例社区,样例物业,物业公司\n样例社区,样例小区业委会,单位\n"
    )
    assert (changed.added, changed.changed) == (0, 1)


def take(ground, text: str):
    return actions.import_people(SYSTEM, content=text.encode(), file="单位.csv", place=ground.community)
