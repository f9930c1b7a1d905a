"""What a result must hold: which sums are opened, which claims are proved, and whether the matter has passed.

The same reasoning is used when a box is opened and when it is recounted. Conditions that public numbers decide come first: if one
of them fails, nothing more has to be opened for it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from shanzhi.secrecy.bulletin import Result
from shanzhi.secrecy.closing import Numbers
from shanzhi.secrecy.conditions import Linear, read_condition
from shanzhi.secrecy.publishing import Forms, Publishing, share_conditions


class Plan(Struct, frozen=True):
    """The claims that a result needs, each with whether it holds, and the result that they prove."""

    claims: tuple[tuple[Linear, bool], ...]
    result: Result


def plan_result(
    publishing: Publishing,
    numbers: Numbers,
    forms: Forms,
    heads: Sequence[int] | None,
    shares: Sequence[int] | None,
    holds: Callable[[Linear], bool],
) -> Plan:
    """The claims for a box and its result. `heads`: exact totals with paper, where published; `shares`: per cent, in form R;
    `holds` answers for a condition that only a claim can show."""
    if forms.heads == "none":
        return Plan((), Result(forms))
    claims: list[tuple[Linear, bool]] = []
    if shares is not None:
        for name, per_cent in zip(publishing.names, shares, strict=True):
            claims += [
                (read_condition(text, publishing.names), True) for text in share_conditions(name, per_cent)
            ]
    rules = publishing.rules()
    hidden = [rule for rule in rules if needs_claim(rule, forms)]
    failed = next(
        (rule for rule in rules if rule not in hidden and not shown_to_hold(rule, numbers, heads)), None
    )
    if failed is None:
        failed = next((rule for rule in hidden if not holds(rule)), None)
        claims += [(rule, True) for rule in hidden] if failed is None else [(failed, False)]
    result = Result(
        forms,
        heads=tuple(heads) if forms.heads == "E" and heads is not None else None,
        shares=tuple(shares) if shares is not None else None,
        passed=failed is None if rules else None,
        failed=failed.text if failed else None,
    )
    return Plan(tuple(claims), result)


def needs_claim(rule: Linear, forms: Forms) -> bool:
    """Whether a condition asks for totals that are not published."""
    return rule.needs("area") or (rule.needs("heads") and forms.heads != "E")


def shown_to_hold(rule: Linear, numbers: Numbers, heads: Sequence[int] | None) -> bool:
    """Whether a condition holds by what is published."""
    known = {f"heads {j}": number for j, number in enumerate(heads or ())}
    return sum(factor * known[name] for name, factor in rule.secret) + rule.constant(numbers) >= 0
