"""The closed vocabulary of the method language: every key there is, what it takes, and what it means.

One table serves the reader (unknown and missing keys), the JSON Schema for editors, the reference page and
the test that every key has a consumer at run time. A `Key.takes` is one of:

    text word integer boolean any          plain values (a `word` is a name of ours: [a-z][a-z0-9_]*)
    id                                     a method's or fragment's id (a-z, 0-9, -)
    fragment                               a fragment in a version: id@1
    duration                               `5 workdays`, or the name of an input of that type
    span                                   the same, or a fact that gives it: `data.x`, `data.x days`
    condition number time                  CEL: true or false / a whole number (a literal is allowed) / a time
    roles words texts                      one or a list
    options                                named choices, or `inputs.x`, a table whose rows they are
    stage act                              the name of a stage or act of this method
    english                                a table of English, by text or by path and text
    routes landings                        a stage (a level), or a list of cases
    shape:X  map:X  list:X                 a mapping of shape X; named mappings; a list of them
    choice:a|b|c                           one of these words

A shape with `short` may also be written as a plain value, which then stands for that one key.
"""

from __future__ import annotations

from shanzhi.method import ledger, shapes_examples, shapes_fragments, shapes_method, shapes_stages
from shanzhi.method.blocks import BLOCKS
from shanzhi.method.keys import (
    BUILT_IN_ACTS,
    ENDS,
    Key,
    Shape,
    key,
)

__all__ = [
    "BUILT_IN_ACTS",
    "ENDS",
    "SHAPES",
    "Key",
    "Shape",
]

SHAPES: dict[str, Shape] = {
    **shapes_method.SHAPES,
    **shapes_stages.SHAPES,
    **shapes_fragments.SHAPES,
    **ledger.SHAPES,
    **{
        name: shape
        for kind in BLOCKS.values()
        for name, shape in ((kind.kind, kind.shape), *kind.shapes.items())
    },
    "kept": Shape(
        {
            "what": key(
                "text",
                "记什么：words 结果（文字）、percent 百分之几、supporters 联名的人、present 到会的人、taker 接单的人",
                "what of it: words, percent, supporters, present, taker",
                required=True,
            )
        },
        short="what",
    ),
    **shapes_examples.SHAPES,
}
