"""Beside the rates of appeals stand who was reached and who withdrew: high rates over few are seen for what they are.

北京市接诉即办工作条例 23 (the call back), 35(三) (figures dressed up); GB/T 34300 (应答复数).
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from shanzhi import library
from shanzhi.insight.appeals import report_appeals
from shanzhi.insight.flags import compare_flags, measure_of
from shanzhi.insight.measures import evaluate
from shanzhi.matters.clock.sweeping import tick
from shanzhi.matters.models import Matter
from shanzhi.method.check import load
from tests.matters.imports.tables import local, table, take
from tests.matters.town import Town, build_town


@pytest.fixture
def town(db: None) -> Town:
    town = build_town()
    whole = library.text("appeal")
    assert whole is not None
    town.adopt(whole)
    return town


def answered(town: Town) -> int:
    number = town.open(values={"subject": "三楼灯不亮", "category": "e2105"}).matter.id
    town.act(number, "contact", "community_staff", how="phone", said="约好下午去")
    town.act(number, "resolve", "community_staff", reply="已换好灯泡")
    town.act(number, "confirm", "street_staff")
    return number


def test_who_was_not_reached_and_who_withdrew_stand_beside_the_three_rates(town: Town) -> None:
    rated, silent = answered(town), answered(town)
    town.act(rated, "rate", "resident", rating_contacted=True, rating_solved=True, rating_grade="good")
    gone = town.open(values={"subject": "路口坑洼", "category": "e0110"}).matter.id
    town.act(gone, "take_back", "resident", why_back="社区让我撤的")
    town.open(values={"subject": "楼道堆物", "category": "e2106"})
    due = Matter.objects.get(pk=silent).due_at
    assert due is not None
    tick(now=due + timedelta(minutes=1))
    town.act(silent, "unreached", "street_staff")
    rates = report_appeals(place=town.district).total.rates
    counted = {name: (rate.hits, rate.of) for name, rate in rates.items()}
    assert counted["satisfaction"] == (1, 1)
    assert counted["reached"] == (1, 2)
    assert counted["withdrawn"] == (1, 4)
    assert counted["handled"] == (2, 2)


def test_what_was_merged_or_not_assigned_stands_beside_the_rates_it_leaves(town: Town) -> None:
    """条例 35(三): a closing rate does not rise unseen because hard ones are merged or turned away."""
    kept = town.open(values={"subject": "楼道堆物", "category": "e2106"}).matter.id
    same = town.open(values={"subject": "三楼堆着旧柜子", "category": "e2106"}).matter.id
    town.act(same, "merge", "community_staff", into=kept)
    refused = town.open(values={"subject": "合同纠纷已经起诉"}).matter.id
    town.act(refused, "decline", "street_staff", grounds="court", channel="等法院判决；12348 可问法律援助")
    town.act(refused, "accept", "resident")
    rates = report_appeals(place=town.district).total.rates
    counted = {name: (rate.hits, rate.of) for name, rate in rates.items()}
    assert (counted["merged"], counted["refused"]) == ((1, 3), (1, 3))
    assert counted["closing"] == (0, 0)


def test_what_was_late_when_it_was_merged_away_still_shows(town: Town) -> None:
    """A late matter that is merged leaves the rates; how many of the merged were late does not."""
    kept = town.open(values={"subject": "楼道堆物", "category": "e2106"}).matter.id
    early = town.open(values={"subject": "三楼堆着旧柜子", "category": "e2106"}).matter.id
    late = town.open(values={"subject": "楼道堆着纸箱", "category": "e2106"}).matter
    town.act(early, "merge", "community_staff", into=kept)
    assert late.due is not None
    after = late.due + timedelta(hours=1)
    tick(now=after)
    town.act(late.id, "merge", "community_staff", into=kept, at=after)
    total = evaluate(Matter.objects.filter(method="appeal"), at=after + timedelta(days=1)).total.figures
    assert (total["merged_late"].hits, total["merged_late"].of) == (1, 2)


def test_a_files_own_verdict_is_laid_beside_answering_in_time(town: Town) -> None:
    """The date of an order is until when it is answered; closing has a time of its own, and is no verdict on that."""
    headings = ("编号", "主题", "登记时间", "办理时限", "办结时间", "是否按期")
    rows = [
        ("1", "路灯不亮", "2026-03-02 09:00", "2026-03-09", "2026-03-05 09:00", "按期"),
        ("2", "路灯不亮", "2026-03-02 09:00", "2026-03-04 09:00", "2026-03-05 09:00", "超期"),
    ]
    batch = take(table(*rows, headings=headings), town.district).batch
    appeal = load(library.text("appeal") or "")
    found = compare_flags(
        batch or 0, column="是否按期", in_time="按期", late="超期", dates=["deadline"], measure=measure_of(appeal), as_of=local(18),
    )  # fmt: skip
    assert (found.rows, [cause for cause in found.causes if not cause.same]) == (2, [])


def test_what_was_not_solved_and_whoever_kept_silent_stay_among_all(town: Town) -> None:
    """A share that leaves out whoever was not helped, or takes silence for yes, says nothing (条例 35(三))."""
    town.people["committee_member"] = town.appoint("committee_member", town.community, "委员甲")
    for name, inputs in (("appeal-wall", {"most_returns": 0}), ("system-complaint", {})):
        town.adopt(library.text(name) or "", **inputs)
    bins = town.open("appeal-wall", values={"subject": "投放点桶满", "detail": "周末没人收", "agree": True})
    promised = (bins.matter.opened + timedelta(days=7)).date().isoformat()
    town.act(bins, "prepare", "community_staff", shown="投放点周末桶满", charge="保洁", promised=promised)
    town.act(bins, "post", "committee_member")
    town.act(bins, "answer", "community_staff", reply="人手不够收不过来")
    town.act(bins, "not_solved", "resident", missing="还是满")
    walls = evaluate(Matter.objects.filter(method="appeal-wall")).total.figures["solved"]
    assert (walls.hits, walls.of, walls.unclear) == (0, 1, 0)
    said = town.open("system-complaint", values={"kind": "hard", "what": "字太小"}).matter.id
    town.act(said, "answer", "district_staff", reply="已经放大了")
    due = Matter.objects.get(pk=said).due_at
    assert due is not None
    tick(now=due + timedelta(minutes=1))
    later = due + timedelta(days=1)
    figures = evaluate(Matter.objects.filter(method="system-complaint"), at=later).total.figures
    assert {name: (figures[name].hits, figures[name].of) for name in ("answered", "silent")} == {
        "answered": (0, 1),
        "silent": (1, 1),
    }
