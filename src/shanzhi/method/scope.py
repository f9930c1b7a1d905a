"""What a condition may speak of: names and their types, by where the condition stands.

Everywhere: `inputs.x`, `data.x` (every fact recorded), `matter.level`, `matter.top`, `matter.late`,
`visits.<stage>`, `extended.<clock>`, `opened`, `now`. In an act: its own answers as bare names, and
`actor.opener`. In a stage with a block: what the block has counted, as bare names. In a measure: `closed`,
`end`, `minutes`, `work_minutes`, and for each clock `met.<clock>`, `passed.<clock>`.
"""

from __future__ import annotations

from collections.abc import Mapping

from shanzhi.method.cel import CelType
from shanzhi.method.model import Field, Input


def base_scope(
    inputs: Mapping[str, Input], fields: Mapping[str, Field], stages: Mapping[str, object], clocks: set[str]
) -> dict[str, CelType]:
    """What every condition of a method may speak of."""
    scope = {
        "matter.level": CelType.TEXT,
        "matter.top": CelType.BOOLEAN,
        "matter.late": CelType.BOOLEAN,
        "now": CelType.TIME,
        "opened": CelType.TIME,
    }
    for name, given in inputs.items():
        if (kind := given.kind.cel) is not None:
            scope[f"inputs.{name}"] = kind
    for name, field in fields.items():
        if (kind := field.kind.cel) is not None:
            scope[f"data.{name}"] = kind
    scope.update({f"visits.{name}": CelType.INTEGER for name in stages})
    scope.update({f"extended.{name}": CelType.INTEGER for name in clocks})
    return scope


def answers_scope(form: tuple[Field, ...]) -> dict[str, CelType]:
    """An act's own answers, as bare names, and who acts."""
    scope = {f.name: kind for f in form if (kind := f.kind.cel) is not None}
    scope["actor.opener"] = CelType.BOOLEAN
    return scope


def measure_scope(base: Mapping[str, CelType], clocks: set[str]) -> dict[str, CelType]:
    """What a measure may speak of: the base, and how each matter went."""
    scope = dict(base)
    scope.update(
        {
            "closed": CelType.BOOLEAN,
            "end": CelType.TEXT,
            "minutes": CelType.INTEGER,
            "work_minutes": CelType.INTEGER,
        }
    )
    for name in clocks:
        scope[f"met.{name}"] = CelType.BOOLEAN
        scope[f"passed.{name}"] = CelType.BOOLEAN
        scope[f"started.{name}"] = CelType.BOOLEAN
    return scope
