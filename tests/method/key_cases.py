"""One change to `everything.yaml` for each key of the vocabulary, and the consumer that must notice it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from shanzhi.engine.examples import run_examples
from shanzhi.engine.sight import audience, sights_now
from shanzhi.engine.types import Matter
from shanzhi.matters.writing.record import title_of
from shanzhi.method.build import Builder
from shanzhi.method.check import examine, load
from shanzhi.method.draw import draw
from shanzhi.method.model import Method
from shanzhi.method.problems import Problem, Problems
from shanzhi.method.setting import not_theirs
from shanzhi.method.sights import shows
from tests.engine.play import MONDAY
from tests.method.lives import lived
from tests.method.trees import node, plain

TREE = plain((Path(__file__).parent / "everything.yaml").read_text(encoding="utf-8"))


def checked(tree: Any) -> list[Any]:
    """What the checker says: of the file, its formalism, and of inputs a community may set."""
    text = dumped(tree)
    found: list[Any] = [_said(examine(text, today=date(2026, 3, 2)).problems)]
    given = {"limit": ("10 workdays", "1 hour"), "way": ("odd", "none"), "most": (9, 0)}
    for name, values in given.items():
        found += [_said(examine(text, inputs={name: one}).problems) for one in values]
    return found


def _said(problems: list[Problem]) -> list[tuple[str, str, str]]:
    return sorted((p.code, p.weight, p.why.en) for p in problems if p.code not in ("SZ511", "SZ512"))


def played(tree: Any) -> list[Any]:
    """How the examples end."""
    outcome = run_examples(dumped(tree))
    ends = [(e.title, e.steps, [p.why.en for p in e.problems]) for e in outcome.examples]
    return [ends, _said(outcome.problems)]


def read_by_neighbours(tree: Any) -> list[Any]:
    """What a neighbour may see of some matters, and what those are called."""
    method = built(tree)
    found: list[Any] = []
    for stage, size in (("hub", 1), ("hub", 9), ("paused", 1)):
        data = {"subject": "灯坏", "kind": "big", "size": size}
        matter = Matter(1, "", 1, 1, stage, 4, 4, None, MONDAY, data=data)
        shown = [
            [name for name, field in method.fields.items() if shows(one, field)]
            for one in sights_now(method, matter)
        ]
        found.append((audience(method, matter), shown, title_of(method, data)))
    return found


def drawn(tree: Any) -> str:
    return draw(built(tree))


def engine(tree: Any) -> str:
    return lived(built(tree))


def dumped(tree: Any) -> str:
    return json.dumps(tree, ensure_ascii=False)


def set_otherwise(tree: Any) -> list[str]:
    """Which inputs a community finds to be set above."""
    text = dumped(tree)
    before = load(text)
    return sorted(not_theirs(load(text, inputs={"most": 2}), before.values, "community"))


def built(tree: Any) -> Method:
    method = Builder(node(tree), Problems()).build()
    assert method is not None
    return method


# -- one change for each key ----------------------------------------------------------------------------
class Drop:
    """The key is taken out."""


DROP = Drop()
CASES: dict[str, tuple[Callable[[Any], Any], str, Any]] = {}


def case(consumer: Callable[[Any], Any], **changes: Any) -> None:
    """`shape__key=(path, value)`; the path's steps are separated by spaces."""
    for name, (path, value) in changes.items():
        CASES[name.replace("__", ".")] = (consumer, path, value)


