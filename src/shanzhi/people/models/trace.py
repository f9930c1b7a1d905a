"""What is kept of sign-ins, looks and administration: append-only, each record chained to the one before.

GB/T 22239 (安全审计): time, who, kind, result; protected; kept at least six months. PIPL art. 14–15, 29–31, 51.
"""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from shanzhi.people.models.ground import Person


class AppendOnly(Exception):
    """Someone tried to change or delete a record that only grows. A fault of the program, not of a user."""


class RecordQuerySet(models.QuerySet["AuditRecord"]):
    """Records may be read and added, never changed; `people.audit.prune` alone removes old ones."""

    def update(self, **values: Any) -> NoReturn:
        raise AppendOnly("audit records are never updated")

    def delete(self) -> NoReturn:
        raise AppendOnly("audit records are never deleted here")


class AuditRecord(models.Model):
    """One line of the audit: plain numbers instead of foreign keys, so that no deletion reaches it.

    `person` and `account` acted, `subject` is the person it was about. Names and contents stay out of it.
    """

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=32)
    result = models.CharField(max_length=16)
    account = models.BigIntegerField(null=True)
    person = models.BigIntegerField(null=True)
    subject = models.BigIntegerField(null=True, db_index=True)
    address = models.CharField(max_length=45, blank=True)
    detail = models.JSONField(default=dict)
    before = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    objects = RecordQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["kind", "at"], name="audit_by_kind_and_time"),
            models.Index(fields=["account", "seq"], name="audit_by_account"),
            models.Index(fields=["person", "seq"], name="audit_by_person"),
        ]
        ordering = ["seq"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise AppendOnly("audit records are never updated")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("audit records are never deleted here")


class LookManager(models.Manager["Look"]):
    """Chooses the records of kind `look`."""

    def get_queryset(self) -> models.QuerySet[Look]:
        return RecordQuerySet(self.model, using=self._db).filter(kind="look")  # type: ignore[return-value]


class Look(AuditRecord):
    """Every unmasked sight of a person's data (查看记录): who, whom, which fields, for what purpose."""

    objects: ClassVar[LookManager] = LookManager()  # type: ignore[assignment]

    class Meta:
        proxy = True


class AuditHead(models.Model):
    """The end of the chain (one row), and where it begins since old records were removed."""

    seq = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    first_seq = models.BigIntegerField(default=1)
    first_before = models.CharField(max_length=64, default="", blank=True)


class LookApproval(models.Model):
    """Leave for one person to see one child's data for one purpose, given by someone else."""

    viewer = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    subject = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    approver = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=120)
    given_at = models.DateTimeField()
    until = models.DateTimeField()


class Consent(models.Model):
    """The legal basis for one purpose (处理依据): consent or public duty, of the person or the guardian.

    Passing on, publishing and sensitive data each need a consent of their own (PIPL art. 23, 25, 29, 31).
    """

    class Scope(models.TextChoices):
        PROCESS = "process", _("处理")
        SENSITIVE = "sensitive", _("敏感信息")
        PASS_ON = "pass_on", _("提供给他人")
        PUBLISH = "publish", _("公开")

    class Basis(models.TextChoices):
        CONSENT = "consent", _("同意")
        DUTY = "duty", _("法定职责")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="consents")
    scope = models.CharField(max_length=16, choices=Scope.choices)
    basis = models.CharField(max_length=16, choices=Basis.choices, default=Basis.CONSENT)
    purpose = models.CharField(max_length=120)
    given_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "scope", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="consent_once_while_given",
            )
        ]
