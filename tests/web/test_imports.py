"""A file is handed in on a page, shown as it is understood, confirmed, taken in by the worker, and taken back."""

from __future__ import annotations

import io
import json

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from shanzhi.engine.types import SYSTEM
from shanzhi.matters.imports import shelter
from shanzhi.matters.imports.jobs import AT_ONCE
from shanzhi.matters.imports.working import run_jobs
from shanzhi.matters.models import Import, ImportJob, Matter
from shanzhi.people.actions import end_post
from shanzhi.people.models import Account, AuditRecord, Household, Person, Post
from shanzhi.places.models import Place
from tests.web.conftest import PASSWORD

APPEALS = """编号,主题,详情,登记时间,答复意见,答复时间,状态
1,楼道灯不亮,三楼的灯坏了好几天,2026-03-01 09:00,已更换,2026-03-02 10:00,已办结
2,门口积水,一下雨就积水没法走,2026-03-03 09:00,,,
3,时间不对的,这一行的时间写错了,昨天晚上,,,
"""
ROSTER = "楼栋,门牌,姓名,电话\n一栋,一单元 901,新居民甲,13911110001\n一栋,,没有门牌的,\n"
JOB = ImportJob.State


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SHANZHI_HOME = tmp_path
    return tmp_path


def hand_in(
    client: Client, place: Place, content: str | bytes, name: str = "留言.csv", kind: str = "appeals", **more
):
    raw = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, raw)
    return client.post(f"/places/{place.pk}/imports", {"kind": kind, "file": file, **more})


def looked_at(client: Client, place: Place, content: str | bytes, **more) -> ImportJob:
    answer = hand_in(client, place, content, **more)
    assert answer.status_code == 302, answer.content.decode()
    assert run_jobs() == 1
    return ImportJob.objects.latest("pk")


def sheet(answer) -> list[list]:
    """The rows of a workbook."""
    return CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()


def told(client: Client, job: ImportJob) -> str:
    return client.get(f"/imports/{job.pk}").content.decode()


def test_what_the_file_says_stands_there_before_anything_is_written(town, signed_in):
    staff = signed_in("street_staff")
    answer = hand_in(staff, town.street, APPEALS)
    number = ImportJob.objects.get().pk
    assert answer["Location"] == f"/imports/{number}"
    waiting = told(staff, ImportJob.objects.get())
    assert "正在读文件" in waiting
    assert f'href="/imports/{number}"' in waiting  # without a script one loads it anew by hand
    run_jobs()
    job = ImportJob.objects.get()
    page = told(staff, job)
    assert job.state == JOB.READY
    assert Matter.objects.count() == 0
    context = staff.get(f"/imports/{number}").context
    lines = {what.zh: (one.count, one.columns) for what, one in context["lines"]}
    assert lines["提出"] == (2, ("登记时间",))
    assert lines["已答复"] == (1, ("答复时间", "答复意见"))
    assert lines["未答复，仍在办"][0] == 1
    assert (context["found"].added, context["found"].rejected) == (2, 1)
    assert "第 4 行" in page
    file = staff.get(f"/imports/{number}/rejected.csv")
    assert "昨天晚上" in b"".join(file.streaming_content).decode("utf-8-sig")
    assert "确认导入 2 条" in page


def test_confirmed_it_is_taken_in_once_and_leads_to_its_matters(town, signed_in):
    staff = signed_in("street_staff")
    job = looked_at(staff, town.street, APPEALS)
    for _ in range(2):
        staff.post(f"/imports/{job.pk}/confirm")
    assert "正在导入" in told(staff, job)
    run_jobs()
    job.refresh_from_db()
    assert job.state == JOB.DONE
    assert Matter.objects.count() == 2
    batch = Import.objects.get()
    assert (batch.by, batch.taken, job.batch_id) == (town.people["street_staff"].pk, 2, batch.pk)
    report = staff.get(f"/imports/batches/{batch.pk}").content.decode()
    for matter in Matter.objects.all():
        assert f"/matters/{matter.pk}" in report
    assert "留言.csv" in staff.get(f"/places/{town.street.pk}/imports").content.decode()
    listed = sheet(staff.get(f"/imports/batches/{batch.pk}?as=xlsx"))
    assert sum("楼道灯不亮" in map(str, row) for row in listed) == 1
    places = sheet(staff.get(f"/places/{town.street.pk}/imports?as=xlsx"))
    assert any("留言.csv" in map(str, row) for row in places)
    assert not shelter.path_of(job).exists()
    assert AuditRecord.objects.get(kind="matter.import").person == town.people["street_staff"].pk


