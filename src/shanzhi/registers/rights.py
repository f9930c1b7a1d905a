"""Who may see an entry of a register, look at what is sensitive of it, and hand in lists: declared here, decided in one place.

What a register shows is said by the method that keeps it, so the rules stand where methods are known (`shanzhi.reading.registers`).
"""

from __future__ import annotations

from shanzhi.method.words import Sentence
from shanzhi.people.permission import action, sight
from shanzhi.registers.models import RegisterEntry

action("register.see", Sentence("查看名册里的一条", "see an entry of a register"))
action(
    "register.see_sensitive",
    Sentence("查看名册里未脱敏的内容", "see what is sensitive in an entry of a register unmasked"),
)
action("register.keep", Sentence("导入和导出名册", "take lists into a register and out of it"))

sight("register.see", RegisterEntry)
