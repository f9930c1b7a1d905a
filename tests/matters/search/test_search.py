"""Full-text search: Chinese without spaces, what each may see and no more, page by page, and made anew."""

from __future__ import annotations

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Matter
from shanzhi.matters.search.rebuild import rebuild
from shanzhi.matters.search.words import asked, words_of
from shanzhi.people.actions import set_contact
from shanzhi.people.permission import ANONYMOUS, Administrator
from shanzhi.reading import search
from tests.matters.town import changed


def found(town, who, text):
    actor = town.actor(who) if isinstance(who, str) else who
    return [hit.matter for hit in search.find(actor, text).hits]


def test_every_two_neighbouring_characters_are_a_word():
    assert words_of(["楼道灯，A3栋"]) == {"楼道", "道灯", "灯", "a3", "栋"}
    assert [t.text for t in asked("楼道灯")] == ["楼道", "道灯"]
    assert [(t.text, t.begins) for t in asked("灯 ３Ｂ")] == [("灯", True), ("3b", True)]
    assert asked("！？ 🎈") == ()


def test_words_of_one_two_and_more_characters_find_subject_and_detail(town):
    lamp = town.open(values={"subject": "三号楼楼道灯不亮", "detail": "晚上老人摔倒 B7 单元"}).matter.id
    pipe = town.open(values={"subject": "水管漏水", "address": "幸福路88号"}).matter.id
    for text in ("灯", "楼道", "楼道灯不亮", "老人 楼道", "b7", "亮", "Ｂ７"):
        assert found(town, "grid_worker", text) == [lamp], text
    for text in ("漏水", "水", "幸福路88", f"#{pipe}"):
        assert found(town, "grid_worker", text) == [pipe], text
    for text in ("灯道", "楼灯", "", "？", "%", "'", '"', "楼道 漏水", "(", "_p1", "_v", "NOT 灯"):
        assert found(town, "grid_worker", text) == [], text
    assert str(pipe) in map(str, found(town, "grid_worker", str(pipe)))


def test_a_place_is_found_by_its_name(town):
    here = town.open(values={"subject": "井盖坏了"}).matter.id
    there = town.open(values={"subject": "井盖响"}, place=town.other_grid.pk).matter.id
    assert found(town, "community_staff", "第一网格 井盖") == [here]
    assert found(town, "community_staff", "井盖 第二网格") == [there]
    assert found(town, "community_staff", "井盖") == [there, here]


def test_nobody_finds_what_they_may_not_see(town):
    done = town.open(values={"subject": "邻居夜里吵闹", "phone": "13899990001"})
    town.act(done, "message", "resident", text="我怕他知道是我说的")
    assert found(town, "resident", "吵闹") == [done.matter.id]
    assert found(town, "resident", "怕他") == [done.matter.id]
    assert found(town, "grid_worker", "怕他知道") == [done.matter.id]
    for who in ("resident2", "grid_worker@other", "department_staff", ANONYMOUS):
        assert found(town, who, "吵闹") == [], who
        assert found(town, who, f"#{done.matter.id}") == [], who
    assert found(town, Administrator(person=None, kind="audit_admin"), "吵闹") == []
    assert found(town, "grid_worker", "13899990001") == []
    assert found(town, SYSTEM, "13899990001") == []


def test_whoever_looks_on_finds_the_subject_and_not_what_parties_say(town):
    town.adopt(changed("appeal", "visible: desk", "visible: place"))
    done = town.open(values={"subject": "广场要不要装灯", "detail": "装两盏"})
    town.act(done, "message", "resident", text="其实是我邻居想装")
    assert found(town, "resident2", "广场") == [done.matter.id]
    assert found(town, "resident2", "两盏") == [done.matter.id]
    assert found(town, "resident2", "邻居") == []
    assert found(town, "grid_worker", "邻居") == [done.matter.id]


def test_who_gets_a_matter_on_the_desk_finds_it(town):
    done = town.open(values={"subject": "路边烧烤油烟", "detail": "每晚九点"})
    town.act(done, "transfer", to_place=town.other_grid.pk)
    assert found(town, "grid_worker@other", "油烟") == [done.matter.id]
    assert found(town, "grid_worker@other", "每晚") == [done.matter.id]
    rebuild()
    assert found(town, "grid_worker@other", "每晚") == [done.matter.id]


def test_the_words_around_are_shown_only_where_the_title_says_less(town):
    done = town.open(values={"subject": "井盖", "detail": "前面很长" * 20 + "下水道堵了" + "后面也很长" * 20})
    (hit,) = search.find(town.actor("grid_worker"), "下水道").hits
    assert hit.matter == done.matter.id
    assert "下水道堵了" in hit.words
    assert len(hit.words) < 90
    assert search.find(town.actor("grid_worker"), "井盖").hits[0].words == ""


