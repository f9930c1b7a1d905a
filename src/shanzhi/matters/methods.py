"""Compiled methods, kept in memory by their pin: the digest of the file's content and the adopting place's inputs."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import Any

from shanzhi.matters.columns import encode
from shanzhi.matters.models import Adoption, Method
from shanzhi.method.check import load
from shanzhi.method.model import Method as Compiled

MOST_KEPT = 512
_kept: OrderedDict[bytes, Compiled] = OrderedDict()
_keeping = Lock()


def pin_of(method_hash: str, inputs: dict[str, Any]) -> bytes:
    """What a matter is pinned to: the SHA-256 of its method's content hash and the inputs, 32 bytes."""
    return hashlib.sha256(method_hash.encode() + encode(inputs)).digest()


def compiled(pin: bytes, adoption: int) -> Compiled:
    """The method of this pin; the adoption's text is read only when it is not known yet.

    Raises `Adoption.DoesNotExist`, or `MethodError` when this program can no longer read the file.
    """
    method = _kept.get(pin)
    if method is None:
        method = method_of(Adoption.objects.select_related("method").get(pk=adoption))
    return method


def method_of(adoption: Adoption) -> Compiled:
    """The compiled method of an adoption; faces show forms and stages from it."""
    return with_inputs(adoption.method, adoption.inputs)


def with_inputs(method: Method, inputs: dict[str, Any] | None = None) -> Compiled:
    """A method that was taken in, bound to inputs (none: its defaults)."""
    given = inputs or {}
    pin = pin_of(method.hash, given)
    found = _kept.get(pin)
    if found is None:
        found = load(method.text, name=method.slug, inputs=given)
        with _keeping:
            _kept[pin] = found
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return found


def versions(slug: str) -> list[Compiled]:
    """Every version of a method that was adopted, the newest first."""
    rows = Adoption.objects.filter(slug=slug).order_by("-pk").values_list("pin", "pk")
    seen: dict[bytes, int] = {}
    for pin, adoption in rows:
        seen.setdefault(bytes(pin), adoption)
    return [compiled(pin, adoption) for pin, adoption in seen.items()]
