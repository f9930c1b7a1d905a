"""What is kept of an import: the file and how it was read, each row beside its matter, and what seems to be the same."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shanzhi.database.columns import JsonText, pointer


class Import(models.Model):
    """One file taken in (导入). `digest` is its SHA-256; `taken` counts the matters it made.

    `finished_at` is None while it runs or after it was broken off; the same file taken again then goes on with it.
    `undone_at` says that its matters were made void.
    """

    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=32)
    method = models.CharField(max_length=64)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    mapping = JsonText(default=dict)
    rows = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    by = models.BigIntegerField(null=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "digest", "place"],
                condition=Q(finished_at__isnull=True, undone_at__isnull=True),
                name="import_running_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.file}"


class ImportedRow(models.Model):
    """The row a matter was made from. `number` is its row in the file, `seq` the history position the import left.

    `digest` is that of what the row told (SHA-256, first 16 bytes), so that another row under the same number is
    noticed. `author` is a keyed digest of who wrote it. `extra` holds the columns the method has no place for;
    what tells who it is lies in `sealed`.
    """

    matter = models.OneToOneField(
        "matters.Matter", primary_key=True, on_delete=models.PROTECT, related_name="imported"
    )
    batch = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="matters")
    number = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    digest = models.BinaryField()
    author = models.CharField(max_length=64, blank=True)
    extra = JsonText(default=dict)
    sealed = models.BinaryField(null=True)


class Likeness(models.Model):
    """Two matters that seem to be the same (可能重复): the later one, the earlier one, how alike they are in percent.

    A hint for whoever handles it: nothing is merged by it.
    """

    matter = pointer("matters.Matter", related="likenesses")
    like = pointer("matters.Matter")
    percent = models.PositiveSmallIntegerField()
    same_author = models.BooleanField(default=False)
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "like"], name="likeness_once")]
        indexes = [models.Index(fields=["like"], name="likeness_like")]


class ImportJob(models.Model):
    """A file handed in on a page: looked at first, then taken in by the worker once somebody has confirmed it.

    The file itself lies in `imports/` of the home until the job has ended. `how` is what was chosen on the page, `told`
    (sealed) what was found or came of it. `beat_at` is the last sign of the worker that has it; a job whose worker is
    gone is taken up by another. `batch` is the import that it became, or that it takes back.
    """

    class Kind(models.TextChoices):
        APPEALS = "appeals", _("事项")
        PEOPLE = "people", _("名册")
        SHAPES = "shapes", _("地方的图形")
        UNDO = "undo", _("撤销导入")

    class State(models.TextChoices):
        LOOK = "look", _("正在读文件")
        READY = "ready", _("等您确认")
        TAKE = "take", _("正在导入")
        DONE = "done", _("已导入")
        FAILED = "failed", _("没有导入")
        DROPPED = "dropped", _("已放弃")

    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(max_length=8, choices=State.choices, default=State.LOOK)
    file = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField(default=0)
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="+")
    how = JsonText(default=dict)
    step = models.CharField(max_length=16, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    told = models.BinaryField(null=True)
    why_zh = models.CharField(max_length=1000, blank=True)
    why_en = models.CharField(max_length=1000, blank=True)
    rejected = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(Import, null=True, on_delete=models.PROTECT, related_name="jobs")
    by = models.BigIntegerField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "beat_at"], name="import_job_waiting")]

    def __str__(self) -> str:
        return f"{self.pk} {self.file}"

    @property
    def runs(self) -> bool:
        """Whether the worker has something to do for it."""
        return self.state in (self.State.LOOK, self.State.TAKE)
