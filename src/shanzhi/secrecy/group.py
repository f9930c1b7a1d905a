"""The group ristretto255 (RFC 9496): the one module that knows which library computes in it.

Points and scalars are 32 bytes; the identity is 32 zero bytes. The functions are libsodium's, as the package `rbcl` carries
it, called through ctypes, which lets other threads run meanwhile. They are called directly because rbcl's own `add` and `sub`
ignore libsodium's refusal of a bad point and return zeros. Multiplication and the arithmetic of scalars take the same
time whatever the values. The library is loaded by the first use, once; loading it writes a file of 2.7 MB into the temporary
folder, which is removed at once.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from ctypes import c_char, c_char_p
from threading import Lock
from types import TracebackType
from typing import Any

from shanzhi.secrecy.encoding import wide_digest
from shanzhi.secrecy.faults import SecrecyFault, fault

ORDER = 2**252 + 27742317777372353535851937790883648493
IDENTITY = bytes(32)
G = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
TWICE_G = bytes.fromhex("6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919")
"""RFC 9496, appendix A.1."""
ZERO = bytes(32)

Draw = Callable[[], bytes]
"""Where a random scalar comes from; tests give a list of known ones."""

_Buffer = c_char * 32
_lock = Lock()
_loaded: Library | None = None


class Library:
    """libsodium's functions on points and scalars, each with its return code."""

    def __init__(self, sodium: Any) -> None:
        self.base = _function(sodium, "crypto_scalarmult_ristretto255_base", 2)
        self.mul = _function(sodium, "crypto_scalarmult_ristretto255", 3)
        self.add = _function(sodium, "crypto_core_ristretto255_add", 3)
        self.sub = _function(sodium, "crypto_core_ristretto255_sub", 3)
        self.valid = _function(sodium, "crypto_core_ristretto255_is_valid_point", 1)
        self.scalar_add = _function(sodium, "crypto_core_ristretto255_scalar_add", 3)
        self.scalar_sub = _function(sodium, "crypto_core_ristretto255_scalar_sub", 3)
        self.scalar_mul = _function(sodium, "crypto_core_ristretto255_scalar_mul", 3)
        self.scalar_reduce = _function(sodium, "crypto_core_ristretto255_scalar_reduce", 2)


def _function(sodium: Any, name: str, arguments: int) -> Any:
    function = sodium[name]  # a function object of our own: nobody else's argument types are changed
    function.argtypes = [c_char_p] * arguments
    return function


def library() -> Library:
    """The loaded library. Raises SecrecyFault, in words, where it cannot be loaded or computes wrongly."""
    global _loaded  # once, under the lock
    if _loaded is None:
        with _lock:
            if _loaded is None:
                _loaded = _load()
    return _loaded


def _load() -> Library:
    try:
        import rbcl  # noqa: F401 (it loads the module below)
    except OSError as error:
        _remove(_left_behind(error.__traceback__))
        raise fault(
            "group",
            "密码库无法装入：临时文件夹不可写或禁止执行程序（noexec）。请把环境变量 TMPDIR 指向允许执行的文件夹后重新启动。",
            "The library for secret ballots could not be loaded: the temporary folder cannot be written to, or programs may "
            "not run from it (noexec). Point TMPDIR to a folder where they may, and start again.",
        ) from error
    except ImportError as error:
        raise fault(
            "group",
            "密码库 rbcl 没有装好，不能进行无记名表决。请重新安装本系统。",
            "The library rbcl is not installed properly, so there can be no secret ballot. Install this system again.",
        ) from error
    module = sys.modules["rbcl._sodium"]
    _remove(getattr(module, "lib_path", None))
    found = Library(module._sodium)
    twice = _Buffer()
    if found.mul(twice, scalar(2), G) or twice.raw != TWICE_G:
        raise fault(
            "group",
            "密码库的计算结果与标准（RFC 9496）不符，已停用。请重新安装本系统。",
            "The library computes otherwise than its standard (RFC 9496) and is not used. Install this system again.",
        )
    return found


def _left_behind(traceback: TracebackType | None) -> str | None:
    """The file that a failed import wrote: its name is known only where it failed."""
    while traceback is not None:
        found = traceback.tb_frame.f_globals.get("lib_path")
        if isinstance(found, str):
            return found
        traceback = traceback.tb_next
    return None


def _remove(path: str | None) -> None:
    if path:
        with contextlib.suppress(OSError):  # Windows keeps a loaded file
            os.unlink(path)


# Points.


def base(scalar: bytes) -> bytes:
    """scalar · G."""
    made = _Buffer()
    if library().base(made, scalar) and scalar != ZERO:
        raise _refused()
    return made.raw if scalar != ZERO else IDENTITY


def mul(scalar: bytes, point: bytes) -> bytes:
    """scalar · point. Raises SecrecyFault for bytes that are no point."""
    made = _Buffer()
    if library().mul(made, scalar, point):  # libsodium also refuses to return the identity
        if point == IDENTITY or (scalar == ZERO and library().valid(point)):
            return IDENTITY
        raise _refused()
    return made.raw


def add(one: bytes, other: bytes) -> bytes:
    """The sum of two points. Raises SecrecyFault for bytes that are no point."""
    made = _Buffer()
    if library().add(made, one, other):
        raise _refused()
    return made.raw


def sub(one: bytes, other: bytes) -> bytes:
    """The difference of two points. Raises SecrecyFault for bytes that are no point."""
    made = _Buffer()
    if library().sub(made, one, other):
        raise _refused()
    return made.raw


def is_point(data: bytes) -> bool:
    """Whether these are 32 bytes of a point other than the identity (which libsodium's own check lets pass)."""
    return len(data) == 32 and data != IDENTITY and library().valid(data) == 1


# Scalars.


def scalar(number: int) -> bytes:
    """A number that is not secret, as a scalar."""
    return (number % ORDER).to_bytes(32, "little")


def is_scalar(data: bytes) -> bool:
    """Whether these are 32 bytes of a number below the order."""
    return len(data) == 32 and int.from_bytes(data, "little") < ORDER


def scalar_add(one: bytes, other: bytes) -> bytes:
    """The sum of two scalars."""
    made = _Buffer()
    library().scalar_add(made, one, other)
    return made.raw


def scalar_sub(one: bytes, other: bytes) -> bytes:
    """The difference of two scalars."""
    made = _Buffer()
    library().scalar_sub(made, one, other)
    return made.raw


def scalar_mul(one: bytes, other: bytes) -> bytes:
    """The product of two scalars."""
    made = _Buffer()
    library().scalar_mul(made, one, other)
    return made.raw


def reduced(wide: bytes) -> bytes:
    """64 bytes as a little-endian number modulo the order."""
    made = _Buffer()
    library().scalar_reduce(made, wide)
    return made.raw


def hashed(tag: str, *items: bytes | str) -> bytes:
    """S(tag, x₁…): the scalar that SHA-512 over the framed items makes."""
    return reduced(wide_digest(tag, *items))


def random_scalar() -> bytes:
    """A fresh secret scalar, from the operating system's randomness alone (64 bytes reduced)."""
    return reduced(os.urandom(64))


def _refused() -> SecrecyFault:
    return fault(
        "group",
        "有一个点不属于这个群，记录已损坏或被改动。",
        "Bytes that should be a point of the group are none: the record is damaged or was changed.",
    )
