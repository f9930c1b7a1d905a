"""Persons, households and posts (人、户、岗位).

A person's sensitive facts (phone, identity number, birth) lie sealed in one field; only the name and keyed
digests for looking up stand beside it, so that erasing a person is emptying these columns (PIPL art. 47).
Writes go through `people.actions` and `people.privacy`; nothing else saves these rows.
"""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Person(models.Model):
    """One natural person. `minor` marks a child under 14, whose data need an approval to be seen."""

    name = models.CharField(max_length=60, blank=True)
    household = models.ForeignKey(
        "people.Household", null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    home = models.ForeignKey(
        "places.Place", null=True, blank=True, on_delete=models.PROTECT, related_name="residents"
    )
    guardian = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="wards"
    )
    minor = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True, blank=True)
    phone_digest = models.CharField(max_length=64, null=True, blank=True, db_index=True)
    id_digest = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    deceased_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name or f"#{self.pk}"


class Household(models.Model):
    """One household (户) and the flat it lives in: its door or building, and the flat's area in hundredths of a square metre.

    `owners` are those who own the flat, wherever they live: landlords vote with the area, tenants do not. `developer` is
    whose the flat is as long as it is not sold, or not handed over. `area_source` says what the area rests on
    (法释〔2009〕7 号 8); an area of a weaker source takes the place of none of a stronger. `use` tells a parking space (车位) that
    is owned apart: nobody lives there, and whether it counts among owners the rules of procedure (议事规则) say.
    """

    class Use(models.TextChoices):
        HOME = "home", _("住宅")
        PREMISES = "premises", _("非住宅")
        PARKING = "parking", _("车位")

    class Source(models.TextChoices):
        REGISTERED = "registered", _("不动产登记簿")
        SURVEYED = "surveyed", _("测绘机构实测")
        CONTRACT = "contract", _("买卖合同")

    name = models.CharField(max_length=80)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="households")
    use = models.CharField(max_length=8, choices=Use.choices, default=Use.HOME)
    area = models.PositiveIntegerField(default=0)
    head = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="heads")
    owners: models.ManyToManyField[Person, Ownership] = models.ManyToManyField(
        Person, through="people.Ownership", related_name="owns"
    )
    developer = models.ForeignKey(
        "people.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="unsold"
    )
    area_source = models.CharField(max_length=12, choices=Source.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name"], condition=Q(closed_at__isnull=True), name="household_once_per_place"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Ownership(models.Model):
    """That a person owns a household's flat, alone or with others (共有). `share` is what is on record of it: `1/2`, `50%`."""

    household = models.ForeignKey(Household, on_delete=models.CASCADE, related_name="ownerships")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ownerships")
    share = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["household", "person"], name="owner_once_of_a_flat")]


class PostQuerySet(models.QuerySet["Post"]):
    """Posts, chosen by time."""

    def in_force(self, at: datetime | None = None) -> PostQuerySet:
        """Posts whose term covers `at` (default now); one that ran out needs nobody to end it."""
        return self.filter(in_force(at or timezone.now()))


def in_force(at: datetime, prefix: str = "") -> Q:
    """The condition that a post's term covers `at`, for use from another model through `prefix`."""
    return (
        Q(**{f"{prefix}since__lte": at})
        & (Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": at}))
        & (Q(**{f"{prefix}ended_at__isnull": True}) | Q(**{f"{prefix}ended_at__gt": at}))
    )


class Post(models.Model):
    """Who holds which role where, for which term (岗位). `until` is the term; `ended_at` an earlier end.

    With an `organization` the holder is one of its people and acts for it, in a `function` (主任、联系人) if one is named.
    `basis` says what it rests on: an order, the minutes of an election, the number of the matter that appointed.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=32)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="posts")
    organization = models.ForeignKey(
        "people.Organization", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    function = models.CharField(max_length=40, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=200, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")), name="post_term_runs_forward"
            )
        ]
        indexes = [models.Index(fields=["place", "role"], name="post_by_place_and_role")]

    def __str__(self) -> str:
        return f"{self.role} @ {self.place_id}"


class PostsVersion(models.Model):
    """One row that marks every change of posts and homes, in the transaction of the change.

    A process may keep what it learnt of holders and homes for as long as this number stands still.
    """

    number = models.BigIntegerField(default=0)
