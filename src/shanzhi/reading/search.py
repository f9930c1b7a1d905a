"""Full-text search over the matters a reader may see: the latest first, page by page, quick at a million matters.

Several words, divided by blanks, must all lie in what one entry says (with the title of its matter), or name the place
it happened at; a number finds its matter, a name or telephone number the matters of its person. What the index offers is asked of `access` and read again before it is
shown, so nothing is found by what its reader may not see: who looks on finds a matter by what it shows them. Docs: `docs/decisions/0008-search.md`.
"""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet
from msgspec import Struct
from msgspec.structs import replace

from shanzhi.database.wire import fetch, on_postgresql
from shanzhi.engine.types import SYSTEM, Actor
from shanzhi.matters.methods.compiled import compiled
from shanzhi.matters.models import Entry, Matter
from shanzhi.matters.rights.access import on_desk, party, reasons, seen_by
from shanzhi.matters.search.index import ENTRIES, facts_in, texts_in, texts_of
from shanzhi.matters.search.words import Some, Token, for_postgresql, for_sqlite, plain, public
from shanzhi.matters.search.words import asked as asked_for
from shanzhi.matters.writing.ground import Ground, ground
from shanzhi.method.acts import TAKING_PART
from shanzhi.method.model import Method
from shanzhi.method.roles import BELOW_BUILDING, OVERSEES
from shanzhi.people.finding import meant_exactly
from shanzhi.people.permission import Administrator, places_of_duty
from shanzhi.places.models import Place
from shanzhi.reading.matter import shown_of_many
from shanzhi.reading.meanwhile import undisclosed

MOST_TERMS = 8
MOST_NAMED = 20
"""Places a word may stand for."""
MOST_OF_ONE = 50
"""Matters of one person that stand before what the words find."""
BATCH = 200
MOST_LOOKED_AT = 4_000
"""Entries offered by the index that one page looks at; a page that finds less goes on from there."""
PATIENCE = 1.5
"""Seconds after which a page is given as it is, to be gone on from."""
MOST_OWN = 200
"""Matters outside a reader's line of duty that are searched besides: on the desk, acted on, open to them."""
AROUND = 24
TOP = 1 << 62
FIRST_WINDOW = 20_000 * ENTRIES


class Hit(Struct, frozen=True):
    """One matter found, and the words in which it was: none if its title says it all."""

    matter: int
    words: str = ""


class Found(Struct, frozen=True):
    """A page; `next` is where the next one begins (0: there is none). `terms` are the words looked for."""

    hits: tuple[Hit, ...] = ()
    next: int = 0
    terms: tuple[str, ...] = ()


class _Term(Struct, frozen=True):
    text: str
    places: frozenset[int]
    group: Some
    shown: Some


def find(
    actor: Actor,
    text: str,
    *,
    after: int = 0,
    limit: int = 30,
    among: QuerySet[Matter] | None = None,
    place: int | None = None,
) -> Found:
    """The matters of a page for a text; `after` is the `next` of the page before.

    `among` narrows what is found further than what the actor may see; `place` says that all of those lie at a place or
    below it, which the index knows. A page may hold less than `limit` and have a next one all the same.
    """
    world = ground()
    terms = _terms(text)
    reach = _reach(actor, world)
    if not terms or not (reach.all or reach.shown):
        return Found()
    words = tuple(term.text for term in terms)
    number = _number(text)
    meant = _sought(actor, world, [number] if number else [], among) | _by_person(actor, world, text, among)
    hits: dict[int, Hit] = {} if after else {pk: Hit(pk) for pk in meant}
    within = [] if place is None else [((Token(f"_p{place}"),),)]
    ways = (
        [[*(term.group for term in terms), *within, *([reach.whole] if reach.whole else [])]]
        if reach.all
        else []
    )
    if reach.shown:
        ways.append([*(term.shown for term in terms), *within, reach.shown])
    below, looked, until = after or TOP, 0, time.monotonic() + PATIENCE
    while looked < MOST_LOOKED_AT and (not looked or time.monotonic() < until):
        rows = _candidates(ways, below)
        for pair, shown in _checked(actor, world, rows, terms, among):
            matter = pair[0]
            if after and matter in meant:
                continue  # it stood at the head of the first page
            if len(hits) >= limit and matter not in hits:
                return Found(tuple(hits.values()), (matter + 1) * ENTRIES, words)
            if matter not in hits or (hits[matter].words and not shown):
                hits[matter] = Hit(matter, shown)
        looked += len(rows)
        if len(rows) < BATCH:
            return Found(tuple(hits.values()), 0, words)
        below = rows[-1]
    last = below // ENTRIES
    return Found(tuple(hits.values()), last * ENTRIES if last in hits else below, words)


def numbers(actor: Actor, text: str, limit: int = 200) -> list[int]:
    """The matters a text finds, the latest first, without their words."""
    return [hit.matter for hit in find(actor, text, limit=limit).hits]


def _number(text: str) -> int | None:
    number = unicodedata.normalize("NFKC", text).strip().lstrip("#").strip()
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 18 else None


