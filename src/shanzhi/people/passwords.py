"""What a password must be, beyond Django's own checks (GB/T 22239: 口令应有复杂度要求并定期更换)."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


class MixedCharacters:
    """At least three of: lower-case letters, capitals, digits, other signs (a Chinese character is one)."""

    def __init__(self, kinds: int = 3) -> None:
        self.kinds = kinds

    def validate(self, password: str, user: Any = None) -> None:
        found = {_kind(character) for character in password}
        if len(found) < self.kinds:
            raise ValidationError(self.get_help_text(), code="password_too_plain")

    def get_help_text(self) -> str:
        return _("密码须至少包含小写字母、大写字母、数字、其他符号中的 %(kinds)d 种。") % {
            "kinds": self.kinds
        }


class WithoutUserName:
    """Does not hold the user name, however its letters are written."""

    def validate(self, password: str, user: Any = None) -> None:
        name = getattr(user, "username", "")
        if name and name.casefold() in unicodedata.normalize("NFKC", password).casefold():
            raise ValidationError(self.get_help_text(), code="password_holds_username")

    def get_help_text(self) -> str:
        return _("密码不能包含用户名。")


def _kind(character: str) -> str:
    category = unicodedata.category(character)
    return category if category in ("Ll", "Lu") else "digit" if category == "Nd" else "sign"
