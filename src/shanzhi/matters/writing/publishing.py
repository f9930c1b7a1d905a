"""What an act would make public, looked through before it is: the one check of publishing, for every face.

Whoever publishes is refused while the text holds pieces that reach or identify somebody (`people.pieces`), until they
mend it, or name each of them and say why it stays; that is an entry of its own in the history. What the clock and the
system publish by themselves nobody looks at: there the same pieces are masked. What was once said to stay stays, in
every later publication of the matter. PIPL art. 25, 27.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shanzhi.engine.types import Actor, Decision, Effect, Entry, Matter, Refusal
from shanzhi.matters.models import Publication
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.record import title_of
from shanzhi.method.model import Field, Method
from shanzhi.method.words import Sentence
from shanzhi.people.masks import mask_pieces
from shanzhi.people.names_within import Register, community_path, find_in, register_at
from shanzhi.people.pieces import KINDS, Piece, plain_piece

KEPT = "keep_public"
"""The entry that says which pieces stay public, and why."""
LEAST_REASON = 2


class Confirmation(Struct, frozen=True):
    """The pieces that are to stay, as they are written, and why."""

    pieces: tuple[str, ...]
    reason: str


class Leaflet(Struct, frozen=True):
    """One publication to be: its heading, the facts as they will be read, and by whom (None: by everybody)."""

    title: dict[str, str]
    fields: dict[str, Any]
    whom: tuple[str, ...] | None = None


class Found(Struct, frozen=True):
    """One piece that was found: its kind, as it is written, in which fact (empty: the heading), and what stands around it."""

    kind: str
    text: str
    field: str
    around: str

    @property
    def key(self) -> str:
        return plain_piece(self.text)


class Unlooked(Refusal, frozen=True):
    """A refusal to publish: `found` is what must be mended or confirmed, `preview` what everybody would read."""

    found: tuple[Found, ...] = ()
    preview: tuple[Leaflet, ...] = ()


class Eye(Struct):
    """What a matter's publications are looked through with: the names of its community, and what was said to stay."""

    path: str
    register: Register
    kept: frozenset[str]


def eye_of(matter: Matter) -> Eye:
    """Three queries."""
    path = community_path(matter.origin)
    return Eye(path, register_at(path), kept_of(matter.id))


def leaflets(decision: Decision, method: Method) -> list[Leaflet]:
    """What a decision makes public, in order, as it is written by now."""
    title = title_of(method, decision.matter.data)
    return [
        _leaflet(effect, decision.matter, method, title)
        if "shown" not in effect.values
        else Leaflet(effect.values["title"], effect.values["shown"], _whom(effect))
        for effect in decision.effects
        if effect.kind == "publish"
    ]


def leaflet_of(effect: Effect, matter: Matter, method: Method, title: str) -> Leaflet:
    """What one effect makes public: as it was looked through, or masked where nobody did."""
    values = effect.values
    if "shown" in values:
        return Leaflet(values["title"], values["shown"], _whom(effect))
    return _masked(_leaflet(effect, matter, method, title), method, eye_of(matter))


def leaflet_in(row: Publication) -> Leaflet:
    """What a publication says now."""
    whom = tuple(row.whom.split()) if row.whom else None
    return Leaflet({"zh": row.title_zh, "en": row.title_en}, row.fields, whom)


def looked_through(
    decision: Decision, method: Method, actor: Actor, confirmed: Confirmation | None
) -> Decision | Refusal:
    """The decision with what it publishes made ready (its texts stand in the effects), or why not.

    Raises nothing. Without anything to publish it is the decision as it was.
    """
    shown = leaflets(decision, method)
    if not shown:
        return decision
    eye = eye_of(decision.matter)
    if actor.person is None:
        return _ready(decision, [_masked(one, method, eye) for one in shown])
    stays, problem = judged(shown, method, eye, confirmed)
    if problem is not None:
        return problem
    if not stays or confirmed is None:
        return _ready(decision, shown)
    return _ready(noted(decision, actor, stays, confirmed), shown, keys_of(stays))


def by_itself(decision: Decision, method: Method) -> Decision:
    """A decision of the clock or the system with what it publishes masked."""
    shown = leaflets(decision, method)
    if not shown:
        return decision
    eye = eye_of(decision.matter)
    return _ready(decision, [_masked(one, method, eye) for one in shown])


def judged(
    shown: list[Leaflet], method: Method, eye: Eye, confirmed: Confirmation | None
) -> tuple[list[Found], Refusal | None]:
    """The pieces that are confirmed now and were not before, and why the texts may not be public (None: they may)."""
    open_ = _unsettled(found_in(shown, method, eye.register), eye)
    return open_, _problem(open_, shown, confirmed) if open_ else None


def keys_of(stays: list[Found]) -> list[str]:
    """The pieces as a publication keeps them."""
    return sorted({one.key for one in stays})


def found_in(shown: Iterable[Leaflet], method: Method, register: Register) -> list[Found]:
    """The pieces in what would be public, each writing of one once."""
    found: dict[tuple[str, str], Found] = {}
    for leaflet in shown:
        for name, text in texts_of(leaflet, method):
            for piece in find_in(text, register):
                found.setdefault((piece.kind, piece.key), _found(piece, name, text))
    return list(found.values())


