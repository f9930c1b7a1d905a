"""The acts of an election (选举): votes on screen, papers handed out and read by two tellers, or totals that two enter."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from shanzhi.method.blocks.base import VOTERS, Settings, act, field
from shanzhi.method.blocks.casting import cast_by, in_totals
from shanzhi.method.blocks.paper_acts import paper_acts
from shanzhi.method.blocks.signing import may_be_secret
from shanzhi.method.model import DESK, Act, Field, Who
from shanzhi.method.rules import Rule
from shanzhi.method.words import Sentence

ON_SCREEN = ("vote", "vote_for", "entrust", "revoke")
BY_NAME = ("paper", "hand_out", "void_paper", "finish_count")
IN_SUMS = ("give_paper", "enter_count")
CHOOSE_ACTS = (*ON_SCREEN, *BY_NAME, *IN_SUMS, "identify", "annul")
MOST_NAMES = 100
"""The most lines of a paper or of a count."""
READ_TWICE = Sentence(
    "每张票由两个人各录一遍（一人唱票、一人监票），两遍一样才算。写坏的、选多了的勾“废票”；一个也没选的不勾，是空白票。",
    "Each paper is entered by two people, each alone, and counts when both say the same. Tick “spoilt” for one that cannot be read or has too many names; one without any name is blank.",
)
EACH_ALONE = Sentence(
    "请独立清点后填报；另一位也填，两个人填的一样才算数。收回的不能多于发出的，收回的＝有效票＋空白票＋废票。",
    "Count by yourself, then enter it; the other teller does too, and it counts when both say the same. No more papers come back than went out, and those that came back are valid, blank or spoilt.",
)


def _tellers(s: Settings) -> Who:
    tellers: Who | None = s.get("tellers")
    return tellers or DESK


def marks(at: Rule) -> Field:
    """Whom somebody chooses: of each line a candidate by number, or a name that is written."""
    candidate = field("candidate", "integer", "几号", "No.", at, optional=True, min=1, max=MOST_NAMES)
    name = field("name", "text", "另选他人（姓名）", "Another (name)", at, optional=True, max=40)
    return field("marks", "list", "选谁", "Chosen", at, optional=True, max=MOST_NAMES, form=(candidate, name))


def choose_acts(s: Settings, at: Rule) -> list[Act]:
    """Those of an election with these settings."""
    person = field("elector", "person", "哪一位", "Whose vote", at)
    ways, secret = cast_by(s), may_be_secret(s)
    acts = _on_screen(s, at, person) if "online" in ways and not secret else []
    if "paper" in ways:
        acts += _given(s, at, person) if secret else _by_name(s, at, person)
    if in_totals(s) or ("paper" in ways and secret):
        acts.append(_count(s, at))
    if s.get("write_ins"):
        name = field("name", "text", "票上写的名字", "The name on the papers", at, max=40)
        who = field("person", "person", "是哪一位", "Who that is", at)
        acts.append(act("identify", "认定另选的人", "Say who was written", DESK, at, name, who))
    why = field("reason", "text", "理由", "Why", at, min=2, max=300)
    return [*acts, act("annul", "宣布选举无效", "Declare it void", DESK, at, why)]


def _on_screen(s: Settings, at: Rule, person: Field) -> list[Act]:
    acts = [act("vote", "投票", "Vote", VOTERS, at, marks(at))]
    if s.get("proxies") is not None:
        proxy = field("proxy", "person", "委托给谁", "To whom", at)
        acts += [
            act("vote_for", "代他人投票", "Vote for another", VOTERS, at, person, marks(at)),
            act("entrust", "委托他人投票", "Let another vote for me", VOTERS, at, proxy),
            act("revoke", "收回委托", "Take the proxy back", VOTERS, at),
        ]
    return acts


def _by_name(s: Settings, at: Rule, person: Field) -> list[Act]:
    """Signed papers: the register of a ballot, with two who read each paper."""
    shared = {one.name: one for one in paper_acts({**s, "clerks": _tellers(s)}, at, person, marks(at))}
    spoilt = field("spoilt", "boolean", "废票", "Spoilt", at, optional=True)
    paper = shared["paper"]
    form = tuple(part for one in paper.form for part in ((one, spoilt) if one.name == "marks" else (one,)))
    label = Sentence("唱票录入", "Read a paper")
    return [
        replace(paper, label=label, form=form, help=READ_TWICE),
        replace(shared["hand_out"], label=Sentence("发票登记", "Register a paper handed out")),
        shared["void_paper"],
        act("finish_count", "计票完毕", "The count is done", _tellers(s), at),
    ]


def _given(s: Settings, at: Rule, person: Field) -> list[Act]:
    """Secret papers: who drew one is registered, what stands on it nowhere."""
    form: tuple[Field, ...] = (person,)
    if s.get("proxies") is not None:
        form += (
            field(
                "proxy",
                "person",
                "代领的受托人（本人领的不填）",
                "The proxy who draws it (left out: in person)",
                at,
                optional=True,
            ),
        )
    both = replace(_tellers(s), desk=True)
    return [act("give_paper", "发票", "Hand out a paper", both, at, *form)]  # fmt: skip


def _count(s: Settings, at: Rule) -> Act:
    """What a teller counted, whole."""
    ways, roll = cast_by(s), str(s.get("roll"))
    weighed = roll == "owner" or roll.startswith("@")

    def number(name: str, zh: str, en: str, **more: Any) -> Field:
        return field(name, "integer", zh, en, at, min=0, **more)

    area = (number("area", "面积（0.01 平方米）", "Area (0.01 m²)", optional=True),) if weighed else ()
    votes = number("votes", "票数", "Votes")
    candidate = field("candidate", "integer", "几号", "No.", at, min=1, max=MOST_NAMES)
    name = field("name", "text", "票上写的名字", "The name on the papers", at, max=40)
    form: list[Field] = []
    hands = set(ways) == {"hands"}
    if not hands:
        form.append(number("given", "发出的票", "Papers handed out"))
    form.append(
        number(
            "returned",
            "参加投票的人数" if hands else "收回的票",
            "Those taking part" if hands else "Papers that came back",
        )
    )
    if weighed:
        form.append(
            number(
                "returned_area",
                "收回的票的面积（0.01 平方米）",
                "Area of those that came back (0.01 m²)",
                optional=True,
            )
        )
    form += [
        number("blank", "空白票", "Blank papers", optional=True, default=0),
        number("spoilt", "废票", "Spoilt papers", optional=True, default=0),
        field("votes", "list", "得票", "Votes", at, max=MOST_NAMES, form=(candidate, votes, *area)),
    ]
    if s.get("write_ins"):
        form.append(
            field(
                "others",
                "list",
                "另选他人",
                "Others",
                at,
                optional=True,
                max=MOST_NAMES,
                form=(name, votes, *area),
            )
        )
    if "official" in ways:
        form.append(field("number", "text", "官方结果的文号", "Number of the official result", at, max=60))
    return replace(act("enter_count", "填报计票结果", "Enter the count", _tellers(s), at, *form), help=EACH_ALONE)  # fmt: skip
