"""How a role is filled, in the words of the field (选配、推选、包联、任职登记), and what entering an election asks for.

Whoever is elected is neither appointed nor dismissed by an order: what is entered is the recorded result of those who
elect and recall. 居委会组织法; 物业管理条例; 人民调解法 8–9.
"""

from __future__ import annotations

from msgspec import Struct

from shanzhi.method.roles import ROLES, role_name, today
from shanzhi.method.words import Sentence
from shanzhi.people.problems import BadInput


class Filling(Struct, frozen=True):
    """What giving and ending a post is called, what the holder is told, and what either rests on."""

    gives: Sentence
    ends: Sentence
    told: Sentence
    basis: Sentence
    record: Sentence | None = None


FILLINGS: dict[str, Filling] = {
    "appointed": Filling(
        Sentence("选配", "Engage"),
        Sentence("退出登记", "Enter who leaves"),
        Sentence("您已选配为“{place}”的{role}。", "You are {role} of {place} now."),
        Sentence("依据", "Basis"),
    ),
    "elected": Filling(
        Sentence("推选结果登记", "Enter the result of an election"),
        Sentence("罢免、辞职或届满登记", "Enter a recall, resignation or end of term"),
        Sentence("您已推选为“{place}”的{role}，结果已登记。", "You were elected {role} of {place}; the result is entered."),
        Sentence("推选结果的依据（会议记录、公告文号）", "What the election rests on (minutes, number of the notice)"),
        Sentence("罢免、辞职或届满的依据（会议记录、辞职书、公告文号）", "What it rests on (minutes, letter, number of the notice)"),
    ),
    "paired": Filling(
        Sentence("包联", "Pair"),
        Sentence("解除包联", "End the pairing"),
        Sentence("您已包联“{place}”（{role}）。", "You are paired with {place} ({role})."),
        Sentence("依据", "Basis"),
    ),
    "ex_officio": Filling(
        Sentence("任职登记", "Enter who holds the office"),
        Sentence("离任登记", "Enter who left the office"),
        Sentence("已登记您任“{place}”的{role}。", "You are entered as {role} of {place}."),
        Sentence("依据", "Basis"),
    ),
}  # fmt: skip

NO_RESULT = Sentence(
    "“{role}”由推选产生，请写明推选结果的依据（会议记录、公告文号）",
    "a {role} is elected: say what records the result (minutes, number of the notice)",
)
NO_RECORD = Sentence(
    "“{role}”由推选的人罢免，不能由人免去；请写明罢免、辞职或届满的依据（会议记录、辞职书、公告文号）",
    "a {role} is recalled by those who elect and dismissed by nobody: say what records it (minutes, letter, number of the notice)",
)


def filling(role: str) -> Filling:
    """How a role is filled; one that is no more is as an appointed one."""
    known = ROLES.get(today(role))
    return FILLINGS[known.filled if known is not None else "appointed"]


def check_result(role: str, basis: str) -> None:
    """Raise `BadInput` beside `basis` where an elected role is given without a recorded result."""
    if ROLES[role].elected and not basis.strip():
        said = NO_RESULT.fill(role=role_name(role))
        raise BadInput(said, {"basis": said})


def check_record(role: str, record: str) -> None:
    """Raise `BadInput` beside `record` where an elected role is ended without one."""
    if filling(role).record is not None and not record.strip():
        said = NO_RECORD.fill(role=role_name(role))
        raise BadInput(said, {"record": said})
