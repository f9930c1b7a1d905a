"""Who may do what: one registry, denied by default (最小权限).

Layers declare actions (`person.see`) and register rules for them; an action without a rule that grants it is
denied, an unknown action too. A post reaches the whole subtree of its place. The three administrators
(系统、安全、审计) are apart: a rule grants them nothing unless it names their kind, so they see no matters.
GB/T 22239 (访问控制, 三权分立); PIPL art. 51.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import Any, TypeVar

from msgspec import Struct

from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.method.roles import OVERSEES
from shanzhi.method.words import Sentence
from shanzhi.people.problems import Denied

__all__ = [
    "ANONYMOUS",
    "Administrator",
    "Denied",
    "Verdict",
    "action",
    "allowed",
    "covers",
    "explain",
    "require",
    "rule",
    "sight",
]


class Administrator(Actor, frozen=True):
    """One who administers, by an account of that `kind`, and holds no post whatever the person may hold."""

    kind: str = ""
    account: int | None = None


ANONYMOUS = Actor(person=None)
"""A visitor who is not signed in. Equal to the system in its fields, but never the same object."""


class Verdict(Struct, frozen=True):
    """What one rule says to one request: who it is for, and whether it granted."""

    rule: str
    who: Sentence
    granted: bool


Check = Callable[[Actor, Any], bool]
_Check = TypeVar("_Check", bound=Check)


class _Rule(Struct, frozen=True):
    name: str
    who: Sentence
    check: Check
    kinds: frozenset[str]


_titles: dict[str, Sentence] = {}
_rules: dict[str, list[_Rule]] = {}
_sight: dict[type, str] = {}

UNKNOWN = Sentence("没有“{action}”这种操作，请核对操作名称", "there is no action “{action}”, check its name")
NOBODY = Sentence("不能{action}：没有岗位可以这样做", "{action}: refused, no post may do this")
REFUSED = Sentence(
    "不能{action}：只有{who}可以。如工作需要，请由其办理，或请其授予相应岗位",
    "{action}: refused. Only {who} may. If your work needs it, ask them to do it or to give you such a post",
)


def action(name: str, title: Sentence) -> None:
    """Declare an action and what it is called; its rules may then be registered, by any layer."""
    _titles[name] = title
    _rules.setdefault(name, [])


def sight(action: str, *kinds: type) -> None:
    """Declare by which action things of these kinds are seen."""
    _sight.update(dict.fromkeys(kinds, action))


def rule(*actions: str, who: Sentence, kinds: Iterable[str] = ("person",)) -> Callable[[_Check], _Check]:
    """Register a rule: `check(actor, object)` is true when it grants the actions.

    `who` names those it is for, and is what a refused person reads; `kinds` the kinds of account it is for:
    `person` (signed in), `anonymous`, `system_admin`, `security_admin`, `audit_admin`.
    Raises KeyError at import for an action that nobody declared, so a misspelt rule is never silent.
    """

    def register(check: _Check) -> _Check:
        for name in actions:
            _rules[name].append(_Rule(check.__name__, who, check, frozenset(kinds)))
        return check

    return register


def allowed(actor: Actor, action: str, thing: Any = None) -> bool:
    """Whether the actor may do the action to `thing`. The system itself may; an unknown action nobody may."""
    if actor is SYSTEM:
        return action in _rules
    kind = kind_of(actor)
    return any(kind in rule.kinds and rule.check(actor, thing) for rule in _rules.get(action, ()))


def kind_of(actor: Actor) -> str:
    """The kind of account an actor uses; one without a person who administers nothing is `anonymous`."""
    if isinstance(actor, Administrator):
        return actor.kind
    return "person" if actor.person is not None else "anonymous"


def require(actor: Actor, action: str, thing: Any = None) -> None:
    """Raise `Denied` with a sentence that says who may, unless the actor may do the action to `thing`."""
    if not allowed(actor, action, thing):
        raise Denied(refusal(action), seen=_sees(actor, action, thing))


def _sees(actor: Actor, action: str, thing: Any) -> bool:
    """Whether the actor sees the thing they are refused, and so may be told who may."""
    sight = _sight.get(type(thing))
    return sight is not None and sight != action and allowed(actor, sight, thing)


def refusal(action: str) -> Sentence:
    """Why an action is refused, to one whom no rule grants it."""
    if action not in _rules:
        return UNKNOWN.fill(action=action)
    title = _titles[action]
    groups = list(dict.fromkeys(rule.who for rule in _rules[action]))
    if not groups:
        return NOBODY.fill(action=title)
    who = Sentence("、".join(w.zh for w in groups), " or ".join(w.en for w in groups))
    return REFUSED.fill(action=title, who=who)


def explain(actor: Actor, action: str, thing: Any = None) -> list[Verdict]:
    """What each rule of an action says to this request, in the order of registration; for “why not?”."""
    kind = kind_of(actor)
    return [
        Verdict(rule.name, rule.who, kind in rule.kinds and rule.check(actor, thing))
        for rule in _rules.get(action, ())
    ]


def actions() -> dict[str, Sentence]:
    """Every declared action and its title."""
    return dict(_titles)


def covers(actor: Actor, path: Iterable[int], roles: Container[str] | None = None) -> bool:
    """Whether a post of the actor (of these roles) stands at one of the places of `path`, top to bottom."""
    ids = set(path)
    return any(place in ids and (roles is None or role in roles) for role, place in actor.posts)


def places_of_duty(actor: Actor) -> frozenset[int]:
    """The places at which posts of the actor in the line of duty stand: what happens there and below is theirs to see to."""
    return frozenset(place for role, place in actor.posts if role in OVERSEES)
