"""What axe finds wrong on a page, as one line for each: the rule, and the elements it is about.

The rules are those of WCAG 2.0 to 2.2, A and AA, and axe's own best practices.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RUN = """only => axe.run(document, {runOnly: only, resultTypes: ["violations"], preload: false})
  .then(({violations}) => violations.map(({id, help, nodes}) =>
    `${id}: ${help}: ${nodes.slice(0, 4).map((node) => node.target.join(" ")).join(" | ")}`))"""


@cache
def _script() -> str:
    """axe-core, as its package brings it."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def problems(page: Any, *, rules: list[str] | None = None) -> list[str]:
    """The violations on the page as it stands: of all our rules, or of those named.

    Open the window with `reduced_motion="reduce"`, or a colour may be looked at on its way to another.
    """
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(_script())
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    found: list[str] = page.evaluate(RUN, only)
    return found
