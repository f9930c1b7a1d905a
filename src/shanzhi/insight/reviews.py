"""Which stages of a method are reviews by the office above: read off the method, so every method's reviews are found."""

from __future__ import annotations

from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Adoption
from shanzhi.method.model import Act, Method


def review_of(method: Method, name: str) -> str | None:
    """The sort of review a stage is, or None. A review lies a level above whoever handles the matter.

    `extension`: more time is asked for; `dispatch`: it is disputed who handles it; `check`: work done is checked.
    """
    stage = method.stages.get(name)
    if stage is None or stage.desk is None or not stage.desk.up:
        return None
    acts = [act for act in stage.acts.values() if act.origin == "method"]
    if any(act.extend is not None for act in acts):
        return "extension"
    if any(act.move is not None or _names_office(method, act) for act in acts):
        return "dispatch"
    return "check"


def review_stages() -> dict[str, set[str]]:
    """The stages that are reviews, by method, in any version in use."""
    found: dict[str, set[str]] = {}
    for slug, pin, adoption in Adoption.objects.values_list("slug", "pin", "pk"):
        method = compiled(bytes(pin), adoption)
        names = {name for name in method.stages if review_of(method, name) is not None}
        if names:
            found.setdefault(slug, set()).update(names)
    return found


def _names_office(method: Method, act: Act) -> bool:
    """Whether an act decides which office a desk is at."""
    offices = {
        name for stage in method.stages.values() if stage.desk is not None for name in stage.desk.named
    }
    return any(field.name in offices for field in act.form)
