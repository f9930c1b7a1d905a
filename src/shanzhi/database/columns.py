"""A column of JSON that is kept exactly as it was written.

`jsonb` would reorder keys and rewrite numbers; a history whose hash covers its bytes cannot have that. The ORM
sees the decoded value, a raw statement the text; PostgreSQL can still cast it (`data::jsonb`).
"""

from __future__ import annotations

from typing import Any

import msgspec
from django.db import models

encode = msgspec.json.Encoder(order="deterministic").encode
decode = msgspec.json.Decoder().decode


class JsonText(models.TextField):
    """JSON as text. Assign and read plain values (dict, list, text, number, boolean, None)."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        return None if value is None else decode(value)

    def to_python(self, value: Any) -> Any:
        return decode(value) if isinstance(value, str | bytes) else value

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else encode(value).decode()

    def value_to_string(self, obj: Any) -> str:
        return encode(self.value_from_object(obj)).decode()


def pointer(to: str, *, null: bool = False, related: str = "+") -> models.ForeignKey[Any, Any]:
    """A foreign key to a row that is never deleted: no check and no index of its own on every write."""
    return models.ForeignKey(
        to, null=null, on_delete=models.PROTECT, db_index=False, db_constraint=False, related_name=related
    )
