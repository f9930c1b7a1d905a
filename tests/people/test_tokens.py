"""Tokens for the API: hashed, scoped, expiring, revocable, and no trace of hours."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.models import Account, Token
from shanzhi.people.permission import Denied
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import actor_of, load_actor
from shanzhi.people.tokens import bearer, issue_token, revoke_token


@pytest.fixture
def worker_account(ground) -> Account:
    post = ground.post("grid_worker", ground.grid)
    return actions.open_account(SYSTEM, username="wangge1", person=post.person)[0]


def test_a_token_stands_for_its_owner_in_one_query(worker_account, django_assert_num_queries) -> None:
    by = actor_of(worker_account)
    token, text = issue_token(by, worker_account, label="大屏", scopes=("read", "act"))
    bearer(text)
    with django_assert_num_queries(1):
        found = bearer(text)
    assert found is not None
    assert found.actor == by
    assert (found.token, found.account, found.scopes) == (token.pk, worker_account.pk, {"read", "act"})


def test_only_a_digest_is_kept(worker_account) -> None:
    token, text = issue_token(SYSTEM, worker_account, label="大屏")
    assert text.removeprefix("shanzhi_") not in str(vars(Token.objects.get(pk=token.pk)))


@pytest.mark.parametrize("ending", ["expired", "revoked", "closed", "reset", "erased", "wrong", "malformed"])
def test_an_ended_or_invented_token_is_nobody(worker_account, ground, ending: str) -> None:
    token, text = issue_token(SYSTEM, worker_account, label="大屏", days=30)
    at = timezone.now()
    if ending == "expired":
        at += timedelta(days=31)
    elif ending == "revoked":
        revoke_token(SYSTEM, token)
        revoke_token(SYSTEM, token)
    elif ending == "closed":
        actions.close_account(SYSTEM, account=worker_account)
    elif ending == "reset":
        actions.reset_password(SYSTEM, account=worker_account)
    elif ending == "erased":
        worker_account.person.erased_at = at
        worker_account.person.save()
    else:
        text = text[:-3] + "abc" if ending == "wrong" else "\ud800" + text
    assert bearer(text, at=at) is None


def test_only_the_day_of_use_is_kept(worker_account) -> None:
    token, text = issue_token(SYSTEM, worker_account, label="大屏")
    bearer(text)
    token.refresh_from_db()
    assert type(token.used_on) is date


def test_nobody_makes_or_ends_anothers_token(worker_account, ground) -> None:
    other = load_actor(ground.resident.pk)
    with pytest.raises(Denied):
        issue_token(other, worker_account, label="冒用")
    token, text = issue_token(SYSTEM, worker_account, label="大屏")
    with pytest.raises(Denied):
        revoke_token(other, token)
    assert bearer(text) is not None


def test_an_administrator_gets_no_token(ground) -> None:
    office, _ = actions.open_account(SYSTEM, username="xitong", kind="system_admin")
    with pytest.raises(Denied):
        issue_token(SYSTEM, office, label="脚本")


@pytest.mark.parametrize(
    "wrong", [{"label": " "}, {"scopes": ("all",)}, {"scopes": ()}, {"days": 0}, {"days": 4000}]
)
def test_a_token_without_purpose_scope_or_end_is_refused(worker_account, wrong) -> None:
    with pytest.raises(BadInput):
        issue_token(SYSTEM, worker_account, **{"label": "大屏", **wrong})


def test_a_token_follows_the_posts_of_its_owner(worker_account, ground) -> None:
    _, text = issue_token(SYSTEM, worker_account, label="大屏")
    post = worker_account.person.posts.get()
    actions.end_post(SYSTEM, post=post, reason="调动")
    found = bearer(text)
    assert found is not None
    assert found.actor.posts == frozenset()
