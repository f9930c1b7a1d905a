"""Filters of the meeting's pages."""

from __future__ import annotations

from django import template

register = template.Library()


@register.filter
def minutes(seconds: int) -> str:
    """Seconds as a clock shows them: `2:05`."""
    left = max(int(seconds), 0)
    return f"{left // 60}:{left % 60:02d}"
