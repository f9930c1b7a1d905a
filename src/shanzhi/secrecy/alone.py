"""Opening by holders one by one, each on a computer of their own: what each makes there, and how k of them become the result.

Only for a box whose sums are all published exactly; else a partial opening would show what the form keeps back.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from msgspec import Struct

from shanzhi.secrecy.bulletin import Bulletin
from shanzhi.secrecy.counting import count_with
from shanzhi.secrecy.examining import Examined
from shanzhi.secrecy.faults import SecrecyFault, fault
from shanzhi.secrecy.keys import Share
from shanzhi.secrecy.openings import Sum, check_partial, open_partly, too_few
from shanzhi.secrecy.publishing import forms_of

Partials = dict[str, bytes]
"""The name of a sum → D ‖ c ‖ s of one holder."""


class _File(Struct):
    """What a holder brings back, as JSON has it."""

    ctx: str
    z: str
    holder: int
    partials: dict[str, str]


def opens_separately(bulletin: Bulletin, found: Examined) -> tuple[str, ...]:
    """The sums that each holder may open alone; empty where all must come together, for the result needs totals that are not published."""
    question = bulletin.question
    forms = forms_of(found.publishing, found.numbers, weighted=question.weighted)
    return tuple(found.sums) if forms.heads == "E" and not question.weighted else ()


def open_alone(bulletin: Bulletin, found: Examined, share: Share) -> Partials:
    """One holder's contribution to every sum that is published. Raises SecrecyFault where all must open together."""
    names = opens_separately(bulletin, found)
    if not names:
        raise fault(
            "opening",
            "这次表决不公布各项票数，须由持钥人一起在开票页面输入密钥卡，不能单独开票。",
            "The totals of this ballot are not published: the holders must type their cards together on the opening page.",
        )
    made = {}
    for name in names:
        made[name] = open_partly(found.context, bulletin.z, found.sums[name], share)
        check_partial(bulletin.key, found.context, bulletin.z, found.sums[name], share.holder, made[name])
    return made


def put_together(bulletin: Bulletin, found: Examined, brought: Mapping[int, Partials]) -> Bulletin:
    """The result from what k holders brought. Each contribution is checked; a false one is refused and names its holder."""
    names = opens_separately(bulletin, found)
    if len(brought) < bulletin.key.k or not names:
        raise too_few(bulletin.key.k, len(brought))
    for holder, partials in brought.items():
        check_brought(bulletin, found, holder, partials)
    holders = sorted(brought)[: bulletin.key.k]

    def partials_of(sum_: Sum) -> dict[int, bytes]:
        return {holder: brought[holder][sum_.name] for holder in holders}

    return count_with(bulletin, found, partials_of)


def check_brought(bulletin: Bulletin, found: Examined, holder: int, partials: Partials) -> None:
    """Refuse a contribution that is false or not whole, as soon as it is handed in."""
    if set(partials) != set(opens_separately(bulletin, found)):
        raise fault(
            "opening",
            f"第 {holder} 位持钥人的开票文件不齐。请用这份公报重新生成。",
            f"The opening file of holder {holder} is not whole. Make it again from this bulletin.",
            holder=holder,
        )
    for name, partial in partials.items():
        check_partial(bulletin.key, found.context, bulletin.z, found.sums[name], holder, partial)


def write_partials(bulletin: Bulletin, holder: int, partials: Partials) -> bytes:
    """The file that a holder brings back."""
    return msgspec.json.format(
        msgspec.json.encode(
            _File(
                bulletin.question.context.hex(),
                bulletin.z.hex(),
                holder,
                {name: partial.hex() for name, partial in partials.items()},
            )
        ),
        indent=1,
    )


def read_partials(bulletin: Bulletin, data: bytes | str) -> tuple[int, Partials]:
    """Holder and contribution from such a file. Raises SecrecyFault (`opening`) if it is of another box."""
    try:
        file = msgspec.json.decode(data, type=_File)
        partials = {name: bytes.fromhex(text) for name, text in file.partials.items()}
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError):
        raise _unread("读不出来", "cannot be read") from None
    if (file.ctx, file.z) != (bulletin.question.context.hex(), bulletin.z.hex()):
        raise _unread("不是这个票箱的", "is of another box")
    if not 1 <= file.holder <= bulletin.key.n or any(len(one) != 96 for one in partials.values()):
        raise _unread("内容不对", "holds something else")
    return file.holder, partials


def _unread(zh: str, en: str) -> SecrecyFault:
    return fault(
        "opening",
        f"开票文件{zh}。请选择用这份公报生成的文件。",
        f"The opening file {en}. Choose the one that was made from this bulletin.",
    )
