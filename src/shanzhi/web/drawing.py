"""A method drawn, with the stage where a matter stands marked."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from shanzhi.method.model import Method


def drawing(method: Method, stage: str | None = None) -> SafeString | None:
    """The drawing as SVG, made of escaped text by the method layer."""
    if find_spec("shanzhi.method.draw") is None:
        return None
    drawn = import_module("shanzhi.method.draw").draw(method, current=stage, language=get_language() or "zh-hans")
    return mark_safe(drawn)  # noqa: S308 (the drawer escapes every text of the method)
