"""The roles (角色) a method may name, and the levels of the place tree at which each may be held.

A role is held through a post (岗位) at a place. `PSEUDO` roles are not posts: they are worked out for one
matter at the moment someone acts. Source: the newsletter's posts (三员三长, 楼道红管家, 讲师团, 委员单位) and
GB/T 34300 for the grid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from shanzhi.method.words import Sentence

LEVELS: tuple[str, ...] = (
    "province",
    "city",
    "district",
    "street",
    "community",
    "grid",
    "microgrid",
    "building",
    "unit",
    "floor",
    "household",
)
WITHIN_BUILDING = frozenset({"unit", "floor"})
"""Levels that part a building and that most buildings go without: nobody misses a post or a shape there."""
BELOW_BUILDING = WITHIN_BUILDING | {"household"}
"""Levels that say more of where somebody lives than the building: not for the public."""
LEVEL_NAMES: dict[str, Sentence] = {
    "province": Sentence("省", "province"),
    "city": Sentence("市", "city"),
    "district": Sentence("区县", "district"),
    "street": Sentence("街道（乡镇）", "street"),
    "community": Sentence("社区（村）", "community"),
    "grid": Sentence("网格", "grid"),
    "microgrid": Sentence("微网格", "microgrid"),
    "building": Sentence("楼栋", "building"),
    "unit": Sentence("单元", "unit"),
    "floor": Sentence("楼层", "floor"),
    "household": Sentence("户", "household"),
}


class Role(Struct, frozen=True):
    """One role: its names, and the levels at which a post of it may stand (first is the usual one)."""

    name: Sentence
    levels: tuple[str, ...]


def _role(zh: str, en: str, *levels: str) -> Role:
    return Role(Sentence(zh, en), levels)


ROLES: dict[str, Role] = {
    "grid_worker": _role("网格员", "grid worker", "grid"),
    "grid_chief": _role("网格长", "grid chief", "grid"),
    "microgrid_worker": _role("微网格员", "microgrid worker", "microgrid"),
    "building_lead": _role("楼栋长", "building lead", "building"),
    "team_lead": _role("队长", "team lead", "microgrid", "grid"),
    "neighbour_lead": _role("邻长", "neighbour lead", "building", "unit", "microgrid", "grid"),
    "health_worker": _role("卫生防疫员", "health worker", "grid", "community"),
    "steward": _role("红管家", "steward", "building", "unit", "microgrid", "grid"),
    "party_member": _role("党员", "Party member", "community", "grid", "building"),
    "yard_chief": _role("院委会主任", "courtyard committee chair", "microgrid", "grid"),
    "yard_member": _role("院委会委员", "courtyard committee member", "microgrid", "grid", "building"),
    "secretary": _role("社区书记", "community Party secretary", "community"),
    "community_staff": _role("社区工作者", "community staff", "community"),
    "mediator": _role("调解员", "mediator", "community", "grid"),
    "social_worker": _role("社工", "social worker", "community", "street"),
    "volunteer": _role("义工", "volunteer", "community", "grid"),
    "merchant": _role("商户", "merchant", "community"),
    "property_manager": _role("物业", "property manager", "community", "grid"),
    "owners_committee": _role("业委会", "owners' committee", "community", "grid"),
    "street_staff": _role("街道工作人员", "street staff", "street"),
    "district_staff": _role("区级工作人员", "district staff", "district"),
    "department_staff": _role("部门工作人员", "department staff", "district", "street"),
    "supervisor": _role("监督员", "supervisor", "community", "street", "district"),
    "key_holder": _role("持钥人", "key holder", "community", "street", "district"),
    "expert": _role("专家", "expert", "district", "city", "province"),
    "lecturer": _role("讲师", "lecturer", "district", "city", "province"),
    "editor": _role("编辑", "editor", "district", "city", "province"),
    "unit_contact": _role("委员单位联系人", "member unit contact", "community", "street", "district"),
}

OVERSEES = frozenset(
    [
        "grid_worker",
        "grid_chief",
        "community_staff",
        "secretary",
        "street_staff",
        "district_staff",
        "supervisor",
    ]
)
"""Roles in the line of duty: a post of one of them sees the matters of its place and of all below."""
ANSWERING = ("grid_worker", "grid_chief", "community_staff", "secretary", "street_staff", "district_staff")
"""The line that answers for a place, from the lowest level up: what is nobody's lies with the nearest of them."""
LEADERS = frozenset({"grid_chief", "secretary", "supervisor"})
"""Roles in the line of duty that are above the others at their own place."""

# Those who work for pay or by office: no method may rank them or give them points.
STAFF: frozenset[str] = frozenset(
    {
        "grid_worker",
        "grid_chief",
        "microgrid_worker",
        "health_worker",
        "secretary",
        "community_staff",
        "social_worker",
        "property_manager",
        "street_staff",
        "district_staff",
        "department_staff",
        "supervisor",
    }
)

BESIDE: frozenset[str] = frozenset({"key_holder"})
"""Roles held beside an office: nobody is called by one who has another."""

PSEUDO: dict[str, Sentence] = {
    "opener": Sentence("发起人", "the person who opened it"),
    "holder": Sentence("接单人", "the person who took it"),
    "desk": Sentence("当前经办", "the desk it lies on"),
    "resident": Sentence("居民", "a resident"),
    "anyone": Sentence("任何登录的人", "anyone signed in"),
    "system": Sentence("系统", "the system"),
}

ACTING: dict[str, Sentence] = {
    "side": Sentence("当事方", "a party to it"),
    "named": Sentence("事项写明的人", "somebody it names"),
}
"""In what capacity those act who are named in a matter; no words of a method."""
ABOVE = Sentence("上级责任岗位", "the posts above")
"""Posts above a desk; no word of a method: whom the method itself does not ask."""


def who_words(names: Iterable[str], people: Mapping[str, Sentence]) -> list[Sentence]:
    """Who is meant by the words of a list: roles by their names, those named in a matter (`people.x`) as it asks for them."""
    return [
        people[word] if (word := name.removeprefix("people.")) in people else role_name(name)
        for name in names
    ]


def role_name(role: str) -> Sentence:
    """The name of a role or pseudo-role in both languages; an unknown one is shown as it stands."""
    if role in ROLES:
        return ROLES[role].name
    if role in ACTING:
        return ACTING[role]
    return ABOVE if role == "above" else PSEUDO.get(role, Sentence(role, role))
