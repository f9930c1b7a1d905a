"""Opening, closing and mending accounts: the system administrator's work, the safeguards the security one's."""

from __future__ import annotations

import re
import secrets
import string
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from shanzhi.engine.types import Actor
from shanzhi.method.words import Sentence
from shanzhi.people import audit, lockout, second_factor
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
    require(by, "account.manage", person)
    now = at or timezone.now()
    name = plain_username(username)
    if not re.fullmatch(r"[\w.@+-]{3,64}", name) or name.startswith("erased-"):
        raise BadInput(BAD_USERNAME, {"username": BAD_USERNAME})
    if kind not in Account.Kind.values:
        raise BadInput(BAD_KIND.fill(kind=kind))
    if person is None and kind == Account.Kind.PERSON:
        raise BadInput(NEEDS_PERSON)
    if person is not None and person.erased_at is not None:
        raise BadInput(GONE)
    first = password or strong_password()
    account = Account(
        username=name,
        person=person,
        kind=kind,
        must_change_password=True,
        password_changed_at=now,
        created_at=now,
    )
    if like is None:
        check_new(first, account)
        account.set_password(first)
    else:
        account.password, account.must_change_password = like.password, like.must_change_password
    with transaction.atomic():
        if person is not None and (held := Account.objects.filter(person=person).first()):
            raise BadInput(HAS_ACCOUNT.fill(name=held.username))
        try:
            with transaction.atomic():
                account.save()
        except IntegrityError:
            raise BadInput(TAKEN.fill(name=name), {"username": TAKEN.fill(name=name)}) from None
        detail = {"opened": account.pk, "kind": kind}
        audit.record("account.open", by=by, subject=person.pk if person else None, detail=detail, at=now)
    return account, first


def close_account(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Close an account: its sessions and tokens end at once, its records stay."""
    require(by, "account.manage", account)
    now = at or timezone.now()
    with transaction.atomic():
        bump()
        account.is_active = False
        account.save(update_fields=["is_active"])
        Token.objects.filter(account=account, revoked_at=None).update(revoked_at=now)
        audit.record("account.close", by=by, subject=account.person_id, detail={"closed": account.pk}, at=now)


def reset_password(by: Actor, *, account: Account, at: datetime | None = None) -> str:
    """Give an account a fresh first password and return it; it must be changed at the next sign-in."""
    require(by, "account.manage", account)
    fresh = strong_password()
    with transaction.atomic():
        account.set_password(fresh)
        account.must_change_password = True
        account.save(update_fields=["password", "must_change_password"])
        audit.record("password.reset", by=by, subject=account.person_id, detail={"of": account.pk}, at=at)
    return fresh


def unlock_account(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Let a locked-out account try again at once; never one's own."""
    require(by, "account.secure", account)
    with transaction.atomic():
        lockout.unlock(account.username)
        audit.record("account.unlock", by=by, subject=account.person_id, detail={"of": account.pk}, at=at)


def reset_second_factor(by: Actor, *, account: Account, at: datetime | None = None) -> None:
    """Forget the second factor of someone who lost their phone and their codes; never one's own."""
    require(by, "account.secure", account)
    with transaction.atomic():
        second_factor.switch_off(account)
        audit.record(
            "second_factor.reset", by=by, subject=account.person_id, detail={"of": account.pk}, at=at
        )
    account.refresh_from_db()


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
