"""What changed between two versions of a method, in sentences: those that are no longer said, and those that are new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from msgspec import Struct

from shanzhi.method.aloud.telling import Line
from shanzhi.method.aloud.whole import Reading
from shanzhi.method.words import Sentence


class Told(Struct, frozen=True):
    """One sentence of a reading, where it is said, and below what (`of`: an act, by its name)."""

    where: Sentence
    text: Sentence
    of: Sentence | None = None

    @property
    def whole(self) -> Sentence:
        """The sentence, with what it belongs to."""
        if self.of is None:
            return self.text
        return Sentence(f"{self.of.zh}——{self.text.zh}", f"{self.of.en} – {self.text.en}")


class ChangedSentence(Struct, frozen=True):
    """A sentence that is new (`added`) or no longer said."""

    added: bool
    told: Told


def changed_sentences(before: Reading, after: Reading) -> list[ChangedSentence]:
    """Part by part what is no longer said, then what is new. A sentence that only moved within its part is no change."""
    old, new = list(_said(before)), list(_said(after))
    gone, come = Counter(old), Counter(new)
    kept = gone & come
    places = list(dict.fromkeys(one.where for one in (*new, *old)))
    found = []
    for where in places:
        for some, left, added in ((old, gone - kept, False), (new, come - kept, True)):
            waiting = Counter(left)
            for one in some:
                if one.where == where and waiting[one]:
                    waiting[one] -= 1
                    found.append(ChangedSentence(added, one))
    return found


def _said(reading: Reading) -> Iterator[Told]:
    for part in reading.parts:
        yield from _lines(part.heading, part.lines)
        for inner in part.parts:
            yield from _lines(inner.heading, inner.lines)


def _lines(where: Sentence, lines: tuple[Line, ...], of: Sentence | None = None) -> Iterator[Told]:
    for line in lines:
        yield Told(where, line.text, of)
        yield from _lines(where, line.below, of or _called(line.text))


def _called(text: Sentence) -> Sentence | None:
    """What a sentence begins with in quotation marks: the act or the input that it is about."""
    zh, en = (re.match("“[^”]*”", one) for one in (text.zh, text.en))
    return Sentence(zh[0], en[0]) if zh is not None and en is not None else None
