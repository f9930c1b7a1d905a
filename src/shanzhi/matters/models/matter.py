"""One matter (事项): what a decision needs of it, and what lists and the clock find it by.

Rows are written by `matters.writing.store` alone, in one statement with the history that explains them.
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from shanzhi.database.columns import JsonText, pointer

NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""The expected time of a matter that waits for nothing dated, so that lists sort it last."""
OPEN = Q(closed_at__isnull=True)


class Matter(models.Model):
    """The present state of one matter.

    `origin` is where it happened, `place` where it stands now. The `desk_*` columns say on whose desk it lies,
    `due_at` until when; `expected_at` is the earliest date people wait for (never empty, for sorting);
    `wakes_at` when the clock must look at it. `data` holds the facts recorded, without sensitive ones, which
    lie in `sealed`; `state` the engine's counts, clocks and handlers. `head` is the hash of the last entry.
    `visible` says who besides parties and desk may see it now (`desk`: nobody), `shown_to` the roles that may too.
    `urged_until` is the date a post above set (督办), `returned` that it came back to a desk that had finished with it.
    `unnamed` says that nobody may know now who opened it, nor at which door.
    `open_to` names the roles besides the desk that the
    present block asks to act (` volunteer resident `). `pin` is what it is pinned to, method content and inputs (`methods.pin_of`); `watched` says that others than
    its parties are told of its steps. `external` is its number in the system it was imported from, `batch` the import. A `void` matter was
    entered by mistake (an import undone): it is kept, and counts nowhere.
    """

    adoption = models.ForeignKey(
        "matters.Adoption", on_delete=models.PROTECT, db_index=False, related_name="matters"
    )
    pin = models.BinaryField()
    method = models.CharField(max_length=64)
    origin = models.ForeignKey("places.Place", on_delete=models.PROTECT, db_index=False, related_name="+")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, db_index=False, related_name="+")
    stage = models.CharField(max_length=64)
    visit = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    visible = models.CharField(max_length=8)
    opener = models.ForeignKey(
        "people.Person", null=True, on_delete=models.PROTECT, db_index=False, related_name="matters"
    )
    opened_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    desk_role = models.CharField(max_length=32, blank=True)
    desk_place = pointer("places.Place", null=True)
    desk_office = pointer("people.Organization", null=True)
    desk_person = pointer("people.Person", null=True)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    late = models.BooleanField(default=False)
    expected_at = models.DateTimeField(default=NEVER)
    wakes_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    end = models.CharField(max_length=16, blank=True)
    open_to = models.CharField(max_length=500, blank=True)
    shown_to = models.CharField(max_length=500, blank=True, default="")
    urged_until = models.DateTimeField(null=True)
    returned = models.BooleanField(default=False)
    unnamed = models.BooleanField(default=False)
    void = models.BooleanField(default=False)
    watched = models.BooleanField(default=False)
    parent = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, db_index=False, related_name="children"
    )
    parent_visit = models.PositiveIntegerField(null=True)
    parent_index = models.PositiveSmallIntegerField(null=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    source = models.CharField(max_length=32, blank=True)
    external = models.CharField(max_length=64, null=True)
    batch = models.BigIntegerField(null=True)
    data = JsonText(default=dict)
    state = JsonText(default=dict)
    sealed = models.BinaryField(null=True)
    head = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "external"],
                condition=Q(external__isnull=False, void=False),
                name="matter_external_once",
            )
        ]
        indexes = [
            # With the origin, so that a board tells what has come from elsewhere without reading the matters.
            models.Index(
                fields=["desk_place", "desk_role", "expected_at", "id"],
                include=["origin", "void"],
                name="matter_desk",
                condition=OPEN,
            ),
            models.Index(
                fields=["desk_person", "expected_at", "id"],
                name="matter_desk_person",
                condition=OPEN & Q(desk_person__isnull=False),
            ),
            models.Index(
                fields=["desk_office", "expected_at", "id"],
                name="matter_desk_office",
                condition=OPEN & Q(desk_office__isnull=False),
            ),
            models.Index(fields=["wakes_at"], name="matter_wakes", condition=Q(wakes_at__isnull=False)),
            models.Index(fields=["opener", "id"], name="matter_opener", condition=Q(opener__isnull=False)),
            models.Index(
                fields=["method", "stage", "expected_at", "id"],
                name="matter_method_stage",
                condition=Q(void=False),
            ),
            # What goes before all else on a desk: asked for from above, or come back. Few, and read apart.
            models.Index(
                fields=["desk_place", "desk_role"],
                name="matter_pressing",
                condition=OPEN & (Q(urged_until__isnull=False) | Q(returned=True)),
            ),
            # By an expression, so that only who asks for the board's order is led along it (`matters.lists.board`).
            models.Index(
                Coalesce("expected_at", "entered_at"),
                "id",
                name="matter_dated",
                condition=OPEN & Q(void=False),
            ),
            # By method too: walls and figures ask for one method of a place, closed matters among them.
            models.Index(fields=["origin", "method", "id"], name="matter_origin"),
            models.Index(fields=["place", "id"], name="matter_moved", condition=~Q(place=F("origin"))),
            # What asks the people of a place to act is found, and put in order, without reading the matters.
            models.Index(
                fields=["origin", "open_to", "expected_at", "id"],
                name="matter_open_to",
                condition=OPEN & ~Q(open_to="") & Q(void=False),
            ),
            models.Index(
                fields=["place", "open_to", "expected_at", "id"],
                name="matter_moved_open_to",
                condition=OPEN & ~Q(open_to="") & Q(void=False) & ~Q(place=F("origin")),
            ),
            # What asks people wherever they are: few, and else looked for among all that ask anybody.
            models.Index(
                fields=["expected_at", "id"],
                name="matter_open_to_all",
                condition=OPEN & Q(open_to__contains=" anyone ") & Q(void=False),
            ),
            # Counts of what stands open in places, for the map; with the dates, for the board of a small place.
            models.Index(
                fields=["origin", "method", "stage", "late", "visible"],
                include=["expected_at", "id"],
                name="matter_map",
                condition=OPEN & Q(void=False),
            ),
            models.Index(fields=["parent"], name="matter_parent", condition=Q(parent__isnull=False)),
            models.Index(fields=["batch"], name="matter_batch", condition=Q(batch__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.title}"


class Link(models.Model):
    """One matter points to another (合并办理、后续、相关). `seq` is the entry of the first that made it."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="links")
    to = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="linked_from")
    relation = models.CharField(max_length=16)
    follow = models.BooleanField(default=False)
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "to", "relation"], name="link_once")]


class Watch(models.Model):
    """A person is told of a matter's steps. With `through` (their own, merged matter) they may not look inside."""

    matter = models.ForeignKey(Matter, on_delete=models.PROTECT, related_name="watches")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="watches")
    through = models.ForeignKey(Matter, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "person"], name="watch_once")]


class KeptFrom(models.Model):
    """A person a matter is about and kept from, whatever post they hold (`engine.sight.kept_from`)."""

    matter = pointer("matters.Matter")
    person = pointer("people.Person")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "matter"], name="kept_from_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.person_id}"


BY_NAME = "ask:"
"""Before the kind of those whom the present block asks by name."""


class Named(models.Model):
    """Somebody a matter names who has a standing in it: a party (`side`), or one to whom a sight shows something now.

    `kind` is person, household or organisation, `number` that of its row. One whose kind begins with `BY_NAME` has no standing
    by it: the present block asks them to act, and they have not yet.
    """

    matter = pointer("matters.Matter")
    kind = models.CharField(max_length=16)
    number = models.BigIntegerField()
    side = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "kind", "matter"], name="named_once")]
        indexes = [models.Index(fields=["matter"], name="named_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind}:{self.number}"


class Fault(models.Model):
    """A matter the clock could not move on: what was wrong, how often, and when it will be tried again."""

    matter = models.OneToOneField(Matter, primary_key=True, on_delete=models.PROTECT, related_name="fault")
    failures = models.PositiveIntegerField(default=1)
    what = models.TextField()
    last_at = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True)
