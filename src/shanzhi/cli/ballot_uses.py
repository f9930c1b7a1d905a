"""Which boxes a holder has opened on this computer: the same ballot is never opened under a second sealing."""

from __future__ import annotations

from pathlib import Path

from shanzhi import secrecy
from shanzhi.method.words import Sentence

HERE = Path("shanzhi-ballot-uses.txt")


class Uses:
    """A text file of lines `ctx z`, which the stand-alone program keeps in the same form."""

    def __init__(self, path: Path | None) -> None:
        self.path = path or Path.home() / HERE

    def note(self, bulletin: secrecy.Bulletin) -> None:
        """Note that a box is opened now. Raises SecrecyFault (`opening`) if it was opened under another sealing."""
        context, z = bulletin.question.context.hex(), bulletin.z.hex()
        lines = self.path.read_text("utf-8").splitlines() if self.path.exists() else []
        for line in lines:
            known, _, sealing = line.partition(" ")
            if known == context and sealing != z:
                raise secrecy.SecrecyFault(
                    "opening",
                    Sentence(
                        f"这次表决已经按另一份封箱（{sealing[:10]}）开过，不能再开（记录在 {self.path}）。",
                        f"This ballot was opened under another sealing ({sealing[:10]}) and must not be opened again (see {self.path}).",
                    ),
                )
        if f"{context} {z}" not in lines:
            with self.path.open("a", encoding="utf-8") as stream:
                stream.write(f"{context} {z}\n")
