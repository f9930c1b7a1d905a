"""The links by which a list becomes a file."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.utils.translation import gettext as _

from shanzhi.web.exports import ASKED

register = template.Library()


@register.filter
def export_links(request: HttpRequest) -> list[tuple[str, str]]:
    """The page's own address for each form of file, filters kept, and what the form is called."""
    query = request.GET.copy()
    for name in ("after", "before", "page"):
        query.pop(name, None)
    found = []
    for form, name in (("xlsx", "Excel"), ("docx", "Word"), ("pdf", "PDF")):
        query[ASKED] = form
        found.append((f"?{query.urlencode()}", _("%(form)s 文件") % {"form": name}))
    return found
