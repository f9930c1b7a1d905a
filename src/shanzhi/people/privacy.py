"""Personal data: kept sealed, shown masked, each whole sight recorded, erased for good on demand.

PIPL art. 5–9 (minimum), 15 and 47 (withdrawal, erasure), 28–31 (sensitive data, children under 14), 44–45
(access and copy), 51 (encryption, de-identification), 55–56 (records). GB/T 22239 (个人信息保护, 剩余信息保护).

One door to what other layers need; the parts are `sealing`, `masks`, `facts`, `looks` and `erasure`.
"""

from shanzhi.people.erasure import erase_person, eraser, reseal, resealer
from shanzhi.people.facts import FACTS, facts_of, masked, put_facts, under_age
from shanzhi.people.masks import mask
from shanzhi.people.sealing import Afresh, Unreadable, digest, plain, seal, unseal
from shanzhi.people.unmasking import approve_unmasking, log_unmasking, looked_for, unmask, unmaskings_of

__all__ = [
    "FACTS",
    "Afresh",
    "Unreadable",
    "approve_unmasking",
    "digest",
    "erase_person",
    "eraser",
    "facts_of",
    "log_unmasking",
    "looked_for",
    "mask",
    "masked",
    "plain",
    "put_facts",
    "reseal",
    "resealer",
    "seal",
    "under_age",
    "unmask",
    "unmaskings_of",
    "unseal",
]
