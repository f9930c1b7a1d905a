"""What the page offers to a desk: what may be the same, beside the form; a telephone number to call, once the look is recorded."""

from __future__ import annotations

from shanzhi.people.models import Look


def test_nearby_duplicates_stand_beside_the_form_of_acceptance_and_merge(town, signed_in):
    first = town.open(values={"subject": "三号楼楼道灯不亮"}).matter.id
    second = town.open(who="resident2", values={"subject": "三号楼的楼道灯不亮了"}).matter.id
    other = town.open(who="resident3", values={"subject": "垃圾没有人收"}).matter.id
    worker = signed_in("grid_worker")
    for act in ("accept", "merge"):
        page = worker.get(f"/matters/{second}/acts/{act}").content.decode()
        assert "可能是同一件" in page
        assert f'href="/matters/{first}"' in page
        assert f'href="/matters/{other}"' not in page
        assert "可能是同一件" not in worker.get(f"/matters/{other}/acts/{act}").content.decode()


def test_a_number_is_called_only_after_the_purpose_is_recorded(town, signed_in):
    number = town.open(values={"subject": "灯不亮", "phone": "13800000001"}).matter.id
    worker = signed_in("grid_worker")
    page = worker.get(f"/matters/{number}").content.decode()
    assert "查看或拨打" in page
    assert "tel:" not in page
    assert "13800000001" not in page
    refused = worker.post(f"/matters/{number}/look/phone", {"purpose": ""})
    assert "tel:" not in refused.content.decode()
    before = Look.objects.count()
    seen = worker.post(f"/matters/{number}/look/phone", {"purpose": "联系当事人：上门前通知"})
    assert 'href="tel:13800000001"' in seen.content.decode()
    assert Look.objects.count() == before + 1


def test_a_person_on_the_roll_is_called_the_same_way(town, signed_in):
    address = f"/people/{town.people['resident'].pk}"
    worker = signed_in("grid_worker")
    assert "tel:" not in worker.get(address).content.decode()
    assert "tel:" not in worker.post(f"{address}/look", {"purpose": ""}).content.decode()
    seen = worker.post(f"{address}/look", {"purpose": "联系当事人：上门前通知"}).content.decode()
    assert 'href="tel:13800000001"' in seen
    assert Look.objects.count() == 1
