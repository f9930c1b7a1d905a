"""Words to search by: Chinese has no spaces between them, so every two neighbouring characters are one.

«楼道灯» is kept as 楼道, 道灯 and 灯: whatever two characters or more are asked for lie in it, and a single one begins
one of its words. Latin words and numbers are kept whole and found by their beginnings. Both back ends get the same
words, so both find the same; what stands beside them begins with `_`, which no word of a text can.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

from msgspec import Struct

MOST_CHARACTERS = 20_000
"""Of one text so much is looked at."""
LONGEST = 24
"""Longer Latin words are cut."""
PUBLIC = "_u"
"""Stands before the words that a row shows to others than parties."""
_RUNS = re.compile(r"[a-z0-9]+|[^\W_a-z0-9]+")


class Token(Struct, frozen=True):
    """One word of a question; `begins` finds all words that begin with it."""

    text: str
    begins: bool = False


All = tuple[Token, ...]
Some = tuple[All, ...]


def plain(text: str) -> str:
    """A text as it is compared: full-width letters and capitals made alike."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(texts: Iterable[str]) -> set[str]:
    """The words of some texts, as they are kept."""
    found: set[str] = set()
    for text in texts:
        for run in _RUNS.findall(plain(text[:MOST_CHARACTERS])):
            if run.isascii():
                found.add(run[:LONGEST])
            else:
                found.update(run[n : n + 2] for n in range(len(run)))
    return found


def asked(term: str) -> All:
    """What a text must hold for a term to lie in it; nothing if there is no letter or digit in the term."""
    tokens: dict[Token, None] = {}
    for run in _RUNS.findall(plain(term)):
        if run.isascii():
            tokens[Token(run[:LONGEST], begins=True)] = None
        elif len(run) == 1:
            tokens[Token(run, begins=True)] = None
        else:
            tokens.update(dict.fromkeys(Token(run[n : n + 2]) for n in range(len(run) - 1)))
    return tuple(tokens)


def public(tokens: All) -> All:
    """The same words, among those that a row shows to others than parties."""
    return tuple(Token(PUBLIC + token.text, token.begins) for token in tokens)


def for_sqlite(ways: Iterable[Iterable[Some]]) -> str:
    """One of the ways: all of its groups, of each one of its alternatives, as FTS5 reads it."""
    return _ways(ways, " AND ", " OR ", lambda t: f'"{t.text}"' + ("*" if t.begins else ""))


def for_postgresql(ways: Iterable[Iterable[Some]]) -> str:
    """The same as a tsquery."""
    return _ways(ways, " & ", " | ", lambda t: f"'{t.text}'" + (":*" if t.begins else ""))


def _ways(ways: Iterable[Iterable[Some]], both: str, either: str, word: Callable[[Token], str]) -> str:
    return either.join(f"({_written(groups, both, either, word)})" for groups in ways)


def _written(groups: Iterable[Some], both: str, either: str, word: Callable[[Token], str]) -> str:
    return both.join(
        "(" + either.join("(" + both.join(map(word, tokens)) + ")" for tokens in group) + ")"
        for group in groups
    )
