"""The pictures of the documentation: each one listed is there, small, and none is left over."""

from __future__ import annotations

import pytest

from tools import screenshots

NAMES = [name for shot in screenshots.shots() for name, _, _ in screenshots.pictures(shot)]


def test_every_picture_listed_is_there_and_no_other():
    assert sorted(path.name for path in screenshots.IMAGES.glob("*.png")) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_small(name):
    assert (screenshots.IMAGES / name).stat().st_size <= screenshots.MOST


def test_a_page_gives_a_picture_for_each_width_and_theme():
    shot = {"name": "home", "widths": ["phone", "desk"], "themes": ["light", "dark"]}
    assert [name for name, _, _ in screenshots.pictures(shot)] == [
        "home-phone.png",
        "home-phone-dark.png",
        "home-desk.png",
        "home-desk-dark.png",
    ]


def test_one_page_can_be_taken_alone():
    assert {shot["name"] for shot in screenshots.shots("home")} == {"home"}
