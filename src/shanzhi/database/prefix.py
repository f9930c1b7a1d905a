"""The `begins` lookup: rows whose text begins with given characters, by index, on both back ends.

Django's `startswith` becomes LIKE, which SQLite cannot answer from an ordinary index and which PostgreSQL
answers from one only when the prefix is written into the statement. `begins` asks for a byte-wise range
instead: `path__begins="/1/5/"` is every place in the subtree of place 5, `code__begins="110101"` a county.
On PostgreSQL the range operators are those of the `*_pattern_ops` indices, which know no collation.
"""

from __future__ import annotations

from typing import Any

from django.db import models


def after(prefix: str) -> str:
    """The smallest text that is greater than every text beginning with `prefix` (not empty)."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


class Begins(models.Lookup):
    """`column >= prefix AND column < after(prefix)`, compared byte by byte."""

    lookup_name = "begins"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        column, params = self.process_lhs(compiler, connection)
        prefix = str(self.rhs)
        if not prefix:
            return f"{column} IS NOT NULL", tuple(params)
        low, high = ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")
        return f"({column} {low} %s AND {column} {high} %s)", (*params, prefix, *params, after(prefix))


models.CharField.register_lookup(Begins)
