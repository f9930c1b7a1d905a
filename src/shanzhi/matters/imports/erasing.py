"""What erasing a person destroys of imported rows: who wrote them (PIPL art. 47)."""

from __future__ import annotations

from shanzhi.matters.imports.contexts import row_context
from shanzhi.matters.models import ImportedRow
from shanzhi.people.privacy import Afresh, eraser, resealer
from shanzhi.people.sealing import stale


@eraser
def erase_person_in_imports(person: int) -> None:
    """Destroy what the rows of the person's matters tell of them."""
    ImportedRow.objects.filter(matter__opener=person).update(sealed=None, author="")


@resealer
def reseal_imports(afresh: Afresh) -> int:
    """Seal what imported rows hold under the present key."""
    done = 0
    for pk, sealed in ImportedRow.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500):
        if sealed is not None and stale(sealed) and (fresh := afresh(sealed, row_context(pk))) is not None:
            done += ImportedRow.objects.filter(pk=pk, sealed=sealed).update(sealed=fresh)
    return done
