"""What a decision brings with it is done in the same transaction, or the decision is not made."""

from __future__ import annotations

from pathlib import Path

from django.utils import timezone

from shanzhi.ledger.models import Transfer
from shanzhi.ledger.queries import points_of
from shanzhi.matters.models import Document, Entry, Link, Matter, Notice, Publication, Watch
from shanzhi.places.models import Place
from tests.matters.method_texts import end, method, visible
from tests.matters.town import code

GIFT = method(
    "good-deed",
    "做好事",
    "resident",
    """
offered:
  label: 待确认
  desk: community_staff
  due: 3 days
  acts:
    confirm:
      label: 确认
      effects:
        - award: {to: opener, points: 5, account: household, for: 做好事}
        - award: {to: opener, points: 2, for: 写心得}
        - publish: {what: [subject], title: "好事：{subject}"}
        - document: {title: 证明, text: "兹证明：{subject}"}
      to: finished
"""
    + end("finished", "已确认", "done"),
)
CHAIN = method(
    "chain",
    "接力",
    "resident",
    """
begun:
  label: 开始
  desk: community_staff
  due: 3 days
  acts:
    pass_on:
      label: 转下一件
      effects:
        - open: {method: good-deed, with: {subject: subject}}
      to: finished
"""
    + end("finished", "已转", "done"),
)


def handled(town):
    """An appeal in hand."""
    return town.act(town.open(), "accept")


def test_offices_are_asked_and_the_matter_goes_on_when_all_have_answered(town):
    done = handled(town)
    asked = town.act(done, "ask_help", helpers=[town.office.pk], request="请检修路灯线路")
    assert asked.matter.stage == "jointly"
    child = Matter.objects.get(parent=done.matter.id)
    assert (child.method, child.desk_role, child.desk_office, child.opener) == (
        "assist",
        "department_staff",
        town.office,
        town.people["grid_worker"],
    )
    town.act(child.pk, "answer", "department_staff", result="线路已修好")
    parent = Matter.objects.get(pk=done.matter.id)
    assert parent.stage == "handling"
    assert Entry.objects.get(matter=parent, act="joined", note=None).values == {"child": 1, "end": "done"}
    assert Notice.objects.filter(person=town.people["grid_worker"], matter=child).exists()


def test_where_the_helping_method_is_not_adopted_nothing_at_all_happens(town):
    from shanzhi.engine.types import SYSTEM
    from shanzhi.matters.methods import adopting

    adopting.end_adoption(actor=SYSTEM, method="assist", place=town.district)
    done = handled(town)
    refused = town.try_act(
        done, "ask_help", values={"helpers": [town.office.pk], "request": "请检修路灯线路"}
    )
    assert code(refused) == "not_adopted"
    row = Matter.objects.get(pk=done.matter.id)
    assert (row.stage, row.seq) == ("handling", done.matter.seq)
    assert Matter.objects.count() == 1


def test_a_merged_matter_lets_its_author_follow_the_one_that_goes_on(town):
    main, double = town.open(), town.open(who="resident2")
    town.act(double, "merge", into=main.matter.id)
    assert Matter.objects.get(pk=double.matter.id).end == "merged"
    assert Link.objects.get().relation == "duplicate"
    assert Watch.objects.get().through_id == double.matter.id
    assert not Notice.objects.filter(kind="linked").exists()  # the one at the desk did it and knows
    town.act(main, "accept")
    assert Notice.objects.filter(person=town.residents[1], matter=double.matter.id, kind="told").count() == 1


def test_merging_into_itself_into_nothing_or_back_is_refused(town):
    main, double = town.open(), town.open()
    assert code(town.try_act(double, "merge", values={"into": double.matter.id})) == "own_link"
    town.act(main, "merge", into=double.matter.id)
    assert code(town.try_act(double, "merge", values={"into": main.matter.id})) == "link_back"
    assert Matter.objects.get(pk=double.matter.id).closed_at is None


def test_points_publication_and_document(town):
    town.adopt(GIFT)
    done = town.open("good-deed", values={"subject": "扶老人过马路"})
    town.act(done, "confirm", "community_staff")
    assert points_of("household", town.households[0].pk) == 5
    assert points_of("person", town.residents[0].pk) == 2
    assert [(p.debit.book, p.debit.kind, p.debit.owner) for p in Transfer.objects.all()] == [
        ("good-deed.points", "named", town.community.pk)
    ] * 2
    shown = Publication.objects.get()
    assert (shown.title_zh, shown.fields) == ("好事：扶老人过马路", {"subject": "扶老人过马路"})
    assert Document.objects.get().text_zh == "兹证明：扶老人过马路"


def test_one_matter_opens_another(town):
    town.adopt(GIFT)
    town.adopt(CHAIN)
    done = town.open("chain", values={"subject": "接力捡垃圾"})
    town.act(done, "pass_on", "community_staff")
    opened = Matter.objects.get(method="good-deed")
    assert (opened.title, opened.parent_id) == ("接力捡垃圾", done.matter.id)
    town.act(
        opened.pk, "confirm", "street_staff" if opened.desk_role == "street_staff" else "community_staff"
    )
    assert Matter.objects.get(pk=done.matter.id).end == "done"


def test_following_a_matter_needs_the_right_to_see_it(town):
    town.adopt(visible("place"))
    done = town.open("seen-place", values={"subject": "看一看"})
    assert code(town.try_act(done, "watch", "department_staff")) == "no_such_matter"
    town.act(done, "watch", "resident2")
    town.act(done, "finish")
    assert Notice.objects.filter(person=town.residents[1]).count() == 1  # once, in whatever words


def test_the_desk_of_the_matter_that_goes_on_is_told_of_the_merger(town):
    main, double = town.open(), town.open(who="resident2")
    town.act(double, "escalate")
    town.act(double, "merge", "community_staff", into=main.matter.id)
    assert Notice.objects.get(kind="linked").person == town.people["grid_worker"]


def test_an_effect_opens_nothing_at_a_closed_place_as_no_person_does(town):
    town.adopt(GIFT)
    town.adopt(CHAIN)
    done = town.open("chain")
    Place.objects.filter(pk__in=[done.matter.place, town.building.pk]).update(closed_at=timezone.now())
    assert code(town.try_open("good-deed")) == "place_closed"
    assert code(town.try_act(done, "pass_on", "community_staff")) == "place_closed"
    assert Matter.objects.get(pk=done.matter.id).stage == "begun"
    assert not Matter.objects.filter(method="good-deed").exists()


def test_help_is_due_no_later_than_the_matter_that_asked_for_it(town):
    library = Path(__file__).parents[3] / "methods" / "appeals"
    town.adopt((library / "assist.yaml").read_text(encoding="utf-8"))
    asked = town.act(town.open(), "accept", urgency="urgent")
    town.act(asked, "ask_help", helpers=[town.office.pk], request="请检修燃气管道")
    parent, child = Matter.objects.get(pk=asked.matter.id), Matter.objects.get(parent=asked.matter.id)
    assert child.due_at == parent.due_at
