"""The one form in which a person's name (姓名) is kept and compared, whoever typed it and in whichever table it stood.

Lists pad names of two characters (张　三), put any of several dots into those of minorities (买买提•吐尔逊), and give
full-width letters or signs that only look like the character (⽅ of a PDF for 方). All are one name, as on the identity
card. Blanks between Latin words belong to it.
"""

from __future__ import annotations

import re
import unicodedata

DOTS = "·•‧・∙⋅⸱●"
"""What is written for the dot between the parts of a name, as a full stop is too; the identity card has U+00B7."""
_HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\uf900-\ufaff\U00020000-\U0003ffff"
"""Characters of names; those of the private use area are characters that a file was older than."""
_BETWEEN = re.compile(rf"(?<=[{_HAN}])\s+(?=[{_HAN}])")
_DOT = re.compile(rf"(?<=[{_HAN}])\s*[{DOTS}.]\s*(?=[{_HAN}])")


def spelled(name: str) -> str:
    """A name in its one form; no check of what it is."""
    if len(name) < 5 and name.isalpha() and min(name) >= "\u4e00" and max(name) <= "\u9fff":
        return name
    even = " ".join(unicodedata.normalize("NFKC", name).split())
    return _BETWEEN.sub("", _DOT.sub("·", even))
