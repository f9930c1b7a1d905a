"""A session ends when it stands idle, when the account is closed and when the password changes."""

import time

import pytest
from django.contrib.auth import get_user
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpResponse
from django.test import RequestFactory

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.sessions import SEEN, IdleTimeout
from shanzhi.people.sign_in import change_password, start_session

from .conftest import PASSWORD


@pytest.fixture
def visit(account, settings):
    """Signs in, then makes one request some minutes later and returns its user."""
    request = RequestFactory().get("/")
    SessionMiddleware(lambda _: HttpResponse()).process_request(request)
    start_session(request, account)
    request.session.save()

    def again(minutes_idle: float):
        request.session[SEEN] = int(time.time() - minutes_idle * 60)
        request.session.save()
        later = RequestFactory().get("/")
        later.COOKIES[settings.SESSION_COOKIE_NAME] = request.session.session_key
        SessionMiddleware(lambda _: HttpResponse()).process_request(later)
        IdleTimeout(lambda _: HttpResponse())(later)
        return get_user(later)

    return again


@pytest.mark.parametrize(("idle", "stays"), [(0, True), (29, True), (30, False), (300, False)])
def test_half_an_hour_idle_ends_it(visit, account, idle: int, stays: bool) -> None:
    assert (visit(idle) == account) is stays


def test_the_time_is_a_setting(visit, settings, account) -> None:
    settings.SHANZHI_IDLE_MINUTES = 5
    assert visit(4) == account
    assert visit(6).is_anonymous


def test_a_closed_account_is_out_at_once(visit, account) -> None:
    actions.close_account(SYSTEM, account=account)
    assert visit(0).is_anonymous


def test_a_new_password_ends_the_sessions_of_the_old(visit, account) -> None:
    change_password(account, old=PASSWORD, new="Chun-Feng-2027-ying")
    assert visit(0).is_anonymous
