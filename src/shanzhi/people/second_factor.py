"""The second factor: six digits from a phone app by time (TOTP, RFC 6238), and recovery codes on paper.

GB/T 22239 level 3 asks for two factors of different kinds. A code serves once, within one step of 30 s before
or after; a recovery code serves once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote

from django.db import transaction
from django.utils import timezone

from shanzhi.method.words import Sentence
from shanzhi.people import audit
from shanzhi.people.models import Account
from shanzhi.people.problems import BadInput
from shanzhi.people.sealing import seal, unseal

STEP = 30
DIGITS = 6
RECOVERY_CODES = 10

WRONG_CODE = Sentence(
    "验证码不对，请核对手机时间后输入当前的六位数字",
    "the code is wrong: check the clock of the phone and enter the six digits shown now",
)
NOT_BEGUN = Sentence("请先扫描二维码，再输入验证码", "scan the QR code first, then enter the code")
ALREADY_ON = Sentence(
    "已启用双因素，如需更换手机，请联系安全管理员重置",
    "the second factor is on already: to change the phone ask the security administrator for a reset",
)


def totp(secret: bytes, step: int) -> str:
    """The code of a time step (RFC 6238 over RFC 4226, SHA-1, six digits), as the common phone apps show it."""
    digest = hmac.new(secret, step.to_bytes(8, "big"), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(int.from_bytes(digest[at : at + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}d}"


def begin(account: Account) -> str:
    """Give the account a fresh secret and return the `otpauth://` address to show as a QR code.

    It is not asked for until `confirm` proves that the phone knows it. Raises `BadInput` when one is on.
    """
    if account.second_factor_on:
        raise BadInput(ALREADY_ON)
    secret = secrets.token_bytes(20)
    account.second_factor = seal({"totp": secret.hex()}, _context(account))
    account.save(update_fields=["second_factor"])
    key = base64.b32encode(secret).decode()
    label = quote(f"善治:{account.username}")
    return f"otpauth://totp/{label}?secret={key}&issuer={quote('善治')}&digits={DIGITS}&period={STEP}"


def confirm(account: Account, code: str, *, at: datetime | None = None) -> list[str]:
    """Turn the second factor on once the phone gave a right code. Returns recovery codes, shown this once."""
    if account.second_factor_on:
        raise BadInput(ALREADY_ON)
    if account.second_factor is None:
        raise BadInput(NOT_BEGUN)
    codes = [f"{secrets.randbelow(10**10):010d}" for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        audit.lock_chain()
        if not _by_time(account, code, at or timezone.now()):
            raise BadInput(WRONG_CODE, {"code": WRONG_CODE})
        account.second_factor_on = True
        account.recovery = [_hidden(account, text) for text in codes]
        account.save(update_fields=["second_factor_on", "recovery"])
        audit.record("second_factor.on", account=account.pk, at=at)
    return [f"{text[:5]}-{text[5:]}" for text in codes]


def accepts(account: Account, code: str, *, at: datetime) -> bool:
    """Whether a code from the phone, or an unused recovery code, is right; either is used up by this."""
    digits = "".join(character for character in code if character.isdecimal() and character.isascii())
    if len(digits) == DIGITS:
        return _by_time(account, digits, at)
    return len(digits) == 10 and _by_recovery(account, digits, at)


def _by_time(account: Account, code: str, at: datetime) -> bool:
    secret = bytes.fromhex(unseal(account.second_factor, _context(account)).get("totp", ""))
    now = int(at.timestamp()) // STEP
    matching = [s for s in (now - 1, now, now + 1) if hmac.compare_digest(totp(secret, s), code)]
    if not secret or not matching:
        return False
    fresh = Account.objects.filter(pk=account.pk, last_step__lt=max(matching))
    return fresh.update(last_step=max(matching)) == 1


def _by_recovery(account: Account, code: str, at: datetime) -> bool:
    hidden = _hidden(account, code)
    with transaction.atomic():
        audit.lock_chain()
        left = list(Account.objects.select_for_update().get(pk=account.pk).recovery)
        if not any(hmac.compare_digest(hidden, kept) for kept in left):
            return False
        left.remove(hidden)
        Account.objects.filter(pk=account.pk).update(recovery=left)
        audit.record("second_factor.recovery", account=account.pk, detail={"left": len(left)}, at=at)
    return True


def switch_off(account: Account) -> None:
    """Forget the second factor of an account (a lost phone). The caller checks the right and records it."""
    Account.objects.filter(pk=account.pk).update(second_factor=None, second_factor_on=False, recovery=[])


def _context(account: Account) -> str:
    return f"account:{account.pk}"


def _hidden(account: Account, code: str) -> str:
    return hashlib.sha256(f"{account.pk}:{code}".encode()).hexdigest()
