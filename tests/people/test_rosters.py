"""Rosters of posts and households: taken row by row, again without doubling, refused with reasons."""

import csv

import pytest
from django.utils import timezone

from shanzhi.engine.types import SYSTEM
from shanzhi.people import actions
from shanzhi.people.audit import verify_audit
from shanzhi.people.facts import facts_of
from shanzhi.people.models import AuditRecord, Household, Person, Post
from shanzhi.people.problems import BadInput
from shanzhi.people.queries import holders, load_actor, posts_version, roll
from shanzhi.places.telling import place_name
from shanzhi.tables.report import write_rejected

POSTS = """网格员花名册
社区,网格,姓名,岗位,联系电话,任期开始,任期至,备注
样例社区,第一网格,网格员甲,网格员,13900000001,2026年1月1日,2028-12-31,
样例社区,第二网格,网格员乙,网格员,13900000002,2026/1/1,,
样例社区,,书记丙,社区书记,13900000003,,,
"""
HOUSEHOLDS = """网格,微网格,楼栋,门牌,建筑面积（㎡）,姓名,与户主关系,身份证号,手机
第一网格,甲微网格,一栋,101,89.5,住户甲,户主,11010519491231002X,13800000011
第一网格,甲微网格,一栋,101,89.5,住户乙,配偶,,13800000012
第一网格,甲微网格,一栋,102,120.05平方米,,,,
"""


def take(ground, text: str, **more):
    return actions.import_people(
        more.pop("by", SYSTEM), content=text.encode(), file="名册.csv", place=ground.community, **more
    )


def counts() -> tuple[int, int, int]:
    return Person.objects.count(), Household.objects.count(), Post.objects.count()


def test_posts_are_given_and_their_holders_are_no_residents(ground) -> None:
    before = roll("person", ground.community)
    report = take(ground, POSTS)
    assert (report.added, report.rejected) == (3, [])
    assert list(report.notes["ignored"].examples) == ["备注"]
    post = holders("grid_worker", ground.grid)[0]
    assert (post.person.name, facts_of(post.person)) == ("网格员甲", {"phone": "13900000001"})
    assert timezone.localtime(post.since).isoformat() == "2026-01-01T00:00:00+08:00"
    assert timezone.localtime(post.until).isoformat() == "2029-01-01T00:00:00+08:00"
    assert roll("person", ground.community) == before


def test_households_get_their_members_area_and_head(ground) -> None:
    report = take(ground, HOUSEHOLDS)
    assert (report.added, report.rejected) == (3, [])
    home = Household.objects.get(name="101")
    assert (home.area, home.place, home.head.name) == (8_950, ground.building, "住户甲")
    assert {p.name for p in home.members.all()} == {"住户甲", "住户乙"}
    assert facts_of(home.head)["birth"] == "1949-12-31"
    assert Household.objects.get(name="102").area == 12_005


@pytest.mark.parametrize("text", [POSTS, HOUSEHOLDS], ids=["posts", "households"])
def test_the_same_file_again_adds_nothing(ground, text: str) -> None:
    take(ground, text)
    before = counts()
    again = take(ground, text)
    assert (again.unchanged, again.added, again.changed, again.rejected) == (3, 0, 0, [])
    assert counts() == before


@pytest.mark.parametrize("text", [POSTS, HOUSEHOLDS], ids=["posts", "households"])
def test_a_dry_run_says_the_same_and_writes_nothing(ground, text: str) -> None:
    before = (*counts(), AuditRecord.objects.count())
    dry = take(ground, text, dry_run=True)
    assert (*counts(), AuditRecord.objects.count()) == before
    assert dry.added == take(ground, text).added == 3


