"""Merging (合并办理): into an open matter of the same method that one may see; its people follow the one that goes on."""

import pytest

from shanzhi.matters.models import Link, Matter, Notice, Watch
from shanzhi.matters.rights.access import may_see
from tests.matters.town import METHODS, changed, code


def merged(town, number, into, who="grid_worker"):
    return town.try_act(number, "merge", who, values={"into": into})


@pytest.fixture
def pair(town):
    return town.open(who="resident2").matter.id, town.open().matter.id


def test_what_is_merged_ends_and_its_opener_follows_the_other(town, pair):
    later, first = pair
    assert code(merged(town, later, first)) == "done"
    assert Matter.objects.get(pk=later).end == "merged"
    assert Watch.objects.filter(matter=first, person=town.residents[1], through=later).exists()


def test_another_method_takes_it_only_where_the_file_names_it(town, pair):
    town.adopt((METHODS / "errand.yaml").read_text())
    errand = town.open("errand", values={"kind": "medicine", "subject": "取药"}).matter.id
    refused = merged(town, pair[0], errand)
    assert code(refused) == "other_method"
    assert "帮办代办" in refused.why.zh
    assert Matter.objects.get(pk=pair[0]).closed_at is None
    named = changed("appeal", "into: {type: matter,", "into: {type: matter, of: [appeal, errand],")
    town.adopt(named)
    assert code(merged(town, town.open().matter.id, errand)) == "done"


def test_nothing_is_merged_into_what_has_ended(town, pair):
    town.act(pair[1], "withdraw", "resident")
    assert code(merged(town, *pair)) == "merged_into_closed"
    assert not Link.objects.exists()


def test_what_one_may_not_see_answers_as_what_is_not_there(town, pair):
    elsewhere = town.open(place=town.other_grid.pk).matter.id
    hidden, missing = merged(town, pair[0], elsewhere), merged(town, pair[0], 999_999)
    assert code(hidden) == code(missing) == "unknown_refs"


def test_the_page_offers_those_of_the_place_first_and_asks_once_more(town, pair, client):
    from shanzhi.people.models import Account

    client.force_login(
        Account.objects.create_user("worker", "Ping-An-2026-x", person=town.people["grid_worker"])
    )
    page = client.get(f"/matters/{pair[0]}/acts/merge").content.decode()
    assert f"#{pair[1]}" in page
    assert "请先核对是不是同一件事" in page


def notices_of(town, number):
    return list(Notice.objects.filter(person=town.residents[number]).order_by("-pk"))


def test_who_reported_it_too_is_told_in_the_name_of_their_own_matter_and_led_to_it(town):
    own = town.open(who="resident2", values={"subject": "东门井盖"}).matter.id
    first = town.open(values={"subject": "家里的私事"}).matter.id
    merged(town, own, first)
    town.act(first, "accept", "grid_worker", urgency="normal")
    latest = notices_of(town, 1)[0]
    assert latest.matter_id == own
    assert latest.seq is None
    assert "东门井盖" in latest.zh
    assert "受理" in latest.zh
    assert "办理中" in latest.zh
    for told in notices_of(town, 1):
        assert "家里的私事" not in told.zh + told.en
        assert may_see(town.actor("resident2"), told.matter_id)


def test_merged_twice_over_it_is_still_ones_own_matter(town):
    own = town.open(who="resident2", values={"subject": "东门井盖"}).matter.id
    second = town.open(who="resident3", values={"subject": "门口的坑"}).matter.id
    first = town.open(values={"subject": "家里的私事"}).matter.id
    merged(town, own, second)
    merged(town, second, first)
    town.act(first, "accept", "grid_worker", urgency="normal")
    assert [(n.matter_id, "东门井盖" in n.zh) for n in notices_of(town, 1)[:1]] == [(own, True)]
    assert [(n.matter_id, "门口的坑" in n.zh) for n in notices_of(town, 2)[:1]] == [(second, True)]
    for number in (1, 2):
        assert not [n for n in notices_of(town, number) if "家里的私事" in n.zh]


