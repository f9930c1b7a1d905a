"""What local law says of a method's inputs is where a place of that region begins when it adopts; it may be set otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from shanzhi import library
from shanzhi.matters.methods.adopting import add_method, adopt, preset_at, set_inputs
from shanzhi.matters.methods.compiled import method_of
from shanzhi.method.check import load
from shanzhi.method.presets import Presets, presets_at, read_presets, unfit
from shanzhi.places.actions import add_place
from tests.matters.town import Town
from tests.method.tiny import TINY
from tools import check_presets

LAW = "law: 某市条例, articles: [7]"
HERE = f'region: "99"\nmethods:\n  tiny:\n    within: {{value: 3 days, {LAW}}}\n'


def made(text: str) -> Presets:
    presets, faults = read_presets(text)
    assert faults == []
    assert presets is not None
    return presets


@pytest.fixture
def preset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(library, "presets", lambda _home=None: [made(HERE)])


def test_a_place_begins_with_what_its_law_says(town: Town, preset: None) -> None:
    method = add_method(text=TINY)
    staff = town.actor("street_staff")
    told = preset_at(load(TINY), town.street)["within"].told
    assert told.zh.endswith("某市条例第 7 条。")
    adopted = adopt(actor=staff, method=method, place=town.street)
    assert str(method_of(adopted).values["within"]) == "3 days"
    again = set_inputs(actor=staff, method="tiny", place=town.street, inputs={"within": "5 days"})
    assert str(method_of(again).values["within"]) == "5 days"
    assert preset_at(load(TINY), town.street) == {}


def test_what_is_given_goes_before_what_is_preset(town: Town, preset: None) -> None:
    adopted = adopt(
        actor=town.actor("street_staff"),
        method=add_method(text=TINY),
        place=town.street,
        inputs={"within": "2 workdays"},
    )
    assert str(method_of(adopted).values["within"]) == "2 workdays"


def test_a_preset_holds_in_its_region_alone(town: Town, preset: None) -> None:
    elsewhere = add_place(name="别处区", level="district", code="980101")
    assert preset_at(load(TINY), elsewhere) == {}


def test_a_narrower_region_goes_before_a_wider_one() -> None:
    near = made(HERE.replace('"99"', '"990101"').replace("3 days", "4 days"))
    found = presets_at([near, made(HERE)], load(TINY), "990101001")
    assert found["within"].value == "4 days"
    assert presets_at([near, made(HERE)], load(TINY), "990202001")["within"].value == "3 days"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (HERE.replace("tiny", "other"), "other: there is no such method"),
        (HERE.replace("within", "without"), "tiny.without: there is no such input"),
        (HERE.replace("3 days", "soon"), "tiny.within: "),
    ],
)
def test_a_preset_that_fits_nothing_is_told(text: str, says: str) -> None:
    (fault,) = unfit(made(text), {"tiny": load(TINY)}.get)
    assert fault.line == 4
    assert fault.why.en.startswith(says)
    assert fault.show("x.yaml", "zh-Hans").startswith("x.yaml:4 ")


@pytest.mark.parametrize(
    "text",
    [
        "- 1",
        HERE.replace('"99"', "national"),
        HERE.replace(LAW, "note: x"),
        HERE + "more: 1\n",
        HERE.replace(LAW, LAW + ", sure: maybe"),
    ],
)
def test_a_file_of_presets_that_is_none_is_refused(text: str) -> None:
    presets, faults = read_presets(text)
    assert presets is None
    assert faults


def test_everything_wrong_is_told_by_its_row() -> None:
    text = HERE + "    other: 3\n    third: {value: 1, law: x, sure: maybe}\nmore: 1\n"
    presets, faults = read_presets(text)
    assert presets is None
    assert [fault.line for fault in faults] == [5, 6, 7]
    assert all(fault.why.zh and fault.why.en for fault in faults)


def test_a_district_adds_its_own_law_in_its_folder(town: Town, settings, tmp_path: Path) -> None:
    """It goes before the library's for the same region; a file with a fault presets nothing."""
    settings.SHANZHI_HOME = tmp_path
    (tmp_path / "presets").mkdir()
    method = add_method(text=TINY)
    assert preset_at(load(TINY), town.street) == {}
    (tmp_path / "presets" / "a.yaml").write_text(HERE, "utf-8")
    (tmp_path / "presets" / "b.yaml").write_text(HERE.replace("3 days", "4 days"), "utf-8")
    (tmp_path / "presets" / "c.yaml").write_text("region: nowhere\n", "utf-8")
    adopted = adopt(actor=town.actor("street_staff"), method=method, place=town.street)
    assert str(method_of(adopted).values["within"]) == "4 days"


def test_the_presets_of_the_library_fit_its_methods(tmp_path: Path) -> None:
    assert check_presets.problems() == []
    assert {one.region for one in library.presets()} == {"110000"}
    (tmp_path / "presets").mkdir()
    (tmp_path / "presets" / "x.yaml").write_text(HERE)
    assert check_presets.problems(tmp_path) == ["x.yaml:4 tiny: there is no such method."]
