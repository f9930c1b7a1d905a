"""Places named in free text: every name under one place, found in one pass, weighed by the address around it.

The index maps each form of each name (`places.names`) to its places, and the first two characters of a form to the
lengths worth trying there; a text is scanned once, longest form first. What is found is then weighed: an address
that names the places above (A7县春华镇金鼎村) makes a name surer, a name borne by several places less sure, a name in
another district's address less sure still.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from shanzhi.method.roles import LEVELS, WITHIN_BUILDING
from shanzhi.places.names import NEAR, OFFICIAL, Form, forms
from shanzhi.places.traditional import simplified

_SAME_LENGTH = {0xFF01 + n: chr(0x21 + n) for n in range(94)} | {n: chr(n - 32) for n in range(97, 123)}
_LEADS = frozenset("在于是住到从和与及由为对向往去来的将把请我们、位至")
"""Characters after which a new name may begin; after another Chinese character it may be the tail of a longer one."""
_ROADS = ("路", "大道", "大街", "街", "巷", "桥", "站", "线")
_HIGH = ("province", "city", "district")
_MOST = 8
_GROUND = LEVELS.index("community")


class Match(Struct, frozen=True):
    """One place that a text names. `sure` is between 0 and 1; from 0.5 on a person would usually agree.

    `start` and `end` are the span in the text, `text` what stands there; `chain` the places above that the text
    names too, from the top.
    """

    place: int
    level: str
    sure: float
    start: int
    end: int
    text: str
    chain: tuple[int, ...] = ()


class IndexedPlace(Struct, frozen=True):
    """A place as the index takes it: id, names, level, and its way from the top (ids, itself included)."""

    id: int
    names: tuple[str, ...]
    level: str
    dedicated: bool
    way: tuple[int, ...]


class _Found(Struct):
    """One mention: what it may mean and how surely, and the communities or grids a 3栋 after it would belong to."""

    start: int
    end: int
    says: dict[int, float]
    ground: tuple[int, ...]


class NameIndex:
    """All names under one place. Built once (about 100,000 places a second), then read by any number of threads."""

    def __init__(self, places: Iterable[IndexedPlace]) -> None:
        self._ways: dict[int, tuple[int, ...]] = {}
        self._levels: dict[int, str] = {}
        self._forms: dict[str, list[tuple[int, Form]]] = defaultdict(list)
        self._numbered: dict[tuple[int, str], list[int]] = defaultdict(list)
        self._numbers: set[str] = set()
        for place in places:
            self._add(place)
        shortest = sorted(self._ways.values(), key=len)[:2]
        alone = len(shortest) == 1 or (len(shortest) == 2 and len(shortest[0]) < len(shortest[1]))
        self._top = shortest[0][-1] if alone else None
        heads: dict[str, set[int]] = defaultdict(set)
        for text in (*self._forms, *self._numbers):
            heads[text[:2]].add(len(text))
        self._heads = {head: tuple(sorted(lengths, reverse=True)) for head, lengths in heads.items()}
        first = "".join(map(re.escape, sorted({head[0] for head in heads})))
        self._starts = re.compile(f"[{first}]" if first else "(?!)")

    def find(self, text: str) -> list[Match]:
        """The places that `text` names, at most eight. The first is the deepest that agrees with the rest of the
        text; a place above comes first only when what lies below it is not sure (under 0.5)."""
        found = self._scan(simplified(text.translate(_SAME_LENGTH)))
        return self._weigh(found, text) if found else []

    def _add(self, place: IndexedPlace) -> None:
        self._ways[place.id] = place.way
        self._levels[place.id] = place.level
        best: dict[str, Form] = {}
        for name in place.names:
            for form in forms(
                simplified(name.translate(_SAME_LENGTH)), level=place.level, dedicated=place.dedicated
            ):
                if form.text not in best or best[form.text].says < form.says:
                    best[form.text] = form
        for text, form in best.items():
            if form.numbered:
                self._numbers.add(text)
                within = place.level in WITHIN_BUILDING
                for above in place.way[-2:-1] if within else place.way[:-1]:
                    self._numbered[above, text].append(place.id)
            else:
                self._forms[text].append((place.id, form))

    def _scan(self, text: str) -> list[_Found]:
        """Every mention, left to right, the longest at each point; mentions do not overlap."""
        found: list[_Found] = []
        free, last = 0, len(text) - 1
        for start in self._starts.finditer(text):
            at = start.start()
            if not free <= at < last:
                continue
            for length in self._heads.get(text[at : at + 2], ()):
                end = at + length
                said = text[at:end]
                if len(said) == length and _stands_alone(text, at, end):
                    says = self._meant(said, text, at, found)
                    if says:
                        found.append(_Found(at, end, says, self._ground(said, says, found)))
                        free = end
                        break
        return found

    def _meant(self, said: str, text: str, at: int, found: list[_Found]) -> dict[int, float]:
        """The places a form may mean here, and how surely."""
        says: dict[int, float] = {}
        meant = self._forms.get(said)
        if meant:
            runs_on = self._runs_on(text, at + len(said))
            begins = _begins_here(text, at, found)
            for place, form in meant:
                if (form.stem and runs_on) or not self._led_up_to(place, form, at, found):
                    continue
                value = form.says if begins else form.says * 0.7
                says[place] = value * 0.5 if runs_on and self._levels[place] in _HIGH else value
        if said in self._numbers and found and at - found[-1].end <= NEAR:
            for above in (*found[-1].ground, *self._buildings(found[-1])):
                says |= dict.fromkeys(self._numbered.get((above, said), ()), OFFICIAL)
        return says

    def _runs_on(self, text: str, end: int) -> bool:
        """Whether the name goes on into that of a road or bridge (星沙大道), and not into another place (县路口镇)."""
        return text.startswith(_ROADS, end) and text[end : end + 2] not in self._heads

    def _ground(self, said: str, says: dict[int, float], found: list[_Found]) -> tuple[int, ...]:
        if said in self._numbers and found:
            return found[-1].ground  # 3栋、5栋: the second belongs where the first does
        return tuple(place for place in says if LEVELS.index(self._levels[place]) >= _GROUND)

    def _buildings(self, mention: _Found) -> tuple[int, ...]:
        """The buildings and units a mention may mean: what parts them (2单元, 5层) is looked for there."""
        return tuple(place for place in mention.says if self._levels[place] in ("building", "unit"))

    def _led_up_to(self, place: int, form: Form, at: int, found: list[_Found]) -> bool:
        """Whether the place above that the form leans on stands before it; a form that does not lean needs none."""
        if form.lean is None:
            return True
        if not found or at - found[-1].end > form.lean:
            return False
        above = self._ways[place][-2:-1] if form.close else self._ways[place][:-1]
        return any(other in found[-1].says for other in above)

    def _weigh(self, found: list[_Found], text: str) -> list[Match]:
        first: dict[int, _Found] = {}
        for mention in found:
            for place, value in mention.says.items():
                if place not in first or first[place].says[place] < value:
                    first[place] = mention
        chains = {
            place: tuple(p for p in self._ways[place][:-1] if p in first and first[p] is not mention)
            for place, mention in first.items()
        }
        named: dict[str, set[int]] = defaultdict(set)
        for place in first:
            named[self._levels[place]].add(place)
        sure = {place: self._sureness(place, first, chains, named) for place in first}
        sure = {place: value for place, value in sure.items() if value > 0}
        leaves = {place for place, value in sure.items() if value >= 0.5}
        leaves -= {above for place in leaves for above in chains[place]}
        begins = {
            place: min(first[p].start for p in (*chains[place], place) if p != self._top or p == place)
            for place in sure
        }
        earliest = min((begins[place] for place in leaves), default=0)
        for place in leaves:
            if begins[place] > earliest:
                sure[place] *= 0.65
        order = sorted(sure, key=lambda place: (place not in leaves, -sure[place], first[place].start, place))
        return [
            self._match(place, round(sure[place], 3), first[place], chains[place], text)
            for place in order[:_MOST]
        ]

    def _sureness(
        self,
        place: int,
        first: dict[int, _Found],
        chains: dict[int, tuple[int, ...]],
        named: dict[str, set[int]],
    ) -> float:
        mention = first[place]
        rivals = [other for other in mention.says if first.get(other) is mention]
        support = self._support(chains[place])
        if support < max(self._support(chains[other]) for other in rivals):
            return 0.0  # another place of this name lies in the address that the text gives
        equals = sum(self._support(chains[other]) == support for other in rivals)
        value = 1 - (1 - mention.says[place]) * 0.5**support
        if self._is_elsewhere(place, named):
            value *= 0.5
        return value / equals

    def _support(self, chain: tuple[int, ...]) -> int:
        """How many places above are named; the top of the index lies above all and supports none."""
        return sum(place != self._top for place in chain)

    def _is_elsewhere(self, place: int, named: dict[str, set[int]]) -> bool:
        """Whether the text names places of a higher level (by level: `named`), and none that this one lies in."""
        rank = LEVELS.index(self._levels[place])
        way = self._ways[place]
        return any(named[level] and named[level].isdisjoint(way) for level in LEVELS[:rank] if level in named)

    def _match(self, place: int, sure: float, mention: _Found, chain: tuple[int, ...], text: str) -> Match:
        span = text[mention.start : mention.end]
        return Match(place, self._levels[place], sure, mention.start, mention.end, span, chain)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A form that begins or ends with a letter or digit is not cut out of a longer run of them (1栋 in 11栋)."""
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    return end >= len(text) or not (_is_latin(text[end - 1]) and _is_latin(text[end]))


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def _begins_here(text: str, at: int, found: list[_Found]) -> bool:
    if at == 0 or _is_latin(text[at]) or (found and found[-1].end == at):
        return True
    before = text[at - 1]
    return before in _LEADS or not "\u4e00" <= before <= "\u9fff"
