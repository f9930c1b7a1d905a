"""The roles (角色) a method may name, the levels of the place tree at which each may be held, and how each is filled.

A role is held through a post (岗位) at a place. `PSEUDO` roles are not posts: they are worked out for one
matter at the moment someone acts. Source: the newsletter's posts (三员三长, 楼道红管家, 讲师团, 委员单位) and
GB/T 34300 for the grid; 居委会组织法, 人民调解法, 物业管理条例 for the bodies that residents and owners elect.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

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


def level_names(levels: Iterable[str]) -> Sentence:
    """Levels to choose from, as each language lists them."""
    names = [LEVEL_NAMES[level] for level in levels]
    return Sentence("、".join(one.zh for one in names), " or ".join(one.en for one in names))


FILLED: dict[str, Sentence] = {
    "appointed": Sentence("聘任", "appointed"),
    "elected": Sentence("推选", "elected"),
    "paired": Sentence("包联", "paired"),
    "ex_officio": Sentence("依职务", "ex officio"),
}
"""How a role is filled. Appointed: whoever leads a place engages somebody, and lets them go. Elected: residents, owners or
their representatives choose and recall; what is entered is the recorded result. Paired: a Party member or cadre looks
after some households. Ex officio: it goes with an office that is filled elsewhere (the Party, a company, the police)."""


class Role(Struct, frozen=True):
    """One role: its names, the levels at which a post of it may stand (first is the usual one), how it is filled."""

    name: Sentence
    levels: tuple[str, ...]
    filled: str = "appointed"

    @property
    def elected(self) -> bool:
        """Whether only those who choose and recall may give and take it: nobody is appointed or dismissed by an order."""
        return self.filled == "elected"


def _role(zh: str, en: str, *levels: str, filled: str = "appointed") -> Role:
    return Role(Sentence(zh, en), levels, filled)


def _elected(zh: str, en: str, *levels: str) -> Role:
    return _role(zh, en, *levels, filled="elected")


def _by_office(zh: str, en: str, *levels: str) -> Role:
    return _role(zh, en, *levels, filled="ex_officio")


ROLES: dict[str, Role] = {
    "grid_worker": _role("网格员", "grid worker", "grid"),
    "grid_chief": _by_office("网格长", "grid chief", "grid"),
    "microgrid_worker": _role("微网格员", "microgrid worker", "microgrid"),
    "building_lead": _elected("楼栋长", "building lead", "building"),
    "team_lead": _elected("队长", "team lead", "microgrid", "grid"),
    "group_lead": _elected("居民小组长", "residents' group lead", "microgrid", "grid"),
    "neighbour_lead": _role("邻长", "neighbour lead", "building", "unit", "microgrid", "grid"),
    "health_worker": _role("公共卫生员", "public health worker", "grid", "community"),
    "steward": _role("红管家", "steward", "building", "unit", "microgrid", "grid"),
    "party_member": _role("包联党员", "paired Party member", "community", "grid", "building", filled="paired"),
    "branch_secretary": _by_office("小区（网格）党支部书记", "Party branch secretary", "grid", "microgrid", "community"),
    "yard_chief": _elected("院委会主任", "courtyard committee chair", "microgrid", "grid"),
    "yard_member": _elected("院委会委员", "courtyard committee member", "microgrid", "grid", "building"),
    "representative": _elected("居民代表", "residents' representative", "community", "grid", "microgrid", "building"),
    "secretary": _by_office("社区（村）党组织书记", "community Party secretary", "community"),
    "committee_chair": _elected("居委会主任", "chair of the residents' committee", "community"),
    "committee_member": _elected("居委会委员", "member of the residents' committee", "community"),
    "supervision_member": _elected("居务监督委员会成员", "member of the supervision committee", "community"),
    "community_staff": _role("社区工作者", "community staff", "community"),
    "mediator": _role("调解员", "mediator", "community", "grid"),
    "mediation_committee": _elected("人民调解委员会委员", "member of the people's mediation committee", "community", "street"),
    "social_worker": _role("社工", "social worker", "community", "street"),
    "volunteer": _role("志愿者", "volunteer", "community", "grid"),
    "merchant": _by_office("商户", "merchant", "community"),
    "property_lead": _by_office("物业项目负责人", "property project lead", "community", "grid", "microgrid"),
    "owners_member": _elected("业委会成员", "member of the owners' committee", "community", "grid", "microgrid"),
    "utility_staff": _by_office("水电气热等企业人员", "utility staff", "community", "street", "district"),
    "police": _by_office("社区民警", "community police officer", "community", "grid"),
    "counsel": _role("法律顾问", "legal counsel", "community", "street"),
    "street_staff": _by_office("街道工作人员", "street staff", "street"),
    "district_staff": _by_office("区级工作人员", "district staff", "district"),
    "department_staff": _by_office("部门工作人员", "department staff", "district", "street"),
    "inspector": _role("监督员", "supervising officer", "street", "district"),
    "key_holder": _role("持钥人", "key holder", "community", "street", "district"),
    "expert": _role("专家", "expert", "district", "city", "province"),
    "lecturer": _role("讲师", "lecturer", "district", "city", "province"),
    "editor": _role("编辑", "editor", "district", "city", "province"),
    "unit_contact": _by_office("单位联系人", "unit contact", "community", "street", "district"),
}  # fmt: skip

FORMER: dict[str, str] = {
    "property_manager": "property_lead",
    "owners_committee": "owners_member",
    "supervisor": "supervision_member",
    "义工": "volunteer",
    "社区书记": "secretary",
    "党员": "party_member",
    "卫生防疫员": "health_worker",
    "物业": "property_lead",
    "业委会": "owners_member",
    "委员单位联系人": "unit_contact",
}
"""What roles were called before, and are called still in older lists and files."""

ANSWERING = (
    "grid_worker",
    "grid_chief",
    "community_staff",
    "committee_chair",
    "secretary",
    "street_staff",
    "district_staff",
)
"""The line that answers for a place, from the lowest level up: what is nobody's lies with the nearest of them.

