"""A category is chosen from the top down without scripts, shown by its name, and its table set on a page."""

import html
import re

from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Matter
from tests.web.test_adopting import form_of


def folds(page: str) -> dict[str, list[str]]:
    """The codes that each fold of the tree holds, by its name."""
    found = re.findall(
        r'<details class="branch"[^>]*><summary><span>([^<]+)</span></summary>(.*?)</details>',
        page,
        re.DOTALL,
    )
    return {name: re.findall(r'name="category" value="([^"]*)"', inside) for name, inside in found}


def test_one_opens_what_lies_above_and_picks_below_it(town, signed_in):
    resident = signed_in("resident")
    page = resident.get("/open/appeal").content.decode()
    tree = folds(page)
    assert tree["房屋和小区"][:2] == ["e21", "e2101"]
    assert "e2110" in tree["房屋和小区"]
    assert "e2110" not in tree["市容环境"]
    assert "房屋和小区（说不准哪一种）" in page
    sent = {"subject": "路灯不亮", "category": "e2110", "command": "c1"}
    assert resident.post("/open/appeal", sent).status_code == 302
    row = Matter.objects.get()
    assert row.data["category"] == "e2110"
    shown = resident.get(f"/matters/{row.pk}").content.decode()
    assert "房屋和小区／路灯" in shown
    assert "e2110" not in re.sub(r"<[^>]*>", "", shown)


def test_what_was_chosen_stands_first_when_the_form_comes_back(town, signed_in):
    page = signed_in("resident").post("/open/appeal", {"subject": "", "category": "e2110"}).content.decode()
    assert 'name="category" value="e2110" checked><span>房屋和小区／路灯</span>' in page
    assert page.count('value="e2110"') == 1


def test_a_category_there_is_none_of_gets_a_sentence_and_nothing_is_lost(town, signed_in):
    answer = signed_in("resident").post("/open/appeal", {"subject": "路灯不亮", "category": "zzz"})
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "没有“zzz”这一类。先从这些大类里选" in page
    assert 'value="路灯不亮"' in page
    assert not Matter.objects.exists()


def test_the_board_filters_by_names(town, signed_in):
    town.open(values={"subject": "灯不亮", "category": "e2110"})
    town.open(values={"subject": "有噪声", "category": "e2301"})
    staff = signed_in("community_staff")
    page = staff.get("/board?category=e21").content.decode()
    assert '<option value="e21" selected>房屋和小区</option>' in page
    assert '<option value="e2301">邻里生活／噪声</option>' in page
    assert "灯不亮" in page
    assert "有噪声" not in page
    assert "灯不亮" in staff.get("/board?category=路灯").content.decode()


def test_a_correction_takes_a_name_and_refuses_what_is_none(town, signed_in):
    number = town.open(values={"subject": "灯不亮", "category": "e2105"}).matter.id
    worker, address = signed_in("grid_worker"), f"/matters/{number}/acts/correct"
    sent = {"field": "category", "value": "路灯", "reason": "归类错了", "command": "x", "seq": "1"}
    assert worker.post(address, {**sent, "value": "灵异"}).status_code == 422
    assert worker.post(address, sent).status_code == 302
    assert Matter.objects.get().data["category"] == "e2110"


def test_the_district_sets_the_table_as_lines(town, signed_in):
    staff, address = signed_in("district_staff"), f"/library/appeal/adopt/{town.district.pk}"
    page = staff.get(address).content.decode()
    lines = html.unescape(
        re.search(r'<textarea[^>]*name="catalogue"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    )
    assert "e2110,路灯,e21" in lines
    form = {**form_of(page), "catalogue": f"{lines.strip()}\ne2120,信报箱,e21\n"}
    told = staff.post(address, {**form, "step": "check"}).content.decode()
    assert "信报箱 e2120" in told
    wrong = staff.post(address, {**form, "catalogue": "a,甲,没有的", "step": "save"})
    assert wrong.status_code == 422
    assert "“a”的上级“没有的”不在表里" in html.unescape(wrong.content.decode())
    assert staff.post(address, {**form, "not_taken": ["e22"], "step": "save"}).status_code == 302
    made = adoption_at("appeal", town.district)
    assert made.inputs["catalogue"]["e2120"] == {"label": "信报箱", "above": "e21"}
    assert made.inputs["not_taken"] == ["e22"]
    assert "e2202" in method_of(made).values["not_taken"]
    assert folds(signed_in("resident").get("/open/appeal").content.decode())["房屋和小区"][-1] == "e2120"
    again = staff.get(address).content.decode()
    assert 'name="not_taken" value="e22" checked' in again
