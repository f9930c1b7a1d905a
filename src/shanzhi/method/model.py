"""A compiled method: frozen, typed, with every name resolved, every condition compiled and every duration set.

`Method` is bound to one community's inputs, so that the engine reads constants. Each rule keeps its path in
the file and its line, for the answer to «why not».
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Final

from shanzhi.method.basis import Basis
from shanzhi.method.cel import Program
from shanzhi.method.fields import PEOPLE as PEOPLE
from shanzhi.method.fields import Field as Field
from shanzhi.method.fields import Input as Input
from shanzhi.method.fields import Option as Option
from shanzhi.method.fields import sensitive_names as sensitive_names
from shanzhi.method.fragment_part import Part
from shanzhi.method.ledger import Unit
from shanzhi.method.measured import Measure as Measure
from shanzhi.method.registers import Register
from shanzhi.method.results import results
from shanzhi.method.roles import who_words
from shanzhi.method.rules import Barred, ClockRule, DeskRule, Due, Extend, Requirement, Route, Rule, Setting
from shanzhi.method.rules import Landing as Landing
from shanzhi.method.upon import Upon
from shanzhi.method.words import PLACEHOLDER, Sentence

WHERE: Final = frozenset({"stage", "due", "desk"})


@dataclass(frozen=True)
class Who:
    """Who may do a thing: pseudo-roles as flags, posts by role, with `below` those below where it stands too (clerks go from
    door to door); `above` are the posts above the present desk, `people` those
    named in the matter, by what they are called there."""

    desk: bool = False
    opener: bool = False
    holder: bool = False
    resident: bool = False
    owner: bool = False
    anyone: bool = False
    system: bool = False
    parent: bool = False
    above: bool = False
    side: bool = False
    below: bool = False
    roles: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()
    people: dict[str, Sentence] = field(default_factory=dict)

    def words(self) -> list[Sentence]:
        """Who that is, in words."""
        return who_words(self.names, self.people)


DESK: Final = Who(desk=True, names=("desk",))
"""The present desk: who may do what a method gives to nobody else."""


@dataclass(frozen=True)
class EffectRule:
    """One effect: its kind and what it holds, names resolved, texts in both languages; `shows`: the facts it makes public.

    It comes only `when` that holds, `once` in a matter's life, and for each line of the list `of`, if there is one.
    """

    kind: str
    values: dict[str, Any]
    at: Rule
    shows: tuple[str, ...] = ()
    when: Program | None = None
    once: bool = False
    of: str | None = None

    @property
    def short(self) -> str | None:
        """The stage it leads to instead where a balance or a limit forbids it."""
        stage: str | None = self.values.get("short")
        return stage

    @property
    def speaks_of_place(self) -> bool:
        """Whether a text of it says in which stage a matter is, until when, or on whose desk."""
        texts = [value.zh for value in self.values.values() if isinstance(value, Sentence)]
        return any(not WHERE.isdisjoint(PLACEHOLDER.findall(text)) for text in texts)


@dataclass(frozen=True)
class Act:
    """One thing that can be done in a stage.

    `origin` says where it comes from: written in the `method`, brought by the stage's `block`, or `builtin`.
    `form` is what it asks, the parts of the line that it `adds` to a list among it; `says` what its line of history then
    says: what it asks, that list, and what it `sets`.
    `sealed` names the answers that are sensitive; `foretells` that a text of its effects says in which stage, until
    when or on whose desk the matter is, which the act itself may change.
    """

    name: str
    label: Sentence
    who: Who
    at: Rule
    help: Sentence | None = None
    form: tuple[Field, ...] = ()
    adds: Field | None = None
    sets: tuple[Setting, ...] = ()
    requires: tuple[Requirement, ...] = ()
    routes: tuple[Route, ...] = ()
    move: str | None = None
    extend: Extend | None = None
    clear: tuple[str, ...] = ()
    effects: tuple[EffectRule, ...] = ()
    confirm: Sentence | None = None
    barred: Barred | None = None
    origin: str = "method"
    sealed: tuple[str, ...] = ()
    foretells: bool = False
    says: tuple[Field, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "says", self.says or self.form)
        if self.adds is not None:
            object.__setattr__(self, "form", (*self.form, *self.adds.form))
        added = (self.adds.name,) if self.adds is not None and self.adds.sensitive else ()
        object.__setattr__(self, "sealed", (*sensitive_names(self.form), *added))
        object.__setattr__(self, "foretells", any(rule.speaks_of_place for rule in self.effects))


@dataclass(frozen=True)
class Block:
    """A stage's block: its kind and its settings, compiled.

    `settings` holds, by key of the vocabulary: Who, Program, Duration, tuple of Field or Option, text, number. `shows`
    names the facts that it makes public, `named` are the choices and questions that its result may name.
    """

    kind: str
    settings: dict[str, Any]
    at: Rule
    shows: tuple[str, ...] = ()
    named: tuple[Sentence, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What comes of a block's outcome besides where it leads: the facts it sets, and its effects."""

    at: Rule
    sets: tuple[Setting, ...] = ()
    effects: tuple[EffectRule, ...] = ()


