"""What erasing a person destroys here: the sealed answers of the matters they opened, and how they are reached.

What they had in hand is handed on.

The entries stay, and the chain over them still holds: it covers salted digests whose salts are destroyed with
the values. PIPL art. 47.
"""

from __future__ import annotations

from django.db.models import Q

from shanzhi.matters.files.keeping import drop, drop_unsent
from shanzhi.matters.files.sensitive_files import sensitive_files
from shanzhi.matters.models import DeskNote, Entry, File, Matter, Notice, NoticeChannel, Watch
from shanzhi.matters.writing.handing_over import hand_over_of_one_gone
from shanzhi.matters.writing.record import context_of, entry_context
from shanzhi.matters.writing.rolls import forget
from shanzhi.people.privacy import Afresh, eraser, resealer
from shanzhi.people.sealing import stale


@eraser
def erase_person_in_matters(person: int) -> None:
    """Destroy every sealed answer in the person's matters, what desks wrote each other of these, their channel, what they were told and followed, the files of sensitive answers and those never sent."""
    hand_over_of_one_gone(person)
    own = Matter.objects.filter(opener=person)
    drop(File.objects.filter(pk__in=sensitive_files(own.values_list("pk", flat=True))))
    Entry.objects.filter(matter__in=own.values("pk"), sealed__isnull=False).update(sealed=None)
    own.filter(sealed__isnull=False).update(sealed=None)
    written = Entry.objects.filter(Q(matter__in=own.values("pk")) | Q(person=person), sent__isnull=False)
    written.update(sent=None)
    DeskNote.objects.filter(matter__in=own.values("pk")).update(text="")
    NoticeChannel.objects.filter(person=person).delete()
    Notice.objects.filter(person=person).delete()
    Watch.objects.filter(person=person).delete()
    forget(person)
    drop_unsent(File.objects.filter(person=person, matter=None))


@resealer
def reseal_matters(afresh: Afresh) -> int:
    """Seal what matters and entries hold under the present key."""
    done = 0
    for pk, sealed in Matter.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500):
        if sealed is not None and stale(sealed) and (fresh := afresh(sealed, context_of(pk))) is not None:
            done += Matter.objects.filter(pk=pk, sealed=sealed).update(sealed=fresh)
    for pk, sealed in Entry.objects.exclude(sealed=None).values_list("pk", "sealed").iterator(500):
        if sealed is not None and stale(sealed) and (fresh := afresh(sealed, entry_context(*pk))) is not None:
            done += Entry.objects.filter(pk=pk, sealed=sealed).update(sealed=fresh)
    return done
