"""A draw at its pages: the digest before the seed, two who enter it, and the record with which anybody draws again."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.matters.drawing_lots import LOTS

pytestmark = pytest.mark.django_db
THROW = "1 2 3 4 5 6 1 2 3 4 5 6"


@pytest.fixture
def drawing(town):
    town.adopt(LOTS)
    at = (timezone.localtime() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    entries = [{"name": f"第 {n} 家", "phone": "13800138000"} for n in range(1, 6)]
    given = {"subject": "充电位", "entries": entries, "at": at}
    return town.open("lots", "community_staff", values=given).matter.id


def test_neighbours_see_the_digest_and_the_list_before_the_seed_is_there(town, signed_in, drawing):
    page = signed_in("resident").get(f"/matters/{drawing}").content.decode()
    face = page.partition('id="face"')[2].partition("</section>")[0]
    found = json.loads(signed_in("resident").get(f"/matters/{drawing}/draw?as=json").content)
    assert found["digest"] in face
    assert found["entries"] == [f"第 {n} 家" for n in range(1, 6)]
    assert (found["key"], found["drawn"]) == ("", [])
    assert "13800138000" not in page + json.dumps(found)


def test_two_enter_the_seed_and_everybody_draws_again(town, signed_in, drawing, tmp_path):
    later = timezone.now() + timedelta(days=2)
    town.act(drawing, "enter_seed", "community_staff", at=later, numbers=THROW)
    town.act(drawing, "enter_seed", "street_staff", at=later, numbers=THROW)
    client = signed_in("resident")
    page = client.get(f"/matters/{drawing}").content.decode()
    results = page.partition('id="results"')[2].partition("</section>")[0]
    assert f"/matters/{drawing}/draw?visit=" in results
    shown = client.get(f"/matters/{drawing}/draw").content.decode()
    assert "自己再抽一遍" in shown
    record, program = tmp_path / "record.json", tmp_path / "draw_again.py"
    record.write_bytes(client.get(f"/matters/{drawing}/draw?as=json").content)
    program.write_bytes(Client().get("/draw-program").content)
    done = subprocess.run([sys.executable, "-I", str(program), str(record)], capture_output=True, check=False)
    assert done.returncode == 0, done.stdout
    for n in json.loads(record.read_text(encoding="utf-8"))["drawn"]:
        assert f"第 {n} 家" in shown


def test_who_does_not_see_the_matter_has_no_record(town, signed_in, drawing):
    assert Client().get(f"/matters/{drawing}/draw").status_code in (302, 404)
    assert signed_in("resident").get("/matters/999/draw").status_code == 404
