"""Sentences in both languages, for the layers that know no framework.

A `Sentence` is what a person is told: Chinese first, English complete. Templates use `str.format`
fields; values are put in as they are, so callers pass text a person can read.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

# Where a text takes the value of a field: `{subject}`.
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


class Sentence(msgspec.Struct, frozen=True):
    """One sentence for a person: `zh` (zh-Hans, the source) and `en`."""

    zh: str
    en: str

    def fill(self, **values: Any) -> Sentence:
        """The same sentence with its `{fields}` filled in.

        A value may be a `Sentence` or a pair itself; then each language gets its own half.
        """
        zh = {k: v.zh if isinstance(v, Sentence) else v for k, v in values.items()}
        en = {k: v.en if isinstance(v, Sentence) else v for k, v in values.items()}
        return Sentence(self.zh.format(**zh), self.en.format(**en))

    def text(self, language: str) -> str:
        """The half for a language tag: `en…` gets English, all else Chinese."""
        return self.en if language.lower().startswith("en") else self.zh
