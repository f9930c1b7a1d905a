"""Compiled methods, kept in memory by their pin: the digest of the file's content and the adopting place's inputs."""

from __future__ import annotations

import hashlib
from typing import Any

from shanzhi import library
from shanzhi.database.columns import encode
from shanzhi.matters.models import Adoption, Matter, Method
from shanzhi.method.check import InputError, load
from shanzhi.method.english import English
from shanzhi.method.kept import Kept
from shanzhi.method.model import Method as Compiled
from shanzhi.method.outdated import read_kept
from shanzhi.method.problems import MethodError
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput

_kept: Kept[bytes, tuple[Compiled, dict[str, Any] | None]] = Kept(512)


def pin_of(method_hash: str, inputs: dict[str, Any]) -> bytes:
    """What a matter is pinned to: the SHA-256 of its method's content hash and the inputs, 32 bytes."""
    return hashlib.sha256(method_hash.encode() + encode(inputs)).digest()


def compiled(pin: bytes, adoption: int) -> Compiled:
    """The method of this pin; the adoption's text is read only when it is not known yet. Raises `Adoption.DoesNotExist`."""
    kept = _kept.get(pin)
    return kept[0] if kept else method_of(Adoption.objects.select_related("method").get(pk=adoption))


def method_of(adoption: Adoption) -> Compiled:
    """The compiled method of an adoption; faces show forms and stages from it."""
    return compiled_of(adoption.method, adoption.inputs)


def usable(adoption: Adoption) -> Compiled:
    """The compiled method of an adoption that something is about to run through. Raises `BadInput` where it can only be read."""
    method = method_of(adoption)
    if method.outdated is not None:
        raise BadInput(method.outdated)
    return method


def compiled_of(method: Method, inputs: dict[str, Any] | None = None) -> Compiled:
    """A method that was taken in, as it stands: `outdated` where this program can only read it. Raises nothing."""
    given = inputs or {}
    pin = pin_of(method.hash, given)
    kept = _kept.get(pin)
    found = kept[0] if kept is not None and kept[1] == method.english else None
    if found is None:
        title = Sentence(method.title_zh, method.title_en)
        live = Matter.objects.filter(method=method.slug).order_by().values_list("stage", flat=True).distinct()
        found = read_kept(
            method.text,
            name=method.slug,
            title=title,
            version=method.version,
            inputs=given,
            live=lambda: live,
            english=lambda _id: english_of(method),
        )
        _kept.keep(pin, (found, method.english))
    return found


def english_of(method: Method) -> English:
    """The English beside a method that was taken in: the library's of today over what came with it; the glossary alone goes
    after that."""
    came = English((method.english,))
    if library.path(method.slug) is not None:
        return library.english(method.slug).over(came)
    return came.over(library.glossary())


def with_inputs(method: Method, inputs: dict[str, Any] | None = None) -> Compiled:
    """A method that was taken in, bound to inputs (none: its defaults), to be used.

    Raises `InputError` where inputs will not do, `BadInput` where this program can no longer use the method.
    """
    found = compiled_of(method, inputs)
    if found.outdated is None:
        return found
    try:
        return load(
            method.text, name=method.slug, inputs=inputs or {}, english=lambda _id: english_of(method)
        )
    except InputError:
        raise
    except MethodError:
        raise BadInput(found.outdated) from None


def versions(slug: str) -> list[Compiled]:
    """Every version of a method that was adopted, the newest first."""
    rows = Adoption.objects.filter(slug=slug).order_by("-pk").values_list("pin", "pk")
    seen: dict[bytes, int] = {}
    for pin, adoption in rows:
        seen.setdefault(bytes(pin), adoption)
    return [compiled(pin, adoption) for pin, adoption in seen.items()]
