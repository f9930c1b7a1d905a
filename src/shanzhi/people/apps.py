"""Django's handle on this layer."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "shanzhi.people"
    label = "people"

    def ready(self) -> None:
        """Register the rules of this layer in the permission registry, and what it holds about a person."""
        from shanzhi.people import naming, portable, rules  # noqa: F401
