"""Who else than parties and desk reads what: what a sight (`visible`) shows, and how wide an audience a method ever has."""

from __future__ import annotations

from shanzhi.method.model import Field, Method, Sight


def shows(sight: Sight, field: Field) -> bool:
    """Whether a sight shows a fact: one it names, or with all the rest one that is not guarded. Never a sensitive one."""
    if field.sensitive:
        return False
    if sight.shows is not None:
        return field.name in sight.shows
    return not field.private and not field.kind.guarded


def widest_audience(method: Method) -> str:
    """The widest audience that matters of a method ever have besides parties and desk: `public`, `place` or `desk`."""
    if any(sight.public for sight in method.visible):
        return "public"
    return "place" if any(sight.place or sight.roles or sight.people for sight in method.visible) else "desk"
