"""One example being played: a matter in a small world, its clock, and what each step must come to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from shanzhi.engine.coverage import Coverage
from shanzhi.engine.example_book import AtHand, ExampleBook
from shanzhi.engine.example_ledger import ExampleLedger
from shanzhi.engine.example_people import ExamplePeople, Miscast
from shanzhi.engine.example_told import told_by
from shanzhi.engine.expecting import Came, differences
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.memory_store import StoredMatter
from shanzhi.engine.types import SYSTEM, Command, Decision, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.check import load
from shanzhi.method.duration import parse_duration
from shanzhi.method.linking import Library
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError
from shanzhi.method.read import Node
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence

BEGINS = "2026-03-02 09:00"
BORN_AT = "building"
MOST_FIRINGS = 1_000


class Otherwise(Exception):
    """Something went otherwise than written; `found` says what, and where it was written."""

    def __init__(self, found: Iterable[tuple[Node, Sentence]]) -> None:
        super().__init__("an example went otherwise than written")
        self.found = list(found)


def nothing_there(name: str) -> Method | None:
    """No other method is at hand."""
    return None


class Methods:
    """One file's method under the inputs that examples give, each compiled once; the `library` has the others."""

    def __init__(self, text: str | bytes, library: Library = nothing_there) -> None:
        self.text = text
        self.library = library
        self.kept: dict[str, Method] = {}

    def under(self, node: Node | None) -> Method:
        """The method with the inputs an example gives."""
        given = _plain(node)
        key = json.dumps(given, sort_keys=True, default=str)
        if key not in self.kept:
            try:
                self.kept[key] = load(self.text, inputs=given)
            except MethodError as error:
                raise Otherwise(
                    [(node or Node(None, 1, 1), p.why) for p in error.problems if p.weight == "error"]
                ) from None
        return self.kept[key]


