"""Who owns the flats of the sample: mostly who lives there, and in one yard every case that an owners' vote knows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from shanzhi.cli.sample.ground import BUILDINGS, DOORS, Tree
from shanzhi.engine.types import SYSTEM
from shanzhi.people.actions import add_organization, add_person, assign_post, set_owners

if TYPE_CHECKING:
    from shanzhi.cli.sample.people import SamplePeople

YARD = 1
"""The yard with every case, by its number in the tree; the owners' vote of the sample is held there."""
FIRM = "示例置业有限公司（建设单位）"


def make_owners(tree: Tree, cast: SamplePeople, began: datetime) -> None:
    """Give every flat its owners.

    In the yard of all cases, by the number of the flat: 0 a couple owns it together; 2 and 3 are one owner's, who lets
    the second; 5 the developer has not sold; 6 nobody knows whose it is. Whoever lives there owns the others.
    """
    first = YARD * BUILDINGS * DOORS
    couple, several, unsold, unknown = first, first + 2, first + 5, first + 6
    for number, resident in enumerate(cast.residents):
        home = resident.household
        if home is None or number == unknown:
            continue
        owners = [(cast.residents[several] if number == several + 1 else resident, "")]
        if number == couple:
            spouse = add_person(SYSTEM, name=f"{resident.name}配偶", household=home, at=began)
            owners = [(resident, "1/2"), (spouse, "1/2")]
            cast.owners += [resident, spouse]
        if number == unsold:
            firm = add_organization(SYSTEM, name=FIRM, kind="unit", place=tree.communities[0], at=began)
            seller = add_person(SYSTEM, name="建设单位经办甲", serves=tree.communities[0], at=began)
            assign_post(
                SYSTEM, person=seller, role="unit_contact", place=tree.communities[0], organization=firm,
                since=began, at=began,
            )  # fmt: skip
            cast.owners.append(seller)
            set_owners(SYSTEM, household=home, owners=[], developer=firm, at=began)
        else:
            set_owners(SYSTEM, household=home, owners=owners, at=began)