def _by_person(actor: Actor, world: Ground, text: str, among: QuerySet[Matter] | None) -> dict[int, Matter]:
    """The latest matters that a person opened who is meant by their whole name or telephone number: for those who may
    see that person, and of those matters the ones they see whole. To everybody else nothing tells that there are any."""
    people = meant_exactly(actor, text)
    if not people:
        return {}
    known = Q(unnamed=False) | Q(opener=actor.person or 0)
    theirs = Matter.objects.filter(party(actor, world), known, opener__in=people, void=False).order_by("-pk")
    return _sought(actor, world, theirs.values_list("pk", flat=True)[:MOST_OF_ONE], among)


def _terms(text: str) -> list[_Term]:
    """What is asked for, word by word; a word that names places stands for them too."""
    found = []
    for word in list(dict.fromkeys(text.split()))[:MOST_TERMS]:
        tokens = asked_for(word)
        if not tokens:
            continue
        named = Place.objects.filter(name=word, closed_at=None).values_list("pk", flat=True)[:MOST_NAMED]
        places = frozenset(named) if len(word) > 1 else frozenset()
        there = tuple((Token(f"_p{place}"),) for place in sorted(places))
        found.append(_Term(plain(word), places, (tokens, *there), (public(tokens), *there)))
    return found


class _Reach(Struct, frozen=True):
    """The marks of what a reader may find: by every word (`whole`; `all` says that there is such), or by those shown."""

    all: bool = False
    whole: Some = ()
    shown: Some = ()


def _reach(actor: Actor, world: Ground) -> _Reach:
    if actor is SYSTEM:
        return _Reach(all=True)
    if isinstance(actor, Administrator):
        return _Reach()
    whole = [f"_p{place}" for place in sorted(places_of_duty(actor))]
    shown = ["_v", *(f"_c{place}" for place in actor.home if world.level(place) == "community")]
    if actor.person is not None:
        own, asked_ = _own(actor, world)
        whole += [f"_o{actor.person}", *(f"_m{matter}" for matter in own)]
        shown += [f"_a{matter}" for matter in asked_]
    return _Reach(bool(whole), _any(whole), _any(shown))


def _any(marks: Sequence[str]) -> Some:
    return tuple((Token(mark),) for mark in marks)


def _own(actor: Actor, world: Ground) -> tuple[list[int], list[int]]:
    """Matters a reader has to do with apart from their line of duty, and those that are shown to them for a reason of
    their own: their block asks them, or their post."""
    line = {post for post in actor.posts if post[0] in OVERSEES}
    besides = replace(actor, posts=actor.posts - line)
    open_ = Matter.objects.filter(closed_at=None, void=False)
    found = list(open_.filter(on_desk(besides)).values_list("pk", "parent")[:MOST_OWN])
    own = {number for pair in found for number in pair if number is not None}
    handled = Entry.objects.filter(person=actor.person, command__isnull=False).exclude(act__in=TAKING_PART)
    own.update(handled.order_by("-matter").values_list("matter", flat=True).distinct()[:MOST_OWN])
    ways = reasons(actor, world)
    own.update(
        Matter.objects.filter(ways["side"], void=False)
        .order_by("-pk")
        .values_list("pk", flat=True)[:MOST_OWN]
    )
    shown: set[int] = set()
    for name in ("asked", "post", "named"):
        shown.update(Matter.objects.filter(ways[name], void=False).values_list("pk", flat=True)[:MOST_OWN])
    return sorted(own, reverse=True), sorted(shown, reverse=True)


def _candidates(ways: Sequence[Sequence[Some]], below: int) -> list[int]:
    """The rows of a batch, the latest first."""
    if on_postgresql():
        return _by_windows(for_postgresql(ways), below)
    statement = "SELECT rowid FROM matters_said WHERE matters_said MATCH %s AND rowid < %s ORDER BY rowid DESC LIMIT %s"
    return [row[0] for row in fetch(statement, (for_sqlite(ways), below, BATCH))]


def _by_windows(query: str, below: int) -> list[int]:
    """On PostgreSQL, whose words come in no order: through windows of numbers, each wider than the one before.

    So a frequent word is looked for among the latest alone; a rare one costs a few looks. `id + 0` keeps the planner
    from walking back along the numbers to meet a rare word at last.
    """
    if below == TOP:
        below = (fetch("SELECT max(id) FROM matters_said")[0][0] or 0) + 1
    statement = """SELECT id FROM matters_said WHERE words @@ %s::text::tsquery AND id < %s::bigint AND id >= %s::bigint
 ORDER BY id + 0 DESC LIMIT %s::int"""
    found: list[int] = []
    window = FIRST_WINDOW
    while below > 0 and len(found) < BATCH:
        low = max(below - window, 0)
        found += [row[0] for row in fetch(statement, (query, below, low, BATCH - len(found)))]
        below, window = low, window * 8
    return found


