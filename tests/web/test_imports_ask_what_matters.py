"""A page of imports asks nobody for what cannot be, forgets no choice, and lists what was handed in."""

from __future__ import annotations

import json

from shanzhi.matters.imports.working import run_jobs
from tests.web.test_imports import JOB, ROSTER, hand_in, home, looked_at, told

__all__ = ["home"]


def test_a_file_of_which_nothing_can_be_taken_asks_nobody_to_confirm_it(town, signed_in):
    staff, address = signed_in("community_staff"), f"/places/{town.community.pk}/imports"
    good = looked_at(staff, town.community, ROSTER, name="住户.csv", kind="people")
    assert "没有可以导入的行" not in told(staff, good)
    assert staff.get(address).content.decode().count("等您确认") == 1
    bad = looked_at(staff, town.community, "楼栋,门牌,姓名\n没有的楼,1,某某\n", name="错.csv", kind="people")
    page = told(staff, bad)
    assert "没有可以导入的行：改好文件再上传" in page
    assert "确认导入" not in page
    listed = staff.get(address).content.decode()
    assert (listed.count("等您确认"), listed.count("没有可导入的")) == (1, 1)


def test_who_hands_in_shapes_alone_finds_them_again_when_they_are_done(town, signed_in):
    ring = [[104.0, 30.6], [104.01, 30.6], [104.01, 30.61], [104.0, 30.61], [104.0, 30.6]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"name": "三网格"}, "geometry": shape}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    staff = signed_in("community_staff")
    job = looked_at(staff, town.community, text, name="网格.geojson", kind="shapes", level="grid")
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    job.refresh_from_db()
    assert job.state == JOB.DONE
    listed = staff.get(f"/places/{town.community.pk}/imports").content.decode()
    assert f'href="/imports/{job.pk}"' in listed


def test_what_was_chosen_stays_when_a_file_is_refused(town, signed_in):
    answer = hand_in(
        signed_in("street_staff"),
        town.street,
        "",
        name="空.geojson",
        kind="shapes",
        level="building",
        crs="gcj02",
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert '<option value="building" selected>' in page
    assert 'value="gcj02"' in page
