"""What the system holds, so that no form asks for it again: the path and the type of its value."""

from __future__ import annotations

FACTS: dict[str, str] = {
    "opener.name": "text",
    "opener.phone": "phone",
    "opener.id_number": "id_number",
    "opener.address": "text",
    "opener.household": "household",
    "opener.home": "place",
    "opener.person": "person",
    "opener.organisation": "organisation",
    "place.name": "text",
    "place.address": "text",
    "place.community": "text",
    "place.street": "text",
    "actor.person": "person",
    "actor.household": "household",
    "actor.organisation": "organisation",
    "actor.name": "text",
    "actor.phone": "phone",
    "actor.unit": "text",
}