def test_what_all_may_see_is_told_as_it_is(town):
    town.adopt((METHODS / "task.yaml").read_text())
    town.adopt((METHODS / "deliberation.yaml").read_text())
    own = town.open(
        "deliberation", who="resident2", values={"detail": "空地光秃秃的", "subject": "种几棵树"}
    ).matter.id
    first = town.open("deliberation", values={"detail": "空地光秃秃的", "subject": "改成小游园"}).matter.id
    town.act(own, "merge", "community_staff", into=first)
    town.act(first, "reject", "community_staff", grounds="beyond", advice="请向街道反映这件事")
    latest = notices_of(town, 1)[0]
    assert (latest.matter_id, "改成小游园" in latest.zh) == (first, True)


def test_ones_own_merged_matter_says_where_it_went_on(town, client):
    from shanzhi.people.models import Account

    own = town.open(who="resident2", values={"subject": "东门井盖"}).matter.id
    second = town.open(who="resident3", values={"subject": "门口的坑"}).matter.id
    first = town.open(values={"subject": "家里的私事"}).matter.id
    merged(town, own, second)
    merged(town, second, first)
    client.force_login(Account.objects.create_user("two", "Ping-An-2026-x", person=town.people["resident2"]))
    page = client.get(f"/matters/{own}").content.decode()
    assert "已并入的那一件" in page
    assert "待受理" in page
    assert "家里的私事" not in page
    assert f"#{first}" not in page
    town.act(first, "accept", "grid_worker", urgency="normal")
    told = client.get(f"/api/matters/{own}").json()["went_on"]
    assert (told["stage_label"], told["closed_at"]) == ("办理中", None)
    assert told["due_at"] is not None
    town.act(first, "withdraw", "resident")
    assert client.get(f"/api/matters/{own}").json()["went_on"]["closed_at"] is not None
    open_one = town.open(who="resident2").matter.id
    assert client.get(f"/api/matters/{open_one}").json()["went_on"] is None


WISH = """
method: wish
title: 心愿
version: 1
source: 示例
visible: [{shows: all, whom: [place]}]
people: {other: {type: person, side: true, label: 另一方}}
data: {subject: {type: text, max: 80, label: 什么事}, into: {type: matter, label: 并入哪一件}}
open: {wish: {by: [resident, community_staff], asks: [subject, other], at: community, to: backing}}
stages:
  backing:
    label: 征集支持
    desk: community_staff
    due: 9 days
    endorse: {roll: households, needs: "9"}
    acts:
      merge: {label: 合并办理, asks: [into], effects: [{link: {matter: data.into, as: duplicate, follow: true}}], to: merged}
      finish: {label: 办好了, to: done}
    outcomes: {reached: done, expired: done}
  merged: {label: 已合并办理, end: merged, says: '“{subject}”已合并，进展会一并告诉您。'}
  done: {label: 办好了, end: done, says: '“{subject}”办好了。'}
examples:
  - title: 办好了
    steps: [{open: wish, with: {subject: 长椅, other: resident2}, by: resident}, {act: finish, by: community_staff}]
    expect: {end: done}
"""


def test_parties_and_supporters_of_what_was_merged_are_told_how_the_other_goes_on(town):
    town.adopt(WISH)
    one, other, supporter = (town.residents[n].pk for n in (0, 1, 2))

    def wish(subject, of):
        return town.open("wish", "community_staff", values={"subject": subject, "other": of}).matter.id

    first, later = wish("添长椅", one), wish("要长椅", other)
    town.act(later, "endorse", "resident3")
    town.act(later, "merge", "community_staff", into=first)
    Notice.objects.all().delete()

    town.act(first, "finish", "community_staff")

    assert {one, other, supporter} <= set(Notice.objects.values_list("person", flat=True))
