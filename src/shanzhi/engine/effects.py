"""From effect rules to effects: texts filled in, points worked out. The store carries them out."""

from __future__ import annotations

from typing import Any

from shanzhi.engine.conditions import number
from shanzhi.engine.draft import Draft
from shanzhi.method.model import EffectRule
from shanzhi.method.words import PLACEHOLDER, Sentence


def carry(d: Draft, rules: tuple[EffectRule, ...]) -> None:
    """Work out the effects of an act or of entering a stage."""
    for rule in rules:
        values = {key: _value(d, value) for key, value in rule.values.items()}
        _KINDS[rule.kind](d, values, rule)


def _value(d: Draft, value: Any) -> Any:
    return fill(d, value) if isinstance(value, Sentence) else value


def fill(d: Draft, text: Sentence) -> dict[str, str]:
    """A text with its `{field}` places filled from what is recorded; sensitive answers are never shown."""
    stage = d.method.stages[d.stage].label
    return {
        "zh": PLACEHOLDER.sub(lambda m: _shown(d, m[1], stage, "zh"), text.zh),
        "en": PLACEHOLDER.sub(lambda m: _shown(d, m[1], stage, "en"), text.en),
    }


def _shown(d: Draft, name: str, stage: Sentence, language: str) -> str:
    if name == "title":
        return d.method.title.text(language)
    if name == "stage":
        return stage.text(language)
    if name == "due":
        return d.due.astimezone(d.ctx.calendar.zone).strftime("%Y-%m-%d %H:%M") if d.due else "—"
    field = d.method.fields.get(name)
    value = d.values.get(name, d.data.get(name))
    if value is None or field is None:
        return "—"
    if field.sensitive:
        return "***"
    for option in field.options:
        if option.value == value:
            return option.label.text(language)
    return str(value)


def _notify(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    d.effect("notify", to=list(values["to"]), text=values["text"])


def _publish(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    limit = values.get("for")
    until = d.ctx.calendar.add(d.at, limit).at if limit is not None else None
    d.effect("publish", fields=list(values["what"]), title=values.get("title"), until=until)


def _open(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    given = {name: _held(d, source) for name, source in values.get("with", {}).items()}
    d.effect(
        "open",
        method=values["method"],
        values={name: value for name, value in given.items() if value is not None},
        place=d.matter.origin,
        slot=f"{rule.at.path}:{d.visit}",
    )


def _held(d: Draft, name: str) -> Any:
    return d.values.get(name, d.data.get(name))


def _link(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    target = _held(d, values["to"])
    if target is not None:
        d.effect("link", to=target, relation=values["as"], follow=bool(values.get("follow", False)))


def _document(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    d.effect("document", title=values["title"], text=values["text"])


def _award(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    points = number(d, values["points"], rule.at) if values.get("points") is not None else 0
    holder = d.handlers.get("@holder")
    person = {"opener": d.opener, "actor": d.actor.person, "holder": holder.person if holder else None}[values["to"]]
    if person is not None and points > 0:
        d.effect(
            "award",
            person=person,
            account=values.get("account", "person"),
            points=points,
            reason=values["for"],
            slot=f"{rule.at.path}:{d.visit}",
        )


_KINDS = {
    "notify": _notify,
    "publish": _publish,
    "open": _open,
    "link": _link,
    "document": _document,
    "award": _award,
}
