"""A neighbour entrusted with one's vote, over the API: by full name and door, as on the page."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from shanzhi.api.acts import Step, step
from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import CommandId, Message
from shanzhi.api.sent_again import command_of
from shanzhi.api.subjects import matters
from shanzhi.engine.types import Refusal
from shanzhi.method.words import Sentence
from shanzhi.reading.ballot_proxies import entrust


class Neighbour(Message):
    """Who is to vote: the full name and the whole door, as on record. An unknown and an invisible person get one answer."""

    name: Annotated[str, Meta(min_length=1, max_length=60)]
    door: Annotated[str, Meta(min_length=1, max_length=60)]
    command_id: CommandId | None = None


@operation(
    matters,
    "POST",
    "/matters/{int:number}/proxy",
    Sentence("委托他人投票", "Entrust a neighbour with one's vote"),
    again="own",
    about=Sentence(
        "写明对方的全名和完整门牌；对不上的都是同一句话。试错的次数和登录一样有限。收回用动作 revoke。",
        "By the neighbour's full name and whole door; whatever does not match gets one sentence. Tries are limited as those "
        "of a password are. It is taken back by the act revoke.",
    ),
    body=Neighbour,
    answer=Step,
    scope="act",
    refuses=[404, 409],
    examples={"neighbour": {"name": "居民二", "door": "兰苑一院 2号楼 101"}},
)
def entrust_vote(call: Call, number: int) -> Step | Refusal:
    """While the ballot is open, and one's own vote is not cast."""
    body: Neighbour = call.body
    done = entrust(
        seen(call, number),
        name=body.name,
        door=body.door,
        command_id=command_of(call, body.command_id, number, "entrust", body.name, body.door),
    )
    return done if isinstance(done, Refusal) else step(done, call)
