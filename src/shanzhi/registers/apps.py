"""Django's handle on this layer."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "shanzhi.registers"
    label = "registers"

    def ready(self) -> None:
        """Register who may do what with registers, what they hold about a person, and what is destroyed with one."""
        from shanzhi.registers import erasing, portable, rights, succession  # noqa: F401
