"""How the result of a simulation is told: a few tables, every figure with its spread over the runs."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from shanzhi.engine.simulation.counts import Figure, Runs
from shanzhi.engine.simulation.load import Load
from shanzhi.method.model import Method
from shanzhi.method.roles import LEVEL_NAMES, role_name
from shanzhi.method.vocabulary import ENDS
from shanzhi.method.words import Sentence

MOST_REASONS = 5


def tell(method: Method, load: Load, result: Runs, seed: int, tongue: str) -> None:
    """Print a result."""
    console = Console(highlight=False)
    values = {
        "title": method.title, "days": load.days, "places": load.places, "arrivals": f"{load.arrivals:g}",
        "runs": result.runs, "seed": seed,
    }  # fmt: skip
    console.print(_HEAD.fill(**values).text(tongue), markup=False, soft_wrap=True)
    console.print(_matters(method, result, tongue))
    console.print(_desks(result, tongue))
    if result.reasons:
        console.print(_WHY.text(tongue), soft_wrap=True)
        for reason in result.reasons[:MOST_REASONS]:
            console.print(f"  {reason.times:>6,}  {reason.why.text(tongue)}", markup=False, soft_wrap=True)
        console.print(_HOW.text(tongue), markup=False, soft_wrap=True)


def _matters(method: Method, result: Runs, tongue: str) -> Table:
    table = _table(("", *_SPREAD), tongue)

    def row(name: Sentence, figure: Figure | None, shape: str = "{:,.0f}", times: float = 1.0) -> None:
        if figure is not None:
            told = [shape.format(value * times) for value in (figure.median, figure.p10, figure.p90)]
            table.add_row(name.text(tongue), *told)

    row(_OPENED, result.opened)
    row(_CLOSED, result.closed)
    for end, figure in result.ends.items():
        row(_END.fill(end=ENDS.get(end, Sentence(end, end))), figure)
    row(_OPEN, result.open)
    row(_LATE, result.late)
    if result.turned_away.p90:
        row(_TURNED_AWAY, result.turned_away)
    for clock, figure in result.on_time.items():
        row(_ON_TIME.fill(clock=clock), figure, "{:.1f}%", 100)
    row(_HOURS_MEDIAN, result.hours_median, "{:,.1f}")
    row(_HOURS_P90, result.hours_p90, "{:,.1f}")
    return table


def _desks(result: Runs, tongue: str) -> Table:
    table = _table((_ROLE, _LEVEL, _STAFF, _WAITING, _MOST, _LYING, _USED), tongue)
    for desk in result.desks:
        level = LEVEL_NAMES.get(desk.level, _OFFICE)
        used = desk.used
        table.add_row(
            role_name(desk.role).text(tongue),
            level.text(tongue),
            str(desk.staff),
            f"{desk.waiting.median:.2f}",
            f"{desk.most_waiting.median:.0f}",
            f"{desk.lying.median:.2f}",
            f"{used.median:.0%} ({used.p10:.0%}–{used.p90:.0%})",
        )
    return table


def _table(heads: tuple[Sentence | str, ...], tongue: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for n, head in enumerate(heads):
        text = head.text(tongue) if isinstance(head, Sentence) else head
        table.add_column(text, justify="left" if n == 0 else "right")
    return table


_HEAD = Sentence(
    "{title}：{days} 天，{places} 个地方，每处每天 {arrivals} 件，模拟 {runs} 次（种子 {seed}）",
    "{title}: {days} days, {places} places, {arrivals} matters a day in each, {runs} runs (seed {seed})",
)
_SPREAD = (
    Sentence("中位", "median"),
    Sentence("一成以下", "p10"),
    Sentence("九成以下", "p90"),
)
_OPENED = Sentence("发起", "opened")
_CLOSED = Sentence("结束", "closed")
_END = Sentence("  其中：{end}", "  of these: {end}")
_OPEN = Sentence("还没结束", "still open")
_LATE = Sentence("曾经超期", "ever late")
_TURNED_AWAY = Sentence("没能发起", "could not be opened")
_WHY = Sentence("没能发起的原因（各次合计）", "Why matters could not be opened (all runs)")
_HOW = Sentence(
    "发起时的回答由负荷文件的 answers 给出：--example-load 写一份，照原因改。",
    "What is answered at the opening stands under answers in the load file: --example-load writes one; change it as the reasons say.",
)
_ON_TIME = Sentence("按期（时限 {clock}）", "on time (clock {clock})")
_HOURS_MEDIAN = Sentence("办结用时，小时（中位）", "hours to close (median)")
_HOURS_P90 = Sentence("办结用时，小时（九成以下）", "hours to close (p90)")
_ROLE = Sentence("经办", "desk")
_LEVEL = Sentence("层级", "level")
_STAFF = Sentence("总人数", "staff")
_WAITING = Sentence("平均排队", "waiting")
_MOST = Sentence("最多排队", "most")
_LYING = Sentence("平均在手", "in hand")
_USED = Sentence("工作量", "workload")
_OFFICE = Sentence("部门", "office")
