"""Sealing sensitive facts, and keyed digests by which a sealed fact can still be found.

A sealed value is `version(1) · cipher(1) · key number(2) · nonce(12) · ciphertext and tag(16)`. The header and a
`context` (`person:12`) are authenticated with it, so a value moved to another record does not open.
Ciphers: AES-256-GCM (NIST SP 800-38D), or SM4-GCM (GB/T 32907, GB/T 36624) where an installation must use
commercial cryptography; digests HMAC with SHA-256 or SM3 (GB/T 32905). PIPL art. 51; GB/T 22239 (数据保密性).
"""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher, CipherAlgorithm, algorithms, modes
from django.conf import settings

from shanzhi.method.words import Sentence
from shanzhi.people.keys import current_key, derived, sealing_key

VERSION = 1
AES, SM4 = 1, 2
_HEAD, _NONCE, _TAG = 4, 12, 16


class Unreadable(Exception):
    """A sealed value does not open: its key is missing, or it was altered or moved."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


MISSING_KEY = Sentence(
    "加密数据打不开：缺少密钥 seal-{number}，请把它放回 SHANZHI_HOME 的 keys 文件夹",
    "sealed data cannot be opened: key seal-{number} is missing, put it back into keys/ of SHANZHI_HOME",
)
ALTERED = Sentence(
    "加密数据打不开：内容被改动过，或不属于这条记录，请从备份恢复",
    "sealed data cannot be opened: it was altered or belongs to another record, restore it from a backup",
)


def _algorithm(cipher: int, number: int) -> CipherAlgorithm:
    try:
        if cipher == SM4:
            return algorithms.SM4(sealing_key(number, "sm4-gcm", 16))
        return algorithms.AES256(sealing_key(number, "aes-256-gcm", 32))
    except LookupError:
        raise Unreadable(MISSING_KEY.fill(number=number)) from None


def seal(values: Mapping[str, Any], context: str) -> bytes:
    """The sealed form of some facts; `context` names the record they belong to and must be given to open them."""
    head, nonce = _head(), os.urandom(_NONCE)
    sealer = Cipher(_algorithm(head[1], key_number(head)), modes.GCM(nonce)).encryptor()
    sealer.authenticate_additional_data(head + context.encode())
    text = sealer.update(msgspec.json.encode(values)) + sealer.finalize()
    return head + nonce + text + sealer.tag


def unseal(sealed: bytes | memoryview | None, context: str) -> dict[str, Any]:
    """The facts that were sealed for this context; none for None (nothing kept, or erased).

    Raises `Unreadable` when the key is missing or the value was altered or belongs elsewhere.
    """
    if sealed is None:
        return {}
    value = bytes(sealed)
    if len(value) < _HEAD + _NONCE + _TAG or value[0] != VERSION or value[1] not in (AES, SM4):
        raise Unreadable(ALTERED)
    nonce, text, tag = value[_HEAD : _HEAD + _NONCE], value[_HEAD + _NONCE : -_TAG], value[-_TAG:]
    opener = Cipher(_algorithm(value[1], key_number(value)), modes.GCM(nonce, tag)).decryptor()
    opener.authenticate_additional_data(value[:_HEAD] + context.encode())
    try:
        plain = opener.update(text) + opener.finalize()
    except InvalidTag:
        raise Unreadable(ALTERED) from None
    facts: dict[str, Any] = msgspec.json.decode(plain)
    return facts


def unseal_if_readable(sealed: bytes | memoryview | None, context: str) -> dict[str, Any]:
    """The same, and none for what does not open: `shanzhi verify` and `key reseal` name it, and everything else goes on."""
    try:
        return unseal(sealed, context)
    except Unreadable:
        return {}


def _head() -> bytes:
    """The header that a value sealed now gets."""
    return bytes([VERSION, SM4 if settings.SHANZHI_CRYPTO == "sm" else AES]) + current_key().to_bytes(
        2, "big"
    )


def stale(sealed: bytes | memoryview) -> bool:
    """Whether a value is sealed under another key or cipher than one sealed now."""
    return bytes(sealed)[:_HEAD] != _head()


class Afresh:
    """Seals values under the present key; `unreadable` names the records whose value does not open, with the reason."""

    def __init__(self) -> None:
        self.unreadable: dict[str, Sentence] = {}

    def __call__(self, sealed: bytes | memoryview, context: str) -> bytes | None:
        """The value sealed anew; None where it does not open, which is noted."""
        try:
            return seal(unseal(sealed, context), context)
        except Unreadable as problem:
            self.unreadable[context] = problem.sentence
            return None


def key_number(sealed: bytes | memoryview) -> int:
    """The number of the key that a sealed value needs."""
    return int.from_bytes(bytes(sealed)[2:4], "big")


def digest(kind: str, text: str) -> str:
    """The keyed digest (64 hex digits) of a value by which a record is found without opening it.

    `phone` and `id_number` are first brought to one form, so that `+86 138 0013 8000` finds `13800138000`.
    """
    hasher = hmac.HMAC(
        derived("digest", kind, 32), hashes.SM3() if settings.SHANZHI_CRYPTO == "sm" else hashes.SHA256()
    )
    hasher.update(plain(kind, text).encode())
    return hasher.finalize().hex()


def plain(kind: str, text: str) -> str:
    """The one form in which a value of a kind is kept and compared."""
    text = unicodedata.normalize("NFKC", text.encode("utf-8", "replace").decode().replace("\0", "")).strip()
    if kind == "phone":
        digits = re.sub(r"[^\d]", "", text)
        return re.sub(r"^(?:0086|86)(?=1\d{10}$)", "", digits)
    if kind == "id_number":
        return re.sub(r"\s", "", text).upper()
    return text