def _sought(
    actor: Actor, world: Ground, wanted: Iterable[int], among: QuerySet[Matter] | None
) -> dict[int, Matter]:
    """Of these matters, those the reader may see and that are looked for."""
    seen = seen_by(actor, world).filter(pk__in=list(wanted))
    if among is not None:
        seen = seen.filter(pk__in=list(among.filter(pk__in=list(wanted)).values_list("pk", flat=True)))
    return {matter.pk: matter for matter in _with_places(seen)}


def _checked(
    actor: Actor,
    world: Ground,
    rows: Sequence[int],
    terms: Sequence[_Term],
    among: QuerySet[Matter] | None,
) -> list[tuple[tuple[int, int], str]]:
    """Of the rows offered, those the reader may see and that hold every word, with the words around the first.

    Parties find an entry by all it says; everybody else a matter by what it shows them now, whichever entry said it.
    """
    pairs = [divmod(row, ENTRIES) for row in rows]
    seen = _sought(actor, world, {matter for matter, _seq in pairs}, among)
    whole = set(Matter.objects.filter(party(actor, world), pk__in=list(seen)).values_list("pk", flat=True))
    wanted = [(m, seq) for m, seq in pairs if m in seen]
    entries = _entries([pair for pair in wanted if pair[0] in whole])
    shown = _shown_texts(actor, world, [matter for matter in seen.values() if matter.pk not in whole])
    found = []
    for pair in wanted:
        matter = seen[pair[0]]
        exact = matter.pk in whole
        texts = _texts(matter, entries.get(pair, [])) if exact else shown[matter.pk]
        if (
            words := _holds(
                matter,
                texts,
                terms,
                _way(
                    matter, world, exact=exact and not (matter.unnamed and matter.opener_id != actor.person)
                ),
            )
        ) is not None:
            found.append((pair, words))
    return found


def _shown_texts(actor: Actor, world: Ground, matters: list[Matter]) -> dict[int, list[str]]:
    """The texts that each of these matters shows to one who looks on."""
    pins = {matter.pk: (bytes(matter.pin), matter.adoption_id) for matter in matters}
    return {
        number: texts_in(tuple(compiled(*pins[number]).fields.values()), facts)
        for number, facts in shown_of_many(actor, world, matters).items()
    }


def _way(matter: Matter, world: Ground, *, exact: bool) -> set[int]:
    """The places by whose names a matter is found: to the door for parties, to the building for everybody else."""
    way = {*matter.origin.ancestor_ids, *matter.place.ancestor_ids}
    return way if exact else {place for place in way if world.level(place) not in BELOW_BUILDING}


def _with_places(matters: QuerySet[Matter]) -> list[Matter]:
    columns = (
        "title", "pin", "adoption", "opener", "unnamed", "data", "state", "method", "seq", "visit", "stage", "opened_at", "closed_at",
        "origin__path", "place__path",
    )  # fmt: skip
    return list(matters.select_related("origin", "place").only(*columns))


def _entries(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], list[Entry]]:
    """The entries of decisions, by their first one: all up to the one that ends it."""
    rows = Entry.objects.filter(
        matter__in={m for m, _s in pairs}, seq__gte=min((s for _m, s in pairs), default=0)
    )
    rows = rows.only("matter", "seq", "visit", "act", "stage", "values", "after").order_by("matter", "seq")
    found: dict[tuple[int, int], list[Entry]] = {}
    begun: tuple[int, int] | None = None
    for row in rows:
        begun = begun or (row.matter_id, row.seq)
        found.setdefault(begun, []).append(row)
        if row.after is not None:
            begun = None
    return found


def _holds(matter: Matter, texts: list[str], terms: Sequence[_Term], way: set[int]) -> str | None:
    """The words around what was looked for, "" if the title says it all; None if a word is not there."""
    title, said = plain(matter.title), [plain(text) for text in texts]
    shown = ""
    for term in terms:
        if term.text in title or term.places & way:
            continue
        at = next((n for n, text in enumerate(said) if term.text in text), None)
        if at is None:
            return None
        shown = shown or _around(texts[at], term.text)
    return shown


def _texts(matter: Matter, entries: list[Entry]) -> list[str]:
    method = compiled(bytes(matter.pin), matter.adoption_id)
    told = (row for row in entries if not undisclosed(method, matter.visit, matter.closed_at, row))
    return [text for row in told for text in _said(method, row)] + facts_in(method, matter.data)


def _said(method: Method, row: Entry) -> list[str]:
    """What an entry says; every text of it where the method has changed and knows the act no longer."""
    stage = method.stages.get(row.stage or "")
    if row.act == "open" or (stage is not None and row.act in stage.acts):
        return texts_of(method, row.stage, row.act, row.values)
    return [value for value in row.values.values() if isinstance(value, str)]


def _around(text: str, term: str) -> str:
    """A piece of the text with the word in it, on one line."""
    line = " ".join(text.split())
    at = max(plain(line).find(term), 0)
    begin, end = max(at - AROUND, 0), at + len(term) + 2 * AROUND
    return ("…" if begin else "") + line[begin:end] + ("…" if end < len(line) else "")
