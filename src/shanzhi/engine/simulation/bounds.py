"""What the numbers of a load may be, so that a slip of the finger does not run for a week."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.simulation.load import Load
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence

# The lowest and highest value, and whether it must be whole.
BOUNDS: dict[str, tuple[float, float, bool]] = {
    "days": (1, 7300, True),
    "places": (1, 500, True),
    "households": (1, 5000, True),
    "offices": (1, 100, True),
    "per_day": (0.001, 10_000, False),
    "staff": (0, 1000, True),
    "runs": (1, 1000, True),
    "seed": (0, 2**53, True),
    "hours": (0.01, 10_000, False),
    "minutes": (1, 10_000, False),
    "spread": (1, 20, False),
    "share": (0, 1_000_000, False),
}
PROBABILITIES = ("answer", "take", "done", "yes", "turnout", "object")
MOST_MATTERS = 1_000_000


def out_of_bounds(key: str, value: Any) -> Sentence | None:
    """Why a value will not do for a key; None if it will. A key not named here counts staff."""
    low, high, whole = (0, 1, False) if key in PROBABILITIES else BOUNDS.get(key, BOUNDS["staff"])
    number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
    if number and low <= value <= high:
        return None
    kind = _WHOLE if whole else _NUMBER
    return _OUTSIDE.fill(key=key, value=shown(value), kind=kind, low=f"{low:,g}", high=f"{high:,.10g}")


def too_much(load: Load, runs: int) -> Sentence | None:
    """Why a load cannot be run so many times; None if it can."""
    matters = int(load.arrivals * load.days * load.places * runs)
    return (
        _TOO_MUCH.fill(matters=f"{matters:,}", most=f"{MOST_MATTERS:,}") if matters > MOST_MATTERS else None
    )


_NUMBER = Sentence("数", "a number")
_WHOLE = Sentence("整数", "a whole number")
_OUTSIDE = Sentence(
    "“{key}”应为 {low} 到 {high} 的{kind}，而不是“{value}”。",
    "“{key}” must be {kind} from {low} to {high}, not “{value}”.",
)
_TOO_MUCH = Sentence(
    "一共约有 {matters} 件事项，太多了（上限 {most}）；请减少天数、地方、来件或次数。",
    "That makes about {matters} matters, too many (at most {most}); take fewer days, places, arrivals or runs.",
)
