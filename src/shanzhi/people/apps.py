"""Django's handle on this layer."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shanzhi.people"
    label = "people"

    def ready(self) -> None:
        """Register the rules of this layer in the permission registry."""
        from shanzhi.people import rules  # noqa: F401
