"""Choose (选举): so many of several, by person, household, owner or representative; on screen, on signed or on secret papers.

Acts stand in `choose_acts`, words in `choose_words`; how votes may be cast is as in a ballot (`casting`, `signing`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from shanzhi.method.blocks.base import (
    IN_WORDS,
    NO_QUORUM,
    RESULT,
    WITHIN,
    BlockKind,
    Meanwhile,
    Owed,
    Settings,
)
from shanzhi.method.blocks.casting import MIXED, TOTALS, WAYS, cast_by, cast_setting, in_totals
from shanzhi.method.blocks.choose_acts import CHOOSE_ACTS, choose_acts
from shanzhi.method.blocks.choose_words import aloud, count_words, told
from shanzhi.method.blocks.signing import check_signed, may_be_secret
from shanzhi.method.field_types import Thing
from shanzhi.method.keys import Key, Shape, key
from shanzhi.method.rolls import ROLL_DOC, ROLLS, roll_setting
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.method.build import Builder
    from shanzhi.method.model import Field
    from shanzhi.method.read import Node

PAPERS = ("given", "valid", "blank", "spoilt")
"""发出、有效、空白、废票; together with those that came back (`voted`) they balance."""
COUNTS = (
    "roll",
    "voted",
    *PAPERS,
    "candidates",
    "places",
    "elected",
    "left",
    "votes",
    "roll_area",
    "voted_area",
    "votes_area",
)
LISTS = ("elected", "reserve", "left")
"""What of a result is some of the candidates: who is elected, who stands in, who is left for another vote."""
SECRET_ON_SCREEN = Sentence(
    "无记名选举不能在线上投（还不能既不记名、又保证一人一票）；请写 cast: [paper] 用纸质票，或投票箱 box，或 signed: true",
    "a secret election is not held on screen (nothing yet keeps it secret and counts each once): write cast: [paper] for papers, or box, or signed: true",
)
NOBODY_TO_TELL = Sentence(
    "“{fact}”记的是人，候选名单的每一行里却没有人员（type: person）",
    "“{fact}” keeps persons, and no line of the candidates has one (type: person)",
)
NO_LINES = Sentence(
    "“{fact}”是清单，候选人却是 people；请改成 people 类型",
    "“{fact}” is a list, and the candidates are people: make it of the type people",
)
SAME_LINES = Sentence(
    "“{fact}”的 form 里要有“{of}”的 {parts}",
    "the `form` of “{fact}” must have the parts {parts} of “{of}”",
)


def person_part(field: Field) -> str | None:
    """The part of a candidate's line that says who it is."""
    return next(
        (one.name for one in field.form if one.kind.points_to is Thing.PERSON and not one.kind.several), None
    )


def name_part(field: Field) -> str | None:
    """The part of a candidate's line that is printed on the paper."""
    return next((one.name for one in field.form if one.kind.written), None)


def _checked(b: Builder, node: Node, settings: Settings) -> None:
    check_signed(b, node, settings)
    of = b.fields.get(str(settings.get("of")))
    if of is None:
        return
    kept = node.value["result"].keys if "result" in node.value else {}
    for name, what in (settings.get("result") or {}).items():
        if what not in LISTS:
            continue
        field, detail = b.fields[name], None
        if field.kind.rows and not of.kind.rows:
            detail = NO_LINES.fill(fact=name)
        elif field.kind.rows:
            lacking = {one.name for one in of.form} - {one.name for one in field.form}
            if lacking:
                detail = SAME_LINES.fill(fact=name, of=of.name, parts=", ".join(sorted(lacking)))
        elif of.kind.rows and person_part(of) is None:
            detail = NOBODY_TO_TELL.fill(fact=name)
        if detail is not None:
            b.problems.add("SZ547", kept[name], detail=detail)


def _owes(s: Settings, stage: str) -> Iterator[Owed]:
    """Sums stand alone; what is secret is on paper."""
    ways = set(cast_by(s))
    if (in_totals(s) and ways - set(TOTALS)) or {"official", "box"} <= ways or {"official", "hands"} <= ways:
        yield Owed("SZ530", "cast", {"detail": MIXED})
    if may_be_secret(s) and "online" in ways:
        yield Owed("SZ547", "cast" if s.get("cast") is not None else "signed", {"detail": SECRET_ON_SCREEN})


def _ties(b: Builder, node: Node) -> str | None:
    return str(node.value) if node.value in ("run_off", "draw") else None


def _named(s: Settings) -> tuple[Sentence, ...]:
    return ()


def _told(kept: Mapping[str, Any], english: Any) -> Sentence:
    return told(kept)


