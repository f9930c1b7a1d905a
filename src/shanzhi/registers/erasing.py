"""What erasing a person destroys in registers: all that was sealed of their entries, which leave the register.

The lines stay, and the chain over them still holds: it covers salted digests whose salts are destroyed with the values. PIPL art. 47.
"""

from __future__ import annotations

from django.utils import timezone

from shanzhi.method.registers import LEFT
from shanzhi.people.privacy import Afresh, eraser, resealer
from shanzhi.people.sealing import stale
from shanzhi.registers.actions import By, Whose, entry_context, line_context, stands, write_entry
from shanzhi.registers.models import RegisterEntry, RegisterLine

ERASED = "个人信息已删除"


@eraser
def erase_person_in_registers(person: int) -> None:
    """Let the entries of a person leave, and destroy what was sealed of them."""
    now = timezone.now()
    for entry in RegisterEntry.objects.filter(kind="person", number=person):
        if stands(entry, now):
            whose = Whose(entry.method, entry.register, entry.kind, entry.number)
            write_entry(whose, event=LEFT, at=now, by=By(), place=entry.place_id, why=ERASED)
        RegisterLine.objects.filter(entry=entry, sealed__isnull=False).update(sealed=None)
        RegisterEntry.objects.filter(pk=entry.pk).update(sealed=None)


@resealer
def reseal_registers(afresh: Afresh) -> int:
    """Seal what entries and their lines hold under the present key."""
    done = 0
    for pk, sealed in RegisterEntry.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500):
        if sealed is not None and stale(sealed) and (fresh := afresh(sealed, entry_context(pk))) is not None:
            done += RegisterEntry.objects.filter(pk=pk, sealed=sealed).update(sealed=fresh)
    for (entry, seq), sealed in (
        RegisterLine.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500)
    ):
        if (
            sealed is not None
            and stale(sealed)
            and (fresh := afresh(sealed, line_context(entry, seq))) is not None
        ):
            done += RegisterLine.objects.filter(pk=(entry, seq), sealed=sealed).update(sealed=fresh)
    return done
