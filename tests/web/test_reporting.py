"""Reporting by a resident: what is likely known already, which place was meant, photos and their place; nothing lost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.files.contents import path_of
from shanzhi.matters.models import File, Matter, Watch
from shanzhi.people import actions as people
from shanzhi.places.actions import add_place
from tests.matters.photos import HEIC, POINT, photo, told
from tests.matters.search.test_nearby import PUBLIC


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def report(client, **more):
    return client.post("/open/appeal", {"subject": "楼道灯不亮", "command": "c-1", **more})


def seen(page: str) -> list[str]:
    return re.findall(r'name="seen" value="([^"]+)"', page)


def upload(content: bytes, name: str = "灯.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_a_likely_second_report_is_asked_about_once_and_then_taken(town, signed_in):
    town.adopt(PUBLIC)
    first = town.open().matter.id
    client = signed_in("resident2")
    asked = report(client, detail="一楼到三楼都不亮")
    page = asked.content.decode()
    assert asked.status_code == 200
    assert "可能已经有人反映过" in page
    assert f'name="join" value="{first}"' in page
    assert "一楼到三楼都不亮" in page
    assert Matter.objects.count() == 1
    sent = report(client, detail="一楼到三楼都不亮", seen=seen(page))
    assert sent.status_code == 302
    assert Matter.objects.count() == 2


def test_one_tap_joins_instead(town, signed_in):
    town.adopt(PUBLIC)
    first = town.open().matter.id
    client = signed_in("resident2")
    joined = report(client, join=str(first))
    assert joined["Location"] == f"/matters/{first}"
    assert "已记上“我也是”" in client.get(joined["Location"]).content.decode()
    assert Watch.objects.filter(matter=first, person=town.people["resident2"]).exists()
    again = report(client, join=str(first), command="c-2")
    assert "已经在这件事里" in client.get(again["Location"]).content.decode()
    assert Matter.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "-1", "abc", "9" * 30, "999999"])
def test_joining_what_is_not_there_gets_a_sentence(town, signed_in, number):
    assert report(signed_in("resident2"), join=number).status_code in (302, 404)
    assert not Watch.objects.exists()


def test_ones_own_report_is_led_to_and_not_joined(town, signed_in):
    own = town.open().matter.id
    page = report(signed_in("resident")).content.decode()
    assert "我反映的，看进展" in page
    assert 'name="join"' not in page
    assert f'href="/matters/{own}"' in page


def test_a_neighbours_hidden_report_is_not_given_away(town, signed_in):
    town.open()
    assert report(signed_in("resident2")).status_code == 302


def test_while_one_types_it_is_offered_without_sending(town, signed_in):
    town.adopt(PUBLIC)
    town.open()
    answer = report(signed_in("resident2"), step="hints")
    assert answer.status_code == 200
    assert "可能已经有人反映过" in answer.content.decode()
    assert Matter.objects.count() == 1


def test_a_place_named_in_the_text_can_be_chosen(town, signed_in):
    client = signed_in("resident")
    page = report(client, subject="样例社区第二网格的垃圾没人收").content.decode()
    assert "您说的是这里吗" in page
    assert f'name="@at" value="{town.other_grid.pk}"' in page
    report(client, subject="样例社区第二网格的垃圾没人收", seen=seen(page), **{"@at": town.other_grid.pk})
    assert Matter.objects.get().origin == town.other_grid


def test_mistakes_and_offers_come_together(town, signed_in):
    town.adopt(PUBLIC)
    town.open()
    answer = report(signed_in("resident2"), phone="12")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "可能已经有人反映过" in page
    assert 'href="#q-phone"' in page


def test_a_heic_photo_is_taken_without_its_place(town, signed_in):
    assert report(signed_in("resident"), photos=upload(HEIC, "IMG_0001.HEIC")).status_code == 302
    kept = File.objects.get()
    assert (kept.type, kept.name) == ("image/jpeg", "IMG_0001.jpg")
    assert told(path_of(kept.hash).read_bytes()) == set()


def test_the_place_of_a_photo_is_where_it_happened_if_its_sender_wants_that(town, signed_in):
    report(signed_in("resident"), photos=upload(photo()), **{"photos.where": "1"})
    matter = Matter.objects.get()
    assert (matter.lon, matter.lat) == pytest.approx(POINT)
    assert told(path_of(File.objects.get().hash).read_bytes()) == {"where", "when"}


def test_a_place_set_by_hand_goes_before_that_of_a_photo(town, signed_in):
    report(signed_in("resident"), photos=upload(photo()), where="104.1, 30.7", **{"photos.where": "1"})
    assert Matter.objects.get().lon == pytest.approx(104.1)


def test_the_box_unticked_after_all_takes_the_place_out(town, signed_in):
    client = signed_in("resident")
    report(client, subject="", photos=upload(photo()), **{"photos.where": "1"})
    kept = File.objects.get()
    report(client, photos=str(kept.pk))
    kept.refresh_from_db()
    assert kept.matter_id == Matter.objects.get().pk
    assert told(path_of(kept.hash).read_bytes()) == set()
    assert Matter.objects.get().lon is None


def test_too_many_photos_are_counted_and_none_is_lost(town, signed_in):
    many = [upload(photo(wide=8 + n), f"{n}.jpg") for n in range(10)]
    answer = report(signed_in("resident"), photos=many)
    assert answer.status_code == 422
    assert "9" in re.search(r'id="q-photos-wrong">([^<]+)<', answer.content.decode()).group(1)
    assert File.objects.filter(matter=None).count() == 10
    assert Matter.objects.count() == 0


def test_a_photo_of_thirty_megabytes_gets_a_sentence(town, signed_in):
    answer = report(signed_in("resident"), photos=upload(photo() + b"\0" * 30_000_000))
    assert answer.status_code == 422
    assert "文件太大（最大 20 MB）" in answer.content.decode()


def test_little_is_asked_in_the_open_and_what_is_known_not_at_all(town, signed_in):
    page = signed_in("resident").get("/open/appeal").content.decode()
    open_part, _, folded = page.partition('class="folded"')
    assert {"q-subject", "q-detail", "q-photos"} <= set(re.findall(r'id="(q-[a-z_]+)"', open_part))
    assert {"q-category", "q-address", "q-phone"} <= set(re.findall(r'id="(q-[a-z_]+)"', folded))
    assert "系统已有，不用再填" in folded


def test_a_mistake_in_a_folded_question_stands_in_the_open(town, signed_in):
    page = report(signed_in("resident"), phone="12").content.decode()
    assert "q-phone-wrong" in page.partition('class="folded"')[0]


def test_what_is_reported_for_another_lies_where_they_live(town, signed_in):
    elsewhere = add_place(name="二栋", level="building", parent=town.other_grid)
    home = people.add_household(SYSTEM, name="101", place=elsewhere, area=8_000)
    elder = people.add_person(SYSTEM, name="老人甲", household=home)
    signed_in("community_staff").post(
        "/open/appeal", {"subject": "楼道灯不亮", "for_person": elder.pk, "command": "c1"}
    )
    matter = Matter.objects.get()
    assert (matter.opener_id, matter.origin_id) == (elder.pk, elsewhere.pk)


def test_whose_home_it_would_be_is_told_only_to_who_may_speak_for_another(town, signed_in):
    told = "代人提的按那人家里"
    assert told not in signed_in("resident").get("/open/appeal").content.decode(), (
        "lives alone, speaks for nobody"
    )
    assert told in signed_in("grid_worker").get("/open/appeal").content.decode()
