"""To whom something is published (`whom`), resolved: everybody, or those of a place alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.build_sights import EVERYBODY, roles_shown
from shanzhi.method.keys import Key, key
from shanzhi.method.model import PEOPLE
from shanzhi.method.people import PREFIX
from shanzhi.method.read import Node
from shanzhi.method.roles import ACTING, role_name
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.model import Who

PUBLIC, PLACE, OWNER = "public", "place", "owner"
READER_WORDS = {
    PUBLIC: Sentence("所有人", "everyone"),
    PLACE: Sentence("本社区居民", "residents of the community"),
}
NAMED_AS = Sentence("“{f}”写明的人", "whom “{f}” names")
WHOM: dict[str, Key] = {
    "whom": key("roles", "公开给谁：public（默认，不登录也看得到）、place（住在这里的人）、owner（在这里有房的人）、people.x 或角色", "to whom: public (the default: signed in or not), place (who live there), owner (who own a flat there), people.x, or roles"),
    "within": key("text", "只给哪里的人：地方字段 data.x（默认本社区）", "of which place: a place field, data.x (default: the community)"),
}  # fmt: skip
"""The settings of whatever publishes: an effect, a block."""


def readers(b: Builder, node: Node) -> tuple[str, ...]:
    """The words of a `whom`, groups written out; one that no reader can be known by is noted and left out."""
    found: list[str] = []
    for one in node.value:
        word = str(one.value)
        if word.startswith(PREFIX):
            found += b.people_word(one)
        elif word in (*EVERYBODY, OWNER):
            found.append(word)
        else:
            found += roles_shown(b, one)
    return tuple(dict.fromkeys(found))


def within(b: Builder, node: Node) -> str | None:
    """The place field that says whose people."""
    return b.value_of(node, "place")


BUILDS: dict[str, Callable[[Builder, Node], Any]] = {"whom": readers, "within": within}


def unread(settings: Mapping[str, Any], who: Who) -> Iterator[str]:
    """Of those who may do something about what is published, the words for those who are not to read it."""
    whom = settings.get("whom")
    if whom is None or PUBLIC in whom:
        return
    if who.anyone:
        yield "anyone"
    if who.resident and PLACE not in whom:
        yield "resident"
    if who.owner and OWNER not in whom:
        yield "owner"


def shown_to(settings: Mapping[str, Any], say: Speaker) -> Sentence | None:
    """To whom alone it is published, in words; None for everybody."""
    whom = settings.get("whom")
    if whom is None or PUBLIC in whom:
        return None
    people = {field.name: field.label for field in say.method.fields.values() if field.scope == PEOPLE}
    found, narrow = readers_words(whom, people), settings.get("within")
    words = Sentence("、".join(one.zh for one in found), ", ".join(one.en for one in found))
    if narrow is None:
        return words
    return Sentence("{w}（{f}里的）", "{w} (within {f})").fill(w=words, f=say.names.fact(narrow))


def readers_words(words: Iterable[str], people: Mapping[str, Sentence] | None = None) -> list[Sentence]:
    """To whom, in words, each once; `people` are the labels of those named in the matter (left out: told as such)."""
    labels, found = people or {}, []
    for word in words:
        label = labels.get(word.removeprefix(PREFIX))
        if label is not None:
            found.append(NAMED_AS.fill(f=label))
        else:
            found.append(READER_WORDS.get(word) or (ACTING["named"] if ":" in word else role_name(word)))
    return list(dict.fromkeys(found))
