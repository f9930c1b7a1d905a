"""What a list tells of a method is read from the head of its file, and is what the whole file says."""

from __future__ import annotations

import pytest

from shanzhi import library
from shanzhi.method.check import load
from shanzhi.method.head import head
from shanzhi.method.words import Sentence

FEW_LINES = """method: small
title: 小事
version: 3
source: 自拟
summary: >-
  一件小事，
  办完就好。
stages:
  waiting: [{this is: not read, so that: nothing in it counts}
"""


@pytest.mark.parametrize("name", library.names())
def test_the_head_says_what_the_whole_file_says(name: str) -> None:
    text = library.text(name)
    assert text is not None
    whole = load(text, name=name, english=library.english)
    found = head(text, *library.english_texts(name))
    assert found is not None
    assert (found.id, found.version) == (whole.id, whole.version)
    assert (found.title, found.summary, found.source) == (whole.title, whole.summary, whole.source)


def test_what_stands_below_the_head_is_not_read() -> None:
    found = head(FEW_LINES)
    assert found is not None
    assert (found.id, found.version, found.title.zh) == ("small", 3, "小事")
    assert found.summary == Sentence("一件小事， 办完就好。", "一件小事， 办完就好。")


@pytest.mark.parametrize(
    "english",
    [
        "en:\n  小事: A small thing\n",
        'en:\n  "小事": "A small thing"\n',
        "en:\n  小事: {text: A small thing}\n",
        "en:\n  别的: Other\n  小事:\n    text: A small thing\n",
        "en:\n  ? 小事\n  : A small thing\n",
        "en: {小事: A small thing}\n",
    ],
)
def test_the_english_is_found_however_it_is_written(english: str) -> None:
    found = head(FEW_LINES + english)
    assert found is not None
    assert found.title.en == "A small thing"


@pytest.mark.parametrize(
    "text", ["", "title: 小事\n", "method: [a\n", "{method: a, title: b}", "method: 3\ntitle: x\n"]
)
def test_a_file_that_is_not_laid_out_so_has_no_head(text: str) -> None:
    assert head(text) is None
