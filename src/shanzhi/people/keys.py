"""The keys of an installation: one to find by (digests), one for the audit chain, one for Django, and a row of sealing keys.

Every key is a file in `keys/` of SHANZHI_HOME. Sealing keys are numbered (`seal-1`, `seal-2`, …): the highest seals, all
of them open, so a key is changed without a standstill. The database knows the fingerprint of each: where a key is
missing, or is another, nothing starts (`check_keys`), and none is made in its place.
"""

from __future__ import annotations

import re
from functools import cache
from threading import Event

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils import timezone

from shanzhi.method.words import Sentence
from shanzhi.people.models import Account, AuditRecord, KeyPrint, Person

FIRST = ("django", "digest", "audit", "seal-1")
"""The keys that every installation has from its beginning."""
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
NO_KEYS = {"demo-password"}
"""What else lies in `keys/`."""

MISSING = Sentence(
    "密钥不全：{folder} 里缺 {names}，而数据是用它们加密的。请从备份把 keys/ 放回去（`shanzhi restore` 会一并恢复）。"
    "没有写入任何内容，也没有生成新密钥。",
    "Keys are missing: {folder} lacks {names}, with which the data are sealed. Put keys/ back from the backup "
    "(`shanzhi restore` does so too). Nothing was written, and no new key was made.",
)
OTHER = Sentence(
    "密钥不对：{folder} 里的 {names} 不是这个数据库的密钥。请换回与数据库同一份备份里的 keys/。没有写入任何内容。",
    "These are other keys: {names} in {folder} do not belong to this database. Put back the keys/ of the same backup as the "
    "database. Nothing was written.",
)
_guarded = Event()
"""Set once the keys were checked: from then on a key that the database knows is never made anew."""


class WrongKeys(Exception):
    """The keys are not those of the database; `sentence` says what to do."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.zh)
        self.sentence = sentence


def fingerprint(secret: str) -> str:
    """What tells a key from others: 64 hex digits from which it cannot be found."""
    return HKDF(SHA256(), 32, salt=None, info=b"shanzhi:fingerprint").derive(bytes.fromhex(secret)).hex()


def present() -> list[str]:
    """The names of the key files there are."""
    folder = settings.SHANZHI_HOME / "keys"
    names = (path.name for path in folder.glob("*")) if folder.is_dir() else ()
    return sorted(name for name in names if _NAME.fullmatch(name) and name not in NO_KEYS)


def check_keys() -> None:
    """Compare the keys with those the database knows, and note those it does not know yet. Raises `WrongKeys`.

    Makes a key only in an installation without any records.
    """
    known = {one.name: one for one in KeyPrint.objects.all()}
    here = {name: fingerprint(settings.SHANZHI_SECRET(name)) for name in present()}
    missing = [name for name, one in known.items() if name not in here and one.retired_at is None]
    if not known and in_use():  # from a version that noted none
        missing = [name for name in FIRST if name not in here]
    folder = settings.SHANZHI_HOME / "keys"
    if missing:
        raise WrongKeys(MISSING.fill(folder=folder, names="、".join(missing)))
    other = [name for name, one in known.items() if name in here and here[name] != one.fingerprint]
    if other:
        raise WrongKeys(OTHER.fill(folder=folder, names="、".join(other)))
    for name in {*here, *FIRST} - set(known):
        if not (name == "seal-1" and any(one.startswith("seal-") for one in here)):
            note(name)
    _guarded.set()


def in_use() -> bool:
    """Whether the database holds anything that was made with a key."""
    return Person.objects.exists() or Account.objects.exists() or AuditRecord.objects.exists()


def note(name: str) -> None:
    """Make a key if it is not there, and note its fingerprint."""
    made = fingerprint(settings.SHANZHI_SECRET(name))
    KeyPrint.objects.get_or_create(name=name, defaults={"fingerprint": made, "at": timezone.now()})


def _secret(name: str) -> str:
    """A key by name. One that is new is noted; one that the database knows is never made in its place."""
    if _guarded.is_set() and name not in present():
        if KeyPrint.objects.filter(name=name).exists():
            raise WrongKeys(MISSING.fill(folder=settings.SHANZHI_HOME / "keys", names=name))
        note(name)
    secret: str = settings.SHANZHI_SECRET(name)
    return secret


@cache
def derived(name: str, use: str, length: int) -> bytes:
    """`length` bytes for one use, derived from the installation's secret `name` (HKDF-SHA256, RFC 5869)."""
    secret = bytes.fromhex(_secret(name))
    return HKDF(SHA256(), length, salt=None, info=b"shanzhi:" + use.encode()).derive(secret)


def sealing_keys() -> list[int]:
    """The numbers of the sealing keys there are, in order; key 1 is made when there is none."""
    found = sorted(int(m[1]) for name in present() if (m := re.fullmatch(r"seal-(\d+)", name)))
    if not found:
        _secret("seal-1")
        return [1]
    return found


@cache
def sealing_key(number: int, use: str, length: int) -> bytes:
    """The bytes of one sealing key for one use. Raises LookupError when there is no such key: none is made."""
    if number not in sealing_keys():
        raise LookupError(number)
    return derived(f"seal-{number}", use, length)


@cache
def current_key() -> int:
    """The number of the key that seals now. A process learns of a newer one when it starts again."""
    return sealing_keys()[-1]


def new_key() -> int:
    """Make the next sealing key and seal with it from now on. Returns its number.

    Old keys stay until `people.privacy.reseal` has sealed everything afresh and an operator removes them.
    """
    known = [
        int(name[5:])
        for name in KeyPrint.objects.filter(name__startswith="seal-").values_list("name", flat=True)
    ]
    number = max([*sealing_keys(), *known]) + 1
    note(f"seal-{number}")
    current_key.cache_clear()
    return number


def retire_old() -> list[int]:
    """Note that nothing is sealed with the keys before the present one; their files may be taken away."""
    old = sealing_keys()[:-1]
    KeyPrint.objects.filter(name__in=[f"seal-{number}" for number in old]).update(retired_at=timezone.now())
    return old
