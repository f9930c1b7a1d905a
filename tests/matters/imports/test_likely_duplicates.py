"""Who reported the same thing is found quickly, shown to those who handle it, and merged only when asked for."""

from __future__ import annotations

from shanzhi.matters.imports.alike import WINDOW
from shanzhi.matters.imports.pairs import write_pairs
from shanzhi.matters.imports.queries import likely_duplicates, pairs_of
from shanzhi.matters.imports.sketches import Buckets, alike, bare, sketch
from shanzhi.matters.models import Likeness, Link
from tests.matters.imports.tables import HEADINGS, local, matter, table, take
from tests.matters.town import Town

LAMP = "第一网格三号楼二单元门口的路灯已经坏了半个月，晚上老人小孩出门很不安全，请尽快派人来修好这盏灯。"
LAMP_AGAIN = (
    "第一网格三号楼二单元门口的路灯坏了半个多月了，晚上老人小孩出门很不安全，希望尽快派人来修好这盏灯！"
)
OTHER = "第二网格菜市场每天早上五点就开始用喇叭叫卖，声音非常大，影响整栋楼居民休息，请城管部门来管一管。"


def row(number: str, detail: str, day: int = 10, who: str = "", subject: str = "请解决") -> tuple[str, ...]:
    return (number, who, subject, f"2026-03-{day:02} 09:00", detail, "", "")


def pairs() -> list[tuple[str | None, str | None, bool]]:
    found = Likeness.objects.select_related("matter", "like").order_by("pk")
    return [(p.matter.external, p.like.external, p.same_author) for p in found]


def test_texts_that_say_the_same_are_found_and_others_not(town: Town) -> None:
    outcome = take(table(row("1", LAMP), row("2", OTHER), row("3", LAMP_AGAIN, day=12)), town.district)
    assert (outcome.alike, pairs()) == (1, [("3", "1", False)])
    assert 50 <= Likeness.objects.get().percent < 100


def test_both_sides_see_each_other_and_only_those_who_may(town: Town) -> None:
    take(table(row("1", LAMP), row("3", LAMP_AGAIN, day=12)), town.district)
    first, second = matter("1"), matter("3")
    seen = likely_duplicates(second.pk, town.actor("grid_worker"))
    assert [twin.matter.pk for twin in seen] == [first.pk]
    assert [twin.matter.pk for twin in likely_duplicates(first.pk, town.actor("grid_worker"))] == [second.pk]
    assert likely_duplicates(second.pk, town.actor("grid_worker@other")) == []


def test_the_same_author_again_is_found_from_less(town: Town) -> None:
    start = LAMP[:24] + "上次反映过，一直没有人来，也没有人打电话，请问到底归哪里管。"
    assert 0.2 < alike(sketch(bare("请解决" + LAMP)), sketch(bare("请解决" + start))) < 0.5  # type: ignore[arg-type]
    take(table(row("1", LAMP, who="网友甲"), row("2", start, day=11, who="网友乙")), town.district)
    assert pairs() == []
    take(table(row("3", start + "急", day=12, who="网友甲")), town.district)
    assert ("3", "1", True) in pairs() or ("3", "2", False) in pairs()


def test_what_lies_apart_in_time_or_place_is_not_the_same(town: Town) -> None:
    take(table(row("1", LAMP, day=1)), town.district)
    late = ("2", "", "请解决", (local(1, 9) + WINDOW).strftime("%Y-%m-%d 09:01"), LAMP, "", "")
    take(table(late), town.district, now=local(1) + 2 * WINDOW)
    assert pairs() == []
    there = LAMP_AGAIN.replace("第一网格", "第二网格")
    take(table(row("4", there, day=2)), town.district)
    assert pairs() == []


def test_what_was_opened_here_counts_too(town: Town) -> None:
    own = town.open(values={"subject": "请解决", "detail": LAMP}, place=town.grid.pk)
    from django.utils import timezone

    now = timezone.now()
    take(
        table(("1", "", "请解决", now.strftime("%Y-%m-%d %H:%M"), LAMP_AGAIN, "", "")), town.district, now=now
    )
    found = Likeness.objects.get()
    assert {found.matter_id, found.like_id} == {own.matter.id, matter("1").pk}


def test_short_reports_are_compared_by_where_they_are(town: Town) -> None:
    headings = (*HEADINGS, "经度", "纬度")
    rows = [
        (str(n), "", subject, f"2026-03-{day:02} 09:00", "", "", "", lon, "30.6")
        for n, subject, day, lon in [
            (1, "路灯不亮", 1, "104.1"), (2, "路灯不亮", 3, "104.10001"), (3, "路灯不亮", 18, "104.1"), (4, "井盖松动", 3, "104.1"), (5, "路灯不亮", 3, "104.2"),
        ]
    ]  # fmt: skip
    take(table(*rows, headings=headings), town.district)
    assert pairs() == [("2", "1", False)]


def test_a_point_where_everything_lies_tells_nothing(town: Town) -> None:
    headings = (*HEADINGS, "经度", "纬度")
    rows = [(str(n), "", "路灯不亮", "2026-03-02 09:00", "", "", "", "104.1", "30.6") for n in range(30)]
    assert take(table(*rows, headings=headings), town.district).alike == 0


def test_nothing_is_merged_unless_asked_for(town: Town) -> None:
    rows = [row("1", LAMP), row("2", LAMP, day=11), row("3", LAMP_AGAIN, day=12), row("4", LAMP, day=13)]
    content = table(*rows)
    outcome = take(content, town.district, merge_above=95)
    assert outcome.merged == 2
    assert [matter(n).end for n in "1234"] == ["", "merged", "", "merged"]
    links = Link.objects.values_list("matter__external", "to__external", "relation")
    assert sorted(links) == [("2", "1", "duplicate"), ("4", "1", "duplicate")]


def test_the_pairs_are_written_for_review(town: Town, tmp_path: object) -> None:
    from pathlib import Path

    outcome = take(table(row("1", LAMP, subject="=路灯"), row("3", LAMP, day=12)), town.district)
    path = Path(str(tmp_path)) / "pairs.csv"
    write_pairs(path, pairs_of(outcome.batch or 0))
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("相似度")
    assert "'=路灯" in lines[1]


def test_sketches_estimate_what_texts_share() -> None:
    one, same, other = (sketch(bare(text)) for text in (LAMP, LAMP + "！！", OTHER))
    assert one is not None
    assert same is not None
    assert other is not None
    assert alike(one, same) == 1
    assert alike(one, other) < 0.1
    assert sketch("太短") is None
    assert sketch("啊" * 40) is None


def test_many_alike_texts_cost_no_more_than_their_number() -> None:
    buckets = Buckets()
    one = sketch(bare(LAMP))
    assert one is not None
    for number in range(2_000):
        buckets.add(number, one)
    assert len(buckets.like(one, 0.5)) == 200
