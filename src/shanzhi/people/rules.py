"""Who may do what with persons, posts, accounts and the audit. Registered when the application starts.

Which roles may do a thing is one constant each.
"""

from __future__ import annotations

from typing import Any

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people.models import Account, AccountRequest, Household, Organization, Person, Post
from shanzhi.people.permission import Administrator, action, covers, rule, sight
from shanzhi.places.models import Place

SEES = frozenset(
    (
        "grid_worker",
        "grid_chief",
        "microgrid_worker",
        "building_lead",
        "team_lead",
        "group_lead",
        "neighbour_lead",
        "steward",
        "health_worker",
        "yard_chief",
        "secretary",
        "committee_chair",
        "community_staff",
        "social_worker",
        "mediator",
        "street_staff",
        "district_staff",
    )
)
"""Roles that see the masked data of people where their post stands."""
KNOWS = frozenset(
    (
        "grid_worker",
        "grid_chief",
        "microgrid_worker",
        "secretary",
        "committee_chair",
        "community_staff",
        "social_worker",
        "street_staff",
    )
)
"""Roles that may see sensitive data unmasked, for a stated purpose, each look recorded."""
KEEPS = frozenset(
    (
        "grid_worker",
        "grid_chief",
        "secretary",
        "committee_chair",
        "community_staff",
        "street_staff",
        "district_staff",
    )
)
"""Roles that keep the rolls of persons, households and organisations."""
LEADS = frozenset(("secretary", "committee_chair", "community_staff", "street_staff", "district_staff"))
"""Roles that assign and end posts below their own place."""
APPROVES = frozenset(("secretary", "committee_chair", "street_staff", "district_staff"))
"""Roles that approve a look at a child's data."""

action("person.see", Sentence("查看人员信息", "see a person's record"))
action("person.see_sensitive", Sentence("查看未脱敏的个人信息", "see personal data unmasked"))
action(
    "person.keep",
    Sentence("登记或修改人员、住户和单位", "enter or change persons, households and organisations"),
)
action("organization.see", Sentence("查看单位档案", "see an organisation's record"))
action("person.correct", Sentence("更正个人信息", "correct a person's data"))
action("person.copy", Sentence("带走个人信息的副本", "take a copy of a person's data"))
action("person.erase", Sentence("删除个人信息", "erase a person's data"))
action("person.consent", Sentence("登记或撤回同意", "record or withdraw a consent"))
action("look.approve", Sentence("批准查看未成年人信息", "approve a look at a child's data"))
action("look.list", Sentence("查看谁看过此人的信息", "see who looked at a person's data"))
action("people.import", Sentence("导入名册", "import rosters"))
action("place.change", Sentence("登记或修改地方", "enter or change places"))
action("post.assign", Sentence("登记任职", "assign a post"))
action("role.label", Sentence("设定岗位的本地叫法", "set what a role is called"))
action("post.end", Sentence("结束任期", "end a post"))
action("account.see", Sentence("查看账号清单", "see the list of accounts"))
action("account.manage", Sentence("管理账号", "manage accounts"))
action("account.secure", Sentence("解除锁定和双因素", "unlock accounts and reset second factors"))
action(
    "account.ask",
    Sentence("为管理员账号提出请求", "ask for something to be done to an administrator's account"),
)
action("account.asked", Sentence("查看管理员账号的请求", "see what was asked for administrators' accounts"))
action(
    "account.confirm",
    Sentence("确认管理员账号的请求", "confirm what is asked for an administrator's account"),
)
action(
    "account.install", Sentence("开、重置或关闭管理员账号", "open, reset or close an administrator's account")
)
action("token.manage", Sentence("管理访问令牌", "manage access tokens"))
action("audit.see", Sentence("查看审计记录", "see the audit record"))

sight("person.see", Person, Household)
sight("organization.see", Organization)
sight("account.see", Account)
sight("account.asked", AccountRequest)

_SELF = Sentence("本人", "the person")
_GUARDIAN = Sentence("监护人", "the guardian")


def path_of(thing: Any) -> tuple[int, ...]:
    """The places above and at where a person, household, organisation or place is; () if nowhere.

    A person without a home on record is where their posts are.
    """
    if isinstance(thing, Place):
        return thing.ancestor_ids
    if isinstance(thing, Household | Organization):
        return thing.place.ancestor_ids if thing.place else ()
    if not isinstance(thing, Person):
        return ()
    home = thing.home or (thing.household.place if thing.household else None)
    if home is not None:
        return home.ancestor_ids
    posts = Post.objects.in_force().filter(person=thing).select_related("place")
    return tuple(sorted({above for post in posts for above in post.place.ancestor_ids}))


@rule(
    "person.see",
    "person.see_sensitive",
    "person.correct",
    "person.copy",
    "person.erase",
    "person.consent",
    "look.list",
    who=_SELF,
)
def oneself(actor: Actor, thing: Any) -> bool:
    """Everyone over their own data (PIPL art. 44–47)."""
    return isinstance(thing, Person) and actor.person == thing.pk


@rule(
    "person.see",
    "person.see_sensitive",
    "person.correct",
    "person.copy",
    "person.erase",
    "person.consent",
    "look.list",
    who=_GUARDIAN,
)
def guardian(actor: Actor, thing: Any) -> bool:
    """A parent or guardian over a child's data (PIPL art. 31)."""
    return isinstance(thing, Person) and thing.minor and actor.person == thing.guardian_id


