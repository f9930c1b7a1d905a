"""Movements of the ledger as a decision works them out: judged against what stands, and carried out by the store.

Each effect names both accounts, the amount, and the limits it was judged by. The store judges again while it holds the
accounts; where others were faster, it is decided anew on what stands then. What cannot be leads to the stage `short`
names, or refuses the act with what is missing. Nothing is ever edited: what was wrong is taken back by a new entry.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from shanzhi.engine.accounts import Account, account_of, accounts_of, book_place, free, held_by, unit_of
from shanzhi.engine.conditions import number
from shanzhi.engine.limits import due_after
from shanzhi.engine.refusals import Refuse, refuse
from shanzhi.engine.texts import fill
from shanzhi.method.ledger import ACCOUNT, MOST, Limit, Unit
from shanzhi.method.words import Sentence

if TYPE_CHECKING:
    from shanzhi.engine.draft import Draft
    from shanzhi.engine.types import Refusal
    from shanzhi.method.model import EffectRule
    from shanzhi.method.rules import Rule

PAID = Sentence("兑换", "Paid out")
RESERVED = Sentence("锁定", "Reserved")
RELEASED = Sentence("解锁", "Released")
OVER = Sentence(
    "{unit}：这一户（人）{every}内已得 {got}，超过提醒线 {most}。",
    "{unit}: {got} given within {every}, above the mark of {most}.",
)
TOO_MUCH = Sentence(
    "一次最多 {most}，这里算出 {amount}。", "At most {most} at a time; this comes to {amount}."
)


class Short(Refuse):
    """A balance or a limit forbids it, and the rule says to which `stage` that leads."""

    def __init__(self, refusal: Refusal, stage: str) -> None:
        super().__init__(refusal)
        self.stage = stage


def transfer(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Move an amount from one account into another. Nobody named, nothing moved."""
    unit = unit_of(d, values["unit"], rule.at)
    amount = _amount(d, values, rule.at)
    givers, takers = (accounts_of(d, unit, values[end], rule.at) for end in ("from", "into"))
    reason = fill(d, values["reason"], names_people=False)
    for taker in takers if givers and amount else ():
        _move(d, unit, "transfer", givers[0], taker, amount, reason, rule)