def test_the_audit_is_the_same_as_row_by_row_and_tells_nothing_of_rows_not_taken(ground) -> None:
    bad = "第一网格,甲微网格,一栋,104,80,住户丁,户主,110105194912310021,\n"  # the check digit is wrong
    before = AuditRecord.objects.count()
    take(ground, HOUSEHOLDS.replace("第一网格,甲微网格,一栋,102", f"{bad}第一网格,甲微网格,一栋,102"))
    lines = AuditRecord.objects.order_by("seq")[before:]
    assert [line.kind for line in lines] == [
        "household.add", "person.add", "household.set", "person.add", "household.add", "people.import",
    ]  # fmt: skip
    assert not Household.objects.filter(name="104").exists()
    assert verify_audit() == []


def test_a_change_of_homes_is_marked_and_none_is_where_nothing_changed(ground) -> None:
    before = posts_version()
    take(ground, HOUSEHOLDS)
    marked = posts_version()
    assert marked != before
    take(ground, HOUSEHOLDS)
    assert posts_version() == marked


def test_rows_speak_of_what_rows_before_them_brought_and_not_of_what_was_taken_back(ground) -> None:
    rows = [
        "第一网格,甲微网格,一栋,201,90,,,,",
        "第一网格,甲微网格,一栋,201,90,住户丙,户主,,12",  # no telephone number: not taken
        "第一网格,甲微网格,一栋,201,91,住户丙,户主,11010519491231002X,13800000021",
        "第一网格,甲微网格,一栋,202,90,住户丙,户主,11010519491231002X,13800000021",  # lives at 201
        "第一网格,甲微网格,一栋,201,91,住户丙,户主,11010519491231002X,13800000021",
        "第一网格,甲微网格,一栋,203,90,住户戊,户主,,12",  # neither the person nor the household is taken
        "第一网格,甲微网格,一栋,203,95,住户戊,户主,,13800000023",
    ]
    report = take(ground, "\n".join([HOUSEHOLDS.splitlines()[0], *rows]))
    assert [row.row for row in report.rejected] == [3, 5, 7]
    assert (report.added, report.changed, report.unchanged) == (3, 0, 1)
    homes = {h.name: (h.area, h.head.name) for h in Household.objects.filter(name__in=("201", "202", "203"))}
    assert homes == {"201": (9_100, "住户丙"), "203": (9_500, "住户戊")}


def test_a_corrected_phone_and_area_are_taken_over(ground) -> None:
    take(ground, HOUSEHOLDS)
    again = take(ground, HOUSEHOLDS.replace("13800000011", "13800000099").replace("120.05", "121"))
    assert (again.changed, again.unchanged) == (2, 1)
    assert facts_of(Person.objects.get(name="住户甲"))["phone"] == "13800000099"


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("样例社区,第九网格,某某,网格员,,,,", "第九网格"),
        ("样例社区,第一网格,某某,国王,,,,", "国王"),
        ("样例社区,,某某,网格员,,,,", "设在网格"),
        ("样例社区,第一网格,,网格员,,,,", "没有姓名"),
        ("样例社区,第一网格,某某,,,,,", "没有岗位"),
        ("样例社区,第一网格,某某,网格员,12,,,", "电话"),
        ("样例社区,第一网格,某某,网格员,,去年,,", "去年"),
        ("样例社区,第一网格,某某,网格员,,2026-02-30,,", "2026-02-30"),
        ("样例社区,第一网格,某某,网格员,,2026-05-01,2026-03-01,", "晚于"),
    ],
)
def test_a_bad_row_is_given_back_with_its_reason_and_the_rest_is_taken(ground, row: str, says: str) -> None:
    report = take(ground, f"{POSTS}{row}\n")
    assert report.added == 3
    assert [r.row for r in report.rejected] == [6]
    assert says in report.rejected[0].why.zh
    assert report.rejected[0].why.en
    assert not Person.objects.filter(name="某某").exists()
    assert report.rows == 4


