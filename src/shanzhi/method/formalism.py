"""The check against formalism on fingertips (“指尖上的形式主义”): what no method may ask of the grassroots.

By structure where the structure shows it (a compulsory file, points for staff, a known fact asked again), by
words where only the words do (`formalism_words`). A method's public `exceptions` turn a finding into advice for as
long as they stand. Rule: 国办函〔2026〕12号.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.method.blocks import kind_of
from shanzhi.method.effects import EFFECTS
from shanzhi.method.field_types import Thing
from shanzhi.method.formalism_words import FOLLOWS, KNOWN, TRACES, WORDS, Known, says
from shanzhi.method.model import Act, EffectRule, Field, Measure, Stage
from shanzhi.method.people import PREFIX
from shanzhi.method.roles import STAFF

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.problems import Problems
    from shanzhi.method.read import Node

MOST_COMPULSORY = 12
EXCUSABLE = ("SZ601", "SZ602", "SZ603", "SZ604", "SZ605", "SZ606", "SZ609", "SZ610")
# Who is no staff: what they do of their own will is no clock-in.
OF_THEIR_OWN_WILL = frozenset(("resident", "owner", "opener", "anyone"))


class Text(Struct, frozen=True):
    """A text of the method, its path, and what it stands for: act, field, item, measure, award or said."""

    words: str
    path: str
    place: str


ENTITLED = re.compile("低保|特困|低收入|救助|入学|学位|落户|户籍|证明|医保|社保|养老金|残疾|公租房|退役|信用")
"""What is owed by law, or must not be made of points (国办发〔2020〕49号: no “credit” beyond its list)."""


class Formalism:
    """One check of one method."""

    def __init__(self, builder: Builder, today: date | None) -> None:
        self.stages = builder.stages
        self.openings = tuple(builder.openings.values())
        self.form = builder.form
        self.measures = builder.measures
        self.root: Node = builder.root
        self.problems: Problems = builder.problems
        self.today = today
        self.title = str(builder.root.value["title"].value) if "title" in builder.root.value else ""
        self.looks = builder.looks
        self.standing: dict[str, Node] = {}
        self.excused: set[str] = set()

    def check(self) -> None:
        self._exceptions()
        for text in self._texts():
            for code in dict.fromkeys(
                row.code for row in WORDS if text.place in row.where and says(row, text.words)
            ):
                self._add(code, text.path)
        for form, path in self._forms():
            self._compulsory(form, path)
            for field in form:
                self._field(field)
        self._items()
        self._points()
        self._entitlements()
        for code, at in self.standing.items():
            if code not in self.excused:
                self.problems.add("SZ608", at, weight="advice", rule=code)

    def _add(self, code: str, path: str, **values: Any) -> None:
        weight = "error"
        if code in self.standing:
            weight = "advice"
            self.excused.add(code)
        self.problems.add(code, self.root.find(path), weight=weight, **values)

    def _exceptions(self) -> None:
        """Which rules are excused: by an exception that names one, with a date that is not over."""
        node = self.root.value.get("exceptions")
        for item in node.value if node is not None else ():
            rule, until = item.value.get("rule"), item.value.get("until")
            if rule is None or until is None:
                continue
            if rule.value not in EXCUSABLE:
                self.problems.add("SZ611", rule, rule=rule.value, choices=", ".join(EXCUSABLE))
                continue
            try:
                last = date.fromisoformat(until.value)
            except ValueError:
                last = date.min
            if last < (self.today or date(1950, 1, 1)):
                self.problems.add("SZ607", until, rule=rule.value, until=until.value)
            elif {"reason", "approver"} <= set(item.value):
                self.standing[rule.value] = rule

    # -- words -------------------------------------------------------------------------------------
    def _texts(self) -> Iterator[Text]:
        for form, _path in self._forms():
            for field in self._fields(form):
                yield from _both(field, "field")
        for stage in self.stages.values():
            yield from _both(stage, "said")
            if stage.says is not None:
                yield Text(stage.says.zh, f"{stage.at.path}.says", "said")
            yield from self._effect_texts(stage.effects)
            for path, item in _items(stage):
                yield Text(item["label"].zh, path, "item")
            for act in stage.acts.values():
                if act.origin == "method":
                    if not self._of_own_will(act):
                        meeting = stage.block is not None and kind_of(stage.block).meeting
                        yield from _both(act, "said" if meeting else "act")
                    yield from self._effect_texts(act.effects)
            for outcome in stage.follows.values():
                yield from self._effect_texts(outcome.effects)
        for measure in self.measures.values():
            yield from _both(measure, "measure")
        for opening in self.openings:
            for key in ("label", "help", "alert"):
                if (text := getattr(opening, key)) is not None:
                    yield Text(text.zh, f"{opening.at.path}.{key}", "said")

    def _effect_texts(self, effects: tuple[EffectRule, ...]) -> Iterator[Text]:
        for effect in effects:
            for key, place in EFFECTS[effect.kind].texts.items():
                if effect.values.get(key) is not None:
                    yield Text(effect.values[key].zh, f"{effect.at.path}.{key}", place)

    def _of_own_will(self, act: Act) -> bool:
        return bool(act.who.names) and OF_THEIR_OWN_WILL.issuperset(act.who.names)

    # -- forms -------------------------------------------------------------------------------------
    def _forms(self) -> Iterator[tuple[tuple[Field, ...], str]]:
        """Every form the method itself asks someone to fill in."""
        for opening in self.openings:
            yield opening.form, f"{opening.at.path}.asks"
        for stage in self.stages.values():
            for act in stage.acts.values():
                if act.origin == "method" and act.form:
                    yield act.form, f"{act.at.path}.asks"
            key = kind_of(stage.block).form if stage.block is not None else None
            if stage.block is not None and key is not None and key in stage.block.settings:
                yield stage.block.settings[key], f"{stage.block.at.path}.{key}"

    def _fields(self, form: tuple[Field, ...]) -> Iterator[Field]:
        for field in form:
            yield field
            yield from self._fields(field.form)

    def _compulsory(self, form: tuple[Field, ...], path: str) -> None:
        count = sum(1 for f in form if not f.optional and f.known is None and f.default is None)
        if count > MOST_COMPULSORY:
            self._add("SZ609", path, count=count, limit=MOST_COMPULSORY)

    def _field(self, field: Field) -> None:
        for inner in self._fields((field,)):
            file = inner.kind.points_to is Thing.FILE and inner.needed is None
            if not inner.optional and (file or says(TRACES, inner.label.zh)):
                self._add("SZ603", inner.at.path)
        if field.known is not None or not field.kind.asks_again:
            return
        if says(FOLLOWS, field.label.zh):
            self._add("SZ610", field.at.path, name=field.label)
        fact = self._asked_again(field)
        if fact is not None:
            self._add("SZ604", field.at.path, known=fact.fact)

    def _asked_again(self, field: Field) -> Known | None:
        return next((known for known in KNOWN if says(known, field.label.zh)), None)

    def _items(self) -> None:
        for stage in self.stages.values():
            for path, item in _items(stage):
                if not item["optional"] and (item["proof"] == "files" or says(TRACES, item["label"].zh)):
                    self._add("SZ603", path)

    # -- points ------------------------------------------------------------------------------------
    def _points(self) -> None:
        """Points belong to residents and households; whoever works on a matter gets none."""
        for stage in self.stages.values():
            for effect in stage.effects:
                self._award(effect, stage, self._who_enters(stage.name))
            for act in stage.acts.values():
                for effect in act.effects:
                    self._award(effect, stage, self._who_acts(stage, act))

    def _award(self, effect: EffectRule, stage: Stage, actors: set[str]) -> None:
        rewards = EFFECTS[effect.kind].rewards
        if rewards is None:
            return
        opens = {name for opening in self.openings for name in opening.who.names}
        word = str(effect.values.get(rewards, ""))
        gets = {"opener": opens if opens and opens <= STAFF else set(), "actor": actors}
        if gets.get(word, self._takes(word)) & STAFF:
            self._add("SZ602", f"{effect.at.path}.{rewards}")

    def _takes(self, word: str) -> set[str]:
        """The roles in which somebody takes a matter in a block that keeps them as the holder, or as whom a word names."""
        fact = word.removeprefix(PREFIX)
        return {
            name
            for stage in self.stages.values()
            if stage.block is not None and (key := kind_of(stage.block).holder) is not None
            if word == "holder" or fact in (stage.block.settings.get("result") or {})
            for name in stage.block.settings[key].names
        }

    def _entitlements(self) -> None:
        """What the law gives nobody earns by points, and nobody loses."""
        asked = [self.title, *(one.label.zh for one in self.openings if one.label is not None)]
        found = next((match[0] for text in asked if (match := ENTITLED.search(text))), None)
        for node in self.looks if found is not None else ():
            self.problems.add("SZ612", node, words=found)

    def _who_acts(self, stage: Stage, act: Act) -> set[str]:
        """The roles in which an act may be done."""
        names = set(act.who.names)
        if act.who.desk and stage.desk is not None:
            names |= set(stage.desk.roles)
        return names

    def _who_enters(self, name: str) -> set[str]:
        """The roles whose acts lead into a stage."""
        return {
            role
            for stage in self.stages.values()
            for act in stage.acts.values()
            if any(route.stage == name for route in act.routes)
            for role in self._who_acts(stage, act)
        }


def _both(thing: Field | Stage | Act | Measure, place: str) -> Iterator[Text]:
    """A thing's label and its help."""
    yield Text(thing.label.zh, f"{thing.at.path}.label", place)
    if thing.help is not None:
        yield Text(thing.help.zh, f"{thing.at.path}.help", place)


def _items(stage: Stage) -> Iterator[tuple[str, dict[str, Any]]]:
    """The pieces of work that a stage's block lists, each with its path."""
    key = kind_of(stage.block).items if stage.block is not None else None
    if stage.block is not None and key is not None:
        items: dict[str, dict[str, Any]] = stage.block.settings.get(key) or {}
        for name, item in items.items():
            yield f"{stage.block.at.path}.{key}.{name}", item
