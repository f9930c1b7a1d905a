"""The database itself refuses to change or delete history; only what is sealed may be emptied or sealed afresh.

This guards against faults of the program and careless statements. Whoever owns the database can take triggers
away: that is what the hash chain and its anchor are for.
"""

from __future__ import annotations

ERASABLE: dict[str, tuple[str, ...]] = {
    "matters_entry": ("sealed", "sent"),
    "registers_registerline": ("sealed",),
    "ledger_transfer": ("reason_zh", "reason_en", "salt"),
    "matters_holderkey": ("ended_at",),
    "matters_ballotkey": ("shares",),
    "matters_electorcode": ("salt",),
    "matters_sealedballot": ("ballot",),
    "matters_boxclosing": (),
    "matters_partialopening": (),
    "matters_boxopening": ("bulletin",),
    "matters_boxhead": (),
}
"""Protected tables, and the columns that may change: the chain covers a digest of what is sealed there, or nothing of them."""
_FIXED: dict[str, list[str]] = {
    "matters_entry": [
        "matter_id",
        "seq",
        "visit",
        "act",
        "at",
        "person_id",
        "role",
        "place_id",
        "stage",
        "to",
        "values",
        "note",
        "slot",
        "command",
        "seal",
        "after",
        "hash",
    ],
    "registers_registerline": [
        "entry_id",
        "seq",
        "event",
        "at",
        "person_id",
        "role",
        "matter_id",
        "matter_seq",
        "until",
        "values",
        "why",
        "seal",
        "after",
        "hash",
    ],
    "ledger_transfer": [
        "id",
        "book",
        "kind",
        "debit_id",
        "credit_id",
        "amount",
        "portions",
        "came",
        "debit_seq",
        "credit_seq",
        "debit_after",
        "credit_after",
        "debit_hash",
        "credit_hash",
        "seal",
        "matter",
        "seq",
        "cause",
        "reverses_id",
        "at",
    ],
    "matters_holderkey": ["id", "person_id", "post_id", "public", "since", "until", "mark"],
    "matters_ballotkey": [
        "id",
        "matter_id",
        "visit",
        "at",
        "needed",
        "commitments",
        "cards",
        "posts",
        "holders",
        "question",
        "roll",
        "context",
        "mark",
    ],
    "matters_sealedballot": ["matter_id", "visit", "number", "e", "head"],
    "matters_boxopening": ["matter_id", "visit", "at", "z"],
    "matters_electorcode": ["matter_id", "visit", "e", "key", "weight"],
}
"""The columns of these tables that never change."""
REFUSED = "history is append-only: {table}"


def protect(vendor: str, table: str) -> list[str]:
    """The statements that protect one table on a back end (`sqlite` or `postgresql`)."""
    columns = ERASABLE[table]
    said = REFUSED.format(table=table)
    if vendor == "postgresql":
        apart = "".join(f" - '{column}'" for column in columns)
        erases = f"TG_OP = 'UPDATE' AND to_jsonb(NEW){apart} = to_jsonb(OLD){apart}" if columns else "FALSE"
        return [
            f"CREATE FUNCTION {table}_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            f" IF {erases} THEN RETURN NEW; END IF; RAISE EXCEPTION '{said}'; END $$",
            f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_keep()",
        ]
    fixed = ", ".join(f'"{name}"' for name in _FIXED.get(table, ()))
    changed = f" OF {fixed}" if columns else ""
    return [
        f"CREATE TRIGGER {table}_update BEFORE UPDATE{changed} ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{said}'); END",
    ]


def unprotect(vendor: str, table: str) -> list[str]:
    """The statements that take the protection away: for undoing the migration, and for tests."""
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {table}_keep ON {table}", f"DROP FUNCTION IF EXISTS {table}_keep()"]
    return [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in ("update", "delete")]
