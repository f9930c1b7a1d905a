"""Django's handle on this layer."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "shanzhi.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Register what the ledger holds about a person, what of it is erased, and who may see it."""
        from shanzhi.ledger import portable, rights  # noqa: F401
