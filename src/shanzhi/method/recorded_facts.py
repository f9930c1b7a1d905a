"""What another version, or other inputs, would do to what running matters hold: facts it cannot take, or shows to more people.

A fact was given under the version that asked for it: with its type, its options, and who was to read it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from shanzhi.method.block_rules import plain
from shanzhi.method.model import Field, Method, Sight
from shanzhi.method.roles import ROLES, role_name
from shanzhi.method.sights import shows
from shanzhi.method.words import Sentence

PUBLIC, PLACE = "public", "place"
READERS = {
    PUBLIC: Sentence("所有人", "everyone"),
    PLACE: Sentence("本社区居民", "residents of the community"),
}
NAMED = 5
"""How many lost options a reason names."""


class Misfit(Struct, frozen=True):
    """Why matters that hold `fact` (None: all) do not go over; `lost`: those that hold one of these options."""

    why: Sentence
    fact: str | None = None
    lost: frozenset[str] | None = None

    def touches(self, data: Mapping[str, Any]) -> bool:
        """Whether it is so for a matter with these facts."""
        if self.fact is None:
            return True
        held = data.get(self.fact)
        if held is None or self.lost is None:
            return held is not None
        return not self.lost.isdisjoint(held if isinstance(held, list) else [str(held)])


def misfits(before: Method, after: Method) -> list[Misfit]:
    """Everything that keeps matters of one version from going over to another.

    Of a version that this program can no longer read whole nobody knows who was to see what: the new one says it.
    """
    found: list[Misfit] = []
    for name, old in before.fields.items():
        new = after.fields.get(name)
        if new is not None:
            found += _of_field(old, new, private=old.private and not before.remains)
    return found if before.remains else [*found, *_shown_to_more(before, after)]


def _of_field(old: Field, new: Field, *, private: bool) -> Iterator[Misfit]:
    # What is sealed is not among the plain facts: it counts for every matter.
    fact = None if old.sensitive else old.name
    label = old.label
    if not _takes(old, new):
        yield Misfit(
            Sentence(
                f"“{label.zh}”的类型会变（{old.type} → {new.type}）",
                f"“{label.en}” would change its type ({old.type} → {new.type})",
            ),
            fact,
        )
    elif old.options and new.options:
        kept = {option.value for option in new.options}
        gone = [option for option in old.options if option.value not in kept]
        if gone:
            some = [*gone[:NAMED], *([] if len(gone) <= NAMED else [None])]
            zh = "、".join("…" if o is None else o.label.zh for o in some)
            en = ", ".join("…" if o is None else o.label.en for o in some)
            yield Misfit(
                Sentence(f"“{label.zh}”不再有：{zh}", f"“{label.en}” would no longer offer: {en}"),
                fact,
                frozenset(option.value for option in gone),
            )
    if old.sensitive and not new.sensitive:
        yield Misfit(Sentence(f"“{label.zh}”不再是敏感信息", f"“{label.en}” would no longer be sensitive"))
    elif private and not (new.private or new.sensitive):
        yield Misfit(
            Sentence(
                f"“{label.zh}”不再只给当事各方看", f"“{label.en}” would no longer be for the parties alone"
            ),
            fact,
        )


def _takes(old: Field, new: Field) -> bool:
    """Whether a version can hold what another recorded; a text may become the choice it names (`categories`)."""
    if old.kind.written and new.kind.picks_one:
        return True
    if old.type != new.type:
        return False
    parts = {part.name: part for part in new.form}
    return all(part.name not in parts or _takes(part, parts[part.name]) for part in old.form)


def _shown_to_more(before: Method, after: Method) -> Iterator[Misfit]:
    """Facts that `visible` would open to people who could not read them, in some stage or on some condition."""
    if not after.above and (before.above or not all(one in _narrowed(after) for one in _narrowed(before))):
        yield Misfit(
            Sentence(
                "经办以下的岗位也会看到（visible 里的 above 没有了，或窄了）",
                "posts below the desk would read it too (above is gone from visible, or holds for less)",
            )
        )
    seen: dict[tuple[str, str], None] = {}
    for sight in after.visible:
        for reader in _readers(sight):
            for fact in _facts(before, sight, after):
                if not _covered(before, after, sight, reader, fact):
                    seen[reader, fact] = None
    for reader, fact in seen:
        label, who = before.fields[fact].label, READERS.get(reader) or role_name(reader)
        yield Misfit(
            Sentence(f"“{label.zh}”会多给{who.zh}看", f"“{label.en}” would be shown to {who.en} too"), fact
        )


def _narrowed(method: Method) -> list[tuple[frozenset[str] | None, Any]]:
    """When a method keeps what happened from the posts below its desk: in which stages, on which condition."""
    return [(one.stages, plain(one.when, method)) for one in method.visible if one.above]


def _readers(sight: Sight) -> list[str]:
    own = [PUBLIC] if sight.public else []
    return [*own, *([PLACE] if sight.place else []), *sorted(role for role in sight.roles if role in ROLES)]


def _facts(before: Method, sight: Sight, method: Method) -> list[str]:
    """The facts of a sight of `method` that a matter of the version `before` may hold."""
    return [name for name in before.fields if name in method.fields and _shows(method, sight, name)]


def _shows(method: Method, sight: Sight, fact: str) -> bool:
    field = method.fields.get(fact)
    return field is not None and shows(sight, field)


def _covered(before: Method, after: Method, sight: Sight, reader: str, fact: str) -> bool:
    """Whether the version before showed this fact to this reader wherever the new sight does."""
    condition = plain(sight.when, after)
    old = [
        one
        for one in before.visible
        if (one.public or (reader == PLACE and one.place) or reader in one.roles)
        and _shows(before, one, fact)
        and (one.when is None or plain(one.when, before) == condition)
    ]
    if not old or any(one.stages is None for one in old):
        return bool(old)
    shown = {stage for one in old for stage in one.stages or ()}
    new = sight.stages if sight.stages is not None else set(after.stages)
    return {stage for stage in new if stage in before.stages} <= shown