class ExampleRun:
    """What an example has come to so far."""

    def __init__(
        self, methods: Methods, given: Node | None, *, real: bool = True, more: frozenset[str] = frozenset()
    ) -> None:
        get = given.value.get if given is not None else {}.get
        self.method = methods.under(get("inputs"))
        try:
            facts = ExamplePeople(World()).facts(_plain(get("facts")))
        except Miscast as miscast:
            raise Otherwise([(get("facts"), miscast.sentence)]) from None
        self.world = World(
            vacant=frozenset(item.value for item in get("vacant").value) if get("vacant") else frozenset(),
            facts=facts,
            roll=_numbers(get("roll")),
            areas=_numbers(get("areas")),
            more=more,
        )
        self.cast = ExamplePeople(self.world)
        self.place = self.cast.places.get(
            get("at").value if get("at") else BORN_AT, self.cast.places[BORN_AT]
        )
        begins = datetime.fromisoformat(get("now").value if get("now") else BEGINS)
        zone = self.world.calendar.zone
        self.now = (begins.replace(tzinfo=zone) if begins.tzinfo is None else begins).astimezone(UTC)
        self.world.registers.now = self.now
        try:
            self.cast.give(self.method, _plain(get("registers")), self.now)
        except Miscast as miscast:
            raise Otherwise([(get("registers"), miscast.sentence)]) from None
        self.book = ExampleBook(self.world, AtHand(self.method, methods.library), self._kept, real=real)
        self.ledger = ExampleLedger(self.method, self.cast, self.place)
        try:
            self.ledger.give(_plain(get("balance")))
        except Miscast as miscast:
            raise Otherwise([(get("balance"), miscast.sentence)]) from None
        self.main: int | None = None
        self.whole = Came()
        self.since = Came()
        self.coverage: Coverage | None = None
        self.starting = self.elsewhere = False

    @property
    def matter(self) -> Matter | None:
        """The example's own matter, once it is open."""
        return self.book.kept[self.main].matter if self.main is not None else None

    # -- a step ------------------------------------------------------------------------------------
    def step(self, step: Node, coverage: Coverage) -> None:
        """Take one step; raises `Otherwise` if it does not come to what is written."""
        get = step.value.get
        self.since, self.coverage = Came(), coverage
        try:
            for key in ("after", "wait"):
                if key in step.value:
                    self._pass(get(key).value)
            for by in [str(one.value) for one in get("by").value] if get("by") else [None]:
                answer = self._command(step, by)
                if answer is not None:
                    self._answered(answer, step, coverage)
        except Miscast as miscast:
            raise Otherwise([(step, miscast.sentence)]) from None
        if "expect" in step.value:
            self.must_be(get("expect"), self.since)

    def _command(self, step: Node, by: str | None) -> Decision | Refusal | None:
        get = step.value.get
        if "open" in step.value:
            return self._open(step, by or "resident")
        if "act" in step.value:
            return self._act(step, by)
        if self.main is None:
            raise Otherwise([(step, _NOT_OPENED)])
        if "joined" in step.value:
            told = _plain(get("joined"))
            self.elsewhere = False
            return self.book.act(self.main, Command("", "joined", self.now, SYSTEM, values=told))
        return None

    def _open(self, step: Node, by: str) -> Decision | Refusal:
        """Open the example's own matter; or one of another method, by its id before the way in."""
        other, _, opening = str(step.value["open"].value).rpartition(".")
        if not other and self.main is not None:
            raise Otherwise([(step, _OPENED)])
        name = other or self.method.id
        if name not in self.book.methods:
            raise Otherwise([(step.value["open"], _NO_METHOD.fill(name=shown(name)))])
        method = self.book.methods[name]
        if opening not in method.openings:
            raise Otherwise([(step.value["open"], _NO_WAY.fill(name=shown(opening), method=method.title))])
        values = self.cast.answers(method.way_in(opening).form, _plain(step.value.get("with")))
        upon = method.openings[opening].upon
        command = Command(
            "",
            "open",
            self.now,
            self.cast.actor(by) if upon is None else SYSTEM,
            values=values,
            event=self.cast.event(method, upon, _plain(step.value.get("upon")), self.now) if upon else {},
        )
        self.starting, self.elsewhere = not other, name != self.method.id
        answer = self.book.open(name, command, self.place, opening)
        self.starting = False
        return answer

    def _act(self, step: Node, by: str | None) -> Decision | Refusal:
        """An act in the example's own matter; or in the newest of another method, by its id before the act."""
        other, _, act = str(step.value["act"].value).rpartition(".")
        found = self.book.newest(other) if other else self.book.kept.get(self.main or 0)
        if found is None:
            why = _NONE_OPEN.fill(name=shown(other)) if other else _NOT_OPENED
            raise Otherwise([(step.value["act"] if other else step, why)])
        self.elsewhere = found.method.id != self.method.id
        rule = found.method.stages[found.matter.stage].acts.get(act)
        actor = self.cast.actor(by) if by is not None else self.cast.at_desk(found.matter)
        values = self.cast.answers(rule.form if rule else (), _plain(step.value.get("with")))
        return self.book.act(found.matter.id, Command("", act, self.now, actor, values=values))

    def _answered(self, answer: Decision | Refusal, step: Node, coverage: Coverage) -> None:
        wanted = step.value["refused"].value if "refused" in step.value else None
        if isinstance(answer, Refusal):
            if wanted is None:
                raise Otherwise([(step, _REFUSED.fill(code=answer.code, why=answer.why))])
            if wanted != answer.code:
                at = step.value["refused"]
                raise Otherwise(
                    [(at, _REFUSED_ELSE.fill(wanted=shown(wanted), code=answer.code, why=answer.why))]
                )
            if not self.elsewhere:
                coverage.refused(answer)
            return
        if wanted is not None:
            raise Otherwise([(step.value["refused"], _ALLOWED.fill(code=shown(wanted)))])

    def _kept(self, kept: StoredMatter, command: Command, decision: Decision) -> None:
        """What is written down of any matter: what the example's own came to, and which ways it took."""
        if self.starting:
            self.main, self.starting = decision.matter.id, False
        if kept.method.id == self.method.id and self.coverage is not None:
            self.coverage.took(decision)
        if decision.matter.id != self.main:
            return
        entries = [*kept.entries, *decision.entries]
        told = told_by(kept.method, decision, entries, command.actor.person, self.world)
        for came in (self.since, self.whole):
            came.effects += decision.effects
            came.told += told

    def _pass(self, span: str) -> None:
        """Time passes, and the clock looks at every matter as often as it is due."""
        limit = self._span(span)
        try:
            self.now = self.world.calendar.add(self.now, limit).at
        except BadCalendar as bad:
            raise Miscast(bad.sentence) from None
        fired = 0
        while self.book.fire(self.now) is not None:
            fired += 1
            if fired > MOST_FIRINGS:
                raise Miscast(_ENDLESS)
        self.world.registers.now = self.now

    def _span(self, span: str) -> Any:
        value = self.method.values.get(span)
        return value if value is not None else parse_duration(span)

    # -- what must be so ---------------------------------------------------------------------------
    def must_be(self, expected: Node, came: Came) -> None:
        """Raise `Otherwise` with everything that is not as written."""
        if self.matter is None:
            raise Otherwise([(expected, _NOT_OPENED)])
        try:
            found = differences(
                self.method, self.matter, came, expected, self.cast, self.book.children(self.main or 0),
                lambda name: self.ledger.free(name, self.now),
            )  # fmt: skip
        except Miscast as miscast:
            raise Otherwise([(expected, miscast.sentence)]) from None
        if found:
            raise Otherwise(found)

    def must_be_at_last(self, expected: Node) -> None:
        """The same over the whole example."""
        self.must_be(expected, self.whole)


def _plain(node: Node | None) -> dict[str, Any]:
    """What stands under a key that holds a mapping; nothing where it is not written."""
    plain: dict[str, Any] = node.plain() if node is not None else {}
    return plain


def _numbers(node: Node | None) -> dict[str, int]:
    return {k: v for k, v in _plain(node).items() if isinstance(v, int) and not isinstance(v, bool)}


_OPENED = Sentence(
    "事项已经发起；另外的写“工作法.入口”。",
    "The matter is open already; write another as `method.way`.",
)
_NO_METHOD = Sentence(
    "文件旁边和库里都没有能用的工作法“{name}”。",
    "Neither beside the file nor in the library is there a method “{name}” that can be used.",
)
_NO_WAY = Sentence("“{method}”没有入口“{name}”。", "“{method}” has no way in “{name}”.")
_NONE_OPEN = Sentence(
    "没有“{name}”的事项；上面哪一步应发起它？（写了 joined 的示例不真的发起子事项。）",
    "There is no matter of “{name}”: which step before opens one? (Where `joined` stands, children are not opened for real.)",
)
_NOT_OPENED = Sentence(
    "事项还没有发起；第一步应为 open。", "No matter is open yet; the first step is `open`."
)
_REFUSED = Sentence("被拒绝（{code}）：{why}", "it was refused ({code}): {why}")
_REFUSED_ELSE = Sentence(
    "应因 {wanted} 被拒绝，却因 {code} 被拒绝：{why}",
    "it should be refused by {wanted} but was by {code}: {why}",
)
_ALLOWED = Sentence("应因 {code} 被拒绝，却通过了。", "it should be refused by {code} but was allowed.")
_ENDLESS = Sentence("时钟一直响，停不下来。", "The clock fires without end.")
