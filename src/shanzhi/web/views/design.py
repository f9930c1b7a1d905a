"""The living page of the design: every part in every state, with plainly invented content."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from shanzhi.web import specimens
from shanzhi.web.sign_in_required import open_to_all


@open_to_all
@require_GET
def design(request: HttpRequest) -> HttpResponse:
    """All parts on one page, for whoever builds a page or changes a token."""
    now = timezone.now().replace(second=0, microsecond=0)
    context = {
        "title": _("设计"),
        "colours": specimens.COLOURS,
        "sizes": specimens.SIZES,
        "rows": specimens.rows(now),
        "lines": specimens.lines(now),
        "bars": specimens.BARS,
        "questions": specimens.questions(),
        "figures": specimens.FIGURES,
        "stages": specimens.STAGES,
        "tabs": specimens.TABS,
        "chips": specimens.CHIPS,
        "charts": specimens.charts(),
        "drawing": specimens.drawn(),
        "headings": specimens.HEADINGS,
        "table": specimens.TABLE,
        "foot": specimens.FOOT,
        "photos": specimens.PHOTOS,
        "late": now - timedelta(hours=3),
        "soon": now + timedelta(hours=5),
        "far": now + timedelta(days=4),
        "words": specimens.WORDS,
        "tones": specimens.TONES,
    }
    return render(request, "web/design.html", context)
