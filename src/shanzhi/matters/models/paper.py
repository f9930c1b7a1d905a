"""Files that people attach, and what matters give out: publications and documents."""

from __future__ import annotations

import uuid

from django.db import models

from shanzhi.database.columns import JsonText


class File(models.Model):
    """One uploaded file. Its content lies in `files/` of the home under its SHA-256, cleaned of where and when.

    `type` is what the content is, not what its name says; `cleaned` that nothing but the content is in it. `matter` and `seq` are set when an act takes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    cleaned = models.BooleanField(default=True)
    person = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    matter = models.ForeignKey("matters.Matter", null=True, on_delete=models.PROTECT, related_name="files")
    seq = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Publication(models.Model):
    """What a matter made public (公开): a heading and the fields named, until `until` (None: for good).

    `whom` is empty where everybody may read it; else it holds, between blanks, those who may: `place` and `owner` (who
    live, who own a flat in the place `within`), roles, `person:5`. Who asks is told by `rights.readers`.

    The row holds what is read now: its `version`, `corrected` since (None: never). `kept` are the pieces, in plain
    form, that somebody said are to stay.
    """

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="publications")
    seq = models.PositiveIntegerField()
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="publications")
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    fields = JsonText(default=dict)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    version = models.PositiveSmallIntegerField(default=1)
    corrected = models.DateTimeField(null=True)
    kept = JsonText(default=list)
    whom = models.TextField(default="", blank=True)
    within = models.ForeignKey("places.Place", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["place", "-since"], name="publication_place")]


class PublicationVersion(models.Model):
    """What a publication said before it was corrected in the entry `seq`; for those who may correct it, and nobody else."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    fields = JsonText(default=dict)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "version"], name="publication_version_once")
        ]


class Document(models.Model):
    """A document (文书) that a matter made, as it was then."""

    matter = models.ForeignKey("matters.Matter", on_delete=models.PROTECT, related_name="documents")
    seq = models.PositiveIntegerField()
    n = models.PositiveSmallIntegerField(default=1)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    text_zh = models.TextField()
    text_en = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "seq", "n"], name="document_once")]
