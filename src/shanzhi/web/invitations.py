"""What a person is asked to take part in, as the first page and the desk show it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from msgspec import Struct

from shanzhi.engine.types import Actor
from shanzhi.reading.invitations import Invitation, invitations
from shanzhi.web.lists import MatterRow, rows
from shanzhi.web.words import say


class InvitationCard(Struct):
    """One matter, and what it asks."""

    row: MatterRow
    what: str


def invitation_cards(actor: Actor, most: int = 5) -> list[InvitationCard]:
    """The soonest to end first."""
    found = invitations(actor, size=most)
    shown = rows([one.matter for one in found], reader=actor)
    return [InvitationCard(row, _what(one)) for row, one in zip(shown, found, strict=True)]


def _what(one: Invitation) -> str:
    return say(one.words) if one.words is not None else _("请您参与")
