"""Ballot (表决): by person, household or owner's area; open or secret; proxies, and papers (`paper_acts`, `secret_acts`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.ballot_words import told
from shanzhi.method.blocks.base import (
    FAILED,
    IN_WORDS,
    NO_QUORUM,
    PASSED,
    RESULT,
    VOTERS,
    WITHIN,
    BlockKind,
    Meanwhile,
    Owed,
    Settings,
    act,
    field,
)
from shanzhi.method.blocks.casting import (
    TOTALS_ACTS,
    WAYS,
    cast_by,
    cast_setting,
    casting_faults,
    in_totals,
    totals_acts,
)
from shanzhi.method.blocks.linear import NotLinear, inequalities
from shanzhi.method.blocks.options import check_options, options_of
from shanzhi.method.blocks.paper_acts import PAPER_ACTS, paper_acts
from shanzhi.method.blocks.secret_acts import SECRET_ACTS, secret_acts
from shanzhi.method.blocks.signing import check_signed, may_be_secret
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.model import Act
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting, roll_words
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.aloud.conditions import Speaker
    from shanzhi.method.build import Builder
    from shanzhi.method.read import Node


def _counts(s: Settings) -> tuple[str, ...]:
    plain = ["roll", "voted", *(option.value for option in options_of(s))]
    return (*plain, *(f"{name}_area" for name in plain))


def _acts(s: Settings, at: Rule) -> list[Act]:
    ways = cast_by(s)
    choice = field("choice", "choice", "选择", "Choice", at, options=options_of(s))
    person = field("elector", "person", "哪一位", "Whose vote", at)
    acts = [act("vote", "投票", "Vote", VOTERS, at, choice)] if "online" in ways else []
    if s.get("proxies") is not None and acts:
        proxy = field("proxy", "person", "委托给谁", "To whom", at)
        acts += [
            act("vote_for", "代他人投票", "Vote for another", VOTERS, at, person, choice),
            act("entrust", "委托他人投票", "Let another vote for me", VOTERS, at, proxy),
            act("revoke", "收回委托", "Take the proxy back", VOTERS, at),
        ]
    papers = s if "paper" in ways else {**s, "clerks": None}
    secret = [] if in_totals(s) else secret_acts(papers, at, person, choice)
    return [*acts, *paper_acts(papers, at, person, choice), *secret, *totals_acts(s, at)]


def _named(s: Settings) -> tuple[Sentence, ...]:
    return tuple(option.label for option in s.get("options") or ())


def _checked(b: Builder, node: Node, settings: Settings) -> None:
    check_options(b, node, settings)
    check_signed(b, node, settings)


def _owes(s: Settings, stage: str) -> Iterator[Owed]:
    """How votes are cast; and what passes a ballot that may be secret can be proved without its counts, and its turnout
    tells no choice."""
    yield from casting_faults(s)
    if not may_be_secret(s):
        return
    options = [option.value for option in options_of(s)]
    program, quorum = s.get("pass"), s.get("quorum")
    try:
        inequalities(program.source if program is not None else "true", options, None)
    except NotLinear as problem:
        yield Owed("SZ527", "pass", {"part": problem.part})
    choices = {f"count.{name}{of}" for name in options for of in ("", "_area")}
    told = quorum.names & choices if quorum else set()
    if told:
        yield Owed("SZ528", "quorum", {"name": min(told)})


def _count_words(s: Mapping[str, Any]) -> dict[str, Sentence]:
    found = {
        "roll": Sentence("名册总数", "all on the roll"),
        "roll_area": Sentence("名册总面积", "the area of all on the roll"),
        "voted": Sentence("参加表决的总数", "those who voted"),
        "voted_area": Sentence("参加表决的面积", "the area of those who voted"),
    }
    for one in options_of({"options": s.get("options")}):
        found[one.value] = Sentence(f"“{one.label.zh}”票", f"votes for “{one.label.en}”")
        found[f"{one.value}_area"] = Sentence(f"“{one.label.zh}”的面积", f"the area for “{one.label.en}”")
    return found


def _aloud(s: Mapping[str, Any], say: Speaker) -> list[Sentence]:
    """Who counts, how long, on what, what decides."""
    options = options_of({"options": s.get("options")})
    choices = Sentence("、".join(o.label.zh for o in options), ", ".join(o.label.en for o in options))
    said = Sentence("表决：{r}；选项是{o}。", "A vote: {r}; the choices are {o}.")
    found = [said.fill(r=roll_words(s["roll"], say), o=choices)]
    if "motion" in s:
        found.append(Sentence("表决的是{m}。", "What is voted on: {m}.").fill(m=say.names.fact(s["motion"])))
    if "quorum" in s:
        said = Sentence(
            "参加的要够：{c}；不够就是“到的人不够”。", "Enough must take part: {c}; else there is no quorum."
        )
        found.append(said.fill(c=say.condition(s["quorum"])))
    found.append(Sentence("通过的条件：{c}。", "What passes: {c}.").fill(c=say.condition(s["pass"])))
    if may_be_secret(s):
        said = Sentence(
            "{c}时记名，否则无记名：谁投了什么没有人知道。",
            "Signed if {c}; else secret: nobody learns who chose what.",
        )
        found.append(said.fill(c=say.condition(s["signed"])))
    if s.get("early"):
        found.append(Sentence("全部投完就计票，不等到期。", "It is counted as soon as all have voted."))
    if "clerks" in s:
        said = Sentence("没有手机的，由{w}代为录入纸质票。", "For those without a phone, {w} enter papers.")
        found.append(said.fill(w=say.who(s["clerks"])))
    return found


KIND = BlockKind(
    kind="ballot",
    count_words=_count_words,
    aloud=_aloud,
    name=Sentence("表决", "ballot"),
    doc=Sentence("表决", "a ballot"),
    shape=Shape(
        {
            "roll": Key("text", ROLL_DOC, required=True),
            "motion": key("text", "表决什么：一个事先公开过的文字字段", "what is voted on: a text field made public before"),
            "options": key("map:option", "选项（默认 同意/反对/弃权）", "the choices (default agree/oppose/abstain)"),
            "quorum": key("condition", "参与门槛", "the turnout it needs"),
            "pass": key("condition", "通过条件", "what passes", required=True),
            "three_quarters": key("condition", "业主表决：什么时候是四分之三事项（民法典 278 条：筹集维修资金、改建重建、改变用途、经营）；没有的写 false", "owners: when three quarters must agree (Civil Code 278: raising the repair fund, rebuilding, change of use, business); `false` where never"),
            "signed": key("condition", "记名（默认；可按条件，业主总是记名）；不记名写 false", "whether votes are signed (default; may be a condition; owners always sign); `false` is a secret ballot"),
            "needs": key("number", "无记名：几位持钥人一起才能开票（默认 2）", "a secret ballot: how many key holders open the box together (default 2)"),
            "count_within": key("duration", "无记名：封箱后多久内开票（默认 3 个工作日）", "a secret ballot: how soon after closing the box is opened (default 3 workdays)"),
            "give_up_after": key("duration", "无记名：封箱后多久仍未开票即作未能开票（默认 15 个工作日）", "a secret ballot: how long after closing a box that nobody opened is given up (default 15 workdays)"),
            "open_from": key("number", "无记名：名册和投票至少几票才开票（默认 5）", "a secret ballot: from how many electors and votes on the box is opened (default 5)"),
            "counts_from": key("number", "无记名：几票起公布各项票数（默认 30）", "a secret ballot: from how many votes on the votes of each option are published (default 30)"),
            "shares_from": key("number", "无记名：几票起面积公布到百分之一（默认 60）", "a secret ballot: from how many votes on areas are published in whole per cent (default 60)"),
            "heaviest": key("number", "无记名：最重一户至多占所投面积的百分之几，才公布面积（默认 5）", "a secret ballot: the per cent of the area cast that no weight may exceed for that (default 5)"),
            "papers_from": key("number", "无记名：纸质票几张起可直接录入合计（默认 30）", "a secret ballot: from how many papers on the totals of the paper box are entered plainly (default 30)"),
            "kept_days": key("number", "无记名：结束几天后删除密封的份额、盐和密封票（默认 30）", "a secret ballot: how many days after its end sealed shares, salts and ballots are deleted (default 30)"),
            "keeps_ballots": key("condition", "无记名：到期仍保留密封票（默认不保留）", "a secret ballot: the sealed ballots are kept even then (default: they are not)"),
            "cast": key("texts", "怎么投：online 线上、paper 纸质（默认这两种）；或只填总数：hands 举手、box 投票箱、official 官方系统；可写 inputs.x", "how votes are cast: online, paper (default: both); or as totals alone: hands, box, official; may be inputs.x"),
            "tellers": key("roles", "计票人、监票人：两个人各自填报总数，一致才算", "tellers: two people enter the totals, each alone; they count when both say the same"),
            "proxies": key("number", "一人最多代几票（0 为不许）", "proxies a person may hold (0: none)"),
            "outside_proxies": key("number", "纸质票：持书面授权委托书的（不必在名册上）一人最多代几票（0 为不许）", "papers: how many somebody may sign by written authority, on the roll or not (0: none)"),
            "clerks": key("roles", "谁可代录纸质票", "who may enter paper votes, for those without a phone"),
            "early": key("boolean", "全部投完即计票", "count as soon as all have voted"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={"passed": PASSED, "failed": FAILED},
    optional={"no_quorum": NO_QUORUM, "not_opened": Sentence("未能开票", "the box was not opened")},
    called_for={"quorum": "no_quorum"},
    counts=_counts,
    acts=_acts,
    act_names=("vote", "vote_for", "entrust", "revoke", *PAPER_ACTS, *SECRET_ACTS, *TOTALS_ACTS),
    closes=True,
    was_open="open_for",
    collects=True,
    passing=frozenset(("result",)),
    told_as=told,
    yields={"words": IN_WORDS},
    of_many=True,
    invites=Sentence("请您表决", "Please vote"),
    calls=Sentence("请您录入票数", "Please enter the votes"),
    thresholds=("quorum", "pass"),
    takes_part=("vote", "vote_for", "paper", "entrust"),
    taken_back={"entrust": "revoke"},
    for_others=("paper", "hand_out", "give_paper"),
    told=("vote", "vote_for", "paper"),
    slot="vote",
    meanwhile=Meanwhile(("roll", "roll_area", "voted", "voted_area"), whole=False),
    fields={"motion": ("text",), "within": ("place",)},
    builds={"roll": roll_setting, "cast": cast_setting},
    checked=_checked,
    offered={"roll": tuple(ROLLS), "cast": WAYS},
    put="motion",
    decides=True,
    named=_named,
    owes=_owes,
)  # fmt: skip
