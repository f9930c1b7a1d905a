"""Duties of consent: what somebody agrees to is never agreed to beforehand.

Personal Information Protection Law (个人信息保护法), articles 14 and 25: consent is voluntary and plain; publishing needs one of its
own. GB/T 42574: no boxes that are ticked already.
"""

from __future__ import annotations

from shanzhi.method.consents import consents
from shanzhi.method.duty import Duty


class ConsentDuties(Duty):
    """What becomes of facts that allow publishing."""

    def consents(self) -> None:
        """A yes or no on which publishing depends has no default of yes. A file in older words goes on, and is advised."""
        for name in sorted(consents(self.visible, self.stages)):
            field = self.fields.get(name)
            if field is not None and field.kind.yes_no and field.default is True:
                at = self.root.find(f"{field.at.path}.default")
                self.problems.add("SZ371", at, name=field.name, weight=self.milder)
