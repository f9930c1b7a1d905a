"""Two versions of a method compared in the method's own terms: stages, acts, limits, fields, inputs.

What only moved, or is only laid out otherwise, is no difference. A stage that the new version lacks is named as lost:
matters that stand in it cannot be upgraded without a stage to move to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.block_rules import changed_rules
from shanzhi.method.diff_words import PARTS, change_sentence, words_of
from shanzhi.method.model import Act, Field, Input, Measure, Method, Stage
from shanzhi.method.recorded_facts import misfits
from shanzhi.method.registers import Register
from shanzhi.method.rules import ClockRule
from shanzhi.method.words import Sentence

# What is compared of each kind of thing, in the order in which it is told.
COMPARED: dict[type, tuple[str, ...]] = {
    Method: ("title", "summary", "source", "basis", "heading", "visible", "above"),
    Input: ("label", "help", "type", "default", "min", "max", "options", "set_by"),
    Field: (
        "label", "help", "type", "optional", "sensitive", "private", "known", "among", "of", "levels", "min", "max", "options", "default", "asked", "masked", "form",
    ),
    Stage: ("part", "label", "help", "says", "end", "desk", "due", "block", "builtins", "effects"),
    Act: (
        "label", "help", "who", "adds", "sets", "requires", "routes", "move", "extend", "clear", "effects", "confirm", "barred",
    ),
    ClockRule: ("label", "time", "starts", "pauses", "ends"),
    Register: ("label", "per", "keeper", "form", "lasts", "visible", "used_by"),
    Measure: ("label", "help", "kind", "what", "of"),
}  # fmt: skip

NOBODY = Sentence("", "")


class Difference(Struct, frozen=True):
    """One difference.

    `kind` is `added`, `removed` or `changed`; `path` where it stands (`stages.handling.due`); `line` its line in the
    new file, in the old one for what was removed; `lost` says that matters may stand in what was removed.
    """

    kind: str
    path: str
    line: int
    words: Sentence
    lost: bool = False


def compare(old: Method, new: Method) -> list[Difference]:
    """Every difference between two versions of a method, in the order of the file."""
    return list(_all(old, new))


def lost_stages(old: Method, new: Method) -> tuple[str, ...]:
    """The stages of the old version in which a matter may stand and which the new one lacks, or ends at."""
    return tuple(
        name
        for name, stage in old.stages.items()
        if stage.end is None and (name not in new.stages or new.stages[name].end is not None)
    )


def kept_back(old: Method, new: Method) -> list[Sentence]:
    """Why some running matters would not go over: facts they may hold, who reads them, and the rules of open blocks."""
    found = [misfit.why for misfit in misfits(old, new)]
    for name, stage in old.stages.items():
        target = new.stages.get(name)
        rules = changed_rules(old, stage.block, new, target.block) if target is not None else []
        if rules:
            zh, en = "、".join(r.zh for r in rules), "; ".join(r.en for r in rules)
            found.append(
                Sentence(
                    f"“{stage.label.zh}”进行中的先不能换（会变：{zh}）",
                    f"while “{stage.label.en}” is open it keeps its rules (would change: {en})",
                )
            )
    return found


def _all(old: Method, new: Method) -> Iterator[Difference]:
    if old.id != new.id:
        yield Difference(
            "changed",
            "method",
            1,
            change_sentence("changed", PARTS["method"], NOBODY, words_of(old.id), words_of(new.id)),
        )
    if old.version != new.version:
        words = change_sentence(
            "changed", PARTS["version"], NOBODY, words_of(old.version), words_of(new.version)
        )
        yield Difference("changed", "version", 1, words)
    yield from _attributes(Method, old, new, "", 1, NOBODY)
    yield from _named(old.inputs, new.inputs, "inputs", "input", NOBODY)
    yield from _fields(old.form, new.form, "form", NOBODY)
    yield from _named(old.clocks, new.clocks, "clocks", "clock", NOBODY)
    yield from _named(old.registers, new.registers, "registers", "register", NOBODY)
    yield from _openings(old, new)
    lost = lost_stages(old, new)
    for change in _named(old.stages, new.stages, "stages", "stage", NOBODY):
        yield _losing(change) if change.kind == "removed" and change.path.split(".")[1] in lost else change
    for name in new.stages:
        if name in old.stages:
            yield from _stage(old.stages[name], new.stages[name], lost)
    yield from _named(old.measures, new.measures, "measures", "measure", NOBODY)
    if old.exceptions != new.exceptions:
        words = change_sentence(
            "changed", PARTS["exceptions"], NOBODY, words_of(old.exceptions), words_of(new.exceptions)
        )
        yield Difference("changed", "exceptions", 1, words)


OPENING = (
    "who",
    "level",
    "landings",
    "routes",
    "on_behalf",
    "label",
    "help",
    "alert",
    "requires",
    "sets",
    "upon",
)


def _openings(old: Method, new: Method) -> Iterator[Difference]:
    """The ways in: those there are no more, those that are new, and what changed in the others."""
    several = len(old.openings) > 1 or len(new.openings) > 1
    for kind, these, others in (("removed", old, new), ("added", new, old)):
        for name, opening in these.openings.items():
            if name not in others.openings:
                called = opening.label or these.title
                words = change_sentence(
                    kind, PARTS["opening"], NOBODY, *((called, None)[:: 1 if kind == "removed" else -1])
                )
                yield Difference(kind, opening.at.path, opening.at.line, words)
    for name, opening in new.openings.items():
        if name not in old.openings:
            continue
        owner = _of("opening", opening.label or new.title) if several else NOBODY
        for part in OPENING:
            before, after = words_of(getattr(old.openings[name], part)), words_of(getattr(opening, part))
            if before != after:
                words = change_sentence("changed", PARTS[f"open.{part}"], owner, before, after)
                yield Difference("changed", opening.at.path, opening.at.line, words)


def _stage(old: Stage, new: Stage, lost: tuple[str, ...]) -> Iterator[Difference]:
    owner = _of("stage", new.label)
    yield from (
        _losing(change) if new.name in lost and change.path.endswith(".end") else change
        for change in _attributes(Stage, old, new, f"stages.{new.name}", new.at.line, owner)
    )
    before, after = _written(old), _written(new)
    yield from _named(before, after, f"stages.{new.name}.acts", "act", owner)
    for name in after:
        if name in before:
            path = f"stages.{new.name}.acts.{name}.form"
            yield from _fields(
                before[name].form, after[name].form, path, _of("act", after[name].label, owner)
            )
    for outcome in dict.fromkeys((*old.outcomes, *new.outcomes)):
        one, other = words_of(old.outcomes.get(outcome, ())), words_of(new.outcomes.get(outcome, ()))
        if one != other:
            path = f"stages.{new.name}.outcomes.{outcome}"
            yield Difference(
                "changed", path, new.at.line, change_sentence("changed", PARTS["outcomes"], owner, one, other)
            )


def _written(stage: Stage) -> dict[str, Act]:
    return {name: act for name, act in stage.acts.items() if act.origin == "method"}


def _fields(
    old: tuple[Field, ...], new: tuple[Field, ...], path: str, owner: Sentence
) -> Iterator[Difference]:
    yield from _named({f.name: f for f in old}, {f.name: f for f in new}, path, "field", owner)


def _named(
    old: Mapping[str, Any], new: Mapping[str, Any], path: str, kind: str, owner: Sentence
) -> Iterator[Difference]:
    """Things with names: those added, those removed, and what changed in those that stayed."""
    for name, thing in old.items():
        if name not in new:
            words = change_sentence("removed", PARTS[kind], owner, _called(thing), None)
            yield Difference("removed", f"{path}.{name}", thing.at.line, words)
    for name, thing in new.items():
        if name not in old:
            words = change_sentence("added", PARTS[kind], owner, None, _called(thing))
            yield Difference("added", f"{path}.{name}", thing.at.line, words)
        elif kind != "stage":
            called = _of(kind, thing.label, owner)
            yield from _attributes(type(thing), old[name], thing, f"{path}.{name}", thing.at.line, called)


def _attributes(
    kind: type, old: Any, new: Any, path: str, line: int, owner: Sentence
) -> Iterator[Difference]:
    for name in COMPARED[kind]:
        before, after = words_of(getattr(old, name)), words_of(getattr(new, name))
        if before != after:
            here = f"{path}.{name}" if path else name
            yield Difference(
                "changed", here, line, change_sentence("changed", PARTS[name], owner, before, after)
            )


def _losing(change: Difference) -> Difference:
    return Difference(change.kind, change.path, change.line, _LOST.fill(change=change.words), lost=True)


def _called(thing: Any) -> Sentence:
    label: Sentence = thing.label
    return label


def _of(kind: str, label: Sentence, owner: Sentence | None = None) -> Sentence:
    """Whose part it is: “the stage In hand”, “the act Answer of the stage In hand”."""
    if owner is not None and owner.zh:
        return _OWNED.fill(owner=owner, kind=PARTS[kind], label=label)
    return _OWNER.fill(kind=PARTS[kind], label=label)


_OWNER = Sentence("{kind}“{label}”", "{kind} “{label}”")
_OWNED = Sentence("{owner}的{kind}“{label}”", "{kind} “{label}” of {owner}")
_LOST = Sentence(
    "{change}停在这里的事项要先指定迁往哪个环节。",
    "{change} Matters that stand there need a stage to move to.",
)
