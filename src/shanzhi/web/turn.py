"""What comes next at a desk: once a matter has left it, the way to the next leads over no list."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from shanzhi.engine.types import Actor
from shanzhi.reading.lists import inbox, on_desk_still


def next_one(who: Actor, done: int) -> SafeString | str:
    """A link to the first matter on somebody's desks, where the one just `done` lies there no more; else nothing."""
    if not who.posts or on_desk_still(who, done):
        return ""
    first = next(iter(inbox(who, size=1).lines), None)
    if first is None:
        return ""
    label = _("下一件：%(title)s") % {"title": first.title}
    return format_html(' <a class="link" href="{}">{}</a>', reverse("matter", args=[first.id]), label)