def test_it_is_taken_back_on_its_page(town, signed_in):
    staff = signed_in("street_staff")
    job = looked_at(staff, town.street, APPEALS)
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    batch = Import.objects.get()
    assert staff.post(f"/imports/batches/{batch.pk}").status_code == 302
    run_jobs()
    batch.refresh_from_db()
    assert batch.undone_at is not None
    assert Matter.objects.filter(void=False).count() == 0
    assert "已作废 2 件" in told(staff, ImportJob.objects.latest("pk"))
    assert "已经撤销" in staff.post(f"/imports/batches/{batch.pk}").content.decode()


def test_a_column_is_read_otherwise_and_a_file_without_texts_can_be_mended(town, signed_in):
    staff = signed_in("street_staff")
    odd = "号,说了什么,哪天\n1,楼道灯坏了三天没人修,2026-03-01\n"
    job = looked_at(staff, town.street, odd)
    assert job.state == JOB.FAILED
    context = staff.get(f"/imports/{job.pk}").context
    assert [column.heading for column in context["columns"]] == ["号", "说了什么", "哪天"]
    form = {
        "heading.1": "号",
        "column.1": "external",
        "heading.2": "说了什么",
        "column.2": "detail",
        "heading.3": "哪天",
        "column.3": "opened",
    }
    staff.post(f"/imports/{job.pk}/look", form)
    run_jobs()
    job.refresh_from_db()
    assert job.state == JOB.READY
    assert staff.get(f"/imports/{job.pk}").context["found"].added == 1


def test_sheets_that_are_not_read_and_hidden_rows_are_told_and_another_sheet_can_be_read(town, signed_in):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    for name, subject in (("三月", "楼道灯不亮啊"), ("四月", "门口积水好几天")):
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(
            (("编号", "主题", "登记时间"), (f"{name}1", subject, "2026-03-01 09:00"))
        ):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell)
        sheet.set_row(1, options={"hidden": name == "三月"})
    book.close()
    staff = signed_in("street_staff")
    job = looked_at(staff, town.street, out.getvalue(), name="台账.xlsx")
    page = told(staff, job)
    assert "四月" in page
    assert "隐藏" in page
    staff.post(f"/imports/{job.pk}/look", {"sheet": "四月"})
    run_jobs()
    context = staff.get(f"/imports/{job.pk}").context
    assert context["how"]["sheet"] == "四月"
    assert any("门口积水" in column.example for column in context["columns"])


def test_what_no_file_can_say_is_not_taken_in_unless_somebody_says_so(town, signed_in):
    staff = signed_in("street_staff")
    rows = "".join(f"{n},第{n}件事情说得清楚,2026-03-10,2026-03-01,好的办了\n" for n in range(1, 12))
    job = looked_at(staff, town.street, "编号,主题,登记时间,答复时间,答复意见\n" + rows)
    assert job.state == JOB.FAILED
    page = told(staff, job)
    assert "照此导入" in page
    assert staff.post(f"/imports/{job.pk}/confirm", follow=True).status_code == 200
    run_jobs()
    assert Matter.objects.count() == 0
    staff.post(f"/imports/{job.pk}/look", {"anyway": "1"})
    run_jobs()
    job.refresh_from_db()
    assert job.state == JOB.READY


def test_a_roster_is_tried_first_and_its_rejected_rows_can_be_fetched(town, signed_in):
    staff = signed_in("community_staff")
    people, homes = Person.objects.count(), Household.objects.count()
    job = looked_at(staff, town.community, ROSTER, name="住户.csv", kind="people")
    found = staff.get(f"/imports/{job.pk}").context["found"]
    assert (job.state, found.added, found.rejected) == (JOB.READY, 1, 1)
    assert (Person.objects.count(), Household.objects.count()) == (people, homes)
    file = staff.get(f"/imports/{job.pk}/rejected.csv")
    assert "没有门牌的" in b"".join(file.streaming_content).decode("utf-8-sig")
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    assert Person.objects.filter(name="新居民甲").exists()
    assert "住户.csv" in staff.get(f"/places/{town.community.pk}/imports").content.decode()


