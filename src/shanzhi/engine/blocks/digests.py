"""One digest for what is fixed at a moment: facts that are signed, entries that are drawn from."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest_of(thing: Any) -> str:
    """SHA-256, in hexadecimal, of the canonical JSON of a thing: keys in order, no blanks, UTF-8 (as RFC 8785 for text and
    whole numbers)."""
    text = json.dumps(thing, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