def kept_of(matter: int) -> frozenset[str]:
    """The pieces (in plain form) that somebody said are to stay public in a matter."""
    rows = Publication.objects.filter(matter=matter).exclude(kept=[]).values_list("kept", flat=True)
    return frozenset(key for row in rows for key in row)


def change_texts(method: Method, fields: Mapping[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """Public facts with each of their texts changed."""
    return {name: _changed(method.fields.get(name), value, change) for name, value in fields.items()}


def _leaflet(effect: Effect, matter: Matter, method: Method, title: str) -> Leaflet:
    fields = method.fields
    shown = {
        name: matter.data[name]
        for name in effect.values["fields"]
        if name in matter.data and name in fields and not fields[name].sensitive
    }
    heading = effect.values.get("title") or {"zh": title, "en": title}
    return Leaflet({"zh": heading["zh"][:200], "en": heading["en"][:200]}, shown, _whom(effect))


def _whom(effect: Effect) -> tuple[str, ...] | None:
    whom = effect.values.get("whom")
    return tuple(whom) if whom is not None else None


def texts_of(leaflet: Leaflet, method: Method) -> list[tuple[str, str]]:
    """Every text of a leaflet with the name of its fact; the heading's is empty."""
    found = [("", text) for text in dict.fromkeys(leaflet.title.values())]
    for name, value in leaflet.fields.items():

        def note(text: str, name: str = name) -> str:
            found.append((name, text))
            return text

        _changed(method.fields.get(name), value, note)
    return found


def _changed(field: Field | None, value: Any, change: Callable[[str], str]) -> Any:
    """A value with its texts changed: those typed by somebody, down to the items of a list."""
    if field is not None and (field.kind.options or field.kind.day or field.kind.moment):
        return value
    if isinstance(value, str):
        return change(value)
    if field is not None and field.kind.rows and isinstance(value, list):
        form = {one.name: one for one in field.form}
        return [{name: _changed(form.get(name), one, change) for name, one in item.items()} for item in value]
    return value


def _masked(leaflet: Leaflet, method: Method, eye: Eye) -> Leaflet:
    def hide(text: str) -> str:
        return mask_pieces(text, [one for one in find_in(text, eye.register) if one.key not in eye.kept])

    return Leaflet(
        {language: hide(text) for language, text in leaflet.title.items()},
        change_texts(method, leaflet.fields, hide),
        leaflet.whom,
    )


def _unsettled(found: list[Found], eye: Eye) -> list[Found]:
    """What nobody has said yet may stay: in this matter; a word that may be a name, anywhere in the community."""
    left = [one for one in found if one.key not in eye.kept]
    if any(one.kind == "maybe_name" for one in left):
        rows = Publication.objects.filter(matter__origin__path__begins=eye.path).exclude(kept=[])
        known = {key for row in rows.values_list("kept", flat=True) for key in row}
        left = [one for one in left if one.kind != "maybe_name" or one.key not in known]
    return left


def _problem(open_: list[Found], shown: list[Leaflet], confirmed: Confirmation | None) -> Refusal | None:
    named = {plain_piece(text) for text in confirmed.pieces} if confirmed is not None else set()
    left = [one for one in open_ if one.key not in named]
    if left:
        said = _list(left)
        return _unlooked(refusal("look_through", pieces=said), open_, shown)
    if confirmed is None or len(confirmed.reason.strip()) < LEAST_REASON:
        return _unlooked(refusal("why_kept", pieces=_list(open_)), open_, shown)
    return None


def _list(found: list[Found]) -> Sentence:
    return Sentence(
        "、".join(f"{KINDS[one.kind].zh}“{one.text}”" for one in found),
        ", ".join(f"{KINDS[one.kind].en} “{one.text}”" for one in found),
    )


def _unlooked(said: Refusal, found: list[Found], shown: list[Leaflet]) -> Unlooked:
    return Unlooked(said.code, said.why, found=tuple(found), preview=tuple(shown))


def _found(piece: Piece, field: str, text: str) -> Found:
    around = " ".join(text[max(0, piece.start - 12) : piece.end + 12].split())
    return Found(piece.kind, piece.text, field, around)


def noted(decision: Decision, actor: Actor, stays: list[Found], confirmed: Confirmation) -> Decision:
    """The decision with a last entry that says what stays, and why."""
    last, first = decision.entries[-1], decision.entries[0]
    values = {
        "pieces": [{"kind": one.kind, "text": one.text} for one in stays],
        "reason": confirmed.reason.strip()[:500],
    }
    entry = Entry(
        last.seq + 1,
        last.visit,
        KEPT,
        last.at,
        actor.person,
        first.role,
        last.place,
        last.to,
        last.to,
        values,
    )
    matter = replace(decision.matter, seq=entry.seq)
    return replace(decision, matter=matter, entries=(*decision.entries, entry))


def _ready(decision: Decision, shown: list[Leaflet], kept: list[str] | None = None) -> Decision:
    """The decision with its publications written out in their effects."""
    left = iter(shown)
    effects = []
    for effect in decision.effects:
        if effect.kind == "publish":
            one = next(left)
            effect = Effect(
                "publish", {**effect.values, "title": one.title, "shown": one.fields, "kept": kept or []}
            )
        effects.append(effect)
    return replace(decision, effects=tuple(effects))
