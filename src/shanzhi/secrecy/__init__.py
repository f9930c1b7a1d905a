"""Secret ballots (无记名表决): each vote is encrypted when it is cast, and only sums are ever opened, by k of n key holders.

Pure: no database, no clock; randomness comes from the operating system. Exponential ElGamal over ristretto255 (RFC 9496) with
disjunctive proofs, shared by Shamir with Feldman's commitments. `group` alone knows the library that computes. What is
promised, and what is not, is in docs/secret-ballot.md.
"""

from shanzhi.secrecy.alone import (
    check_brought,
    open_alone,
    opens_separately,
    put_together,
    read_partials,
    write_partials,
)
from shanzhi.secrecy.ballots import Cast, ballot_size, check_ballot, seal
from shanzhi.secrecy.bulletin import Bulletin, Result, read_bulletin, write_bulletin, write_sheet
from shanzhi.secrecy.cards import Card, card_record, draw_card, public_of
from shanzhi.secrecy.chain import (
    Receipt,
    chain_heads,
    chain_start,
    fingerprint,
    link,
    read_receipt,
    receipt_for,
)
from shanzhi.secrecy.claims import Claim
from shanzhi.secrecy.closing import Closing, Numbers, Paper, Struck, closing_digest, numbers_of
from shanzhi.secrecy.conditions import Linear, read_condition
from shanzhi.secrecy.context import (
    Elector,
    Question,
    check_question,
    check_roll,
    elector_code,
    new_salt,
    roll_digest,
)
from shanzhi.secrecy.counting import check_box, count_examined, open_box
from shanzhi.secrecy.encoding import short_form
from shanzhi.secrecy.examining import Examined
from shanzhi.secrecy.faults import SecrecyFault
from shanzhi.secrecy.keys import BallotKey, Share, check_key, deal, holder_of, key_record, open_share
from shanzhi.secrecy.openings import Opening
from shanzhi.secrecy.publishing import (
    Forms,
    Publishing,
    check_size,
    form_sentences,
    forms_of,
    plain_paper,
    read_publishing,
    unanimous,
)
from shanzhi.secrecy.recounting import Recount, check_receipt, recount

__all__ = [
    "BallotKey", "Bulletin", "Card", "Cast", "Claim", "Closing", "Elector", "Examined", "Forms", "Linear", "Numbers",
    "Opening", "Paper", "Publishing", "Question", "Receipt", "Recount", "Result", "SecrecyFault", "Share", "Struck",
    "ballot_size", "card_record", "chain_heads", "chain_start", "check_ballot", "check_box", "check_brought", "check_key",
    "check_question", "check_receipt", "check_roll", "check_size", "closing_digest", "count_examined", "deal",
    "draw_card", "elector_code", "fingerprint", "form_sentences", "forms_of", "holder_of", "key_record", "link",
    "new_salt", "numbers_of", "open_alone", "open_box", "open_share", "opens_separately", "plain_paper", "public_of", "put_together",
    "read_bulletin", "read_condition", "read_partials", "read_publishing", "read_receipt", "receipt_for", "recount", "roll_digest",
    "seal", "short_form", "unanimous", "write_bulletin", "write_partials", "write_sheet",
]  # fmt: skip
