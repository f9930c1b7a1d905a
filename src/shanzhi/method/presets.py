"""What local law says of the inputs of methods, by region: values a place of that region begins with when it adopts.

A file names its region, and for each method the inputs with their value, the law and its articles, and how surely that is
known (`read`, `excerpt`, `recalled`). What stands there is a beginning: whoever may set the input may set it otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.basis import NATIONAL, REGION, holds_in, region_name, stem
from shanzhi.method.input_values import input_value
from shanzhi.method.model import Method
from shanzhi.method.problems import Problems
from shanzhi.method.read import read
from shanzhi.method.words import Sentence

SURE = {
    "read": Sentence("", ""),
    "excerpt": Sentence("（见于摘录，以文本为准）", " (from an excerpt; the text holds)"),
    "recalled": Sentence("（据记忆，请先核对）", " (from memory; check it first)"),
}
TOLD = Sentence("预设：{region}，{law}{sure}。", "Preset: {region}, {law}{sure}.")
KEYS = frozenset(("value", "law", "articles", "sure", "note"))


class Preset(Struct, frozen=True):
    """One value: of which input, where, by which law, and how surely."""

    name: str
    value: Any
    region: str
    law: str
    articles: tuple[int, ...] = ()
    sure: str = "read"
    note: str = ""

    @property
    def told(self) -> Sentence:
        """Where the value comes from, as a person reads it."""
        zh, en = self.law, self.law
        if self.articles:
            listed = ", ".join(map(str, self.articles))
            zh, en = f"{zh}第 {listed.replace(', ', '、')} 条", f"{en}, articles {listed}"
        return TOLD.fill(region=region_name(self.region), law=Sentence(zh, en), sure=SURE[self.sure])


class Presets(Struct, frozen=True):
    """What a file says for its region, by method."""

    region: str
    methods: dict[str, tuple[Preset, ...]]


def read_presets(text: str, name: str) -> tuple[Presets | None, list[str]]:
    """A file of presets, or what is wrong with it."""
    problems = Problems()
    root = read(text, problems)
    plain = root.plain() if root is not None else None
    if not isinstance(plain, dict):
        return None, [f"{name}: {one.why.en}" for one in problems.listed()] or [f"{name}: not a mapping"]
    region, methods = plain.get("region"), plain.get("methods")
    if region == NATIONAL or not REGION.fullmatch(str(region)):
        return None, [f"{name}: `region` must be the code of a region"]
    if set(plain) != {"region", "methods"} or not isinstance(methods, dict):
        return None, [f"{name}: it holds `region` and `methods`, and nothing else"]
    faults: list[str] = []
    found: dict[str, tuple[Preset, ...]] = {}
    for method, inputs in methods.items():
        made = []
        for key, said in inputs.items() if isinstance(inputs, dict) else ():
            if fault := _fault(said):
                faults.append(f"{name}: {method}.{key}: {fault}")
            else:
                made.append(_preset(key, said, str(region)))
        found[method] = tuple(made)
    return (None, faults) if faults else (Presets(str(region), found), [])


def _fault(said: Any) -> str:
    if not isinstance(said, dict) or not {"value", "law"} <= said.keys() <= KEYS:
        return "it holds `value` and `law`, and may hold `articles`, `sure`, `note`"
    if said.get("sure", "read") not in SURE:
        return f"`sure` is one of {', '.join(SURE)}"
    articles = said.get("articles", [])
    if not isinstance(articles, list) or not all(type(one) is int for one in articles):
        return "`articles` are whole numbers"
    return ""


def _preset(name: str, said: Mapping[str, Any], region: str) -> Preset:
    return Preset(
        name, said["value"], region, said["law"], tuple(said.get("articles", ())), said.get("sure", "read"),
        said.get("note", ""),
    )  # fmt: skip


def unfit(presets: Presets, methods: Mapping[str, Method]) -> list[str]:
    """What of a file does not fit the methods there are: no such method, no such input, a value it does not take."""
    faults = []
    for slug, made in presets.methods.items():
        method = methods.get(slug)
        if method is None:
            faults.append(f"{slug}: there is no such method")
            continue
        for one in made:
            given = method.inputs.get(one.name)
            if given is None:
                faults.append(f"{slug}.{one.name}: there is no such input")
            elif (why := input_value(given, one.value)[1]) is not None:
                faults.append(f"{slug}.{one.name}: {why.en}")
    return faults


def presets_at(every: Iterable[Presets], method: Method, place: str) -> dict[str, Preset]:
    """By input, what holds at a place, by its code, and fits this version of a method; a narrower region goes before a wider."""
    found: dict[str, Preset] = {}
    for presets in sorted(every, key=lambda one: len(stem(one.region))):
        for one in presets.methods.get(method.id, ()) if holds_in(presets.region, place) else ():
            given = method.inputs.get(one.name)
            if given is not None and input_value(given, one.value)[1] is None:
                found[one.name] = one
    return found
