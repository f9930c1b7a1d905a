"""From effect rules to effects: texts filled in, points worked out. The store carries them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from shanzhi.engine.binding import bound, known
from shanzhi.engine.conditions import holds, number
from shanzhi.engine.draft import Draft
from shanzhi.engine.ledger import LEDGER, Short
from shanzhi.engine.limits import due_after
from shanzhi.engine.named import named, of_line
from shanzhi.engine.posts import appoint, dismiss
from shanzhi.engine.readers import addressed
from shanzhi.engine.refusals import refuse
from shanzhi.engine.register_effect import write as write_register
from shanzhi.engine.texts import fill
from shanzhi.engine.types import Effect
from shanzhi.method.effects import EFFECTS, MOST_POINTS, RECEIVERS
from shanzhi.method.model import Act, EffectRule
from shanzhi.method.people import PREFIX, parts
from shanzhi.method.rooms import Incomplete
from shanzhi.method.words import Sentence

LINE: Final = "line."
TOO_MANY_POINTS: Final = Sentence(
    "一次最多记 {most} 分，这里算出 {count} 分。", "At most {most} points at a time; this comes to {count}."
)


def carry(d: Draft, rules: tuple[EffectRule, ...]) -> None:
    """Work out the effects of an act, of an outcome or of entering a stage."""
    for rule in rules:
        if rule.once and rule.at.path in d.once:
            continue
        came = len(d.effects)
        if rule.of is None:
            _one(d, rule)
        else:
            added = d.line, d.listed
            d.listed = rule.of
            for line in d.data.get(rule.of) or ():
                d.line = line
                _one(d, rule)
            d.line, d.listed = added
        if rule.once and len(d.effects) > came:
            d.once += (rule.at.path,)


def short_of(d: Draft, rules: tuple[EffectRule, ...]) -> str | None:
    """Where it leads instead, if a balance or a limit forbids one of these effects and its rule says so: then none of them comes.

    It is tried on a draft of its own.
    """
    if not any(rule.values.get("short") for rule in rules):
        return None
    try:
        carry(d.fork(), rules)
    except Short as short:
        d.ways += (f"{short.refusal.rule}.short",)
        return short.stage
    return None


def _one(d: Draft, rule: EffectRule) -> None:
    if rule.when is None or holds(d, rule.when, rule.at):
        _KINDS[rule.kind](d, rule.values, rule)


def _slot(d: Draft, rule: EffectRule) -> str:
    """What may come of a rule once: in this visit, or in all; for each line."""
    times = "once" if rule.once else str(d.visit)
    return f"{rule.at.path}:{times}" + (f":{len(d.effects)}" if rule.of is not None else "")


def award_slot(d: Draft, act: Act) -> str | None:
    """What makes an act that awards points happen once in this visit: for each person, if who acts is awarded.

    An act that leads on happens once by itself.
    """
    if act.routes:
        return None
    receivers = {
        rule.values[gets] for rule in act.effects if (gets := EFFECTS[rule.kind].rewards) is not None
    }
    if not receivers or act.adds is not None:
        return None
    return f"award:{act.name}:{d.person}" if receivers == {"actor"} else f"award:{act.name}"


def _notify(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    to = [one for word in values["whom"] for one in (of_line(d, word) if word.startswith(LINE) else [word])]
    d.effects += (Effect("notify", {"to": to, "text": fill(d, values["text"])}),)


def say(d: Draft, text: Sentence) -> None:
    """Tell all whom the matter concerns what a stage says on entering: its opener, its sides, who follows or supports it."""
    sides = [f"{PREFIX}{name}" for name in d.method.sides]
    to = ["opener", *sides, "watchers", *(["supporters"] if d.method.supported else [])]
    d.effects += (Effect("notify", {"to": to, "text": fill(d, text)}),)


def _publish(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    limit, title = values.get("lasts"), values.get("title")
    until = due_after(d, d.at, limit, rule.at).at if limit is not None else None
    heading = fill(d, title) if title else None
    d.effect("publish", fields=list(values["shows"]), title=heading, until=until, **addressed(d, values))


def _open(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    d.effect(
        "open",
        method=values["method"],
        opening=values.get("opening") or "",
        values=bound(d, values.get("with", {})),
        place=d.origin,
        slot=_slot(d, rule),
    )


MERGED: Final = "duplicate"
"""The relation of a matter that ends as part of another: of the same method, unless its field names others."""


def _act(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """An act in a matter that this one opened: whether it is one, and whether the act is open to it, is asked there."""
    target = known(d, values["matter"])
    if target is not None and target != d.id:
        d.effect("act", matter=target, act=values["do"], values=bound(d, values.get("with", {})))


def _link(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    target = known(d, values["matter"])
    if target == d.id:
        raise refuse("own_link", rule.at)
    if target is not None:
        of = d.method.fields[values["matter"]].of
        if values["as"] == MERGED and not of:
            of = (d.method.id,)
        follow = bool(values.get("follow", False))
        d.effect("link", to=target, relation=values["as"], follow=follow, of=list(of))


def _document(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    d.effect("document", title=fill(d, values["title"]), text=fill(d, values["text"]))


def _award(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Points for someone; never for having done oneself what one asked for."""
    points = number(d, values["points"], rule.at)
    if points > MOST_POINTS:
        raise refuse("fault", rule.at, detail=TOO_MANY_POINTS.fill(count=points, most=MOST_POINTS))
    given = {"points": points, "reason": fill(d, values["for"], names_people=False)} if points > 0 else {}
    slot = _slot(d, rule)
    account = values.get("account", "person")
    if given and values["to"] in RECEIVERS:
        person = _by_part(d, values["to"])
        if person is not None:
            d.effect("award", person=person, account=account, **given, slot=slot)
    elif given:
        for person, household in _named_to_get(d, values["to"]):
            kept = "household" if household else account
            d.effect("award", person=person, account=kept, **given, slot=f"{slot}:{person}")


def _by_part(d: Draft, part: str) -> int | None:
    """Who gets points by their part in the matter."""
    if part != "holder":
        return d.opener if part == "opener" else d.person
    holder = d.handlers.get("@holder")
    return holder.person if holder and holder.person != d.opener else None


def _named_to_get(d: Draft, word: str) -> Iterator[tuple[int, bool]]:
    """Who gets points by being named in the matter, and whether as a household, for which its first member stands."""
    found = of_line(d, word) if word.startswith(LINE) else named(d.method, d.data, word.removeprefix(PREFIX))
    for tag in found:
        kind, number = parts(tag)
        people = d.ctx.members(kind, number) if kind == "household" else (number,) if kind == "person" else ()
        if people and d.opener not in people:
            yield people[0], kind == "household"


def _retract(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    d.effect("retract", why=fill(d, values["why"]))


_Carry = Callable[[Draft, dict[str, Any], EffectRule], None]


def complete(kinds: dict[str, _Carry]) -> dict[str, _Carry]:
    """How each kind is worked out, if there is a way for every kind of the language and for no other."""
    for kind in sorted(kinds.keys() ^ EFFECTS.keys()):
        where = "shanzhi/engine/effects.py" if kind in EFFECTS else "shanzhi/method/effects.py"
        raise Incomplete(f"{where}: “{kind}” is missing")
    return kinds


_KINDS: Final[dict[str, _Carry]] = complete(
    {
        "notify": _notify,
        "publish": _publish,
        "open": _open,
        "act": _act,
        "link": _link,
        "document": _document,
        "award": _award,
        "retract": _retract,
        "register": write_register,
        "appoint": appoint,
        "dismiss": dismiss,
        **LEDGER,
    }
)
