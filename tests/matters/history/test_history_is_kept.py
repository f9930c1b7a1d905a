"""Neither the program nor a careless statement changes or deletes history; erasing empties what is sealed."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from shanzhi.matters.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return Entry.objects.create(
        matter_id=1,
        seq=1,
        visit=1,
        act="open",
        at=timezone.now(),
        to="reported",
        hash=b"h",
        seal=b"s",
        sealed=b"x",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE matters_entry SET act = 'close'",
        "UPDATE matters_entry SET seq = 2",
        "UPDATE matters_entry SET sealed = NULL, act = 'close'",
        "DELETE FROM matters_entry",
    ],
)
def test_the_database_refuses(entry, statement):
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert Entry.objects.get(pk=(1, 1)).act == "open"


def test_what_is_sealed_can_be_emptied(entry):
    Entry.objects.filter(matter=1).update(sealed=None)
    assert Entry.objects.get(pk=(1, 1)).sealed is None
