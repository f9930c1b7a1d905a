"""What there is to know of a kind of block: one `BlockKind`, written whole in the kind's own module.

The engine holds how a block decides (`shanzhi.engine.blocks`); this holds what a method's author, a page and the checker
need to know of it. A part without a default is one that every kind says something of, be it `None`: left out, the
program does not start.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from shanzhi.method.cel import CelType
from shanzhi.method.keys import Shape
from shanzhi.method.model import Act, Field, Who
from shanzhi.method.opens import Opens
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node

English = Callable[[str], str]
"""The English of a label of the method."""
Settings = dict[str, Any]
"""A block's settings, compiled (`shanzhi.method.model.Block`)."""

WITHIN = Sentence(
    "只限哪里的人：地方字段（data.x；默认事项所涉之处）",
    "whose people: a place field, data.x (default: the place it concerns)",
)
RESULT = Sentence(
    "结果记成哪些事实（事实: 记什么）；事实写在 data、people，可公示、可引用",
    "what it came to, kept as facts of `data` or `people` (fact: what of it), to be shown and spoken of",
)
IN_WORDS = ("words", "text")
"""The types of a fact that keeps a result in words; a plain text is what the first edition kept it in."""
PASSED, FAILED = Sentence("通过", "passed"), Sentence("未通过", "did not pass")
NO_QUORUM = Sentence("到的人不够", "no quorum")


class Meanwhile(Struct, frozen=True):
    """What a running block tells of what it counted: these `counts` alone, to those who see the `whole` too or only to those
    who look on; and the `acts` whose answers are told to nobody yet."""

    counts: tuple[str, ...]
    whole: bool
    acts: tuple[str, ...] = ()


class Owed(Struct, frozen=True):
    """Something a block's settings owe: a problem by its code, the setting, and what the sentence is filled with."""

    code: str
    key: str
    values: dict[str, Any]


