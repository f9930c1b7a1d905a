"""Each (联审、会签): those who are named answer once each, side by side: yes, or no with the reason, on screen or on paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import (
    IN_WORDS,
    RESULT,
    VOTERS,
    BlockKind,
    English,
    Meanwhile,
    Settings,
    act,
    field,
)
from shanzhi.method.blocks.each_settings import (
    NEEDS,
    OWN,
    asked,
    barred,
    check,
    level,
    names,
    needs,
    silence,
)
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import DESK, Act, Option
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker

ANSWER = Sentence("我来答复", "Give my answer")
MOST_PAGES = 9
"""So many pictures or files of one signed paper."""


def _counts(s: Settings) -> tuple[str, ...]:
    return (*OWN, *(option.value for option in s.get("options") or ()))


def _acts(s: Settings, at: Rule) -> list[Act]:
    """Their own answer, what a clerk enters for one of them, and the desk's reminder."""
    label = s.get("label") or ANSWER
    choice = field("choice", "choice", "答复", "The answer", at, options=s.get("options") or ())
    reason = field("reason", "text", "理由", "Why", at, max=1000, optional=True)
    given = (choice, *(() if s.get("reasons") == "never" else (reason,)), *(s.get("form") or ()))
    which = field("seat", "integer", "以哪一方的身份", "For which of them", at, min=1, optional=True)
    own = act("countersign", label.zh, label.en, VOTERS, at, *given, which)
    acts = [replace(own, barred=s.get("not"))]
    if s.get("clerks") is not None:
        whose = field("seat", "integer", "哪一方", "Whose answer", at, min=1)
        paper = field(
            "files",
            "files",
            "签了字的纸（拍照或扫描）",
            "The signed paper (a photo or scan)",
            at,
            max=MOST_PAGES,
        )
        acts.append(
            act(
                "countersign_for",
                "代录书面答复",
                "Enter an answer given on paper",
                s["clerks"],
                at,
                whose,
                *given,
                paper,
            )
        )
    return [*acts, act("remind_asked", "提醒还没答的", "Remind those who have not answered", DESK, at)]


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    options: tuple[Option, ...] = s.get("options") or ()
    said = Sentence("答“{o}”的", "those who answer “{o}”")
    return {
        "asked": Sentence("请了几方", "how many are asked"),
        "answered": Sentence("答复了的", "those who answered"),
        "passed": Sentence("同意的", "those in favour"),
        **{option.value: said.fill(o=option.label) for option in options},
    }


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who is asked, what they may answer, how many suffice, what silence means."""
    labels = {option.value: option.label for option in s["options"]}
    found = [
        Sentence("请{w}各答一次。", "Each of these answers once: {w}.").fill(w=say.who(s["of"])),
        Sentence("可以答：{o}；算同意的是：{p}。", "They may answer: {o}; in favour is: {p}.").fill(
            o=_listed(labels.values()), p=_listed(labels[one] for one in s["passes"] if one in labels)
        ),
        NEEDS[s["needs"]] if s["needs"] in NEEDS else Sentence("要 {n} 方同意。", "{n} of them must be in favour.").fill(n=say.amount(s["needs"])),
    ]  # fmt: skip
    silent = labels.get(str(s.get("silent")))
    if silent is None:
        found.append(Sentence("到时没答的，另算“没有答齐”。", "Who has not answered in time is told apart."))
    else:
        said = Sentence("到时没答的，算“{o}”。", "Who has not answered in time counts as “{o}”.")
        found.append(said.fill(o=silent))
    if "clerks" in s:
        said = Sentence(
            "没有手机的，由{w}凭签了字的纸代录。",
            "For those without a phone, {w} enter it from the signed paper.",
        )
        found.append(said.fill(w=say.who(s["clerks"])))
    if s.get("reasons") != "never":
        found.append(
            Sentence("不同意的可以不写理由。", "Who is not in favour need not say why.")
            if s.get("reasons") == "may"
            else Sentence("不同意的要写理由。", "Who is not in favour says why.")
        )
    return found


def _listed(labels: Any) -> Sentence:
    named = list(labels)
    return Sentence("、".join(one.zh for one in named), ", ".join(one.en for one in named))


def _told(kept: Mapping[str, Any], english: English) -> Sentence:
    """How many were asked, what they answered, how many did not."""
    zh = [f"{one['label']} {one['count']}" for one in kept["answers"]]
    en = [f"{english(one['label'])} {one['count']}" for one in kept["answers"]]
    silent = kept["asked"] - kept["answered"]
    if silent:
        zh.append(f"没有答复 {silent}" if "silent" not in kept else f"其中 {silent} 方到时没答")
        en.append(f"no answer {silent}" if "silent" not in kept else f"of these {silent} by silence")
    return Sentence(
        f"请了 {kept['asked']} 方：{'、'.join(zh)}", f"{kept['asked']} were asked: {', '.join(en)}"
    )


KIND = BlockKind(
    kind="each",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("会签", "joint answer"),
    doc=Sentence("联审、会签：请到的各答一次", "the named each answer once"),
    shape=Shape(
        {
            "of": key("texts", "请谁答，进入时定下：people.x（人、户、单位各算一方）、岗位（从事项所在处往上找，谁任这个岗谁答）、data.x（几个部门）、opener、holder", "who is asked, fixed at entry: people.x (each person, household or organisation), posts (looked for from where it stands upwards; whoever holds the post answers), data.x (several offices), opener, holder", required=True),
            "at": key("word", "岗位从哪一级找起（默认事项所在处）", "the level at which posts are looked for (default: where it stands)"),
            "options": key("map:option", "可以答什么", "the answers", required=True),
            "passes": key("words", "哪些答复算同意", "which of them are in favour", required=True),
            "needs": key("any", "要几方同意：all、any，或一个数（可用 count.asked）", "how many must be in favour: all, any, or a number (may speak of count.asked)", required=True),
            "silent": key("word", "到时没答的算哪个答复；不写就另有一个结果 late", "what silence counts as; left out, it is an outcome of its own: late"),
            "reasons": key("choice:must|may|never", "不同意的理由：must 必填（默认），may 可不填，never 不问", "the reason of who is not in favour: must (default), may, never asked"),
            "form": key("map:field", "答复时还要填什么", "what else an answer asks"),
            "shows": key("words", "请他们看着答的事实，其间不能改；签的就是它", "the facts they answer on, unchanged meanwhile; what they sign"),
            "clerks": key("roles", "谁可凭签了字的纸代录", "who may enter an answer from the signed paper"),
            "not": key("texts", "谁不得答：opener、holder、actors.环节、people.x", "who may not answer: opener, holder, actors.stage, people.x"),
            "several": key("boolean", "一人可以替自己所在的几方各答一次（默认只答一方）", "one person may answer for several of those asked (default: for one)"),
            "label": key("text", "这个动作叫什么（默认“我来答复”）", "what the act is called (default: Give my answer)"),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"agreed": Sentence("同意", "agreed"), "refused": Sentence("不同意", "refused")},
    optional={"late": Sentence("没有答齐", "not all answered")},
    called_unless={"silent": "late"},
    counts=_counts,
    acts=_acts,
    act_names=("countersign", "countersign_for", "remind_asked"),
    closes=True,
    collects=True,
    passing=frozenset(("label", "result")),
    told_as=_told,
    yields={"words": IN_WORDS, "lines": ("list",)},
    of_many=True,
    invites=Sentence("请您答复", "Please answer"),
    thresholds=(),
    takes_part=("countersign",),
    taken_back={},
    told=("countersign", "countersign_for"),
    for_others=("countersign_for",),
    slot="sign",
    one_by_one=True,
    meanwhile=Meanwhile(("asked", "answered"), whole=False),
    builds={"of": asked, "at": level, "needs": needs, "not": barred, "passes": names, "silent": silence},
    checked=check,
    lays_before="shows",
    form="form",
    named=lambda s: tuple(option.label for option in s.get("options") or ()),
)  # fmt: skip
