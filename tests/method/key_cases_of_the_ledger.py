"""The changes to the ledger of `everything.yaml`, one for each of its keys: each must be heard when it is read aloud."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.method.key_consumers import read_out
from tests.method.trees import DROP

LEDGER_CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {}


def case(**changes: Any) -> None:
    """`shape__key=(path, value)`."""
    for name, (path, value) in changes.items():
        LEDGER_CASES[name.replace("__", ".")] = (read_out, path, value)


PAYS = "stages hub acts pay effects"
LEDGER = ("transfer", "reserve", "settle", "release", "reverse")
for number, kind in enumerate(LEDGER):
    path = f"{PAYS} {number} {kind}"
    case(
        **{
            f"effect__{kind}": (f"{PAYS} {number}", {"retract": {"why": "另有原因"}}),
            f"{kind}__when": (f"{path} when", DROP),
            f"{kind}__once": (f"{path} once", DROP),
            f"{kind}__of": (f"{path} of", DROP),
            f"{kind}__unit": (f"{path} unit", "hours"),
        },
    )
case(
    method__ledger=("ledger hours", DROP),
    unit__label=("ledger thanks label", "帮忙分"),
    unit__kind=("ledger thanks kind", "hours"),
    unit__holders=("ledger thanks holders", ["household"]),
    unit__accounts=("ledger thanks accounts pot", "预算"),
    unit__limits=("ledger thanks limits", DROP),
    unit__lasts=("ledger thanks lasts", "91 days"),
    unit__statement=("ledger thanks statement", DROP),
    unit__used_by=("ledger thanks used_by", DROP),
    unit__kept_by=("ledger hours kept_by", "assist"),
    account__label=("ledger thanks accounts issued label", "额度"),
    account__may_owe=("ledger thanks accounts issued may_owe", DROP),
    limit__holder=("ledger thanks limits 0 holder", "person"),
    limit__every=("ledger thanks limits 0 every", "year"),
    limit__amount=("ledger thanks limits 0 amount", 51),
    limit__soft=("ledger thanks limits 0 soft", DROP),
    transfer__from=(f"{PAYS} 0 transfer from", "issued"),
    transfer__into=(f"{PAYS} 0 transfer into", "people.deputy"),
    transfer__amount=(f"{PAYS} 0 transfer amount", 3),
    transfer__reason=(f"{PAYS} 0 transfer reason", "别的"),
    transfer__short=(f"{PAYS} 0 transfer short", "above"),
    reserve__from=(f"{PAYS} 1 reserve from", "people.deputy"),
    reserve__amount=(f"{PAYS} 1 reserve amount", 3),
    reserve__short=(f"{PAYS} 1 reserve short", "above"),
    settle__into=(f"{PAYS} 2 settle into", "pot"),
    settle__amount=(f"{PAYS} 2 settle amount", 2),
    settle__reason=(f"{PAYS} 2 settle reason", "别的"),
    reverse__reason=(f"{PAYS} 4 reverse reason", "别的"),
    reverse__short=(f"{PAYS} 4 reverse short", "above"),
)
