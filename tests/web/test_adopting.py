"""A place adopts a method on a page: inputs by their types and bounds, the change seen before it is saved."""

import re

from shanzhi import library
from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import Adoption, Matter
from tests.matters.town import METHODS, changed
from tests.method.tiny import tiny


def form_of(page: str) -> dict[str, str]:
    """What the form would send as it stands: inputs, chosen options."""
    values = dict(re.findall(r'<input class="input[^"]*"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
    for name, inside in re.findall(
        r'<select class="input"[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        values[name] = (
            re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        ).group(1)
    values.update(re.findall(r'<input type="radio"[^>]*name="([^"]+)" value="([^"]*)" checked', page))
    return values


def test_the_change_is_seen_before_it_is_saved(town, signed_in):
    running = town.open().matter.id
    staff, address = signed_in("street_staff"), f"/library/appeal/adopt/{town.street.pk}"
    form = form_of(staff.get(address).content.decode())
    assert (form["accept_within.amount"], form["accept_within.unit"], form["verify"]) == (
        "4",
        "workhours",
        "true",
    )
    changed = {**form, "accept_within.amount": "2", "max_reopens": "1", "verify": "false"}
    page = staff.post(address, {**changed, "step": "check"}).content.decode()
    assert "2 个工作小时" in page
    assert "正在办的 1 件仍按原来的版本和参数办完" in page
    assert Adoption.objects.filter(place=town.street).count() == 0
    assert staff.post(address, {**changed, "step": "save"}).status_code == 302
    adoption = adoption_at("appeal", town.grid)
    assert adoption.place == town.street
    assert adoption.inputs == {"accept_within": "2 workhours", "max_reopens": 1, "verify": False}
    row = Matter.objects.select_related("adoption__method").get(pk=running)
    assert method_of(row.adoption).values["max_reopens"] == 2
    assert Matter.objects.get(pk=town.open().matter.id).adoption == adoption


def test_what_is_out_of_bounds_is_told_beside_the_input_and_saves_nothing(town, signed_in):
    staff, address = signed_in("street_staff"), f"/library/appeal/adopt/{town.street.pk}"
    form = form_of(staff.get(address).content.decode())
    bad = {
        **form,
        "accept_within.amount": "90",
        "accept_within.unit": "days",
        "satisfied_from": "9",
        "max_reopens": "x",
    }
    answer = staff.post(address, {**bad, "step": "save"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="q-accept_within-wrong"' in page
    assert 'id="q-satisfied_from-wrong"' in page
    assert 'id="q-max_reopens-wrong"' in page
    assert 'value="90"' in page
    assert Adoption.objects.filter(place=town.street).count() == 0


def test_a_list_of_words_is_typed_with_commas_and_shown_as_it_was_typed(town, signed_in):
    words = "  words: {type: texts, default: [], label: 一些词}\n"
    town.adopt(tiny(("data:\n", f"{words}data:\n")))
    staff, address = signed_in("district_staff"), f"/library/tiny/adopt/{town.district.pk}"
    form = form_of(staff.get(address).content.decode())
    listed = {**form, "words": "违法建设、燃气安全，违法建设"}
    assert "违法建设、燃气安全" in staff.post(address, {**listed, "step": "check"}).content.decode()
    assert staff.post(address, {**listed, "step": "save"}).status_code == 302
    adoption = adoption_at("tiny", town.grid)
    assert method_of(adoption).values["words"] == ["违法建设", "燃气安全"]
    page = staff.get(address).content.decode()
    assert re.search(r'<textarea[^>]*name="words"[^>]*>\s*违法建设、燃气安全<', page)
    assert staff.post(address, {**form_of(page), "words": "", "step": "save"}).status_code == 302
    assert method_of(adoption_at("tiny", town.grid)).values["words"] == []


def test_what_is_set_above_is_refused_beside_its_question_and_says_who_sets_it(town, signed_in):
    staff, address = signed_in("street_staff"), f"/library/appeal/adopt/{town.street.pk}"
    page = staff.get(address).content.decode()
    assert "由区县设定" in page
    refused = staff.post(address, {**form_of(page), "not_taken": "违法建设", "step": "save"})
    assert refused.status_code == 422
    assert 'id="q-not_taken-wrong"' in refused.content.decode()
    assert Adoption.objects.filter(place=town.street).count() == 0


def test_a_method_of_the_library_is_taken_in_when_it_is_adopted(town, signed_in):
    staff = signed_in("district_staff")
    assert "帮办代办" in staff.get("/library").content.decode()
    address = f"/library/errand/adopt/{town.district.pk}"
    form = form_of(staff.get(address).content.decode())
    page = staff.post(address, {**form, "step": "check"}).content.decode()
    assert "采用第 3 版" in page
    assert staff.post(address, {**form, "step": "save"}).status_code == 302
    assert adoption_at("errand", town.grid).inputs == {}
    assert "/open/errand" in signed_in("resident").get("/methods").content.decode()


def test_the_library_shows_the_whole_method(town, signed_in):
    page = signed_in("resident").get("/library/appeal").content.decode()
    for text in (
        "诉求闭环",
        "受理时限",
        "4 个工作小时",
        "按期结案率",
        "小事不出网格",
        "method: appeal",
        "<svg",
    ):
        assert text in page, text
    assert "/adopt/" not in page
    assert signed_in("resident").get("/library/no-such").status_code == 404


def test_a_later_version_that_came_with_the_program_is_offered_and_taken_in(
    town, signed_in, monkeypatch, tmp_path
):
    town.adopt((METHODS / "errand.yaml").read_text())
    kept = method_of(adoption_at("errand", town.street)).version
    file = tmp_path / "errand.yaml"
    file.write_text(changed("errand", "title: 帮办代办", "title: 跑腿代办"))
    files = library.files
    monkeypatch.setattr(library, "files", lambda: {**files(), "errand": file})
    staff, address = signed_in("street_staff"), f"/library/errand/adopt/{town.street.pk}"
    assert "有新版：第 99 版" in staff.get("/library").content.decode()
    page = staff.get(address).content.decode()
    assert f"现用第 {kept} 版" in page
    page = staff.post(address, {**form_of(page), "step": "check"}).content.decode()
    assert "采用第 99 版" in page
    assert "跑腿代办" in page
    assert adoption_at("errand", town.street).place == town.district
    staff.post(address, {**form_of(page), "step": "save"})
    assert method_of(adoption_at("errand", town.street)).version == 99
    assert "有新版：第 99 版" not in staff.get("/library").content.decode()


def test_a_local_law_is_a_basis_in_its_region_and_a_reference_elsewhere(town, signed_in, client):
    law = "北京市接诉即办工作条例"
    staff = signed_in("street_staff")
    for address in ("/library/appeal", f"/library/appeal/adopt/{town.street.pk}"):
        assert f"参照（北京市）：{law}" in staff.get(address).content.decode()
    told = client.get("/api/methods/appeal").json()["laws"][1]
    assert told["text"] == f"依据（北京市；其他地方参照）：{law}"
    assert (told["kind"], told["region"], told["articles"]) == ("basis", "110000", [])
