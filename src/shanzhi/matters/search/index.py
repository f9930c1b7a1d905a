"""What is kept for searching: for every entry that says something, its words, and who may find them.

One row an entry, written in the statement (PostgreSQL) or the transaction (SQLite) of the entry, never changed: its
number tells the matter and the entry, so rows in order are matters in order. Sensitive answers are never in it. Beside
the words stand marks (`_p12`: lies below place 12) by which a question asks only for what its reader may see. What may
be shown to others than parties stands once more behind `_u`, so that who looks on asks for those words alone. The last
word on what somebody sees has `reading` all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from shanzhi.database.wire import execute, on_postgresql
from shanzhi.engine.types import Decision
from shanzhi.matters.search.words import PUBLIC, words_of
from shanzhi.matters.writing.ground import Ground
from shanzhi.matters.writing.publishing import leaflet_of
from shanzhi.method.model import Field, Method
from shanzhi.method.sights import shows, widest_audience
from shanzhi.method.trees import is_tree

ENTRIES = 1 << 16
"""So many entries of one matter can be told apart."""
INSERT_SQLITE = "INSERT INTO matters_said (rowid, words) VALUES (%s, %s)"
INSERT_POSTGRESQL = """INSERT INTO matters_said (id, words) {rows}
 ON CONFLICT (id) DO UPDATE SET words = excluded.words"""

Row = tuple[int, str]


def number_of(matter: int, seq: int) -> int:
    """The number of an entry's row."""
    return matter * ENTRIES + min(seq, ENTRIES - 1)


def row_of(
    method: Method, decision: Decision, title: str, ground: Ground, *, moved: bool = False
) -> Row | None:
    """The row a decision adds, or None if it says nothing.

    `moved` says that the matter now stands at another place: those who answer there are to find it too.
    """
    first, matter = decision.entries[0], decision.matter
    texts = [
        text
        for entry in decision.entries
        for text in texts_of(method, entry.stage, entry.act, entry.values, entry.sealed)
    ]
    shown = [
        text
        for entry in decision.entries
        for text in shown_texts(method, entry.stage, entry.act, entry.values, entry.sealed)
    ]
    published = [
        leaflet_of(effect, matter, method, title) for effect in decision.effects if effect.kind == "publish"
    ]
    for leaflet in published:
        shown += texts_in([method.fields[n] for n in leaflet.fields], leaflet.fields)
    if not texts and not shown and first.act != "open" and not moved:
        return None
    if moved:
        texts += facts_in(method, matter.data)
    about = About(
        matter.id, title, matter.origin, matter.place, matter.opener, reach_of(method, bool(published))
    )
    return row_about(about, first.seq, texts, shown, ground)


def reach_of(method: Method, published: bool) -> str:
    """Who besides parties may ever find what a row shows; what they do see is asked when they search."""
    widest = widest_audience(method)
    return "place" if published and widest == "desk" else widest


class About(Struct, frozen=True):
    """What a row tells of its matter; `visible` says who looks on."""

    matter: int
    title: str
    origin: int
    place: int
    opener: int | None
    visible: str = "desk"


def row_about(about: About, seq: int, texts: list[str], shown: list[str], ground: Ground) -> Row:
    """The row of texts that were said in an entry; of those `shown`, others than parties may find it by them."""
    words = words_of([about.title, *texts])
    words.update(PUBLIC + word for word in words_of([about.title, *shown]))
    way = ground.path(about.origin)
    words.update(f"_p{place}" for place in way)
    if about.place != about.origin:
        words.update(f"_p{place}" for place in ground.path(about.place))
    words.update((f"_m{about.matter}", f"_a{about.matter}"))
    if about.opener is not None:
        words.add(f"_o{about.opener}")
    if about.visible == "public":
        words.add("_v")
    elif about.visible == "place":
        words.update(f"_c{place}" for place in way if ground.level(place) == "community")
    return number_of(about.matter, seq), " ".join(sorted(words))


def shown_texts(
    method: Method, stage: str | None, act: str, values: dict[str, Any], sealed: Sequence[str] = ()
) -> list[str]:
    """What an entry says that some sight of the method may show, now or later."""
    if act == "correct" and "after" in values:
        field = method.fields.get(str(values.get("field")))
        return (
            [str(values["after"])] if field is not None and not sealed and _ever_shown(method, field) else []
        )
    known = method.stages.get(stage or "")
    found = known.acts.get(act) if known is not None else None
    form = (
        method.form if act == "open" else found.says if found is not None and found.origin == "method" else ()
    )
    return texts_in([field for field in form if _ever_shown(method, field)], values, sealed)


def _ever_shown(method: Method, field: Field) -> bool:
    return any(shows(sight, field) for sight in method.visible)


def texts_of(
    method: Method, stage: str | None, act: str, values: dict[str, Any], sealed: Sequence[str] = ()
) -> list[str]:
    """What an entry says in words, as far as it is not sensitive."""
    if act == "correct" and "after" in values:
        field = method.fields.get(str(values.get("field")))
        if field is None or field.sensitive or sealed or not (field.kind.written or is_tree(field.options)):
            return []
        return [*_texts(field, values["after"]), *([str(values["reason"])] if values.get("reason") else [])]
    if act == "open":
        return texts_in(method.form, values, sealed)
    known = method.stages.get(stage or "")
    found = known.acts.get(act) if known is not None else None
    return texts_in(found.says, values, sealed) if found is not None else []


def facts_in(method: Method, data: dict[str, Any]) -> list[str]:
    """The texts among the facts of a matter."""
    return texts_in(tuple(method.fields.values()), data)


def texts_in(form: Sequence[Field], values: dict[str, Any], sealed: Sequence[str] = ()) -> list[str]:
    """The texts among answers, sensitive ones left out."""
    return [
        text
        for field in form
        if field.name in values and field.name not in sealed and not field.sensitive
        for text in _texts(field, values[field.name])
    ]


def _texts(field: Field, value: Any) -> Iterator[str]:
    if field.kind.written and isinstance(value, str):
        yield value
    elif field.kind.picks_one and is_tree(field.options):
        yield from (option.label.zh for option in field.options if option.value == value)
    elif field.kind.rows and isinstance(value, list):
        for item in value:
            yield from texts_in(field.form, item)


def insert(row: Row) -> None:
    """Keep one row (SQLite, or apart from an entry's own statement)."""
    if on_postgresql():
        execute(INSERT_POSTGRESQL.format(rows="VALUES (%s::bigint, %s::text::tsvector)"), row)
    else:
        execute(INSERT_SQLITE, row)


def insert_many(rows: Iterable[Row]) -> None:
    """Keep many rows."""
    listed = list(rows)
    if not listed:
        return
    if on_postgresql():
        numbers, words = zip(*listed, strict=True)
        chosen = "SELECT * FROM unnest(%s::bigint[], %s::text[]::tsvector[])"
        execute(INSERT_POSTGRESQL.format(rows=chosen), [list(numbers), list(words)])
        return
    for row in listed:
        execute(INSERT_SQLITE, row)


def empty() -> None:
    """Forget everything; `rebuild` makes it anew."""
    if on_postgresql():
        execute("TRUNCATE matters_said")
    else:
        execute("INSERT INTO matters_said (matters_said) VALUES ('delete-all')")