KIND = BlockKind(
    kind="choose",
    count_words=count_words,
    aloud=aloud,
    name=Sentence("选举", "election"),
    doc=Sentence("选举：几个人里选几个", "an election: so many of several"),
    shape=Shape(
        {
            "roll": Key("text", ROLL_DOC, required=True),
            "of": key("text", "候选人：people.x（几个人），或 data.x（清单，每行一位，第一段文字印在票上）", "the candidates: people.x, or data.x, a list with a line for each, whose first text is printed on the paper", required=True),
            "places": key("number", "应选几人", "how many are elected", required=True),
            "already": key("text", "另行选举：前面已经当选的人（data.x、people.x），占了名额，也留在结果里", "a run-off: those elected before (data.x, people.x), who have places already and stay in the result"),
            "reserves": key("number", "候补几人（默认没有）", "how many stand in (default: none)"),
            "most": key("number", "一张票最多选几人（默认应选几人就几人）", "the most names on a paper (default: as many as are elected)"),
            "margin": key("number", "差额：候选人至少比应选的多几人（默认可以等额）；另行选举时按它定候选人", "how many more candidates than places there are at least (default: none); so many more are left for a run-off, too"),
            "write_ins": key("boolean", "可以另选他人：在票上写名字", "other names may be written on the paper"),
            "quorum": key("condition", "参加的要够：如 count.voted * 2 > count.roll", "the turnout it needs, as in count.voted * 2 > count.roll"),
            "pass": key("condition", "每位候选人当选的条件，count.votes 是得票：如 count.votes * 2 > count.voted", "what elects each one, of whose votes count.votes speaks, as in count.votes * 2 > count.voted"),
            "ties": key("choice:run_off|draw", "得票相等、名额不够时怎么办，事先说明：run_off 再投一次，draw 当众抽签；outcomes 的 tied 通到那里", "equal votes for more than the places, declared before: run_off votes once more, draw draws lots; the outcome `tied` leads there", required=True),
            "signed": key("boolean", "记名（默认；业主总是记名）；无记名写 false，只用纸质票、投票箱或官方系统", "whether votes are signed (default; owners always sign); `false` is a secret election, on paper, in a box or by the official system alone"),
            "cast": key("texts", "怎么投：online 线上、paper 纸质（默认这两种）；或只填总数：hands 举手、box 投票箱、official 官方系统；可写 inputs.x", "how votes are cast: online, paper (default: both); or as totals alone: hands, box, official; may be inputs.x"),
            "tellers": key("roles", "计票人、监票人：发票、唱票、计票，两个人各录一遍，一致才算；候选人不能当", "tellers: they hand out papers and count, two of them each alone, and it counts when both say the same; never a candidate", required=True),
            "count_within": key("duration", "投票截止后多久内计完票（默认 3 个工作日）", "how soon after the vote the papers are counted (default 3 workdays)"),
            "give_up_after": key("duration", "投票截止后多久仍没有一致的票数，即作未能计票（默认 15 个工作日）", "how long after the vote an election without an agreed count is given up (default 15 workdays)"),
            "proxies": key("number", "一人最多代几票（0 为不许）；候选人不接受委托", "proxies a person may hold (0: none); a candidate holds none"),
            "outside_proxies": key("number", "签名纸质票：持书面授权委托书的（不必在名册上）一人最多代几票（0 为不许）", "signed papers: how many somebody may sign by written authority, on the roll or not (0: none)"),
            "early": key("boolean", "全部投完（领完票）即计票", "count as soon as all have voted, or drawn their paper"),
            "within": Key("text", WITHIN),
            "result": Key("map:kept", RESULT),
        }
    ),
    outcomes={
        "elected": Sentence("选出来了", "all places are filled"),
        "unfilled": Sentence("当选人数不足", "not all places are filled"),
        "tied": Sentence("得票相等", "equal votes"),
    },
    optional={
        "no_quorum": NO_QUORUM,
        "not_counted": Sentence("未能计票", "the votes were not counted"),
        "void": Sentence("选举无效", "declared void"),
    },
    called_for={"quorum": "no_quorum"},
    counts=lambda s: COUNTS,
    acts=choose_acts,
    act_names=CHOOSE_ACTS,
    closes=True,
    collects=True,
    passing=frozenset(("result",)),
    told_as=_told,
    yields={"words": IN_WORDS, **dict.fromkeys(LISTS, ("people", "list"))},
    of_many=True,
    invites=Sentence("请您选举", "Please vote"),
    calls=Sentence("请您计票", "Please count the votes"),
    thresholds=("quorum", "pass"),
    takes_part=("vote", "vote_for", "paper", "entrust"),
    taken_back={"entrust": "revoke"},
    told=("vote", "vote_for", "paper"),
    slot="vote",
    meanwhile=Meanwhile(("roll", "roll_area", "voted", "voted_area", "given", "candidates", "places"), whole=True, acts=("vote", "vote_for", "paper", "enter_count")),
    fields={"of": ("list", "people"), "already": ("list", "people"), "within": ("place",)},
    builds={"roll": roll_setting, "cast": cast_setting, "ties": _ties},
    checked=_checked,
    offered={"roll": tuple(ROLLS), "cast": WAYS},
    put="of",
    decides=True,
    named=_named,
    owes=_owes,
)  # fmt: skip