The chair of the residents' committee is elected and answers all the same: the law lays the committee's work on the chair.
Its members, representatives, group leads and the supervision committee are neighbours with a mandate: they see what a
method gives them, and no more of other people's matters than that."""
OVERSEES = frozenset([*ANSWERING, "inspector"])
"""Roles in the line of duty: a post of one of them sees the matters of its place and of all below."""
LEADERS = frozenset({"grid_chief", "committee_chair", "secretary", "inspector"})
"""Roles in the line of duty that are above the others at their own place."""

STAFF: frozenset[str] = frozenset(
    {
        "grid_worker",
        "grid_chief",
        "microgrid_worker",
        "health_worker",
        "secretary",
        "committee_chair",
        "community_staff",
        "social_worker",
        "property_lead",
        "utility_staff",
        "police",
        "counsel",
        "street_staff",
        "district_staff",
        "department_staff",
        "inspector",
    }
)
"""Those who work for pay or hold a full office: no method may rank them or give them points. Whom residents or owners
elect from among themselves (representatives, group leads, members of committees) is no employee."""

BESIDE: frozenset[str] = frozenset({"key_holder"})
"""Roles held beside an office: nobody is called by one who has another."""

PSEUDO: dict[str, Sentence] = {
    "opener": Sentence("发起人", "the person who opened it"),
    "holder": Sentence("接单人", "the person who took it"),
    "desk": Sentence("当前经办", "the desk it lies on"),
    "resident": Sentence("居民", "a resident"),
    "owner": Sentence("业主", "an owner"),
    "anyone": Sentence("任何登录的人", "anyone signed in"),
    "system": Sentence("系统", "the system"),
    "parent": Sentence("主办的事项", "the matter it belongs to"),
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


def today(role: str) -> str:
    """What a role that was kept under a former name is called now; any other as it stands."""
    return FORMER.get(role, role) if role.isascii() else role


Local = Callable[[str], str | None]
"""What a role is called where somebody looks from, if the place has a word of its own."""
_local: ContextVar[Local | None] = ContextVar("local", default=None)


@contextmanager
def called(local: Local) -> Iterator[None]:
    """Name roles in a place's own words meanwhile; in English they keep their names."""
    token = _local.set(local)
    try:
        yield
    finally:
        _local.reset(token)


def role_name(role: str) -> Sentence:
    """The name of a role or pseudo-role in both languages; an unknown one is shown as it stands."""
    role = today(role)
    if role in ROLES:
        local = _local.get()
        own = local(role) if local is not None else None
        return Sentence(own, ROLES[role].name.en) if own else ROLES[role].name
    if role in ACTING:
        return ACTING[role]
    return ABOVE if role == "above" else PSEUDO.get(role, Sentence(role, role))