@dataclass(frozen=True)
class Stage:
    """One stage (环节). `says` is what those whom it concerns are told on entering; `part` is the fragment that begins with it."""

    name: str
    label: Sentence
    at: Rule
    help: Sentence | None = None
    says: Sentence | None = None
    desk: DeskRule | None = None
    due: Due | None = None
    acts: dict[str, Act] = field(default_factory=dict)
    block: Block | None = None
    outcomes: dict[str, tuple[Route, ...]] = field(default_factory=dict)
    effects: tuple[EffectRule, ...] = ()
    builtins: frozenset[str] = frozenset()
    end: str | None = None
    follows: dict[str, Outcome] = field(default_factory=dict)
    part: Part | None = None

    @property
    def all_effects(self) -> tuple[EffectRule, ...]:
        """All that it may bring about: on entering, by its acts, and by the outcomes of its block."""
        by_acts = [effect for act in self.acts.values() for effect in act.effects]
        return (*self.effects, *by_acts, *(effect for one in self.follows.values() for effect in one.effects))


@dataclass(frozen=True)
class Opening:
    """One way in (入口): by whom a matter is opened, what it asks, at which level it lands, into which stage it goes.

    `on_behalf` is the person field that names whom it is opened for; that person is then its opener. `label` is
    what asks people to open one; the method's title where it is left out. Of `landings` the first that applies counts,
    when it is opened and whenever it is sent elsewhere; else it lands at `level`. `upon` is what opens it by itself.
    """

    name: str
    who: Who
    level: str
    routes: tuple[Route, ...]
    at: Rule
    form: tuple[Field, ...] = ()
    sets: tuple[Setting, ...] = ()
    requires: tuple[Requirement, ...] = ()
    on_behalf: str | None = None
    label: Sentence | None = None
    help: Sentence | None = None
    alert: Sentence | None = None
    landings: tuple[Landing, ...] = ()
    upon: Upon | None = None

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages it may lead into."""
        return tuple(dict.fromkeys(route.stage for route in self.routes))

    @property
    def stage(self) -> str:
        """The stage it leads into if no case applies."""
        return self.routes[-1].stage


@dataclass(frozen=True)
class Sight:
    """Who may read which facts, besides parties, desk and the line of duty (谁看得到什么).

    `shows` names the facts; None: all that are neither sensitive nor private. `public` is everyone, `place` the
    residents of the community where it happened, `roles` those who hold such a post over where it stands or happened,
    `people` those named in the matter. `above` gives nothing: while it holds, the posts below the desk do not read.
    `stages` (None: any) and `when` say when. Whoever has a sight also reads heading, stage, and course without names.
    """

    shows: frozenset[str] | None
    at: Rule
    public: bool = False
    place: bool = False
    above: bool = False
    roles: frozenset[str] = frozenset()
    people: dict[str, Sentence] = field(default_factory=dict)
    stages: frozenset[str] | None = None
    when: Program | None = None


@dataclass(frozen=True)
class Method:
    """A method (工作法) bound to one set of inputs.

    `hash` is the SHA-256 of its content (comments and layout aside); `values` the inputs in force; `facts` the
    type of every field by name, over the openings and all acts. `opening` is the way in where none is named, `openings`
    are all there are; `form` is what any of them asks, of which `sealed` names the sensitive answers; `publishes` tells whether anything is ever made public; `remembers` names the stages of which it
    is kept who acted there, because a `not` speaks of them; `sides` are those of its people who are parties to a matter,
    `standing` these and whom a sight may show something to. `heading` is what one matter is called (None: by its
    first text); `visible` who else may read what, nobody where it is empty; `above` says that the posts below the
    desk, where it happened, do not see it either. `outdated` says why this program can no longer use it, only read it; of one that
    `remains` even who was to see what is not known. `appoints` are all effects that give or take posts, `ledger` the units that it keeps or uses. It `gathers` matters that stay with it until it ends. `ways` has it as `through` gives it, where there are several openings.
    """

    id: str
    title: Sentence
    version: int
    source: Sentence
    hash: str
    opening: Opening
    openings: dict[str, Opening]
    stages: dict[str, Stage]
    form: tuple[Field, ...]
    inputs: dict[str, Input]
    values: dict[str, Any]
    fields: dict[str, Field]
    computed: tuple[Field, ...] = ()
    clocks: dict[str, ClockRule] = field(default_factory=dict)
    registers: dict[str, Register] = field(default_factory=dict)
    summary: Sentence | None = None
    basis: tuple[Basis, ...] = ()
    measures: dict[str, Measure] = field(default_factory=dict)
    heading: Sentence | None = None
    visible: tuple[Sight, ...] = ()
    above: bool = False
    exceptions: tuple[dict[str, str], ...] = ()
    examples: tuple[Any, ...] = ()
    sealed: tuple[str, ...] = ()
    publishes: bool = False
    remembers: frozenset[str] = frozenset()
    sides: tuple[str, ...] = ()
    standing: frozenset[str] = frozenset()
    supported: bool = False
    sealed_people: tuple[str, ...] = ()
    outdated: Sentence | None = None
    remains: bool = False
    appoints: tuple[EffectRule, ...] = ()
    ledger: dict[str, Unit] = field(default_factory=dict)
    ways: dict[str, Method] = field(default_factory=dict)
    heard_by: frozenset[str] = frozenset()
    gathers: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "sealed", sensitive_names(self.form))
        object.__setattr__(self, "sides", tuple([name for name, field in self.fields.items() if field.side]))
        guarded = [name for name, field in self.fields.items() if field.sensitive and field.scope == PEOPLE]
        object.__setattr__(self, "sealed_people", tuple(guarded))
        shown = [name for sight in self.visible for name in sight.people]
        object.__setattr__(self, "standing", frozenset([*self.sides, *shown]))
        for name, labels in results(self.stages).items():
            if name in self.fields:
                object.__setattr__(self.fields[name], "result", labels)
        object.__setattr__(self, "remembers", frozenset(_remembered(self.stages)))
        object.__setattr__(self, "publishes", any(_publishes(stage) for stage in self.stages.values()))
        ways = {n: self._by_way_of(one) for n, one in self.openings.items()} if len(self.openings) > 1 else {}
        object.__setattr__(self, "ways", ways)

    def _by_way_of(self, opening: Opening) -> Method:
        return replace(self, opening=opening, openings={opening.name: opening}, form=opening.form)

    def way_in(self, name: str) -> Opening:
        """The opening of that name; the first where there is none of that name (any more)."""
        return self.openings.get(name, self.opening)

    def through(self, name: str) -> Method:
        """The method as it is for whoever opens a matter that way: it asks what that opening asks, and there is no other."""
        return self.ways.get(self.way_in(name).name, self)


def _remembered(stages: dict[str, Stage]) -> list[str]:
    rules = [stage.desk.barred for stage in stages.values() if stage.desk is not None]
    rules += [act.barred for stage in stages.values() for act in stage.acts.values()]
    return [name for rule in rules if rule is not None for name in rule.stages]


def _publishes(stage: Stage) -> bool:
    """Whether anything is made public in a stage."""
    shown = stage.block is not None and bool(stage.block.shows)
    return shown or any(effect.shows for effect in stage.all_effects)
