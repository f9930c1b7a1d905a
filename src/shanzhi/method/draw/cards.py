"""What a drawing says of each stage: its name, its desk, its time, and a row for each way on."""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.blocks import OUTCOME_NAMES, kind_of
from shanzhi.method.draw.text import lines, width
from shanzhi.method.duration import Duration
from shanzhi.method.model import Method, Stage
from shanzhi.method.paths import shorts
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence

PAD = 12.0
TITLE, META, ROW = 15.0, 11.5, 12.5
TITLE_LINE, META_LINE, ROW_LINE = 20.0, 17.0, 18.0
ARROW = 14.0
BOLD = 1.07  # a name is set bold, and bold is so much broader

_AND_OTHERS = Sentence("等", " …")
_BY_CLOCK = Sentence("{clock}内", "within “{clock}”")
_THEN = Sentence("{span}；到期：{act}", "{span}; then: {act}")


class DrawnRow(Struct):
    """One way on: the act or outcome, where it leads (None: the matter stays), and whether the clock takes it."""

    words: list[str]
    target: str | None
    goal: str = ""
    timed: bool = False
    stacked: bool = False
    y: float = 0.0

    @property
    def height(self) -> float:
        return ROW_LINE * (len(self.words) + (1 if self.stacked else 0))

    @property
    def first(self) -> float:
        """The height of its first line; `y` is that of its last, where its way begins."""
        return self.y - self.height + ROW_LINE


class DrawnStage(Struct):
    """One stage as drawn."""

    name: str
    title: list[str]
    end: str | None
    desk: str
    time: str
    rows: list[DrawnRow]
    part: str = ""
    x: float = 0.0
    y: float = 0.0
    w: float = 0.0

    @property
    def head(self) -> float:
        """The height of the part above the rows."""
        meta = sum(1 for one in (self.part, self.desk, self.time) if one)
        return 10 + TITLE_LINE * len(self.title) + META_LINE * meta + (4 if meta else 0)

    @property
    def h(self) -> float:
        rows = sum(row.height for row in self.rows)
        return self.head + (rows + 14 if rows else 6)

    @property
    def port(self) -> float:
        """Where ways arrive from the right; those from the left arrive lower, so that no two make one line."""
        return self.y + 16

    @property
    def left_port(self) -> float:
        return self.y + 25

    @property
    def right(self) -> float:
        return self.x + self.w

    def settle(self, x: float, y: float) -> None:
        """Put the card at a place, and its rows with it."""
        self.x, self.y = x, y
        below = y + self.head + 6
        for row in self.rows:
            row.y = below + row.height - ROW_LINE / 2
            below += row.height


def begins(method: Method) -> list[str]:
    """The stages that a matter may begin in."""
    return list(dict.fromkeys(stage for one in method.openings.values() for stage in one.stages))


def order(method: Method) -> list[str]:
    """The stages in reading order: the first one first, ends last, else as the file has them."""
    first = begins(method)
    rest = [name for name in method.stages if name not in first]
    going = [name for name in rest if method.stages[name].end is None]
    ends = [name for name in rest if method.stages[name].end is not None]
    return [*first, *going, *ends]


def card(method: Method, stage: Stage, room: float, language: str, *, title_room: float = 0.0) -> DrawnStage:
    """A stage's card, `room` wide; `title_room` is kept free beside its title."""
    inner = room - 2 * PAD
    made = DrawnStage(
        name=stage.name,
        title=lines(stage.label.text(language), TITLE * BOLD, inner - title_room),
        end=stage.end,
        desk=desk_words(stage, language, inner - 16),
        time=lines(time_words(method, stage, language), META, inner - 16, 1)[0],
        rows=[],
        part=lines(stage.part.name.text(language), META, inner, 1)[0] if stage.part is not None else "",
        w=room,
    )
    for words, target, timed in _ways(stage, language):
        goal = method.stages[target].label.text(language) if target in method.stages else ""
        made.rows.append(_row(words, target, goal, timed, inner))
    return made


SHORT = Sentence("余额或上限不够", "not enough, or over the limit")
"""What leads on where the ledger forbids what an act or a stage would bring about."""


