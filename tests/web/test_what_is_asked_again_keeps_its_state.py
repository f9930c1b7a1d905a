"""Parts of a page that are asked again every few seconds close nothing that somebody has opened, and hold no field."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import shanzhi.web

TEMPLATES = Path(shanzhi.web.__file__).parent / "templates"
LIVE = re.compile(r'<(?P<tag>div|section|main)\b[^<>]*hx-trigger="every .*?</(?P=tag)>', re.DOTALL)


def live() -> dict[str, str]:
    """What stands in each template from an element that is asked again to its end."""
    found = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        # tags of the template language may stand inside an element's own tag
        text = re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text())
        if match := LIVE.search(text):
            found[path.name] = match[0]
    return found


def test_there_are_such_parts() -> None:
    assert {"session.html", "session_meeting.html", "projector.html"} <= live().keys()


@pytest.mark.parametrize("name", sorted(live()))
def test_what_is_opened_stays_open(name: str) -> None:
    for opened in re.findall(r"<details[^>]*>", live()[name]):
        assert "hx-preserve" in opened, opened
        assert re.search(r'\bid="\w+"', opened), opened


@pytest.mark.parametrize("name", sorted(live()))
def test_nobody_types_where_it_is_taken_away(name: str) -> None:
    assert not re.findall(r'<textarea|<select|<input(?![^>]*type="hidden")', live()[name])
