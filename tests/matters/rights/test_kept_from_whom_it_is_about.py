"""A report about staff is kept from that person: no notice tells them of it, and what was opened before is kept too."""

from __future__ import annotations

import pytest
from django.utils import timezone

from shanzhi.matters.models import Adoption, KeptFrom, Matter, Notice
from shanzhi.matters.notices.telling import tell
from shanzhi.matters.rights.access import may_see
from shanzhi.matters.rights.kept_from import write_again
from shanzhi.method.words import Sentence


@pytest.fixture
def about(town):
    """A report about one of the two workers of a grid; it lies on the desk of both."""
    town.people["other"] = town.appoint("grid_worker", town.grid, "网格员丙")
    person = town.people["grid_worker"]
    values = {"subject": "上门态度不好", "about": person.pk}
    number = town.open(values=values).matter.id
    assert Matter.objects.get(pk=number).desk_role == "grid_worker"
    return number, person


def test_what_is_linked_to_it_is_told_to_the_other_desk_alone(town, about):
    number, person = about
    town.appoint("grid_worker", town.grid, "网格员丁")
    later = town.open(who="resident2").matter.id
    town.act(later, "merge", "other", into=number)
    assert Notice.objects.filter(kind="linked", matter=number).count() == 1
    assert not Notice.objects.filter(person=person, matter=number).exists()


def test_what_is_told_beside_a_decision_asks_too(town, about):
    number, person = about
    other = town.people["other"]
    both = [person.pk, other.pk]
    tell(both, Sentence("不再等待", "no longer waited for"), kind="told", matter=number, at=timezone.now())
    assert [one.person_id for one in Notice.objects.filter(zh="不再等待")] == [other.pk]


def test_what_was_opened_before_is_kept_from_them_with_what_helps_it(town, about):
    number, person = about
    child = town.open(who="resident2").matter.id
    Matter.objects.filter(pk=child).update(parent=number)
    plain = town.open(who="resident2").matter.id
    KeptFrom.objects.all().delete()
    assert may_see(town.actor("grid_worker"), number)
    write_again(Matter, Adoption, KeptFrom)
    write_again(Matter, Adoption, KeptFrom)
    assert set(KeptFrom.objects.values_list("matter", "person")) == {(number, person.pk), (child, person.pk)}
    assert not may_see(town.actor("grid_worker"), number)
    assert may_see(town.actor("grid_worker"), plain)


def test_an_upgrade_goes_on_over_a_record_that_does_not_open(town, about):
    number, person = about
    Matter.objects.filter(pk=number).update(sealed=b"not sealed by any key")
    KeptFrom.objects.all().delete()
    write_again(Matter, Adoption, KeptFrom)
    assert set(KeptFrom.objects.values_list("matter", "person")) == {(number, person.pk)}
