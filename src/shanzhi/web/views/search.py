"""Full-text search over the matters one may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.matters.search.words import plain
from shanzhi.reading import search as searching
from shanzhi.reading.lists import by_number
from shanzhi.tables.cells import readable
from shanzhi.web.exports import exported
from shanzhi.web.lists import rows
from shanzhi.web.numbers import is_number
from shanzhi.web.papers import found_paper
from shanzhi.web.sign_in_required import actor

SIZE = 20
MOST = 80


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What a text finds, the latest first."""
    text = readable(request.GET.get("q", "")).strip()[:MOST]
    file = exported(request, lambda: found_paper(actor(request), text), "search") if text else None
    if file is not None:
        return file
    key = request.GET.get("after", "")
    after = int(key) if is_number(key, 18) else 0
    found = searching.find(actor(request), text, after=after, limit=SIZE) if text else searching.Found()
    matters = by_number(hit.matter for hit in found.hits)
    hits = [hit for hit in found.hits if hit.matter in matters]
    lines = rows((matters[hit.matter] for hit in hits), reader=actor(request), pictured=True)
    context = {
        "title": _("检索"),
        "q": text,
        "asked": bool(text),
        "lines": [
            (line, marked(line.title, found.terms), marked(hit.words, found.terms))
            for line, hit in zip(lines, hits, strict=True)
        ],
        "next": f"?{urlencode({'q': text, 'after': str(found.next)})}" if found.next else "",
        "on": bool(after),
    }
    return render(request, "web/search.html", context)


def marked(text: str, terms: tuple[str, ...]) -> SafeString:
    """The text with what was looked for marked; escaped."""
    low = plain(text)
    if len(low) != len(
        text
    ):  # full-width letters and the like: nothing is marked rather than the wrong thing
        return mark_safe(escape(text))  # noqa: S308
    spans = []
    for term in terms:
        at = low.find(term)
        while term and at >= 0:
            spans.append((at, at + len(term)))
            at = low.find(term, at + len(term))
    parts, done = [], 0
    for begin, end in sorted(spans):
        if begin >= done:
            parts += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
            done = end
    return mark_safe("".join([*parts, escape(text[done:])]))  # noqa: S308 (every part is escaped)
