"""Carries out what a matter writes into a register, as the keeper of that register lets it."""

from __future__ import annotations

from typing import Any

from shanzhi.matters.methods.adopting import adoption_at
from shanzhi.matters.methods.compiled import method_of
from shanzhi.matters.writing.follow_ups import EffectContext
from shanzhi.matters.writing.messages import refusal
from shanzhi.matters.writing.unit import Lost, Refused
from shanzhi.method.model import Method
from shanzhi.method.registers import Register
from shanzhi.method.words import Sentence
from shanzhi.places.models import Place
from shanzhi.registers.actions import By, Moved, Whose, write_entry


def write_register(carrier: EffectContext, values: dict[str, Any]) -> None:
    """Write an entry and its life. Raises `Lost` where it stands otherwise than was decided upon, `Refused` where its keeper does
    not let this method."""
    entry = carrier.decision.entries[0]
    place = carrier.decision.matter.origin
    register = _register(carrier.method, values, place)
    kind, _, number = values["whose"].partition(":")
    at_place = int(number) if kind == "place" else place
    try:
        write_entry(
            Whose(values["keeper"], values["register"], kind, int(number)),
            event=values["event"],
            at=carrier.at,
            by=By(entry.person, entry.role, carrier.matter, carrier.seq),
            place=at_place,
            fields=values["fields"],
            sensitive=register.sealed,
            until=values["until"],
            why=values["why"],
        )
    except Moved as moved:
        raise Lost from moved


def _register(method: Method, values: dict[str, Any], place: int) -> Register:
    """The register as its keeper has it here."""
    own = method.registers[values["register"]]
    if own.own:
        return own
    adoption = adoption_at(values["keeper"], Place.objects.get(pk=place))
    keeper = method_of(adoption) if adoption is not None else None
    found = keeper.registers.get(values["register"]) if keeper is not None else None
    if found is None or method.id not in found.used_by:
        title = keeper.title if keeper is not None else Sentence(values["keeper"], values["keeper"])
        raise Refused(refusal("not_our_register", method=title, register=own.label, other=method.title))
    return found