def test_pages_follow_one_another_and_repeat_nothing(town, monkeypatch):
    numbers = [town.open(values={"subject": f"路灯第{n}盏", "detail": "路灯"}).matter.id for n in range(7)]
    monkeypatch.setattr(search, "BATCH", 3)
    worker, seen, after = town.actor("grid_worker"), [], 0
    for _ in range(9):
        page = search.find(worker, "路灯", after=after, limit=2)
        seen += [hit.matter for hit in page.hits]
        after = page.next
        if not after:
            break
    assert seen == numbers[::-1]
    monkeypatch.setattr(search, "MOST_LOOKED_AT", 3)
    page = search.find(worker, "路灯", limit=50)
    assert len(page.hits) == 3
    assert page.next


def test_what_is_found_can_be_narrowed_and_never_widened(town):
    lamp = town.open(values={"subject": "路灯不亮"}).matter.id
    other = town.open(values={"subject": "路灯太亮"}, place=town.other_grid.pk).matter.id
    town.act(lamp, "accept", urgency="normal")
    staff = town.actor("community_staff")

    def narrowed(actor, among, **more):
        return [hit.matter for hit in search.find(actor, "路灯", among=among, **more).hits]

    every = Matter.objects.all()
    assert narrowed(staff, every) == [other, lamp]
    assert narrowed(staff, every.filter(stage="handling")) == [lamp]
    assert narrowed(staff, every, place=town.other_grid.pk) == [other]
    assert narrowed(staff, every.filter(stage="handling"), place=town.other_grid.pk) == []
    assert narrowed(town.actor("grid_worker@other"), every) == [other]
    assert narrowed(ANONYMOUS, every) == []


def test_the_matter_of_a_number_comes_first_and_once(town, monkeypatch):
    first = town.open(values={"subject": "第一件"}).matter.id
    told = [town.open(values={"subject": f"见 {first} 号"}).matter.id for _ in range(3)]
    town.act(first, "message", "resident", text=f"就是 {first} 号")
    monkeypatch.setattr(search, "BATCH", 1)
    worker, seen, after = town.actor("grid_worker"), [], 0
    for _ in range(9):
        page = search.find(worker, str(first), after=after, limit=1)
        seen += [hit.matter for hit in page.hits]
        after = page.next
        if not after:
            break
    assert seen == [first, *told[::-1]]


def test_a_page_that_ends_within_a_matter_does_not_show_it_again(town, monkeypatch):
    number = town.open(values={"subject": "路灯"}).matter.id
    before = town.open(values={"subject": "路灯"}).matter.id
    for n in range(4):
        town.act(before, "message", "resident", text=f"路灯第{n}次")
    monkeypatch.setattr(search, "BATCH", 2)
    monkeypatch.setattr(search, "MOST_LOOKED_AT", 2)
    worker = town.actor("grid_worker")
    page = search.find(worker, "路灯")
    assert [hit.matter for hit in page.hits] == [before]
    assert [hit.matter for hit in search.find(worker, "路灯", after=page.next).hits] == [number]


def test_what_is_corrected_is_found_and_so_is_everything_after_a_rebuild(town):
    done = town.open(values={"subject": "电梯异响"})
    town.act(done, "message", "resident", text="物业来过一次")
    town.act(done, "correct", "resident", field="subject", value="电梯停运", reason="说错了")
    for _ in range(2):
        assert found(town, "grid_worker", "电梯停运") == [done.matter.id]
        assert found(town, "grid_worker", "物业") == [done.matter.id]
        assert found(town, "community_staff", "样例社区 停运") == [done.matter.id]
        assert rebuild() == 1


def test_a_number_in_full_width_finds_its_matter(town):
    number = town.open(values={"subject": "路灯"}).matter.id
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    for text in (wide, f"＃{wide}", f" # {number} ", f"#{wide}"):
        assert found(town, "grid_worker", text) == [number], text


def test_a_persons_matters_are_found_by_name_or_telephone_by_those_who_may(town):
    person = town.people["resident"]
    set_contact(SYSTEM, person=person, facts={"phone": "13800007777"})
    number = town.open(values={"subject": "路灯不亮"}).matter.id
    for text in (person.name, "13800007777", "138 0000 7777", "１３８００００７７７７"):
        assert found(town, "grid_worker", text) == [number], text
        for who in ("resident2", "grid_worker@other", "department_staff", ANONYMOUS):
            assert found(town, who, text) == [], (who, text)
    assert found(town, Administrator(person=None, kind="system_admin"), person.name) == []
    assert found(town, "grid_worker", person.name[:-1] or "居") == []