case(
    read_by_neighbours,
    row__above=("data kind options big above", DROP),
    method__heading=("heading", "{subject}"),
    method__visible=("visible", "public"),
    sight__shows=("visible 0 shows", ["subject", "kind"]),
    sight__whom=("visible 0 whom", ["team_lead"]),
    sight__when=("visible 0 when", DROP),
    field__private=("data why private", DROP),
)
CASES["sight.in"] = (read_by_neighbours, "visible 0 in", DROP)
case(
    engine,
    method__title=("stages hub effects 0 notify text", "{title}"),
    method__roles=("roles team", ["community_staff"]),
    method__inputs=("inputs most default", 2),
    method__data=("data subject", DROP),
    method__open=("open to", "paused"),
    method__stages=("stages hub acts close", DROP),
    method__en=("en", {"太大了。": "Too big."}),
    translation__text=("en 太大了。", "Too big."),
    role_list__roles=("roles team", ["community_staff", "street_staff"]),
    input__default=("inputs limit default", "3 workdays"),
    row__label=("data kind options small", "不大的"),
    option__label=("stages voting ballot options agree", "很赞成"),
    field__type=("data twin type", "integer"),
    field__label=("data subject label", "何事"),
    field__optional=("data kind optional", DROP),
    field__sensitive=("data phone sensitive", DROP),
    field__known=("data phone known", DROP),
    field__min=("data subject min", DROP),
    field__max=("data subject max", DROP),
    field__options=("data kind options", {"small": "小的", "huge": "巨大的"}),
    field__default=("data size default", DROP),
    field__when=("data why when", DROP),
    field__form=("data parts form name max", 9),
    open__by=("open by", ["resident", "volunteer"]),
    open__at=("open at", "community"),
    open__to=("open to", "paused"),
    open__not_below=("open not_below", DROP),
    floor__when=("open not_below 0 when", "data.size == 2"),
    floor__level=("open not_below 0 level", "street"),
    floor__why=("open not_below 0 why", "归{desk}。"),
    open__requires=("open requires", DROP),
    open__for=("open for", DROP),
    requirement__that=("open requires 0 that", "size < 2"),
    requirement__otherwise=("open requires 0 otherwise", "还是太大。"),
    stage__label=("stages hub label", "正中"),
    stage__desk=("stages hub desk", "community_staff"),
    stage__due=("stages hub due", "1 day"),
    stage__acts=("stages hub acts close", DROP),
    stage__pauses=("stages paused pauses", DROP),
    stage__effects=("stages hub effects", DROP),
    stage__builtins=("stages hub builtins", DROP),
    stage__outcomes=("stages claiming outcomes unclaimed", "done"),
    stage__end=("stages done end", "merged"),
    stage__claim=("stages claiming claim by", ["resident"]),
    stage__checklist=("stages listing checklist items more", "再看一看"),
    stage__split=("stages splitting split join", "all"),
    stage__endorse=("stages endorsing endorse threshold", 2),
    stage__ballot=("stages voting ballot secret", DROP),
    stage__publicity=("stages showing publicity for", "9 workdays"),
    stage__session=("stages meeting session turn", 9),
    stage__survey=("stages surveying survey enough", 9),
    stage__wait=("stages waiting wait", "9 days"),
    desk__role=("stages above desk role", ["district_staff"]),
    desk__at=("stages above desk at", DROP),
    desk__up=("stages above desk up", DROP),
    desk__office=("stages hub desk office", DROP),
    desk__last=("stages hub desk last", DROP),
    desk__not=("stages above desk not", ["actors.above"]),
    desk__person=("stages named desk person", DROP),
    due__in=("stages paused due in", "4 days"),
    due__cases=("stages hub due cases", [{"in": "limit"}]),
    due__until=("stages hub due until", DROP),
    due__clock=("stages hub due clock", "second"),
    due__then=("stages hub due then", DROP),
    due__remind=("stages hub due remind", DROP),
    due_case__when=("stages hub due cases 0 when", "data.size > 9"),
    due_case__in=("stages hub due cases 0 in", "4 workdays"),
    act__label=("stages hub acts note label", "写一笔"),
    act__by=("stages hub acts lapse by", DROP),
    act__not=("stages hub acts note not", ["actors.hub"]),
    act__asks=("stages hub acts note asks", DROP),
    act__adds=("stages paused acts log adds", DROP),
    act__set=("stages paused acts log set", DROP),
    value__value=("stages paused acts log set mark", "没记"),
    field__is=("data twice is", "data.size * 3"),
    open__asks=("open asks", ["subject", "size"]),
    act__requires=("stages hub acts note requires", DROP),
    act__to=("stages hub acts rest to", "done"),
    act__move=("stages hub acts higher move", DROP),
    act__extend=("stages hub acts longer extend", DROP),
    act__restart=("stages hub acts again restart", DROP),
    act__stop=("stages hub acts halt stop", DROP),
    act__clear=("stages hub acts forget clear", DROP),
    act__effects=("stages hub acts note effects", DROP),
    extend__clock=("stages hub acts longer extend clock", "second"),
    extend__by=("stages hub acts longer extend by", "length"),
    extend__unit=("stages hub acts longer extend unit", "days"),
    route__when=("stages hub acts choose to 0 when", "data.size > 9"),
    route__stage=("stages hub acts choose to 1 stage", "done"),
    outcome__to=("stages claiming outcomes taken to", "hub"),
    effect__notify=("stages hub effects 0", {"document": {"title": "题", "text": "文"}}),
    effect__publish=("stages hub acts note effects 0 publish", DROP),
    effect__open=("stages hub acts note effects 1 open", DROP),
    effect__link=("stages hub acts note effects 2 link", DROP),
    effect__document=("stages hub acts note effects 3 document", DROP),
    effect__award=("stages hub acts note effects 4 award", DROP),
    notify__to=("stages hub effects 0 notify to", ["desk"]),
    notify__text=("stages hub effects 0 notify text", "到了"),
    publish__what=("stages hub acts note effects 0 publish what", ["kind"]),
    publish__for=("stages hub acts note effects 0 publish for", DROP),
    publish__title=("stages hub acts note effects 0 publish title", DROP),
    open_matter__method=("stages hub acts note effects 1 open method", "assist"),
    open_matter__with=("stages hub acts note effects 1 open with", DROP),
    binding__from=("stages hub acts note effects 1 open with subject", "kind"),
    link__to=("stages hub acts note effects 2 link to", "pair"),
    link__as=("stages hub acts note effects 2 link as", "follows"),
    link__follow=("stages hub acts note effects 2 link follow", DROP),
    document__title=("stages hub acts note effects 3 document title", "题"),
    document__text=("stages hub acts note effects 3 document text", "文"),
    award__to=("stages hub acts note effects 4 award to", "actor"),
    award__points=("stages hub acts note effects 4 award points", 7),
    award__account=("stages hub acts note effects 4 award account", DROP),
    award__for=("stages hub acts note effects 4 award for", "做得好"),
    effect__retract=("stages hub acts give effects 3", {"notify": {"to": ["opener"], "text": "撤了"}}),
    effect__appoint=("stages hub acts give effects 0", {"notify": {"to": ["opener"], "text": "任了"}}),
    effect__dismiss=("stages hub acts give effects 2", {"notify": {"to": ["opener"], "text": "免了"}}),
    retract__why=("stages hub acts give effects 3 retract why", "另有原因"),
    appoint__person=("stages hub acts give effects 0 appoint person", "whom"),
    appoint__role=("stages hub acts give effects 0 appoint role", "grid_chief"),
    appoint__at=("stages hub acts give effects 1 appoint at", DROP),
    appoint__each=(
        "stages hub acts give effects 1",
        {"appoint": {"person": "deputy", "role": "yard_member", "term": "30 days"}},
    ),
    appoint__until=("stages hub acts give effects 0 appoint until", DROP),
    appoint__term=("stages hub acts give effects 1 appoint term", DROP),
    dismiss__person=("stages hub acts give effects 2 dismiss person", "whom"),
    dismiss__role=("stages hub acts give effects 2 dismiss role", "team_lead"),
    dismiss__at=("stages hub acts give effects 2 dismiss at", "circle"),
    dismiss__each=(
        "stages hub acts give effects 4 dismiss",
        {"person": "deputy", "role": "yard_member", "why": "换届"},
    ),
    dismiss__why=("stages hub acts give effects 2 dismiss why", "另有原因"),
    claim__by=("stages claiming claim by", ["resident"]),
    claim__open_for=("stages claiming claim open_for", "9 days"),
    claim__asks=("stages claiming claim asks", DROP),
    checklist__items=("stages listing checklist items", DROP),
    checklist__from=("stages listing checklist from", DROP),
    checklist__by=("stages listing checklist by", DROP),
    item__proof=("stages listing checklist items look proof", DROP),
    item__optional=("stages listing checklist items extra optional", DROP),
    split__method=("stages splitting split method", "errand"),
    split__each=("stages splitting split each", "parts"),
    split__as=("stages splitting split as", DROP),
    split__with=("stages splitting split with", DROP),
    split__join=("stages splitting split join", "all"),
    split__left=("stages splitting split left", DROP),
    endorse__by=("stages endorsing endorse by", ["volunteer"]),
    endorse__per=("stages endorsing endorse per", DROP),
    endorse__threshold=("stages endorsing endorse threshold", 1),
    endorse__open_for=("stages endorsing endorse open_for", "9 days"),
    endorse__label=("stages endorsing endorse label", DROP),
    endorse__carried=("stages endorsing endorse carried", DROP),
    endorse__within=("stages endorsing endorse within", DROP),
    endorse__result=("stages endorsing endorse result", DROP),
    ballot__on=("stages voting ballot on", DROP),
    ballot__within=("stages voting ballot within", DROP),
    ballot__result=("stages voting ballot result", DROP),
    session__from=("stages meeting session from", DROP),
    session__within=("stages meeting session within", DROP),
    session__result=("stages meeting session result", DROP),
    survey__within=("stages surveying survey within", DROP),
    survey__result=("stages surveying survey result", DROP),
    ballot__electors=("stages voting ballot electors", "household"),
    ballot__options=("stages voting ballot options", {"agree": "赞成", "against": "反对", "none": "都不"}),
    ballot__open_for=("stages voting ballot open_for", "9 days"),
    ballot__quorum=("stages voting ballot quorum", DROP),
    ballot__pass=("stages voting ballot pass", "count.agree > 9"),
    ballot__secret=("stages voting ballot secret", DROP),
    ballot__secret_owners=("stages voting ballot secret_owners", DROP),
    ballot__needs=("stages voting ballot needs", 3),
    ballot__count_within=("stages voting ballot count_within", "2 days"),
    ballot__give_up_after=("stages voting ballot give_up_after", "9 days"),
    ballot__open_from=("stages voting ballot open_from", 7), ballot__counts_from=("stages voting ballot counts_from", 40),
    ballot__shares_from=("stages voting ballot shares_from", 70), ballot__heaviest=("stages voting ballot heaviest", 7),
    ballot__papers_from=("stages voting ballot papers_from", 40),
    ballot__kept_days=("stages voting ballot kept_days", 40), ballot__keeps_ballots=("stages voting ballot keeps_ballots", DROP),
    ballot__proxies=("stages voting ballot proxies", 0), ballot__paper=("stages voting ballot paper", DROP),
    ballot__early=("stages voting ballot early", DROP),
    publicity__for=("stages showing publicity for", "1 workday"),
    publicity__what=("stages showing publicity what", ["kind"]),
    publicity__objections=("stages showing publicity objections", ["volunteer"]),
    publicity__answer_within=("stages showing publicity answer_within", "9 workdays"),
    session__at=("stages meeting session at", "later"),
    session__lasts=("stages meeting session lasts", "3 hours"),
    session__notice=("stages meeting session notice", DROP),
    session__roll=("stages meeting session roll", "owner"),
    session__others=("stages meeting session others", ["volunteer"]),
    session__quorum=("stages meeting session quorum", "count.attended > 9"),
    session__turn=("stages meeting session turn", DROP),
    session__agenda=("stages meeting session agenda", DROP),
    survey__by=("stages surveying survey by", ["volunteer"]),
    survey__per=("stages surveying survey per", DROP),
    survey__questions=("stages surveying survey questions mark max", 9),
    survey__open_for=("stages surveying survey open_for", "9 days"),
    survey__enough=("stages surveying survey enough", DROP),
    survey__pass=("stages surveying survey pass", DROP),
    wait__for=("stages waiting wait for", "4 days"),
    wait__until=("stages waiting_day wait until", "night"),
)  # fmt: skip
case(
    checked,
    method__exceptions=("exceptions", DROP),
    input__type=("inputs most type", "text"),
    input__min=("inputs limit min", DROP),
    input__max=("inputs limit max", DROP),
    input__options=("inputs way options", {"plain": "平常"}),
    exception__rule=("exceptions 0 rule", "SZ601"),
    exception__until=("exceptions 0 until", "2025-12-31"),
    exception__reason=("exceptions 0 reason", DROP),
    exception__approver=("exceptions 0 approver", DROP),
)
case(set_otherwise, input__set_by=("inputs most set_by", "community"))
case(drawn, route__label=("stages hub acts choose to 0 label", "特大的"))
case(
    played,
    method__examples=("examples 0 title", "另一个"),
    example__title=("examples 0 title", "另一个"),
    example__given=("examples 0 given", DROP),
    example__when=("examples 0 when 3 act", "choose"),
    example__then=("examples 0 then", {"stage": "hub"}),
    given__now=("examples 0 given now", "2026-03-03 09:00"),
    given__at=("examples 0 given at", "district"),
    given__inputs=("examples 0 given inputs", DROP),
    given__vacant=("examples 0 given vacant", ["grid_worker"]),
    given__facts=("examples 0 given facts", DROP),
    step__open=("examples 0 when 0 open", {"size": 9, "subject": "路灯不亮"}),
    step__act=("examples 0 when 2 act", "halt"),
    step__with=("examples 0 when 2 with", DROP),
    step__by=("examples 0 when 2 by", "resident"),
    step__after=("examples 0 when 1 after", "9 days"),
    step__wait=("examples 0 when 4 wait", "90 days"),
    step__joined=("examples 0 when 5 joined child", 9),
    step__refused=("examples 0 when 1 refused", "form"),
    step__then=("examples 0 when 2 then", {"points": {"resident": 5}}),
    **{
        f"expected__{key}": (f"examples 0 when 0 then {key}", wrong)
        for key, wrong in {
            "stage": "paused", "level": "street", "desk": "secretary", "due": "2026-03-06 17:00", "late": True,
            "data": {"phone": "13900000000"}, "tally": {"voted": 1}, "points": {"resident": 1},
            "notified": ["desk"], "effects": ["document"], "children": 3,
        }.items()
    },
    expected__end=("examples 0 then end", "merged"),
    given__roll=("examples 1 given roll", {"count": 9}),
    given__areas=("examples 1 given areas", {"resident2": 7}),
)  # fmt: skip
# Words that are only shown, and records that only others read: the key, and how a face or a store reads it.
SHOWN: dict[str, str] = {
    "method.method": r"method\.id\b",
    "method.version": r"method\.version\b",
    "method.summary": r"method\.summary\b",
    "method.source": r"method\.source\b",
    "method.basis": r"method\.basis\b",
    "method.measures": r"method\.measures\b",
    "input.label": r"(?:given|input)\.label\b",
    "input.help": r"(?:given|input)\.help\b",
    "field.of": r"field\.of\b",
    "kept.label": r"field\.label\b",
    "field.help": r"field\.help\b",
    "open.label": r"opening\.label\b",
    "stage.help": r"stage\.help\b",
    "act.help": r"act\.help\b",
    "act.confirm": r"act\.confirm\b",
    "item.label": r"item\[\"label\"\]|\[\"label\"\]",
    "measure.label": r"measure\.label\b",
    "measure.help": r"measure\.help\b",
    "measure.among": r"measure\.of\b",
    **{f"measure.{kind}": rf'"{kind}"' for kind in ("share", "number", "mean", "median")},
}
# What the changes above need besides: fields that only they name, and a second example for rolls and areas.
PREPARED = {
    "extend.by": ("data length", {"type": "integer", "label": "长短", "default": 4}),
    "extend.clock": ("stages paused due clock", "second"),
    "link.to": ("data pair", {"type": "matter", "label": "另一对", "optional": True}),
    "field.private": ("visible", "place"),
    "session.at": ("data later", {"type": "time", "label": "晚些", "default": "2026-03-09T09:00"}),
    "wait.until": ("data night", {"type": "date", "label": "晚上", "default": "2026-03-09"}),
    "translation.text": ("en 太大了。", "Big."),
}
