"""Where the rows of an import are to lie, and that the method is adopted there: found, proposed, asked."""

from __future__ import annotations

from typing import Any

import typer
from django.db import transaction
from msgspec import Struct
from rich.tree import Tree

from shanzhi import library
from shanzhi.cli.asking import console, done, fail
from shanzhi.cli.importing.telling import meter
from shanzhi.cli.language import language, say
from shanzhi.engine.types import SYSTEM
from shanzhi.matters.imports import actions
from shanzhi.matters.imports.actions import Drafting, ImportResult, Prepared
from shanzhi.matters.imports.making import Proposal, make_places, propose
from shanzhi.matters.methods import adopting
from shanzhi.matters.models import Adoption
from shanzhi.method.check import load
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVEL_NAMES
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput
from shanzhi.places.models import Place
from shanzhi.places.queries import by_code
from shanzhi.places.refused import PlaceRefused

NO_PLACE = Sentence(
    "没有代码为“{code}”的地方，请核对；还没有地方的，可加 --make-places。",
    "There is no place with the code {code}; check it. If there are no places yet, add --make-places.",
)
WHICH = Sentence(
    "有几个地方采用“{method}”：{places}。请用 --at 说明是哪里。",
    "Several places have adopted “{method}”: {places}. Say which with --at.",
)
NOWHERE = Sentence(
    "还没有任何地方。请先导入区划（shanzhi import divisions），或加 --make-places 按行里的地名建。",
    "There are no places yet. Import the divisions first (shanzhi import divisions), or add --make-places.",
)
NO_NAMES = Sentence(
    "行里没有认出可以建的地方，请用 --at 指定一个。",
    "No places could be made from the rows; name one with --at.",
)
NO_METHOD = Sentence("库里没有工作法“{method}”。", "The library has no method “{method}”.")
STOPPED = Sentence("没有导入任何东西。", "Nothing was imported.")
LINES = 60


class NothingRead(Exception):
    """No row of the file can be read; `drafting` has the reasons."""

    def __init__(self, drafting: Drafting) -> None:
        super().__init__()
        self.drafting = drafting


class Settled(Struct, frozen=True):
    """Where the rows go: the place, with the method adopted there, and the rows as drafts in that method's words.
    `outcome` is that of a dry run which had to make the place or adopt the method, and took both back."""

    drafting: Drafting
    at: Place
    outcome: ImportResult | None = None


class _TakenBack(Exception):
    """Ends a dry run: the places made for it and the adoption are taken back."""


def settle_place(
    prepared: Prepared, method: str, code: str | None, *, make: bool, ask: bool, dry_run: bool, anyway: bool
) -> Settled:
    """The rows as drafts and the place they go to, made and with the method adopted there where that is asked for.

    Nothing is left of either where the import is refused, would take no row, or is a dry run.
    """
    at = _given(code) if code is not None else None if make else _usual(method)
    with meter("read") as progress:
        drafting = actions.draft(prepared, method=method, at=at, progress=progress)
    if not drafting.drafts:
        raise NothingRead(drafting)
    if not anyway:
        drafting.conclusions.check()
    if at is None and not make:
        make = True
        if ask and not typer.confirm(
            say(
                "还没有可用的地方，按行里的地名建一棵小树吗？",
                "There is no place yet. Make a small tree from the names in the rows?",
            ),
            default=True,
        ):
            fail(NOWHERE, 1)
    proposal = _proposal(drafting, at, method, ask=ask and not dry_run) if make else Proposal(())
    if at is not None and not proposal.fresh and adopting.adoption_at(method, at) is not None:
        return Settled(drafting, at)
    if at is not None and ask and not dry_run and adopting.adoption_at(method, at) is None:
        _ask_to_adopt(method, at)
    outcome: ImportResult | None = None
    adopted: list[str] = []
    try:
        with transaction.atomic():
            if proposal.places:
                at = make_places(proposal)
            assert at is not None
            if adopting.adoption_at(method, at) is None:
                adopted = _adopt(method, at)
            drafting = actions.draft(prepared, method=method, at=at, now=drafting.now)
            if dry_run:
                outcome = actions.import_appeals(
                    actor=SYSTEM, drafting=drafting, at=at, method=method, dry_run=True, anyway=anyway
                )
                raise _TakenBack
            actions.rehearse(actor=SYSTEM, drafting=drafting, at=at, method=method)
    except _TakenBack:
        assert at is not None
        return Settled(drafting, at, outcome)
    except PlaceRefused as refused:
        fail(refused.why)
    for name in adopted:
        done(
            f"“{at.name}”采用了工作法 {name}（默认参数）。", f"{at.name} has adopted {name} (default inputs)."
        )
    return Settled(drafting, at)


