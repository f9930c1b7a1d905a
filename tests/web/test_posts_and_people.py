"""Posts with vacancies and ending terms, persons and households: seen, given, ended, registered, each with its right."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.models import Matter
from shanzhi.people import actions as doing
from shanzhi.people.models import Household, Look, Person, Post


def test_vacancies_and_ending_terms_are_listed(town, signed_in):
    soon = timezone.now() + timedelta(days=20)
    post = Post.objects.get(role="grid_worker", place=town.grid)
    Post.objects.filter(pk=post.pk).update(until=soon)
    doing.end_post(SYSTEM, post=Post.objects.get(role="grid_worker", place=town.other_grid), reason="调走")
    staff = signed_in("community_staff")
    page = staff.get(f"/places/{town.community.pk}/posts").content.decode()
    gaps, rest = page.split("60 天内到期", 1)
    assert "第二网格" in gaps
    assert "起空缺" in gaps
    assert "第一网格" in rest
    assert "续任" in rest
    assert f"/places/{town.other_grid.pk}/posts/new?role=grid_worker" in page
    assert signed_in("resident").get(f"/places/{town.community.pk}/posts").status_code == 302
    worker = signed_in("grid_worker").get(f"/places/{town.grid.pk}/posts").content.decode()
    assert "/posts/new" not in worker


def test_a_post_is_given_for_a_term_and_refusals_stand_beside_the_question(town, signed_in):
    staff, address = signed_in("community_staff"), f"/places/{town.other_grid.pk}/posts/new"
    for text in ("居民1", "网格员乙"):
        page = staff.post(
            address, {"role": "team_lead", "person.find": text, "step": "find:person"}
        ).content.decode()
        assert f"<span>{text}" in page
    person = town.people["grid_worker@other"]
    given = {
        "role": "team_lead",
        "person": person.pk,
        "since": "2026-01-01",
        "until": "2025-01-01",
        "basis": "纪要",
    }
    answer = staff.post(address, given)
    assert answer.status_code == 422
    assert 'id="q-until-wrong"' in answer.content.decode()
    assert staff.post(address, {"role": "team_lead"}).status_code == 422
    assert Post.objects.filter(person=person).count() == 1
    assert staff.post(address, {**given, "until": "2030-01-01"}).status_code == 302
    post = Post.objects.get(person=person, role="team_lead")
    assert (post.role, timezone.localtime(post.until).isoformat()[:19]) == (
        "team_lead",
        "2030-01-02T00:00:00",
    )
    again = staff.post(address, {**given, "until": "2030-01-01"})
    assert again.status_code == 422
    assert "任期不能重叠" in again.content.decode()
    assert (
        staff.post(address, {"role": "grid_chief", "newcomer": "新来的甲", "basis": "纪要"}).status_code
        == 302
    )
    assert Post.objects.get(role="grid_chief").person.name == "新来的甲"
    assert signed_in("grid_worker").post(address, given).status_code == 404
    assert signed_in("community_staff").get(f"/places/{town.community.pk}/posts/new").status_code == 404


def test_ending_a_post_shows_what_follows_and_only_then_does_it(town, signed_in):
    done = town.open()
    post = Post.objects.get(role="grid_worker", place=town.grid)
    staff, address = signed_in("community_staff"), f"/posts/{post.pk}/end"
    page = staff.get(address).content.decode()
    assert "现有 1 件在办" in page
    assert "由上一级代管" in page
    post.refresh_from_db()
    assert post.ended_at is None
    assert staff.post(address, {"reason": ""}).status_code == 422
    assert staff.post(address, {"reason": "调到街道"}).status_code == 302
    post.refresh_from_db()
    assert post.ended_at is not None
    assert post.end_reason == "调到街道"
    assert Matter.objects.get(pk=done.matter.id).closed_at is None
    assert signed_in("resident").get(address).status_code == 404


def test_people_are_masked_and_a_look_is_recorded(town, signed_in):
    one = town.people["resident"]
    doing.rename_person(SYSTEM, person=one, name="欧阳某某")
    worker, address = signed_in("grid_worker"), f"/people/{one.pk}"
    page = worker.get(f"/places/{town.grid.pk}/people", {"q": "欧阳"}).content.decode()
    assert f'href="{address}"' in page
    assert "欧阳某某" not in page
    page = worker.get(address).content.decode()
    assert "138****0001" in page
    assert "13800000001" not in page
    assert worker.post(f"{address}/look", {"purpose": " "}).status_code == 422
    assert Look.objects.count() == 0
    assert "13800000001" in worker.post(f"{address}/look", {"purpose": "核实地址"}).content.decode()
    assert Look.objects.get().subject == one.pk
    home = worker.get(f"/households/{one.household_id}").content.decode()
    assert "欧*" in home
    for stranger in ("resident2", "grid_worker@other", "department_staff"):
        for path in (address, f"/households/{one.household_id}"):
            assert signed_in(stranger).get(path).status_code == 404, (stranger, path)
        assert signed_in(stranger).post(f"{address}/look", {"purpose": "看看"}).status_code == 404
    assert signed_in("resident2").get(f"/places/{town.grid.pk}/people").status_code == 404


def test_persons_and_households_are_registered_with_clear_refusals(town, signed_in):
    worker = signed_in("grid_worker")
    doors, persons = f"/places/{town.building.pk}/households/new", f"/places/{town.building.pk}/people/new"
    assert worker.post(doors, {"name": "二单元 101", "area": "八十"}).status_code == 422
    assert worker.post(doors, {"name": "二单元 101", "area": "88.5"}).status_code == 302
    home = Household.objects.get(name="二单元 101")
    assert home.area == 8850
    assert "已有住户" in worker.post(doors, {"name": "二单元 101"}).content.decode()
    before = Person.objects.count()
    bad = worker.post(persons, {"name": "新住户", "household": home.pk, "id_number": "123"})
    assert bad.status_code == 422
    assert 'id="q-id_number-wrong"' in bad.content.decode()
    assert Person.objects.count() == before
    given = {"name": "新住户", "household": home.pk, "phone": "13900000009"}
    assert worker.post(persons, given).status_code == 302
    assert Person.objects.get(name="新住户").household == home
    elsewhere = f"/places/{town.other_grid.pk}/people/new"
    assert worker.post(elsewhere, given).status_code == 404
    assert signed_in("resident").get(persons).status_code == 404


def test_buildings_are_shared_out(town, signed_in):
    staff, address = signed_in("community_staff"), f"/places/{town.community.pk}/buildings"
    assert "没有人包" in staff.get(address).content.decode()
    person = town.people["resident"]
    given = {"person": person.pk, "role": "building_lead", "basis": "居民推选"}
    assert "请先勾选楼栋" in staff.post(address, given).content.decode()
    assert staff.post(address, {**given, "building": [town.building.pk]}).status_code == 302
    page = staff.get(address).content.decode()
    assert "楼栋长 居民1" in page
    again = staff.post(address, {**given, "building": [town.building.pk]})
    assert again.status_code == 422
    assert "任期不能重叠" in again.content.decode()
    resident = signed_in("resident2")
    assert resident.get(address).status_code == 302


def test_the_place_page_counts_what_is_open_below(town, signed_in):
    town.open()
    page = signed_in("community_staff").get(f"/places/{town.community.pk}").content.decode()
    assert "在办 1" in page
    assert f"/places/{town.community.pk}/posts" in page
    stranger = signed_in("resident").get(f"/places/{town.community.pk}").content.decode()
    assert "在办" not in stranger
    assert f"/places/{town.community.pk}/posts" not in stranger
