"""On the page of a method's inputs a lower place asks for what a level above sets; that level answers on a page."""

from __future__ import annotations

import io

from python_calamine import CalamineWorkbook

from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.models import InputRequest
from tests.web.test_adopting import form_of

REQUESTS = "/library/requests"


def test_it_is_asked_for_beside_the_form_and_answered_with_its_effect(town, signed_in):
    town.open(values={"subject": "太吵了", "category": "噪声"})
    community, district = signed_in("community_staff"), signed_in("district_staff")
    address = f"/library/appeal/adopt/{town.community.pk}"
    form = form_of(community.get(address).content.decode()) | {"not_taken": "噪声"}
    checked = community.post(address, {**form, "step": "check"}).content.decode()
    assert "由区县设定" in checked
    assert "向上级申请" in checked
    saved = community.post(address, {**form, "step": "save"})
    assert saved.status_code == 422
    assert "向上级申请" in saved.content.decode()
    without = community.post(address, {**form, "step": "ask", "reason": " "})
    assert without.status_code == 422
    assert "为什么" in without.content.decode()
    asked = community.post(address, {**form, "step": "ask", "reason": "社区没有执法权"})
    assert asked["Location"] == REQUESTS
    assert "噪声" in community.get(REQUESTS).content.decode()
    assert "同意，立即生效" not in community.get(REQUESTS).content.decode()
    assert "同意，立即生效" not in signed_in("street_staff").get(REQUESTS).content.decode()
    page = district.get(REQUESTS).content.decode()
    assert "社区没有执法权" in page
    assert "1 件里，有 1 件" in page
    number = InputRequest.objects.get().pk
    assert "没有同意" not in page
    assert district.post(REQUESTS, {"request": number, "step": "refuse"}).status_code == 422
    assert district.post(REQUESTS, {"request": number, "step": "grant"}).status_code == 302
    assert len(method_of(adoption_at("appeal", town.community)).values["not_taken"]) == 1
    file = community.get(REQUESTS, {"as": "xlsx"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(file.content)).get_sheet_by_index(0).to_python()
    assert any("社区没有执法权" in map(str, row) for row in rows)
    assert "已同意" in community.get(REQUESTS).content.decode()
    assert "申请的参数已同意" in community.get("/notices").content.decode()


def test_who_adopts_nothing_has_no_such_page_and_cannot_answer(town, signed_in):
    for who in ("resident", "grid_worker", "department_staff"):
        assert signed_in(who).get(REQUESTS).status_code == 404
        assert signed_in(who).post(REQUESTS, {"request": 1, "step": "grant"}).status_code == 404
    assert signed_in("district_staff").post(REQUESTS, {"request": "x", "step": "grant"}).status_code == 404


def test_who_may_answer_finds_it_on_the_first_page_and_the_desk(town, signed_in):
    community, district = signed_in("community_staff"), signed_in("district_staff")
    address = f"/library/appeal/adopt/{town.community.pk}"
    form = form_of(community.get(address).content.decode()) | {"not_taken": "噪声"}
    community.post(address, {**form, "step": "ask", "reason": "社区没有执法权"})
    for path in ("/", "/inbox"):
        page = district.get(path).content.decode()
        assert "等您答复的参数申请" in page, path
        assert "社区没有执法权" in page, path
        assert f'href="{REQUESTS}"' in page, path
        for who in ("community_staff", "street_staff", "grid_worker"):
            assert "等您答复的参数申请" not in signed_in(who).get(path).content.decode(), (who, path)
    district.post(REQUESTS, {"request": InputRequest.objects.get().pk, "step": "grant"})
    assert "等您答复的参数申请" not in district.get("/").content.decode()
