"""Who else than parties and desk reads what: what a sight (`visible`) shows, and how wide an audience a method ever has."""

from __future__ import annotations

from shanzhi.method.model import Field, Method, Sight
from shanzhi.method.words import Sentence

NOT_SHOWN = Sentence(
    "是中间结果（working），不公开；要公开的，去掉 working。",
    "it is a working result and not made public; to show it, leave `working` out.",
)


def shows(sight: Sight, field: Field) -> bool:
    """Whether a sight shows a fact: one it names, or with all the rest one that is not guarded. Never a sensitive one."""
    if field.sensitive or field.working:
        return False
    if sight.shows is not None:
        return field.name in sight.shows
    return not field.private and not field.kind.guarded


def widest_audience(method: Method) -> str:
    """The widest audience that matters of a method ever have besides parties and desk: `public`, `place` or `desk`."""
    if any(sight.public for sight in method.visible):
        return "public"
    return "place" if any(sight.place or sight.roles or sight.people for sight in method.visible) else "desk"
