"""The card with a person's first tasks, in a demonstration and nowhere else."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings

from shanzhi.people.permission import Administrator
from shanzhi.web.sandbox.tasks import built_at, first_tasks
from shanzhi.web.sign_in_required import actor

register = template.Library()


@register.inclusion_tag("web/parts/sandbox.html", takes_context=True)
def sandbox(context: dict[str, Any]) -> dict[str, Any]:
    """Nothing at all unless this installation is a demonstration."""
    since = built_at() if settings.SHANZHI_DEMO is True else None
    who = actor(context["request"])
    if since is None or (who.person is None and not isinstance(who, Administrator)):
        return {}
    tasks = first_tasks(who, since)
    return {"tasks": tasks, "done": sum(task.done for task in tasks)}
