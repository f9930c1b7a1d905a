"""A post counts while its term runs, and stops by itself (terms, 可上可下)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from shanzhi.people.models import Person, Post
from shanzhi.places.models import Place

pytestmark = pytest.mark.django_db


def test_a_term_that_ran_out_needs_nobody_to_end_it():
    now = timezone.now()
    day = timedelta(days=1)
    place = Place.objects.create(code="g1", name="一网格", level="grid", path="/1/", depth=0)
    person = Person.objects.create(name="网格员甲")
    terms = {
        "open": (now - day, None, None),
        "running": (now - day, now + day, None),
        "run out": (now - 2 * day, now - day, None),
        "not begun": (now + day, None, None),
        "ended": (now - 2 * day, None, now - day),
    }
    for since, until, ended in terms.values():
        Post.objects.create(
            person=person, role="grid_worker", place=place, since=since, until=until, ended_at=ended
        )
    assert Post.objects.in_force(now).count() == 2
    assert Post.objects.in_force(now + 2 * day).count() == 2