@rule("organization.see", who=Sentence("单位的成员和联系人", "those who act for it"))
def acts_for_it(actor: Actor, thing: Any) -> bool:
    """An organisation's own people."""
    return isinstance(thing, Organization) and thing.pk in actor.organizations


@rule(
    "person.see", "organization.see", who=Sentence("当地的基层岗位", "those who hold a grassroots post there")
)
def post_there(actor: Actor, thing: Any) -> bool:
    """Whoever holds a post at, or above, the place where the person lives."""
    return covers(actor, path_of(thing), SEES)


@rule(
    "person.see_sensitive",
    "person.consent",
    who=Sentence("当地的网格员、社区和街道工作人员", "grid workers, community and street staff there"),
)
def entrusted_there(actor: Actor, thing: Any) -> bool:
    """Fewer roles: those whose duty needs to reach people."""
    return covers(actor, path_of(thing), KNOWS)


@rule(
    "person.keep",
    "person.correct",
    who=Sentence("当地的网格员、社区和上级工作人员", "grid workers and staff there or above"),
)
def keeper_there(actor: Actor, thing: Any) -> bool:
    """Those who keep the rolls of a place."""
    return covers(actor, path_of(thing), KEEPS)


@rule(
    "person.erase",
    "people.import",
    "place.change",
    "role.label",
    who=Sentence("当地的社区和上级工作人员", "staff there or above"),
)
def leader_there(actor: Actor, thing: Any) -> bool:
    """The staff of a place; a new place is entered by those of the place it lies in."""
    return covers(actor, path_of(thing), LEADS)


@rule(
    "look.approve",
    who=Sentence(
        "社区（村）党组织书记、居委会主任和上级工作人员（本人申请的除外）",
        "the secretary, the committee's chair or staff above, not for themselves",
    ),
)
def approver_there(actor: Actor, thing: Any) -> bool:
    """Those who answer for a place; `approve_look` refuses one's own request."""
    return covers(actor, path_of(thing), APPROVES)


@rule("post.assign", "post.end", who=Sentence("上级地方的工作人员", "staff of the place above"))
def leader_above(actor: Actor, thing: Any) -> bool:
    """`thing` is the post's place. Whoever leads a place assigns below it and never to the place itself."""
    return isinstance(thing, Place) and covers(actor, thing.ancestor_ids[:-1], LEADS)


@rule(
    "post.assign",
    "post.end",
    who=Sentence("安全管理员", "the security administrator"),
    kinds=["security_admin"],
)
def rights_office(actor: Actor, thing: Any) -> bool:
    """Gives and takes rights, wherever the place."""
    return isinstance(thing, Place)


@rule(
    "account.see",
    who=Sentence("系统管理员和安全管理员", "the system and the security administrator"),
    kinds=["system_admin", "security_admin"],
)
def administration(actor: Actor, thing: Any) -> bool:
    """Who opens accounts and who secures them see which there are, and whose."""
    return True


@rule("account.manage", who=Sentence("系统管理员", "the system administrator"), kinds=["system_admin"])
def account_office(actor: Actor, thing: Any) -> bool:
    """Opens, closes and resets people's accounts, and sees nothing through them."""
    return not (isinstance(thing, Account) and thing.administers)


@rule("account.secure", who=Sentence("安全管理员", "the security administrator"), kinds=["security_admin"])
def security_office(actor: Actor, thing: Any) -> bool:
    """Nobody undoes the safeguards of their own account, nor an administrator's alone."""
    return isinstance(thing, Account) and not thing.administers


@rule(
    "account.ask",
    who=Sentence("安全管理员（不能为自己提出）", "the security administrator, never for themselves"),
    kinds=["security_admin"],
)
def asks(actor: Actor, thing: Any) -> bool:
    """`thing` is the administrator's account it is about, or None for one to be opened."""
    if not isinstance(actor, Administrator):
        return False
    return thing is None or (isinstance(thing, Account) and thing.administers and thing.pk != actor.account)


@rule(
    "account.confirm",
    "account.asked",
    who=Sentence("审计管理员", "the audit administrator"),
    kinds=["audit_admin"],
)
def confirms(actor: Actor, thing: Any) -> bool:
    """The second of the two."""
    return isinstance(actor, Administrator)


@rule("account.asked", who=Sentence("安全管理员", "the security administrator"), kinds=["security_admin"])
def reads_what_was_asked(actor: Actor, thing: Any) -> bool:
    """Who asks sees what became of it."""
    return True


@rule(
    "account.install",
    who=Sentence(
        "安全管理员提出、审计管理员确认后才可以；初装时由服务器命令行（shanzhi account）",
        "the security administrator asks and the audit administrator confirms; at the beginning it is done on the server (shanzhi account)",
    ),
)
def on_the_server(actor: Actor, thing: Any) -> bool:
    """Nobody alone, whoever they are: the program itself is asked for nothing here."""
    return False


@rule("token.manage", who=Sentence("账号的主人", "the owner of the account"))
def own_account(actor: Actor, thing: Any) -> bool:
    """A token stands for its owner, so nobody else makes one."""
    return isinstance(thing, Account) and thing.person_id == actor.person


@rule("audit.see", "look.list", who=Sentence("审计管理员", "the audit administrator"), kinds=["audit_admin"])
def audit_office(actor: Actor, thing: Any) -> bool:
    """Reads the audit and does nothing else."""
    return True
