"""Organisations of the sample's first community, invented: an owners' committee, a company, a mediation committee, a shop."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from shanzhi.cli.sample.ground import Tree
from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_licence, add_organization, add_person, assign_post
from shanzhi.people.credit_codes import check_sign


class SampleBody(Struct):
    """One organisation: who acts for it, in which role and functions, and its number in its invented codes."""

    name: str
    kind: str
    role: str
    functions: tuple[str, ...]
    years: int = 0
    licence: str = ""


BODIES = (
    SampleBody("示例一院业主委员会", "owners", "owners_member", ("主任", "副主任", "委员"), years=5),
    SampleBody("示例物业服务有限公司", "property", "property_lead", ("项目经理",), licence="营业执照"),
    SampleBody(
        "示例社区人民调解委员会", "mediation", "mediation_committee", ("主任", "委员", "委员"), years=3
    ),
    SampleBody("示例便民小吃店", "merchant", "merchant", ("店主",), licence="食品经营许可证"),
)
STEMS = "甲乙丙丁"


def make_bodies(tree: Tree, began: datetime) -> None:
    """The organisations with their people, terms and licences, as of a year ago."""
    place, day = tree.communities[0], began.date()
    for number, body in enumerate(BODIES, 1):
        first = f"92510199MA000000{number}"
        code = first + check_sign(first) if body.licence else ""
        until = day + timedelta(days=365 * body.years) if body.years else None
        made = add_organization(
            SYSTEM, name=body.name, kind=body.kind, place=place, code=code, since=day, until=until, at=began
        )
        if body.licence:
            add_licence(
                SYSTEM, organization=made, name=body.licence, number=code, until=day + timedelta(days=730), at=began
            )  # fmt: skip
        for stem, function in zip(STEMS, body.functions, strict=False):
            person = add_person(SYSTEM, name=f"{body.name[2:6]}{function}{stem}", serves=place, at=began)
            assign_post(
                SYSTEM, person=person, role=body.role, place=place, organization=made, function=function,
                since=began, until=began + timedelta(days=365 * body.years) if body.years else None, at=began,
            )  # fmt: skip
