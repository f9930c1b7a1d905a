"""Duties of the clock: what it does because a time ran out never sounds as if a person had looked, agreed or been content.

Who did not answer has confirmed nothing; what nobody checked is recorded as not checked. The other is pretence (弄虚作假,
北京市接诉即办工作条例 35).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from shanzhi.method.duty import Duty
from shanzhi.method.model import Act
from shanzhi.method.words import Sentence

_LOOKED = "核查|核实|核对|核验|查验|检查|验收|审核|审查|审批|复核|回访|现场查看"
_MEANT = "同意|批准|准予|认可|通过|属实|无误|合格|达标|满意|好评"
ZH = re.compile(
    rf"已经?(?:{_LOOKED}|确认|{_MEANT})|(?:{_LOOKED})(?:{_MEANT}|无问题|完毕|完成|过了|好了)"
    rf"|^(?:(?:到期|逾期|超期|到时|期满)[后即就]?)?(?:自动|默认|视为|视同)*(?:{_MEANT})(?![率度])"
)
EN = re.compile(
    r"\b(?:checked|verified|approved|agreed|confirmed|inspected|satisfied|passed)\b|^(?:agree|approve|confirm|accept)s?$",
    re.IGNORECASE,
)
CLAUSES = re.compile(r"[，。；、：,.;:]\s*")
SAID_NOT = re.compile(r"[未没不无非]|\b(?:not|nobody|no|never|without|unless|to be|will be)\b", re.IGNORECASE)
"""Before such words, they say that nobody did, or that somebody is yet to."""


class ClockDuties(Duty):
    """What the clock does by itself."""

    def said_of_the_clock(self) -> None:
        """Words of acts that the clock takes, and of what it records: a file in older words goes on, and is advised."""
        for stage in self.stages.values():
            for act in stage.acts.values():
                if act.origin == "method" and act.who.system:
                    for path, said in self._words(act):
                        if sounds_looked_at(said.zh):
                            self.problems.add("SZ373", self.root.find(path), words=said, weight=self.milder)

    def _words(self, act: Act) -> Iterator[tuple[str, Sentence]]:
        """What an act of the clock says: on its button, of each way it leads, and as what it records."""
        yield f"{act.at.path}.label", act.label
        yield from ((f"{act.at.path}.to", route.label) for route in act.routes if route.label is not None)
        for one in act.sets:
            field = self.fields.get(one.field.rpartition(".")[2])
            options = field.options if field is not None and one.program is None else ()
            yield from ((f"{act.at.path}.set", o.label) for o in options if o.value == one.value)


def sounds_looked_at(text: str) -> bool:
    """Whether a text says that somebody looked, agreed or was content."""
    pattern = EN if text.isascii() else ZH
    found = ((clause, pattern.search(clause)) for clause in CLAUSES.split(text))
    return any(match and not SAID_NOT.search(clause[: match.start()]) for clause, match in found)
