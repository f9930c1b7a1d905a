"""Keys for programs, made by whoever runs the installation."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_person, open_account
from shanzhi.people.tokens import bearer
from shanzhi.places.actions import add_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk() -> str:
    district = add_place(name="示例区", level="district", code="S98")
    person = add_person(SYSTEM, name="居民甲", home=district)
    open_account(SYSTEM, username="clerk", person=person)
    return "clerk"


def run(*words: str) -> tuple[int, str]:
    from shanzhi.cli.token import app

    answer = CliRunner().invoke(app, words)
    return answer.exit_code, answer.output


def test_a_key_is_shown_once_and_stands_for_its_account_until_it_is_ended(clerk: str) -> None:
    code, text = run("new", clerk, "--for", "月报")
    assert code == 0
    found = bearer(text.strip())
    assert found is not None
    assert found.scopes == {"read"}

    listed = run("list")[1]
    assert clerk in listed
    assert text.strip() not in listed

    assert run("revoke", str(found.token))[0] == 0
    assert bearer(text.strip()) is None
    assert clerk not in run("list")[1]


def test_a_key_may_act_only_when_asked_for(clerk: str) -> None:
    text = run("new", clerk, "--for", "对接", "--act")[1]
    found = bearer(text.strip())
    assert found is not None
    assert found.scopes == {"read", "act"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("new", "nobody", "--for", "x"), "没有账号"),
        (("new", "clerk", "--for", " "), "令牌给谁用"),
        (("new", "clerk", "--for", "x", "--days", "4000"), "有效期"),
        (("revoke", "999"), "没有第 999 号"),
    ],
)
def test_what_cannot_be_done_is_said(clerk: str, words: tuple[str, ...], said: str) -> None:
    code, text = run(*words)
    assert code == 2
    assert said in text
