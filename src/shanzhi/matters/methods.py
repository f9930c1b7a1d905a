"""Compiled methods, kept in memory by what they are made of: the file's hash and the adopting place's inputs."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from shanzhi.matters.columns import decode
from shanzhi.matters.models import Adoption, Method
from shanzhi.method.check import load
from shanzhi.method.model import Method as Compiled

MOST_KEPT = 512
_kept: OrderedDict[tuple[str, str], Compiled] = OrderedDict()
_keeping = Lock()


def compiled(hash_: str, inputs: str) -> Compiled:
    """The method of this content hash, bound to inputs (JSON text). Its text is read only when it is not known yet.

    Raises `Method.DoesNotExist`, or `MethodError` when this program can no longer read the file.
    """
    key = (hash_, inputs)
    method = _kept.get(key)
    if method is None:
        text = Method.objects.values_list("text", flat=True).get(hash=hash_)
        method = load(text, name=hash_, inputs=decode(inputs))
        with _keeping:
            _kept[key] = method
            while len(_kept) > MOST_KEPT:
                _kept.popitem(last=False)
    return method


def method_of(adoption: Adoption) -> Compiled:
    """The compiled method of an adoption; for faces that show forms and stages."""
    return compiled(
        adoption.method.hash, Adoption._meta.get_field("inputs").get_prep_value(adoption.inputs) or "{}"
    )
