"""One example being played: a matter in a small world, its clock, and what each step must come to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from shanzhi.engine.coverage import Coverage
from shanzhi.engine.decide import decide, open_matter
from shanzhi.engine.example_people import ExamplePeople, Miscast
from shanzhi.engine.example_told import told_by
from shanzhi.engine.expecting import Came, differences
from shanzhi.engine.holidays import BadCalendar
from shanzhi.engine.types import SYSTEM, Command, Decision, Entry, Matter, Refusal
from shanzhi.engine.world import World
from shanzhi.method.check import load
from shanzhi.method.duration import parse_duration
from shanzhi.method.model import Method
from shanzhi.method.problems import MethodError
from shanzhi.method.read import Node
from shanzhi.method.shape import shown
from shanzhi.method.words import Sentence

BEGINS = "2026-03-02 09:00"
BORN_AT = "building"
NUMBER = 1_000
MOST_FIRINGS = 1_000


class Otherwise(Exception):
    """Something went otherwise than written; `found` says what, and where it was written."""

    def __init__(self, found: Iterable[tuple[Node, Sentence]]) -> None:
        super().__init__("an example went otherwise than written")
        self.found = list(found)


class Methods:
    """One file's method under the inputs that examples give, each compiled once."""

    def __init__(self, text: str | bytes) -> None:
        self.text = text
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

    def __init__(self, methods: Methods, given: Node | None) -> None:
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
        )
        self.cast = ExamplePeople(self.world)
        self.place = self.cast.places.get(
            get("at").value if get("at") else BORN_AT, self.cast.places[BORN_AT]
        )
        begins = datetime.fromisoformat(get("now").value if get("now") else BEGINS)
        zone = self.world.calendar.zone
        self.now = (begins.replace(tzinfo=zone) if begins.tzinfo is None else begins).astimezone(UTC)
        self.matter: Matter | None = None
        self.entries: list[Entry] = []
        self.whole = Came()
        self.since = Came()

    # -- a step ------------------------------------------------------------------------------------
    def step(self, step: Node, coverage: Coverage) -> None:
        """Take one step; raises `Otherwise` if it does not come to what is written."""
        get = step.value.get
        self.since = Came()
        try:
            for key in ("after", "wait"):
                if key in step.value:
                    self._pass(get(key).value, coverage)
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
            if self.matter is not None:
                raise Otherwise([(step, _OPENED)])
            actor = self.cast.actor(by or "resident")
            opening = str(get("open").value)
            values = self.cast.answers(self.method.way_in(opening).form, _plain(get("with")))
            command = Command("", "open", self.now, actor, values=values)
            return open_matter(self.method, command, self.place, self.world, matter=NUMBER, opening=opening)
        if self.matter is None:
            raise Otherwise([(step, _NOT_OPENED)])
        if "act" in step.value:
            name = str(get("act").value)
            act = self.method.stages[self.matter.stage].acts.get(name)
            actor = self.cast.actor(by) if by is not None else self.cast.at_desk(self.matter)
            values = self.cast.answers(act.form if act else (), _plain(get("with")))
            sealed = self.world.sealed(
                self.method, self.matter, Command("", name, self.now, actor, values=values)
            )
            if isinstance(sealed, Refusal):
                return sealed
            return decide(self.method, self.matter, sealed, self.world)
        if "joined" in step.value:
            told = _plain(get("joined"))
            return decide(
                self.method, self.matter, Command("", "joined", self.now, SYSTEM, values=told), self.world
            )
        return None

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
            coverage.refused(answer)
            return
        if wanted is not None:
            raise Otherwise([(step.value["refused"], _ALLOWED.fill(code=shown(wanted)))])
        self._keep(answer, coverage)

    def _keep(self, decision: Decision, coverage: Coverage) -> None:
        visit = self.matter.visit if self.matter is not None else 0
        self.world.record(NUMBER, decision.entries, decision.effects, visit)
        self.matter = decision.matter
        self.entries += decision.entries
        told = told_by(self.method, decision, self.entries, decision.entries[0].person, self.world)
        for came in (self.since, self.whole):
            came.effects += decision.effects
            came.told += told
        coverage.took(decision)

    def _pass(self, span: str, coverage: Coverage) -> None:
        """Time passes, and the clock looks at the matter as often as it is due."""
        limit = self._span(span)
        try:
            self.now = self.world.calendar.add(self.now, limit).at
        except BadCalendar as bad:
            raise Miscast(bad.sentence) from None
        fired = 0
        while self.matter is not None and self.matter.wakes is not None and self.matter.wakes <= self.now:
            answer = decide(self.method, self.matter, Command("", "due", self.now, SYSTEM), self.world)
            fired += 1
            if isinstance(answer, Refusal) or fired > MOST_FIRINGS:
                raise Miscast(_ENDLESS)
            self._keep(answer, coverage)

    def _span(self, span: str) -> Any:
        value = self.method.values.get(span)
        return value if value is not None else parse_duration(span)

    # -- what must be so ---------------------------------------------------------------------------
    def must_be(self, expected: Node, came: Came) -> None:
        """Raise `Otherwise` with everything that is not as written."""
        if self.matter is None:
            raise Otherwise([(expected, _NOT_OPENED)])
        try:
            found = differences(self.method, self.matter, came, expected, self.cast)
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
    "事项已经发起；一个示例只有一个事项。", "The matter is open already; an example has one matter."
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
