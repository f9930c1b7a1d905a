"""The scenario file a method is simulated under where none is given: every line of it may be changed."""

from __future__ import annotations

from shanzhi.engine.simulation.load import roles_of, usual_load, works_of
from shanzhi.method.model import Method
from shanzhi.method.roles import role_name
from shanzhi.method.words import Sentence


def example_load(method: Method, language: str) -> str:
    """The scenario of the defaults for a method, with comments in one language."""
    load = usual_load(method)

    def line(text: str, why: Sentence) -> str:
        return f"{text}  # {why.text(language)}"

    lines = [
        f"# {_TOP.fill(title=method.title).text(language)}",
        line(f"days: {load.days}", Sentence("日历天数", "calendar days")),
        line(f"starts: {load.starts}", Sentence("从哪天开始", "the first day")),
        line(
            f"places: {load.places}",
            Sentence("几个地方（事项发起的那一级）", "places at the level where matters open"),
        ),
        line(f"households: {load.households}", Sentence("每个地方几户", "households in each place")),
        line(f"offices: {load.offices}", Sentence("几个部门", "department offices")),
        "arrivals:",
        line(
            f"  per_day: {load.arrivals:g}",
            Sentence("每个地方每天平均几件", "matters a day in each place, on average"),
        ),
        line(
            f"  hours: {load.hours}",
            Sentence("working 工作时间；waking 每天 7–22 点", "working, or waking: 07:00 to 22:00 every day"),
        ),
    ]
    roles = roles_of(method)
    if roles:
        lines.append(line("staff:", Sentence("每个地方（部门）几人", "how many in each place or office")))
        lines += [line(f"  {role}: {load.staff.get(role, 1)}", role_name(role)) for role in roles]
    stars = ", ".join(f"{share:g}" for share in load.stars)
    lines += [
        "residents:",
        line(f"  answer: {load.residents.chance:g}", Sentence("轮到居民时会答复的概率", "how likely residents answer when it is their turn")),
        line(f"  hours: {load.residents.hours:g}", Sentence("多少小时后答复（中位数）", "after how many hours (median)")),
        line(f"  spread: {load.residents.spread:g}", Sentence("三分之二在中位数除以、乘以它之间", "two thirds lie within the median divided and multiplied by this")),
        line(f"  stars: [{stars}]", Sentence("一星到五星的份额", "shares of one to five stars")),
        line(f"  yes: {load.yes:g}", Sentence("“是否”题答“是”的概率", "how likely a yes-or-no question is answered yes")),
        line(f"  turnout: {load.turnout:g}", Sentence("参加联名、表决、评议、会议的比例", "who takes part in support, ballots, surveys, meetings")),
        line(f"  object: {load.objections:g}", Sentence("公示有人提异议的概率", "how likely a publicity meets an objection")),
        "helpers:",
        line(f"  take: {load.helpers.chance:g}", Sentence("有人接单、接了会办的概率", "how likely somebody takes a matter, and does what was taken")),
        f"  hours: {load.helpers.hours:g}",
        f"  spread: {load.helpers.spread:g}",
        "children:",
        line(f"  done: {load.children.chance:g}", Sentence("协办事项办成的概率", "how likely a child matter ends well")),
        line(f"  hours: {load.children.hours:g}", Sentence("多少工作小时后办结", "working hours until it closes")),
        f"  spread: {load.children.spread:g}",
        line("acts:", Sentence("经办选哪个动作（份额）、用多少工作分钟（中位数）", "which act a desk chooses (share), and its working minutes (median)")),
    ]  # fmt: skip
    for stage, works in works_of(method, load).items():
        chosen = {act: work for act, work in works.items() if work.share}
        if chosen:
            lines.append(line(f"  {stage}:", method.stages[stage].label))
        for act, work in chosen.items():
            label = method.stages[stage].acts[act].label
            text = f"    {act}: {{share: {work.share:g}, minutes: {work.minutes:g}, spread: {work.spread:g}}}"
            lines.append(line(text, label))
    return "\n".join(lines) + "\n"


_TOP = Sentence(
    "“{title}”的负荷。每一行都可改，也可删去（按默认）。",
    "A load for “{title}”. Change any line, or leave it out for the default.",
)
