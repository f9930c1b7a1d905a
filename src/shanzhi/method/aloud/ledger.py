"""The ledger told aloud: what is counted, who has accounts, what no account may do, who else uses it."""

from __future__ import annotations

from shanzhi.method.aloud.conditions import Speaker
from shanzhi.method.aloud.names import listed, quoted, s
from shanzhi.method.aloud.telling import Line, ended
from shanzhi.method.field_types import Thing
from shanzhi.method.ledger import COUNTED, HOLDERS, SPANS, Unit
from shanzhi.method.words import Sentence

EACH = {
    Thing.PERSON.value: s("一个人", "one person"),
    Thing.HOUSEHOLD.value: s("一户", "one household"),
    Thing.ORGANISATION.value: s("一个单位", "one organisation"),
}


def ledger(units: dict[str, Unit], speaker: Speaker) -> list[Line]:
    """Every unit, one after the other."""
    return [
        _kept_elsewhere(one, speaker) if one.kept_by is not None else _unit(one, speaker)
        for one in units.values()
    ]


def _kept_elsewhere(unit: Unit, speaker: Speaker) -> Line:
    said = s(
        "“{u}”由{m}保管，这里只按它的规则动用。", "“{u}” is kept by {m}; here it is only used, by its rules."
    )
    return Line(ended(said.fill(u=unit.name, m=speaker.names.other(unit.kept_by or ""))))


def _unit(unit: Unit, speaker: Speaker) -> Line:
    said = s("{u}：计{k}；有账的：{h}。每一笔都从一个账户到另一个账户，记错的另记一笔冲正。",
             "{u}: {k} are counted; {h} have accounts. Each movement goes from one account to another; what was wrong is taken back by a new entry.")  # fmt: skip
    holders = listed([HOLDERS[one] for one in unit.holders])
    return Line(
        ended(said.fill(u=quoted(unit.label), k=COUNTED[unit.kind], h=holders)), tuple(_rules(unit, speaker))
    )


def _rules(unit: Unit, speaker: Speaker) -> list[Line]:
    found = [Line(ended(_account(one.label, one.may_owe))) for one in unit.accounts.values()]
    for limit in unit.limits:
        words = s("{w}{e}最多得 {n}，超过的不能入账。", "{w} gets at most {n} {e}; more is refused.")
        if limit.soft:
            words = s("{w}{e}得到超过 {n} 时提醒经办，不拒绝。", "Where {w} gets more than {n} {e}, the desk is told; nothing is refused.")  # fmt: skip
        found.append(Line(ended(words.fill(w=EACH[limit.holder], e=SPANS[limit.every], n=limit.amount))))
    if unit.lasts is not None:
        said = s(
            "入账后 {t}失效，先到期的先用。", "What comes in lasts {t}; what runs out first is spent first."
        )
        found.append(Line(ended(said.fill(t=speaker.names.span(unit.lasts)))))
    if unit.statement is not None:
        found.append(
            Line(ended(s("对账单{e}一张。", "There is a statement {e}.").fill(e=_once(unit.statement))))
        )
    if unit.used_by:
        others = listed([speaker.names.other(one) for one in unit.used_by])
        found.append(Line(ended(s("还可动用它的：{m}。", "It is used besides by {m}.").fill(m=others))))
    return found


def _account(label: Sentence, may_owe: bool) -> Sentence:
    if may_owe:
        return s("账户{a}可为负：它欠的就是已发出的。", "The account {a} may go below zero: what it owes is what was issued.").fill(a=quoted(label))  # fmt: skip
    return s("账户{a}。", "The account {a}.").fill(a=quoted(label))


def _once(every: str) -> Sentence:
    return {"day": s("每天", "every day"), "week": s("每周", "every week"), "month": s("每月", "every month"),
            "quarter": s("每季度", "every quarter"), "year": s("每年", "every year")}[every]  # fmt: skip