def _ways(stage: Stage, language: str) -> list[tuple[str, str | None, bool]]:
    found: list[tuple[str, str | None, bool]] = []
    stays = []
    for act in stage.acts.values():
        if act.origin != "method":
            continue
        timed = stage.due is not None and stage.due.then == act.name
        if not act.routes:
            stays.append(act.label.text(language))
        targets: dict[str, list[str]] = {}
        for route in act.routes:
            targets.setdefault(route.stage, []).append(route.label.text(language) if route.label else "")
        for target, labels in targets.items():
            case = labels[0] if len(targets) > 1 else ""
            found.append((_joined(act.label.text(language), case, language), target, timed))
    for outcome, routes in stage.outcomes.items():
        name = OUTCOME_NAMES[outcome].text(language)
        for target in dict.fromkeys(route.stage for route in routes):
            found.append((name, target, False))
    for by, _effect, target in shorts(stage):
        named = (
            SHORT.text(language)
            if by is None
            else _joined(by.label.text(language), SHORT.text(language), language)
        )
        found.append((named, target, False))
    if stays:
        found.append((("、" if language == "zh" else ", ").join(stays), None, False))
    return found


def _joined(act: str, case: str, language: str) -> str:
    if not case or case == act:
        return act
    return f"{act}（{case}）" if language == "zh" else f"{act} ({case})"


def _row(words: str, target: str | None, goal: str, timed: bool, inner: float) -> DrawnRow:
    room = inner - (ARROW if timed else 0)
    goal_room = min(width(goal, ROW), inner * 0.62)
    if target is None:
        return DrawnRow(lines(words, ROW, room, 3), None, timed=timed)
    goal = lines(goal, ROW, inner - ARROW, 1)[0]
    if width(words, ROW) + ARROW + 12 + width(goal, ROW) <= room and width(goal, ROW) <= goal_room:
        return DrawnRow([words], target, goal, timed)
    return DrawnRow(lines(words, ROW, room), target, goal, timed, stacked=True)


def desk_words(stage: Stage, language: str, room: float) -> str:
    """Whose desk it lies on, in as many names as there is room for."""
    if stage.desk is None:
        return ""
    names = [word.text(language) for word in stage.desk.words()]
    between = "、" if language == "zh" else ", "
    for count in range(len(names), 1, -1):
        said = between.join(names[:count]) + (_AND_OTHERS.text(language) if count < len(names) else "")
        if width(said, META) <= room:
            return said
    return names[0] + (_AND_OTHERS.text(language) if len(names) > 1 else "") if names else ""


def time_words(method: Method, stage: Stage, language: str) -> str:
    """How long it may take: the time limit, the clock it goes by, or the window of the block."""
    cases = stage.due.cases if stage.due is not None else ()
    limits = [case.limit for case in cases if isinstance(case.limit, Duration)]
    if not limits and stage.block is not None and kind_of(stage.block).dated:
        window = stage.block.settings.get("lasts")
        limits = [window] if isinstance(window, Duration) else []
    limits.sort(key=lambda limit: limit.rough_minutes)
    told = []
    if limits:
        shortest, longest = limits[0].label(language), limits[-1].label(language)
        told.append(shortest if shortest == longest else f"{shortest} – {longest}")
    if stage.due is not None and stage.due.clock is not None:
        told.append(_BY_CLOCK.fill(clock=method.clocks[stage.due.clock].label).text(language))
    if not told:
        return ""
    span = ("，其余" if language == "zh" else ", else ").join(told)
    then = stage.acts.get(stage.due.then or "") if stage.due is not None else None
    return span if then is None else _THEN.fill(span=span, act=then.label).text(language)


def block_word(stage: Stage, language: str) -> str:
    """The kind of block a stage is, if it is one."""
    return kind_of(stage.block).name.text(language) if stage.block is not None else ""


def end_word(stage: Stage, language: str) -> str:
    """The kind of end, where the stage's own name does not say it already."""
    if stage.end is None:
        return ""
    word = ENDS[stage.end].text(language)
    return "" if word.lower() == stage.label.text(language).lower() else word
