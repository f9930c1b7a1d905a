"""A copy of everything held about a person, for themselves to take along (个人信息可携带).

Each layer registers what it holds; what it says of others stays out. PIPL art. 45 (access, copy, transfer); that a
copy was made is in the audit, not what was in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.facts import facts_of
from shanzhi.people.models import Account, Consent, Person, Post, Token
from shanzhi.people.permission import require
from shanzhi.people.telling import lives_at
from shanzhi.places.telling import place_name

FACT_TITLES = {
    "name": Sentence("姓名", "name"),
    "phone": Sentence("电话", "telephone"),
    "id_number": Sentence("证件号", "identity number"),
    "birth": Sentence("出生日期", "date of birth"),
    "address": Sentence("住址", "address"),
    "email": Sentence("邮箱", "e-mail"),
}


def in_language(sentence: Sentence) -> str:
    """A sentence in the language in which the copy is made."""
    return sentence.text(get_language() or "zh-hans")


class Section(Struct):
    """One kind of record held: rows of label and value (text, number, time, or a mapping of the same).

    `files` are contents to take along: the name each gets, and where it lies.
    """

    name: str
    title: Sentence
    rows: list[dict[str, Any]]
    files: list[tuple[str, Path]] = []


class Copy(Struct):
    """All of it, as it was at a moment."""

    person: int
    name: str
    at: datetime
    sections: list[Section]


Holder = Callable[[Person], Iterable[Section]]
_holders: list[Holder] = []


def holder(told: Holder) -> Holder:
    """Register what a layer holds about a person; told in the order of registration."""
    _holders.append(told)
    return told


def take_copy(by: Actor, *, person: Person, at: datetime | None = None) -> Copy:
    """Everything held about a person, by right of `person.copy`; recorded in the audit."""
    require(by, "person.copy", person)
    now = at or timezone.now()
    with transaction.atomic():
        sections = [section for told in _holders for section in told(person) if section.rows]
        detail = {section.name: len(section.rows) for section in sections}
        audit.record("person.copy", by=by, subject=person.pk, detail=detail, at=now)
    return Copy(person.pk, person.name, now, sections)


@holder
def held_of_people(person: Person) -> Iterable[Section]:
    """The record itself, where the person lives, posts, consents, the account."""
    known = {"name": person.name, **facts_of(person)}
    yield Section(
        "record",
        Sentence("登记信息", "Record"),
        [
            {
                in_language(FACT_TITLES[kind]): value
                for kind, value in known.items()
                if value and kind in FACT_TITLES
            }
        ],
    )
    home = person.home or (person.household.place if person.household else None)
    lives = {
        _("住户"): lives_at([person])[person.pk] if person.household else "",
        _("面积（平方米）"): person.household.area / 100 if person.household else "",
        _("住处"): place_name(home) if home else "",
    }
    yield Section("home", Sentence("住户", "Household"), [lives] if home else [])
    posts = Post.objects.filter(person=person).select_related("place", "organization").order_by("since")
    yield Section("posts", Sentence("岗位", "Posts"), [_post(post) for post in posts])
    yield Section(
        "consents",
        Sentence("同意与处理依据", "Consents"),
        [
            {
                _("范围"): consent.get_scope_display(),
                _("依据"): consent.get_basis_display(),
                _("用途"): consent.purpose,
                _("起"): consent.given_at,
                _("撤回"): consent.withdrawn_at or "",
            }
            for consent in Consent.objects.filter(person=person).order_by("given_at")
        ],
    )
    yield from _account(person)


def _post(post: Post) -> dict[str, Any]:
    return {
        _("岗位"): in_language(role_name(post.role)),
        _("地方"): place_name(post.place),
        _("单位"): post.organization.name if post.organization else "",
        _("起"): post.since,
        _("止"): post.ended_at or post.until or "",
    }


def _account(person: Person) -> Iterable[Section]:
    account = Account.objects.filter(person=person).first()
    if account is None:
        return
    row = {
        _("用户名"): account.username,
        _("开户"): account.created_at,
        _("双因素登录"): _("已启用") if account.second_factor_on else "",
    }
    yield Section("account", Sentence("账户", "Account"), [row])
    tokens = Token.objects.filter(account=account).order_by("pk")
    yield Section(
        "tokens",
        Sentence("访问令牌", "Access tokens"),
        [{_("名称"): t.label, _("到期"): t.expires_at} for t in tokens],
    )