def test_shapes_are_tried_first_and_taken_back(town, signed_in):
    ring = [[104.0, 30.6], [104.01, 30.6], [104.01, 30.61], [104.0, 30.61], [104.0, 30.6]]
    feature = {
        "type": "Feature",
        "properties": {"name": "三网格"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    staff = signed_in("street_staff")
    before = Place.objects.count()
    job = looked_at(staff, town.community, text, name="网格.geojson", kind="shapes", level="grid")
    assert (job.state, Place.objects.count()) == (JOB.READY, before)
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    assert Place.objects.count() == before + 1
    batch = Import.objects.get()
    assert batch.file == "网格.geojson"
    staff.post(f"/imports/batches/{batch.pk}")
    run_jobs()
    assert not Place.objects.filter(name="三网格", closed_at=None).exists()


@pytest.mark.parametrize(
    ("content", "name", "kind", "why"),
    [
        (b"", "空.csv", "appeals", "是空的"),
        (b"   \n", "空.csv", "appeals", "是空的"),
        (b"x", "照片.jpg", "appeals", "不是表格"),
        (b"x", "网格.csv", "shapes", "不是图形文件"),
        (b"x" * (1024 * 1024 + 1), "大.csv", "appeals", "超过 1 MB"),
        (b"a,b\n1,2", "a.csv", "divisions", "没有这种导入"),
    ],
)
def test_what_cannot_be_read_is_told_at_once(town, signed_in, settings, content, name, kind, why):
    settings.SHANZHI_FILE_MB = 1
    answer = hand_in(signed_in("street_staff"), town.street, content, name=name, kind=kind)
    assert answer.status_code in (400, 422)
    assert why in answer.content.decode()
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (b"PK\x03\x04 broken", "坏.xlsx", "appeals"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片.csv", "appeals"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "图片.xlsx", "people"),
        ("只有一列\n1\n".encode(), "少.csv", "people"),
        (b'{"type": "nonsense"}', "坏.geojson", "shapes"),
        (b"[" * 100_000, "深.geojson", "shapes"),
    ],
)
def test_a_renamed_or_broken_file_gets_a_sentence_and_can_be_dropped(town, signed_in, content, name, kind):
    staff = signed_in("street_staff")
    job = looked_at(staff, town.street, content, name=name, kind=kind)
    assert job.state == JOB.FAILED
    assert job.why_zh
    assert "程序出了错" not in job.why_zh
    assert staff.post(f"/imports/{job.pk}/drop").status_code == 302
    assert not shelter.path_of(job).exists()


def test_no_more_than_some_files_wait_at_a_time(town, signed_in):
    staff = signed_in("street_staff")
    for _ in range(AT_ONCE):
        assert hand_in(staff, town.street, APPEALS).status_code == 302
    assert "还没有办完" in hand_in(staff, town.street, APPEALS).content.decode()


MAY = {
    "district_staff": {"appeals", "people", "shapes"},
    "street_staff": {"appeals", "people", "shapes"},
    "community_staff": {"people", "shapes"},
    "grid_worker": set(),
    "department_staff": set(),
    "resident": set(),
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("kind", ["appeals", "people", "shapes"])
def test_who_may_hand_in_what(town, signed_in, who, kind):
    name = "a.geojson" if kind == "shapes" else "a.csv"
    answer = hand_in(signed_in(who), town.community, "编号,主题\n1,楼道灯不亮", name=name, kind=kind)
    assert (answer.status_code == 302) is (kind in MAY[who])
    assert ImportJob.objects.exists() is (kind in MAY[who])
    assert signed_in(who).get(f"/places/{town.community.pk}/imports").status_code == (
        200 if MAY[who] else 404
    )


def test_nobody_reaches_beyond_their_place_and_administrators_reach_none(town, signed_in):
    job = looked_at(signed_in("street_staff"), town.street, APPEALS)
    signed_in("street_staff").post(f"/imports/{job.pk}/confirm")
    run_jobs()
    batch = Import.objects.get()
    others = [signed_in(who) for who in ("community_staff", "grid_worker", "resident")]
    for kind in ("system_admin", "security_admin", "audit_admin"):
        others.append(Client())
        others[-1].force_login(Account.objects.create_user(kind, PASSWORD, kind=kind))
    for other in others:
        for path in (
            f"/imports/{job.pk}",
            f"/imports/{job.pk}/rejected.csv",
            f"/imports/batches/{batch.pk}",
            f"/places/{town.street.pk}/imports",
        ):
            assert other.get(path).status_code == 404, path
        for path in (f"/imports/{job.pk}/look", f"/imports/{job.pk}/drop", f"/imports/batches/{batch.pk}"):
            assert other.post(path).status_code == 404, path
    assert hand_in(signed_in("community_staff"), town.district, APPEALS, kind="people").status_code == 404
    batch.refresh_from_db()
    assert batch.undone_at is None


def test_a_right_that_was_lost_meanwhile_counts_when_it_is_taken_in(town, signed_in):
    staff = signed_in("street_staff")
    job = looked_at(staff, town.street, APPEALS)
    staff.post(f"/imports/{job.pk}/confirm")
    end_post(SYSTEM, post=Post.objects.get(person=town.people["street_staff"]), reason="调动")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, Matter.objects.count()) == (JOB.FAILED, 0)
    assert "只有" in job.why_zh


def test_the_page_the_api_and_the_command_offer_the_same_choices(town, signed_in):
    from shanzhi.api.imports import ImportFile, ImportHow
    from shanzhi.matters.imports.options import OPTIONS

    assert [name for name, one in OPTIONS.items() if one.help == one.label] == []
    words = {"changes" if name == "columns" else name for name in ImportHow.__struct_fields__}
    assert words == set(OPTIONS)
    assert set(ImportFile.__struct_fields__) - set(ImportHow.__struct_fields__) == {"kind", "place", "name"}
    staff = signed_in("street_staff")
    handing_in = staff.get(f"/places/{town.street.pk}/imports").content.decode()
    job = looked_at(staff, town.street, APPEALS)
    again = told(staff, job)
    for name, one in OPTIONS.items():
        if name not in ("changes", "anyway", "level", "method", "mapping"):
            assert f'name="{name}"' in handing_in, name
            assert one.label.zh in handing_in, name
            assert (one.help.zh in handing_in) == (one.open or not (one.values or name == "mapping")), name
            assert (f'name="{name}"' in again) == ("appeals" in one.kinds), name


def test_places_named_in_the_rows_are_made_when_the_import_is_confirmed(town, signed_in):
    staff = signed_in("street_staff")
    rows = "编号,主题,详情,登记时间,社区\n1,楼道灯不亮,三楼的灯坏了好几天,2026-03-01 09:00,新桥社区\n"
    job = looked_at(staff, town.street, rows, make_places="1")
    assert not Place.objects.filter(name="新桥社区").exists()
    page = told(staff, job)
    assert "要建的地方" in page
    assert "新桥社区" in page
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    made = Place.objects.get(name="新桥社区")
    assert made.parent == town.street
    assert Matter.objects.get().origin.path.startswith(made.path)


def test_a_mapping_of_ones_own_and_the_zone_are_followed(town, signed_in):
    staff = signed_in("street_staff")
    mapping = "columns: {甲: subject, 乙: detail, 丙: opened}\n"
    rows = "甲,乙,丙\n楼道灯不亮,三楼的灯坏了好几天,2026-03-01 09:00\n"
    file = SimpleUploadedFile("own.yaml", mapping.encode())
    job = looked_at(staff, town.street, rows, own_mapping_file=file, zone="Asia/Urumqi")
    assert job.state == JOB.READY
    assert job.how["own_mapping"] == mapping.strip()
    staff.post(f"/imports/{job.pk}/confirm")
    run_jobs()
    assert Matter.objects.get().opened_at.isoformat() == "2026-03-01T03:00:00+00:00"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"merge_above": "20"}, "应为 50 到 100 的整数"),
        ({"days": "许多"}, "应为 1 到 3650 的整数"),
        ({"dates": "月在前"}, "可选：mdy、dmy"),
        ({"own_mapping": "columns: [甲"}, "mapping.yaml"),
        ({"own_mapping": "columns: {甲: 没有}"}, "没有"),
    ],
)
def test_a_choice_that_cannot_be_is_said_and_nothing_is_kept(town, signed_in, more, says):
    answer = hand_in(signed_in("street_staff"), town.street, APPEALS, **more)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert says in page
    assert next(iter(more.values())) in page
    assert not ImportJob.objects.exists()
