"""The register of ballot papers over the API."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from shanzhi.api.faults import not_found
from shanzhi.api.matters import seen
from shanzhi.api.operation import Call, operation
from shanzhi.api.reading import Message
from shanzhi.api.subjects import matters
from shanzhi.method.words import Sentence
from shanzhi.reading import ballot_paper_register as register


class PaperFilter(Message):
    """Of which visit of the ballot; the latest with papers if not said."""

    visit: Annotated[int, Meta(ge=1, le=10**6)] | None = None


class PaperView(Struct):
    """One ballot paper: to whom it went, how and when, when it came back, who signed it by which
    written authority, and whether it was taken back and why."""

    number: str
    elector: int | None
    name: str
    doors: list[str]
    area: int
    way: str
    on: str
    taker: str
    out_at: datetime
    out_by: str
    back_at: datetime | None
    back_by: str
    void_at: datetime | None
    void_by: str
    why: str
    proxy: str
    letter: str


class PaperList(Struct):
    """The papers of one ballot, in the order in which they went out."""

    papers: list[PaperView]


@operation(
    matters,
    "GET",
    "/matters/{int:number}/papers",
    Sentence("表决票发放回收登记册", "The register of ballot papers"),
    query=PaperFilter,
    answer=PaperList,
    refuses=[404],
)
def list_papers(call: Call, number: int) -> PaperList:
    """For those who register papers there. It tells who voted on paper, never what."""
    it = seen(call, number)
    visit = call.query.visit or next(iter(register.visits(it)), it.loaded.record.matter.visit)
    if not register.may_read(it, visit):
        raise not_found()
    return PaperList(
        [
            PaperView(
                one.number, one.elector, one.name, one.doors, one.area, call.say(one.way) or "", one.on, one.taker,
                one.out_at, one.out_by, one.back_at, one.back_by, one.void_at, one.void_by, one.why,
                one.proxy, one.letter,
            )
            for one in register.papers(it, visit)
        ]
    )  # fmt: skip