def reserve(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Put an amount aside for this matter. Only they whose it is, or one of theirs, may have asked for it."""
    unit = unit_of(d, values["unit"], rule.at)
    amount, held = _amount(d, values, rule.at), held_by(d, unit)
    givers = accounts_of(d, unit, values["from"], rule.at)
    if not givers or not amount:
        return
    if free(d, held):
        raise refuse("reserved_already", rule.at, unit=unit.label)
    if not values["from"].startswith(ACCOUNT) and not _theirs(d, givers[0]):
        raise refuse("not_your_account", rule.at, unit=unit.label)
    _move(d, unit, "reserve", givers[0], held, amount, RESERVED, rule)
    d.booked = d.booked.with_source(held, givers[0])


def settle(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Pay out of what is reserved; the rest is free again."""
    unit = unit_of(d, values["unit"], rule.at)
    amount, held = _amount(d, values, rule.at), held_by(d, unit)
    takers = accounts_of(d, unit, values["into"], rule.at)
    there = free(d, held)
    if takers and amount:
        if amount > there:
            raise refuse("more_than_reserved", rule.at, unit=unit.label, held=there, amount=amount)
        said = values.get("reason")
        reason = fill(d, said, names_people=False) if said is not None else PAID
        _move(d, unit, "settle", held, takers[0], amount, reason, rule)
    let_go(d, unit, rule)


def release(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Let go what is reserved."""
    let_go(d, unit_of(d, values["unit"], rule.at), rule)


def let_go(d: Draft, unit: Unit, rule: EffectRule | None = None) -> None:
    """What this matter still holds goes back to whose it was."""
    held = held_by(d, unit)
    rest = free(d, held)
    source = d.booked.sources.get(held) or d.ctx.books.source(held)
    if rest > 0 and source is not None:
        _move(d, unit, "release", held, source, rest, RELEASED, rule)


def let_go_at_the_end(d: Draft) -> None:
    """A matter that is over holds nothing any more, however it came to its end."""
    effects = (one for stage in d.method.stages.values() for one in stage.all_effects)
    for name in dict.fromkeys(one.values["unit"] for one in effects if one.kind == "reserve"):
        own = d.method.ledger[name]
        unit = own if own.kept_by is None else d.ctx.books.unit(own.kept_by, name, d.origin)
        if unit is not None:
            let_go(d, unit)


def reverse(d: Draft, values: dict[str, Any], rule: EffectRule) -> None:
    """Take back, by new entries, what this matter moved and has not taken back."""
    unit = unit_of(d, values["unit"], rule.at)
    reason = fill(d, values["reason"], names_people=False)
    for one in d.ctx.books.moved(d.id, unit.book):
        back = d.ctx.books.source(one.giver) or one.giver
        _move(d, unit, "reverse", one.taker, back, one.amount, reason, rule, reverses=one.number)


def _amount(d: Draft, values: dict[str, Any], at: Rule) -> int:
    """How many; less than one is nothing."""
    amount = number(d, values["amount"], at)
    if amount > MOST:
        raise refuse("fault", at, detail=TOO_MUCH.fill(most=MOST, amount=amount))
    return max(amount, 0)


def _theirs(d: Draft, account: Account) -> bool:
    """Whether who acts, or who opened the matter, is the holder of an account or one of theirs."""
    if account.kind == "person":
        return account.owner in (d.person, d.opener)
    if account.kind == "household" and d.person is not None and d.actor.household == account.owner:
        return True
    members = d.ctx.members(account.kind, account.owner)
    return d.opener in members or d.person in members


def _move(
    d: Draft,
    unit: Unit,
    kind: str,
    giver: Account,
    taker: Account,
    amount: int,
    reason: Any,
    rule: EffectRule | None,
    **more: Any,
) -> None:
    at = rule.at if rule is not None else None
    if giver == taker:
        raise refuse("same_account", at, unit=unit.label)
    owing = giver.kind == "named" and giver.name in unit.accounts and unit.accounts[giver.name].may_owe
    if not owing and (there := free(d, giver)) < amount:
        raise _short(rule, refuse("short", at, unit=unit.label, there=max(there, 0), amount=amount))
    limits = _limits(d, unit, kind, giver, taker, amount, rule)
    d.booked = d.booked.with_move(giver, taker, amount)
    d.effect(
        kind,
        unit=unit,
        giver=giver,
        taker=taker,
        owing=owing,
        amount=amount,
        reason={"zh": reason.zh, "en": reason.en} if isinstance(reason, Sentence) else reason,
        expires=_expires(d, unit, kind, taker, rule),
        limits=limits,
        place=book_place(d),
        **more,
    )  # fmt: skip


def _limits(
    d: Draft, unit: Unit, kind: str, giver: Account, taker: Account, amount: int, rule: EffectRule | None
) -> list[tuple[datetime, datetime, int]]:
    """The limits that a gift was judged by: since when, until when, how much at most."""
    found = []
    for limit in unit.limits if kind == "transfer" and giver.kind == "named" else ():
        if limit.holder != taker.kind:
            continue
        since, until = span(limit.every, d.at.astimezone(d.ctx.calendar.zone))
        got = d.ctx.books.received(taker, since, until) + d.booked.given.get((taker, since), 0)
        if got + amount > limit.amount and not limit.soft:
            why = refuse(
                "over_limit", rule.at if rule else None, unit=unit.label, most=limit.amount, got=got, amount=amount
            )  # fmt: skip
            raise _short(rule, why)
        if got <= limit.amount < got + amount:
            _tell(d, unit, limit, got + amount)
        d.booked = d.booked.with_given(taker, since, amount)
        if not limit.soft:
            found.append((since, until, limit.amount))
    return found


def _tell(d: Draft, unit: Unit, limit: Limit, got: int) -> None:
    from shanzhi.method.ledger import SPANS

    said = OVER.fill(unit=unit.label, every=SPANS[limit.every], got=got, most=limit.amount)
    d.effect("notify", to=["desk"], text={"zh": said.zh, "en": said.en})


def _short(rule: EffectRule | None, refused: Refuse) -> Refuse:
    stage = rule.values.get("short") if rule is not None else None
    return Short(refused.refusal, stage) if stage is not None else refused


def _expires(d: Draft, unit: Unit, kind: str, taker: Account, rule: EffectRule | None) -> datetime | None:
    """When what comes in runs out: at the end of a day. What was only held, or is given back, keeps its own date."""
    if kind != "transfer" or unit.lasts is None or not taker.of_people or rule is None:
        return None
    zone = d.ctx.calendar.zone
    last = due_after(d, d.at, unit.lasts, rule.at).at.astimezone(zone).date()
    return midnight(last + timedelta(days=1), zone)


def midnight(day: date, zone: Any) -> datetime:
    """The first moment of a day of the place, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def span(every: str, local: datetime) -> tuple[datetime, datetime]:
    """The day, week, month, quarter or year in which a moment lies, as the place's calendar has it."""
    day = local.date()
    if every == "day":
        first, after = day, day + timedelta(days=1)
    elif every == "week":
        first = day - timedelta(days=day.weekday())
        after = first + timedelta(days=7)
    else:
        months = {"month": 1, "quarter": 3, "year": 12}[every]
        began = (day.month - 1) // months * months
        first = date(day.year, began + 1, 1)
        after = date(day.year + (began + months) // 12, (began + months) % 12 + 1, 1)
    return midnight(first, local.tzinfo), midnight(after, local.tzinfo)


LEDGER = {"transfer": transfer, "reserve": reserve, "settle": settle, "release": release, "reverse": reverse}
"""How each effect of the ledger is worked out."""


__all__ = ["LEDGER", "Short", "account_of", "let_go_at_the_end", "midnight", "span"]
