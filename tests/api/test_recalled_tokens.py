"""A token that a process remembers is held to the present: what ended meanwhile is refused at the next act."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions, tokens
from shanzhi.people.models import Account, Post, Token
from shanzhi.people.permission import Administrator


@pytest.fixture
def worker(api, open_one):
    """A grid worker whose token this process has in mind, and a matter on their desk."""
    number = open_one()
    caller = api.as_("grid_worker")
    said = caller.post(f"/matters/{number}/acts", {"act": "message", "values": {"text": "收到"}})
    assert said.status == 200
    assert tokens.recall(caller.token) is not None

    def accept():
        return caller.post(f"/matters/{number}/acts", {"act": "accept", "values": {"urgency": "normal"}})

    return accept


def test_it_spares_the_question(api, worker, monkeypatch):
    asked = []
    monkeypatch.setattr("shanzhi.api.callers.bearer", lambda text: asked.append(text))
    assert worker().status == 200
    assert asked == []


def test_a_revoked_token(api, worker):
    token = Token.objects.select_related("account").get(account__person=api.town.people["grid_worker"])
    tokens.revoke_token(api.town.actor("grid_worker"), token)
    assert worker().status == 401


def test_a_closed_account(api, worker):
    account = Account.objects.get(person=api.town.people["grid_worker"])
    boss = Administrator(person=None, kind="system_admin")
    actions.close_account(boss, account=account)
    assert worker().status == 401


def test_an_ended_post(api, worker):
    post = Post.objects.get(person=api.town.people["grid_worker"])
    actions.end_post(SYSTEM, post=post, reason="换届")
    refused = worker()
    assert refused.status in (403, 404)


def test_a_new_post(api, open_one):
    number = open_one()
    chief = api.as_("resident3")
    path = f"/matters/{number}/acts"
    body = {"act": "accept", "values": {"urgency": "normal"}}
    assert chief.post(path, body).status == 404
    town = api.town
    actions.assign_post(SYSTEM, person=town.residents[2], role="grid_worker", place=town.grid)
    assert chief.post(path, body).status == 200


@pytest.mark.parametrize("what", ["expires_at", "post begins", "post ends"])
def test_what_only_the_clock_changes(api, what):
    person = api.town.people["grid_worker"]
    caller = api.as_("grid_worker")
    now, soon = timezone.now(), timezone.now() + timedelta(minutes=5)
    if what == "expires_at":
        Token.objects.filter(account__person=person).update(expires_at=soon)
    elif what == "post ends":
        Post.objects.filter(person=person).update(until=soon)
    else:
        actions.assign_post(SYSTEM, person=person, role="grid_worker", place=api.town.other_grid, since=soon)
    before = tokens.bearer(caller.token, at=now)
    assert tokens.recall(caller.token).actor == before.actor
    assert before.actor.posts == {("grid_worker", api.town.grid.pk)}
    _, until = tokens._kept[tokens._digest(caller.token)]
    assert until <= soon
    after = tokens.bearer(caller.token, at=soon + timedelta(seconds=1))
    posts = {
        "expires_at": None,
        "post ends": set(),
        "post begins": {api.town.grid.pk, api.town.other_grid.pk},
    }[what]
    assert (after and {place for _, place in after.actor.posts}) == posts