def _proposal(drafting: Drafting, at: Place | None, method: str, *, ask: bool) -> Proposal:
    """The places that the rows name, shown and agreed to."""
    proposal = propose(drafting.drafts, at, drafting.prepared.mapping.places, _roles(method))
    if not proposal.places and at is None:
        fail(NO_NAMES)
    if proposal.fresh:
        _show(proposal)
        count = len(proposal.fresh)
        if ask and not typer.confirm(
            say(f"建这 {count} 个地方吗？", f"Make these {count} places?"), default=True
        ):
            fail(STOPPED, 1)
    return proposal


def _given(code: str) -> Place:
    place = by_code(code)
    if place is None:
        fail(NO_PLACE.fill(code=code))
    return place


def _usual(method: str) -> Place | None:
    """Where the method is adopted, if that is one place; else the one top of the tree; None where there is nothing."""
    adoptions = (
        Adoption.objects.filter(slug=method, until=None)
        .select_related("place")
        .order_by("place__depth", "pk")
    )
    tops = [a.place for a in adoptions]
    tops = [place for place in tops if not any(other.pk in place.ancestor_ids[:-1] for other in tops)]
    if not tops:
        tops = list(Place.objects.filter(parent=None, closed_at=None)[:6])
    if len(tops) > 1:
        names = say("、", ", ").join(f"{place.name} {place.code}" for place in tops[:6])
        fail(WHICH.fill(method=method, places=names))
    return tops[0] if tops else None


def _roles(method: str) -> tuple[str, ...]:
    compiled = _library(method)
    desk = compiled.stages[compiled.opening.stage].desk
    return desk.roles if desk is not None else ()


def _library(method: str) -> Method:
    text = library.text(method)
    if text is not None:
        return load(text, name=method, english=library.english)
    try:
        return load(adopting.newest(method).text, name=method, english=library.english)
    except BadInput:
        fail(NO_METHOD.fill(method=method))


def _show(proposal: Proposal) -> None:
    """The tree proposed; what is there already stands grey."""
    tree: Any = Tree(say("拟建的地方", "places to make"))
    branches: dict[tuple[str, ...], Any] = {}
    for new in proposal.places[:LINES]:
        level = LEVEL_NAMES[new.level].text(language())
        count = say(f"，{new.rows} 行", f", {new.rows} rows") if new.rows else ""
        name = new.way[-1].replace("[", "\\[")
        label = f"[dim]{name}（{level}）[/]" if new.known is not None else f"{name}（{level}{count}）"
        branches[new.way] = branches.get(new.way[:-1], tree).add(label)
    console.print(tree)
    if len(proposal.places) > LINES:
        console.print(
            say(f"……另有 {len(proposal.places) - LINES} 处", f"… and {len(proposal.places) - LINES} more")
        )


def _ask_to_adopt(method: str, at: Place) -> None:
    if not typer.confirm(
        say(
            f"“{at.name}”还没有采用工作法 {method}，按默认参数采用吗？",
            f"{at.name} has not adopted {method}. Adopt it with its defaults?",
        ),
        default=True,
    ):
        fail(STOPPED, 1)


def _adopt(method: str, at: Place) -> list[str]:
    """Have the place adopt the method of the library with its defaults, and what that method opens; their names."""
    compiled = _library(method)
    opens = [
        stage.block.settings.get("method") for stage in compiled.stages.values() if stage.block is not None
    ]
    adopted = []
    for name in dict.fromkeys([method, *(str(one) for one in opens if one)]):
        path = library.path(name)
        if path is not None:
            adopting.add_method(text=path.read_text(encoding="utf-8"), name=name)
        if adopting.adoption_at(name, at) is None and (name == method or path is not None):
            adopting.adopt(actor=SYSTEM, method=name, place=at)
            adopted.append(name)
    return adopted
