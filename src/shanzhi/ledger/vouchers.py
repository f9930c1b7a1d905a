"""Vouchers (兑换码): the code of what a matter has reserved, which its holder shows and a shop scans or types.

Whoever knows the code was shown it: a keyed digest that nobody works out (HMAC-SHA-256, RFC 2104), in the letters that no
eye confuses (RFC 4648 base32). It is good for one amount, put aside beforehand: what was paid from it once is settled, and
nothing is spent twice, whenever the shop's phone finds a network.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from shanzhi.engine.types import Actor
from shanzhi.ledger.models import Account
from shanzhi.ledger.rights import own_account
from shanzhi.people.keys import derived

LENGTH = 10
SECRET, USE = "vouchers", "voucher"


def voucher_code(matter: int) -> str:
    """The code of a matter: ten letters and digits, 50 bits."""
    digest = hmac.new(derived(SECRET, USE, 32), str(matter).encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:LENGTH]


def reserved_by(reader: Actor, matter: int) -> int:
    """How much a matter holds of the reader's own (their household's, their organisation's); 0 for everybody else."""
    held = Account.objects.filter(kind="held", owner=matter, balance__gt=0).select_related("source")
    return sum(one.balance for one in held if one.source is not None and own_account(reader, one.source))
