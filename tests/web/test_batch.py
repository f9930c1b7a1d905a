"""Several matters at once: each its own command, nothing silently dropped, a repeat harmless."""

from __future__ import annotations

import re

from shanzhi.matters.models import Entry, Link, Matter


def hidden(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.partition('id="form"')[2])


def send(client, page: str, **answers):
    data: dict[str, list[str]] = {}
    for name, value in hidden(page):
        data.setdefault(name, []).append(value)
    return client.post("/batch", {**data, **answers})


def test_one_act_on_several_and_the_rest_is_told(town, signed_in):
    numbers = [town.open(values={"subject": f"第{n}件"}).matter.id for n in range(4)]
    town.act(numbers[3], "accept")
    worker = signed_in("grid_worker")
    chosen = "&".join(f"m={n}" for n in numbers)
    page = worker.get(f"/batch?{chosen}").content.decode()
    assert "4 件中 3 件可办" in page
    page = worker.get(f"/batch?{chosen}&act=appeal:accept").content.decode()
    assert "这一步现在不能做" in page
    town.act(numbers[2], "message", text="我先问问")
    foreseen = send(worker, page, urgency="quick").content.decode()
    assert "这样办：2 件会办成，2 件办不成" in foreseen
    assert set(Matter.objects.filter(pk__in=numbers[:3]).values_list("stage", flat=True)) == {"reported"}
    answer = send(worker, foreseen, urgency="quick")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "办成 2 件，没有办成 2 件" in text
    stages = dict(Matter.objects.filter(pk__in=numbers).values_list("pk", "stage"))
    assert [stages[n] for n in numbers] == ["handling", "handling", "reported", "handling"]
    assert all(f"m={n}" in text for n in numbers[2:])
    before = Entry.objects.count()
    again = send(worker, page, urgency="quick").content.decode()
    assert Entry.objects.count() == before
    assert "办成 2 件，没有办成 2 件" in again
    assert "上次已经办成" in again
    accepted = Entry.objects.filter(act="accept", matter__in=numbers[:2])
    assert accepted.values_list("command", flat=True).distinct().count() == 2


def test_several_go_into_one(town, signed_in):
    numbers = [town.open(values={"subject": "路灯不亮"}).matter.id for _ in range(3)]
    worker = signed_in("grid_worker")
    chosen = "&".join(f"m={n}" for n in numbers)
    page = worker.get(f"/batch?{chosen}&act=appeal:merge").content.decode()
    field = re.search(rf'name="(\w+)" value="{numbers[0]}"', page.partition('class="field')[2]).group(1)
    text = send(worker, page, **{field: str(numbers[0])}).content.decode()
    assert "办成 2 件" in text
    assert "其他事项并入这一件" in text
    assert Link.objects.filter(to=numbers[0]).count() == 2
    assert Matter.objects.get(pk=numbers[0]).closed_at is None
    assert Matter.objects.filter(pk__in=numbers[1:], closed_at=None).count() == 0


def test_a_wrong_form_is_shown_again_and_nothing_is_done(town, signed_in):
    numbers = [town.open().matter.id for _ in range(2)]
    worker = signed_in("grid_worker")
    page = worker.get(f"/batch?m={numbers[0]}&m={numbers[1]}&act=appeal:message").content.decode()
    before = Entry.objects.count()
    answer = send(worker, page, text="")
    assert answer.status_code == 422
    assert 'id="q-text-wrong"' in answer.content.decode()
    assert Entry.objects.count() == before


def test_what_one_may_not_see_or_do_is_not_done(town, signed_in):
    number = town.open(values={"subject": "秘密的事"}).matter.id
    other = signed_in("grid_worker@other")
    assert "秘密的事" not in other.get(f"/batch?m={number}&m=x&m=99999999").content.decode()
    before = Entry.objects.count()
    other.post("/batch", {"m": number, "act": "appeal:accept", "command": "c", "urgency": "quick"})
    staff = signed_in("community_staff")
    text = staff.post("/batch", {"m": number, "act": "appeal:accept", "command": "c", "urgency": "quick"})
    assert "没有办成 1 件" in text.content.decode()
    assert Entry.objects.count() == before
    assert signed_in("grid_worker").get("/batch?m=").status_code == 200


def test_a_batch_says_beforehand_exactly_what_will_come_of_it(town, signed_in):
    numbers = [town.open(values={"subject": f"第{n}件"}).matter.id for n in range(3)]
    ended = town.open(values={"subject": "早已结束"}).matter.id
    town.act(ended, "withdraw", "resident")
    worker = signed_in("grid_worker")
    chosen = "&".join(f"m={n}" for n in numbers)
    page = worker.get(f"/batch?{chosen}&act=appeal:merge").content.decode()
    before = Entry.objects.count()
    first = send(worker, page, into=str(ended))
    text = first.content.decode()
    assert "这样办：0 件会办成，3 件办不成" in text
    assert "已经结束" in text
    assert Entry.objects.count() == before
    assert not Link.objects.exists()
    told = send(worker, text, into=str(ended)).content.decode()
    assert "办成 0 件，没有办成 3 件" in told
    assert "办成 3 件，没有办成 0 件" in send(worker, text, into=str(town.open().matter.id)).content.decode()
