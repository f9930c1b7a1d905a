"""What a condition may speak of: names and their types, by where the condition stands. Every name says whose it is.

Everywhere: `inputs.x`, `data.x` (every fact; in an act as it will be after its answers), `people.x` (who is in it),
`matter.level`, `matter.place`, `matter.top`,
`matter.late`, `matter.opened`, `matter.voucher` (the code of what is reserved), `visits.<stage>`, `now`, `parent.due`; of each clock `clocks.<clock>.started`, `.met`, `.passed`,
`.extended`, `.due`, `.left`. In an act: `before.x`, what stood there, and
`actor.opener`, `actor.person`, `actor.household`, `actor.organisation` (nobody for who acts for several). In a stage with a block: `count.x`, what the block has counted. In a line of a list `line.x`, in an answer to a
survey `entry.x`. In a measure: `matter.closed`, `matter.end`, `matter.minutes`, `matter.work_minutes`.
"""

from __future__ import annotations

from collections.abc import Mapping

from shanzhi.method.cel import CelType
from shanzhi.method.model import Field, Input
from shanzhi.method.people import KINDS

Scope = Mapping[str, CelType]
OF_CLOCK: dict[str, CelType] = {
    "started": CelType.BOOLEAN,
    "met": CelType.BOOLEAN,
    "passed": CelType.BOOLEAN,
    "extended": CelType.INTEGER,
    "due": CelType.TIME,
    "left": CelType.DURATION,
}
"""What may be asked of a clock."""
ACTING: dict[str, CelType] = {
    "actor.opener": CelType.BOOLEAN,
    "actor.person": CelType.TEXT,
    "actor.household": CelType.TEXT,
    "actor.organisation": CelType.TEXT,
}
"""What may be spoken of while somebody acts."""


def base_scope(
    inputs: Mapping[str, Input], fields: Mapping[str, Field], stages: Mapping[str, object], clocks: set[str]
) -> dict[str, CelType]:
    """What every condition of a method may speak of."""
    scope = {
        "matter.level": CelType.TEXT,
        "matter.place": CelType.TEXT,
        "matter.top": CelType.BOOLEAN,
        "matter.late": CelType.BOOLEAN,
        "matter.opened": CelType.TIME,
        "matter.voucher": CelType.TEXT,
        "now": CelType.TIME,
        "parent.due": CelType.TIME,
    }
    for name, given in inputs.items():
        if (kind := given.kind.cel) is not None:
            scope[f"inputs.{name}"] = kind
    for field in fields.values():
        if (kind := field.cel) is not None:
            scope[field.path] = kind
    scope.update({f"visits.{name}": CelType.INTEGER for name in stages})
    scope.update({f"clocks.{name}.{what}": kind for name in clocks for what, kind in OF_CLOCK.items()})
    return scope


def scoped(prefix: str, form: tuple[Field, ...]) -> dict[str, CelType]:
    """The fields of a form under a prefix; facts (`data`) are everywhere already. Who acts may be spoken of besides."""
    kinds = {f.name: _in_lines(f) if prefix == "line" else f.cel for f in form}
    return {**{f"{prefix}.{name}": kind for name, kind in kinds.items() if kind is not None}, **ACTING}


def before_scope(fields: Mapping[str, Field]) -> dict[str, CelType]:
    """The facts as they stood before what is being done."""
    return {f"before.{f.name}": kind for f in fields.values() if (kind := f.cel) is not None}


def rows_of(fields: Mapping[str, Field]) -> dict[str, dict[str, CelType | None]]:
    """What the lines of each list have, now and before; whom a line names is a text, as who is in a matter is."""
    found: dict[str, dict[str, CelType | None]] = {}
    for field in fields.values():
        if field.kind.rows:
            parts = {part.name: _in_lines(part) for part in field.form}
            found |= {field.path: parts, f"before.{field.name}": parts}
    return found


def _in_lines(part: Field) -> CelType | None:
    if part.kind.points_to not in KINDS:
        return part.cel
    return CelType.TEXTS if part.kind.several else CelType.TEXT


def counts(names: Mapping[str, CelType]) -> dict[str, CelType]:
    """What a block counts, as conditions speak of it."""
    return {f"count.{name}": kind for name, kind in names.items()}


def measure_scope(base: Mapping[str, CelType]) -> dict[str, CelType]:
    """What a measure may speak of: the base, and how each matter went."""
    scope = dict(base)
    scope.update(
        {
            "matter.closed": CelType.BOOLEAN,
            "matter.end": CelType.TEXT,
            "matter.minutes": CelType.INTEGER,
            "matter.work_minutes": CelType.INTEGER,
        }
    )
    return scope
