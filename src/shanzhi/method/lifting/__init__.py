"""A file of the language's first edition, lifted to the present one: the same method, said in today's words.

What is lifted is nodes, each at its place in the file, so that what is wrong is still told by the line on which it
stands. A step knows what it lifts by its shape, and leaves alone what is written in today's words already. So a
method that was adopted years ago goes on under the text it was adopted with (its hash is that of the text), and
`shanzhi method migrate` writes the very same nodes down.
"""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from shanzhi.method.lifting.basis import lift_basis
from shanzhi.method.lifting.bodies import lift_records, lift_roles
from shanzhi.method.lifting.clocks import lift_clocks
from shanzhi.method.lifting.facts import lift_facts
from shanzhi.method.lifting.people import lift_people
from shanzhi.method.lifting.results import lift_results
from shanzhi.method.lifting.says import lift_says
from shanzhi.method.lifting.sights import lift_sights
from shanzhi.method.lifting.signing import lift_signed
from shanzhi.method.lifting.times import lift_times
from shanzhi.method.lifting.values import lift_values
from shanzhi.method.lifting.votes import lift_votes
from shanzhi.method.lifting.ways import lift_ways
from shanzhi.method.read import Node
from shanzhi.method.words import Sentence

STEPS: tuple[Callable[[Node, list[Sentence]], Node], ...] = (
    lift_records,
    lift_facts,
    lift_times,
    lift_clocks,
    lift_basis,
    lift_ways,
    lift_roles,
    lift_people,
    lift_votes,
    lift_signed,
    lift_results,
    lift_sights,
    lift_says,
    lift_values,
)
"""Each makes of a file's nodes the nodes in newer words, and says what a person should look at."""


class Lifted(Struct):
    """The nodes in today's words, whether anything had to be lifted, and what a person should look at."""

    root: Node
    changed: bool = False
    remarks: list[Sentence] = []


def lift(root: Node) -> Lifted:
    """A file's nodes in today's words. A file that is written so already comes back as it is."""
    if root.kind != "map":
        return Lifted(root)
    made, remarks = root, list[Sentence]()
    for step in STEPS:
        made = step(made, remarks)
    return Lifted(made, True, remarks) if made.plain() != root.plain() else Lifted(root)
