"""How alike two texts are, fast enough for a whole backlog: MinHash over runs of three characters.

A text becomes the set of its runs of three characters (punctuation and blanks left out); a sketch of 128 numbers
estimates how much two sets share (Jaccard). Sketches are put into buckets by 32 bands of four, so that only texts
which probably share half of their runs or more are ever compared. Broder 1997; Leskovec et al., Mining of Massive
Datasets, ch. 3.
"""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from numpy.typing import NDArray

NUMBERS, BANDS = 128, 32
FEWEST = 16
"""A text with fewer runs says too little to be told from others like it."""
CROWDED = 200
"""A bucket with more texts than this is a form letter's; only the latest are compared."""

Sketch = NDArray[np.uint32]
_ROWS = NUMBERS // BANDS
_random = np.random.default_rng(20240101)
_A = (_random.integers(1, 2**32, NUMBERS, dtype=np.uint32) | np.uint32(1))[:, None]
_B = _random.integers(0, 2**32, NUMBERS, dtype=np.uint32)[:, None]
_MIX = [np.uint32(n) for n in (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x2C1B3C6D)]
_NOISE = re.compile(r"[\W_]+")


def bare(text: str) -> str:
    """A text as it is compared: one form of each character, no blanks, no punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def sketch(text: str) -> Sketch | None:
    """The sketch of a bare text; None for one that is too short to tell."""
    letters = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    if len(letters) < FEWEST + 2:
        return None
    runs = letters[:-2] * _MIX[0] ^ letters[1:-1] * _MIX[1] ^ letters[2:] * _MIX[2]
    runs ^= runs >> np.uint32(15)
    runs *= _MIX[3]
    runs ^= runs >> np.uint32(12)
    if len(runs) < 4 * FEWEST and len(np.unique(runs)) < FEWEST:
        return None
    drawn = _A * runs
    drawn += _B
    least: Sketch = drawn.min(axis=1)
    return least


def alike(one: Sketch, other: Sketch) -> float:
    """The share of runs that two texts have in common, estimated (0–1)."""
    return float(np.count_nonzero(one == other)) / NUMBERS


class Buckets:
    """Texts that may be alike. Each is put in with a number of its own, and asks first who is there."""

    def __init__(self) -> None:
        self._sketches: dict[int, Sketch] = {}
        self._bands: list[dict[bytes, list[int]]] = [{} for _ in range(BANDS)]

    def like(self, one: Sketch, least: float) -> list[tuple[int, float]]:
        """Those put in before that are at least so alike, with how much."""
        candidates: set[int] = set()
        for band, key in zip(self._bands, _keys(one), strict=True):
            if key in band:
                candidates.update(band[key][-CROWDED:])
        if not candidates:
            return []
        numbers = list(candidates)
        shares = (np.stack([self._sketches[n] for n in numbers]) == one).mean(axis=1)
        return [(n, share) for n, share in zip(numbers, shares.tolist(), strict=True) if share >= least]

    def add(self, number: int, one: Sketch) -> None:
        """Put a text in."""
        self._sketches[number] = one
        for band, key in zip(self._bands, _keys(one), strict=True):
            band.setdefault(key, []).append(number)


def _keys(one: Sketch) -> list[bytes]:
    """The bands of a sketch, each as one value."""
    found: list[bytes] = one.view(f"V{4 * _ROWS}").tolist()
    return found
