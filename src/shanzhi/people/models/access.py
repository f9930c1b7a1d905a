"""Accounts, tokens for the API, and the counters that lock a guesser out (GB/T 22239: 身份鉴别)."""

from __future__ import annotations

import unicodedata
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from shanzhi.people.models.ground import Person
from shanzhi.tables.cells import readable


def plain_username(name: str) -> str:
    """The one form in which a user name is kept and compared: NFKC, no outer blanks, lower case."""
    return unicodedata.normalize("NFKC", readable(name)).strip().casefold()


class AccountManager(BaseUserManager["Account"]):
    """Finds and makes accounts by the plain form of their user name."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=plain_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """A new account with a hashed password; without one nobody can sign in by password.

        For tests and first set-up; people use `people.actions.open_account`, which checks and records.
        """
        account = self.model(username=plain_username(username), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """What a person signs in with. Kinds other than `person` administer and see no matters (三权分立).

    `second_factor` holds the sealed TOTP secret, `last_step` the last time step accepted (a code works once),
    `recovery` the SHA-256 digests of unused recovery codes.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("人员")
        SYSTEM_ADMIN = "system_admin", _("系统管理员")
        SECURITY_ADMIN = "security_admin", _("安全管理员")
        AUDIT_ADMIN = "audit_admin", _("审计管理员")

    username = models.CharField(max_length=64, unique=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="account"
    )
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.PERSON)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_changed_at = models.DateTimeField(default=timezone.now)
    second_factor = models.BinaryField(null=True, blank=True)
    second_factor_on = models.BooleanField(default=False)
    last_step = models.BigIntegerField(default=0)
    recovery = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    last_login = None  # when someone last signed in is in the audit record, and nobody's yardstick
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.username

    @property
    def administers(self) -> bool:
        """Whether this is one of the three administrators' accounts."""
        return self.kind != self.Kind.PERSON


class Token(models.Model):
    """A key for programs. Only its SHA-256 is kept; `used_on` is a day, never a time (no trace of hours)."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="tokens")
    label = models.CharField(max_length=60)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class Lockout(models.Model):
    """Failed attempts in the present window for one user name or one address.

    `key` is a keyed digest, so unknown user names lock as known ones do and none can be read here. For an
    address `names` holds the digests of the different names tried from it.
    """

    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    names = models.JSONField(default=list, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
