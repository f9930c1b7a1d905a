"""A fragment checked on its own: in the smallest method that uses it, with all that it takes given and every exit an end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from shanzhi.method.check import INSIDE, Checked, examine
from shanzhi.method.english import Beside, nothing_beside, packed, resolved
from shanzhi.method.expanding import map_under
from shanzhi.method.field_types import FIELD_TYPES
from shanzhi.method.fragment_use import sound_fragment
from shanzhi.method.fragments import PAD, is_fragment, joined
from shanzhi.method.layout import scalar_text
from shanzhi.method.linking import Library
from shanzhi.method.people import PEOPLE_TYPES
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.read import Node, read

STAGE = "trial"


def examine_file(
    text: str | bytes,
    *,
    today: date | None = None,
    library: Library | None = None,
    english: Beside = nothing_beside,
) -> Checked:
    """Check a file, be it a method or a fragment; of a fragment there is no method."""
    root = read(text, Problems())
    if root is None or not is_fragment(root):
        return examine(text, today=today, library=library, english=english)
    said = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    problems = Problems()
    if sound_fragment(root, problems) is None:
        return Checked(None, problems.listed(), root)
    bare = _tried(root, said, today)
    more = resolved(bare.texts, english(root.value["fragment"].value))
    return _tried(root, packed(said, more), today) if more else bare


def _tried(root: Node, text: str, today: date | None) -> Checked:
    """What is to be said of a fragment, at the lines of its own file."""
    whole = joined("\n".join(_method(root)) + "\n", lambda _name, _version: text)
    checked = examine(whole, today=today, told_where_used=False)
    found = [
        _own(problem, one.first)
        for one in checked.regions
        for problem in checked.problems
        if one.first < problem.line <= one.last
    ]
    prefix = f"{INSIDE}{root.value['fragment'].value}."
    texts = tuple((path.removeprefix(prefix), zh) for path, zh in checked.inside)
    return Checked(None, found, root, texts=texts)


def _own(problem: Problem, first: int) -> Problem:
    return replace(problem, line=problem.line - first, column=max(problem.column - len(PAD), 1))


def _method(root: Node) -> Iterator[str]:
    """The lines of a method that uses the fragment."""
    get = root.value.get
    takes = (map_under(root, "takes") or Node({}, 1, 1)).value
    kinds = {name: str(take.value["type"].value) for name, take in takes.items()}
    yield from ("method: trial", "title: trial", "version: 1", "source: trial")
    for section, of_people in (("people", True), ("data", False)):
        ours = {name: kind for name, kind in kinds.items() if (kind in PEOPLE_TYPES) == of_people}
        if ours:
            yield f"{section}:"
        for name, kind in ours.items():
            yield f"  {name}: {{type: {kind}, label: {name}{_more(kind)}}}"
    asks = f", asks: [{', '.join(kinds)}]" if kinds else ""
    yield f"open: {{start: {{by: [anyone], at: community, to: {STAGE}{asks}}}}}"
    given = ", ".join(f"{n}: {'people' if kind in PEOPLE_TYPES else 'data'}.{n}" for n, kind in kinds.items())
    exits = list(get("outcomes").value)
    yield from ("stages:", f"  {STAGE}:", f"    label: {scalar_text(str(get('title').value), flow=True)}")
    yield from ("    desk: [community_staff, street_staff]", "    due: {lasts: 5 workdays}")
    yield f"    use: {get('fragment').value}@{get('version').value}"
    yield f"    with: {{{given}}}"
    yield f"    outcomes: {{{', '.join(f'{name}: end_{name}' for name in exits)}}}"
    for name in exits:
        yield f"  end_{name}: {{label: {name}, end: done, says: {name}}}"
    yield "examples: [{title: trial, steps: [{open: start, by: resident, refused: form}]}]"


def _more(kind: str) -> str:
    """What a fact of a type needs besides its label."""
    row = FIELD_TYPES.get(kind)
    if row is None:
        return ""
    if row.rows:
        return ", form: {a: {type: text, label: a}}"
    return (", options: {a: a, b: b}" if row.options else "") + (", sensitive: true" if row.sensitive else "")
