"""A person's sensitive answers can be destroyed for good, and matters made void; the chains hold all the same."""

from __future__ import annotations

import pytest

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.history.verify import verify_matters
from shanzhi.matters.lists.queries import count_matters
from shanzhi.matters.models import Entry, Matter, Notice
from shanzhi.matters.writing import store
from shanzhi.matters.writing.actions import open_matter
from shanzhi.matters.writing.voiding import void_matters
from shanzhi.people.permission import Denied
from shanzhi.people.privacy import erase_person, reseal
from shanzhi.reading.search import numbers
from tests.matters.town import code


def test_erasing_a_person_empties_what_was_sealed_and_the_chain_holds(town):
    done = town.open(values={"subject": "灯坏", "phone": "13912345678"})
    town.act(done, "accept")
    assert Entry.objects.exclude(sealed=None).count() == 1
    erase_person(SYSTEM, person=town.residents[0], reason="本人申请")
    assert not Entry.objects.exclude(sealed=None).exists()
    assert Matter.objects.get(pk=done.matter.id).sealed is None
    assert not Notice.objects.filter(person=town.residents[0]).exists()
    assert verify_matters().faults == []
    town.act(done, "resolve", reply="已换好灯泡")
    assert verify_matters().faults == []


def test_sealing_afresh_keeps_every_answer(town):
    from shanzhi.people.keys import new_key

    done = town.open(values={"subject": "灯坏", "phone": "13912345678"})
    new_key()
    assert reseal() >= 2
    assert town.act(done, "accept").matter.data["phone"] == "13912345678"
    assert verify_matters().faults == []


def test_a_void_matter_counts_nowhere_and_can_be_entered_again(town):
    def imported():
        return open_matter(
            actor=town.actor("grid_worker"),
            method="appeal",
            place=town.grid.pk,
            values={"subject": "导入的事", "phone": "13912345678"},
            origin=store.Origin(source="12345", external="A-1", batch=7),
        )

    first = imported()
    again = imported()
    assert (again.repeated, again.matter.id) == (True, first.matter.id)
    assert void_matters(actor=SYSTEM, matters=[first.matter.id], reason="导入撤销") == 1
    assert void_matters(actor=SYSTEM, matters=[first.matter.id], reason="导入撤销") == 0
    assert count_matters() == 0
    assert numbers(town.actor("district_staff"), "导入的事") == []
    assert code(town.try_act(first, "accept")) == "void"
    row = Matter.objects.get(pk=first.matter.id)
    assert (row.void, row.end, row.sealed, row.desk_role) == (True, "void", None, "")
    assert verify_matters().faults == []
    assert imported().matter.id != first.matter.id


def test_only_staff_above_may_make_void(town):
    done = town.open()
    with pytest.raises(Denied):
        void_matters(actor=town.actor("grid_worker"), matters=[done.matter.id], reason="误录")
    assert void_matters(actor=town.actor("street_staff"), matters=[done.matter.id], reason="误录") == 1
