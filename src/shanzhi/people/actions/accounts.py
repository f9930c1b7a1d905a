"""Opening, closing and mending accounts: the system administrator's work, the safeguards the security one's.

An administrator's account is opened, reset and closed by two (`administrators`), or on the server itself.
"""

from __future__ import annotations

import re
import secrets
import string
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit, lockout, second_factor
from shanzhi.people.held import hold_person
from shanzhi.people.models import Account, Person, Token
from shanzhi.people.models.access import plain_username
from shanzhi.people.permission import require
from shanzhi.people.problems import BadInput
from shanzhi.people.sign_in import check_new
from shanzhi.people.versions import bump

BAD_USERNAME = Sentence(
    "用户名须为 3 至 64 个字，只含字母、数字、汉字和 . _ - @ +",
    "a user name has 3 to 64 characters: letters, digits, Chinese characters and . _ - @ +",
)
TAKEN = Sentence("用户名“{name}”已被使用，请换一个", "the user name “{name}” is taken, choose another")
HAS_ACCOUNT = Sentence("此人已有账号“{name}”", "this person has an account already: {name}")
NEEDS_PERSON = Sentence("人员账号须对应一个人", "an account for a person needs the person")
GONE = Sentence("此人的信息已删除，不能开户", "this person's data were erased and they get no account")
LAST = Sentence(
    "这是最后一个{kind}账号，不能关闭；请先开新的，再关这一个",
    "this is the last account of a {kind}: open another before this one is closed",
)
KINDS = {
    "system_admin": Sentence("系统管理员", "system administrator"),
    "security_admin": Sentence("安全管理员", "security administrator"),
    "audit_admin": Sentence("审计管理员", "audit administrator"),
}
BAD_KIND = Sentence("没有“{kind}”这种账号", "there is no kind of account “{kind}”")


def open_account(
    by: Actor,
    *,
    username: str,
    person: Person | None = None,
    kind: str = "person",
    password: str | None = None,
    like: Account | None = None,
    at: datetime | None = None,
) -> tuple[Account, str]:
    """Open an account and return it with its first password, which must be changed at the first sign-in.

    Without `password` a strong one is made. An administrator's account needs no person and holds no posts.
    `like` gives the account the same password as another, and as settled as that one's is: for the many
    accounts of a sample district, whose password is told to everybody.
    """
    require(by, "account.manage" if kind == Account.Kind.PERSON else "account.install", person)
    now = at or timezone.now()
    first = password or strong_password()
    account = draft_account(username=username, person=person, kind=kind, now=now)
    if like is None:
        check_new(first, account)
        account.set_password(first)
    else:
        account.password, account.must_change_password = like.password, like.must_change_password
    with transaction.atomic():
        keep_account(account)
        about = person.pk if person else None
        audit.record("account.open", by=by, subject=about, detail=_of(account, by, kind=kind), at=now)
    return account, first


def draft_account(*, username: str, person: Person | None, kind: str, now: datetime) -> Account:
    """An account to be opened, checked and not kept yet."""
    name = plain_username(username)
    if not re.fullmatch(r"[\w.@+-]{3,64}", name) or name.startswith("erased-"):
        raise BadInput(BAD_USERNAME, {"username": BAD_USERNAME})
    if kind not in Account.Kind.values:
        raise BadInput(BAD_KIND.fill(kind=kind))
    if person is None and kind == Account.Kind.PERSON:
        raise BadInput(NEEDS_PERSON)
    if person is not None and person.erased_at is not None:
        raise BadInput(GONE)
    return Account(
        username=name,
        person=person,
        kind=kind,
        must_change_password=True,
        password_changed_at=now,
        created_at=now,
    )


def keep_account(account: Account) -> None:
    """Write a new account, in the caller's transaction. Raises `BadInput` where name or person has one."""
    if account.person is not None:
        hold_person(account.person)
    if account.person is not None and (held := Account.objects.filter(person=account.person).first()):
        raise BadInput(HAS_ACCOUNT.fill(name=held.username))
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:
        taken = TAKEN.fill(name=account.username)
        raise BadInput(taken, {"username": taken}) from None


def close_account(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Close an account: its sessions and tokens end at once, its records stay."""
    require(by, _right("account.manage", account), account)
    now = at or timezone.now()
    with transaction.atomic():
        shut_account(account, now)
        audit.record("account.close", by=by, subject=account.person_id, detail=_of(account, by), at=now)


def shut_account(account: Account, now: datetime) -> None:
    """Close it, in the caller's transaction. Raises `BadInput` for the last administrator of a kind."""
    bump()
    others = Account.objects.filter(kind=account.kind, is_active=True).exclude(pk=account.pk)
    if account.administers and not others.exists():
        raise BadInput(LAST.fill(kind=KINDS[account.kind]))
    account.is_active = False
    account.save(update_fields=["is_active"])
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=now)


def reset_password(by: Actor, *, account: Account, at: datetime | None = None) -> str:
    """Give an account a fresh first password and return it; it must be changed at the next sign-in."""
    require(by, _right("account.manage", account), account)
    fresh = strong_password()
    with transaction.atomic():
        give_password(account, fresh)
        audit.record("password.reset", by=by, subject=account.person_id, detail=_of(account, by), at=at)
    return fresh


def give_password(account: Account, fresh: str | None) -> None:
    """Put a first password, which must be changed; None leaves the account without any until one is drawn.

    Its tokens end as its sessions do: whoever had got hold of the account shall keep no key to it.
    """
    bump()
    Token.objects.filter(account=account, revoked_at=None).update(revoked_at=timezone.now())
    account.set_password(fresh)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])


def unlock_account(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Let a locked-out account try again at once; never one's own."""
    require(by, _right("account.secure", account), account)
    with transaction.atomic():
        lockout.unlock(account.username)
        audit.record("account.unlock", by=by, subject=account.person_id, detail=_of(account, by), at=at)


def reset_second_factor(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Forget the second factor of someone who lost their phone and their codes; never one's own."""
    require(by, _right("account.secure", account), account)
    with transaction.atomic():
        second_factor.switch_off(account)
        audit.record("second_factor.reset", by=by, subject=account.person_id, detail=_of(account, by), at=at)
    account.refresh_from_db()


def _right(ordinary: str, account: Account) -> str:
    """The right it takes: nobody alone touches an administrator's account (三权分立)."""
    return "account.install" if account.administers else ordinary


def _of(account: Account, by: Actor, **more: str) -> dict[str, object]:
    """What the audit keeps of an act on an account: which one, and that it was done on the server, if it was."""
    return {"of": account.pk, **({"server": True} if by is SYSTEM else {}), **more}


def strong_password() -> str:
    """Sixteen random characters, some of each kind, none that is mistaken for another."""
    kinds = [
        "".join(set(kind) - set("lIO01o"))
        for kind in (string.ascii_lowercase, string.ascii_uppercase, string.digits)
    ]
    characters = [secrets.choice(kind) for kind in kinds]
    characters += [secrets.choice("".join(kinds)) for _ in range(13)]
    secrets.SystemRandom().shuffle(characters)
    return "".join(characters)
