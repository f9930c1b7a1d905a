"""Texts that a desk keeps for its replies (常用回复): one post's, at one place, of one office."""

from __future__ import annotations

from django.db import models

from shanzhi.database.columns import pointer


class ReplyText(models.Model):
    """One wording of a text: who wrote it and when, and until when it was offered (None: it still is). A change is a
    row of its own that names the one `before` it, so that every wording there was stays."""

    role = models.CharField(max_length=32)
    place = pointer("places.Place")
    office = pointer("people.Organization", null=True)
    title = models.CharField(max_length=40)
    text = models.TextField()
    person = pointer("people.Person")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    ended_by = pointer("people.Person", null=True)
    before = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="after")

    class Meta:
        indexes = [models.Index(fields=["place", "role"], name="reply_text_desk")]

    def __str__(self) -> str:
        return self.title
