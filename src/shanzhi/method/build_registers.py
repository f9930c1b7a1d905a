"""Builds registers: what they hold, how long an entry stands, who sees what of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from shanzhi.method.build_forms import FormBuilder
from shanzhi.method.build_sights import ALL, roles_shown
from shanzhi.method.cel import CelType
from shanzhi.method.read import Node
from shanzhi.method.readers import PLACE, PUBLIC
from shanzhi.method.registers import MOST_REGISTERS, OF_ENTRY, Register, Shown
from shanzhi.method.words import Sentence, hint

if TYPE_CHECKING:
    from shanzhi.method.build import Builder

TAKEN = Sentence(
    "每条都有的（since、until）不另写。", "every entry has its `since` and `until`: no field is called so."
)
KEPT_ELSEWHERE = Sentence(
    "由别的工作法保管（kept_by）的名册只写 label、per 和要用的 form；多久有效、谁看得到、谁可用由保管它的工作法定。",
    "of a register that another method keeps (`kept_by`) only `label`, `per` and the `form` that is read are said; how long, who sees and who uses it is the keeper's to say.",
)


def registers(b: Builder, node: Node | None) -> dict[str, Register]:
    """The registers of a method by name."""
    found: dict[str, Register] = {}
    if node is not None and len(node.value) > MOST_REGISTERS:
        b.problems.add("SZ109", node, limit=MOST_REGISTERS)
        return {}
    for name, spec in (node.value if node is not None else {}).items():
        built = _register(b, name, spec)
        if built is None:
            b.broken.add(name)
        else:
            found[name] = built
    return found


def _register(b: Builder, name: str, node: Node) -> Register | None:
    get, path = node.value.get, f"registers.{name}"
    label = b.text(node, "label")
    form = FormBuilder(b).form(get("form"), f"{path}.form", scope="line")
    for field in form:
        if field.name in OF_ENTRY:
            b.problems.add("SZ311", get("form").keys[field.name], name=field.name, detail=TAKEN)
    if "per" not in node.value:
        return None
    own = "kept_by" not in node.value
    if not own:
        for key in ("lasts", "visible", "used_by"):
            if key in node.keys:
                b.problems.add("SZ390", node.keys[key], name=name, detail=KEPT_ELSEWHERE)
    made = Register(
        name,
        label,
        get("per").value,
        b.id or "" if own else get("kept_by").value,
        own,
        b.rule(node, path),
        form,
        b.duration(get("lasts")) if "lasts" in node.value else None,
        used_by=frozenset(one.value for one in get("used_by").value)
        if "used_by" in node.value
        else frozenset(),
    )
    shown = [
        _shown(b, made, item, f"{path}.visible[{index}]")
        for index, item in enumerate(get("visible").value if "visible" in node.value else ())
        if "shows" in item.value and "whom" in item.value
    ]
    return replace(made, visible=tuple(shown))


def _shown(b: Builder, register: Register, item: Node, path: str) -> Shown:
    whom = item.value["whom"].value
    words = {one.value for one in whom}
    everybody = bool(words & {PUBLIC, PLACE})
    roles = {role for one in whom if one.value not in (PUBLIC, PLACE) for role in roles_shown(b, one)}
    names = item.value["shows"].value
    shows: set[str] | None = None
    if [one.value for one in names] != [ALL]:
        shows = set()
        for one in names:
            field = register.fields.get(one.value)
            if field is None:
                b.problems.add(
                    "SZ305", one, name=one.value, hint=hint(str(one.value), [ALL, *register.fields])
                )
            elif everybody and (field.sensitive or field.private):
                b.problems.add("SZ331", one, name=one.value)
            else:
                shows.add(field.name)
    at = b.rule(item, path)
    return Shown(
        None if shows is None else frozenset(shows), at, PUBLIC in words, PLACE in words, frozenset(roles)
    )


def columns(found: dict[str, Register]) -> dict[str, dict[str, CelType | None]]:
    """The fields of each register as conditions have them; of what is sensitive or private none can speak."""
    return {
        name: {
            **{f.name: None if f.sensitive or f.private else f.kind.cel for f in one.form},
            **dict.fromkeys(OF_ENTRY, CelType.TIME),
        }
        for name, one in found.items()
    }
