"""Builds the ways in: who opens a matter, what that asks, where it lands, into which stage it goes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from shanzhi.method.build_people import speaks_for
from shanzhi.method.build_sets import settings
from shanzhi.method.cel import CelType
from shanzhi.method.model import Field, Landing, Opening, Who
from shanzhi.method.read import Node
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.rules import Route
from shanzhi.method.scope import ACTING
from shanzhi.method.upon import EVENT, upon

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

MOST_OPENINGS = 20
SYSTEM = Who(system=True, names=("system",))
NEEDED = ("at", "to")
Routes = Callable[[Node | None, str, Mapping[str, CelType]], tuple[Route, ...]]


def asked_by(b: Builder, node: Node | None) -> dict[str, tuple[Field, ...]]:
    """The facts that each opening asks."""
    return {name: b.asks(spec) for name, spec in (node.value if node is not None else {}).items()}


def openings(
    b: Builder, node: Node | None, asked: Mapping[str, tuple[Field, ...]], routes: Routes
) -> dict[str, Opening]:
    """The openings by name, in the order written; the first is the one where none is named."""
    found = {}
    if node is not None and len(node.value) > MOST_OPENINGS:
        b.problems.add("SZ109", node, limit=MOST_OPENINGS)
        return {}
    for name, spec in (node.value if node is not None else {}).items():
        built = _opening(b, name, spec, asked[name], routes) if all(k in spec.value for k in NEEDED) else None
        if built is not None:
            found[name] = built
        if len(node.value if node is not None else ()) > 1 and "label" not in spec.keys:
            b.problems.add("SZ380", spec, name=name)
    return found


def _opening(b: Builder, name: str, node: Node, form: tuple[Field, ...], routes: Routes) -> Opening | None:
    get, path = node.value.get, f"open.{name}"
    # Nothing is recorded yet: what opening requires, sets and goes by speaks of what it asks.
    recorded, own = b.base, {field.path for field in form}
    b.base = {
        key: kind for key, kind in recorded.items() if not key.startswith(("data.", "people.")) or key in own
    }
    by_itself = upon(b, get("upon"), get("when"))
    scope = {**ACTING, **EVENT} if "upon" in node.keys else ACTING
    if ("by" in node.keys) == ("upon" in node.keys):
        b.problems.add("SZ394", node, name=name)
    requires = b.requirements(get("requires"), path, scope)
    sets = settings(b, get("set"), f"{path}.set", scope)
    b.base = recorded
    cases = routes(get("to"), f"{path}.to", scope)
    level, landings = _landings(b, get("at"), path)
    if level is None or not cases:
        return None
    return Opening(
        name=name,
        who=b.who(get("by"), SYSTEM if "upon" in node.keys else Who()),
        level=level,
        routes=cases,
        at=b.rule(node, path),
        form=form,
        sets=sets,
        requires=requires,
        on_behalf=speaks_for(form),
        label=b.maybe(node, "label"),
        help=b.maybe(node, "help"),
        alert=b.maybe(node, "alert"),
        landings=landings,
        upon=by_itself,
    )


def _landings(b: Builder, node: Node, path: str) -> tuple[str | None, tuple[Landing, ...]]:
    """The level where a matter lands, and the cases in which it lands elsewhere; one that lands there as well does nothing."""
    found: list[Landing] = []
    lands = None
    for index, spec in enumerate(node.value):
        level = b.level(spec.value["level"]) if "level" in spec.value else None
        why = b.placed(spec.value["why"]) if "why" in spec.value else None
        if lands is not None:
            b.problems.add("SZ403", spec)
        elif "when" not in spec.keys:
            lands = level
        elif "when" in spec.value:
            when = b.condition(spec.value["when"], ACTING)
            if level is not None and when is not None:
                found.append(Landing(when, level, why, b.rule(spec, f"{path}.at[{index}]")))
    if node.value and "when" in node.value[-1].keys:
        b.problems.add("SZ402", node)
    for index, one in enumerate(found):
        if one.level == lands:
            b.problems.add("SZ328", node.value[index], level=LEVEL_NAMES[one.level], lands=LEVEL_NAMES[lands])
    return lands, tuple(found)
