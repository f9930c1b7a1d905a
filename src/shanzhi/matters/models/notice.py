"""What people are told (通知): always in the application, and outside it where they chose a channel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from shanzhi.database.columns import pointer


class Notice(models.Model):
    """One thing one person is told of one matter, in both languages.

    `send_at` is set while it waits to be sent outside (None: nothing to send, or sent); `urgent` ones are not
    held back for a bundle. `bundle` names the message it goes out with, so that a repeated one is known.
    """

    person = pointer("people.Person", related="notices")
    matter = pointer("matters.Matter", null=True)
    seq = models.PositiveIntegerField(null=True)
    kind = models.CharField(max_length=16)
    zh = models.CharField(max_length=500)
    en = models.CharField(max_length=500)
    urgent = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    send_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    bundle = models.UUIDField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "id"], name="notice_person"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at__isnull=True)),
            models.Index(fields=["send_at"], name="notice_to_send", condition=Q(send_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.zh


class NoticeChannel(models.Model):
    """How a person is reached outside: a channel of `channels.toml`, the sealed address there, quiet hours.

    `last_at` is when the last message went out, so that nobody gets more than one in so many minutes; `verified_at`
    when the person proved that they read what is sent there: before, nothing that signs in is.
    """

    person = models.OneToOneField(
        "people.Person", primary_key=True, on_delete=models.CASCADE, related_name="notice_channel"
    )
    channel = models.CharField(max_length=32)
    address = models.BinaryField(null=True)
    language = models.CharField(max_length=8, default="zh-hans")
    quiet_from = models.TimeField(null=True)
    quiet_to = models.TimeField(null=True)
    last_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
