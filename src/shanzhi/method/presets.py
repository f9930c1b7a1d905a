"""What local law says of the inputs of methods, by region: values a place of that region begins with when it adopts.

A file names its region, and for each method the inputs with their value, the law and its articles, and how surely that is
known (`read`, `excerpt`, `recalled`). What stands there is a beginning: whoever may set the input may set it otherwise. Such files come with the library; a district's own
stand in `presets/` of the installation's folder, and go before those of the library for the same region.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.basis import NATIONAL, REGION, holds_in, region_name, stem
from shanzhi.method.input_values import input_value
from shanzhi.method.model import Input, Method
from shanzhi.method.problems import Problems
from shanzhi.method.read import Node, read
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
    line: int = 1

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


class PresetFault(Struct, frozen=True):
    """What is wrong with a file of presets, and in which line."""

    line: int
    why: Sentence

    def show(self, file: str, language: str) -> str:
        """As people and editors read it: file, line, sentence."""
        return f"{file}:{self.line} {self.why.text(language)}"


def is_presets(root: Node | None) -> bool:
    """Whether a file is one of local law."""
    return (
        root is not None
        and root.kind == "map"
        and "region" in root.value
        and root.value.keys().isdisjoint({"method", "fragment"})
    )


def read_presets(text: str) -> tuple[Presets | None, list[PresetFault]]:
    """A file of presets, or everything that is wrong with it, line by line."""
    problems = Problems()
    root = read(text, problems)
    if root is None or root.kind != "map":
        return None, [PresetFault(one.line, one.why) for one in problems.listed()] or [PresetFault(1, WHOLE)]
    region, methods = root.value.get("region"), root.value.get("methods")
    faults = [
        PresetFault(root.keys[key].line, WHOLE) for key in root.value if key not in ("region", "methods")
    ]
    if (
        region is None
        or region.kind != "scalar"
        or region.value == NATIONAL
        or not REGION.fullmatch(str(region.value))
    ):
        faults.append(PresetFault(region.line if region is not None else 1, NO_REGION))
    if methods is None or methods.kind != "map":
        return None, [*faults, PresetFault(methods.line if methods is not None else 1, WHOLE)]
    found: dict[str, tuple[Preset, ...]] = {}
    for method, inputs in methods.value.items():
        if inputs.kind != "map":
            faults.append(PresetFault(methods.keys[method].line, NO_INPUTS.fill(name=method)))
            continue
        made = []
        for key, said in inputs.value.items():
            line, name = inputs.keys[key].line, f"{method}.{key}"
            plain = said.plain()
            why = _fault(plain)
            if why is not None:
                faults.append(PresetFault(line, NAMED.fill(name=name, why=why)))
            else:
                made.append(_preset(key, plain, str(region.value) if region is not None else "", line))
        found[method] = tuple(made)
    if faults or region is None:
        return None, sorted(faults, key=lambda one: one.line)
    return Presets(str(region.value), found), []


WHOLE = Sentence(
    "这个文件只有 region（地区代码）和 methods（各工作法的参数）两项。",
    "The file holds `region` (the code of a region) and `methods` (inputs by method), and nothing else.",
)
NO_REGION = Sentence(
    'region 写省、市、县的区划代码，如 "510106"。',
    '`region` is the code of a province, city or county, such as "510106".',
)
NO_INPUTS = Sentence("{name} 下面要逐项写参数。", "Below {name} stand its inputs, one by one.")
NAMED = Sentence("{name}：{why}", "{name}: {why}")
NO_METHOD = Sentence("{name}：没有这个工作法。", "{name}: there is no such method.")
NO_INPUT = Sentence("{name}：没有这个参数。", "{name}: there is no such input.")
PARTS = Sentence(
    "要有 value（值）和 law（依据哪部法），可有 articles、sure、note。",
    "it holds `value` and `law`, and may hold `articles`, `sure`, `note`.",
)
SURENESS = Sentence("sure 只能是 {names}。", "`sure` is one of {names}.")
ARTICLES = Sentence("articles 写条号，是整数。", "`articles` are whole numbers.")


def _fault(said: Any) -> Sentence | None:
    if not isinstance(said, dict) or not {"value", "law"} <= said.keys() <= KEYS:
        return PARTS
    if said.get("sure", "read") not in SURE:
        return SURENESS.fill(names=", ".join(SURE))
    articles = said.get("articles", [])
    if not isinstance(articles, list) or not all(type(one) is int for one in articles):
        return ARTICLES
    return None


def _preset(name: str, said: Mapping[str, Any], region: str, line: int) -> Preset:
    return Preset(
        name, said["value"], region, str(said["law"]), tuple(said.get("articles", ())), said.get("sure", "read"),
        str(said.get("note", "")), line,
    )  # fmt: skip


def unfit(presets: Presets, method_of: Callable[[str], Method | None]) -> list[PresetFault]:
    """What of a file does not fit the methods there are: no such method, no such input, a value it does not take."""
    faults = []
    for slug, made in presets.methods.items():
        method = method_of(slug)
        for one in made:
            name = f"{slug}.{one.name}"
            given = method.inputs.get(one.name) if method is not None else None
            if method is None:
                faults.append(PresetFault(one.line, NO_METHOD.fill(name=slug)))
                break
            if given is None:
                faults.append(PresetFault(one.line, NO_INPUT.fill(name=name)))
            elif (why := input_value(given, one.value)[1]) is not None:
                faults.append(PresetFault(one.line, NAMED.fill(name=name, why=why)))
    return faults


def told_presets(every: Iterable[Presets], method: Method) -> list[tuple[Preset, Input]]:
    """What any local law presets of a method's inputs and fits it, each with the input, wider regions first."""
    return [
        (one, method.inputs[one.name])
        for presets in sorted(every, key=lambda one: stem(one.region))
        for one in presets.methods.get(method.id, ())
        if one.name in method.inputs and input_value(method.inputs[one.name], one.value)[1] is None
    ]


def presets_at(every: Iterable[Presets], method: Method, place: str) -> dict[str, Preset]:
    """By input, what holds at a place, by its code, and fits this version of a method; a narrower region goes before a wider."""
    found: dict[str, Preset] = {}
    for presets in sorted(every, key=lambda one: len(stem(one.region))):
        for one in presets.methods.get(method.id, ()) if holds_in(presets.region, place) else ():
            given = method.inputs.get(one.name)
            if given is not None and input_value(given, one.value)[1] is None:
                found[one.name] = one
    return found
