"""What a method rests on: read with its articles, a basis only where it is law, and lifted from the lines of old."""

from __future__ import annotations

import pytest

from shanzhi.method.basis import Basis, holds_in, region_name, told, told_at
from shanzhi.method.check import examine, load
from shanzhi.method.lifting import lift
from shanzhi.method.problems import Problems
from shanzhi.method.read import read
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence
from tests.method.tiny import TINY

AT = Rule("basis[0]", 1)
BEIJING = Basis(Sentence("某条例", "An ordinance"), (11, 12), "basis", "110000", AT)
NATIONAL = Basis(Sentence("某法", "A law"), (), "basis", "national", AT, Sentence("某事", "a thing"))
FOLLOWED = Basis(Sentence("某标准", "A standard"), (3,), "reference", "national", AT)


def lifted(*lines: str) -> tuple[list[object], int]:
    root = read(f"method: x\ndata: {{}}\nbasis: [{', '.join(lines)}]\n", Problems())
    assert root is not None
    found = lift(root)
    return found.root.plain()["basis"], len(found.remarks)


def test_a_local_law_is_a_basis_in_its_region_alone() -> None:
    assert told(BEIJING, "110105001").zh == "依据（北京市）：某条例第 11、12 条"
    assert told(BEIJING, "510105001").zh == "参照（北京市）：某条例第 11、12 条"
    assert told(BEIJING).zh == "依据（北京市；其他地方参照）：某条例第 11、12 条"
    assert told(BEIJING, "X01").en == "Reference (Beijing): An ordinance, articles 11, 12"


def test_what_a_method_rests_on_stands_before_what_it_follows() -> None:
    laws = (BEIJING, FOLLOWED, NATIONAL)
    assert [one.zh for one in told_at(laws, "510105")] == [
        "依据：某法（某事）",
        "参照（北京市）：某条例第 11、12 条",
        "参照：某标准第 3 条",
    ]
    assert told_at(laws, "110105")[0].zh == "依据（北京市）：某条例第 11、12 条"


@pytest.mark.parametrize(
    ("region", "place", "holds"),
    [
        ("national", "X1", True),
        ("510000", "510105001", True),
        ("510100", "510105001", True),
        ("510100", "510703", False),
        ("51", "5101", True),
        ("110000", "51", False),
    ],
)
def test_a_place_lies_in_a_region_by_its_code(region: str, place: str, holds: bool) -> None:
    assert holds_in(region, place) is holds


def test_a_region_is_called_by_its_province() -> None:
    assert region_name("110000").zh == "北京市"
    assert region_name("510100").en == "Sichuan 510100"


def test_a_line_of_old_is_read_with_its_articles_and_its_region() -> None:
    laws, remarks = lifted(
        "民法典第二百七十八条（业主共同决定事项）",
        "GB/T 34300 网格化服务",
        "北京市接诉即办工作条例第十一、十二条",
        "某条规定",
    )
    assert laws == [
        {
            "law": "民法典",
            "articles": [278],
            "kind": "basis",
            "region": "national",
            "about": "业主共同决定事项",
        },
        {"law": "GB/T 34300 网格化服务", "kind": "reference", "region": "national"},
        {"law": "北京市接诉即办工作条例", "articles": [11, 12], "kind": "basis", "region": "110000"},
        {"law": "某条规定", "kind": "basis", "region": "national"},
    ]
    assert remarks == 4


def test_todays_laws_stay_as_they_are() -> None:
    assert lifted("{law: 某法, kind: basis, region: national}") == (
        [{"law": "某法", "kind": "basis", "region": "national"}],
        0,
    )


@pytest.mark.parametrize("region", ["Beijing", "1", "12345", "全国", "1100000"])
def test_a_region_is_national_or_a_code(region: str) -> None:
    text = f"{TINY}\nbasis: [{{law: 某法, kind: basis, region: {region}}}]\n"
    assert "SZ203" in [problem.code for problem in examine(text).errors]


def test_a_code_may_be_written_as_a_number() -> None:
    (law,) = load(f"{TINY}\nbasis: [{{law: 某法, kind: basis, region: 110000}}]\n").basis
    assert law.region == "110000"
