"""What is kept of secret ballots (无记名表决): cards' public points, keys, the coded roll, sealed ballots, closings, openings.

Nothing here tells a choice, alone or together: only who holds enough cards opens a sum. Every row is written once;
triggers refuse changes, but for what is deleted when a ballot's life ends (sealed shares, salts, ballots).
"""

from __future__ import annotations

from django.db import models

from shanzhi.database.columns import JsonText, pointer
from shanzhi.secrecy import short_form


class HolderKey(models.Model):
    """A key holder's card (密钥卡): the public point T of a card that the holder alone has, and in which post.

    `mark` is the application's HMAC over it, so that nobody who writes into tables puts a card of their own in place.
    A card that was lost, seen or used up has `ended_at`; a new one is a new row.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    post = models.ForeignKey("people.Post", on_delete=models.PROTECT, related_name="+")
    public = models.BinaryField(max_length=32)
    since = models.DateTimeField()
    until = models.DateTimeField()
    mark = models.BinaryField(max_length=32)
    ended_at = models.DateTimeField(null=True)


class BallotKey(models.Model):
    """The key of one ballot (计票密钥) and the question it was dealt for.

    `commitments` and `cards` are points of 32 bytes one after the other, `shares` of 64 bytes each, sealed to the cards;
    `posts` the posts of the holders in the order of the cards, `holders` their persons' numbers. `question` holds
    what is hashed into `context`: question, options, names, lo, hi, weighted, publish.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, db_index=False, related_name="+")
    visit = models.PositiveIntegerField()
    at = models.DateTimeField()
    needed = models.PositiveSmallIntegerField()
    commitments = models.BinaryField()
    cards = models.BinaryField()
    posts = JsonText(default=list)
    holders = JsonText(default=list)
    question = JsonText(default=dict)
    roll = models.BinaryField(max_length=32)
    context = models.BinaryField(max_length=32)
    mark = models.BinaryField(max_length=32)
    shares = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "visit"], name="ballot_key_once")]


class ElectorCode(models.Model):
    """One line of a secret ballot's roll: which elector (`key`) stands under which code e, with which weight.

    `salt` is sealed; without it e tells nobody who it is. The elector gets it on request.
    """

    pk = models.CompositePrimaryKey("matter_id", "visit", "e")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    e = models.BinaryField(max_length=32)
    key = models.CharField(max_length=60)
    weight = models.PositiveBigIntegerField()
    salt = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "visit", "key"], name="elector_code_once")]


class SealedBallot(models.Model):
    """One sealed ballot (密封票), the `number`-th of its box; `head` is h of the chain with it. Beside it stands its elector's e.

    `ballot` is None once the ballot's life has ended; its fingerprint stays in the history.
    """

    pk = models.CompositePrimaryKey("matter_id", "visit", "number")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    e = models.BinaryField(max_length=32)
    ballot = models.BinaryField(null=True)
    head = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "visit", "e"], name="sealed_ballot_once")]


class BoxClosing(models.Model):
    """A box as it was closed (封箱): who drew papers, who was struck out and why, the papers' totals, and z over it all.

    Striking somebody out before the opening closes it anew: the last counts. `paper`: heads, area, spoilt, tellers.
    """

    pk = models.CompositePrimaryKey("matter_id", "visit", "n")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    n = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    drawn = JsonText(default=list)
    struck = JsonText(default=list)
    paper = JsonText(default=dict)
    count = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    z = models.BinaryField(max_length=32)


class BoxHead(models.Model):
    """The chain's value h after `number` ballots, as it was sent to the holders and observers: who keeps it sees a rewritten box."""

    pk = models.CompositePrimaryKey("matter_id", "visit", "number")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    number = models.PositiveIntegerField()
    head = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    @property
    def short(self) -> str:
        """The value as people compare it."""
        return short_form(bytes(self.head))


class PartialOpening(models.Model):
    """What one holder made offline of their share, for sums that are published in full; `content` is the file."""

    pk = models.CompositePrimaryKey("matter_id", "visit", "holder")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    holder = models.PositiveSmallIntegerField()
    z = models.BinaryField(max_length=32)
    person = pointer("people.Person")
    at = models.DateTimeField()
    content = models.TextField()


class BoxOpening(models.Model):
    """A box that was opened (开票): the whole bulletin as it is published; once the ballot's life has ended, the sheet of results."""

    pk = models.CompositePrimaryKey("matter_id", "visit")
    matter = pointer("matters.Matter")
    visit = models.PositiveIntegerField()
    at = models.DateTimeField()
    z = models.BinaryField(max_length=32)
    bulletin = models.TextField()
