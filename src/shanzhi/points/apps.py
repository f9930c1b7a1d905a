"""Django's handle on this layer."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    name = "shanzhi.points"
    label = "points"

    def ready(self) -> None:
        """Register what the ledger holds about a person."""
        from shanzhi.points import portable  # noqa: F401
