"""Django's handle on this layer."""

from django.apps import AppConfig


class MattersConfig(AppConfig):
    name = "shanzhi.matters"
    label = "matters"

    def ready(self) -> None:
        """Register who may do what with matters, and what is destroyed with a person."""
        from shanzhi.matters import portable  # noqa: F401
        from shanzhi.matters.desks import desk_notes, replies  # noqa: F401
        from shanzhi.matters.history import erasing  # noqa: F401
        from shanzhi.matters.imports import erasing as imported  # noqa: F401
        from shanzhi.matters.imports import rights  # noqa: F401
        from shanzhi.matters.methods import adopting, input_requests  # noqa: F401
        from shanzhi.matters.rights import access, registers, system_rights  # noqa: F401
