"""What a request asks once is asked anew by the next one, after a change, and wherever it may be taken back."""

from __future__ import annotations

from itertools import count

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext

from shanzhi.database.once import forget, once
from shanzhi.matters.writing.ground import ground
from shanzhi.people.versions import bump

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_request_before():
    """A test client whose answer was never closed leaves its request open in this thread."""
    request_finished.disconnect(close_old_connections)
    request_finished.send(sender=None)
    request_finished.connect(close_old_connections)


@pytest.fixture
def request_begins():
    """Begins a request in this thread, as a server does; the connection stays."""
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield lambda: request_started.send(sender=None)
    request_finished.send(sender=None)
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


@pytest.fixture
def ask():
    numbers = count(1)
    return lambda: next(numbers)


def test_outside_of_a_request_each_asks(ask):
    assert [once("n", ask), once("n", ask)] == [1, 2]


def test_a_request_asks_once_and_the_next_anew(request_begins, ask):
    request_begins()
    assert [once("n", ask), once("n", ask)] == [1, 1]
    request_begins()
    assert once("n", ask) == 2


def test_nothing_is_kept_of_what_may_be_taken_back(request_begins, ask):
    request_begins()
    with transaction.atomic():
        assert [once("n", ask), once("n", ask)] == [1, 2]
    assert [once("n", ask), once("n", ask)] == [3, 3]


def test_who_changes_it_makes_it_be_asked_again(request_begins, ask):
    request_begins()
    assert once("n", ask) == 1
    forget()
    assert once("n", ask) == 2


def test_after_a_change_of_posts_the_same_request_sees_the_world_anew(request_begins):
    request_begins()
    before = ground().marks
    with CaptureQueriesContext(connection) as queries:
        assert ground().marks == before
    assert len(queries) == 0
    with transaction.atomic():
        bump()
    assert ground().marks.posts != before.posts