class BlockKind(Struct, frozen=True, kw_only=True):
    """One kind of block.

    What a method says of it: `name` is what people call it, `doc` what the reference says of the stage's key, `shape` the
    keys of its settings, and `shapes` further shapes that only it has. `outcomes` must lead somewhere; those in
    `optional` may, and must where `called_for` has a setting for them that is set, or `called_unless` one that is not. All with the words for them.

    How it is read aloud (`shanzhi.method.aloud`): `aloud` says the main thing of it in sentences, and whatever setting it does not
    ask for is told by the meaning of its key; `count_words` says what it counts.

    What it brings to its stage: `counts` the names it counts, by its settings; `acts` its own acts with their forms, among
    `act_names`, which no act of a method may take. It `closes` when the time of its stage is over, or is one whose desk is then late; one that is `dated` has a time of its own. A block that
    `collects` nothing may change while it is open; of the others those settings that are `passing`: what has its effect
    when the block opens, or is only a name.

    How people meet it: whether it is `of_many`, who each have their say; the words that invite them (`invites`), or call those who enter what came of it where nobody takes part here (`calls`);
    `thresholds` are the settings that say what had to be reached, in the order in which a page tells them (None: it comes
    to no result that is told). `takes_part` are the acts by which people take part, `taken_back` those that can be taken
    back by who did them, and the act that does so; by those `for_others` somebody at a desk writes down what others gave or got. `told` are those whose people a method means by its participants;
    `supported_by` are the acts by which people support the matter itself, the first their own, `per_unit` those done once for what counts by the roll, and `slot` begins the name under which each one's
    part is kept, once. `meanwhile` limits what is told of its counts while it runs.

    How settings are built: `fields` are those that name a field, with the types it may have; of `one_of` one must be
    there; `builds` builds one in a way of its own, `checked` looks at all of them as they are written; `scope` is what its
    conditions may speak of besides what it counts; `offered` what an editor offers for a setting.

    Settings that mean more: `form` is asked of whoever acts, `items` are pieces of work, `holder` names those of whom one
    becomes the matter's holder, `shows` the facts made public, `lists` the list whose lines everybody concerned
    sees, `put` the fact that must have been public before, `lays_before` those that whoever it asks reads; `yields` are what of its result can be kept, with the types of a fact that may, `named` are what its words may name, and `told_as` says in words what it came to, from the numbers the record keeps (`shanzhi.method.outcome_words`); `opens` other matters, which with `gathers` stay with this one until it ends. `meeting`: people come together for it. `one_by_one`: it asks those it names, each by themselves. `decides`: those of its roll decide together, by what passes. `was_open` is the setting in which the first edition said how long it was open. `owes` says
    what its settings lack, for the stage of a name.
    """

    kind: str
    name: Sentence
    doc: Sentence
    shape: Shape
    outcomes: dict[str, Sentence]
    counts: Callable[[Settings], tuple[str, ...]]
    count_words: Callable[[Mapping[str, Any]], dict[str, Sentence]]
    aloud: Callable[[Mapping[str, Any], Speaker], list[Sentence]]
    acts: Callable[[Settings, Rule], list[Act]]
    act_names: tuple[str, ...]
    closes: bool
    collects: bool
    passing: frozenset[str]
    of_many: bool
    invites: Sentence | None
    thresholds: tuple[str, ...] | None
    takes_part: tuple[str, ...]
    taken_back: dict[str, str]
    shapes: dict[str, Shape] = {}
    optional: dict[str, Sentence] = {}
    called_for: dict[str, str] = {}
    called_unless: dict[str, str] = {}
    fields: dict[str, tuple[str, ...]] = {}
    one_of: tuple[str, ...] = ()
    builds: dict[str, Callable[[Builder, Node], Any]] = {}
    checked: Callable[[Builder, Node, Settings], None] | None = None
    scope: tuple[str, ...] = ()
    offered: dict[str, tuple[str, ...]] = {}
    form: str | None = None
    items: str | None = None
    holder: str | None = None
    shows: str | None = None
    lists: str | None = None
    put: str | None = None
    lays_before: str | None = None
    named: Callable[[Settings], tuple[Sentence, ...]] | None = None
    dated: bool = False
    opens: Opens | None = None
    gathers: bool = False
    meeting: bool = False
    decides: bool = False
    told: tuple[str, ...] = ()
    for_others: tuple[str, ...] = ()
    one_by_one: bool = False
    supported_by: tuple[str, ...] = ()
    per_unit: tuple[str, ...] = ()
    slot: str | None = None
    meanwhile: Meanwhile | None = None
    was_open: str | None = None
    calls: Sentence | None = None
    owes: Callable[[Settings, str], Iterator[Owed]] | None = None
    yields: Mapping[str, tuple[str, ...]] = {}
    told_as: Callable[[Mapping[str, Any], English], Sentence] | None = None

    def outcome_names(self) -> dict[str, Sentence]:
        """Every outcome it may have."""
        return {**self.outcomes, **self.optional}

    def required_outcomes(self, settings: Settings) -> tuple[str, ...]:
        """The outcomes that can occur with these settings and so must lead somewhere."""
        called = [outcome for key, outcome in self.called_for.items() if settings.get(key) is not None]
        besides = [outcome for key, outcome in self.called_unless.items() if settings.get(key) is None]
        return (*self.outcomes, *called, *besides)

    def counted(self, settings: Settings) -> dict[str, CelType]:
        """What it counts, as bare names for conditions in its stage."""
        return dict.fromkeys(self.counts(settings), CelType.INTEGER)

    def asked_scope(self, settings: Settings) -> dict[str, CelType]:
        """What the conditions among its own settings may speak of besides what every condition may."""
        return {**self.counted(settings), **dict.fromkeys(self.scope, CelType.INTEGER)}

    def own_acts(self, settings: Settings, at: Rule) -> dict[str, Act]:
        """Its own acts, with their forms."""
        return {act.name: act for act in self.acts(settings, at)}


def counts_nothing(settings: Settings) -> tuple[str, ...]:
    """The counts of a block that counts nothing."""
    return ()


VOTERS = Who(anyone=True, names=("anyone",))
"""Whom a block asks that keeps to a roll: the roll decides. An owner may live elsewhere, and not every resident is on it."""


def no_words(settings: Mapping[str, Any]) -> dict[str, Sentence]:
    """The words for the counts of a block that counts nothing."""
    return {}


def act(name: str, zh: str, en: str, who: Who, at: Rule, *form: Field) -> Act:
    """One of a block's own acts."""
    return Act(name=name, label=Sentence(zh, en), who=who, at=at, form=form, origin="block")


def field(name: str, type_: str, zh: str, en: str, at: Rule, **more: Any) -> Field:
    """One question of such an act."""
    return Field(name=name, type=type_, label=Sentence(zh, en), at=at, **more)