def test_rejected_rows_keep_their_headings_and_can_be_mended_and_taken(ground, tmp_path) -> None:
    report = take(ground, f"{POSTS}样例社区,第九网格,网格员丁,网格员,,,,说明\n")
    path = tmp_path / "rejected.csv"
    write_rejected(path, report.headings, report.rejected)
    with path.open(encoding="utf-8-sig") as file:
        headings, row = csv.reader(file)
    assert headings == [*POSTS.splitlines()[1].split(","), "原因", "reason"]
    assert row[:8] == ["样例社区", "第九网格", "网格员丁", "网格员", "", "", "", "说明"]
    assert "第九网格" in row[8]
    again = take(ground, path.read_text(encoding="utf-8-sig").replace(",第九网格,", ",第一网格,"))
    assert (again.added, again.rejected) == (1, [])
    assert list(again.notes["ignored"].examples) == ["备注"]


def test_a_row_the_importer_may_not_write_is_given_back(ground) -> None:
    worker = ground.worker("grid_worker", ground.grid)
    report = take(ground, POSTS, by=worker)
    assert report.added == 0
    assert len(report.rejected) == 3
    assert "登记任职" in report.rejected[0].why.zh


def test_a_namesake_is_asked_about_and_not_guessed(ground) -> None:
    for household in (ground.household, None):
        actions.add_person(
            SYSTEM, name="网格员乙", household=household, home=None if household else ground.grid
        )
    report = take(ground, POSTS.replace("13900000002", ""))
    assert [r.row for r in report.rejected] == [4]
    assert "有多位" in report.rejected[0].why.zh


def test_someone_with_another_phone_is_not_taken_for_the_same(ground) -> None:
    take(ground, POSTS)
    report = take(ground, POSTS.replace("13900000002", "13900000009"))
    assert "电话不同" in report.rejected[0].why.zh
    assert Person.objects.filter(name="网格员乙").count() == 1


def test_a_member_on_record_elsewhere_is_not_moved_silently(ground) -> None:
    take(ground, HOUSEHOLDS)
    report = take(ground, HOUSEHOLDS.replace(",101,", ",103,"))
    assert "迁移" in report.rejected[0].why.zh
    assert Person.objects.get(name="住户甲").household.name == "101"


def test_a_department_is_found_by_its_name(ground) -> None:
    office = actions.add_organization(SYSTEM, name="城管局", kind="department", place=ground.district)
    text = "区县,姓名,岗位,单位\n样例区,科员甲,部门工作人员,城管局\n样例区,科员乙,部门工作人员,水务局\n"
    report = actions.import_people(SYSTEM, content=text.encode("gbk"), file="x.csv", place=ground.district)
    assert report.added == 1
    assert "水务局" in report.rejected[0].why.zh
    actor = load_actor(Person.objects.get(name="科员甲").pk)
    assert actor.offices == {("department_staff", office.pk)}


def test_a_file_that_is_no_roster_says_what_one_needs(ground) -> None:
    with pytest.raises(BadInput, match="岗位名册"):
        take(ground, "姓名,电话\n某某,1\n")


def test_progress_is_told(ground) -> None:
    told: list[tuple[int, int]] = []
    take(ground, POSTS, progress=lambda done, of: told.append((done, of)))
    assert told == [(3, 3)]


def test_roles_are_known_by_their_former_names(ground) -> None:
    text = "社区,姓名,岗位\n样例社区,物业丁,物业\n样例社区,委员戊,owners_committee\n样例社区,志愿者己,义工\n"
    assert take(ground, text).added == 3
    held = set(Post.objects.values_list("role", flat=True))
    assert {"property_lead", "owners_member", "volunteer"} <= held


def test_a_list_of_posts_as_this_program_writes_it_is_taken_in_again(ground) -> None:
    grid = place_name(ground.grid)
    lines = f"地方,岗位,姓名,所属单位,从,任期到\n{grid},网格员,网格员甲,,2026-01-01,2028-12-31\n{ground.community.code},社区书记,书记丙,,,\n"

    report = take(ground, lines)

    assert (report.added, report.rejected, list(report.notes)) == (2, [], [])
    assert [post.person.name for post in holders("grid_worker", ground.grid)] == ["网格员甲"]
    (rejected,) = take(ground, "地方,岗位,姓名\n别处网格,网格员,网格员丁\n").rejected
    assert "别处网格" in rejected.why.zh
