"""The language of an answer: Chinese, or English where the caller prefers it (`Accept-Language`, RFC 9110 §12.5.4)."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest

LONGEST = 200
"""Longest header looked at; a longer one is no wish but noise."""


def language_of(request: HttpRequest) -> str:
    """`zh` or `en`."""
    header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
    return preferred(header) if header and len(header) <= LONGEST else "zh"


@lru_cache(maxsize=256)
def preferred(header: str) -> str:
    """The better liked of the two; Chinese where neither is named, or both alike."""
    best = {"zh": 0.0, "en": 0.0}
    for part in header.split(","):
        tag, _, parameters = part.strip().partition(";")
        name = tag.strip().lower().partition("-")[0]
        if name in best:
            best[name] = max(best[name], _weight(parameters))
    return "en" if best["en"] > best["zh"] else "zh"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
