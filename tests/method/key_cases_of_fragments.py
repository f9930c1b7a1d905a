"""One change to `everything.yaml` for each key of a fragment, and of the stage that uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import checked, engine, read_out

PART = "fragments look-over"
CHANGES: dict[Callable[[Any], Any], dict[str, tuple[str, Any]]] = {
    engine: {
        "method.fragments": (f"{PART} stages asking desk", "team"),
        "stage.with": ("stages rated with", {"who": "people.deputy", "much": "data.size"}),
        "given_part.value": ("stages rated with who", "people.deputy"),
        "fragment.roles": (f"{PART} roles onlookers", ["steward"]),
        "fragment.inputs": (f"{PART} inputs wait default", "5 days"),
        "fragment.data": (f"{PART} data seen max", 2),
        "fragment.people": (f"{PART} people helper optional", False),
        "fragment.acts": (f"{PART} acts look label", "看过"),
        "fragment.stages": (f"{PART} stages asking acts answer to", "bad"),
    },
    checked: {
        "stage.use": ("stages rated use", "look-over@3"),
        "fragment.fragment": (f"{PART} fragment", "other"),
        "fragment.version": (f"{PART} version", 3),
        "fragment.takes": (f"{PART} takes", {}),
        "fragment.outcomes": (f"{PART} outcomes", {"good": "好"}),
        "take.type": (f"{PART} takes much type", "text"),
        "take.label": (f"{PART} takes much label", "多少"),
        "exit.label": (f"{PART} outcomes bad", "没看"),
    },
    read_out: {
        "fragment.title": (f"{PART} title", "瞧一瞧"),
        "fragment.summary": (f"{PART} summary", "请人瞧一瞧"),
        "fragment.source": (f"{PART} source", "别处"),
        "fragment.en": (f"{PART} en", {"看过了": "Seen"}),
    },
}
FRAGMENT_CASES = {
    name: (consumer, path, value)
    for consumer, changes in CHANGES.items()
    for name, (path, value) in changes.items()
}
FRAGMENT_PREPARED = {
    "take.label": ("stages rated with", {"who": "people.whom"}),
    "exit.label": ("stages rated outcomes", {"good": "done"}),
}
