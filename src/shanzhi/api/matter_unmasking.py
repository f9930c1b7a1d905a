"""Sensitive answers of a matter seen whole, each look recorded."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.subjects import matters
from shanzhi.matters.rights.unmasking import reveal
from shanzhi.method.words import Sentence


class Look(Message):
    """Which sensitive answers, and what for; your purpose is recorded with your name."""

    fields: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(min_length=1, max_length=20)]
    purpose: Annotated[str, Meta(max_length=120)] = ""


class Revealed(Struct):
    """Sensitive answers, whole."""

    values: dict[str, Any]


@operation(
    matters,
    "POST",
    "/matters/{int:number}/looks",
    Sentence("查看敏感信息（记录在案）", "See sensitive answers (recorded)"),
    again="harmless",
    body=Look,
    answer=Revealed,
    scope="act",
    refuses=[404],
    examples={"phone": {"fields": ["phone"], "purpose": "上门前电话联系"}},
)
def look_at_matter(call: Call, number: int) -> Revealed:
    """For those who have it in hand; each look is recorded, refused ones too."""
    seen(call, number)
    return Revealed(
        reveal(actor=call.actor, matter=number, fields=call.body.fields, purpose=call.body.purpose)
    )
